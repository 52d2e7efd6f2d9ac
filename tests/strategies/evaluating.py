"""A generated pack loaded, and its cells worked out for what is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import reject

from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.severity import Severity
from decisionsupport.engine import reporting
from decisionsupport.engine.evaluate import demanded
from decisionsupport.engine.intake import Intake
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Executor
from decisionsupport.loading import File, load_files
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.program.walk import children
from decisionsupport.values import kinds
from decisionsupport.values.sets import NOT_APPLICABLE, Possible, is_known, truth
from tests.strategies.packs import Pack
from tests.strategies.records import Given
from tests.strategies.world import NA
from tests.strategies.writing import files_of

Observed = dict[tuple[str, int | None], Possible]


def program_of(files: tuple[File, ...]) -> Program:
    """The program; a generated pack that is refused is a mistake of the generator, or of loading."""
    report = Report()
    program = load_files(files, report)
    errors = [each for each in report if each.severity is Severity.ERROR]
    if errors and all(each.slug == "limit-silences" for each in errors):
        reject()  # the generator cannot foresee which fact another rule's `unless` makes a limit
    assert not errors, [f"{each.slug}: {each.message}" for each in errors]
    assert program is not None
    return program


@dataclass(frozen=True)
class Accepted:
    """What was given, accepted without problems, and what it makes of the program."""

    given: Given
    situation: Situation

    def observed(self) -> Observed:
        """What every cell can be; in repeating groups for each entry given."""
        evaluation, program = self.situation.evaluation, self.situation.program
        found: Observed = {}
        for cell in program.cells.values():
            if cell.row_of is None:
                found[cell.id, None] = evaluation.value(cell.id)
            else:
                for row in range(len(self.entries(cell.row_of))):
                    found[cell.id, row] = evaluation.row_value(cell.id, row)
        assert not evaluation.failures()
        return found

    def entries(self, group: str) -> list[Any]:
        form, name = group.split(".")
        listed: list[Any] = self.given.answers.get(form, {}).get(name, [])
        return listed


def accepted(program: Program, executor: Executor, given: Given) -> Accepted | None:
    """The situation, unless anything given is a problem."""
    intake = Intake(program)
    record = intake.record(given.answers, given.at, given.history, given.parameters)
    situation, broken = demanded(program, executor, record, "en")
    if intake.problems or broken or reporting.problems(situation):
        return None
    return Accepted(given, situation)


def host_value(value: Possible, kind: kinds.Kind) -> Any:
    """A known value as our own judges have it."""
    assert is_known(value)
    if value is NOT_APPLICABLE:
        return NA
    if isinstance(kind, kinds.Number):
        assert isinstance(value, int)
        return Fraction(value, 10**kind.places)
    return value


# What the laws leave out -----------------------------------------------------------------------------


def exempt(program: Program, base: Accepted, later: Given) -> set[str]:
    """Cells that rest on what speaks of the record, or on a set that is not known to be made for the patient.

    A record test may turn with the next answer; so does `time_since` of a form that is now given.
    """
    new_forms = later.answers.keys() - base.given.answers.keys()
    unsure = {
        name
        for name in program.cells
        if name.startswith("applies:set:") and not isinstance(truth(base.situation.value(name)), bool)
    }
    found: set[str] = set()
    for cell in program.cells.values():
        # What is shown rests on its condition without naming it.
        if f"applies:{cell.id}" in found or not found.isdisjoint(cell.reads):
            found.add(cell.id)
        for part in () if cell.expression is None else _parts(cell.expression):
            match part:
                case x.RecordTest() | x.FormRemaining():
                    found.add(cell.id)
                case x.SinceCompare(form=form) if form in new_forms:
                    found.add(cell.id)
                case x.UnlessFalse(applies=x.Read(cell=read)) if read in unsure:
                    found.add(cell.id)
                case x.OverRows(group=group) if f"applies:{group}" in found:
                    found.add(cell.id)
                case _:
                    pass
    return found


def _parts(expression: x.Expression) -> Iterator[x.Expression]:
    yield expression
    for child in children(expression):
        yield from _parts(child)


def loaded(pack: Pack) -> tuple[Program, tuple[File, ...]]:
    """The program of a generated pack, and its files."""
    files = files_of(pack.documents)
    return program_of(files), files
