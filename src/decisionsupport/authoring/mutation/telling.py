"""What a case must expect to tell two outcomes apart: the first as it should be, the other broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from decisionsupport.authoring.cases.found import name_of
from decisionsupport.authoring.cases.values import printed
from decisionsupport.outcome.care import Draft, Proposal, Reason
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.values import Unknown, Value

Expected = dict[str, Any]
"""What stands under `expect`, as maps, lists and words."""


def telling(right: Outcome, wrong: Outcome) -> Expected:
    """What is so in the first and not in the other; empty where a case cannot say it."""
    found: Expected = {}
    for key, expected in (
        ("values", dict(_values(right, wrong))),
        ("findings", _differing(right.findings, wrong.findings)),
        *_proposals(right, wrong),
        *_drafts(right, wrong),
        *_lists(right, wrong),
        ("notes", _notes(right, wrong)),
    ):
        if expected or (expected == [] and key in _EMPTY_MATTERS):
            found[key] = expected
    return found


_EMPTY_MATTERS = ("withholds", "undecided", "problems", "not_known")


def _values(right: Outcome, wrong: Outcome) -> Iterator[tuple[str, object]]:
    for form, values in right.values.items():
        for name, value in _differing(values, wrong.values.get(form, {})).items():
            yield f"{form}.{name}", value


def _differing(right: Mapping[str, Value], wrong: Mapping[str, Value]) -> dict[str, object]:
    return {
        name: written(value)
        for name, value in right.items()
        if name in wrong and (wrong[name] != value or type(wrong[name]) is not type(value))
    }


def written(value: Value) -> object:
    """A value as a case expects it."""
    match value:
        case Unknown(one_of=tuple() as options) if not any(isinstance(each, bool) for each in options):
            return [str(each) for each in options]
        case Unknown(least=None) | Unknown(most=None):
            return "unknown"
        case tuple():
            return list(value)
        case bool():
            return value
        case _:
            return printed(value).removesuffix(" or not applicable")


# Proposals and drafts ----------------------------------------------------------------------------------


def _proposals(right: Outcome, wrong: Outcome) -> Iterator[tuple[str, object]]:
    ours, theirs = _by_name(right), _by_name(wrong)
    expected = {
        name: _proposal(proposal, theirs.get(name))
        for name, proposal in ours.items()
        if name not in theirs or _proposal(proposal, theirs[name])
    }
    yield "proposes", expected
    yield "proposes_not", [name for name in theirs if name not in ours]


def _by_name(outcome: Outcome) -> dict[str, Proposal]:
    return {each.action or each.assess or "": each for each in outcome.proposals}


def _proposal(right: Proposal, wrong: Proposal | None) -> Expected:
    if wrong is None:
        return {}
    found: Expected = {}
    if right.priority != wrong.priority:
        found["priority"] = right.priority
    if right.due_at != wrong.due_at and right.due_at is not None:
        found["due_at"] = right.due_at.isoformat()
    elif right.due != wrong.due and right.due is not None:
        found["due"] = right.due
    if right.cautions != wrong.cautions:
        names = dict.fromkeys(
            name_of(each.waits_for[0]) if each.waits_for else each.rule or each.kind
            for each in right.cautions
        )
        found["cautions"] = list(names)
    if _rules(right.reasons) != _rules(wrong.reasons):
        found["reasons"] = _rules(right.reasons)
    elif right.reasons != wrong.reasons and not found:
        found["because"] = _lines(right.reasons, wrong.reasons)
    return found


def _rules(reasons: tuple[Reason, ...]) -> list[str]:
    return list(dict.fromkeys(reason.rule for reason in reasons))


def _lines(right: tuple[Reason, ...], wrong: tuple[Reason, ...]) -> list[str]:
    others = {str(each.because) for each in wrong}
    return [
        str(each.because).splitlines()[0]
        for each in right
        if each.because and str(each.because) not in others
    ]


def _drafts(right: Outcome, wrong: Outcome) -> Iterator[tuple[str, object]]:
    ours = {each.request: each for each in right.drafts}
    theirs = {each.request: each for each in wrong.drafts}
    yield (
        "drafts",
        {
            name: _draft(draft, theirs.get(name))
            for name, draft in ours.items()
            if name not in theirs or _draft(draft, theirs[name])
        },
    )
    yield "drafts_not", [name for name in theirs if name not in ours]


def _draft(right: Draft, wrong: Draft | None) -> Expected:
    if wrong is None:
        return {}
    found: Expected = {}
    if right.urgency != wrong.urgency:
        found["urgency"] = right.urgency
    gaps, others = [each.needs for each in right.gaps], [each.needs for each in wrong.gaps]
    if gaps != others:
        found["gaps"] = gaps
    if _rules(right.reasons) != _rules(wrong.reasons):
        found["reasons"] = _rules(right.reasons)
    if not found and right.text != wrong.text:
        found["text"] = _new_lines(str(right.text), str(wrong.text))
    return found


# Lists -------------------------------------------------------------------------------------------------


def _lists(right: Outcome, wrong: Outcome) -> Iterator[tuple[str, object]]:
    for key, ours, theirs in (
        ("withholds", _withheld(right), _withheld(wrong)),
        ("undecided", [each.rule for each in right.undecided], [each.rule for each in wrong.undecided]),
        ("problems", [each.path for each in right.problems], [each.path for each in wrong.problems]),
        ("not_known", [each.item for each in right.not_known], [each.item for each in wrong.not_known]),
    ):
        if set(ours) - set(theirs):
            yield key, [each for each in ours if each not in theirs]
        elif set(theirs) - set(ours) and not ours:
            yield key, []
    asked = [each.item or each.form or "" for each in right.open_questions]
    others = [each.item or each.form or "" for each in wrong.open_questions]
    yield "asks", [each for each in asked if each not in others]
    yield "asks_not", [each for each in others if each not in asked]


def _withheld(outcome: Outcome) -> list[str]:
    return [each.action or each.assess or each.request or "" for each in outcome.withheld]


def _notes(right: Outcome, wrong: Outcome) -> Expected:
    return {
        form: lines[0]
        for form, note in right.notes.items()
        if (lines := _new_lines(str(note), str(wrong.notes.get(form, ""))))
    }


def _new_lines(right: str, wrong: str) -> list[str]:
    return [line for line in right.splitlines() if line.strip() and line not in wrong.splitlines()][:1]
