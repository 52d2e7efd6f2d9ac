"""The plugin of pytest: cases collected as tests, failures told, runs without packs left alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

import decisionsupport.authoring.cases.collecting  # noqa: F401 (a run in this process forgets what it imported)
from tests.cli.conftest import CASES, FORM, PACK, RULES

pytest_plugins = ["pytester"]


def lay_out(folder: Path, cases: str = CASES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("pack", PACK), ("fever", FORM), ("rules", RULES), ("rules.cases", cases)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


Ran = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ran(pytester: pytest.Pytester) -> Ran:
    """Pytest in a folder, with the plugin as any project gets it: by its entry point."""

    def runs(*options: str) -> subprocess.CompletedProcess[str]:
        pytester.chdir()
        done = pytester.runpytest_inprocess(
            "-p", "no:cacheprovider", "--rootdir", str(pytester.path), *options
        )
        return subprocess.CompletedProcess([], int(done.ret), done.stdout.str(), done.stderr.str())

    return runs


def test_one_test_a_case(pytester: pytest.Pytester, ran: Ran) -> None:
    lay_out(pytester.path / "packs")
    done = ran("-v")
    assert done.returncode == 0, done.stdout
    assert "packs/rules.cases.yaml::forty degrees PASSED" in done.stdout
    assert "packs/rules.cases.yaml::well PASSED" in done.stdout
    assert "2 passed" in done.stdout


def test_a_failure_is_expected_beside_found_at_the_line_of_the_case(
    pytester: pytest.Pytester, ran: Ran
) -> None:
    lay_out(pytester.path, CASES.replace("fever.total: 0}", "fever.total: 1}"))
    done = ran("-rf")
    assert done.returncode == 1
    line = 1 + CASES.splitlines().index("      values: {fever.total: 0}")
    assert f"rules.cases.yaml:{line}:29: fever.total: expected 1, found 0" in done.stdout
    assert "why fever.total:" in done.stdout
    assert "Traceback" not in done.stdout
    assert "1 failed, 1 passed" in done.stdout
    (report,) = [each for each in ran("--junit-xml", "out.xml").stdout.splitlines() if "1 failed" in each]
    assert report
    xml = (pytester.path / "out.xml").read_text(encoding="utf-8")
    assert 'name="well"' in xml


def test_cases_are_chosen_by_name(pytester: pytest.Pytester, ran: Ran) -> None:
    lay_out(pytester.path)
    assert "1 passed, 1 deselected" in ran("-k", "well").stdout
    assert "1 passed" in ran("rules.cases.yaml::forty degrees").stdout


def test_the_ini_option_says_where_the_pack_is(pytester: pytest.Pytester, ran: Ran) -> None:
    lay_out(pytester.path / "pack")
    elsewhere = pytester.path / "cases"
    elsewhere.mkdir()
    (pytester.path / "pack" / "rules.cases.yaml").rename(elsewhere / "rules.cases.yaml")
    lost = ran()
    assert lost.returncode == 2
    assert "decisionsupport_packs" in lost.stdout
    (pytester.path / "pytest.ini").write_text("[pytest]\ndecisionsupport_packs = pack\n", encoding="utf-8")
    assert "2 passed" in ran().stdout
    (pytester.path / "pytest.ini").write_text("[pytest]\ndecisionsupport_packs = nowhere\n", encoding="utf-8")
    assert "there is no" in ran().stdout


def test_a_pack_with_errors_is_told_as_diagnostics(pytester: pytest.Pytester, ran: Ran) -> None:
    lay_out(pytester.path)
    rules = pytester.path / "rules.yaml"
    rules.write_text(RULES.replace("priority: urgent", "priority: urgnt"), encoding="utf-8")
    done = ran()
    assert done.returncode == 2
    assert "did you mean `urgent`?" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_run_without_cases_imports_nothing_of_ours(pytester: pytest.Pytester) -> None:
    (pytester.path / "test_it.py").write_text(
        dedent(
            """
            import sys

            def test_it():
                ours = {name for name in sys.modules if name.partition(".")[0] == "decisionsupport"}
                assert ours == {
                    "decisionsupport", "decisionsupport.authoring", "decisionsupport.authoring.pytest_plugin"
                }
                assert not {"yaml", "pydantic", "jinja2"} & set(sys.modules)
            """
        ),
        encoding="utf-8",
    )
    (pytester.path / "notes.yaml").write_text("some: notes\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("options", [("--collect-only", "-q")])
def test_collecting_lists_the_cases(pytester: pytest.Pytester, ran: Ran, options: tuple[str, ...]) -> None:
    lay_out(pytester.path)
    assert ran(*options).stdout.splitlines()[:2] == [
        "rules.cases.yaml::forty degrees",
        "rules.cases.yaml::well",
    ]
