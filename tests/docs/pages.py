"""Reads pages of documentation: headings, boxes, and the blocks of code in them, so that tests can run these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

_FENCE = re.compile(r"```(?P<info>.*)")
_HEADING = re.compile(r"#+ (?P<title>.+)")


@dataclass(frozen=True)
class Block:
    """A block of code: what follows its opening fence, its text, and the line where it begins."""

    info: str
    text: str
    line: int

    @property
    def language(self) -> str:
        return self.info.partition(" ")[0]

    @property
    def mark(self) -> str:
        """What the info string says after the language."""
        return self.info.partition(" ")[2]


@dataclass(frozen=True)
class Example:
    """Blocks that belong together: those under one heading, or those in one box (a quoted passage)."""

    title: str
    line: int
    blocks: tuple[Block, ...]


def blocks_of(text: str) -> Iterator[Block]:
    """Every block of code of a page, in order."""
    for example in examples_of(text):
        yield from example.blocks


def examples_of(text: str) -> list[Example]:
    """The blocks of a page, by heading and by box; parts without blocks are left out."""
    found: list[tuple[str, int, list[Block]]] = [("", 1, [])]
    heading, boxed, info, opened, lines = "", False, None, 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        inside = line.startswith(">")
        bare = line.removeprefix(">").removeprefix(" ") if inside else line
        if info is not None:
            if bare == "```":
                found[-1][2].append(Block(info, "".join(f"{each}\n" for each in lines), opened + 1))
                info = None
            else:
                lines.append(bare)
            continue
        title = _HEADING.fullmatch(line)
        if title:
            heading = title["title"]
        if title or inside != boxed:
            boxed = inside
            found.append((f"{heading}: {bare.strip('* ')}" if inside else heading, number, []))
        if fence := _FENCE.fullmatch(bare):
            info, opened, lines = fence["info"], number, []
    assert info is None, f"the block that opens on line {opened} is not closed"
    return [Example(title, line, tuple(blocks)) for title, line, blocks in found if blocks]
