"""Luhn's check digit (mod 10): of LOINC codes and of Swedish personal identity numbers."""

from __future__ import annotations


def check_digit(digits: str) -> str:
    """The digit that belongs after these.

    >>> check_digit("8867"), check_digit("811218987")
    ('4', '6')
    """
    sum_ = 0
    for place, digit in enumerate(int(each) for each in reversed(digits)):
        doubled = digit * 2 if place % 2 == 0 else digit
        sum_ += doubled - 9 if doubled > 9 else doubled
    return str(-sum_ % 10)
