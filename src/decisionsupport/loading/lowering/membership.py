"""`is` and `in`: one option, one of several, held by a list, among codes; each kind its own way."""

from __future__ import annotations

from decisionsupport.loading.lowering.comparing import BOOLEAN, negated, unknown_option
from decisionsupport.loading.lowering.context import Context, Lowered, describe
from decisionsupport.program import expressions as program
from decisionsupport.syntax.expressions import nodes
from decisionsupport.values import kinds


def lower_is(node: nodes.Is, context: Context) -> Lowered:
    """`x is alert`, `x is yes`."""
    subject = context.exact(node.subject)
    if subject is None:
        return None
    word = node.option.text
    match subject.kind:
        case kinds.Boolean():
            if word not in ("yes", "no"):
                unknown_option(node.option, ("yes", "no"), node.subject, context)
                return None
            made: program.Expression = program.IsOneOf(
                subject, frozenset({word == "yes"}), BOOLEAN, node.span
            )
        case kinds.Choice(options=options):
            if word not in options:
                unknown_option(node.option, options, node.subject, context)
                return None
            made = program.IsOneOf(subject, frozenset({word}), BOOLEAN, node.span)
        case kinds.Choices():
            context.mismatch(
                f"`{node.subject.span.text}` can be several at once",
                node.span,
                f"write `{word} in {node.subject.span.text}`",
            )
            return None
        case kinds.Number():
            context.mismatch(
                "`is` asks for an option, and this is a number",
                node.span,
                f"compare it, as `{node.subject.span.text} == 1`",
            )
            return None
        case other:
            context.mismatch(
                f"`is` asks for an option, and this is {describe(other)}", node.span, "compare it with `==`"
            )
            return None
    return negated(made, node.negated)


def lower_in(node: nodes.In, context: Context) -> Lowered:
    """`x in [a, b]`, `atc in ["N05A"]`, `atc in parameter.p`, `option in choices_item`."""
    if isinstance(node.container, tuple):
        return _in_list(node, node.container, context)
    container = context.exact(node.container)
    if container is None:
        return None
    match container.kind:
        case kinds.Choices(options=options):
            if not isinstance(node.subject, nodes.Name) or len(node.subject.parts) != 1:
                context.mismatch(
                    "left of `in` stands an option of the list",
                    node.subject.span,
                    f"one of {_listed(options)}",
                )
                return None
            if node.subject.text not in options:
                unknown_option(node.subject, options, node.container, context)
                return None
            held = program.Includes(node.subject.text, container, BOOLEAN, node.span)
            return negated(held, node.negated)
        case kinds.Codes(system=system):
            subject = context.exact(node.subject)
            if subject is None:
                return None
            if not isinstance(subject.kind, kinds.Code) or subject.kind.system != system:
                context.mismatch(
                    f"{describe(subject.kind)} is looked for among codes of `{system}`",
                    node.subject.span,
                    "give a code",
                )
                return None
            return negated(program.CodeIn(subject, container, system, BOOLEAN, node.span), node.negated)
        case other:
            remedy = "write `x in [a, b]`, `x in parameter.codes` or `option in item`"
            if isinstance(other, kinds.Choice) and node.subject.span.text in other.options:
                remedy = f"write `{node.container.span.text} is {node.subject.span.text}`"
            context.mismatch(
                f"`in` wants a list, and `{node.container.span.text}` is {describe(other)}",
                node.container.span,
                remedy,
            )
            return None


def _listed(options: tuple[str, ...]) -> str:
    return ", ".join(f"`{each}`" for each in options)


def _in_list(
    node: nodes.In, members: tuple[nodes.Name | nodes.String, ...], context: Context
) -> program.Expression | None:
    subject = context.exact(node.subject)
    if subject is None:
        return None
    match subject.kind:
        case kinds.Choice(options=options):
            fine = True
            for member in members:
                if isinstance(member, nodes.String):
                    context.mismatch("options stand without quotes", member.span, f"write `{member.value}`")
                    fine = False
                elif member.text not in options:
                    unknown_option(member, options, node.subject, context)
                    fine = False
            wanted = frozenset(member.text for member in members if isinstance(member, nodes.Name))
            made: program.Expression = program.IsOneOf(subject, wanted, BOOLEAN, node.span)
            return negated(made, node.negated) if fine else None
        case kinds.Code() | kinds.Text() as kind if all(isinstance(each, nodes.String) for each in members):
            texts = [member.value for member in members if isinstance(member, nodes.String)]
            if isinstance(kind, kinds.Text):
                same = tuple(program.TextIs(subject, text, BOOLEAN, node.span) for text in texts)
                made = same[0] if len(same) == 1 else program.Or(same, BOOLEAN, node.span)
            else:
                codes = program.Constant(frozenset(texts), kinds.Codes(kind.system), node.span)
                made = program.CodeIn(subject, codes, kind.system, BOOLEAN, node.span)
            return negated(made, node.negated)
        case kinds.Code() | kinds.Text():
            bare = next(each for each in members if isinstance(each, nodes.Name))
            context.mismatch("codes and texts stand in quotes", bare.span, f'write `"{bare.text.upper()}"`')
            return None
        case other:
            context.mismatch(
                f"{describe(other)} is looked for in a list of options",
                node.subject.span,
                "compare it with `==`, `<` …",
            )
            return None
