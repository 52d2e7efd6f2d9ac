"""`new`: what is made has no findings, is canonical, and its cases hold; what it refuses, it writes nothing of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sound(command: Command, *paths: object) -> None:
    """No findings, every case as said, canonical."""
    for subcommand in (["validate"], ["test"], ["format", "--check"]):
        ran = command(*subcommand, *paths)
        assert (ran.code, ran.err) == (0, ""), ran.out


@pytest.mark.parametrize("languages", ["sv,en", "en", "en,sv,fi"])
def test_from_nothing_to_a_request(home: Path, command: Command, languages: str) -> None:
    assert command("new", "pack", "heat", "--languages", languages).out.startswith("made: heat/pack.yaml\n")
    assert command("validate", "heat").code == 0
    for kind, name in (
        ("form", "warm"),
        ("rules", "cool"),
        ("request", "ask_centre"),
        ("form", "second_form"),
    ):
        ran = command("new", kind, name, "heat")
        assert (ran.code, ran.err) == (0, "")
        sound(command, "heat")
    assert len(list((home / "heat").iterdir())) == 1 + 3 + 2 + 3 + 3


def test_it_says_what_is_made_and_what_next(home: Path, command: Command) -> None:
    command("new", "pack", "heat")
    assert command("new", "form", "warm", "heat").out == (
        "made: heat/warm.yaml\n"
        "made: heat/warm_source.yaml\n"
        "made: heat/warm.cases.yaml\n"
        "next: fill it in, then `decisionsupport validate heat`, `decisionsupport test heat`\n"
    )


def test_here_is_where_it_is_made_unless_told(
    home: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("new", "pack", "heat")
    monkeypatch.chdir(home / "heat")
    assert command("new", "form", "warm").code == 0
    assert (home / "heat" / "warm.yaml").is_file()


@pytest.mark.parametrize("form", ["news2", "downton"])
def test_rules_and_requests_on_a_form_of_the_shipped_packs(home: Path, command: Command, form: str) -> None:
    (home / "mine").mkdir()
    paths = ["mine", ROOT / "forms", ROOT / "rules"]
    assert command("new", "request", "my_request", *paths, "--form", form).code == 0
    assert command("new", "rules", "my_rules", *paths, "--form", form).code == 0
    assert command("format", "--check", "mine").code == 0
    assert "mine/" not in command("validate", *paths, "--format", "json").out
    assert command("test", *paths, "--only", "my_").code == 0


@pytest.mark.parametrize("name", ["Heat", "3x", "class", "parameter", "heat-wave", "värme", ""])
def test_a_name_that_is_no_id(home: Path, command: Command, name: str) -> None:
    ran = command("new", "pack", name)
    assert ran.code == 2
    assert f"`{name}` cannot be an id" in ran.err
    assert ("take `" in ran.err) is bool(name)
    assert list(home.iterdir()) == []


def test_nothing_is_written_over(home: Path, command: Command) -> None:
    command("new", "pack", "heat")
    (home / "heat" / "warm.cases.yaml").write_text("cases_for: warm\ncases: []\n", encoding="utf-8")
    ran = command("new", "form", "warm", "heat")
    assert ran.code == 2
    assert "`heat/warm.cases.yaml` is there already" in ran.err
    assert not (home / "heat" / "warm.yaml").exists()
    assert command("new", "pack", "heat").code == 2


def test_an_id_that_is_taken(home: Path, command: Command) -> None:
    command("new", "pack", "heat")
    command("new", "form", "warm", "heat")
    (home / "heat" / "more").mkdir()
    ran = command("new", "form", "warm", "heat/more", "heat")
    assert ran.code == 2
    assert "[repeated-id]" in ran.err
    assert list((home / "heat" / "more").iterdir()) == []


def test_a_name_that_means_something_else_where_it_stands(home: Path, command: Command) -> None:
    command("new", "pack", "heat")
    ran = command("new", "form", "today", "heat")
    assert ran.code == 2


@pytest.mark.parametrize("kind", ["rules", "request"])
def test_nothing_to_rest_on(home: Path, command: Command, kind: str) -> None:
    command("new", "pack", "heat")
    ran = command("new", kind, "cool", "heat")
    assert ran.code == 2
    assert "the pack has no form with a question to rest on" in ran.err
    assert "decisionsupport new form" in ran.err


def test_a_form_that_is_not_there(home: Path, command: Command) -> None:
    command("new", "pack", "heat")
    command("new", "form", "warm", "heat")
    ran = command("new", "rules", "cool", "heat", "--form", "wram")
    assert ran.code == 2
    assert "the pack has no form `wram`" in ran.err


def test_no_recipient(home: Path, command: Command) -> None:
    command("new", "pack", "heat")
    command("new", "form", "warm", "heat")
    text = (home / "heat" / "pack.yaml").read_text("utf-8")
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith("recipients")]
    (home / "heat" / "pack.yaml").write_text("".join(kept), encoding="utf-8")
    ran = command("new", "request", "ask_centre", "heat")
    assert ran.code == 2
    assert "the pack declares no recipient" in ran.err


def test_no_pack(home: Path, command: Command) -> None:
    ran = command("new", "form", "warm", ".")
    assert ran.code == 2
    assert "`decisionsupport new pack` makes one" in ran.err


@pytest.mark.parametrize("languages", ["", "swedish", "sv,sv", "sv en"])
def test_languages_that_are_none(home: Path, command: Command, languages: str) -> None:
    assert command("new", "pack", "heat", "--languages", languages).code == 2
    assert list(home.iterdir()) == []


CHECK = "zebra-crossing"


def house(home: Path) -> Path:
    """A checkout of the library, as far as a check needs it."""
    for part in ("src", "docs", "tests"):
        shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, home / name)
    return home


def test_a_check_passes_its_tests_at_once(home: Path, command: Command) -> None:
    house(home)
    ran = command("new", "check", CHECK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:2] == [
        "made: src/decisionsupport/authoring/checks/zebra_crossing.py",
        "made: tests/authoring/checks/test_zebra_crossing.py",
    ]
    assert ran.out.count("changed: ") == 3
    tests = [
        "tests/authoring/checks/test_zebra_crossing.py",
        "tests/test_corpus.py",
        "tests/docs/test_diagnostic_pages.py",
    ]
    chosen = f"zebra or index or page_and_a_folder or {CHECK}"
    environment = {**os.environ, "PYTHONPATH": str(home / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", chosen, *tests],
        cwd=home, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert int(done.stdout.rpartition(" passed")[0].split()[-1]) >= 8
    for subcommand in (["check", "-q"], ["format", "--check", "-q"]):
        ruff = [
            sys.executable,
            "-m",
            "ruff",
            *subcommand,
            "--no-cache",
            "src/decisionsupport",
            "tests/authoring",
        ]
        done = subprocess.run(ruff, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    checks = (home / "src/decisionsupport/authoring/checks/__init__.py").read_text("utf-8")
    assert checks.count("zebra_crossing") == 3


@pytest.mark.parametrize("slug", ["unused-action", "Zebra", "zebra_crossing", ""])
def test_a_slug_that_is_none_or_taken(home: Path, command: Command, slug: str) -> None:
    assert command("new", "check", slug).code == 2


def test_a_check_is_made_in_a_checkout(home: Path, command: Command) -> None:
    ran = command("new", "check", CHECK)
    assert ran.code == 2
    assert "run it at the root of a checkout" in ran.err
