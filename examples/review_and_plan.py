"""From outcomes to a plan: Svea's first visit and her fall, reviewed, planned, done; a care request signed.

    python examples/review_and_plan.py

Everything is a frozen value: a host keeps `review.to_json()`, and `review.trail.head` where nobody who can
change the review can reach it.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import decisionsupport as ds
from decisionsupport.adapters import eremiss

SVEA = Path(__file__).parent / "svea"
VISIT = datetime.fromisoformat("2026-03-06T13:00:00+01:00")
FALL = datetime.fromisoformat("2026-03-20T06:40:00+01:00")


def answers(name: str) -> dict[str, object]:
    """The answers of one of Svea's days."""
    found: dict[str, object] = json.loads((SVEA / name).read_text(encoding="utf-8"))
    return found


engine = ds.load(*ds.shipped_packs())
authority = ds.Authority(
    engine.program, signers=("registered_nurse", "physician"), reviewers=("registered_nurse",)
)
nurse = ds.Actor(id="nurse-1", role="registered_nurse")
physician = ds.Actor(id="physician-1", role="physician")

# 1. The first visit: what is proposed is accepted, changed or rejected by someone who may.
review = ds.Review.begin("svea", unit="north")
review = review.take_in(engine.evaluate(answers("first_visit.json"), at=VISIT), by=nurse, at=VISIT)
print("Proposed:", ", ".join(each.what for each in review.proposals))
for each in review.proposals:
    by = physician if each.proposal.decided_by == "physician" else nurse
    if each.what == "fall_prevention_plan":
        change = ds.Change(due_at=VISIT + timedelta(days=2), note="Dottern är med.")
        review = review.decide(
            "change",
            each.id,
            by=by,
            at=VISIT,
            authority=authority,
            change=change,
            reason="Dottern är här på söndag.",
        )
    else:
        review = review.decide("accept", each.id, by=by, at=VISIT, authority=authority)

# 2. A step that may not be taken says why, and what may.
try:
    review.handle("sign", "home_care_enrolment", by=nurse, at=VISIT, authority=authority)
except ds.InvalidStep as refused:
    print("Refused:", refused.in_language("sv"))

# 3. Two weeks later she falls. The plan is of both outcomes; what is overdue is asked at an instant.
fallen = engine.evaluate(answers("fall.json"), at=FALL)
review = review.take_in(fallen, by=nurse, at=FALL)
for each in review.proposals:
    if each.proposal.priority == "emergency" and each.state == "proposed":
        review = review.decide("accept", each.id, by=nurse, at=FALL, authority=authority)
review = review.mark_done("call_112", by=nurse, at=FALL + timedelta(minutes=1), authority=authority)
plan = review.plan(authority)
print("Overdue:", ", ".join(item.id for item in plan.overdue(FALL)))
for work in ds.worklist([plan], at=FALL, role="registered_nurse", unit="north")[:3]:
    print("Today:", work.patient, work.item.id, "overdue" if work.overdue else work.due_at)
print(plan.for_patient("sv"))

# 4. The acute request: what the contract wants is a gap before it is signed; then it is XML.
parties = eremiss.Parties.from_json((SVEA / "parties.json").read_text(encoding="utf-8"))
request = review.request("acute_transfer")
assert request is not None
review = review.handle(
    "sign",
    "acute_transfer",
    by=nurse,
    at=FALL + timedelta(minutes=2),
    authority=authority,
    gaps=eremiss.gaps(request.draft, parties, request.language),
)
signed = review.request("acute_transfer")
assert signed is not None
print(eremiss.process_request(signed, parties)[:180], "…")

# 5. Kept and read back: the same, and untouched.
again = ds.Review.from_json(review.to_json())
print("Intact:", again == review and again.tampered(review.trail.head) is None)
print("Steps in the trail:", len(review.trail.entries))
