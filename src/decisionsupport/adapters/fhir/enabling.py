"""When an item is asked: as `enableWhen` where that says it whole, else as an `enableWhenExpression`.

While a condition is not decided a renderer hides the item; the library only says that it may be.
"""

from __future__ import annotations

from decisionsupport.adapters.fhir.addresses import Addresses, link_id
from decisionsupport.adapters.fhir.calculation import Calculation
from decisionsupport.adapters.fhir.extensions import ENABLE_WHEN, Resource, expression
from decisionsupport.adapters.fhir.losses import Losses
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Item, Program, RepeatingGroup
from decisionsupport.values import kinds

_OPERATORS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def enabled_when(
    of: Item | RepeatingGroup,
    program: Program,
    calculation: Calculation,
    addresses: Addresses,
    losses: Losses,
) -> Resource:
    """What an item gets from its `show_when`, its group's included; nothing where it is always asked."""
    cell = program.cells.get(f"applies:{of.id}")
    if cell is None or cell.expression is None:
        return {}
    simple = _simple(cell.expression, program, addresses)
    if simple is not None:
        behaviour, tests = simple
        return {"enableWhen": tests, **({"enableBehavior": behaviour} if len(tests) > 1 else {})}
    fhirpath = calculation.of(cell.id)
    if fhirpath is None:
        reason = calculation.refused.get(cell.id, "is of an entry of a repeating group")
        losses.add(of.id, "show_when", f"{reason}; the item is always asked")
        return {}
    return {"extension": [expression(ENABLE_WHEN, fhirpath)]}


def _simple(node: x.Expression, program: Program, addresses: Addresses) -> tuple[str, list[Resource]] | None:
    match node:
        case x.And(operands=operands) | x.Or(operands=operands):
            parts = [_test(operand, program, addresses) for operand in operands]
            if any(part is None or len(part) > 1 for part in parts):
                return None
            tests = [test for part in parts if part for test in part]
            return ("all" if isinstance(node, x.And) else "any"), tests
        case _:
            found = _test(node, program, addresses)
            return None if found is None else ("any", found)


def _test(node: x.Expression, program: Program, addresses: Addresses) -> list[Resource] | None:
    """One comparison of an answer of the same form; a not-applicable answer must fail it."""
    match node:
        case x.Read(cell=cell, kind=kinds.Boolean()) if _asked(cell, program):
            return [_question(program.items[cell], "=", answerBoolean=True)]
        case x.Not(operand=x.Read(cell=cell, kind=kinds.Boolean())) if _always(cell, program):
            return [_question(program.items[cell], "=", answerBoolean=False)]
        case x.IsOneOf(subject=x.Read(cell=cell), options=options) if _asked(cell, program):
            item = program.items[cell]
            listed = [option for option in item.options if option.id in options]
            if not listed:
                return [_question(item, "=", answerBoolean=option) for option in sorted(options, key=str)]
            return [_question(item, "=", answerCoding=_coding(item, each.id, addresses)) for each in listed]
        case x.Includes(subject=x.Read(cell=cell), option=option) if _asked(cell, program):
            item = program.items[cell]
            return [_question(item, "=", answerCoding=_coding(item, option, addresses))]
        case x.Compare(left=x.Read(cell=cell), right=x.Constant(value=int() as number)) if _whole(
            cell, program, node.operator
        ):
            return [_question(program.items[cell], _OPERATORS[node.operator], answerInteger=number)]
        case _:
            return None


def _asked(cell: str, program: Program) -> bool:
    item = program.items.get(cell)
    return item is not None and not item.derived and item.row_of is None


def _always(cell: str, program: Program) -> bool:
    return _asked(cell, program) and f"applies:{cell}" not in program.cells


def _whole(cell: str, program: Program, operator: str) -> bool:
    item = program.items.get(cell)
    if item is None or not isinstance(item.kind, kinds.Number) or item.kind.places or item.also_in:
        return False
    return _always(cell, program) if operator == "!=" else _asked(cell, program)


def _coding(item: Item, option: str, addresses: Addresses) -> Resource:
    assert isinstance(item.kind, kinds.Choice | kinds.Choices)
    return {"system": addresses.options(item.kind.of or item.id), "code": option}


def _question(item: Item, operator: str, **answer: object) -> Resource:
    return {"question": link_id(item.id, item.form), "operator": operator, **answer}
