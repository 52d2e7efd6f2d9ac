"""Comparisons: which of them a pair of kinds allows, and the words to say so."""

from __future__ import annotations

from typing import Literal

from decisionsupport.diagnostics.suggestions import nearest, only_one_near
from decisionsupport.loading.lowering.arithmetic import aligned, number_kind, same_units
from decisionsupport.loading.lowering.context import Context, Lowered, describe
from decisionsupport.loading.names import Unresolved, resolve
from decisionsupport.program import expressions as program
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.values import kinds
from decisionsupport.values.numbers import format_decimal

BOOLEAN = kinds.Boolean()
WITH_DURATION = "write the point in time, as `x < now - months(6)`"
MIRRORED: dict[nodes.ComparisonOperator, nodes.ComparisonOperator] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "==": "==",
    "!=": "!=",
}


def negated(expression: program.Expression, really: bool) -> program.Expression:
    """`not` of it, where really."""
    return program.Not(expression, BOOLEAN, expression.span) if really else expression


def joined(parts: list[program.Expression], span: Span) -> program.Expression:
    """One condition, or the `And` of several."""
    return parts[0] if len(parts) == 1 else program.And(tuple(parts), BOOLEAN, span)


def lower_comparison(node: nodes.Comparison, context: Context) -> Lowered:
    """A chain is its pairs, joined by and."""
    pairs = [
        _pair(node.operands[i], operator, node.operands[i + 1], node, context)
        for i, operator in enumerate(node.operators)
    ]
    made = [pair for pair in pairs if pair is not None]
    return joined(made, node.span) if len(made) == len(pairs) else None


def _pair(
    left: nodes.Expression,
    operator: nodes.ComparisonOperator,
    right: nodes.Expression,
    whole: nodes.Comparison,
    context: Context,
) -> program.Expression | None:
    span = (
        whole.span if len(whole.operators) == 1 else Span(left.span.source, left.span.start, right.span.end)
    )
    if _is_time_since(left):
        return _since(left, operator, right, span, context)
    if _is_time_since(right):
        return _since(right, MIRRORED[operator], left, span, context)
    if _bare(right):
        ranked = _ranked(left, operator, right, span, context)
        if ranked is not False:
            return ranked
    if _bare(left):
        ranked = _ranked(right, MIRRORED[operator], left, span, context)
        if ranked is not False:
            return ranked
    first = context.exact(left)
    if first is None and _bare(left) and _bare(right) and _stands_for_nothing(right, context):
        return None  # the name on the left is mended first: this may be an option of it
    second = context.exact(right)
    if first is None or second is None:
        return None
    return _compare(first, operator, second, span, context)


def _bare(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Name) and len(node.parts) == 1


def _stands_for_nothing(node: nodes.Expression, context: Context) -> bool:
    """Whether it is a name like no other there is."""
    assert isinstance(node, nodes.Name)
    found = resolve(node.parts, context.scope, context.names)
    return isinstance(found, Unresolved) and nearest(node.text, found.allowed) is None


def _is_time_since(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Call) and node.function == "time_since"


def _since(
    call: nodes.Expression,
    operator: nodes.ComparisonOperator,
    duration: nodes.Expression,
    span: Span,
    context: Context,
) -> program.Expression | None:
    form = form_of(call, context)
    length = context.exact(duration)
    if form is None or length is None:
        return None
    if not isinstance(length.kind, kinds.DurationType):
        context.mismatch(
            f"`time_since` is compared with {describe(length.kind)}",
            duration.span,
            "compare it with a duration, as `months(12)` or a parameter of kind `duration`",
        )
        return None
    if operator in ("==", "!="):
        context.mismatch("`time_since` is compared for being equal", span, "use `<`, `<=`, `>` or `>=`")
        return None
    return program.SinceCompare(form, operator, length, BOOLEAN, span)


def form_of(call: nodes.Expression, context: Context) -> str | None:
    """The form that `time_since` or `last_done` is asked about."""
    if not isinstance(call, nodes.Call):
        return None
    argument = call.arguments[0] if call.arguments else None
    if isinstance(argument, nodes.Name) and argument.text in context.names.forms:
        return argument.text
    if isinstance(argument, nodes.Name) and argument.text in context.names.lost:
        return None
    place = argument.span if argument is not None else call.span
    guess = nearest(argument.text, context.names.forms) if isinstance(argument, nodes.Name) else None
    context.report.add(
        "unknown-name",
        f"`{call.function}` wants the name of a form",
        place,
        help=f"did you mean `{guess}`?"
        if guess
        else f"as `{call.function}({next(iter(context.names.forms), 'form')})`",
    )
    return None


def _ranked(
    subject_node: nodes.Expression,
    operator: nodes.ComparisonOperator,
    option: nodes.Expression,
    span: Span,
    context: Context,
) -> program.Expression | Literal[False] | None:
    """`risk >= medium`; False where the bare word is no option of the other side."""
    assert isinstance(option, nodes.Name)
    if not isinstance(resolve(option.parts, context.scope, context.names), Unresolved):
        return False
    if _bare(subject_node):
        assert isinstance(subject_node, nodes.Name)
        if isinstance(resolve(subject_node.parts, context.scope, context.names), Unresolved):
            return False
    subject = context.exact(subject_node)
    if subject is None:
        return None
    if isinstance(subject.kind, kinds.Boolean) and option.text in ("yes", "no"):
        said = subject_node.span.text
        is_so = (option.text == "yes") is (operator != "!=")
        help = f"write `{said}`, or `{said} is yes`" if is_so else f"write `not {said}`, or `{said} is no`"
        context.mismatch(f"a condition is compared with `{operator}`", span, help)
        return None
    if not isinstance(subject.kind, kinds.Choice):
        return False
    if option.text not in subject.kind.options:
        unknown_option(option, subject.kind.options, subject_node, context)
        return None
    constant = program.Constant(option.text, subject.kind, option.span)
    return _compare(subject, operator, constant, span, context)


_NOT_THERE = frozenset({"missing", "empty", "blank", "none", "saknas", "okand", "tom"})
"""What an unknown value is called elsewhere, and in Swedish, where it is no option."""


def unknown_option(
    option: nodes.Name, options: tuple[str, ...], subject: nodes.Expression, context: Context
) -> None:
    """Report a word that is no option of what stands before it."""
    if option.text in context.names.lost:
        return
    guess = nearest(option.text, options)
    listed = "one of " + ", ".join(f"`{each}`" for each in options)
    if option.text in _NOT_THERE:
        listed = f"write `{subject.span.text} is unknown`, or `is not answered`\n{listed}"
    context.report.add(
        "unknown-option",
        f"`{option.text}` is not an option of `{subject.span.text}`",
        option.span,
        help=f"did you mean `{guess}`?\n{listed}" if guess else listed,
        mend=only_one_near(option.text, options),
    )


def _compare(
    left: program.Expression,
    operator: nodes.ComparisonOperator,
    right: program.Expression,
    span: Span,
    context: Context,
) -> program.Expression | None:
    a, b = left.kind, right.kind
    if isinstance(a, kinds.Number) and isinstance(b, kinds.Number):
        return _compare_numbers(left, operator, right, span, context)
    if isinstance(a, kinds.Choice) and isinstance(b, kinds.Choice):
        return _compare_choices(left, operator, right, span, context)
    if isinstance(a, kinds.Text | kinds.Code) and isinstance(b, kinds.Text | kinds.Code):
        constant, subject = (left, right) if isinstance(left, program.Constant) else (right, left)
        if isinstance(constant, program.Constant) and operator in ("==", "!="):
            is_it = program.TextIs(subject, str(constant.value), BOOLEAN, span)
            return negated(is_it, operator == "!=")
        context.mismatch(
            "two texts cannot be compared here", span, 'compare a text with one written out, as `x == "a"`'
        )
        return None
    if isinstance(a, kinds.DurationType) and isinstance(b, kinds.DurationType):
        context.mismatch("durations are not compared with each other", span, WITH_DURATION)
        return None
    for kind in (kinds.Date, kinds.Instant, kinds.TimeOfDay):
        if isinstance(a, kind) and isinstance(b, kind):
            return program.Compare(operator, left, right, BOOLEAN, span)
    context.mismatch(f"{describe(a)} is compared with {describe(b)}", span, _remedy(left, right))
    return None


def _remedy(left: program.Expression, right: program.Expression) -> str:
    kinds_here = (left.kind, right.kind)
    choice = next((each for each in (left, right) if isinstance(each.kind, kinds.Choice)), None)
    if choice is not None and isinstance(choice.kind, kinds.Choice) and choice.kind.options:
        said = (each.value for each in (left, right) if isinstance(each, program.Constant))
        options = choice.kind.options
        option = next((word for word in said if word in options), options[0])
        return f"write `{choice.span.text} is {option}`"
    truth = next((each for each in (left, right) if isinstance(each.kind, kinds.Boolean)), None)
    if truth is not None:
        test = truth.span.text
        return (
            f"write `{test}`, or `not {test}`"
            if isinstance(truth, program.Read)
            else "compare nothing with it"
        )
    text = next((each for each in (left, right) if isinstance(each.kind, kinds.Text | kinds.Code)), None)
    if text is not None:
        return f'compare it with a text written out, as `{text.span.text} == "a"`'
    if any(isinstance(kind, kinds.Instant) for kind in kinds_here) and any(
        isinstance(kind, kinds.Date) for kind in kinds_here
    ):
        return "take the day of the instant: `date_of(…)`"
    if any(isinstance(kind, kinds.DurationType) for kind in kinds_here):
        return WITH_DURATION
    return "both sides must be of one kind"


def _compare_numbers(
    left: program.Expression,
    operator: nodes.ComparisonOperator,
    right: program.Expression,
    span: Span,
    context: Context,
) -> program.Expression | None:
    on_grid = _on_grid(left, right, context) and _on_grid(right, left, context)
    operands = aligned([left, right])
    if not on_grid or not same_units(operands, span, context):
        return None
    return program.Compare(operator, operands[0], operands[1], BOOLEAN, span)


def _on_grid(literal: program.Expression, subject: program.Expression, context: Context) -> bool:
    of, grid = number_kind(literal), number_kind(subject)
    if (
        not isinstance(literal, program.Constant)
        or isinstance(subject, program.Constant)
        or not of
        or not grid
    ):
        return True
    assert isinstance(literal.value, int)
    places = max(of.places, grid.places)
    value, step = literal.value * 10 ** (places - of.places), grid.step * 10 ** (places - grid.places)
    if value % step == 0:
        return True
    below = value // step * step
    lower, upper = _on(below, places, grid.places), _on(below + step, places, grid.places)
    context.report.add(
        "off-grid",
        f"`{literal.span.text}` is not a value that `{subject.span.text}` can have",
        literal.span,
        help=f"the nearest are `{lower}` and `{upper}`",
    )
    return False


def _on(value: int, places: int, shown: int) -> str:
    return format_decimal(value // 10 ** (places - shown), shown)


def _compare_choices(
    left: program.Expression,
    operator: nodes.ComparisonOperator,
    right: program.Expression,
    span: Span,
    context: Context,
) -> program.Expression | None:
    kind, other = left.kind, right.kind
    assert isinstance(kind, kinds.Choice)
    assert isinstance(other, kinds.Choice)
    if operator in ("==", "!="):
        word = "is" if operator == "==" else "is not"
        option = str(right.value) if isinstance(right, program.Constant) else kind.options[0]
        context.mismatch(
            f"choices are compared with `{operator}`", span, f"write `{left.span.text} {word} {option}`"
        )
        return None
    if kind.options != other.options:
        context.mismatch(
            "two choices with different options are compared", span, "ask each for its own option"
        )
        return None
    if not kind.ordered:
        context.report.add(
            "not-ordered",
            f"the options of `{left.span.text}` have no order",
            span,
            help=_without_order(left, operator, right, kind.options, context),
        )
        return None
    return program.CompareRank(operator, left, right, kind.options, BOOLEAN, span)


def _without_order(
    left: program.Expression,
    operator: nodes.ComparisonOperator,
    right: program.Expression,
    options: tuple[str, ...],
    context: Context,
) -> str:
    """What helps: to name the options; to order them too, but for a question, whose options have no order."""
    if isinstance(right, program.Constant):
        rank = options.index(str(right.value))
        meant = {
            "<": options[:rank],
            "<=": options[: rank + 1],
            ">": options[rank + 1 :],
            ">=": options[rank:],
        }
        named = ", ".join(meant.get(operator) or options[:2])
        help = f"name those that count, as `{left.span.text} in [{named}]`"
    else:
        help = "ask each for its own options, as `x in [a, b]`"
    if isinstance(left, program.Read | program.ReadRow) and context.names.is_asked(left.cell):
        return f"{help}: a question's options have no order"
    return f"say `ordered: true` where its options stand, low to high, or {help}"
