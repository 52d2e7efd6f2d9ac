"""The tree with its comments: each entry of a map or list knows what is remarked above, beside and below it.

A comment on a line of its own belongs to the entry after it; one that is indented like the entries before it,
where these end, belongs below them. A comment at the end of a line belongs to what ends on that line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from decisionsupport.authoring.format.comments import Comment, comments_in, end_of
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence


@dataclass(slots=True, eq=False)
class Part:
    """An entry: its key, where it has one, its value, and the lines remarked (`""` is an empty line).

    `column` is that of the entry; `below` are lines after the last of its own `parts`.
    """

    key: Scalar | None
    node: Node
    flow: bool
    parent: Part | None
    start: int = 0
    column: int = 0
    parts: list[Part] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    @property
    def inner_column(self) -> int:
        """The column of its own parts."""
        return self.parts[0].column if self.parts else self.column

    def holders(self) -> Iterator[Part]:
        """This part and those it stands in, outwards."""
        at: Part | None = self
        while at is not None:
            yield at
            at = at.parent

    def within(self, other: Part) -> bool:
        """Whether this part stands somewhere in another."""
        return any(holder is other for holder in self.holders())


def parts_of(root: Mapping) -> Part:
    """The document as parts, with every comment in its place."""
    comments = list(comments_in(root))
    whole = Part(None, root, root.span.source.text[root.span.start] == "{", None)
    _Builder(root.span.source.text, comments).fill(whole)
    _Placing(whole).place(comments)
    return whole


class _Builder:
    def __init__(self, text: str, comments: Iterable[Comment]) -> None:
        self.text = text
        self.begins = {comment.end: comment.start for comment in comments if comment.text}

    def fill(self, part: Part) -> None:
        match part.node:
            case Scalar():
                return
            case Mapping(entries=entries):
                pairs: list[tuple[Scalar | None, Node]] = list(entries)
            case Sequence(items=items):
                pairs = [(None, item) for item in items]
        for key, node in pairs:
            flow = part.flow or (not isinstance(node, Scalar) and self._opens(node) in "[{")
            inner = Part(key, node, flow, part)
            inner.start = self._start(inner, listed=not part.flow)
            inner.column = inner.start - (self.text.rfind("\n", 0, inner.start) + 1)
            part.parts.append(inner)
            self.fill(inner)

    def _opens(self, node: Node) -> str:
        return self.text[node.span.start : node.span.start + 1] or " "

    def _start(self, part: Part, *, listed: bool) -> int:
        if part.key is not None:
            return part.key.span.start
        return self._dash(part.node.span.start) if listed else part.node.span.start

    def _dash(self, before: int) -> int:
        """Where the `-` of an entry stands: the last sign before its value that is in no comment."""
        at = before
        while self.text[at - 1] != "-" or at in self.begins:
            at = self.begins.get(at, at - 1)
        return at - 1


class _Placing:
    """Gives each comment to a part."""

    def __init__(self, whole: Part) -> None:
        self.whole = whole
        self.parts = list(_each(whole))
        self.starts = [part.start for part in self.parts]

    def place(self, comments: Iterable[Comment]) -> None:
        blank: list[str] = []
        waiting: Part | None = None
        below: Part | None = None
        for comment in comments:
            at = bisect_right(self.starts, comment.start)
            if not at:
                self.whole.above.append(comment.text)
                continue
            last = self.parts[at - 1]
            following = self.parts[at] if at < len(self.parts) else None
            if following is not waiting:
                self._open_with(waiting, blank)
                blank, waiting, below = [], following, None
            if not comment.text:
                blank = [] if self._closing(comment, last, following) else [""]
            elif not comment.own_line:
                self._beside(comment, last).append(comment.text)
            else:
                lines, below = self._lines(comment, last, following, below)
                lines += [*blank, comment.text]
                blank = []
        self._open_with(waiting, blank)

    def _open_with(self, part: Part | None, blank: list[str]) -> None:
        if part is not None:
            part.above += blank

    def _beside(self, comment: Comment, last: Part) -> list[str]:
        line = last.node.span.source.text.rfind("\n", 0, comment.start)
        ended = [part for part in last.holders() if _closed(part) and line < _end(part) <= comment.start]
        return (ended[-1] if ended else last).beside

    def _closing(self, comment: Comment, last: Part, following: Part | None) -> bool:
        """Whether only the end of a list or map in brackets comes after it."""
        around = _around(comment, last)
        return around is not None and (following is None or not following.within(around))

    def _lines(
        self, comment: Comment, last: Part, following: Part | None, below: Part | None
    ) -> tuple[list[str], Part | None]:
        """The lines that a comment on its own line goes to; after a less indented one none goes back."""
        around = _around(comment, last)
        if around is not None:
            inside = following is not None and following.within(around)
            return (following.above if following is not None and inside else around.below), below
        if _closed(last) and last.node.span.start > comment.start:
            return last.above, below
        column = comment.column if below is None else min(comment.column, below.inner_column)
        for holder in last.holders():
            if holder is last or (following is not None and following.within(holder)):
                continue
            if not holder.flow and holder.inner_column <= column:
                return holder.below, holder
        return (following.above if following is not None else self.whole.below), self.whole


def _each(part: Part) -> Iterator[Part]:
    for inner in part.parts:
        yield inner
        yield from _each(inner)


def _closed(part: Part) -> bool:
    return isinstance(part.node, Scalar) or part.flow


def _end(part: Part) -> int:
    return end_of(part.node) if isinstance(part.node, Scalar) else part.node.span.end


def _around(comment: Comment, last: Part) -> Part | None:
    """The innermost list or map in brackets that a comment stands in."""
    for part in last.holders():
        span = part.node.span
        if part.flow and not isinstance(part.node, Scalar) and span.start < comment.start < span.end:
            return part
    return None
