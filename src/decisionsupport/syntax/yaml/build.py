"""Parser events into the tree, with a stack of our own that stops at the limits.

The first anchor, alias or tag ends the reading: a tree has no cycles and is never larger than its file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

import yaml

from decisionsupport.diagnostics.model import Related, Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.yaml import traps
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence, type_of_style

DEEPEST = 64
MOST_EVENTS = 200_000
_MOST_COMPLAINTS = 100

_STYLES: dict[str | None, type_of_style] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}
PROPERTIES: dict[str, tuple[str, str]] = {
    "&": ("yaml-anchor", "an anchor"),
    "*": ("yaml-alias", "an alias"),
    "!": ("yaml-tag", "a tag"),
}
_Event: TypeAlias = Any  # events differ in what they hold; the parser has seen to it
_SCALAR = yaml.ScalarEvent
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_PROPERTY = re.compile(r"[&*!][^\s,\[\]{}]*")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_CONTROL_BY_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class Parser(Protocol):
    """What gives the events, one at a time: libyaml's parser or PyYAML's own."""

    def get_event(self) -> _Event:
        """Give the next event, None after the last."""


@dataclass(slots=True)
class Open:
    """A list or map whose end has not come yet; a map's children are keys and values in turn."""

    kind: Literal["map", "list"]
    flow: bool
    start: int
    children: list[Node] = field(default_factory=list)


class Builder:
    """Builds one document; `last` and `open` tell how far it came when the parser gives up."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source = source
        self.report = report
        self.open: list[Open] = []
        self.trap_lines: set[int] = set()
        self.stopped = False
        self._roots: list[Node] = []
        self._documents = 0
        self._complaints = 0

    @property
    def last(self) -> Node | None:
        """The value read last, if any."""
        levels = (self._roots, *(place.children for place in self.open))
        return next((children[-1] for children in reversed(levels) if children), None)

    def build(self, parser: Parser) -> Node | None:
        """Give the document's root; None when it is empty or the reading was stopped."""
        children = self._roots
        next_event = parser.get_event
        for _ in range(MOST_EVENTS):
            event = next_event()
            kind = type(event)
            if kind is _SCALAR:
                children.append(self._scalar(event))
            elif kind in _STARTS:
                self._start(event)
                children = self.open[-1].children if self.open else self._roots
            elif kind in _ENDS:
                done = self._end(event)
                children = self.open[-1].children if self.open else self._roots
                children.append(done)
            elif kind is yaml.AliasEvent:
                self._refuse_property(event)
            elif kind is yaml.DocumentStartEvent:
                self._document(event)
            elif event is None:
                return self._root
            if self.stopped or self._documents > 1:
                return None if self.stopped else self._root
        reached = self.last.span if self.last is not None else Span(self.source, 0, 0)
        message = f"the file has more than {MOST_EVENTS:,} keys and values"
        self._stop("too-large", message, reached, "divide it into several files")
        return None

    @property
    def _root(self) -> Node | None:
        return self._roots[0] if self._roots else None

    def _document(self, event: _Event) -> None:
        self._documents += 1
        if self._documents > 1:
            start: int = event.start_mark.index
            place = Span(self.source, start, start + (3 if self.source.text.startswith("---", start) else 1))
            remedy = "put it in a file of its own"
            self.complain("second-document", "a second document starts here", place, remedy)

    def _scalar(self, event: _Event) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._refuse_property(event)
        style = _STYLES[event.style]
        value: str = event.value
        start: int = event.start_mark.index
        end: int = event.end_mark.index
        if style == "plain":
            node = Scalar(value, style, Span(self.source, start, end))
            if value[-1:] in "fFnN" and _NOT_FINITE.fullmatch(value):
                message = f"`{value}` is not a number that can be measured"
                self.complain("not-finite", message, node.span, "give a number, or leave it out")
            return node
        if style == "literal" or style == "folded":
            end = start + len(self.source.text[start:end].rstrip(" \t\r\n"))
        node = Scalar(value, style, Span(self.source, start, end))
        if style == "double" and (found := _CONTROL_BY_ESCAPE.search(value)):
            place = node.place(found.start(), found.end())
            message = f"the invisible character U+{ord(found.group()):04X} cannot stand in a text"
            self.complain("control-character", message, place, "take it away")
        return node

    def _start(self, event: _Event) -> None:
        start: int = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._refuse_property(event)
        elif len(self.open) >= DEEPEST:
            message = f"lists and maps lie more than {DEEPEST} deep in each other"
            place = Span(self.source, start, start + 1)
            self._stop("too-deep", message, place, "no document needs that; look for a missing bracket")
        else:
            kind: Literal["map", "list"] = "map" if type(event) is yaml.MappingStartEvent else "list"
            self.open.append(Open(kind, bool(event.flow_style), start))

    def _end(self, event: _Event) -> Node:
        done = self.open.pop()
        children = done.children
        end: int = event.end_mark.index if done.flow or not children else children[-1].span.end
        span = Span(self.source, done.start, end)
        if done.kind == "list":
            return Sequence(tuple(traps.cut_items(self, children) if done.flow else children), span)
        if done.flow:
            if traps.is_template(done.start, children):
                return traps.template(self, span)
            if not self._opens_template(done.start):
                children = traps.cut_entries(self, children)
        node = Mapping(self._entries(children), span)
        traps.cut_by_comment(self, node)
        return node

    def _opens_template(self, start: int) -> bool:
        """Whether this map is the inner of `{{ … }}`."""
        outer = self.open[-1] if self.open else None
        return outer is not None and outer.kind == "map" and not outer.children and outer.start == start - 1

    def _entries(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                remedy = "use a word, or put the text in quotes"
                self.complain("complex-key", "a list or map cannot be a key", key.span, remedy)
            elif key.value == "" and key.style == "plain":
                self.complain("complex-key", "a key is missing before `:`", value.span, "write the key")
            elif key.value == "<<" and key.style == "plain":
                self.complain("merge-key", "`<<` does not merge maps here", key.span, "write the keys out")
            elif key.value in entries:
                first = Related("the first is here", entries[key.value][0].span)
                message = f"the key `{key.value}` is here twice"
                self.complain("duplicate-key", message, key.span, "keep one of them", first)
            else:
                entries[key.value] = (key, value)
        return tuple(entries.values())

    def _refuse_property(self, event: _Event) -> None:
        start: int = event.start_mark.index
        found = _PROPERTY.search(self.source.text, start)
        written = found.group() if found else self.source.text[start : start + 1]
        start = found.start() if found else start
        slug, name = PROPERTIES.get(written[:1], PROPERTIES["!"])
        message = f"`{written}` is {name} of YAML, which is not used here"
        remedy = "if it is text, put it in quotes; else write the value out"
        self._stop(slug, message, Span(self.source, start, start + len(written)), remedy)

    def _stop(self, slug: str, message: str, place: Span, remedy: str) -> None:
        self.stopped = True
        self.complain(slug, message, place, remedy)

    def complain(self, slug: str, message: str, place: Span, remedy: str, *related: Related) -> None:
        """Report a mistake, and remember its line so that the parser's own words there stay unsaid."""
        self._complaints += 1
        if self._complaints <= _MOST_COMPLAINTS:
            self.trap_lines.add(place.begin.line)
            self.report.add(slug, message, place, help=remedy, related=related)
