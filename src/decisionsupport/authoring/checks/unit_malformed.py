"""`unit-malformed`: a unit that is not written in UCUM, so that no other system knows what was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.documents.leaves import Word

_MEANT: Final = {
    "°C": "Cel",
    "C": "Cel",
    "grader": "Cel",
    "°F": "[degF]",
    "mmHg": "mm[Hg]",
    "mm Hg": "mm[Hg]",
    "cmH2O": "cm[H2O]",
    "procent": "%",
    "percent": "%",
    "slag/min": "/min",
    "bpm": "/min",
    "per minut": "/min",
    "liter": "L",
    "gram": "g",
    "kilo": "kg",
    "år": "a",
    "years": "a",
    "månader": "mo",
    "veckor": "wk",
    "weeks": "wk",
    "dagar": "d",
    "dygn": "d",
    "days": "d",
    "timmar": "h",
    "hours": "h",
    "minuter": "min",
    "minutes": "min",
    "sekunder": "s",
    "seconds": "s",
    "sek": "s",
    "tim": "h",
}
"""What units are called elsewhere, and in Swedish."""
_NOT_UCUM: Final = re.compile(r"[^!-~]")
_LETTERS: Final = str.maketrans({"µ": "u", "μ": "u", "²": "2", "³": "3", "·": ".", " ": None, "\u00a0": None})


def unit_malformed(pack: Pack, report: Report) -> None:
    """Report `unit-malformed`."""
    for unit in _units(pack):
        meant = _MEANT.get(unit.text)
        if meant is None and not _NOT_UCUM.search(unit.text):
            continue
        if meant is None:
            plain = unit.text.translate(_LETTERS)
            meant = None if _NOT_UCUM.search(plain) else plain
        help = (
            f"write `{meant}`"
            if meant
            else "UCUM has signs of ASCII and no spaces: `umol/L`, `mm[Hg]`, `/min`"
        )
        report.add("unit-malformed", f"`{unit.text}` is not a unit of UCUM", unit.span, help=help)


def _units(pack: Pack) -> Iterator[Word]:
    for form in pack.declared.forms.values():
        for _, item, _ in form.each_item():
            yield from (unit for unit in (item.unit, *(unit for unit, _ in item.also_in)) if unit is not None)
        yield from (computed.unit for _, computed in form.computed if computed.unit is not None)
    for parameter in pack.declared.parameters.values():
        if parameter.unit is not None:
            yield parameter.unit
