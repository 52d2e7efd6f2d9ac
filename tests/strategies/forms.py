"""Forms of small domains: every kind of item, points and computed value, each with a judge beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import islice, product
from typing import Any

from tests.strategies.choices import Choices, chance, pick
from tests.strategies.computed import ComputedWriter
from tests.strategies.expressions import Writer
from tests.strategies.kinds import (
    BOOL,
    CODES,
    DAYS,
    MOST_POINTS,
    TEXTS,
    WORDS,
    Code,
    Day,
    Expr,
    Kind,
    Letters,
    Name,
    Num,
    One,
    Scope,
    Several,
    decimal,
    rounded,
    stepped,
)
from tests.strategies.meanings import as_value, asked, asked_in_row, made_for, or_else, where_shown
from tests.strategies.points import PointsWriter
from tests.strategies.world import (
    Judge,
    World,
    all_of,
    lifted,
    maybe,
)

SOME_DAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
Written = dict[str, Any]


@dataclass
class Slot:
    """A question: what may be answered, as a host gives it; in a repeating group, one entry's question.

    `good`: answers that leave no points unknown. `rows`: what an entry of a repeating group asks.
    """

    form: str
    name: str
    domain: list[Any]
    good: list[Any]
    show: Judge | None = None
    rows: list[Slot] = field(default_factory=list)
    required: bool = False


@dataclass
class FormSpec:
    """One form: what it asks, in order."""

    id: str
    word: str
    written: Written
    slots: list[Slot]


@dataclass
class Growing:
    """What has been declared so far: names for expressions, judges for cells."""

    names: list[Name] = field(default_factory=list)
    groups: dict[str, list[Name]] = field(default_factory=dict)
    plain: dict[str, list[Name]] = field(default_factory=dict)
    cells: dict[str, Judge] = field(default_factory=dict)
    forms: list[FormSpec] = field(default_factory=list)
    parameters: Written = field(default_factory=dict)

    def scope(self, form: str | None = None, **more: Any) -> Scope:
        """Everything declared, from within a form or from outside."""
        names = list(self.names)
        return Scope(
            names,
            form,
            groups=dict(self.groups),
            plain=dict(self.plain),
            forms=tuple(f.id for f in self.forms),
            **more,
        )


def grow_form(choices: Choices, form: str, word: str, growing: Growing) -> None:
    """Make a form, and declare what it holds."""
    _Form(choices, form, word, growing).make()


class _Form:
    def __init__(self, choices: Choices, form: str, word: str, growing: Growing) -> None:
        self.choices, self.id, self.word, self.growing = choices, form, word, growing
        self.written: Written = {word: form, "version": "1.0.0", "title": form.capitalize()}
        self.slots: list[Slot] = []
        self.scored: list[Name] = []
        self.count = 0
        self.applies: Judge | None = None

    def writer(self, **more: Any) -> Writer:
        scope = self.growing.scope(self.id, **more)
        return Writer(self.choices, scope)

    def make(self) -> None:
        choices, growing = self.choices, self.growing
        if chance(choices, 15):
            self.written["status"] = "trial"
        items: Written = {}
        self.written["items"] = items
        applies_cell = f"applies:{self.id}"
        for _ in range(1 + choices.number(3)):
            self._entry(items)
        if chance(choices, 15):
            # Of the form's own answers, and of what stands before it.
            shown = Writer(choices, Scope(self._before_points(), self.id, history=False)).condition(1)
            self.written["applies_when"] = {"that": shown.text, "else": "Not for you"}
            growing.cells[applies_cell] = self.applies = shown.judge
        if self.scored:
            growing.plain[self.id] = list(self.scored)
        if chance(choices, 70) or self.word == "assessment":
            self._computed()
        if chance(choices, 12):
            self._must()
        growing.forms.append(FormSpec(self.id, self.word, self.written, self.slots))

    def _name(self) -> str:
        self.count += 1
        return f"{self.id[0]}{self.count}"

    def _before_points(self) -> list[Name]:
        """What rests on no points of this form: these wait for whom the form is made for."""
        own = {slot.name for slot in self.slots if slot.show is None}
        return [
            replace(name, scored=False) if name.form == self.id else name
            for name in self.growing.names
            if name.form != self.id or name.path.partition(".")[2] in own
        ]

    # Items -------------------------------------------------------------------------------------------

    def _entry(self, items: Written) -> None:
        how = self.choices.number(9)
        if how >= 8 and not any(slot.rows for slot in self.slots):
            self._repeating(items)
        elif how == 7:
            self._plain_group(items)
        elif how == 6 and self.growing.names:
            self._derived(items)
        else:
            name = self._name()
            items[name] = self._item(name, self._show(35))

    def _show(self, percent: int) -> Expr | None:
        if not self.growing.names or not chance(self.choices, percent):
            return None
        return self.writer().condition(1)

    def _plain_group(self, items: Written) -> None:
        group, show = self._name() + "_group", self._show(50)
        inner: Written = {}
        scored = len(self.scored)
        for _ in range(1 + chance(self.choices, 50)):
            name = self._name()
            own = self._show(25)
            inner[name] = self._item(name, own, show)
        items[group] = {"group": "Group"} | ({"show_when": show.text} if show else {}) | {"items": inner}
        if self.scored[scored:]:
            self.growing.plain[f"{self.id}.{group}"] = self.scored[scored:]

    def _item(self, name: str, own: Expr | None, group: Expr | None = None) -> Written:
        shows = [show for show in (group, own) if show is not None]
        show = (
            shows[0].judge if len(shows) == 1 else all_of([each.judge for each in shows]) if shows else None
        )
        path = f"{self.id}.{name}"
        kind, written, domain = self._kind()
        written |= {"ask": f"Ask {name}"}
        if own is not None:
            written["show_when"] = own.text
        slot = Slot(self.id, name, domain, domain, show)
        self.slots.append(slot)
        growing = self.growing
        if show is not None:
            growing.cells[f"applies:{path}"] = show
        growing.cells[path] = asked(self.id, name, show, kind)
        declared = Name(path, kind, self.id, hideable=show is not None, item=True)
        growing.names.append(declared)
        if self.word != "facts" and not isinstance(kind, Day | Code | Letters) and chance(self.choices, 65):
            declared = self._scored(declared, written, slot, show is not None)
        if chance(self.choices, 25):
            written["required"] = bool(self.choices.number(1))
        slot.required = written.get("required", declared.scored)
        return written

    def _kind(self) -> tuple[Kind, Written, list[Any]]:
        choices = self.choices
        how = choices.number(9)
        if self.word == "checklist" and how < 5:
            return One(("done", "undone", "not_relevant")), {}, ["done", "undone", "not_relevant"]
        if how <= 2:
            return BOOL, {"kind": "boolean"}, [False, True]
        if how <= 4:
            least, more = choices.number(2), 1 + choices.number(2)
            ends = Num(Fraction(least), Fraction(least + more), whole=True)
            written = {"kind": "integer", "between": f"{least}..{least + more}"}
            return ends, written, list(range(least, least + more + 1))
        if how <= 6:
            options = WORDS[: 2 + choices.number(1)]
            return (
                One(options),
                {"kind": "choice", "options": {o: {"text": o} for o in options}},
                list(options),
            )
        if how == 7:
            most = Fraction(1 + choices.number(2), 2)
            written = {"kind": "decimal", "step": "0.5", "between": f"0..{decimal(most)}"}
            domain = [k / 2 for k in range(int(most * 2) + 1)]
            return Num(Fraction(0), most, Fraction(1, 2)), written, domain
        if how == 8:
            exclusive = {"exclusive": True} if chance(choices, 40) else {}
            written = {
                "kind": "choices",
                "options": {"red": {"text": "red"}, "green": {"text": "green"} | exclusive},
            }
            every = [[], ["red"], ["green"], *([] if exclusive else [["red", "green"]])]
            return Several(("red", "green")), written, every
        return pick(
            choices,
            (
                (Day(), {"kind": "date"}, [day.isoformat() for day in DAYS]),
                (Code(), {"kind": "code", "system": "atc"}, list(CODES)),
                (Letters(), {"kind": "text"}, list(TEXTS)),
            ),
        )

    def _derived(self, items: Written) -> None:
        name, writer, show = self._name(), self.writer(), self._show(35)
        growing, path = self.growing, f"{self.id}.{name}"
        if chance(self.choices, 50):
            value, kind = writer.condition(1), "boolean"
        else:
            part = writer.number(1)
            assert isinstance(part.kind, Num)
            step = Fraction(1)
            value = Expr(
                f"round({part.text})",
                lifted(lambda x: rounded(x, step), part.judge),
                stepped(part.kind.least, part.kind.most, step, "round"),
            )
            kind = "integer"
        written: Written = {"kind": kind, "value": value.text}
        judge = value.judge if kind == "integer" else as_value(value)
        if show is not None:
            written["show_when"] = show.text
            growing.cells[f"applies:{path}"] = show.judge
            judge = where_shown(show.judge, judge)
        growing.cells[path] = judge
        declared = Name(path, value.kind, self.id, hideable=show is not None)
        growing.names.append(declared)
        if self.word != "facts" and chance(self.choices, 50):
            self._scored(declared, written, None, show is not None)
        items[name] = written

    # Points ------------------------------------------------------------------------------------------

    def _scored(self, name: Name, written: Written, slot: Slot | None, hideable: bool) -> Name:
        read: Judge = name.judge
        points, judge, listed, spoiled = PointsWriter(self.choices, self.writer).points(
            name.kind, read, written
        )
        if points is not None:
            written["points"] = points
        if slot is not None:
            slot.good = [answer for answer in slot.domain if answer not in spoiled] or slot.domain
        if hideable and (
            0 not in listed or isinstance(points, list) or slot is None or chance(self.choices, 30)
        ):
            counted = self.choices.number(MOST_POINTS)
            written["points_when_hidden"] = str(counted)
            judge = or_else(judge, Fraction(counted))
        growing = self.growing
        applies = f"applies:{self.id}"
        growing.cells[f"points:{name.path}"] = made_for(applies, judge)
        scored = Name(name.path, name.kind, name.form, name.hideable, name.item, scored=True)
        growing.names[growing.names.index(name)] = scored
        self.scored.append(scored)
        return scored

    # Repeating groups --------------------------------------------------------------------------------

    def _repeating(self, items: Written) -> None:
        choices, growing = self.choices, self.growing
        group = self._name() + "_list"
        path, show = f"{self.id}.{group}", self._show(25)
        inner: Written = {}
        names: list[Name] = []
        rows: list[Slot] = []
        for index in range(1 + chance(choices, 60)):
            name = f"{self.id[0]}_row{index}"
            kind, written, domain = self._row_kind()
            shown = None
            if names and chance(choices, 30):
                scope = Scope(names, self.id, path, history=False)
                shown = Writer(choices, scope).condition(0)
                written["show_when"] = shown.text
                growing.cells[f"applies:{path}.{name}"] = shown.judge
            growing.cells[f"{path}.{name}"] = asked_in_row(name, shown.judge if shown else None, kind)
            names.append(Name(f"{path}.{name}", kind, self.id, shown is not None, item=True, group=path))
            rows.append(Slot(self.id, name, domain, domain, shown.judge if shown else None))
            inner[name] = written | {"ask": name}
        written = {"repeat": {"at_most": 2}, "title": "Group", "items": inner}
        if show is not None:
            written["show_when"] = show.text
            growing.cells[f"applies:{path}"] = show.judge
        if chance(choices, 40):
            scope = Scope(list(names), self.id, path, history=False)
            value = Writer(choices, scope).condition(1)
            name = f"{self.id[0]}_mark"
            written["computed"] = {name: {"value": value.text, "title": name}}
            growing.cells[f"{path}.{name}"] = as_value(value)
            names.append(Name(f"{path}.{name}", BOOL, self.id, group=path))
        items[group] = written
        growing.groups[path] = names
        self.slots.append(Slot(self.id, group, [], [], show.judge if show else None, rows))

    def _row_kind(self) -> tuple[Kind, Written, list[Any]]:
        return pick(
            self.choices,
            (
                (BOOL, {"kind": "boolean"}, [False, True]),
                (Num(Fraction(0), Fraction(1), whole=True), {"kind": "integer", "between": "0..1"}, [0, 1]),
                (
                    One(WORDS[:2]),
                    {"kind": "choice", "options": {o: {"text": o} for o in WORDS[:2]}},
                    list(WORDS[:2]),
                ),
                (Code(), {"kind": "code", "system": "atc"}, list(CODES[:2])),
            ),
        )

    # Computed values ---------------------------------------------------------------------------------

    def _computed(self) -> None:
        computed: Written = {}
        for index in range(1 + self.choices.number(2)):
            name = f"{self.id[0]}_value{index}"
            written, kind, judge = ComputedWriter(self.choices, self.writer).way()
            written["title"] = name
            if chance(self.choices, 10):
                written["hidden"] = True
            computed[name] = written
            path, applies = f"{self.id}.{name}", f"applies:{self.id}"
            self.growing.cells[path] = made_for(applies, judge)
            self.growing.names.append(Name(path, kind, self.id))
        self.written["computed"] = computed

    def _must(self) -> None:
        asked = [slot for slot in self.slots if not slot.rows]
        names = [n for n in self.growing.names if n.form == self.id and n.item and not n.hideable]
        if not asked or not names:
            return
        scope = Scope(names, self.id, history=False)
        that = Writer(self.choices, scope).condition(0)
        if not self._can_hold(that.judge, asked):
            return
        self.written["must"] = [{"that": that.text, "else": "This cannot be"}]
        self.growing.cells[f"must:{self.id}.0"] = that.judge

    def _can_hold(self, that: Judge, asked: Sequence[Slot]) -> bool:
        """A demand that no answers meet would refuse them for ever."""
        for answers in islice(product(*(slot.good for slot in asked)), 500):
            given = {slot.name: answer for slot, answer in zip(asked, answers, strict=True)}
            world = World(self.growing.cells, {self.id: given}, SOME_DAY, {}, {})
            if maybe(that, world):
                return True
        return False
