"""The phrases in which conditions are said, a table for each language. To add a language: one `Phrases`.

Law: every phrase stands for one construct of the language; `{}` are the parts, in the order of the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Phrases:
    """All that saying a condition in one language takes.

    `compared`, `compared_time`: by operator, of two parts. `several_true`: "at least 2 of …", by operator.
    """

    compared: Mapping[str, str]
    compared_time: Mapping[str, str]
    compared_rank: Mapping[str, str]
    since: Mapping[str, str]
    conjunction: str
    disjunction: str
    is_: str
    is_not: str
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
    always: str
    never: str
    parameter: str


_COMPARED_SV = {
    ">=": "{} är minst {}",
    ">": "{} är mer än {}",
    "<=": "{} är högst {}",
    "<": "{} är mindre än {}",
    "==": "{} är {}",
    "!=": "{} är inte {}",
}
_COMPARED_EN = {
    ">=": "{} is at least {}",
    ">": "{} is more than {}",
    "<=": "{} is at most {}",
    "<": "{} is less than {}",
    "==": "{} is {}",
    "!=": "{} is not {}",
}

_SWEDISH: Final = Phrases(
    compared=MappingProxyType(_COMPARED_SV),
    compared_time=MappingProxyType(
        {
            ">=": "{} är tidigast {}",
            ">": "{} är efter {}",
            "<=": "{} är senast {}",
            "<": "{} är före {}",
            "==": "{} är {}",
            "!=": "{} är inte {}",
        }
    ),
    compared_rank=MappingProxyType({**_COMPARED_SV, ">": "{} är högre än {}", "<": "{} är lägre än {}"}),
    since=MappingProxyType(
        {
            ">=": "det är minst {1} sedan {0} gjordes",
            ">": "det är mer än {1} sedan {0} gjordes",
            "<=": "det är högst {1} sedan {0} gjordes",
            "<": "det är mindre än {1} sedan {0} gjordes",
        }
    ),
    conjunction="och",
    disjunction="eller",
    is_="{} är {}",
    is_not="{} är inte {}",
    yes="{}: ja",
    no="{}: nej",
    not_="inte ({})",
    all_of="alla av: {}",
    any_of="något av: {}",
    none_of="inget av: {}",
    several_true=MappingProxyType(
        {
            ">=": "minst {1} av: {0}",
            ">": "fler än {1} av: {0}",
            "<=": "högst {1} av: {0}",
            "<": "färre än {1} av: {0}",
            "==": "precis {1} av: {0}",
            "!=": "inte precis {1} av: {0}",
        }
    ),
    how_many_true="hur många som stämmer av: {}",
    includes="{} omfattar {}",
    includes_not="{} omfattar inte {}",
    under="{} hör till {}",
    under_not="{} hör inte till {}",
    applicable="{} är aktuellt",
    not_applicable="{} är inte aktuellt",
    answered="{} är besvarat",
    known="{} är känt",
    unanswered="{} är inte besvarat",
    unknown="{} är inte känt",
    complete="{} är komplett",
    incomplete="{} är inte komplett",
    remaining="antalet obesvarade frågor i {}",
    points_of="poängen för {}",
    sum_of="summan av {}",
    points_sum="poängsumman i {}",
    least_of="det lägsta av {}",
    most_of="det högsta av {}",
    points_most="den högsta enskilda poängen i {}",
    points_least="den lägsta enskilda poängen i {}",
    mean_of="medelvärdet av {}",
    how_many="antalet som är aktuella av {}",
    plus="{} plus {}",
    minus="{} minus {}",
    times="{} gånger {}",
    divided="{} delat med {}",
    power=MappingProxyType({2: "{} i kvadrat", 3: "{} i kubik"}),
    negative="minus {}",
    absolute="beloppet av {}",
    rounded=MappingProxyType(
        {
            "round": "{}, avrundat till {}",
            "floor": "{}, avrundat nedåt till {}",
            "ceil": "{}, avrundat uppåt till {}",
        }
    ),
    real=MappingProxyType(
        {"sqrt": "roten ur {}", "log": "naturliga logaritmen av {}", "exp": "e upphöjt till {}"}
    ),
    conditional="{then} om {test}, annars {otherwise}",
    first_of="det första som gäller: {}",
    first_case="{value} om {test}",
    first_otherwise="annars {}",
    collected="allt som gäller av: {}",
    bands="{subject} ger {bands}",
    band="{value} vid {least}–{most}",
    band_up_to="{value} till och med {most}",
    band_from="{value} från och med {least}",
    option_values="{subject} ger {values}",
    when_applicable="{body}, när {applies}",
    require_all="{}, när allt är besvarat",
    concluded="det högsta som gäller: {}",
    previous="föregående värde av {}",
    lowest="lägsta värdet av {}",
    highest="högsta värdet av {}",
    change="förändringen av {} sedan förra gången",
    within="{} under de senaste {}",
    last_done="när {} senast gjordes",
    later="{1} efter {0}",
    earlier="{1} före {0}",
    now="nu",
    today="i dag",
    moments=MappingProxyType(
        {
            "years_since": "antalet år sedan {}",
            "days_between": "antalet dagar från {} till {}",
            "weekday": "veckodagen för {}",
            "date_of": "dagen för {}",
            "time_of": "klockslaget för {}",
            "at_clock": "{} klockan {}",
            "elapsed": "tiden från {} till {}",
        }
    ),
    duration=MappingProxyType(
        {
            "years": "{} år",
            "months": "{} månader",
            "weeks": "{} veckor",
            "days": "{} dagar",
            "hours": "{} timmar",
            "minutes": "{} minuter",
        }
    ),
    rows=MappingProxyType(
        {
            "any": "någon post i {group} med {body}",
            "all": "alla poster i {group} med {body}",
            "count": "antalet poster i {group} med {body}",
            "count_all": "antalet poster i {group}",
            "sum": "summan av {body} i {group}",
            "min": "det lägsta värdet av {body} i {group}",
            "max": "det högsta värdet av {body} i {group}",
            "mean": "medelvärdet av {body} i {group}",
            "distinct": "antalet olika {body} i {group}",
            "duplicates": "samma {body} två gånger i {group}",
        }
    ),
    no_row="ingen post i {group} med {body}",
    always="alltid",
    never="aldrig",
    parameter="{name} ({value})",
)

_ENGLISH: Final = Phrases(
    compared=MappingProxyType(_COMPARED_EN),
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
    compared_rank=MappingProxyType({**_COMPARED_EN, ">": "{} is above {}", "<": "{} is below {}"}),
    since=MappingProxyType(
        {
            ">=": "it is at least {1} since {0} was done",
            ">": "it is more than {1} since {0} was done",
            "<=": "it is at most {1} since {0} was done",
            "<": "it is less than {1} since {0} was done",
        }
    ),
    conjunction="and",
    disjunction="or",
    is_="{} is {}",
    is_not="{} is not {}",
    yes="{}: yes",
    no="{}: no",
    not_="not ({})",
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
    complete="{} is complete",
    incomplete="{} is not complete",
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
            "weekday": "the weekday of {}",
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
            "any": "some entry in {group} with {body}",
            "all": "all entries in {group} with {body}",
            "count": "the number of entries in {group} with {body}",
            "count_all": "the number of entries in {group}",
            "sum": "the sum of {body} in {group}",
            "min": "the lowest value of {body} in {group}",
            "max": "the highest value of {body} in {group}",
            "mean": "the mean of {body} in {group}",
            "distinct": "the number of different {body} in {group}",
            "duplicates": "the same {body} twice in {group}",
        }
    ),
    no_row="no entry in {group} with {body}",
    always="always",
    never="never",
    parameter="{name} ({value})",
)

PHRASES: Final[Mapping[str, Phrases]] = MappingProxyType({"sv": _SWEDISH, "en": _ENGLISH})


def phrases(language: str) -> Phrases:
    """The phrases of a language; English for one that has no table."""
    return PHRASES.get(language) or PHRASES.get(language.partition("-")[0], _ENGLISH)
