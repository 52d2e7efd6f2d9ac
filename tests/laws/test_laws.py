"""The laws of the language, over generated packs with small domains: what is not answered can be listed.

A completion adds answers to what is shown and not answered, so that the whole is accepted without problems.
"""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.python import compile_program
from decisionsupport.values.sets import is_known, narrower_or_equal
from tests.strategies.choices import Drawn, Seeded
from tests.strategies.evaluating import accepted, exempt, host_value, loaded
from tests.strategies.packs import Pack, make_pack
from tests.strategies.records import Given, completions, make_given
from tests.strategies.world import Unsure

MOST_COMPLETIONS = 400


def programs(share: int) -> settings:
    """So many per cent of the profile's examples: all laws together are what the profile says."""
    return settings(
        max_examples=max(settings().max_examples * share // 100, 1),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Pack, Given, int]:
    """A pack, something given, and a seed for whatever else is to be chosen."""
    choices = Drawn(draw)
    pack = make_pack(choices)
    return pack, make_given(choices, pack, most=MOST_COMPLETIONS), draw(st.integers(0, 999))


@programs(50)
@given(cases())
def test_sound_and_monotone(case: tuple[Pack, Given, int]) -> None:
    """What is decided is so in every completion; what is open only narrows."""
    pack, some, seed = case
    program, _ = loaded(pack)
    executor = compile_program(program) if seed % 2 else Interpreter(program)
    base = accepted(program, executor, some)
    if base is None:
        return
    before = base.observed()
    for whole in completions(pack, some):
        later = accepted(program, executor, whole)
        if later is None:
            continue
        left_out = exempt(program, base, whole)
        after = later.observed()
        for key, value in before.items():
            if key[0] not in left_out:
                assert narrower_or_equal(after[key], value), (key, value, after[key], whole)


@programs(60)
@given(cases())
def test_meaning_is_that_of_plain_python(case: tuple[Pack, Given, int]) -> None:
    """Where our own evaluator is sure of a value, so is the interpreter, and of the same."""
    pack, some, seed = case
    program, _ = loaded(pack)
    interpreter = Interpreter(program)
    wholes = list(_few(completions(pack, some, Seeded(seed)), 12))
    for part in (some, *wholes):
        now = accepted(program, interpreter, part)
        if now is None:
            continue
        world = part.world(pack)
        for (cell, row), value in now.observed().items():
            if cell not in pack.cells:
                continue
            group = program.cells[cell].row_of
            here = world if row is None or group is None else world.in_row(group, row)
            try:
                expected = here.value(cell)
            except Unsure:
                continue
            assert is_known(value), (cell, row, value, expected, part)
            assert host_value(value, program.cells[cell].kind) == expected, (cell, row, part)


def _few(each: object, count: int) -> list[Given]:
    found: list[Given] = []
    for index, one in enumerate(each):  # type: ignore[call-overload]
        if index >= count:
            break
        found.append(one)
    return found
