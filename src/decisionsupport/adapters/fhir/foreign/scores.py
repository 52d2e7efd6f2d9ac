"""Foreign scores: a sum of all options' weights is `sum(points)`; every other calculation is lost, by name.

Law: a total that would count anything else than the foreign one is not made: better none than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from decisionsupport.adapters.fhir.extensions import CALCULATED, VARIABLE, found, value_of

_SUM: Final = re.compile(
    r"(?:%resource\.|%context\.|QuestionnaireResponse\.)?(?P<from>item|descendants\(\)|repeat\(item\))"
    r"(?:\.where\((?P<which>.*)\))?\.answer(?:\.value|\.valueCoding)?\.(?:ordinal|weight)\(\)\.sum\(\)"
)
_LINK: Final = re.compile(r"linkId(=|!=)'([^']*)'")
_LISTED: Final = re.compile(r"linkId in\((?P<links>'[^']*'(?:\|'[^']*')*)\)")


def calculation(item: Mapping[str, Any], questionnaire: Mapping[str, Any]) -> str | None:
    """The FHIRPath that a foreign item works itself out by; a variable is looked up."""
    said = value_of(item, CALCULATED)
    fhirpath = said.get("expression") if isinstance(said, Mapping) else said
    if not isinstance(fhirpath, str):
        return None
    for each in found(questionnaire, VARIABLE):
        variable = each.get("valueExpression")
        if isinstance(variable, Mapping) and fhirpath.strip() == f"%{variable.get('name')}":
            return str(variable.get("expression"))
    return fhirpath


def is_sum(fhirpath: str, scored: Collection[str], *, nested: bool) -> bool:
    """Whether it adds up the weights of all scored items, named by link id, and of nothing else.

    `nested`: whether some of them lie in groups, where a plain `item` does not reach.
    """
    matched = _SUM.fullmatch(_tight(fhirpath))
    if matched is None or (nested and matched["from"] == "item"):
        return False
    which = matched["which"]
    if which is None:
        return True
    if (listed := _LISTED.fullmatch(which)) is not None:
        return set(re.findall(r"'([^']*)'", listed["links"])) == set(scored)
    for operator, joiner in (("=", " or "), ("!=", " and ")):
        tests = [_LINK.fullmatch(test) for test in which.split(joiner)]
        links = {test[2] for test in tests if test is not None and test[1] == operator}
        if all(test is not None and test[1] == operator for test in tests):
            return links == set(scored) if operator == "=" else not links & set(scored)
    return False


def _tight(fhirpath: str) -> str:
    """Without the spaces that mean nothing."""
    return re.sub(r"\s*([().|=]|!=)\s*", r"\1", " ".join(fhirpath.split()))
