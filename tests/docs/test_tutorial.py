"""`docs/tutorial.md` is followed to the letter in an empty folder: files, changes, commands, and what they print.

`yaml file=…` and `json file=…` write a file, `diff file=…` changes one; `console` gives commands and compares what they
print; `python` runs, and the block `text` after it is what it prints.
"""

from __future__ import annotations

import io
import shlex
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from decisionsupport.cli.app import run
from tests.docs.pages import DOCS, Block, blocks_of

PAGE = DOCS / "tutorial.md"


class Reader:
    """Somebody who follows the page; `told` is what the page should say."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture
        self.code = 0
        self.printed = ""

    def follow(self, block: Block) -> str:
        """Do what a block says; give the block as it should be."""
        match block.language, block.mark.partition("="):
            case (("yaml" | "json"), ("file", _, path)):
                write(Path(path), block.text)
            case "diff", ("file", _, path):
                write(Path(path), changed(Path(path).read_text("utf-8"), block.text))
            case "console", _:
                lines = [line for line in block.text.splitlines() if line.startswith("$ ")]
                return "".join(f"{line}\n{self.gives(line.removeprefix('$ '))}" for line in lines)
            case "python", _:
                out = io.StringIO()
                with redirect_stdout(out):
                    exec(compile(block.text, str(PAGE), "exec"), {"__name__": "tutorial"})
                self.printed = out.getvalue()
            case "text", _:
                return self.printed
            case _:
                pytest.fail(f"nobody knows what to do with {block.info!r} on line {block.line}")
        return block.text

    def gives(self, command: str) -> str:
        if command == "echo $?":
            return f"{self.code}\n"
        program, *arguments = shlex.split(command)
        if program == "cp":
            recursively, source, target = arguments
            assert recursively == "-r"
            shutil.copytree(source, target)
            return ""
        assert program == "decisionsupport"
        self.capture.readouterr()
        self.code = run(arguments)
        said = self.capture.readouterr()
        return "".join(f"{line.rstrip()}\n" for line in (said.out + said.err).splitlines())


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def changed(text: str, change: str) -> str:
    """The text with the lines of a change that begin with `-` replaced by those that begin with `+`."""
    old = "".join(f"{line[1:]}\n" for line in change.splitlines() if line.startswith("-"))
    new = "".join(f"{line[1:]}\n" for line in change.splitlines() if line.startswith("+"))
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def test_the_page_can_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for setting in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(setting, raising=False)
    reader = Reader(capsys)
    for block in blocks_of(PAGE.read_text("utf-8")):
        assert block.text == reader.follow(block), f"line {block.line}"


def test_the_name_of_each_file_is_seen_above_it() -> None:
    text = PAGE.read_text("utf-8")
    lines = text.splitlines()
    for block in blocks_of(text):
        if "file=" in block.mark:
            assert f"`{block.mark.partition('=')[2]}`:" in lines[block.line - 4], block.line
