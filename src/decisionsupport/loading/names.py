"""What a name means where it stands: the pack's declarations, and looking a path up in them, at load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.suggestions import nearest, one_of, only_one_near
from decisionsupport.syntax.expressions import nodes
from decisionsupport.values.kinds import Kind

NAMESPACES = ("finding", "parameter", "table")
_MOMENTS = ("now", "today")
NO_LOCALS: Mapping[str, Kind] = MappingProxyType({})


@dataclass(slots=True)
class RowNames:
    """A repeating group's own names."""

    id: str
    items: list[str] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    scored: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FormNames:
    """What a form declares, by bare name, in order. `plain` are the item names of each plain group."""

    id: str
    items: list[str] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    scored: list[str] = field(default_factory=list)
    plain: dict[str, list[str]] = field(default_factory=dict)
    repeating: dict[str, RowNames] = field(default_factory=dict)

    def all(self) -> Iterable[str]:
        """Every bare name of the form."""
        return [*self.items, *self.computed, *self.plain, *self.repeating]


@dataclass(slots=True)
class Names:
    """Everything the pack declares that an expression can name."""

    forms: dict[str, FormNames] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    """Words that files with errors may have declared: nothing is said of them."""

    def is_asked(self, cell: str) -> bool:
        """Whether a cell is an item, so an answer, and nothing that is worked out."""
        form_id, _, name = cell.partition(".")
        form = self.forms.get(form_id)
        if form is None:
            return False
        group, _, item = name.partition(".")
        row = form.repeating.get(group)
        return name in form.items or (row is not None and item in row.items)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    `form`: its own names are bare. `row`: the repeating group whose entry is at hand. `points_as`: inside
    an aggregate over points, the item whose points `points` now means. `record_tests`: whether
    `x is answered` and its kin may be asked here.
    """

    form: str | None = None
    row: str | None = None
    points_as: str | None = None
    record_tests: bool = False
    locals: Mapping[str, Kind] = field(default_factory=lambda: NO_LOCALS)

    def inside(self, *, row: str | None = None, points_as: str | None = None) -> Scope:
        """The same place, within an aggregate."""
        return replace(self, row=row or self.row, points_as=points_as or self.points_as)


@dataclass(frozen=True, slots=True)
class CellSymbol:
    """A cell; `row_of` is the repeating group it lives in, if any."""

    id: str
    row_of: str | None = None


@dataclass(frozen=True, slots=True)
class PointsSymbol:
    """The points of several items (`points`, `memory.points`), in order; `owner` as the author says it."""

    items: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class GroupSymbol:
    """A repeating group itself."""

    id: str


@dataclass(frozen=True, slots=True)
class FormSymbol:
    """A form itself (`last_done(downton)`)."""

    id: str


@dataclass(frozen=True, slots=True)
class RemainingSymbol:
    """`remaining`, or with `complete` the test that nothing remains."""

    form: str
    complete: bool


@dataclass(frozen=True, slots=True)
class LocalSymbol:
    """A field of what a text's line goes through."""

    name: str
    kind: Kind


Symbol = CellSymbol | PointsSymbol | GroupSymbol | FormSymbol | RemainingSymbol | LocalSymbol


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that stands for nothing: which part is wrong, and what could have stood there."""

    part: int
    allowed: tuple[str, ...]
    inside: str
    """What was looked in, as the author would say it."""


def resolve(parts: tuple[str, ...], scope: Scope, names: Names) -> Symbol | Unresolved:
    """Look a path up, nearest declarations first: the line's loop, the entry, the form, the pack."""
    head = parts[0]
    if head in scope.locals:
        return LocalSymbol(head, scope.locals[head]) if len(parts) == 1 else Unresolved(1, (), f"`{head}`")
    own_form = names.forms.get(scope.form) if scope.form else None
    if scope.row is not None:
        form_id, group_name = scope.row.split(".")
        row = names.forms[form_id].repeating[group_name]
        if head in row.items or head in row.computed:
            return _row_cell(row, parts, 0)
    if own_form is not None and (head in own_form.all() or head in ("points", "complete", "remaining")):
        return _in_form(own_form, parts, 0, scope)
    if head == "finding":
        return _plain(parts, names.findings, "findings", CellSymbol)
    if head == "parameter":
        return _plain(parts, names.parameters, "parameters", CellSymbol)
    if head == "table":
        return _table(parts, names)
    if head in names.forms:
        if len(parts) == 1:
            return FormSymbol(head)
        return _in_form(names.forms[head], parts, 1, scope)
    if head in _MOMENTS and len(parts) > 1:
        return Unresolved(1, (), f"`{head}`")
    own = tuple(own_form.all()) if own_form is not None else ()
    if scope.row is not None:
        form_id, group_name = scope.row.split(".")
        row = names.forms[form_id].repeating[group_name]
        own = (*row.items, *row.computed, *own)
    inside = f"form `{own_form.id}`, nor a form of the pack" if own_form is not None else "the pack"
    return Unresolved(0, (*scope.locals, *own, *names.forms, *NAMESPACES), inside)


def _plain(
    parts: tuple[str, ...], declared: list[str], what: str, make: type[CellSymbol]
) -> Symbol | Unresolved:
    if len(parts) < 2 or parts[1] not in declared:
        return Unresolved(min(1, len(parts) - 1), tuple(declared), f"the {what} of the pack")
    if len(parts) > 2:
        return Unresolved(2, (), f"`{'.'.join(parts[:2])}`")
    return make(".".join(parts))


def _table(parts: tuple[str, ...], names: Names) -> Symbol | Unresolved:
    if len(parts) < 2 or parts[1] not in names.tables:
        return Unresolved(min(1, len(parts) - 1), tuple(names.tables), "the tables of the pack")
    columns = names.tables[parts[1]]
    if len(parts) != 3 or parts[2] not in columns:
        return Unresolved(min(2, len(parts) - 1), tuple(columns), f"table `{parts[1]}`")
    return CellSymbol(".".join(parts))


def _row_cell(row: RowNames, parts: tuple[str, ...], at: int) -> Symbol | Unresolved:
    name, rest = parts[at], parts[at + 1 :]
    if name not in row.items and name not in row.computed:
        return Unresolved(at, (*row.items, *row.computed), f"`{row.id}`")
    cell = f"{row.id}.{name}"
    if not rest:
        return CellSymbol(cell, row.id)
    if rest == ("points",) and name in row.scored:
        return CellSymbol(f"points:{cell}", row.id)
    return Unresolved(at + 1, ("points",) if name in row.scored else (), f"`{cell}`")


def _in_form(form: FormNames, parts: tuple[str, ...], at: int, scope: Scope) -> Symbol | Unresolved:
    name, rest = parts[at], parts[at + 1 :]
    cell = f"{form.id}.{name}"
    if name in ("points", "complete", "remaining") and rest:
        return Unresolved(at + 1, (), f"`{'.'.join(parts[: at + 1])}`")
    if name == "points":
        if scope.points_as is not None:
            return CellSymbol(f"points:{scope.points_as}")
        return PointsSymbol(tuple(f"{form.id}.{item}" for item in form.scored), f"form `{form.id}`")
    if name in ("complete", "remaining"):
        return RemainingSymbol(form.id, name == "complete")
    if name in form.repeating:
        row = form.repeating[name]
        return _row_cell(row, parts, at + 1) if rest else GroupSymbol(row.id)
    if name in form.plain:
        return _plain_group(form, parts, at, scope)
    if name in form.items or name in form.computed:
        if not rest:
            return CellSymbol(cell)
        if rest[0] == "points" and name in form.scored:
            return (
                CellSymbol(f"points:{cell}") if len(rest) == 1 else Unresolved(at + 2, (), f"`{cell}.points`")
            )
        return Unresolved(at + 1, ("points",) if name in form.scored else (), f"`{cell}`")
    allowed = (*form.all(), "points", "complete", "remaining")
    return Unresolved(at, allowed, f"form `{form.id}`")


def _plain_group(form: FormNames, parts: tuple[str, ...], at: int, scope: Scope) -> Symbol | Unresolved:
    name, rest = parts[at], parts[at + 1 :]
    members = form.plain[name]
    if rest == ("points",):
        if scope.points_as is not None:
            return CellSymbol(f"points:{scope.points_as}")
        scored = tuple(f"{form.id}.{item}" for item in members if item in form.scored)
        return PointsSymbol(scored, f"group `{form.id}.{name}`")
    if rest and rest[0] in members:
        return Unresolved(
            at, (rest[0],), f"form `{form.id}` (a group is layout: its items are named without it)"
        )
    return Unresolved(min(at + 1, len(parts) - 1), ("points",), f"group `{form.id}.{name}`")


def report_clash(name: nodes.Name, scope: Scope, names: Names, report: Report) -> bool:
    """Whether the first part is the form's own name and another form's id, and both could be meant."""
    own = names.forms.get(scope.form) if scope.form else None
    head = name.parts[0]
    if own is None or len(name.parts) < 2 or head not in names.forms or head in scope.locals:
        return False
    if head not in own.all():
        return False
    report.add(
        "name-clash",
        f"`{head}` is both a name in form `{own.id}` and the id of another form",
        name.part_spans[0],
        help=f"give one of them another id; `{head}` here can mean either",
    )
    return True


def report_unresolved(name: nodes.Name, found: Unresolved, names: Names, report: Report) -> None:
    """Say which part of a name stands for nothing, and what was probably meant."""
    part = name.parts[found.part]
    if part in names.lost:
        return
    message, remedy = f"`{part}` is not a name in {found.inside}", _remedy(part, found, names)
    if part in NAMESPACES and found.part == 0:
        message, remedy = f"`{part}` stands alone", f"write which, as `{part}.…`"
        if found.allowed:
            remedy = f"write which, as `{part}.{found.allowed[0]}`"
    elif found.part == 1 and name.parts[0] in NAMESPACES and not found.allowed:
        remedy = f"there are none: declare it under `{name.parts[0]}s:` of a set"
    elif found.allowed and found.inside in (f"table `{part}`", f"group `{name.text}`") and found.part < 2:
        message, remedy = f"`{name.text}` stands alone", f"write which, as `{name.text}.{found.allowed[0]}`"
    elif not found.allowed:
        message = f"nothing can follow {found.inside}"
        remedy = "take this part away"
    sure = (
        only_one_near(part, found.allowed)
        if remedy == f"did you mean `{nearest(part, found.allowed)}`?"
        else None
    )
    report.add("unknown-name", message, name.part_spans[found.part], help=remedy, mend=sure)


def there_is(words: Iterable[str]) -> str:
    """What could have stood there: "one of `a`, `b`", "there is only `a`"."""
    listed = list(words)
    return f"there is only `{listed[0]}`" if len(listed) == 1 else one_of(listed)


_YES_AND_NO = {"ja": "yes", "nej": "no", "yes": "yes", "no": "no", "sant": "yes", "falskt": "no"}
"""What yes and no are called elsewhere, and in Swedish."""


def _remedy(part: str, found: Unresolved, names: Names) -> str:
    if "layout" in found.inside:
        return f"did you mean `{found.allowed[0]}`?"
    if found.part == 0 and part in _YES_AND_NO:
        return f"a yes-or-no question stands alone or with `is`: write `x is {_YES_AND_NO[part]}`"
    if found.part == 0:
        inside = [f"{form.id}.{part}" for form in names.forms.values() if part in form.all()]
        inside += [f"parameter.{each}" for each in names.parameters if each == part]
        inside += [f"finding.{each}" for each in names.findings if each == part]
        if inside:
            return f"did you mean `{inside[0]}`?"
    guess = nearest(part, found.allowed)
    if guess is not None:
        return f"did you mean `{guess}`?"
    return there_is(found.allowed)
