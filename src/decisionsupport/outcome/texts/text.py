"""A text of an outcome: templates and copies of the values they read, made into a string on first read.

Laws: nothing outside changes a text after it is made; equal texts are those that read the same; a text made
of a plain string (`Text.plain`, what JSON gives back) is that string, whatever braces it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeAlias

from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.outcome.texts.rendering import render_text
from decisionsupport.outcome.texts.shown import Shown, Words
from decisionsupport.outcome.texts.wording import heading


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a template with `{{ name }}` slots, and a value for each name as the template writes it."""

    template: str
    values: ReadOnly[Shown] = NOTHING


Chosen: TypeAlias = tuple[tuple[Line, ...], tuple[str, ...]]
"""The lines that apply, and the names of what is missing."""


class Text:
    """A text in one language; `str(text)` renders it, once.

    `lines` are the lines that apply. `missing` names what is not known though the text would have told it; it
    is listed at the end. With `incomplete` (a note of a form that is not complete) it is what the text opens
    with. Equal to another text that reads the same.

    >>> str(Text("sv", (Line("Inget att anmärka."),)))
    'Inget att anmärka.'
    """

    __slots__ = ("_choose", "_rendered", "incomplete", "language", "lines", "missing")

    language: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    incomplete: bool
    _rendered: str | None
    _choose: Callable[[], Chosen]

    def __init__(
        self,
        language: str,
        lines: tuple[Line, ...],
        missing: tuple[str, ...] = (),
        *,
        incomplete: bool = False,
    ) -> None:
        _set(self, "language", language)
        _set(self, "lines", lines)
        _set(self, "missing", missing)
        _set(self, "incomplete", incomplete)
        _set(self, "_rendered", None)

    @classmethod
    def plain(cls, text: str, language: str = "") -> Text:
        """The text that is exactly this string: never read as a template."""
        made = cls(language, ())
        _set(made, "_rendered", text)
        return made

    @classmethod
    def later(cls, language: str, choose: Callable[[], Chosen]) -> Text:
        """A text whose lines `choose` gives when it is first read; what it chooses from cannot change."""
        made = cls.__new__(cls)
        _put_language(made, language)
        _put_incomplete(made, False)
        _put_rendered(made, None)
        _put_choose(made, choose)
        return made

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (lines or names)
        # Called only where a slot has no value yet.
        if name not in ("lines", "missing"):
            raise AttributeError(f"a text has no {name!r}")
        lines, missing = self._choose()
        _set(self, "lines", lines)
        _set(self, "missing", missing)
        return lines if name == "lines" else missing

    def __str__(self) -> str:
        rendered = self._rendered
        if rendered is None:
            # Two threads may both render: they write the same string.
            rendered = render_text(
                self.language,
                [(line.template, line.values) for line in self.lines],
                self.missing,
                self.incomplete,
            )
            _set(self, "_rendered", rendered)
        return rendered

    def __format__(self, form: str) -> str:
        return format(str(self), form)

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return self is other or self._is_made_alike(other) or str(self) == str(other)

    def __hash__(self) -> int:
        # The same for all: texts that read alike are equal, and hashing what holds a text must not render it.
        return _HASH

    def _is_made_alike(self, other: Text) -> bool:
        return (
            self._rendered is None
            and other._rendered is None
            and self.lines == other.lines
            and self.missing == other.missing
            and self.language == other.language
            and self.incomplete == other.incomplete
        )

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a text cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a text cannot be changed")

    def __reduce__(self) -> tuple[Callable[..., Text], tuple[object, ...]]:
        return (_restore, (self.language, self.lines, self.missing, self.incomplete, self._rendered))


_set = object.__setattr__
_put_language, _put_incomplete, _put_rendered, _put_choose = (
    Text.__dict__[name].__set__ for name in ("language", "incomplete", "_rendered", "_choose")
)
_HASH: Final = 20_261


def _restore(
    language: str, lines: tuple[Line, ...], missing: tuple[str, ...], incomplete: bool, rendered: str | None
) -> Text:
    text = Text(language, lines, missing, incomplete=incomplete)
    _set(text, "_rendered", rendered)
    return text


def sections(language: str, parts: Mapping[str, Text]) -> Text:
    """The whole of a draft: each section that says something under its heading, what is missing at the end.

    `parts` are keyed by section id in the layout's order (`situation background assessment recommendation`).
    """
    lines: list[Line] = []
    missing: dict[str, None] = {}
    for section, part in parts.items():
        missing.update(dict.fromkeys(part.missing))
        body = part.lines or ((_literal(str(part)),) if str(part) else ())
        if body:
            lines += [Line(""), _literal(heading(language, section)), *body]
    return Text(language, tuple(lines[1:]), tuple(missing))


def _literal(text: str) -> Line:
    if "{" in text:
        return Line("{{ text }}", ReadOnly({"text": Words(text)}))
    return Line(text)
