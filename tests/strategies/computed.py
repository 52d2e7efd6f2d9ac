"""Computed values of every form: an expression, bands, cases, a table; each beside what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from tests.strategies.choices import Choices, chance, pick
from tests.strategies.expressions import Writer
from tests.strategies.kinds import BOOL, WORDS, Kind, Num, One, decimal
from tests.strategies.meanings import as_value
from tests.strategies.points import banded, bands_over
from tests.strategies.spelling import WORDS_OF
from tests.strategies.tables import one_column
from tests.strategies.world import Judge, Value, World, constant, first_of

Written = dict[str, Any]


class ComputedWriter:
    """Writes one computed value."""

    def __init__(self, choices: Choices, writer: Callable[[], Writer]) -> None:
        self.choices = choices
        self.writer = writer
        self._all = False

    def way(self) -> tuple[Written, Kind, Judge]:
        how = self.choices.number(5)
        writer = self.writer()
        if how == 0:
            value = writer.condition(2)
            return (
                self._perhaps_all({"value": value.text}, value.text),
                BOOL,
                self._required(value.text, as_value(value)),
            )
        if how == 1:
            value = writer.number(2)
            return (
                self._perhaps_all({"value": value.text}, value.text),
                value.kind,
                self._required(value.text, value.judge),
            )
        if how == 2:
            return self._bands(writer)
        if how == 3:
            return self._first(writer)
        if how == 4:
            options, ordered = WORDS[: 2 + self.choices.number(1)], chance(self.choices, 50)
            table, judge = one_column(self.choices, writer, options)
            return {"table": table, **_options(options, ordered)}, One(options, ordered), judge
        return self._first(writer, numbers=True)

    def _perhaps_all(self, written: Written, text: str) -> Written:
        """`when_missing: require_all`, where the names read can be told from the text."""
        plain = not any(
            word in text for word in ("points", "_list", "previous", "change", "lowest", "highest")
        )
        self._all = plain and chance(self.choices, 20)
        return written | ({"when_missing": "require_all"} if self._all else {})

    def _required(self, text: str, judge: Judge) -> Judge:
        if not self._all:
            return judge
        writer = self.writer()
        words = set(WORDS_OF.findall(text))
        read = [name for name in writer.scope.names if writer.spelled(name) in words]

        def whole(world: World) -> Value:
            for name in read:
                name.judge(world)
            return judge(world)

        return whole

    def _bands(self, writer: Writer) -> tuple[Written, Kind, Judge]:
        whole = [name for name in writer.of_kind(Num) if isinstance(name.kind, Num) and name.kind.whole]
        whole = [name for name in whole if name.kind.least >= 0]  # type: ignore[union-attr]
        if writer.scope.plain and (not whole or chance(self.choices, 60)):
            subject = writer._points(0)
        elif whole:
            subject = writer.read(pick(self.choices, whole))
        else:
            return self._first(writer)
        assert isinstance(subject.kind, Num)
        ranges = bands_over(self.choices, subject.kind)
        written: Written = {"of": subject.text}
        if chance(self.choices, 40):
            counts = [self.choices.number(4) for _ in ranges]
            written["bands"] = {text: str(count) for (text, _, _), count in zip(ranges, counts, strict=True)}
            kind = Num(Fraction(min(counts)), Fraction(max(counts)), whole=True)
            return written, kind, banded(subject.judge, ranges, [Fraction(count) for count in counts])
        options, ordered = WORDS[: 2 + self.choices.number(1)], chance(self.choices, 50)
        chosen = [pick(self.choices, options) for _ in ranges]
        written["bands"] = {text: option for (text, _, _), option in zip(ranges, chosen, strict=True)}
        return (
            written | _options(options, ordered),
            One(options, ordered),
            banded(subject.judge, ranges, chosen),
        )

    def _first(self, writer: Writer, *, numbers: bool = False) -> tuple[Written, Kind, Judge]:
        options, ordered = WORDS[: 2 + self.choices.number(1)], chance(self.choices, 50)
        cases, entries = [], []
        given: list[Any] = []
        for last in (*[False] * (1 + self.choices.number(1)), True):
            value = Fraction(self.choices.number(4)) if numbers else pick(self.choices, options)
            given.append(value)
            written: Written = {"is": decimal(value) if isinstance(value, Fraction) else value}
            if not last:
                test = writer.condition(1)
                written["when"] = test.text
                entries.append((test.judge, constant(value)))
            cases.append(written)
        judge = first_of(entries, constant(given[-1]))
        if numbers:
            return {"first": cases}, Num(min(given), max(given), whole=True), judge
        return {"first": cases, **_options(options, ordered)}, One(options, ordered), judge


def _options(options: Sequence[str], ordered: bool) -> Written:
    return {"options": {option: {"text": option} for option in options}} | (
        {"ordered": True} if ordered else {}
    )
