"""A page of sections, entries and lines that hang under their labels, broken at one width."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

_LABEL_STYLE = "dim"


class Page:
    """Writes lines to a console: headings at the margin, entries beneath, notes under their entry."""

    def __init__(self, console: Console, width: int) -> None:
        self._console = console
        self._width = width

    def title(self, text: str) -> None:
        """Open the page, or a scene of it."""
        self._console.print(Text(text, style="bold"))

    def rule(self, text: str) -> None:
        """Open a scene: a line of the page's width, and what it shows."""
        self._console.print(Text("━" * self._width, style="cyan"))
        self._console.print(Text(text, style="bold cyan"))

    def section(self, text: str) -> None:
        """Open a section: a blank line and its heading."""
        self._console.print()
        self._console.print(Text(text, style="bold underline"))

    def entry(self, text: str, *, label: str = "", style: str = "", label_style: str = "") -> None:
        """Write an entry of a section, its label before it."""
        self._hang("  ", label, text, style, label_style)

    def note(
        self, label: str, text: str, *, style: str = "", label_style: str = _LABEL_STYLE, deep: int = 6
    ) -> None:
        """Write a remark that belongs to the entry above; its own line breaks are kept."""
        for number, line in enumerate(text.splitlines() or [""]):
            self._hang(
                " " * deep,
                f"{label}:" if label and number == 0 else " " * (len(label) + 1),
                line,
                style,
                label_style,
            )

    def block(self, text: str, *, deep: int = 6) -> None:
        """Write a longer text as it stands, set in."""
        for line in text.splitlines():
            self._hang(" " * deep + "│", "", line, "", "dim")

    def plain(self, text: str, *, style: str = "") -> None:
        """Write a line at the margin."""
        for line in self._broken(text, self._width):
            self._console.print(Text(line, style=style))

    def blank(self) -> None:
        """Leave a line empty."""
        self._console.print()

    def _hang(self, margin: str, label: str, text: str, style: str, label_style: str) -> None:
        before = f"{margin}{label} " if label else f"{margin} " if margin.endswith("│") else margin
        hanging = margin + " " if margin.endswith("│") else " " * len(before)
        for number, line in enumerate(self._broken(text, self._width - len(before))):
            head = (
                Text(before, style=label_style)
                if number == 0
                else Text(hanging, style=label_style if "│" in margin else "")
            )
            self._console.print(head.append(line, style or "none"))

    @staticmethod
    def _broken(text: str, width: int) -> Sequence[str]:
        return textwrap.wrap(text, max(width, 30), break_long_words=False, break_on_hyphens=False) or [""]
