"""What is kept into JSON lines: one line an entry of a program, so that it can be read without the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from typing import cast

from decisionsupport.diagnostics.severity import Severity
from decisionsupport.kept.alphabet import FIELDS, PLAIN, SECTIONS, SHARED, TAGS, Json, Tag
from decisionsupport.kept.kept import Kept
from decisionsupport.source import File, Source, Span


def tell(kept: Kept, files: Sequence[File]) -> str:
    """The text that `recall` reads. Places are told as places in `files`, which have to be there again."""
    teller = _Teller(files)
    program = kept.program
    told = [teller.of(each) for each in kept.diagnostics]
    head: dict[str, object] = {"diagnostics": told, "counts": dict(kept.counts), "program": None}
    lines: list[str] = []
    if program is not None:
        sections = {}
        for name in SECTIONS:
            entries: Mapping[str, object] = getattr(program, name)
            made = [_line(teller.of(entry)) for entry in entries.values()]
            sections[name] = [list(entries), [len(line) for line in made]]
            lines += made
        head["program"] = [teller.of(program.pack), program.site, program.digest]
        head["sections"] = sections
    shared = _line(teller.shared)
    head["shared"] = len(shared)
    head["sources"] = teller.sources
    return "".join([_line(head), shared, *lines])


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_TUPLE, _SPAN, _SHARED = int(Tag.TUPLE), int(Tag.SPAN), int(Tag.SHARED)


def _line(told: object) -> str:
    return _encode(told) + "\n"


class _Teller:
    """Tells values; `shared` and `sources` grow as it goes."""

    def __init__(self, files: Sequence[File]) -> None:
        self.shared: list[Json] = []
        self.sources: list[list[int | str | None]] = []
        self._files = {file.path: place for place, file in enumerate(files)}
        self._data = files
        self._shared: dict[object, int] = {}
        self._sources: dict[Source, int] = {}

    def of(self, value: object) -> Json:
        """A value."""
        kind = type(value)
        if kind in PLAIN:
            return cast("Json", value)
        if kind is tuple:
            return [_TUPLE, *[self.of(each) for each in cast("tuple[object, ...]", value)]]
        if kind is Span:
            span = cast("Span", value)
            return [_SPAN, self._source(span.source), span.start, span.end]
        names = FIELDS.get(kind)
        if names is None:
            return self._rarer(value)
        if kind not in SHARED:
            return [TAGS[kind], *[self.of(getattr(value, name)) for name in names]]
        place = self._shared.get(value)
        if place is None:
            told: list[Json] = [TAGS[kind], *[self.of(getattr(value, name)) for name in names]]
            place = self._shared[value] = len(self.shared)
            self.shared.append(told)
        return [_SHARED, place]

    def _source(self, source: Source) -> int:
        place = self._sources.get(source)
        if place is None:
            place = self._sources[source] = len(self.sources)
            file = self._files[source.path]
            self.sources.append([file, None if source.text == text_of(self._data[file]) else source.text])
        return place

    def _rarer(self, value: object) -> Json:
        match value:
            case frozenset():
                return [Tag.SET, *sorted((self.of(each) for each in value), key=repr)]
            case Mapping():
                return [Tag.MAP, *[[key, self.of(each)] for key, each in value.items()]]
            case float():
                return [Tag.REAL, value.hex()]
            case datetime():
                return [Tag.INSTANT, value.isoformat()]
            case date():
                return [Tag.DATE, value.isoformat()]
            case time():
                return [Tag.CLOCK, value.isoformat()]
            case Fraction():
                return [Tag.FRACTION, value.numerator, value.denominator]
            case Severity():
                return [Tag.SEVERITY, value.value]
            case Enum():
                return [Tag.NOT_APPLICABLE]
        raise TypeError(f"nothing tells {type(value).__name__}")


def text_of(file: File) -> str | None:
    """A file's text as authors see it, None where its bytes are not UTF-8."""
    try:
        return file.data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
