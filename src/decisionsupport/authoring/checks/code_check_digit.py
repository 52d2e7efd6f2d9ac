"""`code-check-digit`: a code whose last digit does not agree with the others: one of them is mistyped.

SNOMED CT's last digit is Verhoeff's, LOINC's that of Luhn (mod 10).
"""

from __future__ import annotations

from typing import Final

from decisionsupport.authoring.checks.codes_written import NAMES, codes_written
from decisionsupport.authoring.checks.luhn import check_digit
from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.values.operators.codes import is_code

_TURNED: Final = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
"""Verhoeff's permutation, applied once more for each place further left."""


def code_check_digit(pack: Pack, report: Report) -> None:
    """Report `code-check-digit`; a code that is none at all is `code-malformed`."""
    for code, system, span in codes_written(pack):
        if not is_code(code, system):
            continue
        digits = code.replace("-", "")
        wrong = (system == "snomed" and not verhoeff_holds(digits)) or (
            system == "loinc" and check_digit(digits[:-1]) != digits[-1]
        )
        if wrong:
            report.add(
                "code-check-digit",
                f"`{code}` is no code of {NAMES[system]}: its check digit does not agree",
                span,
                help="a digit is wrong or two have changed places: look the code up again",
            )


def verhoeff_holds(digits: str) -> bool:
    """Whether digits, the last of them Verhoeff's, agree.

    >>> verhoeff_holds("2363"), verhoeff_holds("2336")
    (True, False)
    """
    sum_ = 0
    for place, digit in enumerate(int(each) for each in reversed(digits)):
        for _ in range(place % 8):
            digit = _TURNED[digit]
        sum_ = _dihedral(sum_, digit)
    return sum_ == 0


def _dihedral(left: int, right: int) -> int:
    """The turns and mirrorings of a pentagon, one after the other: 0 to 4 turn it, 5 to 9 mirror it."""
    if left < 5:
        return (left + right) % 5 if right < 5 else (left + right - 5) % 5 + 5
    return (left - 5 - right) % 5 + 5 if right < 5 else (left - right) % 5
