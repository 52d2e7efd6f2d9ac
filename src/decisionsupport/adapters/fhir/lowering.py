"""From a form's expressions to FHIRPath: which nodes can be said, and why others cannot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from decisionsupport.adapters.fhir.arithmetic import NUMBERS
from decisionsupport.adapters.fhir.choosing import CHOOSING
from decisionsupport.adapters.fhir.conditions import CONDITIONS
from decisionsupport.adapters.fhir.saying import Lowering, Nodes
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program


def lowering(program: Program, form: str, day: date) -> Lowering:
    """What one form's expressions are said in; parameters have the value of a day."""
    return Lowering(program, form, day, _NODES, _BEYOND)


_NODES: Final[Nodes] = {**CONDITIONS, **NUMBERS, **CHOOSING}
_CLOCK: Final = "reads the instant of the evaluation, which a filled-in form does not have"
_ROWS: Final = "reads the entries of a repeating group"
_HISTORY: Final = "reads earlier answers"
_BEYOND: Final[Mapping[type, str]] = {
    x.Now: _CLOCK,
    x.Today: _CLOCK,
    x.ReadRow: _ROWS,
    x.OverRows: _ROWS,
    x.History: _HISTORY,
    x.LastDone: _HISTORY,
    x.SinceCompare: _HISTORY,
    x.CodeIn: "asks whether a code lies under another",
    x.RecordTest: "asks what was answered, not what it is",
    x.FormRemaining: "asks what is left to answer",
    x.RoundTo: "rounds to a coarser grid",
    x.RoundMean: "takes a mean",
    x.RoundReal: "calculates with reals",
    x.Step: "steps along the calendar",
    x.TimeFunction: "calculates with time",
    x.MakeDuration: "calculates with time",
    x.Concluded: "reads a finding",
    x.Collect: "collects the rows of a table",
}
