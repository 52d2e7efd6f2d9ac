"""The ground that breaks are tried on: each case as it stands, evaluated once, kept for all breaks.

Law: a case is run against a break only where the break may show in its outcome; elsewhere the outcome is the
same, and the case cannot notice. So most breaks cost a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from decisionsupport.authoring.cases.model import Case, CaseResult, Setting
from decisionsupport.authoring.cases.run import run_case
from decisionsupport.authoring.mutation.infecting import Infection, Reading
from decisionsupport.authoring.mutation.model import Changed, Mutant, broken
from decisionsupport.engine import Engine
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Program


@dataclass(frozen=True, slots=True)
class Standing:
    """A case that holds, with its evaluation under way."""

    case: Case
    situation: Situation


class Ground:
    """A pack and its cases; `programs` by site, None for cases that name none."""

    def __init__(self, programs: Mapping[str | None, Program], cases: Sequence[Case]) -> None:
        self.programs = programs
        self.engines = {site: made(program) for site, program in programs.items()}
        self.cases = tuple(case for case in cases if case.setting.at is not None)
        self.reading = Reading(programs[None])

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The cases, in their order, each evaluated as the pack stands."""
        return tuple(Standing(case, self.situation(case.setting)) for case in self.cases)

    def situation(self, setting: Setting) -> Situation:
        """What a setting makes of the pack as it stands."""
        assert setting.at is not None
        return self.engines[setting.site].situation(
            setting.given,
            at=setting.at,
            history=setting.history,
            language=setting.language,
            parameters=setting.parameters or None,
        )

    def failing(self) -> Iterator[CaseResult]:
        """The cases that do not hold as the pack stands."""
        for case in self.cases:
            result = run_case(case, self.engines[case.setting.site])
            if not result.holds:
                yield result

    def reaching(self, mutant: Mutant) -> tuple[Standing, ...]:
        """The cases in whose outcome a break may show, those of its own subject first."""
        infection = Infection(mutant.changed, self.reading)
        found = [each for each in self.standings if infection.shows_in(each.situation)]
        return tuple(sorted(found, key=lambda each: each.case.cases_for != mutant.of))


class BrokenEngines:
    """The engines of a broken pack by site, each made when it is first needed."""

    def __init__(self, ground: Ground, changed: Changed) -> None:
        self._ground = ground
        self._changed = changed
        self._engines: dict[str | None, Engine] = {}

    def __getitem__(self, site: str | None) -> Engine:
        if site not in self._engines:
            self._engines[site] = made(broken(self._ground.programs[site], self._changed))
        return self._engines[site]


def made(program: Program) -> Engine:
    """An engine of a program; the interpreter needs no making, and a break lives for a few evaluations."""
    return Engine(program, (), Interpreter)


def outcome_of(setting: Setting, engine: Engine) -> Outcome:
    """What a setting gives."""
    assert setting.at is not None
    return engine.evaluate(
        setting.given,
        at=setting.at,
        history=setting.history,
        language=setting.language,
        parameters=setting.parameters or None,
        invalid="report",
    )
