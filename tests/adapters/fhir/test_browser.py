"""The exported Questionnaires in engines that are not ours: HL7's fhirpath.js, and LHC-Forms in Chromium.

LHC-Forms draws NEWS2 and Downton, is filled in as by hand, and shows the same totals as we work out.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from decisionsupport.engine import Engine
from tests.adapters.fhir import javascript
from tests.adapters.fhir.given import answers, expected, questionnaire, response
from tests.adapters.fhir.test_fhirpath import SCORES


def test_fhirpath_js_gives_the_same_totals(shipped: Engine) -> None:
    packages, random = javascript.packages(), Random(7)
    given = [
        (form, answers(shipped.program.forms[form], random, missing=(number % 3) * 0.15))
        for form in SCORES
        for number in range(15)
    ]
    made = {form: questionnaire(shipped, form) for form in SCORES}
    cases = [{"questionnaire": made[form], "response": response(shipped, form, said)} for form, said in given]
    found = javascript.run("evaluate.mjs", {"packages": str(packages), "cases": cases})
    assert len(found) == len(given)
    for (form, said), values in zip(given, found, strict=True):
        ours = expected(shipped, form, said)
        assert set(values) >= SCORES[form]
        assert {link: value for link, value in values.items() if value is not None}.items() <= ours.items()
        full = len(said) == len(shipped.program.forms[form].entries)
        assert not full or all(values[link] == ours[link] for link in values), (form, said)


NEWS2: list[dict[str, Any]] = [
    {
        "respiratory_rate": 24,
        "hypercapnic_target": False,
        "oxygen_saturation": 91,
        "supplemental_oxygen": True,
        "systolic": 99,
        "pulse": 112,
        "consciousness": "alert",
        "temperature": 38.6,
    },
    {
        "respiratory_rate": 18,
        "hypercapnic_target": True,
        "oxygen_saturation": 97,
        "supplemental_oxygen": True,
        "systolic": 130,
        "pulse": 72,
        "consciousness": "confusion",
        "temperature": 36.0,
    },
    {"respiratory_rate": 30, "hypercapnic_target": False, "oxygen_saturation": 85, "pulse": 140},
]
DOWNTON: list[dict[str, Any]] = [
    {
        "previous_fall": True,
        "medicines": ["sedatives", "diuretics"],
        "impairments": ["sight"],
        "cognition": "oriented",
        "gait": "unsafe",
    },
    {
        "previous_fall": False,
        "medicines": ["none"],
        "impairments": ["none"],
        "cognition": "oriented",
        "gait": "safe",
    },
    {"previous_fall": True, "medicines": ["sedatives"], "cognition": "impaired", "gait": "unsafe"},
]


def _steps(said: dict[str, Any]) -> list[dict[str, str]]:
    """What a person does: types numbers, clicks on what is chosen."""
    steps = []
    for link, value in said.items():
        if isinstance(value, list):
            steps += [{"link": link, "click": each} for each in value]
        elif isinstance(value, bool | str):
            steps.append({"link": link, "click": str(value).lower()})
        else:
            steps.append({"link": link, "type": str(value)})
    return steps


def test_lhc_forms_shows_the_same_totals(shipped: Engine, tmp_path: Path) -> None:
    forms = {"news2": (NEWS2, "risk"), "downton": (DOWNTON, "level")}
    given = {
        "packages": str(javascript.packages()),
        "chromium": javascript.chromium(),
        "profile": str(tmp_path),
        "forms": [
            {
                "questionnaire": questionnaire(shipped, form),
                "fills": [_steps(said) for said in fills],
                "read": ["total", level],
            }
            for form, (fills, level) in forms.items()
        ],
    }
    told = javascript.run("fill.mjs", given)
    assert told["outside"] == []
    totals = []
    for (form, (fills, level)), shown in zip(forms.items(), told["results"], strict=True):
        for said, each in zip(fills, shown, strict=True):
            ours = expected(shipped, form, said)
            assert each["values"]["total"] == ("" if ours["total"] is None else str(ours["total"]))
            assert each["values"][level] == _text(shipped, f"{form}.{level}", ours[level], ours["total"])
            totals.append(ours["total"])
    assert totals == [12, 9, None, 5, 0, None]


def _text(engine: Engine, cell: str, option: str | None, total: int | None) -> str:
    """The words of an option; nothing where the renderer, which has no bounds, cannot know."""
    if option is None or total is None:
        return ""
    return engine.program.option_texts[cell][option].in_language("sv")


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_where_there_is_no_node_the_test_says_so(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(javascript.shutil, "which", lambda name: None if name == missing else name)
    with pytest.raises(pytest.skip.Exception, match=f"{missing} is not installed"):
        javascript.packages()
