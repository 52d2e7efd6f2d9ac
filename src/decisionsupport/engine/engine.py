"""The engine: a pack, loaded once, that turns answers into outcomes. What hosts hold on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NoReturn, overload

from decisionsupport.diagnostics import Report
from decisionsupport.engine import reporting
from decisionsupport.engine.demands import demanded
from decisionsupport.engine.evaluate import evaluate, evaluate_plainly
from decisionsupport.engine.explaining.explain import explain
from decisionsupport.engine.explaining.model import Explanation
from decisionsupport.engine.form import FormView, form_view
from decisionsupport.engine.intake import Intake, aware_at, read_at
from decisionsupport.engine.plans import Plan, Plans
from decisionsupport.engine.prepared import Prepared, prepare
from decisionsupport.engine.situation import Situation
from decisionsupport.errors import InvalidCall, InvalidPack
from decisionsupport.execution.model import Executor
from decisionsupport.execution.named import ExecutorName, executor_named
from decisionsupport.execution.python import Compiled
from decisionsupport.kept.kept import Kept
from decisionsupport.kept.key import own_source
from decisionsupport.kept.recall import recall
from decisionsupport.kept.tell import tell
from decisionsupport.loading import File, load_files, load_kept, read_files
from decisionsupport.loading.collecting import uncollected
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import Problem
from decisionsupport.outcome.refused import InvalidAnswers
from decisionsupport.outcome.values import Value
from decisionsupport.program.model import Program

if TYPE_CHECKING:
    from decisionsupport.engine.many.many import Many
    from decisionsupport.engine.many.population import Population
    from decisionsupport.engine.many.sources import Source
    from decisionsupport.engine.spark.many import SparkFrame, SparkMany

NOTHING: Mapping[str, Any] = MappingProxyType({})
MakeExecutor = ExecutorName | Callable[[Program], Executor]
"""What makes an engine's executor, by its name or itself."""


class Engine:
    """A pack for one site, ready to evaluate: immutable, shared freely by threads, picklable as data."""

    __slots__ = ("_executor", "_files", "_made_by", "_plans", "_prepared", "program")

    program: Program
    _executor: Executor
    _files: tuple[File, ...]
    _made_by: MakeExecutor
    _plans: Plans | None
    _prepared: Prepared

    def __init__(
        self,
        program: Program,
        files: tuple[File, ...] = (),
        executor: MakeExecutor = "python",
    ) -> None:
        put = object.__setattr__
        put(self, "program", program)
        put(self, "_files", files)
        put(self, "_made_by", executor)
        made = executor_named(executor) if isinstance(executor, str) else executor
        put(self, "_executor", made(program))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (one of two)
        # Called only where a slot has no value yet. A pack that is loaded and never asked, to be checked or
        # shown, need not be prepared; two threads that ask first together both prepare it alike.
        match name:
            case "_prepared":
                with uncollected():
                    made: object = prepare(self.program)
            case "_plans":
                run = self._executor
                made = Plans(self.program, run, self._prepared) if isinstance(run, Compiled) else None
            case _:
                raise AttributeError(f"an engine has no {name!r}")
        object.__setattr__(self, name, made)
        return made

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("an engine cannot be changed; load another")

    def __reduce__(self) -> tuple[Callable[..., Engine], tuple[object, ...]]:
        remade = (self._files, self.program.site, self._made_by)
        if not self._files:
            return from_files, remade
        return _revived, (own_source(), tell(Kept((), self.program), self._files), *remade)

    def evaluate(
        self,
        answers: Mapping[str, Any],
        *,
        at: datetime | str,
        history: Mapping[str, Any] | None = None,
        language: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        invalid: Literal["raise", "report"] = "raise",
        trace: bool = False,
    ) -> Outcome:
        """Evaluate a patient's answers at an instant.

        `answers` by form and item, or `{form: {"version", "answers"}}`; `at` with an offset; `history` by
        form (`[]`: never done; a form that is no key: unknown). `InvalidAnswers` where answers were refused:
        it carries `.problems` and the same `.outcome` that `invalid="report"` gives. `InvalidCall` for an
        `at` without offset or a language that the pack does not have. `trace=True` puts every rule's state
        and every value, with its place, in `outcome.trace`.
        """
        said, aware = self._language(language), aware_at(at)
        if invalid != "raise" and invalid != "report":
            raise InvalidCall(f"invalid={invalid!r}: give 'raise' or 'report'")
        if not history and not parameters and not trace:
            plan = self._plan(answers, aware)
            plainly = None if plan is None else evaluate_plainly(answers, plan, self._prepared, aware, said)
            if plainly is not None:
                return plainly
        decision = evaluate(
            self.program,
            self._executor,
            answers,
            at=aware.astimezone(UTC),
            history=history or NOTHING,
            language=said,
            parameters=parameters or NOTHING,
            prepared=self._prepared,
            plans=self._plans,
            trace=trace,
        )
        outcome = Outcome.later(decision.part)
        if invalid == "raise" and decision.refused:
            _raise_refused(outcome.problems, outcome)
        return outcome

    def values(
        self,
        answers: Mapping[str, Any],
        *,
        at: datetime | str,
        history: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> ReadOnly[ReadOnly[Value]]:
        """Scores and levels alone, by form, while a form is being filled in; refused answers are unknown."""
        if not history and not parameters:
            plan = self._plan(answers, aware_at(at))
            plainly = None if plan is None else plan.plainly
            if plainly is not None and plainly.values is not None:
                plain = plainly.read(answers)
                if plain is not None:
                    return plainly.values(plain)
        return reporting.values(self.situation(answers, at=at, history=history, parameters=parameters))

    def explain(
        self,
        answers: Mapping[str, Any],
        subject: str,
        *,
        at: datetime | str,
        history: Mapping[str, Any] | None = None,
        language: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Explanation:
        """Why a rule (`fall.hip_fracture`), a value (`news2.risk`), an action or a request came out so.

        Says what it rests on, what it waits for, and the smallest change of answers that would turn it.
        Refused answers are unknown. `InvalidCall` where the pack has nothing of that name.
        """
        situation = self.situation(answers, at=at, history=history, language=language, parameters=parameters)
        return explain(subject, situation, self._executor, tuple(parameters or NOTHING))

    @overload
    def evaluate_many(
        self,
        answers: Source,
        *,
        at: datetime | str,
        language: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Many: ...

    @overload
    def evaluate_many(
        self,
        answers: SparkFrame,
        *,
        at: datetime | str,
        language: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> SparkMany: ...

    def evaluate_many(
        self,
        answers: Source | SparkFrame,
        *,
        at: datetime | str,
        language: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Many | SparkMany:
        """Evaluate a population, one record a row.

        `answers`: a Polars frame or lazy frame, a Parquet or CSV file (columns named `form.item`; null is no
        answer; a form is given in a row that has an answer in it, or true in a column named as the form), or
        an iterable of what `evaluate` takes. History is not given. `Many.batches()` streams. Needs the extra
        `batch`; `InvalidCall` where it is missing or the answers cannot be read. A Spark frame gives Spark
        frames, evaluated where it lies (the extra `spark`).
        """
        population = self.population(at=at, language=language, parameters=parameters)
        if _is_spark(answers):
            _require("pyarrow", "pandas", needed="a Spark frame needs PyArrow and pandas", extra="spark")
            from decisionsupport.engine.spark.many import evaluate_spark
            from decisionsupport.engine.spark.shipping import ship

            shipped = ship(self, population.at, language, population.parameters)
            return evaluate_spark(answers, population, shipped)
        from decisionsupport.engine.many.many import evaluate_many

        return evaluate_many(answers, population)

    def population(
        self,
        *,
        at: datetime | str,
        language: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Population:
        """What evaluates parts of a population at an instant, each a frame as `evaluate_many` takes.

        For hosts that cut the population up themselves: `population.evaluate(frame, first_row=…)` gives a
        `Batch`. Needs the extra `batch`.
        """
        _require("polars", needed="evaluate_many needs Polars", extra="batch")
        from decisionsupport.engine.many.population import Population

        instant, said, given = read_at(at), self._language(language), parameters or NOTHING

        def alone(row: Mapping[str, Any]) -> Outcome:
            return self.evaluate(row, at=instant, language=said, parameters=given, invalid="report")

        def under_way(row: Mapping[str, Any]) -> Situation:
            return self.situation(row, at=instant, language=said, parameters=given)

        return Population(self.program, self._executor, instant, said, given, alone, under_way)

    def situation(
        self,
        answers: Mapping[str, Any],
        *,
        at: datetime | str,
        history: Mapping[str, Any] | None = None,
        language: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Situation:
        """The evaluation under way, for tools that look inside: any cell can be asked what it can still be.

        Refused answers are unknown.
        """
        given = (history or NOTHING, parameters or NOTHING)
        record = Intake(self.program).record(answers, read_at(at), *given)
        situation, _ = demanded(self.program, self._executor, record, self._language(language))
        return situation

    def form(self, form: str, language: str | None = None) -> FormView:
        """A form as a host draws it: its items in order, with texts in one language."""
        found = self.program.forms.get(form)
        if found is None:
            raise InvalidCall(f"form={form!r}: the pack has {', '.join(self.program.forms)}")
        return form_view(found, self._language(language))

    def _plan(self, answers: Mapping[str, Any], at: datetime) -> Plan | None:
        """The plan of the forms given; None where there is none yet, and with an executor without plans."""
        plans = self._plans
        return None if plans is None or answers.__class__ is not dict else plans.of(answers, at)

    def _language(self, language: str | None) -> str:
        languages = self.program.pack.languages
        if language is None:
            return languages[0]
        if language not in languages:
            raise InvalidCall(f"language={language!r}: the pack has {', '.join(languages)}")
        return language


def _is_spark(answers: object) -> bool:
    """Whether it is a Spark frame, without asking Spark: nobody need have it."""
    return type(answers).__module__.partition(".")[0] == "pyspark"


def _require(*modules: str, needed: str, extra: str) -> None:
    for module in modules:
        try:
            import_module(module)
        except ModuleNotFoundError as missing:
            raise InvalidCall(f"{needed}: pip install 'decisionsupport[{extra}]'") from missing


def _raise_refused(problems: tuple[Problem, ...], outcome: Outcome) -> None:
    refused = [problem for problem in problems if problem.severity == "error"]
    if refused:
        raise InvalidAnswers(refused, outcome)


def load(
    *paths: str | Path, site: str | None = None, executor: ExecutorName = "python", cache: bool = True
) -> Engine:
    """Load every YAML file below the paths; `InvalidPack` (with `.report`) when they have errors.

    `site` names the overrides to apply; without one none are. `executor` says what works out the rules:
    `python` (generated code), `interpreter` or `durable` (a Rete network; needs the extra of that name); the
    outcomes are the same. `InvalidCall` for one that cannot be had; `OSError` for a path that cannot be read.
    Files loaded before are recalled from the user's cache; `cache=False` reads and checks them anew.
    """
    executor_named(executor)
    return from_files(read_files(paths), site, executor, cache=cache)


def from_files(
    files: tuple[File, ...],
    site: str | None = None,
    executor: MakeExecutor = "python",
    *,
    cache: bool = False,
) -> Engine:
    """The same, from files already read."""
    report = Report()
    with uncollected():
        program = (load_kept if cache else load_files)(files, report, site=site)
        if program is None or report.has_errors:
            raise InvalidPack(report)
        return Engine(program, files, executor)


def _revived(
    source: str, told: str, files: tuple[File, ...], site: str | None, executor: MakeExecutor
) -> Engine:
    """An engine from its pickle: from what was told, or from its files where another library told it."""
    program = recall(told, files).program if source == own_source() else None
    return from_files(files, site, executor) if program is None else Engine(program, files, executor)
