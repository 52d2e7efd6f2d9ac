"""A part of a population at once: answers as columns, a row a record; values, rules, proposals as frames.

Law: every row says what `evaluate` says of it alone. Values, findings and rules come from columns; a row
with an answer that is refused, and what a row proposes or waits for, from `evaluate` itself, once for each
different row of answers. No row is lost: what is wrong with it is among the problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from decisionsupport.engine.answers import Refused, read_answer
from decisionsupport.engine.intake import Given, Intake
from decisionsupport.engine.many.batch import PROBLEMS, PROPOSALS, UNDECIDED, WITHHELD, Batch
from decisionsupport.engine.many.sources import Chunk, chunk_of
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.columns.hosting import host_columns
from decisionsupport.execution.columns.population import Population as Cells
from decisionsupport.execution.columns.population import fields_of, plain_kind, widened
from decisionsupport.execution.columns.screening import screen, unblank
from decisionsupport.execution.columns.sets import Flag, both, constant, either, inverse, truth
from decisionsupport.execution.model import Executor, Known, Record
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Item, Program
from decisionsupport.values.kinds import Choice
from decisionsupport.values.sets import Possible, is_known
from decisionsupport.values.time import zone_named

Evaluate = Callable[[Given], Outcome]


@dataclass(slots=True)
class _Found:
    values: list[pl.DataFrame] = field(default_factory=list)
    rules: list[pl.DataFrame] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    withheld: list[dict[str, Any]] = field(default_factory=list)
    undecided: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    lowered: dict[str, None] = field(default_factory=dict)
    by_python: dict[str, None] = field(default_factory=dict)
    outcomes: int = 0


@dataclass(frozen=True, slots=True)
class Population:
    """A program at an instant, ready for any part of a population."""

    program: Program
    executor: Executor
    at: datetime
    parameters: Mapping[str, Any]
    alone: Evaluate
    situation: Callable[[Given], Situation]

    def evaluate(
        self, records: pl.DataFrame | Chunk, *, first_row: int = 0, about_columns: bool = True
    ) -> Batch:
        """Evaluate a part of a population, its rows counted from `first_row`.

        `about_columns`: problems of whole columns (unknown ones, missing ones) are told too.
        """
        found = _Found()
        chunk = records if isinstance(records, Chunk) else chunk_of(records)
        items = _asked(chunk, self.program, found)
        if not about_columns:
            found.problems.clear()
        _batch(chunk, first_row, items, self, found)
        return Batch(
            first_row=first_row,
            rows=chunk.height,
            values=pl.concat(found.values),
            rules=pl.concat(found.rules),
            proposals=pl.DataFrame(found.proposals, schema=PROPOSALS, orient="row"),
            withheld=pl.DataFrame(found.withheld, schema=WITHHELD, orient="row"),
            undecided=pl.DataFrame(found.undecided, schema=UNDECIDED, orient="row"),
            problems=pl.DataFrame(found.problems, schema=PROBLEMS, orient="row"),
            lowered=tuple(found.lowered),
            by_python=tuple(found.by_python),
            one_by_one=found.outcomes,
        )

    def require(self, columns: Iterable[str]) -> None:
        """`InvalidCall` where none of the columns is an item, or a form, of the pack."""
        if not any(name in self.program.items or name in self.program.forms for name in columns):
            raise InvalidCall("answers: no column is an item of the pack; columns are named form.item")


# What is given -----------------------------------------------------------------------------------------


def _asked(chunk: Chunk, program: Program, found: _Found) -> list[Item]:
    items = []
    for name in chunk.frame.columns:
        item = program.items.get(name)
        if item is not None and item.row_of is None and not item.derived:
            if program.forms[item.form].status != "retired":
                items.append(item)
                continue
            reason = "the form is retired, so it is not used"
        elif item is not None and item.derived:
            reason = "worked out from other answers, never given"
        elif item is not None or name in program.groups:
            reason = "a repeating group has no column"
        elif "." in name:
            reason = "no such item"
        else:
            continue
        found.problems.append(_problem(None, name, "error", reason))
    here, forms = {item.id for item in items}, {item.form for item in items}
    for form in sorted(forms):
        for entry in program.forms[form].entries:
            derived = isinstance(entry, Item) and entry.derived
            if entry.id not in here and not derived:
                reason = "no column, so it is unanswered in every row"
                found.problems.append(_problem(None, entry.id, "note", reason))
    return items


def _problem(row: int | None, path: str, severity: str, reason: str) -> dict[str, Any]:
    return {"row": row, "path": path, "severity": severity, "reason": reason, "found": None, "allowed": None}


# One batch ---------------------------------------------------------------------------------------------


def _batch(chunk: Chunk, start: int, items: Sequence[Item], whole: Population, found: _Found) -> None:
    program, frame = whole.program, chunk.frame
    said = [name for name in frame.columns if name in program.forms and frame[name].dtype == pl.Boolean]
    forms = sorted({item.form for item in items} | set(said))
    if not items:
        items = [next(item for item in program.items.values() if item.row_of is None and not item.derived)]
        frame = frame.with_columns(pl.Series(items[0].id, [None] * chunk.height))
        forms = sorted({*forms, items[0].form})
    answers = pl.DataFrame([unblank(frame[item.id]) for item in items])
    given = []
    for form in forms:
        here = [pl.col(item.id).is_not_null() for item in items if item.form == form]
        here += [pl.lit(frame[form].fill_null(value=False))] if form in said else []
        given.append(pl.any_horizontal(here).alias(f"given:{form}"))
    screened = [screen(answers[item.id], item, _accepts) for item in items]
    refused = pl.DataFrame([bad.alias(str(place)) for place, (_, bad) in enumerate(screened)])
    accepted = pl.DataFrame([good for good, _ in screened]).with_columns(answers.select(given))
    population = Cells(
        program,
        whole.executor,
        Record({}, whole.at, {}, Intake(program).record({}, whole.at, {}, whole.parameters).parameters),
        accepted,
        frozenset(item.id for item in items),
        frozenset(forms),
        _value_of,
    )
    targets = _targets(program, forms)
    rules = [rule.when for rule in program.rules.values()]
    musts = {must.cell: form for form in forms for must in program.forms[form].musts}
    shows = {f"applies:{item.id}": item for item in items if f"applies:{item.id}" in program.cells}
    fits = {cell: form for form in forms if (cell := program.forms[form].applies_when) is not None}
    population.work_out([*targets, *rules, *musts, *shows, *fits])
    found.lowered.update(dict.fromkeys(population.lowered))
    found.by_python.update(dict.fromkeys(population.by_python))
    cells = population.cells

    def fails(cell: str) -> Flag:
        return inverse(truth(cells[cell])[0])

    refusals = [both(pl.col(f"given:{form}"), fails(must)) for must, form in musts.items()]
    told = [both(pl.col(item.id).is_not_null(), fails(cell)) for cell, item in shows.items()]
    told += [both(pl.col(f"given:{form}"), fails(cell)) for cell, form in fits.items()]
    bad = _flags(population, either(*refusals)) | refused.select(pl.any_horizontal(pl.all())).to_series()
    bad = bad | pl.Series([row in chunk.alone for row in range(chunk.height)], dtype=pl.Boolean)
    speaking = _flags(population, either(*told, *_unusual(items), *_live(population)))
    values, live = population.frame, bad | speaking
    raw = [*targets, *rules]
    plain = [cell for cell in dict.fromkeys(raw) if cell in cells]
    columns = [each.alias(f"{cell}|{name}") for cell in plain for name, each in widened(cells[cell]).items()]
    shown = values.select(pl.int_range(pl.len()).alias("row"), *columns)
    texts = {cell: population.opaque[cell] for cell in targets if cell in population.opaque}
    one_by_one = _one_by_one(
        answers.with_columns(values.select(f"given:{form}" for form in forms)),
        [row for row, is_live in enumerate(live) if is_live],
        chunk.alone,
        whole,
        found,
        start,
    )
    shown = _mended(shown, plain, texts, [row for row, is_bad in enumerate(bad) if is_bad], one_by_one, whole)
    _keep(chunk, shown, values, targets, texts, start, whole, found)


def _flags(population: Cells, flag: Flag) -> pl.Series:
    height = population.frame.height
    if isinstance(flag, bool):
        return pl.Series([flag] * height, dtype=pl.Boolean)
    return population.frame.select(flag.alias("flag")).to_series()


def _unusual(items: Sequence[Item]) -> Iterator[Flag]:
    """An answer outside what is usual is told of."""
    for item in items:
        if item.usual is not None and plain_kind(item.kind):
            least, most = item.usual
            if least is not None:
                yield (pl.col(item.id) < least).fill_null(value=False)
            if most is not None:
                yield (pl.col(item.id) > most).fill_null(value=False)


def _live(population: Cells) -> Iterator[Flag]:
    """A rule that is true, or undecided and taking part, is heard."""
    for rule in population.program.rules.values():
        holds, fails = truth(population.cells[rule.when])
        part = rule.taking_part
        forms = (part.assessed or part.facts) & population.forms
        here: Flag = either(*(pl.col(f"given:{form}") for form in sorted(forms)))
        if not part.assessed and not part.facts:
            here = True
        yield both(holds, either(inverse(fails), here))


def _one_by_one(
    answers: pl.DataFrame,
    rows: list[int],
    alone: Mapping[int, Given],
    whole: Population,
    found: _Found,
    start: int,
) -> dict[int, Mapping[str, Any]]:
    """Evaluate these rows alone, alike ones once, and write down what each proposes, waits for, is told."""
    names, known = answers.columns, dict[str, Outcome]()
    given: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        values = answers.row(row)
        answered: dict[str, dict[str, Any]] = {}
        for name, value in zip(names, values, strict=True):
            if name.startswith("given:") and value:
                answered.setdefault(name.removeprefix("given:"), {})
            elif not name.startswith("given:") and value is not None:
                form, _, item = name.partition(".")
                answered.setdefault(form, {})[item] = value
        given[row] = alone.get(row, answered)
        key = repr(given[row])
        if key not in known:
            known[key] = whole.alone(given[row])
        _write(start + row, known[key], found)
    found.outcomes += len(known)
    return given


def _write(row: int, outcome: Outcome, found: _Found) -> None:
    for each in outcome.proposals:
        rules = [reason.rule for reason in each.reasons]
        made = {"row": row, "action": each.action, "assess": each.assess, "priority": each.priority}
        found.proposals.append({**made, "due": each.due, "due_at": each.due_at, "rules": rules})
    for held in outcome.withheld:
        made = {"row": row, "action": held.action, "assess": held.assess, "request": held.request}
        rules, against = ([reason.rule for reason in side] for side in (held.for_, held.against))
        found.withheld.append({**made, "rules": rules, "against": against})
    for open_ in outcome.undecided:
        waits = [getattr(wait, slot) for wait in open_.waits_for for slot in wait.__slots__]
        made = {"row": row, "rule": open_.rule, "priority": open_.priority}
        found.undecided.append({**made, "waits_for": [wait for wait in waits if wait is not None]})
    for problem in outcome.problems:
        made = {"row": row, "path": problem.path, "severity": problem.severity, "reason": problem.message}
        found.problems.append({**made, "found": problem.found, "allowed": problem.allowed})


def _mended(
    shown: pl.DataFrame,
    plain: list[str],
    texts: dict[str, list[Possible]],
    refused: list[int],
    given: Mapping[int, Mapping[str, Any]],
    whole: Population,
) -> pl.DataFrame:
    """The columns with the rows that have a refused answer as `evaluate` has them."""
    if not refused:
        return shown
    made = []
    for row in refused:
        situation = whole.situation(given[row])
        fields: dict[str, Any] = {"row": row}
        for cell in plain:
            of = fields_of(constant(situation.value(cell), whole.program.cells[cell].kind))
            fields.update({f"{cell}|{name}": each for name, each in of.items()})
        for cell, values in texts.items():
            values[row] = situation.value(cell)
        made.append(fields)
    kept = shown.filter(~pl.col("row").is_in(refused))
    return pl.concat([kept, pl.DataFrame(made, schema=shown.schema, orient="row")]).sort("row")


def _keep(
    chunk: Chunk,
    shown: pl.DataFrame,
    inside: pl.DataFrame,
    targets: list[str],
    texts: Mapping[str, list[Possible]],
    start: int,
    whole: Population,
    found: _Found,
) -> None:
    program, zone = whole.program, zone_named(whole.program.pack.timezone)
    row = (pl.col("row") + start).alias("row")
    rules = []
    for rule in program.rules.values():
        can, fail = pl.col(f"{rule.when}|is True"), pl.col(f"{rule.when}|is False")
        rules.append(pl.when(can & fail).then(None).otherwise(can).alias(rule.id))
    found.rules.append(shown.select(row, *rules))
    given = [name for name in inside.columns if name.startswith("given:")]
    shown = pl.concat([shown, inside.select(given)], how="horizontal")
    columns: list[pl.Expr] = []
    for cell in targets:
        kind = program.cells[cell].kind
        if cell in texts:
            found_texts = [str(to_host(x, kind, zone)) if is_known(x) else None for x in texts[cell]]
            made = [pl.lit(pl.Series(cell, found_texts, dtype=pl.String)).alias(cell)]
        else:
            options: tuple[bool | str, ...] = (False, True)
            made = host_columns(cell, kind, kind.options if isinstance(kind, Choice) else options)
        form = program.cells[cell].form
        if f"given:{form}" in given:
            made = [_where_given(each, f"given:{form}") for each in made]
        columns += made
    frame, taken = chunk.frame, {"row", *whole.program.forms}
    beside = frame.select(name for name in frame.columns if "." not in name and name not in taken)
    found.values.append(pl.concat([shown.select(row, *columns), beside], how="horizontal"))


def _where_given(each: pl.Expr, given: str) -> pl.Expr:
    return pl.when(pl.col(given)).then(each).otherwise(None).alias(each.meta.output_name())


def _targets(program: Program, forms: Sequence[str]) -> list[str]:
    computed = [cell for form in forms for cell in program.forms[form].computed]
    return [*computed, *(f"finding.{finding}" for finding in program.findings)]


def _accepts(item: Item, value: object) -> bool:
    return not isinstance(read_answer(_plain(value), item), Refused)


def _value_of(item: Item, value: object) -> Possible:
    if isinstance(value, int) and plain_kind(item.kind):
        return value
    answer = read_answer(_plain(value), item)
    assert isinstance(answer, Known)
    return answer.value


def _plain(value: object) -> object:
    return value.to_list() if isinstance(value, pl.Series) else value
