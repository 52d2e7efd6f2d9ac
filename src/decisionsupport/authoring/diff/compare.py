"""Two programs beside each other, thing by thing, and the changes gathered by the document they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from decisionsupport.authoring.diff.expressions import partings
from decisionsupport.authoring.diff.model import Change, Effect, Unit, UnitDiff, Unraised
from decisionsupport.authoring.diff.sameness import meant
from decisionsupport.authoring.diff.sayings import said
from decisionsupport.authoring.diff.sides import Side
from decisionsupport.authoring.diff.things import aspects, kind_changes
from decisionsupport.program.model import Cell, Program
from decisionsupport.source import Span

T = TypeVar("T")

_THINGS: Final = (
    ("forms", "form", "", Effect.CARE, Effect.BREAKING),
    ("items", "item", "", Effect.CARE, Effect.BREAKING),
    ("groups", "group", "", Effect.CARE, Effect.BREAKING),
    ("parameters", "parameter", "parameter.", Effect.WORDING, Effect.BREAKING),
    ("findings", "finding", "finding.", Effect.CARE, Effect.BREAKING),
    ("actions", "action", "action:", Effect.WORDING, Effect.BREAKING),
    ("sets", "set", "", Effect.WORDING, Effect.WORDING),
    ("rules", "rule", "rule:", Effect.CARE, Effect.CARE),
    ("requests", "request", "request:", Effect.WORDING, Effect.BREAKING),
    ("evidence", "source", "", Effect.WORDING, Effect.WORDING),
)
"""The maps of a program: noun, how cells call it, what one more or one less does to hosts and care."""

_CELLS: Final[Mapping[str, str]] = {
    "points": "points",
    "applies": "when it applies",
    "when": "when",
    "unless": "unless",
    "must": "demand",
}


def compare(old: Side, new: Side) -> tuple[UnitDiff, ...]:
    """What changed, by the document it stands in: the pack first, then forms, sets, requests, sites."""
    changes = [*_things(old, new), *_cells(old.program, new.program)]
    changes += _option_words(old.program, new.program)
    changes += aspects("pack", old.program.pack, new.program.pack, new.place("pack", ""), frozenset())
    changes += _sites(old, new)
    if not changes and old.program.digest != new.program.digest:
        changes.append(Change("pack", "means something else", Effect.CARE, span=new.place("pack", "")))
    return _gathered(changes, old, new)


# Things and cells ----------------------------------------------------------------------------------------


def _things(old: Side, new: Side) -> Iterator[Change]:
    for field, noun, prefix, added, removed in _THINGS:
        was: Mapping[str, Any] = getattr(old.program, field)
        now: Mapping[str, Any] = getattr(new.program, field)
        for name in {**was, **now}:
            subject, touches = f"{noun} {name}", frozenset({f"{prefix}{name}"})
            if name not in now:
                if not _gone_with_its_form(name, noun, new.program):
                    yield Change(subject, "removed", removed, span=old.place(noun, name), touches=touches)
            elif name not in was:
                if not _gone_with_its_form(name, noun, old.program):
                    yield Change(subject, "added", added, span=new.place(noun, name), touches=touches)
            else:
                yield from aspects(subject, was[name], now[name], new.place(noun, name), touches)


def _gone_with_its_form(name: str, noun: str, other: Program) -> bool:
    """Whether the form of an item or group is not there either: then that is what is told."""
    return noun in ("item", "group") and name.partition(".")[0] not in other.forms


def _cells(old: Program, new: Program) -> Iterator[Change]:
    """What cells say; where the words are the same, only what nothing that they read explains."""
    told: dict[tuple[str, str, str, int], Change] = {}
    silent: list[tuple[Change, set[str]]] = []
    for name in {**old.cells, **new.cells}:
        was, now = old.cells.get(name), new.cells.get(name)
        cell = now or was
        if cell is None or _told_elsewhere(cell, old, new):
            continue
        for change in _cell(name, was, now):
            if change.before == change.after and change.before:
                silent.append((change, {read for each in (was, now) if each for read in each.reads}))
            else:
                key = (change.subject, change.before, change.after, change.span.start if change.span else 0)
                earlier = told.get(key)
                touches = change.touches | (earlier.touches if earlier else frozenset())
                told[key] = replace(change, touches=touches)
    yield from told.values()
    touched = {each for change in told.values() for each in change.touches}
    both = old.cells.keys() & new.cells.keys()
    moved = {name for name in both if old.cells[name].kind != new.cells[name].kind}
    came_or_went = old.cells.keys() ^ new.cells.keys()
    for change, read in silent:
        if not (touched | moved | came_or_went) & read:
            yield replace(change, what=f"{change.what} means something else")


def _told_elsewhere(cell: Cell, old: Program, new: Program) -> bool:
    """Cells of rules, forms and findings that came or went, and those that only repeat a thing."""
    kind, _, owner = cell.id.rpartition(":")
    if cell.id.startswith(("parameter.", "finding.")):
        return True
    if kind in ("when", "unless"):
        return owner not in old.rules or owner not in new.rules
    if cell.form is not None:
        return cell.form not in old.forms or cell.form not in new.forms or _is_new_item(owner, old, new)
    return False


def _is_new_item(name: str, old: Program, new: Program) -> bool:
    return name in old.items.keys() ^ new.items.keys() or name in old.groups.keys() ^ new.groups.keys()


def _cell(name: str, was: Cell | None, now: Cell | None) -> Iterator[Change]:
    kind, _, owner = name.rpartition(":")
    subject, what = _called(kind, owner)
    touches = frozenset({name, f"rule:{owner}"} if kind in ("when", "unless") else {name})
    if was is None or now is None:
        there = now or was
        if there is not None:
            gone = now is None
            effect = Effect.BREAKING if gone and not kind else Effect.CARE
            text = said(there.expression)
            yield Change(
                subject, f"{what} {'removed' if gone else 'added'}".strip(), effect,
                text if gone else "", "" if gone else text, there.span, touches,
            )  # fmt: skip
        return
    if not kind and was.expression is not None:
        yield from kind_changes(subject, was.kind, now.kind, now.span, touches)
        if meant(was.title) != meant(now.title):
            yield Change(subject, "title", Effect.WORDING, said(was.title), said(now.title), now.span)
        if was.shown_step != now.shown_step:
            yield Change(subject, "shown digits", Effect.WORDING, span=now.span)
    for parting in partings(was.expression, now.expression):
        where = f"{what} {parting.where}".strip()
        yield Change(
            subject, where or "value", Effect.CARE, parting.before, parting.after, parting.span, touches
        )


def _called(kind: str, owner: str) -> tuple[str, str]:
    if kind in ("when", "unless"):
        return f"rule {owner}", _CELLS[kind]
    if owner.startswith("table."):
        return f"table {owner.removeprefix('table.').rpartition('.')[0]}", ""
    return owner.removeprefix("set:"), _CELLS.get(kind, "")


def _option_words(old: Program, new: Program) -> Iterator[Change]:
    for owner in old.option_texts.keys() & new.option_texts.keys() - {"action"}:
        was, now = old.option_texts[owner], new.option_texts[owner]
        for option in was:
            if option in now and meant(was[option]) != meant(now[option]):
                yield Change(
                    owner,
                    f"words of option `{option}`",
                    Effect.WORDING,
                    said(was[option]),
                    said(now[option]),
                    _owner_place(owner, new),
                )


def _sites(old: Side, new: Side) -> Iterator[Change]:
    """What sites set otherwise."""
    units = (*old.units.values(), *new.units.values())
    places = {unit.id: unit.span for unit in units if unit.word == "overrides"}
    for site in sorted(places):
        before, after = old.at_site(site), new.at_site(site)
        for name in sorted(new.program.parameters.keys() & old.program.parameters.keys()):
            one = before.parameters[name].site_values if before is not None else ()
            two = after.parameters[name].site_values if after is not None else ()
            if meant(one) != meant(two):
                touches = frozenset({f"parameter.{name}"})
                what, place = "value at the site", places[site]
                yield Change(f"parameter {name}", what, Effect.CARE, said(one), said(two), place, touches)


# By document ---------------------------------------------------------------------------------------------

_ORDER: Final = ("pack", "facts", "assessment", "checklist", "set", "request", "overrides")


def _gathered(changes: list[Change], old: Side, new: Side) -> tuple[UnitDiff, ...]:
    by_unit: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        unit = _unit_of(change, old, new)
        by_unit.setdefault((unit.word, unit.id), []).append(change)
    before, after = _by_name(old), _by_name(new)
    made = [_unit_diff(key, found, before.get(key), after.get(key)) for key, found in by_unit.items()]
    return tuple(sorted(made, key=lambda unit: (_ORDER.index(unit.word), unit.id)))


def _unit_of(change: Change, old: Side, new: Side) -> Unit:
    path = change.span.source.path if change.span is not None else ""
    return new.units.get(path) or old.units.get(path) or new.unit("pack")


def _unit_diff(
    key: tuple[str, str], changes: list[Change], before: Unit | None, after: Unit | None
) -> UnitDiff:
    ordered = tuple(sorted(changes, key=_by_effect_and_place))
    unraised = None
    if before is not None and after is not None and after.version:
        meaning = any(change.effect is not Effect.WORDING for change in changes)
        if meaning and _numbers(after.version) <= _numbers(before.version):
            unraised = Unraised(after.version, after.span)
    return UnitDiff(*key, before.version if before else "", after.version if after else "", ordered, unraised)


def _by_effect_and_place(change: Change) -> tuple[int, str, int, str, str]:
    path, start = (change.span.source.path, change.span.start) if change.span is not None else ("", 0)
    return _RANK[change.effect], path, start, change.subject, change.what


_RANK: Final[Mapping[Effect, int]] = {effect: rank for rank, effect in enumerate(Effect)}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _by_name(side: Side) -> dict[tuple[str, str], Unit]:
    found: dict[tuple[str, str], Unit] = {}
    for unit in side.units.values():
        found.setdefault((unit.word, unit.id), unit)
    return found


# Places --------------------------------------------------------------------------------------------------


def _owner_place(owner: str, program: Program) -> Span | None:
    found = program.items.get(owner) or program.cells.get(owner)
    return None if found is None else found.span
