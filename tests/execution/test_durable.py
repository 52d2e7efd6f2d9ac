"""The executor on durable-rules: the same outcomes, whole; and each trap of durable-rules that it walks around."""

from __future__ import annotations

import pickle
import subprocess
import sys
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import decisionsupport as ds
from decisionsupport.authoring.cases import Case, from_documents
from decisionsupport.diagnostics import Report
from decisionsupport.engine.engine import Engine
from decisionsupport.execution.durable import network, rete
from decisionsupport.execution.durable.network import (
    DEEP,
    FactKind,
    build_network,
    conditions,
    field_name,
    lower,
    said,
)
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.loading import cases_in, read_files
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import meaning
from decisionsupport.values.sets import UNDECIDED, Possible
from tests.execution.programs import BOOLEAN, SPAN
from tests.strategies.choices import Drawn, Seeded
from tests.strategies.evaluating import loaded
from tests.strategies.packs import make_pack
from tests.strategies.records import completions, make_given


def has_durable() -> bool:
    try:
        import durable_rules_engine  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
    except ImportError:
        return False
    return True


needs_durable = pytest.mark.skipif(
    not has_durable(), reason="durable-rules is not installed, or this Python is 3.13 or later"
)


# The same outcomes -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [
        case
        for case in from_documents(cases_in(read_files(shipped_packs()), Report()))
        if case.setting.at is not None
    ]


def outcome_of_case(engine: Engine, case: Case) -> str:
    setting = case.setting
    assert setting.at is not None
    return engine.evaluate(
        setting.given,
        at=setting.at,
        history=setting.history,
        language=setting.language,
        parameters=setting.parameters or None,
        invalid="report",
    ).to_json()


@needs_durable
def test_every_case_of_the_packs_has_the_same_outcome(cases: list[Case]) -> None:
    assert len(cases) > 500
    for site in {case.setting.site for case in cases}:
        oracle = ds.load(*shipped_packs(), site=site, executor="interpreter")
        engine = ds.load(*shipped_packs(), site=site, executor="durable")
        for case in cases:
            if case.setting.site == site:
                assert outcome_of_case(engine, case) == outcome_of_case(oracle, case), case.name


@needs_durable
@settings(
    max_examples=max(settings().max_examples * 20 // 100, 1),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.data())
def test_generated_packs_have_the_same_outcomes(data: st.DataObject) -> None:
    choices = Drawn(data.draw)
    pack = make_pack(choices)
    some = make_given(choices, pack)
    program, files = loaded(pack)
    oracle, engine = Engine(program, files, Interpreter), Engine(program, files, "durable")
    for part in (some, *islice(completions(pack, some, Seeded(data.draw(st.integers(0, 999)))), 4)):
        expected, found = (
            each.evaluate(
                part.answers,
                at=part.at,
                history=part.history,
                parameters=part.parameters,
                invalid="report",
                trace=True,
            )
            for each in (oracle, engine)
        )
        assert found.to_json() == expected.to_json()
        assert found.trace == expected.trace
        assert not found.failed


# The network -----------------------------------------------------------------------------------------


class Told:
    """A reader of cells that are told beforehand."""

    def __init__(self, told: dict[str, Possible]) -> None:
        self.value = told.__getitem__


def read(cell: str) -> x.Read:
    return x.Read(cell, BOOLEAN, SPAN)


@st.composite
def joined(draw: st.DrawFn) -> x.Expression:
    names = iter("abcdef")

    def tree(depth: int) -> x.Expression:
        kind = draw(st.sampled_from(["read", "and", "or", "not"])) if depth else "read"
        match kind:
            case "not":
                return x.Not(tree(depth - 1), BOOLEAN, SPAN)
            case "and":
                return x.And((tree(depth - 1), tree(depth - 1)), BOOLEAN, SPAN)
            case "or":
                return x.Or((tree(depth - 1), tree(depth - 1)), BOOLEAN, SPAN)
            case _:
                return read(next(names, "a"))

    return tree(3)


SAID: dict[str, Possible] = {"T": True, "F": False, "U": UNDECIDED}


@needs_durable
@settings(max_examples=40, deadline=None)
@given(joined())
def test_conditions_are_kleenes(condition: x.Expression) -> None:
    """Every way to answer up to six comparisons: true, false or neither, as the interpreter has it."""
    rule = lower("when:s.r", condition)
    assert rule is not None
    kind = FactKind(1, 0, (rule,))
    ruleset = rete.Ruleset("kleene", dict(conditions(kind)))
    cells = [part.cell for part in rule.comparisons if isinstance(part, x.Read)]
    assert len(cells) == len(rule.comparisons)
    for told in product("TFU", repeat=len(set(cells))):
        by_cell = dict(zip(dict.fromkeys(cells), told, strict=True))
        with ruleset.session() as session:
            met = session.met_by(
                {"kind": 1, **{field_name(n): by_cell[cell] for n, cell in enumerate(cells)}}
            )
        reader: Any = Told({cell: SAID[letter] for cell, letter in by_cell.items()})
        expected = meaning(condition, reader)
        assert (said(kind, rule, holds=True) in met) is (expected is True)
        assert (said(kind, rule, holds=False) in met) is (expected is False)


def test_what_a_fact_cannot_carry_is_left_to_the_default_executor() -> None:
    wide = x.Or(tuple(read(f"c{n}") for n in range(rete.MOST_FIELDS + 1)), BOOLEAN, SPAN)
    assert lower("when:s.r", wide) is None
    assert lower("when:s.r", x.Or(wide.operands[1:], BOOLEAN, SPAN)) is not None
    deep: x.Expression = read("a")
    for _ in range(DEEP + 1):
        deep = x.Not(deep, BOOLEAN, SPAN)
    assert lower("when:s.r", deep) is None


@needs_durable
def test_findings_chain_layer_by_layer() -> None:
    program = ds.load(*shipped_packs()).program
    built = build_network(program)
    layer_of = {
        rule.when: place
        for place, layer in enumerate(built.layers)
        for kind in layer.facts
        for rule in kind.rules
    }
    assert set(layer_of) == {rule.when for rule in program.rules.values()}
    assert {cell for layer in built.layers for cell in layer.findings} == {
        f"finding.{finding}" for finding in program.findings
    }
    for place, layer in enumerate(built.layers):
        for finding in layer.findings:
            concluding = program.findings[finding.removeprefix("finding.")].concluded_by
            assert all(layer_of[program.rules[rule].when] <= place for rule in concluding)
            reading = [when for when in layer_of if finding in program.cells[when].reads]
            assert all(layer_of[when] > place for when in reading)
    assert max(layer_of.values()) > 1


@needs_durable
def test_rules_that_are_too_many_for_a_ruleset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MOST_ACTIONS", 40)
    default = ds.load(*shipped_packs())
    engine = Engine(default.program, (), "durable")
    assert len(build_network(default.program).rulesets) > 5
    assert outcome_of(engine) == outcome_of(default)


# Traps -----------------------------------------------------------------------------------------------

ANSWERS = {"news2": {"respiratory_rate": 25, "pulse": 131}}
AT = "2026-11-23T09:00:00+01:00"


@pytest.fixture(scope="module")
def durable() -> Engine:
    return ds.load(*shipped_packs(), executor="durable")


def outcome_of(engine: Engine) -> str:
    return engine.evaluate(ANSWERS, at=AT, invalid="report").to_json()


@needs_durable
def test_more_sessions_than_a_ruleset_holds() -> None:
    """States are deleted: the 1,024th session ends in MemoryError where they are not."""
    ruleset = rete.Ruleset("sessions", {"met": {"a": "T"}})
    for number in range(3000):
        with ruleset.session() as session:
            assert session.met_by({"a": "T"}) == {"met"}, number


@needs_durable
def test_a_session_is_forgotten_when_what_it_served_failed() -> None:
    ruleset = rete.Ruleset("failing", {"met": {"a": "T"}})
    for _ in range(1500):
        with suppress(ZeroDivisionError), ruleset.session() as session:
            session.met_by({"a": "T"})
            raise ZeroDivisionError


@needs_durable
def test_sessions_in_which_nothing_is_met() -> None:
    """Without the fact that begins each, deleting such a session frees memory that is not its own."""
    ruleset = rete.Ruleset("nothing", {f"met{n}": {f"c{n}": "T"} for n in range(50)})
    for _ in range(1500):
        with ruleset.session() as session:
            assert session.met_by({"c1": "F"}) == frozenset()


@needs_durable
def test_the_facts_of_two_sessions_do_not_meet() -> None:
    ruleset = rete.Ruleset("two", {"met": {"$and": [{"a": "T"}, {"b": "T"}]}})
    with ruleset.session() as one, ruleset.session() as other:
        assert one.met_by({"a": "T"}) == frozenset()
        assert other.met_by({"b": "T"}) == frozenset()
        assert one.met_by({"a": "T", "b": "T"}) == {"met"}


@needs_durable
def test_rulesets_come_and_go() -> None:
    for number in range(300):
        with rete.Ruleset(f"r{number}", {"met": {"a": "T"}}).session() as session:
            assert session.met_by({"a": "T"}) == {"met"}


@needs_durable
def test_threads_share_an_engine_from_its_first_use(durable: Engine) -> None:
    expected = outcome_of(ds.load(*shipped_packs()))
    fresh = Engine(durable.program, (), "durable")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: outcome_of(fresh), range(48)))
    assert found == {expected}


@needs_durable
def test_threads_make_engines_together(durable: Engine) -> None:
    expected = outcome_of(durable)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: outcome_of(Engine(durable.program, (), "durable")), range(8)))
    assert found == {expected}


@needs_durable
def test_a_pickled_engine_keeps_its_executor(durable: Engine) -> None:
    again = pickle.loads(pickle.dumps(durable))
    assert type(again._executor) is type(durable._executor)
    assert outcome_of(again) == outcome_of(durable)


@needs_durable
def test_a_fault_in_the_network_is_named(durable: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> frozenset[str]:
        raise RuntimeError("refused")

    monkeypatch.setattr(rete.Session, "met_by", refuse)
    monkeypatch.setattr(rete.Session, "forget", lambda _: None)
    outcome = durable.evaluate(ANSWERS, at=AT, invalid="report")
    assert outcome.failed
    assert "refused" in outcome.failed[0].message


TRAPS = "import json, sys\nfrom durable.engine import Host\nout = []\n"


def run(script: str, seconds: float = 20) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TRAPS + script],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=True,
    )
    return done.stdout.strip()


@needs_durable
def test_why_no_action_has_two_parameters() -> None:
    """Such a one is waited for, so that only the first of two rules runs. Ours has no actions at all."""
    script = """
for name, action in (("one", lambda c: out.append(name)), ("two", lambda c, k=0: out.append(name))):
    rules = {r: {"all": [{"m": {"x": 1}}], "run": action} for r in ("first", "second")}
    Host({name: rules}).assert_fact(name, {"x": 1, "sid": "1"})
print(out)
"""
    assert run(script) == "['one', 'one', 'two']"


@needs_durable
def test_why_nothing_absent_is_asked_about() -> None:
    rules = '{"r": {"all": [{"m": {"$nex": {"y": 1}}}], "run": lambda c: None}}'
    with pytest.raises(subprocess.TimeoutExpired):
        run(f'Host({{"n": {rules}}}).assert_fact("n", {{"x": 1, "sid": "1"}})', seconds=4)


@needs_durable
def test_why_we_compare_ourselves() -> None:
    script = """
Host({"n": {"r": {"all": [{"m": {"$gte": {"x": 3}}}], "run": lambda c: out.append("met")}}}).assert_fact(
    "n", {"x": "abc", "sid": "1"})
print(out)
"""
    assert run(script) == "['met']"


@needs_durable
def test_why_states_are_deleted() -> None:
    script = """
host = Host({"n": {"r": {"all": [{"m": {"x": 1}}], "run": lambda c: None}}})
try:
    for number in range(1100):
        host.assert_fact("n", {"x": 1, "sid": str(number)})
except MemoryError:
    print(number)
"""
    assert run(script) == "1024"


@needs_durable
def test_why_facts_are_kept_small() -> None:
    script = """
import durable_rules_engine as engine
ruleset = engine.create_ruleset("n", json.dumps({f"r{k}": {"all": [{"m": {f"c{k}": 1}}]} for k in range(300)}))
for fields in (60, 70, 300):
    try:
        print(engine.assert_fact(ruleset, json.dumps({"sid": "1", **{f"c{k}": 1 for k in range(fields)}}))[0])
    except engine.error as fault:
        print(fault)
"""
    said = run(script).splitlines()
    assert said == ["0", "Could not assert fact, error code: 303", "Could not assert fact, error code: 302"]


# Where it is absent ----------------------------------------------------------------------------------


@pytest.fixture
def unloaded() -> Iterator[None]:
    rete._engine.cache_clear()
    yield
    rete._engine.cache_clear()


@pytest.mark.usefixtures("unloaded")
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ModuleNotFoundError("No module named 'durable_rules_engine'"), "decisionsupport[durable]"),
        (ImportError("undefined symbol: PyEval_CallObject"), "Python 3.11 and 3.12 only"),
    ],
    ids=["not installed", "Python 3.13"],
)
def test_without_the_extra_a_line_says_so(
    fault: ImportError, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(_: str) -> types.ModuleType:
        raise fault

    monkeypatch.setattr(rete, "import_module", absent)
    with pytest.raises(ds.InvalidCall) as caught:
        ds.load(*shipped_packs(), executor="durable")
    assert said in str(caught.value)
    assert "extra `durable`" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_executor_that_there_is_not() -> None:
    unknown: Any = "rete"
    with pytest.raises(ds.InvalidCall, match="executor='rete': there are python, interpreter, durable"):
        ds.load(*shipped_packs(), executor=unknown)


def test_it_is_not_imported_unless_it_is_asked_for() -> None:
    script = (
        "import sys, decisionsupport as ds\n"
        "from decisionsupport.loading.shipped import shipped_packs\n"
        f"ds.load(*shipped_packs()).evaluate({ANSWERS!r}, at={AT!r})\n"
        "print([each for each in sys.modules if 'durable' in each])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
