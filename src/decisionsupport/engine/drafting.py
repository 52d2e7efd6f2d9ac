"""Care requests that rules draft: their sections, their gaps, their urgency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from decisionsupport.engine.entries import RANK
from decisionsupport.engine.judging import Judged, against, reason
from decisionsupport.engine.merging import said_once
from decisionsupport.engine.proposing import Proposed
from decisionsupport.engine.showing import option_text, to_shown
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.texts import Lists, Local, make_text
from decisionsupport.outcome.care import Caution, Draft, Gap, Priority, Proposal, Reason, Withheld
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts import shown
from decisionsupport.outcome.texts.text import Text, sections
from decisionsupport.outcome.values import moment
from decisionsupport.program.model import Need, Request
from decisionsupport.program.texts import PRIORITY_KIND
from decisionsupport.values.sets import NOT_APPLICABLE, is_known, truth


@dataclass(frozen=True, slots=True)
class Drafted:
    """The drafts by id, and all that is withheld, requests too."""

    drafts: tuple[Draft, ...]
    withheld: tuple[Withheld, ...]


def draft(
    judged: Sequence[Judged], proposed: Proposed, proposals: tuple[Proposal, ...], situation: Situation
) -> Drafted:
    """One draft for each request that rules which fired draft, unless it is withheld."""
    by_request: dict[str, list[Judged]] = {}
    for each in judged:
        if each.state == "fired":
            for request in each.rule.drafts:
                by_request.setdefault(request, []).append(each)
    withheld = list(proposed.withheld)
    for request, withholders in _withholders(judged, "fired").items():
        if request in by_request:
            for_ = tuple(reason(each.rule, situation) for each in by_request.pop(request))
            own = tuple(reason(each.rule, situation) for each in withholders)
            withheld.append(Withheld(request=request, for_=for_, against=own))
    withheld.sort(key=withheld_name)
    if not by_request:
        return Drafted((), tuple(withheld))
    doubts = _withholders(judged, "undecided")
    lists = _lists(withheld, proposals, situation)
    drafts = tuple(
        _draft(
            situation.program.requests[request],
            by_request[request],
            doubts.get(request, ()),
            lists,
            proposed,
            situation,
        )
        for request in sorted(by_request)
    )
    return Drafted(drafts, tuple(withheld))


def _withholders(judged: Sequence[Judged], state: str) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for each in judged:
        if each.state == state and not each.excepted:
            for withholding in each.rule.withholds:
                if withholding.request is not None:
                    found.setdefault(withholding.request, []).append(each)
    return found


def _draft(
    request: Request,
    drafters: Sequence[Judged],
    doubts: Sequence[Judged],
    lists: Lists,
    proposed: Proposed,
    situation: Situation,
) -> Draft:
    urgency = _urgency(request, drafters, proposed)
    # Judged by id, so the drafters are in the order of their ids too.
    reasons = tuple(reason(each.rule, situation) for each in drafters)
    own_lists = {**lists, "reasons": [_reason_fields(each) for each in reasons]}
    parts = {section.name: make_text(section.lines, situation, own_lists) for section in request.sections}
    cautions: list[Caution] = [caution for each in drafters for caution in each.cautions]
    cautions += [against(each.rule, situation) for each in doubts]
    return Draft(
        request=request.id,
        title=request.title.in_language(situation.language),
        to=request.to,
        urgency=urgency,
        sections=ReadOnly(parts),
        text=sections(situation.language, parts),
        reasons=reasons,
        cautions=said_once(cautions),
        gaps=tuple(gap for need in request.needs for gap in _gap(need, situation)),
    )


def _urgency(request: Request, drafters: Sequence[Judged], proposed: Proposed) -> Priority:
    """The floor, or the highest priority of what the drafting rules propose and what stands instead of it."""
    rules = {each.rule.id for each in drafters}
    entries = (entry for each in proposed.entries.values() for entry in each)
    own = [entry.priority for entry in entries if any(each.rule in rules for each in entry.reasons)]
    return max([request.urgency, *own], key=RANK.__getitem__)


def withheld_name(withheld: Withheld) -> str:
    """The id of what was withheld."""
    return withheld.action or withheld.assess or withheld.request or ""


def _gap(need: Need, situation: Situation) -> Sequence[Gap]:
    if need.known is not None:
        if _is_given(need.known, situation):
            return ()
        title = situation.program.cells[need.known].title.in_language(situation.language)
        return (Gap(needs=need.written, ask=title, state="unknown"),)
    assert need.that is not None
    verdict = truth(situation.evaluation.evaluate(need.that))
    if verdict is True:
        return ()
    text = (
        make_text(need.otherwise, situation)
        if need.otherwise
        else Text.plain(need.written, situation.language)
    )
    return (Gap(needs=need.written, text=text, state="false" if verdict is False else "unknown"),)


def _is_given(cell: str, situation: Situation) -> bool:
    group = situation.program.groups.get(cell)
    if group is None:
        return is_known(situation.value(cell))
    form = situation.record.answers.get(group.form)
    applies = f"applies:{cell}"
    hidden = applies in situation.program.cells and situation.value(applies) is False
    return hidden or (form is not None and cell in form.rows)


# What lines go through -----------------------------------------------------------------------------------


def _words(text: str | None) -> Local:
    if not text:
        return Local(NOT_APPLICABLE, shown.MISSING)
    return Local(text, shown.Words(text))


def _reasons(reasons: Sequence[Reason]) -> Local:
    return _words(" ".join(_because(each) for each in reasons))


def _reason_fields(each: Reason) -> Mapping[str, Local]:
    return {"title": _words(each.title), "because": _words(_because(each))}


def _because(each: Reason) -> str:
    """Why, in one line: a line of a request says it among other words."""
    return " ".join((str(each.because) if each.because else each.title).split())


def _lists(withheld: Sequence[Withheld], proposals: Sequence[Proposal], situation: Situation) -> Lists:
    return {
        "proposals": [_proposal_fields(each, situation) for each in proposals],
        "withheld": [_withheld_fields(each, situation) for each in withheld],
        "findings": [
            fields for finding in situation.program.findings for fields in _finding_fields(finding, situation)
        ],
    }


def _proposal_fields(proposal: Proposal, situation: Situation) -> Mapping[str, Local]:
    role = situation.program.pack.roles.get(proposal.performer or "")
    priority = option_text(proposal.priority, PRIORITY_KIND, situation.program, situation.language)
    return {
        "title": _words(proposal.title),
        "for_patient": _words(proposal.for_patient),
        "priority": Local(proposal.priority, shown.Words(priority)),
        "performer": _words(role.in_language(situation.language) if role else proposal.performer),
        "due": _due(proposal),
        "why": _reasons(proposal.reasons),
    }


def _due(proposal: Proposal) -> Local:
    """The instant, or the words of an occasion; what is due by a day is due that day, not at its end."""
    day = moment(proposal.due or "")
    if type(day) is date:
        return Local(NOT_APPLICABLE, shown.Day(day))
    if proposal.due_at is not None:
        return Local(NOT_APPLICABLE, shown.Instant(proposal.due_at))
    return _words(proposal.due)


def _withheld_fields(withheld: Withheld, situation: Situation) -> Mapping[str, Local]:
    program = situation.program
    words = (
        program.actions[withheld.action].title
        if withheld.action
        else program.forms[withheld.assess].title
        if withheld.assess
        else program.requests[withheld.request or ""].title
    )
    return {
        "title": _words(words.in_language(situation.language)),
        "why": _reasons(withheld.for_),
        "against": _reasons(withheld.against),
    }


def _finding_fields(finding: str, situation: Situation) -> Sequence[Mapping[str, Local]]:
    cell = situation.program.cells[f"finding.{finding}"]
    value = situation.value(cell.id)
    if value is False or value is NOT_APPLICABLE or not is_known(value):
        return ()
    printed = to_shown(value, cell, cell.kind, situation.program, situation.language)
    title = situation.program.findings[finding].title.in_language(situation.language)
    return ({"title": _words(title), "value": Local(value, printed)},)
