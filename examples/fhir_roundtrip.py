"""Svea's fall in FHIR R4: forms out, a response in, and the outcome as a Bundle.

A host draws the Questionnaire, sends what was answered, and gets back what is proposed. Nothing is sent here.

    python examples/fhir_roundtrip.py
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import decisionsupport as ds
from decisionsupport.adapters.fhir.bundle import bundle_of
from decisionsupport.adapters.fhir.questionnaire import questionnaire_of
from decisionsupport.adapters.fhir.response import answers_of

AT = "2026-03-20T06:40:00+01:00"
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Tell the round, step by step."""
    engine = ds.load(ROOT / "forms", ROOT / "rules")
    answers = json.loads((ROOT / "examples/svea/fall.json").read_text(encoding="utf-8"))

    exported = questionnaire_of(engine.program, "news2", day=date.fromisoformat(AT[:10]))
    items = [item["linkId"] for item in exported.questionnaire["item"]]
    print(f"Questionnaire {exported.questionnaire['url']}: {', '.join(items)}")
    for loss in exported.losses:
        print(f"  not said: {loss}")

    outcome = engine.evaluate(answers, at=AT, language="en", invalid="report")
    bundle = bundle_of(engine.program, outcome, answers, subject="Patient/svea", requester="Practitioner/1")
    resources = [entry["resource"] for entry in bundle["entry"]]
    counted = Counter(each["resourceType"] for each in resources)
    print("Bundle:", ", ".join(f"{count} {kind}" for kind, count in sorted(counted.items())))

    # The responses in the Bundle are read back as a host would send them, and come to the same outcome.
    back = {}
    for each in resources:
        if each["resourceType"] == "QuestionnaireResponse":
            received = answers_of(engine.program, each)
            assert received.problems == ()
            back.update(received.answers)
    again = engine.evaluate(back, at=AT, language="en", invalid="report")
    same = proposed(again) == proposed(outcome)
    print("The responses, read back, propose the same:", "yes" if same else "no")

    # A thermometer in °F, a pulse that cannot be, and a link id that the form does not have.
    ucum = "http://unitsofmeasure.org"
    sent = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": exported.questionnaire["url"],
        "status": "completed",
        "item": [
            {
                "linkId": "temperature",
                "answer": [{"valueQuantity": {"value": 100.4, "system": ucum, "code": "[degF]"}}],
            },
            {"linkId": "pulse", "answer": [{"valueInteger": 900}]},
            {"linkId": "systolicc", "answer": [{"valueInteger": 120}]},
        ],
    }
    received = answers_of(engine.program, sent)
    print("100.4 °F is", received.answers["news2"]["answers"]["temperature"], "°C")
    for problem in received.problems:
        print(f"  {problem.path}: {problem.message}")


def proposed(outcome: ds.Outcome) -> list[tuple[str, str, str | None]]:
    """What an outcome proposes, how urgently, and when."""
    return [(each.title, each.priority, each.due) for each in outcome.proposals]


if __name__ == "__main__":
    main()
