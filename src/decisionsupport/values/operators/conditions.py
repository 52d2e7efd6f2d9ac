"""Conditions: Kleene's three values; what is not applicable counts as false."""

from __future__ import annotations

from collections.abc import Iterable

from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Possible,
    between,
    may_be_not_applicable,
    truth,
)


def verdict(can_hold: bool, can_fail: bool) -> Possible:
    """The condition that can hold, can fail, or both."""
    return UNDECIDED if can_hold and can_fail else can_hold


def negation(x: Possible) -> Possible:
    """`not x`."""
    judged = truth(x)
    return UNDECIDED if judged is UNDECIDED else judged is False


def conjunction(operands: Iterable[Possible]) -> Possible:
    """`x and y and …`: false as soon as one is; later operands are then not asked for."""
    result: Possible = True
    for operand in operands:
        judged = operand if operand is True or operand is False else truth(operand)
        if judged is False:
            return False
        if judged is not True:
            result = UNDECIDED
    return result


def disjunction(operands: Iterable[Possible]) -> Possible:
    """`x or y or …`: true as soon as one is; later operands are then not asked for."""
    result: Possible = False
    for operand in operands:
        judged = operand if operand is True or operand is False else truth(operand)
        if judged is True:
            return True
        if judged is not False:
            result = UNDECIDED
    return result


def count_true(conditions: Iterable[Possible]) -> Possible:
    """How many hold: from those that do to those that can."""
    sure = possible = 0
    for condition in conditions:
        judged = truth(condition)
        sure += judged is True
        possible += judged is not False
    return between(sure, possible)


def is_applicable(x: Possible) -> Possible:
    """`x is applicable`."""
    return verdict(can_hold=x is not NOT_APPLICABLE, can_fail=may_be_not_applicable(x))
