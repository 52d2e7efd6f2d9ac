"""What a host gives, checked: answers by form, history, parameters.

Law: what is refused is a problem with its path, what was found and what is allowed; it counts as unknown, and
everything else is used. Nothing that a host can give raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timezone
from typing import Any, Literal

from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.engine.answers import (
    FIRST_DAY,
    LAST_DAY,
    Refused,
    allowed_number,
    is_blank,
    read_answer,
    read_reason,
    read_value,
    shown,
)
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.model import Answer, FormAnswers, NotKnown, Past, Record, Rejected, Row
from decisionsupport.outcome.record import Problem
from decisionsupport.program.model import Form, Item, Parameter, ParameterValue, Program, RepeatingGroup
from decisionsupport.values import kinds
from decisionsupport.values.kinds import everything
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import date_of, parse_instant, zone_named

Given = Mapping[str, Any]
"""What a host gives by name; it may hold anything, and be anything."""
Setter = Literal["pack", "site", "call"]
_FIRST_YEAR, _LAST_YEAR = FIRST_DAY.year, LAST_DAY.year
_MOST_UNKNOWN = 20
"""So many names that the pack does not have are told one by one; a wrong file can hold a million."""


@dataclass(slots=True)
class Intake:
    """Reads one call's input against a program, collecting problems."""

    program: Program
    problems: list[Problem] = field(default_factory=list)

    def record(self, answers: Given, at: datetime, history: Given, parameters: Given) -> Record:
        """Everything given, as executors want it."""
        return Record(
            answers=self._forms(answers),
            at=at,
            history=self._history(history, at),
            parameters=self._parameters(parameters, at),
        )

    def refuse(self, path: str, refused: Refused) -> None:
        """Note an answer that cannot be."""
        self.problems.append(
            Problem(
                path=path,
                severity="error",
                message=refused.message,
                found=refused.found,
                allowed=refused.allowed,
            )
        )

    def refuse_names(self, path: str, names: list[object], allowed: list[str], what: str) -> None:
        """Note names that the pack does not have, below a path (empty: at the top)."""
        for name in names[:_MOST_UNKNOWN]:
            self.refuse(f"{path}.{_path(name)}" if path else _path(name), _unknown(name, allowed, what))
        if len(names) > _MOST_UNKNOWN:
            left = len(names) - _MOST_UNKNOWN
            self.refuse(
                path or f"{what}s", Refused(f"no such {what}s", f"{left} more names", _listed(allowed))
            )

    # Forms ---------------------------------------------------------------------------------------------

    def _forms(self, answers: object) -> dict[str, FormAnswers]:
        if not isinstance(answers, Mapping):
            self.refuse("answers", Refused("not a map of forms", shown(answers), "answers by form"))
            return {}
        found: dict[str, FormAnswers] = {}
        strangers: list[object] = []
        for name, given in answers.items():
            form = self.program.forms.get(name) if isinstance(name, str) else None
            if form is None:
                strangers.append(name)
            elif form.status == "retired":
                self.refuse(
                    form.id, Refused("the form is retired, so it is not used", shown(given), "another form")
                )
            else:
                found[form.id] = self._form(form, given, form.id)
        self.refuse_names("", strangers, list(self.program.forms), "form")
        return dict(sorted(found.items()))

    def _form(self, form: Form, given: object, path: str) -> FormAnswers:
        if isinstance(given, Mapping) and "answers" in given:
            others = [key for key in given if key not in ("answers", "version")]
            self.refuse_names(path, others, ["version", "answers"], "key")
            if not self._same_version(form, given.get("version"), path):
                return FormAnswers()
            given = given["answers"]
        if not isinstance(given, Mapping):
            self.refuse(path, Refused("not a map of answers", shown(given), "answers by item"))
            return FormAnswers()
        return self._items(form, given, path)

    def _same_version(self, form: Form, version: object, path: str) -> bool:
        if version is None:
            return True
        if isinstance(version, str) and version.split(".", 1)[0] == form.version.split(".", 1)[0]:
            return True
        message = "another major version" if isinstance(version, str) else "not a version, as text"
        self.refuse(f"{path}.version", Refused(message, shown(version), form.version))
        return False

    def _items(self, form: Form, given: Mapping[Any, Any], path: str) -> FormAnswers:
        items: dict[str, Answer] = {}
        rows: dict[str, tuple[Row, ...]] = {}
        rejected: set[str] = set()
        for entry in form.entries:
            value = given.get(entry.name)
            if is_blank(value):
                continue
            if isinstance(entry, Item):
                self._item(entry, value, f"{path}.{entry.name}", items)
                continue
            read = self._rows(entry, value, f"{path}.{entry.name}")
            match read:
                case tuple():
                    rows[entry.id] = read
                case NotKnown():
                    items[entry.id] = read
                case None:
                    rejected.add(entry.id)
        names = {entry.name for entry in form.entries}
        strangers = [name for name in given if not isinstance(name, str) or name not in names]
        self.refuse_names(path, strangers, [entry.name for entry in form.entries], "item")
        return FormAnswers(items, rows, frozenset(rejected))

    def _item(self, item: Item, value: object, path: str, into: dict[str, Answer]) -> None:
        if item.derived:
            self.refuse(path, Refused("worked out from other answers, never given", shown(value), "nothing"))
            return
        answer = read_answer(value, item)
        if isinstance(answer, Refused):
            self.refuse(path, answer)
            into[item.id] = Rejected()
        else:
            into[item.id] = answer

    def _rows(self, group: RepeatingGroup, value: object, path: str) -> tuple[Row, ...] | NotKnown | None:
        if isinstance(value, Mapping) and set(value) == {"not_known"}:
            reason = read_reason(value["not_known"])
            if isinstance(reason, NotKnown):
                return reason
            self.refuse(path, reason)
            return None
        if not isinstance(value, list | tuple):
            self.refuse(
                path, Refused("not a list of entries", shown(value), f"a list of at most {group.at_most}")
            )
            return None
        if len(value) > group.at_most:
            self.refuse(path, Refused("too many entries", shown(value), f"at most {group.at_most}"))
            return None
        return tuple(self._row(group, entry, f"{path}[{index}]") for index, entry in enumerate(value))

    def _row(self, group: RepeatingGroup, given: object, path: str) -> Row:
        names = [item.name for item in group.items]
        found: dict[str, Answer] = {}
        if not isinstance(given, Mapping):
            self.refuse(path, Refused("not an entry", shown(given), "a map of " + ", ".join(names)))
            return {item.id: Rejected() for item in group.items if not item.derived}
        for item in group.items:
            value = given.get(item.name)
            if not is_blank(value):
                self._item(item, value, f"{path}.{item.name}", found)
        strangers = [name for name in given if not isinstance(name, str) or name not in names]
        self.refuse_names(path, strangers, names, "item")
        return found

    # History -------------------------------------------------------------------------------------------

    def _history(self, history: object, at: datetime) -> dict[str, tuple[Past, ...]]:
        found: dict[str, tuple[Past, ...]] = {}
        if not isinstance(history, Mapping):
            self.refuse("history", Refused("not a map of forms", shown(history), "lists of entries by form"))
            return {}
        strangers: list[object] = []
        for name, entries in history.items():
            form = self.program.forms.get(name) if isinstance(name, str) else None
            if form is None:
                strangers.append(name)
                continue
            path = f"history.{form.id}"
            if not isinstance(entries, list | tuple):
                self.refuse(
                    path, Refused("not a list of entries", shown(entries), "a list, [] for never done")
                )
                continue
            past = [self._past(form, entry, f"{path}[{index}]", at) for index, entry in enumerate(entries)]
            # An entry that cannot be read may have been any: without it, what is left is not the history.
            if "unreadable" not in past:
                used = [each for each in past if isinstance(each, Past)]
                found[form.id] = tuple(sorted(used, key=lambda each: each.at))
        self.refuse_names("history", strangers, list(self.program.forms), "form")
        return dict(sorted(found.items()))

    def _past(
        self, form: Form, entry: object, path: str, at: datetime
    ) -> Past | Literal["not used", "unreadable"]:
        if not isinstance(entry, Mapping) or not {"at", "answers"} <= set(entry):
            self.refuse(
                path, Refused("not an entry of history", shown(entry), "a map of at, version, answers")
            )
            return "unreadable"
        others = [key for key in entry if key not in ("at", "version", "answers")]
        self.refuse_names(path, others, ["at", "version", "answers"], "key")
        instant = read_value(entry["at"], kinds.Instant())
        if not isinstance(instant, datetime):
            assert isinstance(instant, Refused)
            self.refuse(f"{path}.at", instant)
            return "unreadable"
        if instant >= at:
            self.problems.append(
                Problem(
                    path=path,
                    severity="warning",
                    message="not before the instant of the evaluation, so it is not used",
                    found=shown(entry["at"]),
                    allowed=f"before {at.isoformat()}",
                )
            )
            return "not used"
        if not self._same_version(form, entry.get("version"), path):
            return "not used"
        answers = entry["answers"]
        if not isinstance(answers, Mapping):
            self.refuse(f"{path}.answers", Refused("not a map of answers", shown(answers), "answers by item"))
            return "unreadable"
        return Past(instant, self._items(form, answers, path))

    # Parameters ----------------------------------------------------------------------------------------

    def _parameters(self, given: object, at: datetime) -> dict[str, Possible]:
        day = date_of(at, zone_named(self.program.pack.timezone))
        found = {name: value_at(parameter, day)[0] for name, parameter in self.program.parameters.items()}
        if not isinstance(given, Mapping):
            self.refuse("parameters", Refused("not a map of parameters", shown(given), "values by parameter"))
            return found
        strangers: list[object] = []
        for name, value in given.items():
            parameter = self.program.parameters.get(name) if isinstance(name, str) else None
            if parameter is None:
                strangers.append(name)
            else:
                found[parameter.id] = self._parameter(parameter, value)
        self.refuse_names("parameters", strangers, list(self.program.parameters), "parameter")
        return found

    def _parameter(self, parameter: Parameter, value: object) -> Possible:
        """A value by the call; `null` says that nobody knows it."""
        unknown = everything(parameter.kind, parameter.between)
        if value is None:
            return unknown
        made = read_value(value, parameter.kind)
        if (
            isinstance(made, int)
            and parameter.between is not None
            and isinstance(parameter.kind, kinds.Number)
        ):
            least, most = parameter.between
            if not least <= made <= most:
                allowed = allowed_number(parameter.kind, parameter.between)
                made = Refused("outside what the parameter may be", shown(value), allowed)
        if isinstance(made, Refused):
            self.refuse(f"parameters.{parameter.id}", made)
            return unknown
        return made


def value_at(parameter: Parameter, day: date) -> tuple[Possible, Setter]:
    """The value with the latest date not after the day, a site's before the pack's, and who set it."""
    setter: Setter = "site"
    current = _current(parameter.site_values, day)
    if current is None:
        setter, current = "pack", _current(parameter.values, day)
    if current is None or current.value is None:
        return everything(parameter.kind, parameter.between), setter
    return current.value, setter


def _current(values: tuple[ParameterValue, ...], day: date) -> ParameterValue | None:
    current = None
    for value in values:
        if value.since is None or value.since <= day:
            current = value
    return current


def _path(name: object) -> str:
    return name if isinstance(name, str) and len(name) <= 80 and name.isprintable() else shown(name)


def _unknown(name: object, allowed: list[str], what: str) -> Refused:
    guess = nearest(name, allowed) if isinstance(name, str) and len(name) <= 80 else None
    message = f"no such {what} (did you mean {guess}?)" if guess else f"no such {what}"
    return Refused(message, shown(name), _listed(allowed))


def _listed(allowed: list[str]) -> str:
    return ", ".join(allowed[:20]) + (", …" if len(allowed) > 20 else "")


def read_at(at: object) -> datetime:
    """The instant of an evaluation, in UTC; `InvalidCall` where it has no offset or is none."""
    return aware_at(at).astimezone(UTC)


def aware_at(at: object) -> datetime:
    """The same instant with the offset it was given with."""
    instant = parse_instant(at) if isinstance(at, str) else at
    if not isinstance(instant, datetime) or (
        instant.tzinfo.__class__ is not timezone and instant.utcoffset() is None
    ):
        raise InvalidCall(f"at={shown(at)}: give an instant with its offset, as 2026-11-23T09:00:00+01:00")
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise InvalidCall(f"at={shown(at)}: give an instant from {FIRST_DAY} to {LAST_DAY}")
    return instant
