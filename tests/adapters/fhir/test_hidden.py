"""What is hidden, in FHIRPath: it counts nothing, compares as false, and is not the same as unknown."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

import decisionsupport
from decisionsupport.engine import Engine
from tests.adapters.fhir.given import expected, questionnaire, response
from tests.adapters.fhir.test_fhirpath import values

PACK = """\
pack: small
version: 1.0.0
languages: [en]
timezone: Europe/Stockholm
"""
FORM = """\
assessment: odd
version: 1.0.0
status: active
title: {en: Odd}
items:
  shown: {ask: {en: Shown}, kind: boolean, points: 1}
  inner:
    ask: {en: Inner}
    show_when: shown
    kind: choice
    options: {none: {text: {en: None}, points: 0}, some: {text: {en: Some}, points: 2}}
  length: {ask: {en: Length}, kind: decimal, step: 0.1, between: 0.0..3.0, points: {..0.9: 0, 1.0..: 1}}
computed:
  total: {title: {en: Total}, value: sum(points)}
  worst: {title: {en: Worst}, value: max(points)}
  scored: {title: {en: Scored}, value: count(points)}
  is_some: {title: {en: Some}, value: inner is some}
  not_some: {title: {en: Not some}, value: inner is applicable and inner is not some}
  asked: {title: {en: Asked}, value: inner is applicable}
  twice: {title: {en: Twice}, value: length * 2}
  either: {title: {en: Either}, value: total >= 3 or shown}
  level:
    title: {en: Level}
    ordered: true
    options: {low: {en: low}, high: {en: high}}
    first:
      - {when: total >= 3, is: high}
      - {is: low}
  at_high: {title: {en: High}, value: level >= high}
  all_in: {title: {en: All}, value: sum(points), when_missing: require_all}
"""
CASES = [
    {
        name: value
        for name, value in zip(("shown", "inner", "length"), given, strict=True)
        if value is not None
    }
    for given in product((None, True, False), (None, "none", "some"), (None, 0.9, 1.0))
]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("odd")
    for name, text in (("pack", PACK), ("odd", FORM)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return decisionsupport.load(folder)


@pytest.mark.parametrize("given", CASES, ids=str)
def test_what_fhirpath_says_is_what_we_say(given: dict[str, Any], odd: Engine) -> None:
    made = questionnaire(odd, "odd")
    ours = expected(odd, "odd", given)
    found = values(made, response(odd, "odd", given))
    assert set(found) == set(ours)
    for name, value in found.items():
        if value is not None:
            assert float(value) == ours[name] if name == "twice" else value == ours[name], name
    if set(given) >= {"shown", "length"} and (given["shown"] is False or "inner" in given):
        assert {name for name, value in found.items() if value is None} == {
            name for name, value in ours.items() if value is None
        }
