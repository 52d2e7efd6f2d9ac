"""What a host gives, checked: answers by form, history, parameters. What is refused is a problem with its path,
what was found and what is allowed; it counts as unknown, and everything else is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.engine.answers import Refused, is_blank, read_answer, read_value, shown
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.model import Answer, FormAnswers, Past, Record, Rejected, Row
from decisionsupport.outcome.record import Problem
from decisionsupport.program.model import Form, Item, Parameter, ParameterValue, Program, RepeatingGroup
from decisionsupport.values import kinds
from decisionsupport.values.kinds import everything
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import date_of, parse_instant, zone_named

Given = Mapping[str, Any]
"""What a host gives by name; it may hold anything, and be anything."""


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

    # Forms ---------------------------------------------------------------------------------------------

    def _forms(self, answers: Any) -> dict[str, FormAnswers]:
        if not isinstance(answers, Mapping):
            self.refuse("answers", Refused("not a map of forms", shown(answers), "answers by form"))
            return {}
        found: dict[str, FormAnswers] = {}
        for name, given in answers.items():
            form = self.program.forms.get(name) if isinstance(name, str) else None
            if form is None:
                self.refuse(_path(name), _unknown(name, list(self.program.forms), "form"))
            elif form.status == "retired":
                self.refuse(
                    form.id, Refused("the form is retired and not used", shown(given), "another form")
                )
            else:
                found[form.id] = self._form(form, given, form.id)
        return dict(sorted(found.items()))

    def _form(self, form: Form, given: object, path: str) -> FormAnswers:
        if not isinstance(given, Mapping):
            self.refuse(path, Refused("not a map of answers", shown(given), "answers by item"))
            return FormAnswers()
        if "answers" in given:
            if not self._same_version(form, given.get("version"), path):
                return FormAnswers()
            for key in given:
                if key not in ("answers", "version"):
                    self.refuse(f"{path}.{_path(key)}", _unknown(key, ["version", "answers"], "key"))
            return self._form(form, given["answers"], path) if "answers" in given else FormAnswers()
        return self._items(form, given, path)

    def _same_version(self, form: Form, version: object, path: str) -> bool:
        if version is None or (
            isinstance(version, str) and version.split(".")[0] == form.version.split(".")[0]
        ):
            return True
        self.refuse(f"{path}.version", Refused("another major version", shown(version), form.version))
        return False

    def _items(self, form: Form, given: Mapping[Any, Any], path: str) -> FormAnswers:
        entries = {entry.name: entry for entry in form.entries}
        items: dict[str, Answer] = {}
        rows: dict[str, tuple[Row, ...]] = {}
        rejected: set[str] = set()
        for name, value in given.items():
            entry = entries.get(name) if isinstance(name, str) else None
            if entry is None:
                self.refuse(f"{path}.{_path(name)}", _unknown(name, list(entries), "item"))
            elif isinstance(entry, RepeatingGroup):
                read = self._rows(entry, value, f"{path}.{name}")
                if read is not None:
                    rows[entry.id] = read
                elif not is_blank(value):
                    rejected.add(entry.id)
            else:
                self._item(entry, value, f"{path}.{name}", items)
        ordered = {
            item.id: items[item.id] for item in form.entries if isinstance(item, Item) and item.id in items
        }
        return FormAnswers(ordered, rows, frozenset(rejected))

    def _item(self, item: Item, value: object, path: str, into: dict[str, Answer]) -> None:
        if is_blank(value):
            return
        if item.derived:
            self.refuse(path, Refused("worked out from other answers, never given", shown(value), "nothing"))
            return
        answer = read_answer(value, item)
        if isinstance(answer, Refused):
            self.refuse(path, answer)
            into[item.id] = Rejected()
        else:
            into[item.id] = answer

    def _rows(self, group: RepeatingGroup, value: object, path: str) -> tuple[Row, ...] | None:
        if is_blank(value):
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
        items = {item.name: item for item in group.items}
        found: dict[str, Answer] = {}
        if not isinstance(given, Mapping):
            self.refuse(path, Refused("not an entry", shown(given), "a map of " + ", ".join(items)))
            return {item.id: Rejected() for item in group.items if not item.derived}
        for name, value in given.items():
            item = items.get(name) if isinstance(name, str) else None
            if item is None:
                self.refuse(f"{path}.{_path(name)}", _unknown(name, list(items), "item"))
            else:
                self._item(item, value, f"{path}.{name}", found)
        return {item.id: found[item.id] for item in group.items if item.id in found}

    # History -------------------------------------------------------------------------------------------

    def _history(self, history: Any, at: datetime) -> dict[str, tuple[Past, ...]]:
        found: dict[str, tuple[Past, ...]] = {}
        if not isinstance(history, Mapping):
            self.refuse("history", Refused("not a map of forms", shown(history), "lists of entries by form"))
            return {}
        for name, entries in history.items():
            form = self.program.forms.get(name) if isinstance(name, str) else None
            path = f"history.{_path(name)}"
            if form is None:
                self.refuse(path, _unknown(name, list(self.program.forms), "form"))
            elif isinstance(entries, str) or not isinstance(entries, Sequence):
                self.refuse(
                    path, Refused("not a list of entries", shown(entries), "a list, [] for never done")
                )
            else:
                past = [
                    self._past(form, entry, f"{path}[{index}]", at) for index, entry in enumerate(entries)
                ]
                found[form.id] = tuple(
                    sorted((each for each in past if each is not None), key=lambda each: each.at)
                )
        return dict(sorted(found.items()))

    def _past(self, form: Form, entry: object, path: str, at: datetime) -> Past | None:
        if not isinstance(entry, Mapping) or not {"at", "answers"} <= set(entry):
            self.refuse(
                path, Refused("not an entry of history", shown(entry), "a map of at, version, answers")
            )
            return None
        instant = read_value(entry["at"], kinds.Instant())
        if not isinstance(instant, datetime):
            assert isinstance(instant, Refused)
            self.refuse(f"{path}.at", instant)
            return None
        if instant >= at:
            message = "not before the instant of the evaluation, so it is not used"
            self.problems.append(
                Problem(
                    path=path,
                    severity="warning",
                    message=message,
                    found=shown(entry["at"]),
                    allowed=f"before {at.isoformat()}",
                )
            )
            return None
        if not self._same_version(form, entry.get("version"), path):
            return None
        answers = entry["answers"]
        if not isinstance(answers, Mapping):
            self.refuse(f"{path}.answers", Refused("not a map of answers", shown(answers), "answers by item"))
            return None
        return Past(instant, self._items(form, answers, path))

    # Parameters ----------------------------------------------------------------------------------------

    def _parameters(self, given: Mapping[Any, Any], at: datetime) -> dict[str, Possible]:
        day = date_of(at, zone_named(self.program.pack.timezone))
        found = {name: _at_day(parameter, day) for name, parameter in self.program.parameters.items()}
        for name, value in given.items():
            parameter = self.program.parameters.get(name) if isinstance(name, str) else None
            path = f"parameters.{_path(name)}"
            if parameter is None:
                self.refuse(path, _unknown(name, list(self.program.parameters), "parameter"))
            elif value is None:
                found[parameter.id] = everything(parameter.kind, parameter.between)
            else:
                made = read_value(value, parameter.kind)
                if not isinstance(made, Refused) and parameter.between is not None and isinstance(made, int):
                    least, most = parameter.between
                    if not least <= made <= most:
                        made = Refused(
                            "outside what it may be", shown(value), "see the parameter's `between`"
                        )
                if isinstance(made, Refused):
                    self.refuse(path, made)
                    found[parameter.id] = everything(parameter.kind, parameter.between)
                else:
                    found[parameter.id] = made
        return found


def _at_day(parameter: Parameter, day: date) -> Possible:
    """The value with the latest date not after the day, a site's before the pack's; without one unknown."""
    for values in (parameter.site_values, parameter.values):
        current = _current(values, day)
        if current is not None:
            if current.value is None:
                break
            return current.value
    return everything(parameter.kind, parameter.between)


def _current(values: tuple[ParameterValue, ...], day: date) -> ParameterValue | None:
    current = None
    for value in values:
        if value.since is None or value.since <= day:
            current = value
    return current


def _path(name: object) -> str:
    return name if isinstance(name, str) and len(name) <= 80 else shown(name)


def _unknown(name: object, allowed: list[str], what: str) -> Refused:
    guess = nearest(name, allowed) if isinstance(name, str) and len(name) <= 80 else None
    message = f"no such {what} (did you mean {guess}?)" if guess else f"no such {what}"
    listed = ", ".join(allowed[:20]) + (", …" if len(allowed) > 20 else "")
    return Refused(message, shown(name), listed)


def read_at(at: object) -> datetime:
    """The instant of an evaluation, in UTC; `InvalidCall` where it has no offset or is none."""
    instant = parse_instant(at) if isinstance(at, str) else at
    if not isinstance(instant, datetime) or instant.utcoffset() is None:
        raise InvalidCall(f"at={shown(at)}: give an instant with its offset, as 2026-11-23T09:00:00+01:00")
    return instant.astimezone(UTC)
