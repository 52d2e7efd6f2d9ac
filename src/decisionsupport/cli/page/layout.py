"""A page of sections, entries and lines that hang under their labels, broken at one width.

Law: whatever a text holds, it cannot steer the terminal: control characters are shown, not sent.
"""

from __future__ import annotations

import re
import textwrap
from typing import Final

from rich.console import Console
from rich.text import Text

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NARROWEST: Final = 30


class Page:
    """Writes lines to a console: headings at the margin, entries beneath, notes under their entry."""

    def __init__(self, console: Console, width: int) -> None:
        self._console = console
        self._width = width

    def title(self, text: str) -> None:
        """Open the page."""
        self._hang(Text(), text, style="bold")

    def rule(self, text: str) -> None:
        """Open a scene: a line of the page's width, and what it shows."""
        self._console.print(Text("━" * self._width, style="cyan"))
        self._hang(Text(), text, style="bold cyan")

    def section(self, text: str) -> None:
        """Open a section: a blank line and its heading."""
        self._console.print()
        self._hang(Text(), text, style="bold underline")

    def entry(self, text: str, *, label: str = "", style: str = "", label_style: str = "") -> None:
        """Write an entry of a section, its label before it."""
        self._hang(_head(2, label, label_style), text, style=style)

    def point(self, text: str) -> None:
        """Write a point of an entry; its further lines are set in a little."""
        self._hang(_head(4, "", ""), text, hanging=Text(" " * 6))

    def note(
        self, label: str, text: str, *, style: str = "", label_style: str = "dim", deep: int = 6
    ) -> None:
        """Write a remark that belongs to the entry above; its own line breaks are kept."""
        head = _head(deep, f"{label}:" if label else "", label_style)
        for line in text.splitlines() or [""]:
            self._hang(head, line, style=style)
            head = Text(" " * len(head))

    def block(self, text: str, *, deep: int = 6) -> None:
        """Write a longer text as it stands, set in behind a line."""
        head = Text.assemble(" " * deep, ("│ ", "dim"))
        for line in text.splitlines():
            self._hang(head, line, hanging=head)

    def plain(self, text: str, *, style: str = "") -> None:
        """Write a line at the margin."""
        self._hang(Text(), text, style=style)

    def blank(self) -> None:
        """Leave a line empty."""
        self._console.print()

    def _hang(self, head: Text, text: str, *, style: str = "", hanging: Text | None = None) -> None:
        hanging = Text(" " * len(head)) if hanging is None else hanging
        for line in self._broken(_CONTROL.sub("�", text), len(head), len(hanging)):
            written = head.copy().append(line, style or None)
            written.rstrip()
            self._console.print(written)
            head = hanging

    def _broken(self, text: str, first: int, further: int) -> list[str]:
        """Break a text; its first line has `first` columns taken, its further ones `further`."""
        width = max(self._width, max(first, further) + _NARROWEST)
        before = "\N{OBJECT REPLACEMENT CHARACTER}" * first
        lines = textwrap.wrap(
            before + text,
            width,
            subsequent_indent=" " * further,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [lines[0][first:], *(line[further:] for line in lines[1:])] if lines else [""]


def _head(deep: int, label: str, style: str) -> Text:
    return Text.assemble(" " * deep, (label, style), " " if label else "")
