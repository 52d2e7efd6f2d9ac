"""Aggregates over the entries of a repeating group.

`values` has one possible value for each entry given. When the group was not given, `more` is how many entries
there may be (0 to that many), each with a value from `row_any`. What is not applicable is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

from decisionsupport.values.numbers import Mode
from decisionsupport.values.operators.arithmetic import maximum, minimum, total
from decisionsupport.values.operators.conditions import conjunction, count_true, disjunction, verdict
from decisionsupport.values.operators.distinctness import fewest_distinct, may_coincide, most_distinct
from decisionsupport.values.operators.rounding import round_mean
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Possible,
    between,
    is_known,
    may_be_not_applicable,
    truth,
    with_not_applicable,
)


def count_rows(given: int, more: int = 0) -> Possible:
    """`count(group)`: how many entries."""
    return between(given, given + more)


def any_row(values: Sequence[Possible], more: int = 0, row_any: Possible = UNDECIDED) -> Possible:
    """`any(…)`: it holds for an entry; of no entries it is false."""
    further = [UNDECIDED] if more and truth(row_any) is not False else []
    return disjunction([*values, *further])


def all_rows(values: Sequence[Possible], more: int = 0, row_any: Possible = UNDECIDED) -> Possible:
    """`all(…)`: it holds for every entry; of no entries it is true."""
    further = [UNDECIDED] if more and truth(row_any) is not True else []
    return conjunction([*values, *further])


def count_true_rows(values: Sequence[Possible], more: int = 0, row_any: Possible = UNDECIDED) -> Possible:
    """`count(…)`: for how many entries it holds."""
    further = [UNDECIDED] * more if truth(row_any) is not False else []
    return count_true([*values, *further])


def sum_rows(values: Sequence[Possible], more: int = 0, row_any: Possible = NOT_APPLICABLE) -> Possible:
    """`sum(…)`; of nothing it is 0."""
    return total([*values, *_further(more, row_any)])


def min_rows(values: Sequence[Possible], more: int = 0, row_any: Possible = NOT_APPLICABLE) -> Possible:
    """`min(…)`; of nothing it is not applicable."""
    return minimum([*values, *_further(min(more, 1), row_any)])


def max_rows(values: Sequence[Possible], more: int = 0, row_any: Possible = NOT_APPLICABLE) -> Possible:
    """`max(…)`; of nothing it is not applicable."""
    return maximum([*values, *_further(min(more, 1), row_any)])


def mean_rows(
    values: Sequence[Possible],
    scale: int,
    step: int,
    mode: Mode = "round",
    more: int = 0,
    row_any: Possible = NOT_APPLICABLE,
) -> Possible:
    """`mean(…)`, rounded as `round_mean` does; of nothing it is not applicable."""
    return round_mean([*values, *_further(more, row_any)], scale, step, mode)


def distinct_rows(values: Sequence[Possible], more: int = 0, row_any: Possible = NOT_APPLICABLE) -> Possible:
    """`distinct(…)`: how many different values; of numbers, options, codes, texts and times."""
    if not more and all(is_known(value) for value in values):
        return len({value for value in values if value is not NOT_APPLICABLE})
    sure, optional = _by_certainty([*values, *_further(more, row_any)])
    return between(fewest_distinct(sure), most_distinct([*sure, *optional]))


def duplicate_rows(values: Sequence[Possible], more: int = 0, row_any: Possible = NOT_APPLICABLE) -> Possible:
    """`duplicates(…)`: whether one value occurs twice."""
    if not more and all(is_known(value) for value in values):
        applicable = [value for value in values if value is not NOT_APPLICABLE]
        return len(set(applicable)) < len(applicable)
    sure, optional = _by_certainty([*values, *_further(min(more, 2), row_any)])
    return verdict(can_hold=may_coincide([*sure, *optional]), can_fail=most_distinct(sure) == len(sure))


def _further(more: int, row_any: Possible) -> list[Possible]:
    """Entries that may be there: as if each might be not applicable, which every aggregate passes over."""
    return [with_not_applicable(row_any)] * more


def _by_certainty(values: Sequence[Possible]) -> tuple[list[Possible], list[Possible]]:
    """What is there for sure, and what may be; the not applicable left out."""
    applicable: list[Possible] = [value for value in values if value is not NOT_APPLICABLE]
    sure = [value for value in applicable if not may_be_not_applicable(value)]
    optional = [value for value in applicable if may_be_not_applicable(value)]
    return sure, optional
