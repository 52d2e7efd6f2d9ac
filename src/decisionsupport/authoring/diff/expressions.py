"""Where two expressions part: row by row where they have rows, else as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from decisionsupport.authoring.diff.sameness import bare, hiding, meant
from decisionsupport.authoring.diff.sayings import expression_said, one_line, plainly
from decisionsupport.program import expressions as x
from decisionsupport.source import Span


@dataclass(frozen=True, slots=True)
class Parting:
    """A place where two expressions part. `where` is empty for the whole of it."""

    where: str
    before: str
    after: str
    span: Span

    @property
    def same_words(self) -> bool:
        """Whether the author's letters are the same, and only what they name is another thing."""
        return self.before == self.after


def partings(old: x.Expression | None, new: x.Expression | None) -> Iterator[Parting]:
    """Where an expression parts from what it was."""
    was, now = hiding(old), hiding(new)
    if was is not None and now is not None and was.otherwise != now.otherwise:
        yield Parting("when hidden", plainly(was.otherwise), plainly(now.otherwise), now.span)
    yield from _partings(bare(old), bare(new))


def _partings(old: x.Expression | None, new: x.Expression | None) -> Iterator[Parting]:
    if meant(old) == meant(new):
        return
    if isinstance(old, x.FirstOf) and isinstance(new, x.FirstOf):
        yield from _rows(old, new)
        return
    place = new if new is not None else old
    if place is not None:
        yield Parting("", expression_said(old), expression_said(new), place.span)


Row = tuple[x.Expression | None, x.Expression]


def _rows(old: x.FirstOf, new: x.FirstOf) -> Iterator[Parting]:
    before, after = _rows_of(old), _rows_of(new)
    matcher = SequenceMatcher(
        None, [meant(row) for row in before], [meant(row) for row in after], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for offset in range(max(i2 - i1, j2 - j1)):
            was = before[i1 + offset] if i1 + offset < i2 else None
            now = after[j1 + offset] if j1 + offset < j2 else None
            there = now or was
            if there is not None:
                number = (j1 if now is not None else i1) + offset + 1
                yield Parting(f"row {number}", _row(was), _row(now), (there[0] or there[1]).span)


def _rows_of(node: x.FirstOf) -> list[Row]:
    last: list[Row] = [] if node.otherwise is None else [(None, node.otherwise)]
    return [*node.entries, *last]


def _row(row: Row | None) -> str:
    if row is None:
        return ""
    condition, value = row
    gives = expression_said(bare(value))
    return gives if condition is None else f"{one_line(condition.span.text)}: {gives}"
