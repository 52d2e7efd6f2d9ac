"""Values and findings: Observations of scores, RiskAssessments of findings.

Law: a value that is not known is an Observation with a data-absent-reason, never a missing one; the bounds
of a number, or what is still possible, are its components.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from decisionsupport.adapters.fhir.answered import ABSENT
from decisionsupport.adapters.fhir.extensions import DATA_ABSENT, Resource, extension
from decisionsupport.adapters.fhir.handing import Handing, listed, note, refer
from decisionsupport.adapters.fhir.items import quantity
from decisionsupport.outcome.values import NotApplicable, Unknown, Value
from decisionsupport.program.model import Cell, Finding
from decisionsupport.values import kinds

_REASONS: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_BOUNDS: Final = (("least", "bound_least"), ("most", "bound_most"))


def observations(at: Handing) -> Iterator[Resource]:
    """An Observation of each value of each form that was given."""
    for form, values in at.outcome.values.items():
        for name, value in values.items():
            yield _observation(at, at.program.cells[f"{form}.{name}"], value, form)


def _observation(at: Handing, cell: Cell, value: Value, form: str) -> Resource:
    known = not isinstance(value, Unknown)
    state = at.outcome.forms.get(form)
    done = known and (state is None or state.complete)
    made = at.start("Observation", cell.id)
    at.observations[cell.id] = made["id"]
    made |= {
        "status": "final" if done else "preliminary",
        "code": at.concept("values", cell.id, at.words(cell.title, cell.id)),
        "subject": at.about(),
        "effectiveDateTime": at.at,
    }
    if at.requester is not None:
        made["performer"] = [{"reference": at.requester}]
    match value:
        case Unknown():
            made["dataAbsentReason"] = _absent(_why(at, cell))
            made |= listed("component", list(_components(at, cell, value)))
        case NotApplicable():
            made["dataAbsentReason"] = _absent("not-applicable")
        case tuple():
            texts = [_option(at, cell, option) for option in value]
            made["valueCodeableConcept"] = {
                "coding": [each["coding"][0] for each in texts if each.get("coding")],
                "text": ", ".join(each["text"] for each in texts) or "–",
            }
            if not made["valueCodeableConcept"]["coding"]:
                del made["valueCodeableConcept"]["coding"]
        case _:
            made |= _valued(at, cell, value)
    return made | (listed("derivedFrom", [refer(at.responses[form])]) if form in at.responses else {})


def _valued(at: Handing, cell: Cell, value: object) -> dict[str, Any]:
    match value:
        case bool():
            return {"valueBoolean": value}
        case int() | Decimal():
            unit = cell.kind.unit if isinstance(cell.kind, kinds.Number) else None
            if unit is None and isinstance(value, int):
                return {"valueInteger": value}
            return {"valueQuantity": quantity(value, unit)}
        case datetime():
            return {"valueDateTime": value.isoformat()}
        case date():
            return {"valueDateTime": value.isoformat()}
        case time():
            return {"valueTime": value.isoformat("seconds")}
        case str() if isinstance(cell.kind, kinds.Choice | kinds.Choices):
            return {"valueCodeableConcept": _option(at, cell, value)}
        case _:
            return {"valueString": str(value)}


def _option(at: Handing, cell: Cell, option: str) -> Resource:
    kind = cell.kind
    if not isinstance(kind, kinds.Choice | kinds.Choices):
        return {"text": option}
    text = at.words(at.program.option_texts.get(kind.of, {}).get(option), option)
    system = at.addresses.options(kind.of.removeprefix("list:"))
    return {"coding": [{"system": system, "code": option, "display": text}], "text": text}


def _components(at: Handing, cell: Cell, value: Unknown) -> Iterator[Resource]:
    """Two bounds of a number; each of what a choice or a boolean may still be."""
    if value.least is not None and value.most is not None:
        for (bound, word), end in zip(_BOUNDS, (value.least, value.most), strict=True):
            yield {"code": at.concept("bounds", bound, at.said(word)), **_valued(at, cell, end)}
    for option in value.one_of or ():
        yield {"code": at.concept("bounds", "possible", at.said("possible")), **_valued(at, cell, option)}


def _absent(code: str) -> Resource:
    return {"coding": [{"system": _REASONS, "code": code}]}


def _why(at: Handing, cell: Cell) -> str:
    """Declined or not possible, where that is why; else unknown."""
    reasons = {each.item: each.reason for each in at.outcome.not_known}
    found = {reasons[item] for item in _reads(at, cell.id) if item in reasons}
    return next((ABSENT[reason] for reason in ABSENT if reason in found), "unknown")


def _reads(at: Handing, cell: str) -> set[str]:
    """All cells that a cell reads, through everything."""
    found: set[str] = set()
    queue = [cell]
    while queue:
        for read in at.program.cells[queue.pop()].reads:
            if read not in found and read in at.program.cells:
                found.add(read)
                queue.append(read)
    return found


# Findings ----------------------------------------------------------------------------------------------


def risk_assessments(at: Handing) -> Iterator[Resource]:
    """A RiskAssessment of each finding: what was concluded, or what is still possible."""
    for name, value in at.outcome.findings.items():
        finding = at.program.findings[name]
        made = at.start("RiskAssessment", name)
        title = at.words(finding.title, name)
        made |= {
            "status": "preliminary" if isinstance(value, Unknown) else "final",
            "code": at.concept("findings", name, title),
            "subject": at.about(),
            "occurrenceDateTime": at.at,
            **at.asked_by("performer"),
            **listed("basis", _basis(at, finding)),
            "prediction": [{"outcome": {"text": title}, "qualitativeRisk": _risk(at, finding, value)}],
        }
        if isinstance(value, Unknown):
            left = ", ".join(_level(at, finding, option) for option in value.one_of or ())
            made["note"] = [note(f"{at.said('possible').capitalize()}: {left}")]
        yield made


def _risk(at: Handing, finding: Finding, value: Value) -> Resource:
    match value:
        case Unknown():
            return {"extension": [extension(DATA_ABSENT, "Code", "unknown")]}
        case NotApplicable():
            return {"extension": [extension(DATA_ABSENT, "Code", "not-applicable")]}
        case _:
            option = value if isinstance(value, bool) else str(value)
            code = str(option).lower() if isinstance(option, bool) else option
            text = _level(at, finding, option)
            system = at.addresses.options(f"finding.{finding.id}")
            return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def _level(at: Handing, finding: Finding, option: bool | str) -> str:
    if isinstance(option, bool):
        words = ("nej", "ja") if at.language == "sv" else ("no", "yes")
        return words[option]
    kind = finding.kind
    of = kind.of if isinstance(kind, kinds.Choice) else ""
    return at.words(at.program.option_texts.get(of, {}).get(option), option)


def _basis(at: Handing, finding: Finding) -> list[Resource]:
    """The responses that the finding's rules read."""
    rules = [at.program.rules[rule.removeprefix("when:")] for rule in finding.concluded_by]
    forms = {form for rule in rules for form in rule.rests_on}
    return [refer(at.responses[form]) for form in sorted(forms) if form in at.responses]
