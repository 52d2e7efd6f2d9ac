"""A population's tally as a page of 80 columns: proposals, what is undecided and why, how scores lie.

What a reader could act on comes first; each line says how many rows it concerns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from decisionsupport.cli.consoles import text_width, write_table
from decisionsupport.cli.page.bars import bar, bins, scaled
from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.naming import Naming
from decisionsupport.cli.page.outcome import PRIORITY_STYLES
from decisionsupport.cli.page.words import words_of
from decisionsupport.cli.tally import Score, Spread, Tally
from decisionsupport.program.model import PRIORITIES
from decisionsupport.values.kinds import Choice, Number

WIDTH: Final = 80
_MOST_LINES: Final = 15
_LABEL: Final = 24

Line = tuple[Text, int]


def write_population(console: Console, tally: Tally, language: str) -> None:
    """Write the whole tally in a language."""
    writer = _PopulationWriter(console, tally, language)
    writer.refusals()
    writer.care()
    writer.unknowns()
    writer.scores()
    writer.executors()


class _PopulationWriter:
    def __init__(self, console: Console, tally: Tally, language: str) -> None:
        self.console = console
        self.width = min(WIDTH, text_width(console))
        self.page = Page(console, self.width)
        self.tally = tally
        self.naming = Naming(tally.program, language)
        self.words = words_of(language)

    def refusals(self) -> None:
        """Write what was refused: whole columns, then answers by path and reason."""
        if self.tally.about:
            self.page.section(self.words["columns"])
            for path, severity, reason in self.tally.about:
                self.page.entry(f"{path}: {reason}", style="bold red" if severity == "error" else "")
        if self.tally.refused:
            self.page.section(self.words["refused"])
            self.page.plain(self._of_rows("with_refusal", self.tally.refused_rows))
            refused = self.tally.refused.most_common()
            self._lines((Text(f"{path}: {reason}"), count) for (path, reason), count in refused)

    def care(self) -> None:
        """Write how many rows got which proposal, the most urgent first, and what is held back."""
        self.page.section(self.words["proposals"])
        self.page.plain(self._of_rows("with_proposal", self.tally.with_proposal))
        by_priority = sorted(
            self.tally.proposals.items(),
            key=lambda each: (-PRIORITIES.index(each[0][1]), -each[1], each[0][0]),
        )
        self._table(
            (Text(self.words[priority], PRIORITY_STYLES[priority]), Text(self.naming.act(what)), count)
            for (what, priority), count in by_priority
        )
        if self.tally.withheld:
            self.page.section(self.words["withheld"])
            held = self.tally.withheld.most_common()
            self._lines((Text(self.naming.act(what)), count) for what, count in held)

    def unknowns(self) -> None:
        """Write how many rows are undecided and which answers would decide them."""
        if self.tally.undecided:
            self.page.section(self.words["undecided"])
            self.page.plain(self._of_rows("with_undecided", self.tally.undecided))
            self._lines((Text(self._want(want)), count) for want, count in self.tally.wants.most_common())

    def scores(self) -> None:
        """Write a histogram for each score and level that some row has."""
        for cell, spread in self.tally.spreads.items():
            if spread.known:
                form = self.naming.form(self.tally.program.cells[cell].form or "")
                self.page.section(f"{form}: {self.naming.cell(cell)}")
                self._bars(cell, spread)

    def executors(self) -> None:
        """Write which cells and conditions were not worked out as columns."""
        if self.tally.by_python:
            self.page.section(self.words["by_python"])
            for cell in self.tally.by_python:
                self.page.entry(self._cell(cell))

    def _bars(self, cell: str, spread: Spread) -> None:
        kind = self.tally.program.cells[cell].kind
        lines = list(
            self._binned(kind, spread.known) if isinstance(kind, Number) else self._options(cell, spread)
        )
        beside = {"unknown": spread.unknown, "not_applicable": spread.not_applicable}
        lines += [(Text(self.words[state], "dim"), count) for state, count in beside.items() if count]
        most = max(count for _, count in lines)
        label = min(_LABEL, max(len(said) for said, _ in lines))
        counts = [self._number(count) for _, count in lines]
        room = max(map(len, counts))
        for (said, count), number in zip(lines, counts, strict=True):
            said.truncate(label, overflow="ellipsis", pad=True)
            length = self.width - label - room - 5
            drawn = bar(count, most, length)
            self.console.print(
                Text.assemble("  ", said, " ", (drawn.ljust(length), "cyan"), " ", number.rjust(room))
            )

    def _binned(self, kind: Number, known: Counter[Score]) -> Iterator[Line]:
        comma = "," if self.naming.language == "sv" else "."
        units = Counter[int]()
        for value, count in known.items():
            units[round(float(value) * 10**kind.places)] += count
        for least, most, count in bins(units):
            ends = [scaled(end, kind.places, comma) for end in dict.fromkeys((least, most))]
            yield Text("–".join(ends)), count

    def _options(self, cell: str, spread: Spread) -> Iterator[Line]:
        kind = self.tally.program.cells[cell].kind
        assert isinstance(kind, Choice)
        for option in kind.options:
            yield Text(self.naming.value(option, cell)), spread.known[option]

    def _lines(self, lines: Iterable[Line]) -> None:
        every = list(lines)
        self._table((Text(), said, count) for said, count in every[:_MOST_LINES])
        if len(every) > _MOST_LINES:
            self.page.entry(self.words["more"].format(len(every) - _MOST_LINES))

    def _table(self, lines: Iterable[tuple[Text, Text, int]]) -> None:
        """Lines with their counts."""
        every = list(lines)
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
        table.add_column(justify="right", no_wrap=True)
        for label, said, count in every:
            table.add_row(Text.assemble("  ", label), said, self._number(count))
        if every:
            write_table(self.console, table, self.width)

    def _want(self, want: str) -> str:
        """An answer, a list, a form, a parameter; a form whose answers are here is waited for as history."""
        program = self.tally.program
        if want in program.forms:
            here = any(cell.startswith(f"{want}.") for cell in self.tally.spreads)
            return f"{self.words['history']} {self.naming.form(want)}" if here else self.naming.form(want)
        if want in program.items or want in program.groups:
            return f"{self.naming.question(want)} ({want})"
        return f"{self.words['parameter']} {self.naming.cell(f'parameter.{want}')}"

    def _cell(self, cell: str) -> str:
        name = cell.partition(":")[2]
        rule = self.tally.program.rules.get(name)
        if rule is None:
            return f"{self.naming.cell(cell)} ({cell})"
        said = rule.title.in_language(self.naming.language)
        return f"{self.words['condition']} {said} ({name})"

    def _of_rows(self, words: str, count: int) -> str:
        return self.words[words].format(self._number(count), self._number(self.tally.rows))

    def _number(self, count: int) -> str:
        return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}" if self.naming.language == "sv" else ",")
