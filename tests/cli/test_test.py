"""`test`: cases that hold and cases that do not, expected beside found."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from decisionsupport.cli import watching
from tests.cli.conftest import CASES, PACK, Command


def test_cases_that_hold_end_with_0(pack: Path, command: Command) -> None:
    ran = command("test", pack)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "2 cases, all as said"


def break_a_case(pack: Path) -> None:
    text = CASES.replace("fever.total: 0}", "fever.total: 1}").replace("due: 2 hours", "due: 3 hours")
    (pack / "rules.cases.yaml").write_text(text, encoding="utf-8")


def test_expected_is_shown_beside_found_with_its_place(pack: Path, command: Command) -> None:
    break_a_case(pack)
    ran = command("test", pack)
    assert ran.code == 1
    assert "forty degrees" in ran.out
    assert "well" in ran.out
    written = "      values: {fever.total: 0}"
    line, column = 1 + CASES.splitlines().index(written), 1 + written.index("0}")
    rows = [" ".join(row.split()) for row in ran.out.splitlines()]
    assert f"fever.total 1 0 {line}:{column}" in rows
    assert any(row.startswith("call_doctor due 3 hours 2 hours") for row in rows)
    assert "rules.cases.yaml:" in ran.out
    assert rows[-1] == "2 cases, 2 not as said"


def test_json_tells_the_same(pack: Path, command: Command) -> None:
    break_a_case(pack)
    told = json.loads(command("test", pack, "--format", "json").out)
    assert [case["holds"] for case in told["cases"]] == [False, False]
    (difference,) = told["cases"][1]["differences"]
    assert (difference["what"], difference["expected"], difference["found"]) == ("fever.total", "1", "0")


def test_github_annotates_the_expectation(pack: Path, command: Command) -> None:
    break_a_case(pack)
    out = command("test", pack, "--format", "github").out
    assert out.count("::error file=") == 2


def test_a_name_that_stands_for_nothing_does_not_hold(pack: Path, command: Command) -> None:
    text = CASES.replace("values: {fever.total: 0}", "values: {fever.totl: unknown}")
    (pack / "rules.cases.yaml").write_text(text, encoding="utf-8")
    ran = command("test", pack)
    assert ran.code == 1
    assert "fever.totl" in ran.out
    assert "fever.total" in ran.out


def test_a_refused_answer_in_a_case_does_not_hold(pack: Path, command: Command) -> None:
    text = CASES.replace("temperature: 37.0, ", "temperature: 370.0, ").replace(
        "values: {fever.total: 0}", "values: {}"
    )
    (pack / "rules.cases.yaml").write_text(text, encoding="utf-8")
    ran = command("test", pack)
    assert ran.code == 1
    assert "fever.temperature" in ran.out


def test_a_pack_without_cases_is_a_finding(pack: Path, command: Command) -> None:
    (pack / "rules.cases.yaml").unlink()
    ran = command("test", pack)
    assert ran.code == 1
    assert "no cases" in ran.out


def test_what_the_cases_reach_is_counted_and_the_rest_is_named(pack: Path, command: Command) -> None:
    lines = command("test", pack).out.splitlines()
    assert lines[0] == "1 rule: 1 fired, 1 not fired, 0 undecided, 0 held back, each in some case"
    # The band of 38.0..39.9 °C is the second of the three.
    assert lines[1] == "2 of 3 rows of tables, lists and bands taken"
    assert lines[2].startswith("never taken: fever.temperature, row 2 (")
    told = json.loads(command("test", pack, "--format", "json").out)["reached"]
    assert told["rows"] == {"all": 3, "taken": 2}
    assert told["never"]["fired"] == []


def test_a_rule_that_never_fires_is_named(pack: Path, command: Command) -> None:
    text = (
        CASES.partition("  - name: forty degrees")[0]
        + "  - name: well"
        + CASES.partition("  - name: well")[2]
    )
    (pack / "rules.cases.yaml").write_text(text, encoding="utf-8")
    assert "never fired: fever_care.high_fever" in command("test", pack).out.splitlines()
    assert "never fired" not in command("test", pack, "--only", "well").out


def test_in_a_pipe_the_width_of_a_window_changes_nothing(
    pack: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_a_case(pack)
    wide = command("test", pack)
    monkeypatch.setenv("COLUMNS", "40")
    assert command("test", pack) == wide


def test_why_stands_beneath_what_differs(pack: Path, command: Command) -> None:
    text = CASES.replace("proposes_not: [call_doctor]", "proposes: [call_doctor]")
    (pack / "rules.cases.yaml").write_text(text, encoding="utf-8")
    lines = [line.strip() for line in command("test", pack).out.splitlines()]
    why = lines[lines.index("why call_doctor") + 1]
    assert why == "“Call the doctor” is not proposed: “High fever” does not hold (fever is 0)."


def test_junit_xml_has_each_case_with_its_place(pack: Path, command: Command, tmp_path: Path) -> None:
    break_a_case(pack)
    file = tmp_path / "results.xml"
    ran = command("test", pack, "--junit", file)
    assert ran.code == 1
    root = ElementTree.parse(file).getroot()
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("errors")) == (
        "testsuites",
        "2",
        "2",
        "0",
    )
    (suite,) = root
    assert (suite.tag, suite.get("name"), suite.get("tests"), suite.get("failures")) == (
        "testsuite", "fever_care", "2", "2"
    )  # fmt: skip
    first, second = suite
    assert (first.tag, first.get("name"), first.get("classname")) == (
        "testcase",
        "forty degrees",
        "fever_care",
    )
    assert str(first.get("file")).endswith("rules.cases.yaml")
    assert first.get("line") == str(1 + CASES.splitlines().index("  - name: forty degrees"))
    assert float(str(first.get("time"))) >= 0
    (failure,) = second
    assert failure.tag == "failure"
    assert "fever.total: expected 1, found 0" in str(failure.text)


def test_junit_xml_of_cases_that_hold_has_no_failures(pack: Path, command: Command, tmp_path: Path) -> None:
    text = CASES.replace("name: well", 'name: "well & <fine>"')
    (pack / "rules.cases.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "results.xml"
    assert command("test", pack, "--junit", file).code == 0
    root = ElementTree.parse(file).getroot()
    assert root.findall(".//failure") == []
    assert [each.get("name") for each in root.iter("testcase")] == ["forty degrees", "well & <fine>"]


def test_watching_runs_again_when_a_file_changes_and_ends_as_the_last_run(
    pack: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = iter([lambda: break_a_case(pack), lambda: (pack / "pack.yaml").write_text("pack: 1"), None])

    def edit(_: float) -> None:
        change = next(edits)
        if change is None:
            (pack / "pack.yaml").write_text(PACK, encoding="utf-8")
            (pack / "rules.cases.yaml").write_text(CASES + "# as it was\n", encoding="utf-8")
            monkeypatch.setattr(watching.time, "sleep", stop)
        else:
            change()

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.time, "sleep", edit)
    ran = command("test", pack, "--watch")
    assert ran.code == 0
    verdicts = [line for line in ran.out.splitlines() if line.startswith("2 cases")]
    assert verdicts == ["2 cases, all as said", "2 cases, 2 not as said", "2 cases, all as said"]
    assert "the pack has" in ran.err
    assert ran.err.count("waiting for a change") == 4


def test_watching_sees_what_comes_and_goes(pack: Path) -> None:
    before = watching.seen([pack])
    (pack / "more.yaml").write_text("set: more\n", encoding="utf-8")
    (pack / "notes.txt").write_text("not a pack's\n", encoding="utf-8")
    after = watching.seen([pack])
    assert {path.name for path in after.keys() - before.keys()} == {"more.yaml"}
    assert watching.seen([pack / "pack.yaml"]).keys() == {pack / "pack.yaml"}
