"""Time and history: durations, steps on the calendar, what was before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Literal

from decisionsupport.loading.lowering.arithmetic import bounds, checked, common_kind, number_kind
from decisionsupport.loading.lowering.comparing import form_of
from decisionsupport.loading.lowering.context import Context, Lowered, describe
from decisionsupport.loading.names import CellSymbol, Unresolved, report_unresolved, resolve
from decisionsupport.program import expressions as program
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.values import kinds

DATE, INSTANT, TIME, DURATION, WHOLE = (
    kinds.Date(),
    kinds.Instant(),
    kinds.TimeOfDay(),
    kinds.DurationType(),
    kinds.Number(0),
)
MOST_OF_A_DURATION: dict[program.DurationUnit, int] = {
    "years": 200,
    "months": 2400,
    "weeks": 10_000,
    "days": 73_000,
    "hours": 1_752_000,
    "minutes": 105_120_000,
}
Of = tuple[type, ...]


def lower_step(
    node: nodes.Arithmetic, left: program.Expression, right: program.Expression, context: Context
) -> program.Expression | None:
    """`instant + duration`, `date - duration`, `date - date`, `instant - instant`."""
    a, b, operator, span = left.kind, right.kind, node.operator, node.span
    point = kinds.Date | kinds.Instant
    if isinstance(a, point) and isinstance(b, kinds.DurationType) and operator in "+-":
        if isinstance(a, kinds.Date) and not _whole_days(right):
            context.mismatch(
                "a date plus or minus hours is no date",
                span,
                "step by `days(…)`, or begin at an instant: `at_clock(…)`",
            )
            return None
        return program.Step(left, right, 1 if operator == "+" else -1, a, span)
    if isinstance(a, kinds.DurationType) and isinstance(b, point) and operator == "+":
        turned = nodes.Arithmetic("+", node.right, node.left, span)
        return lower_step(turned, right, left, context)
    if operator == "-" and isinstance(a, kinds.Date) and isinstance(b, kinds.Date):
        return program.TimeFunction("days_between", (right, left), WHOLE, span)
    if operator == "-" and isinstance(a, kinds.Instant) and isinstance(b, kinds.Instant):
        return program.TimeFunction("elapsed", (right, left), DURATION, span)
    context.mismatch(
        f"{describe(a)} `{operator}` {describe(b)} has no meaning",
        span,
        "add or subtract a duration, as `x + days(7)`, or subtract two dates",
    )
    return None


def _whole_days(duration: program.Expression) -> bool:
    """Hours written out are a mistake; a parameter that is hours counts from the day's beginning."""
    return not (isinstance(duration, program.MakeDuration) and duration.unit in ("hours", "minutes"))


def _wrong(node: nodes.Expression, found: program.Expression, wanted: str, context: Context) -> None:
    context.mismatch(f"{describe(found.kind)} stands where {wanted} is wanted", node.span, f"give {wanted}")


def _duration(unit: program.DurationUnit) -> Callable[[nodes.Call, Context], Lowered]:
    def lower(node: nodes.Call, context: Context) -> Lowered:
        amount = context.exact(node.arguments[0])
        if amount is None:
            return None
        of = number_kind(amount)
        if of is None or of.places:
            _wrong(node.arguments[0], amount, "a whole number", context)
            return None
        ends = bounds(amount, context)
        most = MOST_OF_A_DURATION[unit]
        if ends is not None and (ends[0] < -most or ends[1] > most):
            context.report.add(
                "number-too-large",
                f"the amount can pass {most:,} {unit}",
                node.arguments[0].span,
                help="narrow the amount with `between:`",
            )
            return None
        return program.MakeDuration(unit, amount, DURATION, node.span)

    return lower


def _function(
    name: Literal["years_since", "days_between", "weekday", "date_of", "time_of", "at_clock"],
    wanted: tuple[tuple[type[kinds.Kind], str], ...],
    gives: kinds.Kind,
) -> Callable[[nodes.Call, Context], Lowered]:
    def lower(node: nodes.Call, context: Context) -> Lowered:
        operands = [context.exact(argument) for argument in node.arguments]
        made: list[program.Expression] = []
        for operand, argument, (kind, words) in zip(operands, node.arguments, wanted, strict=True):
            if operand is None:
                return None
            if not isinstance(operand.kind, kind):
                _wrong(argument, operand, words, context)
                return None
            made.append(operand)
        return program.TimeFunction(name, tuple(made), gives, node.span)

    return lower


def _date(node: nodes.Call, context: Context) -> Lowered:
    argument = node.arguments[0]
    if isinstance(argument, nodes.String):
        try:
            return program.Constant(date.fromisoformat(argument.value), DATE, node.span)
        except ValueError:
            pass
    context.mismatch(
        f"`{argument.span.text}` is not a date",
        argument.span,
        'write year, month and day, as `date("2026-07-01")`',
    )
    return None


def _clock(node: nodes.Call, context: Context) -> Lowered:
    hour, minute = node.arguments
    if (
        isinstance(hour, nodes.Number)
        and isinstance(minute, nodes.Number)
        and not hour.places
        and not minute.places
        and 0 <= hour.digits < 24
        and 0 <= minute.digits < 60
    ):
        return program.Constant(time(hour.digits, minute.digits), TIME, node.span)
    context.mismatch("this is no time of day", node.span, "write hour and minute, as `clock(12, 0)`")
    return None


# History -------------------------------------------------------------------------------------------------


def _past_cell(node: nodes.Call, context: Context) -> tuple[str, str, kinds.Kind] | None:
    argument = node.arguments[0]
    if not isinstance(argument, nodes.Name):
        context.mismatch(
            f"`{node.function}` wants a name", argument.span, "name an item or a computed of a form"
        )
        return None
    symbol = resolve(argument.parts, context.scope, context.names)
    if isinstance(symbol, Unresolved):
        report_unresolved(argument, symbol, context.names, context.report)
        return None
    if not isinstance(symbol, CellSymbol) or symbol.row_of is not None:
        context.mismatch(
            f"`{argument.text}` has no history of one value", argument.span, "name an item or a computed"
        )
        return None
    cell = context.cells.get(symbol.id)
    if cell is None:
        return None
    if cell.form is None:
        context.mismatch(
            f"`{argument.text}` belongs to no form", argument.span, "only what forms hold has a history"
        )
        return None
    return cell.form, cell.id, cell.kind


def _window(node: nodes.Call, context: Context) -> tuple[program.Expression | None, bool]:
    if node.within is None:
        return None, True
    window = context.exact(node.within)
    if window is None:
        return None, False
    if not isinstance(window.kind, kinds.DurationType):
        _wrong(node.within, window, "a duration", context)
        return None, False
    return window, True


def _history(function: Literal["previous", "lowest", "highest"]) -> Callable[[nodes.Call, Context], Lowered]:
    def lower(node: nodes.Call, context: Context) -> Lowered:
        past = _past_cell(node, context)
        window, fine = _window(node, context)
        if past is None or not fine:
            return None
        form, cell, kind = past
        if function != "previous" and not isinstance(kind, kinds.Number):
            context.mismatch(f"`{function}` is taken of {describe(kind)}", node.span, "it takes a number")
            return None
        return program.History(function, form, cell, window, kind, node.span)

    return lower


def _change(node: nodes.Call, context: Context) -> Lowered:
    past = _past_cell(node, context)
    window, fine = _window(node, context)
    if past is None or not fine:
        return None
    form, cell, kind = past
    if not isinstance(kind, kinds.Number):
        context.mismatch(f"`change` is taken of {describe(kind)}", node.span, "it takes a number")
        return None
    before = program.History("previous", form, cell, window, kind, node.span)
    now = program.Read(cell, kind, node.arguments[0].span)
    return checked(program.Subtract(now, before, common_kind([now, before]), node.span), context)


def _last_done(node: nodes.Call, context: Context) -> Lowered:
    form = form_of(node, context)
    return None if form is None else program.LastDone(form, INSTANT, node.span)


def _time_since(node: nodes.Call, context: Context) -> Lowered:
    if form_of(node, context) is not None:
        context.mismatch(
            "a time since stands alone", node.span, f"compare it, as `{node.span.text} > months(12)`"
        )
    return None


MOMENTS: dict[str, Callable[[nodes.Call, Context], Lowered]] = {
    "years": _duration("years"),
    "months": _duration("months"),
    "weeks": _duration("weeks"),
    "days": _duration("days"),
    "hours": _duration("hours"),
    "minutes": _duration("minutes"),
    "years_since": _function("years_since", ((kinds.Date, "a date"),), WHOLE),
    "days_between": _function("days_between", ((kinds.Date, "a date"), (kinds.Date, "a date")), WHOLE),
    "weekday": _function("weekday", ((kinds.Date, "a date"),), WHOLE),
    "date_of": _function("date_of", ((kinds.Instant, "an instant"),), DATE),
    "time_of": _function("time_of", ((kinds.Instant, "an instant"),), TIME),
    "at_clock": _function("at_clock", ((kinds.Date, "a date"), (kinds.TimeOfDay, "a time of day")), INSTANT),
    "date": _date,
    "clock": _clock,
    "previous": _history("previous"),
    "lowest": _history("lowest"),
    "highest": _history("highest"),
    "change": _change,
    "last_done": _last_done,
    "time_since": _time_since,
}


def now_or_today(name: str, span: Span) -> program.Expression:
    """`now`, `today`."""
    return program.Now(INSTANT, span) if name == "now" else program.Today(DATE, span)
