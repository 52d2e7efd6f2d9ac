"""How conditions are said in Swedish."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from decisionsupport.engine.explaining.phrases import Phrases

_COMPARED: Final = {
    ">=": "{} är minst {}",
    ">": "{} är mer än {}",
    "<=": "{} är högst {}",
    "<": "{} är mindre än {}",
    "==": "{} är {}",
    "!=": "{} är inte {}",
}

SWEDISH: Final = Phrases(
    compared=MappingProxyType(_COMPARED),
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
    compared_rank=MappingProxyType({**_COMPARED, ">": "{} är högre än {}", "<": "{} är lägre än {}"}),
    compared_now=MappingProxyType(
        {
            "<=": "{} har infallit",
            "<": "{} har passerat",
            ">": "{} har inte infallit än",
            ">=": "{} har inte passerat",
        }
    ),
    since=MappingProxyType(
        {
            ">=": "det är minst {1} sedan {0} gjordes (eller aldrig)",
            ">": "det är mer än {1} sedan {0} gjordes (eller aldrig)",
            "<=": "det är högst {1} sedan {0} gjordes",
            "<": "det är mindre än {1} sedan {0} gjordes",
        }
    ),
    ago=MappingProxyType(
        {
            ">": "det är mindre än {1} sedan {0}",
            ">=": "det är högst {1} sedan {0}",
            "<": "det är mer än {1} sedan {0}",
            "<=": "det är minst {1} sedan {0}",
        }
    ),
    done=MappingProxyType(
        {
            "<": "{} har inte gjorts sedan {}",
            "<=": "{} har inte gjorts efter {}",
            ">": "{} har gjorts efter {}",
            ">=": "{} har gjorts sedan {}",
        }
    ),
    conjunction="och",
    disjunction="eller",
    is_="{} är {}",
    is_not="{} är inte {}",
    is_none_of="{} är varken {}",
    is_known="{} är {}",
    may_be="{} kan vara {}",
    is_missing="uppgift om {} saknas",
    no_answer="{} saknas",
    not_applicable_now="{} är ej aktuellt",
    quoted="”{}”",
    answer_to="svaret på {}",
    moment_of="tidpunkten för {}",
    moment_words=("datum", "dag", "tid", "klock"),
    with_form="{} ({})",
    yes="{}: ja",
    no="{}: nej",
    not_="det stämmer inte att {}",
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
    applicable="uppgiften {} är aktuell",
    not_applicable="uppgiften {} är inte aktuell",
    answered="svar på {} finns",
    known="uppgift om {} finns",
    unanswered="svar på {} saknas",
    unknown="uppgift om {} saknas",
    complete="allt är besvarat i {}",
    incomplete="allt är inte besvarat i {}",
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
    previous="det föregående värdet av {}",
    lowest="det lägsta värdet av {}",
    highest="det högsta värdet av {}",
    change="förändringen av {} sedan förra gången",
    within="{} inom {} bakåt",
    last_done="när {} senast gjordes",
    later="{1} efter {0}",
    earlier="{1} före {0}",
    now="nu",
    today="i dag",
    moments=MappingProxyType(
        {
            "years_since": "antalet år sedan {}",
            "days_between": "antalet dagar från {} till {}",
            "weekday": "veckodagen (1 är måndag) för {}",
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
            "any": "det finns någon post i {group} där {body}",
            "all": "för alla poster i {group} gäller: {body}",
            "count": "antalet poster i {group} (där {body})",
            "count_all": "antalet poster i {group}",
            "sum": "summan av {body} i {group}",
            "min": "det lägsta värdet av {body} i {group}",
            "max": "det högsta värdet av {body} i {group}",
            "mean": "medelvärdet av {body} i {group}",
            "distinct": "antalet olika {body} i {group}",
            "duplicates": "samma {body} förekommer två gånger i {group}",
        }
    ),
    no_row="det finns ingen post i {group} där {body}",
    undecided="{} (inte avgjort)",
    always="alltid",
    never="aldrig",
    parameter="{value} ({name})",
    parameter_unset="{name} (inte satt)",
    parameter_yes="inställningen {}",
    local=MappingProxyType(
        {
            "title": "rubriken",
            "for_patient": "texten till patienten",
            "priority": "prioriteten",
            "performer": "utföraren",
            "due": "tiden",
            "why": "skälet",
            "against": "skälet emot",
            "value": "värdet",
            "because": "skälet",
            "option": "alternativet",
        }
    ),
)
