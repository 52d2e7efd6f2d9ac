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
    from decisionsupport.errors import DecisionSupportError, InvalidAnswers, InvalidCall, InvalidPack
    from decisionsupport.loading.shipped import shipped_packs
    from decisionsupport.outcome.model import Outcome
    from decisionsupport.outcome.values import NotApplicable, Unknown

__version__ = "0.1.0"

_WHERE = {
    "DecisionSupportError": "decisionsupport.errors",
    "Diagnostic": "decisionsupport.diagnostics",
    "Engine": "decisionsupport.engine.engine",
    "InvalidAnswers": "decisionsupport.errors",
    "InvalidCall": "decisionsupport.errors",
    "InvalidPack": "decisionsupport.errors",
    "NotApplicable": "decisionsupport.outcome.values",
    "Outcome": "decisionsupport.outcome.model",
    "Report": "decisionsupport.diagnostics",
    "Unknown": "decisionsupport.outcome.values",
    "load": "decisionsupport.engine.engine",
    "shipped_packs": "decisionsupport.loading.shipped",
}

__all__ = [
    "DecisionSupportError",
    "Diagnostic",
    "Engine",
    "InvalidAnswers",
    "InvalidCall",
    "InvalidPack",
    "NotApplicable",
    "Outcome",
    "Report",
    "Unknown",
    "__version__",
    "load",
    "shipped_packs",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_WHERE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
