"""From an item of a form to an item of a Questionnaire: type, unit, bounds, options, codes, help."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from decisionsupport.adapters.fhir.addresses import UCUM, VALUE_SETS, Addresses, link_id, system_of
from decisionsupport.adapters.fhir.extensions import (
    EXCLUSIVE,
    MAX_PLACES,
    MAX_QUANTITY,
    MAX_VALUE,
    MIN_QUANTITY,
    MIN_VALUE,
    ORDINAL,
    UNIT,
    UNIT_OPTION,
    Resource,
    control,
    extension,
    worded,
)
from decisionsupport.adapters.fhir.losses import Losses
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Item, Program
from decisionsupport.program.texts import Words
from decisionsupport.values import kinds
from decisionsupport.values.numbers import format_decimal
from decisionsupport.values.sets import Possible

_TYPES: Final[Mapping[type, str]] = MappingProxyType(
    {
        kinds.Boolean: "boolean",
        kinds.Text: "text",
        kinds.Date: "date",
        kinds.Instant: "dateTime",
        kinds.TimeOfDay: "time",
        kinds.DurationType: "quantity",
        kinds.Choice: "choice",
        kinds.Choices: "choice",
        kinds.Code: "open-choice",
    }
)
DURATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"years": "a", "months": "mo", "weeks": "wk", "days": "d", "hours": "h", "minutes": "min"}
)
"""Our units of time in UCUM."""


def type_of(kind: kinds.Kind, item: Item | None = None) -> str:
    """The type of item that takes answers of a kind."""
    if isinstance(kind, kinds.Number):
        if item is not None and item.also_in:
            return "quantity"
        return "decimal" if kind.places else "integer"
    if isinstance(kind, kinds.Code) and kind.system in VALUE_SETS:
        return "choice"
    return _TYPES[type(kind)]


def item_of(item: Item, program: Program, addresses: Addresses, losses: Losses) -> Resource:
    """An item, without when it is asked and how it is worked out."""
    made: Resource = {
        "linkId": link_id(item.id, item.form),
        **worded("text", item.ask),
        "type": type_of(item.kind, item),
    }
    if item.codes:
        made["code"] = [{"system": system_of(system), "code": code} for system, code in item.codes]
    if item.required:
        made["required"] = True
    if isinstance(item.kind, kinds.Text) and item.at_most is not None:
        made["maxLength"] = item.at_most
    made |= _details(item, program, addresses, losses)
    if item.help is not None:
        aid = {"linkId": f"{made['linkId']}.help", **worded("text", item.help), "type": "display"}
        made["item"] = [aid | {"extension": [control("help")]}]
    _left_out(item, losses)
    return made


def _details(item: Item, program: Program, addresses: Addresses, losses: Losses) -> Resource:
    match item.kind:
        case kinds.Number() as kind:
            return {"extension": _number(item, kind, losses)}
        case kinds.DurationType():
            return {
                "extension": [extension(UNIT_OPTION, "Coding", _unit(each)) for each in DURATIONS.values()]
            }
        case kinds.Choice() | kinds.Choices() as kind:
            drawn = "check-box" if isinstance(kind, kinds.Choices) else "radio-button"
            several = {"repeats": True} if isinstance(kind, kinds.Choices) else {}
            listed = options_of(
                kind, {each.id: each.text for each in item.options}, addresses, points_of(item.id, program)
            )
            return {**several, "extension": [control(drawn)], "answerOption": listed}
        case kinds.Code(system=system) if system in VALUE_SETS:
            return {"answerValueSet": VALUE_SETS[system]}
        case kinds.Code(system=system):
            losses.add(item.id, f"codes of {system}", "FHIR names no value set of the whole system")
            return {}
        case _:
            return {}


def options_of(
    kind: kinds.Choice | kinds.Choices,
    texts: Mapping[str, Words],
    addresses: Addresses,
    points: Mapping[str, Decimal | int],
) -> list[Resource]:
    """The options of a choice, each with its points."""
    exclusive = kind.exclusive if isinstance(kind, kinds.Choices) else frozenset()
    system = addresses.options(kind.of.removeprefix("list:"))
    listed = []
    for option in kind.options:
        coding: Resource = {"system": system, "code": option}
        coding |= worded("display", texts[option]) if option in texts else {"display": option}
        if option in points:
            coding["extension"] = [extension(ORDINAL, "Decimal", points[option])]
        only = {"extension": [extension(EXCLUSIVE, "Boolean", True)]} if option in exclusive else {}
        listed.append({**only, "valueCoding": coding})
    return listed


def points_of(item: str, program: Program) -> dict[str, Decimal | int]:
    """What each option counts, where that depends on the option alone."""
    cell = program.cells.get(f"points:{item}")
    node = cell.expression if cell is not None else None
    while isinstance(node, x.UnlessFalse | x.OrElse | x.WhenApplicable):
        node = node.operand if isinstance(node, x.OrElse) else node.body
    if not isinstance(node, x.OptionValues | x.ChosenSum):
        return {}
    values: tuple[tuple[Any, Possible], ...] = node.values
    return {
        option: number(given, node.kind)
        for option, given in values
        if isinstance(option, str) and isinstance(given, int)
    }


def number(units: int, kind: kinds.Kind) -> Decimal | int:
    """A number in its own unit."""
    places = kind.places if isinstance(kind, kinds.Number) else 0
    return Decimal(format_decimal(units, places)) if places else units


def _unit(code: str) -> Resource:
    return {"system": UCUM, "code": code, "display": code}


def quantity(value: Decimal | int, unit: str | None) -> Resource:
    """A quantity; without a unit, a bare number."""
    return {"value": value, **({"unit": unit, "system": UCUM, "code": unit} if unit else {})}


def _number(item: Item, kind: kinds.Number, losses: Losses) -> list[Resource]:
    made = []
    if item.also_in:
        units = [*([kind.unit] if kind.unit else []), *(unit for unit, _ in item.also_in)]
        made += [extension(UNIT_OPTION, "Coding", _unit(unit)) for unit in units]
    elif kind.unit is not None:
        made.append(extension(UNIT, "Coding", _unit(kind.unit)))
    if item.between is not None:
        least, most = (number(end, kind) for end in item.between)
        if item.also_in:
            made.append(extension(MIN_QUANTITY, "Quantity", quantity(least, kind.unit)))
            made.append(extension(MAX_QUANTITY, "Quantity", quantity(most, kind.unit)))
        else:
            word = "Decimal" if kind.places else "Integer"
            made += [extension(MIN_VALUE, word, least), extension(MAX_VALUE, word, most)]
    if kind.places:
        made.append(extension(MAX_PLACES, "Integer", kind.places))
    if kind.step != 1:
        step = format_decimal(kind.step, kind.places)
        losses.add(item.id, f"step {step}", "FHIR counts decimals, not steps")
    return made


def _left_out(item: Item, losses: Losses) -> None:
    if item.labels:
        losses.add(item.id, "labels", "FHIR has no words for single numbers")
    if item.suggest:
        losses.add(item.id, "suggest", "a suggestion needs the answers to other forms")
