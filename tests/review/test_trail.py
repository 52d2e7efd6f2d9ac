"""The audit trail: intact, and every way to tamper with it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decisionsupport as ds
from decisionsupport.review.trail import Entry, Trail, _hash_of
from tests.review.small_pack import COMPLETE, begun, decided, done, handled, hours, nurse, outcome


def walked() -> ds.Review:
    review = begun(outcome(**COMPLETE))
    review = decided(review, "accept", "drug", at=hours(1), reason="åäö ”citat” \\ \n")
    review = decided(review, "reject", "plan", at=hours(1), reason="no")
    review = done(review, "drug", at=hours(2))
    return handled(review, "sign", at=hours(3))


REVIEW = walked()
TRAIL = REVIEW.trail


def kind(trail: Trail, head: str | None = None) -> tuple[int, str] | None:
    found = trail.broken(head)
    return None if found is None else (found.at, found.kind)


def test_what_was_written_is_intact() -> None:
    assert kind(TRAIL) is None
    assert kind(TRAIL, TRAIL.head) is None
    # A head kept at any time before is passed through.
    assert all(kind(TRAIL, entry.hash) is None for entry in TRAIL.entries)
    assert kind(TRAIL, Trail(of="pat-1").head) is None
    assert kind(Trail.from_json(TRAIL.to_json())) is None
    assert REVIEW.tampered(TRAIL.head) is None


def test_every_step_is_an_entry() -> None:
    steps = [(entry.step, entry.what, entry.from_, entry.to) for entry in TRAIL.entries[-4:]]
    assert steps == [
        ("accept", "drug", "proposed", "accepted"),
        ("reject", "plan", "proposed", "rejected"),
        ("done", "drug", None, "done"),
        ("sign", "referral", "draft", "signed"),
    ]
    assert [entry.number for entry in TRAIL.entries] == list(range(1, len(TRAIL.entries) + 1))


OTHER: dict[str, Any] = {"number": 99, "at": hours(9), "from_": "x", "reason": "other", "delegation": "d9"}


@pytest.mark.parametrize("name", [each.name for each in fields(Entry)])
@pytest.mark.parametrize("place", [0, 3, len(TRAIL.entries) - 1])
def test_a_change_of_anything_is_found(name: str, place: int) -> None:
    entry = TRAIL.entries[place]
    other = OTHER.get(name, "x" * 64)
    assert other != getattr(entry, name)
    assert kind(put(place, replace(entry, **{name: other}))) is not None


def put(place: int, entry: Entry) -> Trail:
    entries = list(TRAIL.entries)
    entries[place] = entry
    return replace(TRAIL, entries=tuple(entries))


def test_a_change_hashed_anew_breaks_the_next() -> None:
    forged = replace(TRAIL.entries[2], reason="other")
    forged = replace(forged, hash=_hash_of(forged))
    assert kind(put(2, forged)) == (3, "changed")


def test_a_last_entry_hashed_anew_misses_the_head_that_was_kept() -> None:
    place = len(TRAIL.entries) - 1
    forged = replace(TRAIL.entries[place], reason="other")
    trail = put(place, replace(forged, hash=_hash_of(forged)))
    assert kind(trail) is None
    assert kind(trail, TRAIL.head) == (place + 1, "cut")


@given(st.data())
def test_dropped_moved_and_put_in(data: st.DataObject) -> None:
    entries = list(TRAIL.entries)
    place = data.draw(st.integers(0, len(entries) - 2))
    other = data.draw(st.integers(0, len(entries) - 1).filter(lambda n: n != place))
    match data.draw(st.sampled_from(["dropped", "moved", "inserted"])):
        case "dropped":
            del entries[place]
            wanted = (place, "dropped")
        case "moved":
            entries[place], entries[other] = entries[other], entries[place]
            wanted = (min(place, other), "moved")
        case _:
            entries.insert(place, entries[place])
            wanted = (place + 1, "inserted")
    assert kind(replace(TRAIL, entries=tuple(entries))) == wanted


def test_a_stranger_numbered_to_fit_is_found() -> None:
    entries = list(TRAIL.entries)
    stranger = replace(entries[2], who="x", hash="")
    entries.insert(2, replace(stranger, hash=_hash_of(stranger)))
    renumbered = [replace(entry, number=n + 1) for n, entry in enumerate(entries)]
    assert kind(replace(TRAIL, entries=tuple(renumbered))) is not None


@pytest.mark.parametrize("left", range(len(TRAIL.entries)))
def test_a_cut_trail_misses_the_head_that_was_kept(left: int) -> None:
    cut = replace(TRAIL, entries=TRAIL.entries[:left])
    assert kind(cut) is None
    assert kind(cut, TRAIL.head) == (left, "cut")


def test_a_trail_that_was_stored_stays_intact() -> None:
    # Never change these: trails like this one lie in journals.
    stored = (
        '{"schema":"decisionsupport/audit/1","of":"p","entries":[{"number":1,"at":"2026-11-23T09:00:00+01:00",'
        '"who":"n1","role":"nurse","on":"proposal:1","what":"plan","step":"accept","from":"proposed","to":"accepted",'
        '"reason":"åäö","delegation":null,"content":"e26843f8a2def942b0efa0d3b421f45cb978f4b1d1ea95f94fe2b621a21b7ca7","previous":"5e47df9656758245689613c2e8e957a46ec6526b5bd7c0810c81f4191fe4b768","hash":"4c859eb67eb520e77d0e8a3982147c0c96b97ba4828fb8935fac52016c88183e"}]}'
    )
    assert kind(Trail.from_json(stored)) is None
    assert kind(Trail.from_json(stored.replace("åäö", "åäo"))) == (0, "changed")


def test_another_patients_trail_does_not_fit() -> None:
    assert kind(replace(TRAIL, of="pat-2")) == (0, "changed")
    assert replace(REVIEW, patient="pat-2").tampered() == "the trail is another patient's"


# The states beside the trail -----------------------------------------------------------------------------


def tampered_states() -> list[ds.Review]:
    proposal = REVIEW.proposal("plan")
    request = REVIEW.request("referral")
    assert proposal is not None
    assert request is not None
    others = tuple(each for each in REVIEW.proposals if each.id != proposal.id)
    return [
        replace(REVIEW, proposals=(*others, replace(proposal, state="accepted"))),
        replace(REVIEW, proposals=(*others, replace(proposal, steps=()))),
        replace(REVIEW, proposals=others),
        replace(REVIEW, proposals=(*REVIEW.proposals, replace(proposal, id="another"))),
        replace(REVIEW, requests=(replace(request, draft=replace(request.draft, title="Other")),)),
        replace(REVIEW, requests=()),
        replace(REVIEW, done=()),
        replace(REVIEW, outcomes=()),
        replace(REVIEW, outcomes=(replace(REVIEW.outcomes[0], forms=()),)),
        replace(REVIEW, done=(replace(REVIEW.done[0], by="x"),)),
    ]


@pytest.mark.parametrize("review", tampered_states())
def test_a_state_that_the_trail_does_not_lead_to_is_found(review: ds.Review) -> None:
    assert review.tampered() is not None


def test_what_gave_way_may_not_come_back() -> None:
    first = begun(outcome())
    gone = first.proposal("plan")
    assert gone is not None
    review = first.take_in(outcome(at=hours(1)), by=nurse, at=hours(1))
    assert review.tampered() is None
    assert replace(review, proposals=(*review.proposals, gone)).tampered() is not None
