"""The law *equal* for populations: over generated packs and answers, every row is what its record is alone."""

from __future__ import annotations

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from decisionsupport.engine.engine import Engine  # noqa: E402
from tests.execution.populations import same_as_alone  # noqa: E402
from tests.strategies.choices import Drawn  # noqa: E402
from tests.strategies.evaluating import loaded  # noqa: E402
from tests.strategies.packs import Pack, make_pack  # noqa: E402
from tests.strategies.records import Given, make_given  # noqa: E402

RECORDS = 6


@st.composite
def populations(draw: st.DrawFn) -> tuple[Pack, list[Given]]:
    """A pack, and what hosts give of some records."""
    choices = Drawn(draw)
    pack = make_pack(choices)
    return pack, [make_given(choices, pack) for _ in range(RECORDS)]


@settings(max_examples=max(settings().max_examples * 15 // 100, 1))
@given(populations())
def test_a_population_is_its_records(case: tuple[Pack, list[Given]]) -> None:
    pack, some = case
    program, files = loaded(pack)
    records = [each.answers for each in some]
    same_as_alone(Engine(program, files), records, records, at=some[0].at, parameters=some[0].parameters)
