"""Proposals and drafts: ServiceRequests and Tasks that propose, a CarePlan that gathers them, what is phoned.

Law: nothing here is ordered. Every request is `intent: proposal, status: draft`; a clinician decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from decisionsupport.adapters.fhir.extensions import Resource
from decisionsupport.adapters.fhir.handing import PRIORITIES, Handing, listed, note, refer
from decisionsupport.adapters.fhir.items import DURATIONS
from decisionsupport.outcome.care import Draft, Proposal, Repeat
from decisionsupport.values.duration import parse_duration

_CANNOT_WAIT: Final = timedelta(hours=1)
_MODES: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode"


def of_proposal(at: Handing, proposal: Proposal) -> Resource:
    """A proposed action as a ServiceRequest, a form to fill in as a Task."""
    return _action(at, proposal) if proposal.action is not None else _assessment(at, proposal)


def _action(at: Handing, proposal: Proposal) -> Resource:
    assert proposal.action is not None
    made = at.start("ServiceRequest", f"action:{proposal.id}")
    made |= {
        "identifier": [{"system": at.addresses.codes("proposals"), "value": proposal.id}],
        "status": "draft",
        "intent": "proposal",
        "priority": PRIORITIES[proposal.priority],
        "code": at.concept("actions", proposal.action, proposal.title, proposal.codes),
        "subject": at.about(),
        **_when(at, proposal),
        "authoredOn": at.at,
        **at.asked_by(),
    }
    if proposal.performer is not None:
        made["performerType"] = at.concept("roles", proposal.performer, at.role(proposal.performer))
    made |= listed("reasonCode", at.reasons(proposal.reasons))
    made |= listed("supportingInfo", at.rests_on(proposal.reasons))
    made |= listed("note", list(_notes(at, proposal)))
    if proposal.for_patient:
        made["patientInstruction"] = proposal.for_patient
    return made


def _when(at: Handing, proposal: Proposal) -> Resource:
    """No later than `due_at`; what recurs as a Timing."""
    recurring = _timing(proposal.repeat[0]) if proposal.repeat else None
    if recurring is not None:
        return {"occurrenceTiming": {"repeat": recurring}}
    if proposal.due_at is None:
        return {}
    start = {"start": at.at} if proposal.due_at >= at.outcome.at else {}
    return {"occurrencePeriod": {**start, "end": proposal.due_at.isoformat()}}


def _timing(repeat: Repeat) -> Resource | None:
    every = parse_duration(repeat.every)
    if every is None or every.unit not in DURATIONS or not every.amount:
        return None
    made: Resource = {"frequency": 1, "period": every.amount, "periodUnit": DURATIONS[every.unit]}
    lasting = parse_duration(repeat.for_) if repeat.for_ is not None else None
    if lasting is not None and lasting.unit in DURATIONS:
        code = DURATIONS[lasting.unit]
        system = "http://unitsofmeasure.org"
        bounds = {"value": lasting.amount, "unit": lasting.unit, "system": system, "code": code}
        made = {"boundsDuration": bounds, **made}
    return made


def _notes(at: Handing, proposal: Proposal) -> Iterator[Resource]:
    if proposal.decided_by is not None:
        yield note(at.said("decided_by", at.role(proposal.decided_by)))
    if proposal.with_:
        yield note(at.said("with", ", ".join(map(at.role, proposal.with_))))
    if proposal.due_at is not None and proposal.repeat:
        yield note(at.said("due", proposal.due_at.isoformat()))
    elif proposal.due is not None and proposal.due_at is None:
        yield note(at.said("due", at.lasting(proposal.due)))
    for each in proposal.repeat:
        between = at.lasting(each.every)
        if each.for_ is None:
            yield note(at.said("repeat", between))
        else:
            yield note(at.said("repeat_for", between, at.lasting(each.for_)))
    yield from at.cautions(proposal.cautions)


def _assessment(at: Handing, proposal: Proposal) -> Resource:
    assert proposal.assess is not None
    form = at.program.forms[proposal.assess]
    canonical = f"{at.addresses.questionnaire(form.id)}|{form.version}"
    made = at.start("Task", f"assess:{proposal.id}")
    made |= {
        "identifier": [{"system": at.addresses.codes("proposals"), "value": proposal.id}],
        "status": "draft",
        "intent": "proposal",
        "priority": PRIORITIES[proposal.priority],
        "code": at.concept("tasks", "assess", at.said("assess", proposal.title)),
        "description": at.said("assess", proposal.title),
        "for": at.about(),
        "authoredOn": at.at,
        **at.asked_by(),
    }
    reasons = at.reasons(proposal.reasons)
    if reasons:
        made["reasonCode"] = {
            "coding": [each["coding"][0] for each in reasons],
            "text": "\n".join(each["text"] for each in reasons),
        }
    made |= listed("note", list(_notes(at, proposal)))
    if proposal.due_at is not None:
        made["restriction"] = {"period": {"end": proposal.due_at.isoformat()}}
    questionnaire = at.concept("tasks", "questionnaire", proposal.title)
    made["input"] = [{"type": questionnaire, "valueCanonical": canonical}]
    return made


def of_draft(at: Handing, draft: Draft) -> Resource:
    """A drafted care request; what it lacks before it can be signed stands first among its notes."""
    recipient = at.words(at.program.pack.recipients.get(draft.to), draft.to)
    made = at.start("ServiceRequest", f"request:{draft.request}")
    gaps = [
        at.said("gap", str(gap.text) if gap.text is not None else gap.ask or gap.needs) for gap in draft.gaps
    ]
    made |= {
        "status": "draft",
        "intent": "proposal",
        "priority": PRIORITIES[draft.urgency],
        "code": at.concept("requests", draft.request, draft.title),
        "subject": at.about(),
        "authoredOn": at.at,
        **at.asked_by(),
        "performer": [
            {
                "identifier": {"system": at.addresses.codes("recipients"), "value": draft.to},
                "display": recipient,
            }
        ],
        **listed("reasonCode", at.reasons(draft.reasons)),
        **listed("supportingInfo", at.rests_on(draft.reasons)),
        "note": [*map(note, gaps), *at.cautions(draft.cautions), note(str(draft.text) or draft.title)],
    }
    return made


def care_plan(at: Handing, proposed: list[Resource]) -> Resource | None:
    """What is proposed, as one plan; what is still open stands in its notes."""
    open_ = [note(at.said("open", each.ask)) for each in at.outcome.open_questions]
    undecided = [note(at.said("undecided", each.title)) for each in at.outcome.undecided]
    if not (proposed or open_ or undecided):
        return None
    made = at.start("CarePlan", "plan")
    made |= {
        "status": "draft",
        "intent": "proposal",
        "title": at.said("plan"),
        "subject": at.about(),
        "created": at.at,
        **at.asked_by("author"),
        **listed("supportingInfo", [refer(each) for each in at.responses.values()]),
        **listed("activity", [{"reference": refer(each["id"])} for each in proposed]),
        **listed("note", [*open_, *undecided]),
    }
    return made


def phoned(at: Handing, requests: dict[str, Resource]) -> Resource | None:
    """One Communication, not yet made, of what cannot wait to be read: emergencies, or due within an hour.

    `requests` are the resources of proposals and drafts by id of proposal and request.
    """
    proposals = [each for each in at.outcome.proposals if _cannot_wait(at, each)]
    drafts = [each for each in at.outcome.drafts if each.urgency in ("urgent", "emergency")]
    if not proposals:
        return None
    worst = "stat" if any(each.priority == "emergency" for each in proposals) else "asap"
    made = at.start("Communication", "phone")
    recipients = [requests[each.request]["performer"][0] for each in drafts]
    said = [
        f"{each.title}: {'; '.join(str(reason.because or reason.title) for reason in each.reasons)}"
        for each in proposals
    ]
    made |= {
        "status": "preparation",
        "priority": worst,
        "medium": [{"coding": [{"system": _MODES, "code": "PHONE", "display": "telephone"}]}],
        "subject": at.about(),
        "topic": {"text": at.said("phone")},
        "about": [refer(requests[each.id]["id"]) for each in proposals]
        + [refer(requests[each.request]["id"]) for each in drafts],
        **listed("recipient", recipients),
        **at.asked_by("sender"),
        "payload": [{"contentString": text} for text in (*said, *(str(each.text) for each in drafts))],
    }
    return made


def _cannot_wait(at: Handing, proposal: Proposal) -> bool:
    soon = proposal.due_at is not None and proposal.due_at - at.outcome.at <= _CANNOT_WAIT
    if proposal.action is None:
        return False
    return proposal.priority == "emergency" or (proposal.priority == "urgent" and soon)


def held_back(at: Handing) -> Iterator[Resource]:
    """What a rule moved aside, as DetectedIssues: what, for which reasons, and what speaks against it."""
    for each in at.outcome.withheld:
        name = each.action or each.assess or each.request or ""
        title = _title(at, each.action, each.assess, each.request)
        lines = [at.said("withheld", title)]
        for word, reasons in (("for", each.for_), ("against", each.against)):
            lines += [at.said(word, str(reason.because or reason.title)) for reason in reasons]
        made = at.start("DetectedIssue", f"withheld:{name}")
        made |= {
            "status": "preliminary",
            "code": at.concept("issues", "withheld", at.said("withheld", title)),
            "patient": at.about(),
            "identifiedDateTime": at.at,
            **listed("implicated", at.rests_on((*each.for_, *each.against))),
            "detail": "\n".join(lines),
        }
        yield made


def _title(at: Handing, action: str | None, assess: str | None, request: str | None) -> str:
    if action is not None:
        return at.words(at.program.actions[action].title, action)
    if assess is not None:
        return at.words(at.program.forms[assess].title, assess)
    return at.words(at.program.requests[request or ""].title, request or "")
