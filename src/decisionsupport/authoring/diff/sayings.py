"""Parts of a program in the author's own letters, on one line, for a change to show."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from decisionsupport.program import expressions as x
from decisionsupport.program.model import Due, ParameterValue, Proposing, Repeat, Withholding
from decisionsupport.program.texts import Line, Template, Words
from decisionsupport.values.kinds import Kind, Number
from decisionsupport.values.sets import Anything, Between, NotApplicable, OneOf

_LONGEST: Final = 160


def said(value: object) -> str:
    """A value of a program as its author writes it; empty for None and for an empty list."""
    match value:
        case None | () | "":
            return ""
        case bool():
            return "true" if value else "false"
        case Words():
            return value.in_language("")
        case Template():
            return " / ".join(_line(line) for _, lines in value.by_language[:1] for line in lines)
        case Line():
            return _line(value)
        case Due():
            return value.written or value.occasion or expression_said(value.expression)
        case Repeat():
            return f"every {value.every}" + (f" for {value.for_}" if value.for_ else "")
        case Proposing() | Withholding():
            return one_line(value.span.text)
        case ParameterValue():
            since = f"{value.since.isoformat()}: " if value.since else ""
            return since + ("unknown" if value.value is None else plainly(value.value))
        case tuple():
            return ", ".join(said(each) for each in value)
        case _ if isinstance(value, _EXPRESSIONS):
            return expression_said(value)
        case _:
            return plainly(value)


_EXPRESSIONS: Final = (
    x.Bands,
    x.OptionValues,
    x.ChosenSum,
    x.FirstOf,
    x.Constant,
    x.Compare,
    x.And,
    x.Or,
    x.Read,
)


def expression_said(expression: x.Expression | None) -> str:
    """An expression: bands and points of options by their values, all else in the author's letters."""
    match expression:
        case None:
            return ""
        case x.Bands(subject=subject, edges=edges):
            return _map((_edge(least, most, subject.kind), plainly(value)) for least, most, value in edges)
        case x.OptionValues(values=values) | x.ChosenSum(values=values):
            return _map((plainly(option), plainly(value)) for option, value in values)
        case _:
            return one_line(expression.span.text)


def plainly(value: object) -> str:
    """A possible value."""
    match value:
        case bool():
            return "true" if value else "false"
        case frozenset():
            return f"[{', '.join(sorted(map(str, value)))}]"
        case Between(least=least, most=most):
            return f"{least}..{most}"
        case OneOf() | Anything():
            return "unknown"
        case NotApplicable():
            return "not applicable"
        case _:
            return str(value)


def number(units: int | None, kind: Kind) -> str:
    """A number of a kind's units with the digits of its step."""
    if units is None:
        return ""
    places = kind.places if isinstance(kind, Number) else 0
    return str(Decimal(units).scaleb(-places)) if places else str(units)


def span_of_numbers(ends: tuple[int | None, int | None] | None, kind: Kind) -> str:
    """`0..120`, with the kind's digits."""
    return "" if ends is None else f"{number(ends[0], kind)}..{number(ends[1], kind)}"


def one_line(text: str) -> str:
    """Authored letters on one line, cut where they go on for long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _edge(least: int | None, most: int | None, kind: Kind) -> str:
    return number(least, kind) if least == most else f"{number(least, kind)}..{number(most, kind)}"


def _map(pairs: Iterable[tuple[str, str]]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}"


def _line(line: Line) -> str:
    condition = f"when {expression_said(line.when)}: " if line.when is not None else ""
    return condition + one_line(line.template)
