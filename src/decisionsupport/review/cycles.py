"""The life cycles: what state each step leads to. Whoever draws buttons reads these tables.

Law: a step that is not in the table of its state is refused, and the refusal names those that are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

ProposalState: TypeAlias = Literal["proposed", "accepted", "changed", "rejected"]
ProposalStep: TypeAlias = Literal["accept", "change", "reject", "reopen"]
RequestStatus: TypeAlias = Literal[
    "draft",
    "signed",
    "sent",
    "received",
    "returned",
    "accepted",
    "declined",
    "completed",
    "cancelled",
]
RequestStep: TypeAlias = Literal[
    "reword",
    "sign",
    "send",
    "receive",
    "accept",
    "return",
    "decline",
    "revise",
    "complete",
    "cancel",
]

PROPOSAL_STEPS: Final[Mapping[ProposalState, Mapping[ProposalStep, ProposalState]]] = MappingProxyType(
    {
        "proposed": {"accept": "accepted", "change": "changed", "reject": "rejected"},
        "accepted": {"reopen": "proposed"},
        "changed": {"reopen": "proposed"},
        "rejected": {"reopen": "proposed"},
    }
)
REQUEST_STEPS: Final[Mapping[RequestStatus, Mapping[RequestStep, RequestStatus]]] = MappingProxyType(
    {
        "draft": {"sign": "signed", "cancel": "cancelled", "reword": "draft"},
        "signed": {"send": "sent", "cancel": "cancelled"},
        "sent": {"receive": "received", "cancel": "cancelled"},
        "received": {"accept": "accepted", "return": "returned", "decline": "declined"},
        "returned": {"revise": "draft", "cancel": "cancelled"},
        "accepted": {"complete": "completed", "cancel": "cancelled"},
        "declined": {},
        "completed": {},
        "cancelled": {},
    }
)
ENDED: Final = frozenset(state for state, steps in REQUEST_STEPS.items() if not steps)
REASON_WANTED: Final = frozenset({"change", "reject", "reopen", "return", "decline", "cancel", "undo"})
"""The steps that say why: those that turn away from what was proposed, asked or done."""
