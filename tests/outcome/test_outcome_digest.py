"""Canonical JSON: what means the same has the same bytes, and nothing makes it fail."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.outcome.digest import canonical_json, outcome_id, proposal_id, sha256_of
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown
from tests.outcome.outcome_strategies import values

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(plain)
def test_plain_data_is_sorted_json(data: object) -> None:
    assert json.loads(canonical_json(data)) == data
    expected = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical_json(data).decode() == expected


@given(st.dictionaries(st.text(max_size=5), values, max_size=5), st.randoms())
def test_the_order_of_keys_is_no_difference(data: dict[str, Any], random: Any) -> None:
    pairs = list(data.items())
    random.shuffle(pairs)
    assert canonical_json(dict(pairs)) == canonical_json(ReadOnly(data)) == canonical_json(data)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (38.6, Decimal("38.60")),
        (38.0, 38),
        (-0.0, 0),
        (Decimal("1E+3"), 1000),
        (1e22, 10**22),
        (Decimal("5E-7"), 5e-7),
        (Decimal("1E+99"), Decimal("10E+98")),
        ((1, 2), [1, 2]),
        ({3, 1, 2}, frozenset([2, 3, 1])),
        (datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 13, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_what_means_the_same_is_the_same(left: object, right: object) -> None:
    assert canonical_json(left) == canonical_json(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, True),
        ("1", 1),
        (None, "null"),
        (38.6, 38.65),
        (Unknown(), NOT_APPLICABLE),
        (Unknown(1, 2), Unknown(1, 3)),
        (math.nan, math.inf),
        (-math.inf, math.inf),
        ([1, [2]], [1, 2]),
        ({"a": None}, {}),
        (datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1)),
        ([10**5000], [10**5000 + 1]),
    ],
)
def test_what_differs_differs(left: object, right: object) -> None:
    assert canonical_json(left) != canonical_json(right)


def test_nothing_makes_it_fail() -> None:
    deep: list[object] = []
    for _ in range(10_000):
        deep = [deep]
    loop: list[object] = []
    loop.append(loop)
    for given_by_mistake in (
        object(),
        b"bytes",
        "\ud800",
        deep,
        loop,
        10**6000,
        Decimal("1E+999999"),
        Decimal("sNaN"),
        {1: 2, "1": 3, None: 4},
        {frozenset({1}): 1},
        datetime.min,  # noqa: DTZ901
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))),
        time(12),
        lambda: 1,
    ):
        assert canonical_json(given_by_mistake) == canonical_json(given_by_mistake)
    assert canonical_json(object()) == b'{"no_data":"object"}'


def test_ids() -> None:
    given_data = {"answers": {"news2": {"pulse": 112}}, "at": datetime(2026, 1, 1, tzinfo=UTC)}
    one = outcome_id(given_data, "a" * 64)
    assert len(one) == 64
    assert one != outcome_id(given_data, "b" * 64)
    assert one != outcome_id({**given_data, "language": "sv"}, "a" * 64)
    assert proposal_id(one, "call_112") != proposal_id(one, "bed_low")
    assert sha256_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
