"""From the `value[x]` of an answer to what the engine takes: by the item's kind, in the item's unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from decisionsupport.adapters.fhir.addresses import SYSTEMS, UCUM, Addresses
from decisionsupport.adapters.fhir.items import DURATIONS
from decisionsupport.adapters.fhir.units import converted
from decisionsupport.engine.answers import Refused, allowed_number, shown
from decisionsupport.program.model import Item
from decisionsupport.values import kinds
from decisionsupport.values.numbers import format_decimal

Element = Mapping[str, Any]


def given_value(name: str, value: object, item: Item, addresses: Addresses) -> object | Refused:
    """What a host would have given for a `valueInteger` of 88, or why it cannot be.

    Whether it is possible and on the grid is for the engine to say.
    """
    allowed, read = _READERS[type(item.kind)]
    if name not in allowed:
        return Refused("another type of answer", name, " or ".join(allowed))
    return read(name, value, item, addresses)


def _plain(_name: str, value: object, _item: Item, _addresses: Addresses) -> object:
    return value


# Codes -------------------------------------------------------------------------------------------------


def _option(_name: str, value: object, item: Item, addresses: Addresses) -> object | Refused:
    assert isinstance(item.kind, kinds.Choice | kinds.Choices)
    return _code_of(value, addresses.options(item.kind.of.removeprefix("list:")))


def _code(_name: str, value: object, item: Item, _addresses: Addresses) -> object | Refused:
    assert isinstance(item.kind, kinds.Code)
    return _code_of(value, SYSTEMS[item.kind.system])


def _code_of(value: object, system: str) -> object | Refused:
    if not isinstance(value, Mapping) or not isinstance(value.get("code"), str):
        return Refused("a coding without a code", shown(value), f"a code of {system}")
    if value.get("system", system) != system:
        return Refused("a code of another system", shown(value["system"]), system)
    code: str = value["code"]
    return code


# Quantities --------------------------------------------------------------------------------------------


def _number(name: str, value: object, item: Item, _addresses: Addresses) -> object | Refused:
    if name != "valueQuantity":
        return value
    assert isinstance(item.kind, kinds.Number)
    read = _amount(value)
    if isinstance(read, Refused):
        return read
    amount, unit = read
    if unit == (item.kind.unit or "") or (unit == "1" and item.kind.unit is None):
        return amount
    if any(unit == other for other, _ in item.also_in):
        return {"value": amount, "unit": unit}
    return _converted(amount, unit, item, item.kind)


def _amount(value: object) -> tuple[int | float | Decimal, str] | Refused:
    """A quantity's number and unit; the unit is empty where there is none."""
    if not isinstance(value, Mapping):
        return Refused("not a quantity", shown(value), "value and unit")
    if value.get("comparator") is not None:
        return Refused("a bound, not a value", shown(value["comparator"]), "a quantity without comparator")
    amount = value.get("value")
    if isinstance(amount, bool) or not isinstance(amount, int | float | Decimal):
        return Refused("a quantity without a number", shown(amount), "a number")
    if isinstance(amount, float | Decimal) and not Decimal(str(amount)).is_finite():
        return Refused("not possible", shown(amount), "a number")
    if value.get("system", UCUM) != UCUM:
        return Refused("a unit of another system", shown(value["system"]), UCUM)
    unit = value.get("code", value.get("unit"))
    if unit is None:
        return amount, ""
    return (amount, unit) if isinstance(unit, str) else Refused("not a unit", shown(unit), "a UCUM code")


def _converted(amount: float | Decimal, unit: str, item: Item, kind: kinds.Number) -> object | Refused:
    """The number in the item's unit; one that lies between two steps is refused, not rounded."""
    found = f"{shown(amount)} {unit}".rstrip()
    own = [*([kind.unit] if kind.unit else []), *(name for name, _ in item.also_in)]
    if not unit:
        return Refused("a quantity without a unit", found, ", ".join(own) or "no unit")
    exact = converted(Fraction(str(amount)), unit, kind.unit or "1")
    if exact is None:
        return Refused("not a unit of this item", found, ", ".join(own) or "no unit")
    units = exact * 10**kind.places
    if units.denominator != 1 or units.numerator % kind.step:
        about = f"{float(exact):.6g} {kind.unit or ''}".rstrip()
        limits = item.between or (-kinds.LIMIT, kinds.LIMIT)
        message = f"between two steps when it is converted ({about})"
        return Refused(message, found, allowed_number(kind, limits))
    return Decimal(format_decimal(units.numerator, kind.places)) if kind.places else units.numerator


def _duration(_name: str, value: object, _item: Item, _addresses: Addresses) -> object | Refused:
    read = _amount(value)
    if isinstance(read, Refused):
        return read
    amount, unit = read
    word = next((word for word, code in DURATIONS.items() if code == unit), None)
    if word is None or amount != int(amount):
        return Refused(
            "not a duration", f"{shown(amount)} {unit}", f"a whole number of {', '.join(DURATIONS.values())}"
        )
    return f"{int(amount)} {word}"


_Reader = Callable[[str, object, Item, Addresses], object]
_READERS: Final[Mapping[type, tuple[tuple[str, ...], _Reader]]] = {
    kinds.Boolean: (("valueBoolean",), _plain),
    kinds.Number: (("valueInteger", "valueDecimal", "valueQuantity"), _number),
    kinds.Choice: (("valueCoding",), _option),
    kinds.Choices: (("valueCoding",), _option),
    kinds.Code: (("valueCoding",), _code),
    kinds.Text: (("valueString",), _plain),
    kinds.Date: (("valueDate",), _plain),
    kinds.Instant: (("valueDateTime",), _plain),
    kinds.TimeOfDay: (("valueTime",), _plain),
    kinds.DurationType: (("valueQuantity",), _duration),
}
