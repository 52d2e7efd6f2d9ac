"""What a day's work costs over many patients: plans of Svea's accepted proposals, spread over units and days.

    python benchmarks/worklist.py [PLANS]

Prints how long the plans take to prepare, to ask (one unit and role; all), and to replace one of.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter
from typing import TypeVar

import decisionsupport as ds
from decisionsupport.loading.shipped import shipped_examples, shipped_packs

AT = datetime.fromisoformat("2026-03-20T06:40:00+01:00")
UNITS = 100
DAYS = 30
T = TypeVar("T")


def _timed(what: str, run: Callable[[], T]) -> T:
    start = perf_counter()
    made = run()
    print(f"{what}: {(perf_counter() - start) * 1000:.1f} ms")
    return made


def _plan(engine: ds.Engine, authority: ds.Authority) -> ds.Plan:
    answers = json.loads((shipped_examples() / "svea" / "first_visit.json").read_text("utf-8"))
    outcome = engine.evaluate(answers, at=AT)
    nurse = ds.Actor(id="n", role="registered_nurse")
    physician = ds.Actor(id="p", role="physician")
    review = ds.Review.begin("p").take_in(outcome, by=nurse, at=AT)
    for each in review.proposals[:5]:
        by = physician if each.proposal.decided_by == "physician" else nurse
        review = review.decide("accept", each.id, by=by, at=AT, authority=authority)
    return review.plan(authority)


def main(count: int) -> None:
    """Make the plans, prepare them, ask, replace."""
    engine = ds.load(*shipped_packs())
    authority = ds.Authority(engine.program, signers=(), reviewers=("registered_nurse", "physician"))
    model = _plan(engine, authority)

    def moved(number: int) -> ds.Plan:
        later = timedelta(days=number // UNITS % DAYS, minutes=number % 600)
        items = tuple(
            replace(item, next_at=item.next_at + later, starts_at=item.starts_at and item.starts_at + later)
            if item.next_at
            else item
            for item in model.items
        )
        return replace(model, patient=f"p{number}", unit=f"u{number % UNITS}", items=items)

    plans = [moved(number) for number in range(count)]
    at = AT + timedelta(days=8)
    print(f"{count} plans of {len(model.items)} items in {UNITS} units")
    index = _timed("prepare", lambda: ds.WorkIndex.of(plans))
    one = _timed("one unit, one role", lambda: index.due(at=at, role="registered_nurse", unit="u7"))
    print(f"  {len(one)} things to do")
    everything = _timed("every unit, every role", lambda: index.due(at=at))
    print(f"  {len(everything)} things to do")
    _timed("replace one plan", lambda: index.with_plan(plans[0]))
    _timed("unprepared, one unit", lambda: ds.worklist(plans, at=at, unit="u7"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
