"""One care request (*vårdbegäran*) on its way: drafted, signed, sent, received, and what is answered.

Law: a draft with gaps is never signed; what was signed is not reworded unless it was returned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.care import Draft, Gap
from decisionsupport.outcome.reading import read_json
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts.text import Text, sections
from decisionsupport.outcome.values import fixed_offset
from decisionsupport.outcome.writing import write_json
from decisionsupport.review.cycles import REQUEST_STEPS, RequestStatus, RequestStep
from decisionsupport.review.people import Actor
from decisionsupport.review.proposals import Earlier, Taken, check_order, given_reason
from decisionsupport.review.refusing import InvalidStep

SchemaName: TypeAlias = Literal["decisionsupport/request-state/1"]
SCHEMA: Final[SchemaName] = "decisionsupport/request-state/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestState:
    """A care request, the state it is in, and how it came there.

    `version` is 1 and rises when a returned request is revised; `language` is that of its words; `earlier`
    are other requests of the same kind for this patient, the latest first.
    """

    schema: SchemaName = SCHEMA
    id: str
    outcome: str
    at: datetime
    language: str
    draft: Draft
    state: RequestStatus = "draft"
    version: int = 1
    steps: tuple[Taken, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))

    @property
    def legal(self) -> tuple[RequestStep, ...]:
        """The steps that may be taken now."""
        return tuple(REQUEST_STEPS[self.state])

    @property
    def signed(self) -> Taken | None:
        """The signature of this version; None while it has none."""
        signatures = [taken for taken in self.steps if taken.step == "sign"]
        return signatures[-1] if signatures and self.state not in ("draft", "cancelled") else None

    def to_json(self, indent: int | None = None) -> str:
        """The request as JSON: one line, or indented."""
        return write_json(self, indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> RequestState:
        """The request that `to_json` wrote; `InvalidRecord` names the path of what is not one."""
        return read_json(cls, text)


def handled(
    request: RequestState,
    step: RequestStep,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    gaps: Sequence[Gap] = (),
    draft: Draft | None = None,
    words: Mapping[str, str] | None = None,
) -> RequestState:
    """The request after the step; `InvalidStep` where there is no such step, or it lacks what it wants.

    `gaps`: what the way it is sent by wants besides, when signing. `draft`: a later draft of the same
    request, when revising. `words`: the sections that are worded otherwise, when rewording.
    """
    to = REQUEST_STEPS[request.state].get(step)
    what = request.draft.request
    if to is None:
        names = {"what": what, "state": request.state, "step": step}
        raise InvalidStep("illegal", names, request.legal)
    check_order(at, request.steps[-1].at if request.steps else request.at)
    missing = (*request.draft.gaps, *gaps)
    if step == "sign" and missing:
        raise InvalidStep("gaps", {"what": what}, [each for each in request.legal if each != "sign"], missing)
    for given, wanted in ((draft, "revise"), (words, "reword")):
        if given is not None and step != wanted:
            raise InvalidStep("nothing_wanted", {"step": step})
    taken = Taken(step=step, state=to, by=by.id, role=by.role, at=at, reason=given_reason(step, reason))
    return replace(
        request,
        state=to,
        version=request.version + (step == "revise"),
        draft=_reworded(_same_request(request, draft), words or {}, request.language),
        steps=(*request.steps, taken),
    )


def _same_request(request: RequestState, draft: Draft | None) -> Draft:
    if draft is None:
        return request.draft
    if draft.request != request.draft.request:
        raise InvalidCall(f"draft: it is of {draft.request!r}, and the request of {request.draft.request!r}")
    return draft


def _reworded(draft: Draft, words: Mapping[str, str], language: str) -> Draft:
    for section in words:
        if section not in draft.sections:
            raise InvalidCall(
                f"words: the request has no section {section!r}; it has {', '.join(draft.sections)}"
            )
    if not words:
        return draft
    parts = {
        section: Text.plain(words[section], language) if section in words else text
        for section, text in draft.sections.items()
    }
    return replace(draft, sections=ReadOnly(parts), text=sections(language, parts))
