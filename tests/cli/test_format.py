"""`format`: what it writes, what it only shows, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

import decisionsupport.authoring.format.file as formatting
import decisionsupport.cli.format as cli
from tests.cli.conftest import FORM, Command

UNTIDY = FORM.replace(
    "assessment: fever\nversion: 1.0.0\n", "version: '1.0.0'   # of the form\nassessment: fever\n"
)


@pytest.fixture
def untidy(pack: Path) -> Path:
    (pack / "fever.yaml").write_text(UNTIDY, encoding="utf-8")
    return pack


def test_a_file_is_written_anew_and_then_is_canonical(untidy: Path, command: Command) -> None:
    ran = command("format", untidy)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"changed: {untidy}/fever.yaml\n1 file changed, 3 files canonical already\n"
    assert (
        (untidy / "fever.yaml")
        .read_text("utf-8")
        .startswith('assessment: fever\nversion: "1.0.0"  # of the form\nstatus: active\n')
    )
    assert command("format", untidy, "--check").code == 0
    assert command("validate", untidy).code == 0


def test_check_writes_nothing_and_ends_with_1(untidy: Path, command: Command) -> None:
    ran = command("format", "--check", untidy)
    assert ran.code == 1
    assert ran.out.splitlines()[0] == f"would change: {untidy}/fever.yaml"
    assert (untidy / "fever.yaml").read_text("utf-8") == UNTIDY


def test_diff_shows_the_lines_and_writes_nothing(untidy: Path, command: Command) -> None:
    ran = command("format", "--diff", untidy)
    assert ran.code == 1
    assert "-version: '1.0.0'   # of the form\n" in ran.out
    assert '+version: "1.0.0"  # of the form\n' in ran.out
    assert (untidy / "fever.yaml").read_text("utf-8") == UNTIDY


def test_diff_shows_a_line_end_that_is_missing(untidy: Path, command: Command) -> None:
    command("format", untidy)
    tidy = (untidy / "fever.yaml").read_text("utf-8")
    (untidy / "fever.yaml").write_text(tidy.rstrip("\n"), encoding="utf-8")
    last = tidy.splitlines()[-1]
    assert f"-{last}\n\\ No newline at end of file\n+{last}\n" in command("format", "--diff", untidy).out


def test_a_file_that_cannot_be_read_is_told_and_left_and_the_others_are_laid_out(
    untidy: Path, command: Command
) -> None:
    broken = "set: fever_care\nversion: 1.0.0\nversion: 2.0.0\n"
    (untidy / "rules.yaml").write_text(broken, encoding="utf-8")
    ran = command("format", untidy)
    assert ran.code == 1
    assert "[duplicate-key]" in ran.out
    assert ran.out.endswith("1 file changed, 2 files canonical already, 1 file cannot be read\n")
    assert (untidy / "rules.yaml").read_text("utf-8") == broken
    assert (untidy / "fever.yaml").read_text("utf-8") != UNTIDY


def test_a_pack_with_errors_is_laid_out_all_the_same(untidy: Path, command: Command) -> None:
    (untidy / "pack.yaml").unlink()
    assert command("format", untidy).code == 0
    assert (untidy / "fever.yaml").read_text("utf-8") != UNTIDY


def test_a_layout_that_says_something_else_is_never_written(
    untidy: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = formatting.lay_out

    def wrong(*given: object) -> str:
        return right(*given).replace("37.9", "37.8").replace("38.0", "37.9")  # type: ignore[arg-type]

    monkeypatch.setattr(formatting, "lay_out", wrong)
    ran = command("format", untidy)
    assert ran.code == 2
    assert "fever.yaml` would not say the same" in ran.err
    assert (untidy / "fever.yaml").read_text("utf-8") == UNTIDY


def test_nor_one_that_loses_a_comment(
    untidy: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = formatting.lay_out
    monkeypatch.setattr(formatting, "lay_out", lambda *given: right(*given).replace("# of the form", "#"))
    ran = command("format", untidy)
    assert ran.code == 2
    assert "would lose a comment" in ran.err
    assert (untidy / "fever.yaml").read_text("utf-8") == UNTIDY


def test_nor_one_with_another_digest(untidy: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(file: formatting.File, _: object) -> bytes:
        return file.data.replace(b"points: 1", b"points: 2")

    monkeypatch.setattr(cli, "format_file", other)
    ran = command("format", untidy)
    assert ran.code == 2
    assert "would not mean the same" in ran.err
    assert (untidy / "fever.yaml").read_text("utf-8") == UNTIDY


def test_what_is_no_document_of_a_pack_is_left_alone(untidy: Path, command: Command) -> None:
    other = "services:\n      web: {image:   'x'}\n"
    (untidy / "compose.yaml").write_text(other, encoding="utf-8")
    assert command("format", untidy).code == 0
    assert (untidy / "compose.yaml").read_text("utf-8") == other


def test_a_path_that_is_not_there(command: Command) -> None:
    assert command("format", "nowhere").code == 2
