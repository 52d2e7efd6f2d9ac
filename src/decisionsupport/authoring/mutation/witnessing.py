"""A case that would catch a break that no case noticed: answers on which the pack and its break differ.

First the cases that come past the break as they are: they have the answers and lack the expectation. Then
answers near those of cases, over the borders of what the broken part rests on. A case is given only after it
was run: it holds on the pack as it stands, and does not on the broken one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from decisionsupport.authoring.cases.from_documents import from_documents
from decisionsupport.authoring.cases.model import Case, Setting
from decisionsupport.authoring.cases.run import run_case
from decisionsupport.authoring.mutation.ground import BrokenEngines, Ground, Standing, outcome_of
from decisionsupport.authoring.mutation.infecting import Infection
from decisionsupport.authoring.mutation.model import Mutant
from decisionsupport.authoring.mutation.telling import telling
from decisionsupport.authoring.mutation.writing import written_case
from decisionsupport.diagnostics import Report
from decisionsupport.documents.cases import Cases
from decisionsupport.documents.from_yaml import document_from_yaml
from decisionsupport.engine.explaining.borders import Borders
from decisionsupport.engine.explaining.searching import Change, Search
from decisionsupport.engine.showing import to_host
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.program.model import Item
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.values.time import zone_named

MOST_REACHING: Final = 60
MOST_TRIED: Final = 600
MOST_SEEDS: Final = 6
MOST_ITEMS: Final = 12


@dataclass(frozen=True, slots=True)
class Witness:
    """A case that catches a break; `text` is empty where none was found in `tried` answers."""

    text: str
    tried: int


def witness(mutant: Mutant, reaching: Sequence[Standing], ground: Ground) -> Witness:
    """A case on which the pack holds and its break does not."""
    engines = BrokenEngines(ground, mutant.changed)
    tried = 0
    for standing in reaching[:MOST_REACHING]:
        tried += 1
        text = _telling_case(mutant, standing.case.setting, engines, ground)
        if text:
            return Witness(text, tried)
    for setting in _near(mutant, ground):
        tried += 1
        text = _telling_case(mutant, setting, engines, ground)
        if text:
            return Witness(text, tried)
    return Witness("", tried)


def _telling_case(mutant: Mutant, setting: Setting, engines: BrokenEngines, ground: Ground) -> str:
    right = outcome_of(setting, ground.engines[setting.site])
    wrong = outcome_of(setting, engines[setting.site])
    expected = telling(right, wrong)
    if not expected:
        return ""
    text = written_case(f"catches {mutant.what}, {mutant.said}".replace("`", ""), setting, expected)
    case = read_case(text, mutant.of)
    if case is None or not run_case(case, ground.engines[setting.site]).holds:
        return ""
    return "" if run_case(case, engines[setting.site]).holds else text


def read_case(text: str, of: str) -> Case | None:
    """A written case as it is read back; None where it cannot be."""
    report = Report()
    tree = read_yaml("witness.cases.yaml", f"cases_for: {of}\ncases:\n{text}".encode(), report)
    document = document_from_yaml(tree, report) if tree is not None else None
    if not isinstance(document, Cases) or report.has_errors:
        return None
    return next(iter(from_documents([document])), None)


# Searching ---------------------------------------------------------------------------------------------


def _near(mutant: Mutant, ground: Ground) -> Iterator[Setting]:
    """Changed answers of cases in which the break may show."""
    items = _items_behind(mutant, ground)
    if not items:
        return
    infection = Infection(mutant.changed, ground.reading)
    executor = Interpreter(ground.programs[None])
    left = MOST_TRIED
    for standing in islice(_seeds(items, mutant, ground), MOST_SEEDS):
        search = Search(standing.situation, executor, Borders(standing.situation))
        for changes in search.candidates(items, 2):
            if left <= 0:
                return
            left -= 1
            situation = search.with_answers(changes)
            if infection.shows_in(situation) and search.accepted(situation, changes):
                yield replace(standing.case.setting, given=_given(standing.case.setting, changes, ground))


def _seeds(items: Sequence[Item], mutant: Mutant, ground: Ground) -> Iterator[Standing]:
    """Cases without a site that give the forms of these items, those of the break's own subject first."""
    forms = {item.form for item in items}
    given = [
        (len(forms - standing.situation.record.answers.keys()), standing.case.cases_for != mutant.of, number)
        for number, standing in enumerate(ground.standings)
        if standing.case.setting.site is None
    ]
    yield from (ground.standings[number] for *_, number in sorted(given))


def _items_behind(mutant: Mutant, ground: Ground) -> list[Item]:
    """The items that what is broken rests on, nearest first, and not too many."""
    program = ground.programs[None]
    cells = [*mutant.changed.cells]
    for name in mutant.changed.parameters:
        cells += [cell.id for cell in program.cells.values() if f"parameter.{name}" in cell.reads]
    rules = set(mutant.changed.rules)
    for rule in program.rules.values():
        if not set(mutant.changed.actions).isdisjoint(ground.reading.actions_of(rule)):
            rules.add(rule.id)
        if not set(mutant.changed.requests).isdisjoint(rule.drafts):
            rules.add(rule.id)
    for rule_id in sorted(rules):
        rule = program.rules[rule_id]
        cells += [cell for cell in (rule.when, rule.unless) if cell is not None]
    found: dict[str, None] = {}
    seen, waiting = set[str](), cells
    while waiting:
        cell_id = waiting.pop(0)
        if cell_id not in seen and cell_id in program.cells:
            seen.add(cell_id)
            if cell_id in program.items:
                found[cell_id] = None
            waiting += [*program.cells[cell_id].reads, f"applies:{cell_id}"]
    items = [program.items[name] for name in found if not program.items[name].derived]
    return [item for item in items if item.row_of is None][:MOST_ITEMS]


def _given(setting: Setting, changes: Sequence[Change], ground: Ground) -> dict[str, Any]:
    """The answers of a case with these changes, as a host gives them."""
    zone = zone_named(ground.programs[None].pack.timezone)
    given = {form: _copied(answers) for form, answers in setting.given.items()}
    for item, value in changes:
        form = given.setdefault(item.form, {})
        found = to_host(value, item.kind, zone)
        form.get("answers", form)[item.name] = list(found) if isinstance(found, tuple) else found
    return given


def _copied(answers: Any) -> Any:  # noqa: ANN401 (answers are what JSON can hold)
    return {name: _copied(each) for name, each in answers.items()} if isinstance(answers, dict) else answers
