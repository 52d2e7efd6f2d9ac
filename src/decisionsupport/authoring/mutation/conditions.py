"""Breaks inside an expression: comparisons, thresholds, `and`/`or`, `not`, bands, points, entries.

Law: of two breaks that mean the same on the grid (`x > 3` and `x >= 4`) only one is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeAlias, cast

from decisionsupport.authoring.mutation.model import BreakKind
from decisionsupport.program import expressions as x
from decisionsupport.program.expressions import ComparisonOperator, Expression
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.kinds import Number
from decisionsupport.values.sets import Possible

_SWAPPED: Final[dict[ComparisonOperator, ComparisonOperator]] = {
    ">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": "!=", "!=": "==",
}  # fmt: skip
_FURTHER: Final[dict[ComparisonOperator, tuple[int, ...]]] = {
    ">=": (-1,), ">": (1,), "<=": (1,), "<": (-1,), "==": (-1, 1), "!=": (-1, 1),
}  # fmt: skip
"""By how many steps a threshold is shifted; the other way is what the swapped comparison means."""
_MIRRORED: Final[dict[ComparisonOperator, ComparisonOperator]] = {
    ">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!=",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Break:
    """A node in the place of another, and how it is said."""

    kind: BreakKind
    said: str
    node: Expression


Breaks: TypeAlias = Iterator[Break]


def breaks_of(node: Expression) -> Breaks:
    """The breaks of one node itself; those of its parts are theirs."""
    match node:
        case x.Compare() | x.CompareRank() | x.SinceCompare():
            yield from _comparison(node)
        case x.MakeDuration(amount=x.Constant(value=int() as amount) as constant, unit=unit):
            for shifted in (amount + 1, amount - 1):
                if shifted >= 0:
                    made = replace(node, amount=replace(constant, value=shifted))
                    yield Break("threshold", f"{shifted} instead of {amount} {unit}", made)
        case x.And(operands=operands):
            yield Break("and-or", f"`or` instead of `and`{_nth(node)}", x.Or(operands, node.kind, node.span))
        case x.Or(operands=operands):
            yield Break("and-or", f"`and` instead of `or`{_nth(node)}", x.And(operands, node.kind, node.span))
        case x.Not(operand=operand) if not isinstance(operand, x.RecordTest):
            said = "`is` instead of `is not`" if " is not " in node.span.text else "without `not`"
            yield Break("not", said, operand)
        case x.IsOneOf(options=options) if len(options) > 1:
            for option in sorted(options, key=str):
                yield Break("listed", f"without `{_said(option)}`", replace(node, options=options - {option}))
        case x.Bands():
            yield from _borders(node)
            yield from _band_values(node)
        case x.OptionValues(values=values):
            yield from _option_values(node, values)
        case x.ChosenSum(values=chosen):
            for index, (option, points) in enumerate(chosen):
                made_sum = replace(node, values=_with(chosen, index, (option, points + 1)))
                yield Break("points", f"`{option}` gives {points + 1} instead of {points}", made_sum)
        case x.FirstOf(entries=entries, otherwise=otherwise) if otherwise is not None and len(entries) > 1:
            for index in range(len(entries)):
                made_first = replace(node, entries=entries[:index] + entries[index + 1 :])
                yield Break("row", f"without row {index + 1}", made_first)
        case x.Collect(entries=collected):
            for index in range(len(collected)):
                made_collect = replace(node, entries=collected[:index] + collected[index + 1 :])
                yield Break("row", f"without row {index + 1}", made_collect)
        case x.Add(left=left, right=right):
            yield Break("arithmetic", "`-` instead of `+`", x.Subtract(left, right, node.kind, node.span))
        case x.Subtract(left=left, right=right) if " - " in node.span.text:
            yield Break("arithmetic", "`+` instead of `-`", x.Add(left, right, node.kind, node.span))
        case _:
            return


def _nth(node: Expression) -> str:
    """Which condition is meant, where its letters are short enough to say so."""
    text = " ".join(node.span.text.split())
    return f" in `{text}`" if len(text) <= 60 else ""


def _said(option: bool | str) -> str:
    return {True: "yes", False: "no"}[option] if isinstance(option, bool) else option


# Comparisons -------------------------------------------------------------------------------------------


def _comparison(node: x.Compare | x.CompareRank | x.SinceCompare) -> Breaks:
    operator, swapped = node.operator, _SWAPPED[node.operator]
    yield Break("comparison", f"`{swapped}` instead of `{operator}`", replace(node, operator=swapped))
    if isinstance(node, x.SinceCompare):
        return
    if isinstance(node.right, x.Constant):
        for steps in _FURTHER[operator]:
            yield from _threshold(node, node.right, steps, left=False)
    elif isinstance(node.left, x.Constant):
        for steps in _FURTHER[_MIRRORED[operator]]:
            yield from _threshold(node, node.left, steps, left=True)


def _threshold(node: x.Compare | x.CompareRank, constant: x.Constant, steps: int, *, left: bool) -> Breaks:
    other = node.right if left else node.left
    shifted = (
        _shifted_rank(node, constant, steps)
        if isinstance(node, x.CompareRank)
        else shifted_by(constant.value, other.kind, steps)
    )
    if shifted is None:
        return
    made = replace(constant, value=shifted)
    said = f"{printed(shifted, other.kind)} instead of {printed(constant.value, other.kind)}"
    yield Break("threshold", said, replace(node, left=made) if left else replace(node, right=made))


def _shifted_rank(node: x.CompareRank, constant: x.Constant, steps: int) -> Possible | None:
    place = node.order.index(str(constant.value)) + steps
    return node.order[place] if 0 <= place < len(node.order) else None


def shifted_by(value: Possible, kind: kinds.Kind, steps: int) -> Possible | None:
    """A number, duration, day or rank some steps on; None for what has no steps."""
    match value:
        case bool():
            return None
        case int() if isinstance(kind, Number):
            return value + steps * kind.step
        case Duration(amount=amount, unit=unit) if unit != "now":
            return Duration(amount + steps, unit) if amount + steps > 0 else None
        case date():
            return cast("Possible", value + timedelta(days=steps))
        case _:
            return None


def printed(value: Possible, kind: kinds.Kind) -> str:
    """A known value as authors write it."""
    if isinstance(value, int) and not isinstance(value, bool) and isinstance(kind, Number) and kind.places:
        return f"{value / 10**kind.places:.{kind.places}f}"
    return str(value)


# Bands and points --------------------------------------------------------------------------------------


def _borders(node: x.Bands) -> Breaks:
    edges, kind = node.edges, node.subject.kind
    step = kind.step if isinstance(kind, Number) else 1
    for index in range(len(edges) - 1):
        (least, border, below), (above, most, value) = edges[index], edges[index + 1]
        if border is None or above is None:
            continue
        for by in (-step, step):
            if (least is not None and border + by < least) or (most is not None and above + by > most):
                continue
            moved = _with(
                _with(edges, index, (least, border + by, below)), index + 1, (above + by, most, value)
            )
            ends = f"{printed(border + by, kind)} instead of {printed(border, kind)}"
            said = f"band {index + 1} ends at {ends}"
            yield Break("band", said, replace(node, edges=moved))


def _band_values(node: x.Bands) -> Breaks:
    for index, (least, most, value) in enumerate(node.edges):
        other = _other(value, [each for _, _, each in node.edges], index)
        if other is not None:
            made = replace(node, edges=_with(node.edges, index, (least, most, other)))
            yield Break("points", f"band {index + 1} gives {other} instead of {value}", made)


def _option_values(node: x.OptionValues, values: tuple[tuple[bool | str, Possible], ...]) -> Breaks:
    for index, (option, value) in enumerate(values):
        other = _other(value, [each for _, each in values], index)
        if other is None or (isinstance(option, bool) and value == 0):
            continue  # what a boolean's other answer counts is nowhere written
        made = replace(node, values=_with(values, index, (option, other)))
        yield Break("points", f"`{_said(option)}` gives {other} instead of {value}", made)


def _other(value: Possible, all_values: list[Possible], index: int) -> Possible | None:
    """Another value of its kind: one point more, or what the neighbour gives."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value + 1
    if isinstance(value, str):
        neighbour = all_values[index - 1] if index else all_values[1] if len(all_values) > 1 else None
        return neighbour if neighbour != value else None
    return None


def _with(entries: tuple, index: int, entry: object) -> tuple:  # type: ignore[type-arg]
    return (*entries[:index], entry, *entries[index + 1 :])
