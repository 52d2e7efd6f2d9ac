"""Clinical decision support for home and municipal care: forms and rules in YAML, an outcome out.

>>> import decisionsupport as ds
>>> engine = ds.load("forms", "rules")                                            # doctest: +SKIP
>>> outcome = engine.evaluate({"news2": {"pulse": 112}}, at="2026-11-23T09:00:00+01:00")   # doctest: +SKIP

Names are looked up when they are first used, so that importing the package costs nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decisionsupport.diagnostics import Diagnostic, Report
    from decisionsupport.engine.engine import Engine, load
    from decisionsupport.errors import DecisionSupportError, InvalidCall, InvalidPack
    from decisionsupport.loading.shipped import shipped_packs
    from decisionsupport.outcome.model import Outcome
    from decisionsupport.outcome.reading import InvalidRecord
    from decisionsupport.outcome.refused import InvalidAnswers
    from decisionsupport.outcome.values import NotApplicable, Unknown
    from decisionsupport.review.authority import Authority
    from decisionsupport.review.people import Actor, Delegation
    from decisionsupport.review.plan.plan import Plan
    from decisionsupport.review.plan.worklist import WorkIndex, worklist
    from decisionsupport.review.proposals import Change
    from decisionsupport.review.refusing import InvalidStep
    from decisionsupport.review.requests import RequestState
    from decisionsupport.review.review import Review
    from decisionsupport.review.trail import Trail

__version__ = "0.1.0"

_WHERE = {
    "Actor": "decisionsupport.review.people",
    "Authority": "decisionsupport.review.authority",
    "Change": "decisionsupport.review.proposals",
    "DecisionSupportError": "decisionsupport.errors",
    "Delegation": "decisionsupport.review.people",
    "Diagnostic": "decisionsupport.diagnostics",
    "Engine": "decisionsupport.engine.engine",
    "InvalidAnswers": "decisionsupport.outcome.refused",
    "InvalidCall": "decisionsupport.errors",
    "InvalidPack": "decisionsupport.errors",
    "InvalidRecord": "decisionsupport.outcome.reading",
    "InvalidStep": "decisionsupport.review.refusing",
    "NotApplicable": "decisionsupport.outcome.values",
    "Outcome": "decisionsupport.outcome.model",
    "Plan": "decisionsupport.review.plan.plan",
    "Report": "decisionsupport.diagnostics",
    "RequestState": "decisionsupport.review.requests",
    "Review": "decisionsupport.review.review",
    "Trail": "decisionsupport.review.trail",
    "Unknown": "decisionsupport.outcome.values",
    "WorkIndex": "decisionsupport.review.plan.worklist",
    "load": "decisionsupport.engine.engine",
    "shipped_packs": "decisionsupport.loading.shipped",
    "worklist": "decisionsupport.review.plan.worklist",
}

__all__ = [
    "Actor",
    "Authority",
    "Change",
    "DecisionSupportError",
    "Delegation",
    "Diagnostic",
    "Engine",
    "InvalidAnswers",
    "InvalidCall",
    "InvalidPack",
    "InvalidRecord",
    "InvalidStep",
    "NotApplicable",
    "Outcome",
    "Plan",
    "Report",
    "RequestState",
    "Review",
    "Trail",
    "Unknown",
    "WorkIndex",
    "__version__",
    "load",
    "shipped_packs",
    "worklist",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_WHERE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
