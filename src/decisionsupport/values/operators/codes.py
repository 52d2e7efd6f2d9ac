"""Codes: what one looks like in its system, and what lies under what in the system's own tree.

- **atc**: levels of 1, 3, 4, 5 and 7 characters: `N05A` covers `N05AB` and `N05AB01`, and not `N05`.
- **icd10se**: a category (`S72`) covers its subcategories (`S72.0`, `S72.00`); dots do not count.
- **kva**: one, two or three letters (`N`, `NF`, `NFB`) cover the codes under them (`NFB20`).
- **snomed**, **loinc**: the whole code; their trees are no part of the code.

A prefix counts only at a border of the system's own levels: `N0` is no code, so nothing lies under it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from decisionsupport.values.kinds import CodeSystem
from decisionsupport.values.operators.conditions import verdict
from decisionsupport.values.sets import NOT_APPLICABLE, UNDECIDED, Anything, OneOf, Possible

_SHAPES: Final[dict[CodeSystem, re.Pattern[str]]] = {
    "atc": re.compile(r"[A-Z](?:[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{2})?)?)?)?"),
    "icd10se": re.compile(r"[A-Z][0-9]{2}(?:\.?[0-9A-Z]{1,3})?"),
    "kva": re.compile(r"[A-Z]{1,3}|[A-Z]{2}[A-Z0-9][0-9]{2}"),
    "snomed": re.compile(r"[1-9][0-9]{5,17}"),
    "loinc": re.compile(r"[1-9][0-9]{0,6}-[0-9]"),
}
_LEVELS: Final[dict[CodeSystem, frozenset[int]]] = {
    "atc": frozenset({1, 3, 4, 5, 7}),
    "icd10se": frozenset({3, 4, 5, 6}),
    "kva": frozenset({1, 2, 3, 5}),
    "snomed": frozenset(),
    "loinc": frozenset(),
}


def is_code(text: str, system: CodeSystem) -> bool:
    """Whether a text has the shape of a code (or of a higher level) of the system."""
    return _SHAPES[system].fullmatch(text) is not None


@lru_cache(maxsize=4096)
def levels(code: str, system: CodeSystem) -> frozenset[str]:
    """The code and every code above it, dots left out.

    >>> sorted(levels("N05AB01", "atc"))
    ['N', 'N05', 'N05A', 'N05AB', 'N05AB01']
    """
    plain = _plain(code, system)
    if not is_code(code, system):
        return frozenset({plain})
    above = {plain[:length] for length in _LEVELS[system] if length < len(plain)}
    return frozenset({plain, *(higher for higher in above if is_code(higher, system))})


def lies_under(code: str, higher: str, system: CodeSystem) -> bool:
    """Whether the code is `higher` or lies under it."""
    return _plain(higher, system) in levels(code, system)


def code_in(code: Possible, codes: Possible, system: CodeSystem) -> Possible:
    """`atc in parameter.sedatives`: the code is one of them or lies under one; false when not applicable."""
    if code is NOT_APPLICABLE or codes is NOT_APPLICABLE:
        return False
    if isinstance(codes, Anything) and codes.value is not None:
        return _maybe_not_applicable(code_in(code, codes.value, system), na=codes.maybe_not_applicable)
    if not isinstance(codes, frozenset):
        return UNDECIDED
    match code:
        case str():
            return _is_under_any(code, codes, system)
        case Anything(str() as value, na):
            return _maybe_not_applicable(_is_under_any(value, codes, system), na=na)
        case OneOf(values, na):
            under = [_is_under_any(str(value), codes, system) for value in values]
            return verdict(any(under), not all(under) or na)
        case _:
            return UNDECIDED if codes else False


def _is_under_any(code: str, codes: frozenset[str], system: CodeSystem) -> bool:
    above = levels(code, system)
    if not above.isdisjoint(codes):
        return True
    return system == "icd10se" and any(_plain(higher, system) in above for higher in codes)


def _plain(code: str, system: CodeSystem) -> str:
    return code.replace(".", "") if system == "icd10se" else code


def _maybe_not_applicable(condition: Possible, *, na: bool) -> Possible:
    return UNDECIDED if na and condition is not False else condition
