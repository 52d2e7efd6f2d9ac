"""Units converted exactly, by UCUM (extra `fhir`: ucumvert on Pint, in fractions).

Law: a conversion is exact or is refused; what it gives is rounded by nobody here.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from decisionsupport.errors import InvalidCall


def converted(value: Fraction, unit: str, into: str) -> Fraction | None:
    """A value in another unit; None where one of them is no UCUM unit, or they measure different things."""
    registry, mistakes = _registry()
    try:
        measured = registry.Quantity(value, registry.from_ucum(unit).units)
        found = measured.to(registry.from_ucum(into).units).magnitude
    except mistakes:
        return None
    return found if isinstance(found, Fraction) else Fraction(found)


@cache
def _registry() -> tuple[Any, tuple[type[Exception], ...]]:
    """The units, read once (half a second), and the exceptions of a unit that cannot be had."""
    try:
        from lark.exceptions import LarkError
        from pint import PintError
        from ucumvert import PintUcumRegistry
    except ModuleNotFoundError as missing:
        raise InvalidCall("converting units needs ucumvert: pip install 'decisionsupport[fhir]'") from missing
    return PintUcumRegistry(non_int_type=Fraction), (LarkError, PintError)
