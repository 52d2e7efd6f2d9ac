"""How conditions are said in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from decisionsupport.engine.explaining.phrases import Phrases

_COMPARED: Final = {
    ">=": "{} is at least {}",
    ">": "{} is more than {}",
    "<=": "{} is at most {}",
    "<": "{} is less than {}",
    "==": "{} is {}",
    "!=": "{} is not {}",
}

ENGLISH: Final = Phrases(
    compared=MappingProxyType(_COMPARED),
    compared_time=MappingProxyType(
        {
            ">=": "{} is at or after {}",
            ">": "{} is after {}",
            "<=": "{} is at or before {}",
            "<": "{} is before {}",
            "==": "{} is {}",
            "!=": "{} is not {}",
        }
    ),
    compared_rank=MappingProxyType({**_COMPARED, ">": "{} is above {}", "<": "{} is below {}"}),
    compared_now=MappingProxyType(
        {
            "<=": "{} has come",
            "<": "{} has passed",
            ">": "{} has not come yet",
            ">=": "{} has not passed",
        }
    ),
    since=MappingProxyType(
        {
            ">=": "it is at least {1} since {0} was done (or never)",
            ">": "it is more than {1} since {0} was done (or never)",
            "<=": "it is at most {1} since {0} was done",
            "<": "it is less than {1} since {0} was done",
        }
    ),
    ago=MappingProxyType(
        {
            ">": "it is less than {1} since {0}",
            ">=": "it is at most {1} since {0}",
            "<": "it is more than {1} since {0}",
            "<=": "it is at least {1} since {0}",
        }
    ),
    done=MappingProxyType(
        {
            "<": "{} has not been done since {}",
            "<=": "{} has not been done after {}",
            ">": "{} has been done after {}",
            ">=": "{} has been done since {}",
        }
    ),
    conjunction="and",
    disjunction="or",
    is_="{} is {}",
    is_not="{} is not {}",
    is_none_of="{} is not {}",
    is_known="{} is {}",
    may_be="{} may be {}",
    is_missing="{} is not known",
    no_answer="{} is missing",
    not_applicable_now="{} is not applicable",
    quoted="“{}”",
    answer_to="the answer to {}",
    moment_of="the time of {}",
    moment_words=("date", "day", "time", "clock"),
    with_form="{} ({})",
    yes="{}: yes",
    no="{}: no",
    not_="it is not so that {}",
    all_of="all of: {}",
    any_of="any of: {}",
    none_of="none of: {}",
    several_true=MappingProxyType(
        {
            ">=": "at least {1} of: {0}",
            ">": "more than {1} of: {0}",
            "<=": "at most {1} of: {0}",
            "<": "fewer than {1} of: {0}",
            "==": "exactly {1} of: {0}",
            "!=": "not exactly {1} of: {0}",
        }
    ),
    how_many_true="how many hold of: {}",
    includes="{} includes {}",
    includes_not="{} does not include {}",
    under="{} belongs to {}",
    under_not="{} does not belong to {}",
    applicable="{} is applicable",
    not_applicable="{} is not applicable",
    answered="{} is answered",
    known="{} is known",
    unanswered="{} is not answered",
    unknown="{} is not known",
    complete="all is answered in {}",
    incomplete="not all is answered in {}",
    remaining="the number of unanswered questions in {}",
    points_of="the points for {}",
    sum_of="the sum of {}",
    points_sum="the sum of points in {}",
    least_of="the lowest of {}",
    most_of="the highest of {}",
    points_most="the highest single points in {}",
    points_least="the lowest single points in {}",
    mean_of="the mean of {}",
    how_many="the number that apply of {}",
    plus="{} plus {}",
    minus="{} minus {}",
    times="{} times {}",
    divided="{} divided by {}",
    power=MappingProxyType({2: "{} squared", 3: "{} cubed"}),
    negative="minus {}",
    absolute="the absolute value of {}",
    rounded=MappingProxyType(
        {"round": "{}, rounded to {}", "floor": "{}, rounded down to {}", "ceil": "{}, rounded up to {}"}
    ),
    real=MappingProxyType(
        {"sqrt": "the square root of {}", "log": "the natural logarithm of {}", "exp": "e to the power of {}"}
    ),
    conditional="{then} if {test}, else {otherwise}",
    first_of="the first that holds: {}",
    first_case="{value} if {test}",
    first_otherwise="else {}",
    collected="all that hold of: {}",
    bands="{subject} gives {bands}",
    band="{value} at {least}–{most}",
    band_up_to="{value} up to {most}",
    band_from="{value} from {least}",
    option_values="{subject} gives {values}",
    when_applicable="{body}, when {applies}",
    require_all="{}, once all is answered",
    concluded="the highest that holds: {}",
    previous="the previous value of {}",
    lowest="the lowest value of {}",
    highest="the highest value of {}",
    change="the change of {} since last time",
    within="{} within the last {}",
    last_done="when {} was last done",
    later="{1} after {0}",
    earlier="{1} before {0}",
    now="now",
    today="today",
    moments=MappingProxyType(
        {
            "years_since": "the number of years since {}",
            "days_between": "the number of days from {} to {}",
            "weekday": "the weekday (1 is Monday) of {}",
            "date_of": "the day of {}",
            "time_of": "the clock time of {}",
            "at_clock": "{} at {}",
            "elapsed": "the time from {} to {}",
        }
    ),
    duration=MappingProxyType(
        {
            "years": "{} years",
            "months": "{} months",
            "weeks": "{} weeks",
            "days": "{} days",
            "hours": "{} hours",
            "minutes": "{} minutes",
        }
    ),
    rows=MappingProxyType(
        {
            "any": "there is some entry in {group} where {body}",
            "all": "for all entries in {group}: {body}",
            "count": "the number of entries in {group} (where {body})",
            "count_all": "the number of entries in {group}",
            "sum": "the sum of {body} in {group}",
            "min": "the lowest value of {body} in {group}",
            "max": "the highest value of {body} in {group}",
            "mean": "the mean of {body} in {group}",
            "distinct": "the number of different {body} in {group}",
            "duplicates": "the same {body} occurs twice in {group}",
        }
    ),
    no_row="there is no entry in {group} where {body}",
    undecided="{} (undecided)",
    always="always",
    never="never",
    parameter="{value} ({name})",
    parameter_unset="{name} (not set)",
    parameter_yes="the setting {}",
    local=MappingProxyType(
        {
            "title": "the title",
            "for_patient": "the text for the patient",
            "priority": "the priority",
            "performer": "the performer",
            "due": "the time",
            "why": "the reason",
            "against": "the reason against",
            "value": "the value",
            "because": "the reason",
            "option": "the option",
        }
    ),
)
