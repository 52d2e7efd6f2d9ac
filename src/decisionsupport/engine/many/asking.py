"""Which columns of a frame are what: items, repeating groups, forms, or the host's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.engine.refusals import said_in
from decisionsupport.outcome.record import Problem
from decisionsupport.program.model import Item, Program, RepeatingGroup

_NO_COLUMN: Final = "no column, so it is unanswered in every row"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the columns hold.

    `forms`: those that a column says are given; `shown`: those whose values are shown. `problems`: of columns
    that cannot be used, or are not there.
    """

    items: tuple[Item, ...]
    groups: tuple[RepeatingGroup, ...]
    forms: tuple[str, ...]
    shown: tuple[str, ...]
    own: tuple[str, ...]
    problems: tuple[Mapping[str, Any], ...]


def asked(
    schema: Mapping[str, pl.DataType], program: Program, *, language: str = "en", every_form: bool = False
) -> Asked:
    """What columns of these names and types hold; `every_form`: the values of every form are shown."""
    items: list[Item] = []
    groups: list[RepeatingGroup] = []
    forms, own = list[str](), list[str]()
    problems: list[Mapping[str, Any]] = []
    for name, dtype in schema.items():
        if name in program.forms and dtype == pl.Boolean:
            forms.append(name)
        elif "." not in name:
            own.append(name)
        elif (reason := _refused(name, program)) is not None:
            problems.append(_problem(name, "error", *reason, language))
        elif name in program.groups:
            groups.append(program.groups[name])
        else:
            items.append(program.items[name])
    entries: list[Item | RepeatingGroup] = [*items, *groups]
    asked_forms = {entry.form for entry in entries}
    here = {entry.id for entry in entries}
    problems += _missing(asked_forms, here, program, language)
    shown = tuple(program.forms if every_form else sorted({*asked_forms, *forms}))
    if every_form:
        # Records say themselves what is in them.
        problems.clear()
    return Asked(tuple(items), tuple(groups), tuple(forms), shown, tuple(own), tuple(problems))


def _refused(name: str, program: Program) -> tuple[str, str] | None:
    """Why a column cannot be used, and what is allowed."""
    entry = program.items.get(name) or program.groups.get(name)
    if entry is None:
        guess = nearest(name, [*program.items, *program.groups])
        return ("no such item" if guess is None else f"no such item (did you mean {guess}?)"), "form.item"
    if program.forms[entry.form].status == "retired":
        return "the form is retired, so it is not used", "another form"
    if isinstance(entry, Item) and entry.row_of is not None:
        return "an item of a repeating group has no column of its own", f"a column {entry.row_of} of lists"
    if isinstance(entry, Item) and entry.derived:
        return "worked out from other answers, never given", "nothing"
    return None


def _missing(forms: set[str], here: set[str], program: Program, language: str) -> Iterator[Mapping[str, Any]]:
    for form in sorted(forms):
        for entry in program.forms[form].entries:
            if entry.id not in here and not (isinstance(entry, Item) and entry.derived):
                yield _problem(entry.id, "note", _NO_COLUMN, None, language)


def _problem(
    path: str, severity: Literal["error", "note"], reason: str, allowed: str | None, language: str
) -> Mapping[str, Any]:
    told = said_in(language, Problem(path=path, severity=severity, message=reason, allowed=allowed))
    return {
        "row": None,
        "path": path,
        "severity": severity,
        "reason": told.message,
        "found": "a column" if severity == "error" else None,
        "allowed": told.allowed,
    }
