"""From an outcome to a Bundle: what was answered, what it comes to, what is proposed, and by which rules.

Laws: the same outcome gives the same Bundle; nothing is ordered or sent; unknown is said, never left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from decisionsupport.adapters.fhir.addresses import Addresses, resource_id
from decisionsupport.adapters.fhir.answered import response_of
from decisionsupport.adapters.fhir.extensions import Resource
from decisionsupport.adapters.fhir.handing import Handing, refer
from decisionsupport.adapters.fhir.observations import observations, risk_assessments
from decisionsupport.adapters.fhir.requests import care_plan, held_back, of_draft, of_proposal, phoned
from decisionsupport.engine.intake import Intake
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.care import Reason
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Program

_ASSEMBLER: Final = {
    "coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "assembler"}
    ]
}


def bundle_of(
    program: Program,
    outcome: Outcome,
    answers: Mapping[str, Any],
    *,
    subject: str,
    requester: str | None = None,
    base: str | None = None,
) -> Resource:
    """An outcome, and the answers it came of, as a Bundle of type `collection`.

    `subject` and `requester` are the host's references, as `Patient/1` and `Practitioner/2`. `InvalidCall`
    where the outcome is of another pack than the program.
    """
    if outcome.pack.digest != program.digest:
        raise InvalidCall(
            f"outcome: of {outcome.pack.name} {outcome.pack.version} with the digest "
            f"{outcome.pack.digest[:12]}…; the program's is {program.digest[:12]}…"
        )
    addresses = Addresses.of(program, base)
    at = Handing(program, outcome, addresses, subject, requester, outcome.language)
    resources = [*_responses(at, answers, base), *_made(at)]
    if problems := _problems(at):
        resources.append(problems)
    return {
        "resourceType": "Bundle",
        "id": resource_id(outcome.id, "Bundle"),
        "identifier": {"system": addresses.codes("outcomes"), "value": outcome.id},
        "type": "collection",
        "timestamp": at.at,
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources],
    }


def _responses(at: Handing, answers: Mapping[str, Any], base: str | None) -> Iterator[Resource]:
    record = Intake(at.program).record(answers, at.outcome.at, {}, {})
    author = {"reference": at.requester} if at.requester is not None else None
    for form, given in record.answers.items():
        state = at.outcome.forms.get(form)
        made = at.start("QuestionnaireResponse", form)
        at.responses[form] = made["id"]
        said = response_of(
            at.program,
            form,
            given,
            authored=at.outcome.at,
            subject=at.about(),
            author=author,
            complete=state is not None and state.complete,
            language=at.language,
            base=base,
        )
        yield {**said, **made}


def _made(at: Handing) -> Iterator[Resource]:
    """Values, findings, proposals and drafts, each followed by where it comes from."""
    values = list(observations(at))
    yield from values
    if values or at.responses:
        yield _provenance(at, "values", [*at.responses.values(), *(each["id"] for each in values)], ())
    for assessed in risk_assessments(at):
        yield assessed
        name = assessed["code"]["coding"][0]["code"]
        rules = [rule.removeprefix("when:") for rule in at.program.findings[name].concluded_by]
        yield _provenance(at, f"finding:{name}", [assessed["id"]], rules)
    requests: dict[str, Resource] = {}
    reasons: dict[str, tuple[Reason, ...]] = {}
    for proposal in at.outcome.proposals:
        requests[proposal.id], reasons[proposal.id] = of_proposal(at, proposal), proposal.reasons
    proposed = list(requests.values())
    for draft in at.outcome.drafts:
        requests[draft.request], reasons[draft.request] = of_draft(at, draft), draft.reasons
    for name, request in requests.items():
        yield request
        yield _provenance(at, name, [request["id"]], [reason.rule for reason in reasons[name]])
    yield from (each for each in (care_plan(at, proposed), phoned(at, requests)) if each is not None)
    yield from held_back(at)


def _provenance(at: Handing, name: str, targets: Iterable[str], rules: Iterable[str]) -> Resource:
    """The pack, its version and its digest; the rules are the policies."""
    pack = at.outcome.pack
    policies = [at.addresses.rule(rule) for rule in dict.fromkeys(rules)]
    made = at.start("Provenance", name)
    made |= {
        "target": [refer(each) for each in targets],
        "occurredDateTime": at.at,
        "recorded": at.at,
        **({"policy": policies} if policies else {}),
        "agent": [{"type": _ASSEMBLER, "who": {"display": "decisionsupport"}}],
        "entity": [
            {
                "role": "source",
                "what": {
                    "identifier": {"system": at.addresses.codes("digests"), "value": pack.digest},
                    "display": f"{pack.name} {pack.version}"
                    + (f", {at.outcome.site}" if at.outcome.site else ""),
                },
            }
        ],
    }
    return made


_SEVERITIES: Final = {"error": "error", "warning": "warning", "note": "information"}


def _problems(at: Handing) -> Resource | None:
    """What was refused or odd among the answers, as an OperationOutcome."""
    issues = []
    for each in at.outcome.problems:
        said = [each.message]
        said += [at.said("found", each.found)] if each.found else []
        said += [at.said("allowed", each.allowed)] if each.allowed else []
        issue = {
            "severity": _SEVERITIES[each.severity],
            "code": "value" if each.severity == "error" else "informational",
            "diagnostics": f"{each.path}: {'; '.join(said)}",
        }
        issues.append(issue)
    return at.start("OperationOutcome", "problems") | {"issue": issues} if issues else None
