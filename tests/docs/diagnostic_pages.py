"""The pages of the diagnostics: what stands in each, and the parts of them that are made from what is found.

A page has its examples in blocks marked `bad` and `good`, one document a block; they stand on the ground of
`tests/ground`. After `bad` and `good` may stand `alone` (without the ground), `escaped` (`\\xef` is a byte, `\\t` a
tab), `site=NAME`, and `times=N` (the last line stands N times).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from decisionsupport.authoring.checks import CHECKS
from decisionsupport.diagnostics import CATALOGUE, Diagnostic, Severity
from decisionsupport.diagnostics.rendering import render_text
from tests.docs.pages import DOCS, Block, blocks_of
from tests.ground import found_in

FOLDER = DOCS / "diagnostics"
TODAY = date(2026, 11, 26)
AUTHORS_ONLY = frozenset(CHECKS) | {"ignored-error", "unknown-slug", "unused-ignore"}
"""What `validate` says and loading does not."""
_SAID = re.compile(r"(?<=\n```text\n).*?(?=```)", re.S)


@dataclass(frozen=True)
class Page:
    """One page, as it stands in the folder."""

    slug: str
    text: str

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.slug}.md"

    def example(self, kind: str) -> list[Diagnostic]:
        """What is found in the documents of one kind, `bad` or `good`."""
        blocks = [block for block in blocks_of(self.text) if block.mark.split(" ")[0] == kind]
        marks = blocks[0].mark.split(" ")[1:]
        site = next((mark.removeprefix("site=") for mark in marks if mark.startswith("site=")), None)
        documents = [bytes_of(block) for block in blocks]
        return found_in(self.slug, documents, today=TODAY, alone="alone" in marks, site=site)

    def made(self) -> str:
        """The page with the parts that are made from what is found."""
        _, _, rest = self.text.partition("\n\n")
        _, _, rest = rest.partition("\n\n")
        whole = f"# {self.slug}\n\n{first_line(self.slug)}\n\n{rest}"
        return _SAID.sub(lambda _: shown(self.example("bad")), whole, count=1)


def pages() -> Iterator[Page]:
    """Every page there is."""
    for path in sorted(FOLDER.glob("*.md"), key=lambda path: path.stem):
        if path.name != "README.md":
            yield Page(path.stem, path.read_text(encoding="utf-8"))


def bytes_of(block: Block) -> bytes:
    """A block's document as bytes."""
    text, marks = block.text, block.mark.split(" ")
    if "escaped" in marks:
        return text.encode().decode("unicode_escape").encode("latin-1")
    times = next((int(mark.removeprefix("times=")) for mark in marks if mark.startswith("times=")), 1)
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:-1], *lines[-1:] * times]).encode()


def shown(found: list[Diagnostic]) -> str:
    """What is found, as it is printed; lines that go on for ever are cut by the printer."""
    return render_text(found).rstrip("\n") + "\n"


def first_line(slug: str) -> str:
    """What the catalogue knows of a slug, as the page says it."""
    entry = CATALOGUE[slug]
    match slug:
        case "case-differs":
            meets = "said by `decisionsupport test`"
        case _ if slug in AUTHORS_ONLY:
            meets = "said by `decisionsupport validate`"
        case _ if entry.severity is Severity.ERROR:
            meets = "the pack is not loaded"
        case _:
            meets = "said by `decisionsupport validate`; the pack loads"
    return f"**{entry.severity}** ({meets}): {entry.about}."


def index() -> str:
    """The index of all pages."""
    lines = [
        "# Diagnostics",
        "",
        "What may be said of a pack, one page each: what it means, why it matters to a patient, an example that is wrong and one",
        "that is right. Both are run as tests; they stand on a [small pack](../../tests/ground) in which nothing is found. The name",
        "in brackets after a message is the name of its page. An error is mended; what else is said may be ignored, or matter more",
        "or less, if [the pack says why](../language.md#warnings-that-you-accept). `decisionsupport validate --fix` mends errors that",
        "can only be meant in one way, a slip of the finger or another notation; with `--diff` it shows them and writes nothing.",
    ]
    for severity, title in (
        (Severity.ERROR, "Errors"),
        (Severity.WARNING, "Warnings"),
        (Severity.NOTE, "Notes"),
    ):
        slugs = sorted(slug for slug, entry in CATALOGUE.items() if entry.severity is severity)
        if slugs:
            lines += ["", f"## {title}", "", "| | |", "|---|---|"]
            lines += [f"| [{slug}]({slug}.md) | {CATALOGUE[slug].about} |" for slug in slugs]
    return "\n".join(lines) + "\n"
