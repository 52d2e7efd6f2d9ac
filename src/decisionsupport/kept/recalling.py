"""JSON lines back into a program and diagnostics, an entry of the program when it is first asked for.

Law: recalling what was told gives values equal to those told. A text that `tell` did not write raises one of
`recall.UNREADABLE`, or gives what it says: that it was written by us is for the cabinet to see to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from itertools import accumulate
from typing import Any, Final, TypeAlias

from decisionsupport.diagnostics.severity import Severity
from decisionsupport.kept.alphabet import CLASSES, SECTIONS, Tag
from decisionsupport.kept.kept import Kept
from decisionsupport.kept.lazily import Lazily
from decisionsupport.kept.tell import text_of
from decisionsupport.program.model import Program
from decisionsupport.source import File, Source, Span
from decisionsupport.values.sets import NOT_APPLICABLE

Told: TypeAlias = Any
"""JSON that `tell` wrote."""

_read = json.JSONDecoder().raw_decode


def recall_values(text: str, start: int, head: Mapping[str, Any], files: Sequence[File]) -> Kept:
    """What `tell` told of these files; `head` is the first line of the text, which ends before `start`."""
    recaller = _Recaller(text, start, files, head["sources"])
    diagnostics = tuple(recaller.of(each) for each in head["diagnostics"])
    if head["program"] is None:
        return Kept(diagnostics, None, head["counts"])
    pack, site, digest = head["program"]
    places = iter(_starts(start + head["shared"], head["sections"]))
    sections = {name: Lazily(next(places), recaller.entry) for name in SECTIONS}
    program: Any = Program  # each section has what its field holds
    return Kept(diagnostics, program(recaller.of(pack), site, digest, **sections), head["counts"])


def _starts(start: int, sections: Mapping[str, Any]) -> list[dict[str, int]]:
    """Where each entry of each section starts in the text."""
    found = []
    for name in SECTIONS:
        ids, lengths = sections[name]
        *starts, start = accumulate(lengths, initial=start)
        found.append(dict(zip(ids, starts, strict=True)))
    return found


class _Recaller:
    """Makes values of one text."""

    def __init__(self, text: str, shared: int, files: Sequence[File], sources: Sequence[Told]) -> None:
        self._text = text
        self._files = files
        self._told_sources = sources
        self._sources: dict[int, Source] = {}
        self._shared_start = shared
        self._told_shared: list[Told] = []
        self._shared: dict[int, object] = {}
        self._makers: list[Callable[[Told], object]] = []
        own: dict[Tag, Callable[[Told], object]] = {
            Tag.TUPLE: self._tuple,
            Tag.SET: self._set,
            Tag.MAP: self._map,
            Tag.SPAN: self._span,
            Tag.SHARED: self._shared_value,
        }
        self._makers += [(_PLAIN_MAKERS | own)[tag] for tag in Tag]
        self._makers += [_maker(each, self._makers) for each in CLASSES]

    def entry(self, start: int) -> Any:  # noqa: ANN401 - what was told there
        """The value that starts there."""
        return self.of(_read(self._text, start)[0])

    def of(self, told: Told) -> Any:  # noqa: ANN401
        """A value."""
        return self._makers[told[0]](told) if type(told) is list else told

    def _tuple(self, told: Told) -> tuple[object, ...]:
        makers = self._makers
        return tuple([makers[part[0]](part) if type(part) is list else part for part in told[1:]])

    def _set(self, told: Told) -> frozenset[object]:
        return frozenset(map(self.of, told[1:]))

    def _map(self, told: Told) -> dict[str, object]:
        return {key: self.of(value) for key, value in told[1:]}

    def _span(self, told: Told) -> Span:
        _, source, start, end = told
        return Span(self._sources.get(source) or self._source(source), start, end)

    def _source(self, place: int) -> Source:
        number, told = self._told_sources[place]
        file = self._files[number]
        text = (text_of(file) or "") if told is None else told
        return self._sources.setdefault(place, Source(file.path, text))

    def _shared_value(self, told: Told) -> object:
        place = told[1]
        value = self._shared.get(place)
        if value is None:
            self._told_shared = self._told_shared or _read(self._text, self._shared_start)[0]
            value = self._shared.setdefault(place, self.of(self._told_shared[place]))
        return value


def _maker(made: type, makers: list[Callable[[Told], object]]) -> Callable[[Told], object]:
    def make(told: Told) -> object:
        return made(*[makers[part[0]](part) if type(part) is list else part for part in told[1:]])

    return make


_PLAIN_MAKERS: Final[dict[Tag, Callable[[Told], object]]] = {
    Tag.DATE: lambda told: date.fromisoformat(told[1]),
    Tag.INSTANT: lambda told: datetime.fromisoformat(told[1]),
    Tag.CLOCK: lambda told: time.fromisoformat(told[1]),
    Tag.REAL: lambda told: float.fromhex(told[1]),
    Tag.FRACTION: lambda told: Fraction(told[1], told[2]),
    Tag.NOT_APPLICABLE: lambda _: NOT_APPLICABLE,
    Tag.SEVERITY: lambda told: Severity(told[1]),
}
