"""The core, from the command line and the packs that are shipped: what was asked of it, word for word."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import decisionsupport as ds

ROOT = Path(__file__).parents[2]
AT = "2026-11-23T09:00:00+01:00"
NEWS2: dict[str, Any] = {
    "respiratory_rate": 24,
    "hypercapnic_target": False,
    "oxygen_saturation": 93,
    "supplemental_oxygen": False,
    "systolic": 105,
    "pulse": 112,
    "consciousness": "alert",
    "temperature": 38.6,
}


def decisionsupport(*arguments: str, stdin: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "decisionsupport", *arguments],
        input=stdin,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def evaluated(answers: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    done = decisionsupport(
        "evaluate",
        "forms",
        "rules",
        "--answers",
        "-",
        "--at",
        AT,
        "--format",
        "json",
        stdin=json.dumps(answers),
    )
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def emergencies(outcome: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in outcome["proposals"] if each["priority"] == "emergency"]


def test_the_shipped_packs_are_clean() -> None:
    done = decisionsupport("validate", "forms", "rules")
    assert (done.returncode, done.stderr) == (0, "")


def test_every_case_of_the_shipped_packs_is_as_said() -> None:
    done = decisionsupport("test", "forms", "rules")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_a_misspelt_name_is_shown_with_a_caret_under_it_and_what_was_meant(tmp_path: Path) -> None:
    for folder in ("forms", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    fall = tmp_path / "rules/fall.yaml"
    fall.write_text(
        fall.read_text(encoding="utf-8").replace("downton.total", "downton.totl", 1), encoding="utf-8"
    )
    done = decisionsupport("validate", "forms", "rules", cwd=tmp_path)
    assert done.returncode == 1
    place, _, source, carets, *_ = done.stdout.splitlines()
    found = re.match(r"rules/fall\.yaml:(\d+):(\d+): error: .*\[unknown-name\]", place)
    assert found is not None
    line = fall.read_text(encoding="utf-8").splitlines()[int(found[1]) - 1]
    assert line[int(found[2]) - 1 :].startswith("totl")
    assert source[carets.index("^") : carets.rindex("^") + 1] == "totl"
    assert "`total`" in carets


def test_a_band_that_is_taken_away_is_a_gap_with_the_missing_values(tmp_path: Path) -> None:
    for folder in ("forms", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    news2 = tmp_path / "forms/news2.yaml"
    news2.write_text(news2.read_text(encoding="utf-8").replace("94..95: 1, ", "", 1), encoding="utf-8")
    done = decisionsupport("validate", "forms", "rules", cwd=tmp_path)
    assert done.returncode == 1
    assert "[points-gap]" in done.stdout
    assert "94..95" in done.stdout


def test_a_high_score_is_an_emergency_with_cautions_where_limits_are_unknown() -> None:
    code, outcome = evaluated({"news2": NEWS2})
    assert code == 0
    assert (outcome["values"]["news2"]["total"], outcome["values"]["news2"]["risk"]) == (8, "high")
    waits = [
        wait for each in emergencies(outcome) for caution in each["cautions"] for wait in caution["waits_for"]
    ]
    assert emergencies(outcome)
    assert {"item": "patient.no_hospital"} in waits or {"form": "patient"} in waits


def test_two_missing_answers_are_asked_for() -> None:
    given = {key: value for key, value in NEWS2.items() if key not in {"temperature", "pulse"}}
    code, outcome = evaluated({"news2": given})
    values = outcome["values"]["news2"]
    assert code == 0
    assert values["total"] == {"unknown": {"least": 5, "most": 11}}
    assert sorted(values["risk"]["unknown"]["one_of"]) == ["high", "medium"]
    assert {"news2.temperature", "news2.pulse"} <= {each.get("item") for each in outcome["open_questions"]}
    assert "emergency" in [each["priority"] for each in outcome["undecided"]]
    assert not emergencies(outcome)


def test_an_emergency_does_not_wait_for_what_cannot_change_it() -> None:
    given = {**NEWS2, "respiratory_rate": 25, "oxygen_saturation": 91, "systolic": 100}
    del given["temperature"], given["pulse"]
    code, outcome = evaluated({"news2": given})
    assert code == 0
    assert emergencies(outcome)


@pytest.mark.parametrize("bad", [38.65, "38", 460, True])
def test_one_mistyped_temperature_is_refused_and_suppresses_nothing(bad: object) -> None:
    given = {**NEWS2, "respiratory_rate": 25, "oxygen_saturation": 91, "systolic": 100, "temperature": bad}
    code, outcome = evaluated({"news2": given})
    assert code == 1
    (problem,) = [each for each in outcome["problems"] if each["severity"] == "error"]
    assert problem["path"] == "news2.temperature"
    assert "25.0..45.0" in problem["allowed"]
    assert emergencies(outcome)


def test_a_bmi_of_20_is_not_below_20() -> None:
    engine = ds.load(*ds.shipped_packs())
    given = {"patient": {"age": 60}, "nutrition": {"weight": 51.2, "height": 1.60}}
    values = engine.values(given, at=AT)["nutrition"]
    assert (str(values["bmi"]), values["underweight"]) == ("20.00", False)
