"""What an expression is said in: FHIRPath of its value, and of whether it is known not to apply.

Law (sound): where the FHIRPath has a value, it is the expression's value, whatever is still unanswered; where
the FHIRPath is empty, the value is not known or not applicable. What cannot be said so raises `NotSaid` with
the reason, and is reported. Numbers are whole numbers in units of 10**-places, as in the program, so that
nothing depends on an engine's decimals; a comparison of an answer with a constant is written in its own unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from decisionsupport.adapters.fhir.spelling import EMPTY, joined, literal, where
from decisionsupport.engine.intake import value_at
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.sets import SETS, Possible


class NotSaid(Exception):
    """What FHIRPath cannot say here; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Said:
    """FHIRPath of a value, and of whether it is known not to apply (None: it always applies).

    For a `choices` answer the value is the collection of codes, and `known` says whether there is an answer.
    """

    value: str
    aside: str | None = None
    known: str | None = None


@dataclass(slots=True)
class Lowering:
    """What one form's expressions are said in: `cells` are those said so far, by what they are read as."""

    program: Program
    form: str
    day: date
    nodes: Nodes
    beyond: Mapping[type, str]
    """Why a node of another class cannot be said."""
    cells: dict[str, Said] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Cells that could not be said, and why."""
    written_in: dict[str, str] = field(default_factory=dict)
    """Parameters whose values stand in the FHIRPath."""

    def of(self, node: x.Expression) -> Said:
        """An expression said in FHIRPath."""
        said = self.nodes.get(type(node))
        if said is None:
            raise NotSaid(self.beyond.get(type(node), "has no counterpart in FHIRPath"))
        return said(self, node)

    def cell(self, cell: str) -> Said:
        """A cell by name: said before, or a parameter's value."""
        if cell in self.cells:
            return self.cells[cell]
        if cell in self.refused:
            raise NotSaid(f"rests on `{cell}`, which {self.refused[cell]}")
        if cell.removeprefix("parameter.") in self.program.parameters:
            return self._parameter(cell.removeprefix("parameter."))
        found = self.program.cells[cell]
        if found.form is not None and found.form != self.form:
            raise NotSaid(f"reads `{cell}`, of another form")
        raise NotSaid(f"reads `{cell}`, which the questionnaire does not have")

    def _parameter(self, name: str) -> Said:
        parameter = self.program.parameters[name]
        value, _ = value_at(parameter, self.day)
        if isinstance(value, SETS):
            raise NotSaid(f"reads the parameter `{name}`, which has no value on {self.day}")
        said = constant(value)
        self.written_in[name] = natural(value, parameter.kind) if isinstance(value, int) else said
        return Said(said)

    def condition(self, node: x.Expression) -> str:
        """A condition; what does not apply counts as false."""
        return settled(self.of(node))

    def conditions(self, nodes: tuple[x.Expression, ...]) -> list[str]:
        """Several conditions."""
        return [self.condition(node) for node in nodes]

    def compared(self, node: x.Expression, with_: x.Expression) -> tuple[str, str]:
        """Both sides of a comparison; an answer against a constant in the answer's own unit."""
        match node, with_:
            case x.Read(cell=cell), x.Constant(value=int() as units) if self._decimal(node):
                return self.cell(cell).value, natural(units, node.kind)
            case x.Constant(value=int() as units), x.Read(cell=cell) if self._decimal(with_):
                return natural(units, with_.kind), self.cell(cell).value
            case _:
                return self.of(node).value, self.of(with_).value

    def _decimal(self, node: x.Read) -> bool:
        return isinstance(node.kind, kinds.Number) and node.kind.places > 0 and not is_parameter(node)


def is_parameter(node: x.Read) -> bool:
    """Whether a parameter is read."""
    return node.cell.startswith("parameter.")


def settled(said: Said) -> str:
    """A condition's value, false where it does not apply."""
    return said.value if said.aside is None else where(said.aside, "false", said.value)


def natural(units: int, kind: kinds.Kind) -> str:
    """A number in its own unit."""
    places = kind.places if isinstance(kind, kinds.Number) else 0
    return literal(Decimal(units).scaleb(-places) if places else units)


def constant(value: Possible) -> str:
    """A known value; a list or a duration cannot be said."""
    if isinstance(value, bool | int | str | date):
        return literal(value)
    raise NotSaid("reads a list or a duration")


def any_aside(*parts: Said) -> str | None:
    """Whether any of several is known not to apply."""
    asides = [part.aside for part in parts if part.aside is not None]
    return joined("or", list(dict.fromkeys(asides))) if asides else None


def band(given: Possible) -> str:
    """What a band or an option gives; empty where that is not one value."""
    return EMPTY if isinstance(given, SETS) else constant(given)


Nodes = Mapping[type, Callable[..., Said]]
"""How each class of node is said."""
