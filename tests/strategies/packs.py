"""Whole packs as authors write them: forms, sets, rules, tables, parameters; and what they mean, judged our own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.strategies.choices import Choices, Drawn, chance, pick, some
from tests.strategies.expressions import Writer
from tests.strategies.forms import FormSpec, Growing, Written, grow_form
from tests.strategies.kinds import BOOL, WORDS, Name, Num, One, Scope
from tests.strategies.tables import whole_table
from tests.strategies.world import NA, Judge, Unsure, Value, World, all_of, any_of, constant, maybe, not_

PRIORITIES = ("routine", "soon", "urgent", "emergency")
ACTIONS = ("act_a", "act_b", "act_c", "act_hold", "act_instead")
FORM_NAMES = ("alpha", "beta", "gamma")
LIMITS = "delta"


@dataclass
class RuleSpec:
    """A rule, judged our own way."""

    id: str
    when: Judge
    unless: Judge | None
    set_applies: Judge | None
    concludes: dict[str, Any]
    proposes: list[tuple[Judge, Judge]]
    """Action (or `assess:form`), priority."""
    withholds: list[tuple[str, tuple[str, str] | None]]


@dataclass
class Pack:
    """A generated pack: its documents in an order, and what they mean."""

    documents: list[Written]
    forms: list[FormSpec]
    cells: dict[str, Judge]
    rules: list[RuleSpec]
    parameters: dict[str, list[Any]]
    """What each parameter may be set to by the call."""


def make_pack(choices: Choices) -> Pack:
    """A pack; what loading refuses is left out."""
    growing = Growing()
    documents: list[Written] = []
    pack: Written = {
        "pack": "generated",
        "version": "1.0.0",
        "languages": ["en"],
        "timezone": "Europe/Stockholm",
    }
    documents.append(pack)
    _Sets(choices, growing).parameters()
    for name, word in zip(FORM_NAMES[: 1 + choices.number(2)], _words(choices), strict=False):
        grow_form(choices, name, word, growing)
        documents.append(growing.forms[-1].written)
    before = list(growing.names)
    if chance(choices, 40):
        # Limits stand in a form of their own, which only exceptions and withholding rules read.
        grow_form(choices, LIMITS, "facts", growing)
        documents.append(growing.forms[-1].written)
    sets = _Sets(choices, growing, before)
    documents += sets.make()
    return Pack(documents, growing.forms, growing.cells, sets.rules, sets.settable())


def _words(choices: Choices) -> tuple[str, ...]:
    return pick(
        choices, (("assessment", "facts", "checklist"), ("assessment", "assessment", "facts"), ("facts",) * 3)
    )


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Packs whose every answer can be listed."""
    return make_pack(Drawn(draw))


class _Sets:
    def __init__(self, choices: Choices, growing: Growing, before: Sequence[Name] | None = None) -> None:
        self.choices, self.growing = choices, growing
        asked = [each for each in growing.names if each.item and each.group is None]
        words = {form.id: form.word for form in growing.forms}
        # What an exception may read: a score must not veto, and a limit must not silence.
        self.exceptional = [
            replace(each, scored=False)
            for each in asked
            if each.form == LIMITS or words[str(each.form)] != "facts"
        ]
        if before is not None:
            growing.names = list(before)
            growing.groups = {
                group: names for group, names in growing.groups.items() if not group.startswith(LIMITS)
            }
            growing.plain = {
                owner: names for owner, names in growing.plain.items() if not owner.startswith(LIMITS)
            }
        self.rules: list[RuleSpec] = []
        self.tables: Written = {}
        self.findings: Written = {}
        self.concluding: dict[str, list[RuleSpec]] = {}

    # Parameters --------------------------------------------------------------------------------------

    def parameters(self) -> None:
        growing, choices = self.growing, self.choices
        for index in range(choices.number(2)):
            name = f"par{index}"
            kind, written, values = pick(
                choices,
                (
                    (
                        Num(Fraction(0), Fraction(4), whole=True),
                        {"kind": "integer", "between": "0..4"},
                        (0, 1, 2, 3, 4),
                    ),
                    (BOOL, {"kind": "boolean"}, (False, True)),
                    (
                        One(WORDS[:2]),
                        {"kind": "choice", "options": {word: {"text": word} for word in WORDS[:2]}},
                        WORDS[:2],
                    ),
                ),
            )
            value = pick(choices, values)
            known: Any = value
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            match choices.number(5):
                case 4:
                    written["from"] = {"2020-01-01": shown, "2030-01-01": "unknown"}
                case 5:
                    written["from"], known = {"2020-01-01": shown, "2026-01-01": "unknown"}, None
                case _:
                    written["value"] = shown
            growing.parameters[name] = written | {"title": name}
            path = f"parameter.{name}"
            growing.cells[path] = _parameter(name, known, kind)
            growing.names.append(Name(path, kind))

    def settable(self) -> dict[str, list[Any]]:
        values: dict[str, list[Any]] = {}
        for name, written in self.growing.parameters.items():
            by_kind = {"integer": [0, 1, 2, 3, 4], "boolean": [False, True], "choice": list(WORDS[:2])}
            values[name] = by_kind[written["kind"]]
        return values

    # The whole ---------------------------------------------------------------------------------------

    def make(self) -> list[Written]:
        choices, growing = self.choices, self.growing
        for index in range(choices.number(1)):
            self._table(f"tab{index}")
        for index in range(choices.number(2)):
            name = f"find{index}"
            if chance(choices, 50):
                self.findings[name] = {"title": name, "kind": "boolean"}
            else:
                options = {word: {"text": word} for word in WORDS[: 2 + choices.number(1)]}
                self.findings[name] = {"title": name, "options": options} | (
                    {"ordered": True} if chance(choices, 60) else {}
                )
            self.concluding[name] = []
        sets = [self._head("one"), *([self._head("two")] if chance(choices, 35) else [])]
        for layer, finding in enumerate([*self.findings, None]):
            for index in range(1 + choices.number(1)):
                head = pick(choices, sets)
                name = f"rule_{layer}_{index}"
                head["rules"][name] = self._rule(head, name, finding)
            if finding is not None:
                self._declare(finding)
        if chance(choices, 40):
            head = pick(choices, sets)
            head["rules"]["holding"] = self._holding(head)
        first = sets[0]
        first |= {"parameters": growing.parameters} if growing.parameters else {}
        first |= {"findings": self.findings} if self.findings else {}
        first |= {"tables": self.tables} if self.tables else {}
        first["actions"] = self._actions()
        return [{key: value for key, value in each.items() if value not in ({}, None)} for each in sets]

    def _head(self, name: str) -> Written:
        written: Written = {"set": name, "version": "1.0.0", "rules": {}}
        if chance(self.choices, 20):
            names = [each for each in self.growing.names if each.form is not None]
            test = Writer(self.choices, Scope(names, history=False)).condition(1)
            written["applies_when"] = {"that": test.text, "else": "Not for these"}
            self.growing.cells[f"applies:set:{name}"] = test.judge
        return written

    def _actions(self) -> Written:
        written: Written = {}
        for action in ACTIONS:
            written[action] = {"title": action.capitalize()}
        written["act_a"] |= {"priority": "soon", "due": "7 days"}
        written["act_b"] |= {"priority": "emergency", "due": "now", "conflicts_with": ["act_a"]}
        written["act_hold"] |= {"priority": "soon"}
        written["act_c"] |= {"due": "2 hours"}
        return written

    # Tables ------------------------------------------------------------------------------------------

    def _table(self, name: str) -> None:
        choices = self.choices
        columns: list[tuple[str, Any, Sequence[tuple[Any, Any]]]] = [
            ("level", {"options": {w: {"text": w} for w in WORDS[:2]}}, [(w, w) for w in WORDS[:2]]),
            ("what", "action", [(a, a) for a in ("act_a", "act_c")]),
            ("rank", "priority", [(p, p) for p in PRIORITIES]),
            ("flag", "boolean", [("true", True), ("false", False)]),
            ("score", "integer", [(str(n), Fraction(n)) for n in range(4)]),
        ]
        taken = some(choices, columns) or columns[:1]
        gives = {column: kind for column, kind, _ in taken}
        writer = Writer(choices, self.growing.scope())
        written, judges, policy = whole_table(
            choices, writer, gives, {column: values for column, _, values in taken}
        )
        self.tables[name] = written | {"title": name}
        for column in gives:
            self.growing.cells[f"table.{name}.{column}"] = judges[column]
            kind = {
                "level": One(WORDS[:2]),
                "flag": BOOL,
                "score": Num(Fraction(0), Fraction(3), whole=True),
            }.get(column)
            if kind is not None and policy != "collect":
                self.growing.names.append(Name(f"table.{name}.{column}", kind))

    # Rules -------------------------------------------------------------------------------------------

    def _condition(self, writer: Writer, depth: int) -> tuple[Any, Judge]:
        """An expression, or a map of all, any and none."""
        if not chance(self.choices, 30):
            made = writer.condition(depth)
            return made.text, made.judge
        return self._map(writer, 1)

    def _map(self, writer: Writer, depth: int) -> tuple[Any, Judge]:
        written: Written = {}
        judges: list[Judge] = []
        for key in some(self.choices, ("all", "any", "none"), 45) or ["all"]:
            parts: list[tuple[Any, Judge]] = []
            for _ in range(1 + self.choices.number(1)):
                if depth and key != "none" and chance(self.choices, 20):
                    parts.append(self._map(writer, depth - 1))
                else:
                    made = writer.condition(0, positive=key != "none")
                    parts.append((made.text, made.judge))
            written[key] = [part for part, _ in parts]
            tests = [judge for _, judge in parts]
            joined = _only_or(tests, all_of) if key == "all" else _only_or(tests, any_of)
            judges.append(not_(joined) if key == "none" else joined)
        return written, _only_or(judges, all_of)

    def _rule(self, head: Written, name: str, finding: str | None) -> Written:
        choices, growing = self.choices, self.growing
        records = finding is None and chance(choices, 20)
        writer = Writer(choices, growing.scope(record=records, remaining=_remaining(growing.forms)))
        text, when = self._condition(writer, 2)
        written: Written = {"title": name.capitalize(), "when": text}
        full = f"{head['set']}.{name}"
        rule = RuleSpec(full, when, None, growing.cells.get(f"applies:set:{head['set']}"), {}, [], [])
        growing.cells[f"when:{full}"] = when
        if finding is not None:
            options = self.findings[finding].get("options")
            option: Any = pick(choices, list(options)) if options else True
            written["conclude"] = {finding: option if options else "true"}
            rule.concludes[finding] = option
            self.concluding[finding].append(rule)
        if finding is None or chance(choices, 40):
            written["propose"] = [self._proposing(rule) for _ in range(1 + chance(choices, 30))]
        if chance(choices, 30):
            scope = Scope(self.exceptional, history=False)
            exception = Writer(choices, scope).condition(1)
            written["unless"] = exception.text
            rule.unless = growing.cells[f"unless:{full}"] = exception.judge
        plain = [each for each in growing.names if each.form is not None and each.group is None]
        if plain and chance(choices, 30):
            named = pick(choices, plain)
            written["because"] = f"For {{{{ {named.path} }}}}."
        self.rules.append(rule)
        return written

    def _proposing(self, rule: RuleSpec) -> Any:
        choices = self.choices
        how = choices.number(6)
        columns = {path for path in self.growing.cells if path.startswith("table.")}
        what = sorted(path for path in columns if path.endswith(".what") and path not in self._collecting())
        rank = sorted(path for path in columns if path.endswith(".rank") and path not in self._collecting())
        if how == 6:
            form = pick(choices, self.growing.forms).id
            rule.proposes.append((constant(f"assess:{form}"), constant("routine")))
            return {"assess": form}
        if how == 5 and what:
            table = pick(choices, what)
            level = pick(choices, PRIORITIES)
            rule.proposes.append((self.growing.cells[table], constant(level)))
            return {"action": table, "priority": level, "due": "2 hours"}
        if how == 4 and rank:
            table = pick(choices, rank)
            rule.proposes.append((constant("act_c"), self.growing.cells[table]))
            return {"action": "act_c", "priority": table}
        if how in (2, 3):
            level = pick(choices, PRIORITIES)
            rule.proposes.append((constant("act_c"), constant(level)))
            due = pick(choices, ("2 hours", "1 days", "2026-12-24", "now + hours(3)"))
            return {"action": "act_c", "priority": level, "due": due}
        action, level = pick(choices, (("act_a", "soon"), ("act_b", "emergency"), ("act_hold", "soon")))
        rule.proposes.append((constant(action), constant(level)))
        return action

    def _collecting(self) -> set[str]:
        return {
            f"table.{name}.{column}"
            for name, table in self.tables.items()
            if table["hit"] == "collect"
            for column in table["gives"]
        }

    def _holding(self, head: Written) -> Written:
        """A withholding rule: it reads answers only, as a score must not veto."""
        test = Writer(self.choices, Scope(self.exceptional, history=False)).condition(1)
        full = f"{head['set']}.holding"
        self.growing.cells[f"when:{full}"] = test.judge
        rule = RuleSpec(
            full, test.judge, None, self.growing.cells.get(f"applies:set:{head['set']}"), {}, [], []
        )
        entry: Any = "act_hold"
        instead: tuple[str, str] | None = None
        if chance(self.choices, 60):
            entry = {
                "action": "act_hold",
                "instead": {"action": "act_instead", "priority": "soon", "due": "1 days"},
            }
            instead = ("act_instead", "soon")
        rule.withholds.append(("act_hold", instead))
        self.rules.append(rule)
        return {"title": "Holding", "when": test.text, "withhold": [entry]}

    def _declare(self, finding: str) -> None:
        options = self.findings[finding].get("options")
        order: list[Any] = list(options) if options else [False, True]
        rules = list(self.concluding[finding])
        self.growing.cells[f"finding.{finding}"] = _concluded(finding, rules, order)
        ordered = bool(self.findings[finding].get("ordered"))
        self.growing.names.append(Name(f"finding.{finding}", One(tuple(order), ordered) if options else BOOL))


def _only_or(judges: Sequence[Judge], join: Callable[[Sequence[Judge]], Judge]) -> Judge:
    """One condition is itself; several are joined."""
    return judges[0] if len(judges) == 1 else join(judges)


def _parameter(name: str, known: Any, kind: Any) -> Judge:
    def judge(world: World) -> Value:
        value = world.parameters.get(name, known)
        if value is None:
            raise Unsure
        return Fraction(value) if isinstance(kind, Num) else value

    return judge


def _concluded(finding: str, rules: Sequence[RuleSpec], order: list[Any]) -> Judge:
    def judge(world: World) -> Value:
        sure, open_ = -1, -1
        for rule in rules:
            rank = order.index(rule.concludes[finding])
            applies = True if rule.set_applies is None else maybe(rule.set_applies, world)
            if applies is False:
                continue
            # Unsure is less than unknown: where it is unknown whom a set is made for, its rules count.
            holds = None if applies is None else maybe(rule.when, world)
            if holds:
                sure = max(sure, rank)
            elif holds is None:
                open_ = max(open_, rank)
        if open_ > sure:
            raise Unsure
        return (False if order == [False, True] else NA) if sure < 0 else order[sure]

    return judge


def _remaining(forms: Sequence[FormSpec]) -> dict[str, Judge]:
    """What remains of a form is of the record, which the judges leave alone."""

    def unsure(world: World) -> Value:
        raise Unsure

    return {form.id: unsure for form in forms}
