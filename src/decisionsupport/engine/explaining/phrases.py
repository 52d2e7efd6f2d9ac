"""The phrases in which conditions are said, a table for each language (see `languages`).

Law: every phrase stands for one construct of the language; `{}` are its parts, in the reader's order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """All that saying a condition in one language takes.

    `compared`, `compared_time`: by operator, of two parts. `several_true`: "at least 2 of …", by operator.
    """

    compared: Mapping[str, str]
    compared_time: Mapping[str, str]
    compared_rank: Mapping[str, str]
    compared_now: Mapping[str, str]
    since: Mapping[str, str]
    done: Mapping[str, str]
    ago: Mapping[str, str]
    conjunction: str
    disjunction: str
    is_: str
    is_not: str
    is_none_of: str
    is_known: str
    may_be: str
    is_missing: str
    no_answer: str
    not_applicable_now: str
    quoted: str
    answer_to: str
    moment_of: str
    moment_words: tuple[str, ...]
    with_form: str
    yes: str
    no: str
    not_: str
    all_of: str
    any_of: str
    none_of: str
    several_true: Mapping[str, str]
    how_many_true: str
    includes: str
    includes_not: str
    under: str
    under_not: str
    applicable: str
    not_applicable: str
    answered: str
    known: str
    unanswered: str
    unknown: str
    complete: str
    incomplete: str
    remaining: str
    points_of: str
    sum_of: str
    points_sum: str
    least_of: str
    most_of: str
    points_most: str
    points_least: str
    mean_of: str
    how_many: str
    plus: str
    minus: str
    times: str
    divided: str
    power: Mapping[int, str]
    negative: str
    absolute: str
    rounded: Mapping[str, str]
    real: Mapping[str, str]
    conditional: str
    first_of: str
    first_case: str
    first_otherwise: str
    collected: str
    bands: str
    band: str
    band_up_to: str
    band_from: str
    option_values: str
    when_applicable: str
    require_all: str
    concluded: str
    previous: str
    lowest: str
    highest: str
    change: str
    within: str
    last_done: str
    later: str
    earlier: str
    now: str
    today: str
    moments: Mapping[str, str]
    duration: Mapping[str, str]
    rows: Mapping[str, str]
    no_row: str
    undecided: str
    always: str
    never: str
    parameter: str
    parameter_unset: str
    parameter_yes: str
    local: Mapping[str, str]
