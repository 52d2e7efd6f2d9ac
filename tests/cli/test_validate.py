"""`validate`: what it prints in each form, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import FORM, RULES, Command


def misspell(pack: Path) -> None:
    (pack / "rules.yaml").write_text(RULES.replace("fever.total >= 3", "fever.totl >= 3"), encoding="utf-8")


def test_a_clean_pack_ends_with_0(pack: Path, command: Command) -> None:
    ran = command("validate", pack)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("no findings: 1 form, 1 rule, 0 requests")


def test_a_misspelt_name_is_shown_with_its_place_a_caret_and_the_remedy(pack: Path, command: Command) -> None:
    misspell(pack)
    ran = command("validate", pack)
    assert ran.code == 1
    lines = ran.out.splitlines()
    line = 1 + RULES.splitlines().index("    when: fever.total >= 3")
    assert lines[0].startswith(f"{pack / 'rules.yaml'}:{line}:")
    assert "[unknown-name]" in lines[0]
    caret = next(text for text in lines if "^" in text)
    shown = next(text for text in lines if "fever.totl" in text and "|" in text)
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "totl"
    assert "total" in caret
    assert lines[-1] == "1 error"


def test_nothing_written_to_a_pipe_has_escape_codes(pack: Path, command: Command) -> None:
    misspell(pack)
    assert "\x1b" not in command("validate", pack).out


def test_json_has_lines_and_columns_from_1(pack: Path, command: Command) -> None:
    misspell(pack)
    ran = command("validate", pack, "--format", "json")
    (found,) = json.loads(ran.out)["diagnostics"]
    line = 1 + RULES.splitlines().index("    when: fever.total >= 3")
    assert (ran.code, found["slug"], found["line"]) == (1, "unknown-name", line)
    assert found["end_column"] - found["column"] == len("totl")
    assert found["column"] == len("    when: fever.") + 1


def test_json_of_a_clean_pack_is_an_empty_list(pack: Path, command: Command) -> None:
    assert json.loads(command("validate", pack, "--format", "json").out) == {"diagnostics": []}


def test_sarif_names_the_rule_and_the_place(pack: Path, command: Command) -> None:
    misspell(pack)
    log = json.loads(command("validate", pack, "--format", "sarif").out)
    (result,) = log["runs"][0]["results"]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "unknown-name", "error")


def test_github_annotates(pack: Path, command: Command) -> None:
    misspell(pack)
    assert command("validate", pack, "--format", "github").out.startswith("::error file=")


def test_everything_is_shown_in_one_run(pack: Path, command: Command) -> None:
    misspell(pack)
    (pack / "fever.yaml").write_text(FORM.replace("kind: boolean", "kind: bolean"), encoding="utf-8")
    out = command("validate", pack).out
    assert "bolean" in out
    assert "totl" in out


def test_a_path_that_is_not_there_could_not_run(command: Command, tmp_path: Path) -> None:
    ran = command("validate", tmp_path / "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert "does not exist" in ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_format_could_not_run(pack: Path, command: Command) -> None:
    ran = command("validate", pack, "--format", "xml")
    assert (ran.code, ran.out) == (2, "")
    assert "'xml' is not one of 'text', 'json', 'sarif', 'github'" in ran.err
    assert "Value error" not in ran.err


@pytest.mark.parametrize("today", ["tomorrow", "2030-13-01", ""])
def test_a_day_that_is_none_could_not_run(today: str, pack: Path, command: Command) -> None:
    ran = command("validate", pack, "--today", today)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: `{today}` is not a day\nhelp: write it as 2026-11-23\n"


def test_fix_mends_a_slip_and_says_that_all_is_well(pack: Path, command: Command) -> None:
    misspell(pack)
    ran = command("validate", pack, "--fix")
    assert (ran.code, ran.out.splitlines()[0][:11]) == (0, "no findings")
    assert (pack / "rules.yaml").read_text(encoding="utf-8") == RULES


def test_diff_shows_what_fix_would_mend_and_writes_nothing(pack: Path, command: Command) -> None:
    misspell(pack)
    before = (pack / "rules.yaml").read_bytes()
    ran = command("validate", pack, "--fix", "--diff")
    assert ran.code == 1
    assert "-    when: fever.totl >= 3\n+    when: fever.total >= 3\n" in ran.out
    assert (pack / "rules.yaml").read_bytes() == before
    assert command("validate", pack, "--diff").code == 2


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_from_the_cache_it_says_the_same(
    form: str, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path("tests/corpus/points-gap")
    anew = command("validate", str(folder), "--format", form)
    monkeypatch.setenv("DECISIONSUPPORT_CACHE", str(tmp_path / "cache"))
    first, again = (command("validate", str(folder), "--format", form) for _ in range(2))
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert (again.code, again.out, again.err) == (first.code, first.out, first.err)
    assert (anew.code, anew.out) == (first.code, first.out)
    assert first.code == 1


@pytest.mark.parametrize(("findings", "kept"), [(True, "['decisionsupport.program.model']"), (False, "[]")])
def test_from_the_cache_nothing_is_imported_that_reads_yaml(
    findings: bool, kept: str, pack: Path, tmp_path: Path
) -> None:
    folder = "tests/corpus/points-gap" if findings else str(pack)
    modules = ("decisionsupport.documents", "decisionsupport.program.model", "yaml", "jinja2")
    program = (
        "import sys\n"
        "from decisionsupport.cli.app import run\n"
        f"run(['validate', {folder!r}])\n"
        f"print([name for name in {modules} if name in sys.modules])\n"
    )
    environment = os.environ | {"DECISIONSUPPORT_CACHE": str(tmp_path / "cache")}
    anew, again = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
        ).stdout.splitlines()[-1]
        for _ in range(2)
    ]
    assert "'decisionsupport.documents'" in anew
    assert "'yaml'" in anew
    assert again == kept
