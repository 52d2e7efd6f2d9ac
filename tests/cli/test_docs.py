"""`docs`: pages written, kept, and told when they are not up to date."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import RULES, Command


def test_pages_are_written_once(pack: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "pages"
    first = command("docs", pack, "--out", out)
    assert (first.code, first.err) == (0, "")
    assert sorted(path.name for path in (out / "sv").iterdir()) == [
        "forms", "index.md", "parameters.md", "requests.md", "rules", "sources.md",
    ]  # fmt: skip
    assert "Kroppstemperatur" in (out / "sv/forms/fever.md").read_text(encoding="utf-8")
    assert "Body temperature" in (out / "en/forms/fever.md").read_text(encoding="utf-8")
    assert "12 pages" in first.out
    assert "0 changed" in command("docs", pack, "--out", out).out


def test_check_names_what_is_stale_and_writes_nothing(pack: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "pages"
    command("docs", pack, "--out", out)
    assert command("docs", pack, "--out", out, "--check").code == 0
    (pack / "rules.yaml").write_text(RULES.replace("fever.total >= 3", "fever.total >= 2"), encoding="utf-8")
    stale = command("docs", pack, "--out", out, "--check")
    assert stale.code == 1
    assert "not up to date: sv/rules/fever_care.md" in stale.out
    assert command("docs", pack, "--out", out, "--check").code == 1


def test_what_it_did_not_write_it_does_not_delete(pack: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "pages"
    mine = out / "sv" / "own.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    (out / "README.md").write_text("too", encoding="utf-8")
    ran = command("docs", pack, "--out", out)
    assert ran.code == 1
    assert "not up to date: sv/own.md" in ran.out
    assert "README" not in ran.out
    assert mine.read_text(encoding="utf-8") == "mine"
