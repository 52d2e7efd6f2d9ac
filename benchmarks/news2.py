"""NEWS2 (2017): an oracle, random patients, and the tables that the peers' sources are made from.

Law: the oracle is written out by hand and shares nothing with the tables.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Patient = dict[str, Any]
Condition = tuple[str, str, Any]
Rows = Sequence[tuple[Sequence[Condition], Any]]

FIELDS = ("rr", "spo2", "scale", "o2", "sbp", "pulse", "acvpu", "temp")
SUBS = ("s_rr", "s_spo2", "s_o2", "s_sbp", "s_pulse", "s_acvpu", "s_temp")
KEYS = (*SUBS, "total", "red", "level", "action")
LEVELS = ("none", "low", "low-medium", "medium", "high")
ACTIONS = {
    "none": "observe every 12 hours",
    "low": "observe every 4 to 6 hours",
    "low-medium": "ward doctor reviews within 1 hour",
    "medium": "urgent review, observe hourly",
    "high": "emergency team, continuous observation",
}


# The oracle --------------------------------------------------------------------------------------------


def oracle(p: Patient) -> dict[str, Any]:
    """The seven scores, their sum, whether one is 3, the level and what to do."""
    out: dict[str, Any] = {
        "s_rr": _respiration(p["rr"]),
        "s_spo2": _first_scale(p["spo2"]) if p["scale"] == 1 else _second_scale(p["spo2"], p["o2"]),
        "s_o2": 2 if p["o2"] else 0,
        "s_sbp": _pressure(p["sbp"]),
        "s_pulse": _pulse(p["pulse"]),
        "s_acvpu": {"A": 0, "C": 3, "V": 3, "P": 3, "U": 3}[p["acvpu"]],
        "s_temp": _temperature(round(p["temp"] * 10)),
    }
    total = sum(out.values())
    red = 3 in [out[key] for key in SUBS]
    return out | {
        "total": total,
        "red": red,
        "level": _level(total, red),
        "action": ACTIONS[_level(total, red)],
    }


def _respiration(rate: int) -> int:
    if rate <= 8 or rate >= 25:
        return 3
    if rate >= 21:
        return 2
    return 1 if rate <= 11 else 0


def _first_scale(saturation: int) -> int:
    if saturation >= 96:
        return 0
    if saturation >= 94:
        return 1
    return 2 if saturation >= 92 else 3


def _second_scale(saturation: int, oxygen: bool) -> int:
    if saturation <= 83:
        return 3
    if saturation in (84, 85):
        return 2
    if saturation in (86, 87):
        return 1
    if saturation <= 92 or not oxygen:
        return 0
    if saturation >= 97:
        return 3
    return 2 if saturation >= 95 else 1


def _pressure(systolic: int) -> int:
    if systolic <= 90 or systolic >= 220:
        return 3
    if systolic <= 100:
        return 2
    return 1 if systolic <= 110 else 0


def _pulse(rate: int) -> int:
    if rate <= 40 or rate >= 131:
        return 3
    if rate >= 111:
        return 2
    return 1 if rate <= 50 or rate >= 91 else 0


def _temperature(tenths: int) -> int:
    if tenths <= 350:
        return 3
    if tenths >= 391:
        return 2
    return 1 if tenths <= 360 or tenths >= 381 else 0


def _level(total: int, red: bool) -> str:
    if total >= 7:
        return "high"
    if total >= 5:
        return "medium"
    if red:
        return "low-medium"
    return "low" if total >= 1 else "none"


def plain(got: Mapping[str, Any]) -> dict[str, Any]:
    """Any peer's result as whole numbers, a boolean and texts; `AssertionError` where a score is none."""
    out: dict[str, Any] = {key: int(got[key]) for key in (*SUBS, "total")}
    assert all(float(got[key]) == out[key] for key in SUBS), got
    assert str(got["red"]).lower() in ("true", "false"), got
    return out | {"red": str(got["red"]).lower() == "true", "level": got["level"], "action": got["action"]}


# Patients ----------------------------------------------------------------------------------------------

_EDGES = {
    "rr": (8, 9, 11, 12, 20, 21, 24, 25),
    "spo2": (83, 84, 85, 86, 87, 88, 91, 92, 93, 94, 95, 96, 97),
    "sbp": (90, 91, 100, 101, 110, 111, 219, 220),
    "pulse": (40, 41, 50, 51, 90, 91, 110, 111, 130, 131),
    "temp": (350, 351, 360, 361, 380, 381, 390, 391),
}


def patients(count: int, seed: int = 2) -> list[Patient]:
    """Random patients: usual, extreme and border values mixed, so that every level and band is met."""
    rng = random.Random(seed)
    return [_patient(rng) for _ in range(count)]


def _patient(rng: random.Random) -> Patient:
    well = rng.choice((0.3, 0.7, 0.85, 1.0))

    def pick(field: str, usual: tuple[int, int], wide: tuple[int, int]) -> int:
        if rng.random() < well:
            return rng.randint(*usual)
        return rng.choice(_EDGES[field]) if rng.random() < 0.5 else rng.randint(*wide)

    scale = 2 if rng.random() < 0.3 else 1
    return {
        "rr": pick("rr", (12, 20), (4, 40)),
        "spo2": pick("spo2", (96, 100) if scale == 1 else (88, 95), (78, 100)),
        "scale": scale,
        "o2": rng.random() < (0.4 if scale == 1 else 0.9) * (1.1 - well),
        "sbp": pick("sbp", (111, 180), (60, 240)),
        "pulse": pick("pulse", (51, 90), (30, 160)),
        "acvpu": rng.choice("ACVPU") if rng.random() > 0.6 + well / 2.5 else "A",
        "temp": pick("temp", (361, 380), (340, 410)) / 10,
    }


# The tables: for each score the rows of which the first that holds counts; the last has no condition --------


def _up_to(field: str, *steps: tuple[float, int], rest: int) -> Rows:
    return [*(([(field, "<=", cut)], score) for cut, score in steps), ([], rest)]


_FIRST, _AIR = ("scale", "==", 1), ("o2", "==", False)
CHAINS: dict[str, Rows] = {
    "s_rr": _up_to("rr", (8, 3), (11, 1), (20, 0), (24, 2), rest=3),
    "s_spo2": [
        ([_FIRST, ("spo2", "<=", 91)], 3),
        ([_FIRST, ("spo2", "<=", 93)], 2),
        ([_FIRST, ("spo2", "<=", 95)], 1),
        ([_FIRST], 0),
        ([("spo2", "<=", 83)], 3),
        ([("spo2", "<=", 85)], 2),
        ([("spo2", "<=", 87)], 1),
        ([("spo2", "<=", 92)], 0),
        ([_AIR], 0),
        ([("spo2", "<=", 94)], 1),
        ([("spo2", "<=", 96)], 2),
        ([], 3),
    ],
    "s_o2": [([_AIR], 0), ([], 2)],
    "s_sbp": _up_to("sbp", (90, 3), (100, 2), (110, 1), (219, 0), rest=3),
    "s_pulse": _up_to("pulse", (40, 3), (50, 1), (90, 0), (110, 1), (130, 2), rest=3),
    "s_acvpu": [([("acvpu", "==", "A")], 0), ([], 3)],
    "s_temp": _up_to("temp", (35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), rest=2),
}
LEVEL_CHAIN: Rows = [
    ([("total", ">=", 7)], "high"),
    ([("total", ">=", 5)], "medium"),
    ([("red", "==", True)], "low-medium"),
    ([("total", ">=", 1)], "low"),
    ([], "none"),
]
_BY_LEVEL: Rows = [([("level", "==", level)], action) for level, action in ACTIONS.items()]
ACTION_CHAIN: Rows = [*_BY_LEVEL[:-1], ([], ACTIONS["high"])]


def _exclusive(field: str, chain: Rows) -> Rows:
    rows, low = [], None
    for conditions, score in chain:
        row: list[Condition] = [] if low is None else [(field, ">", low)]
        if conditions:
            low = conditions[0][2]
            row.append((field, "<=", low))
        rows.append((row, score))
    return rows


_SECOND, _OXYGEN = ("scale", "==", 2), ("o2", "==", True)
_BANDS_1 = ((None, 91, 3), (91, 93, 2), (93, 95, 1), (95, None, 0))
_BANDS_2 = ((None, 83, 3), (83, 85, 2), (85, 87, 1), (87, 92, 0))
_BANDS_OXYGEN = ((92, 94, 1), (94, 96, 2), (96, None, 3))


def _between(given: Sequence[Condition], bands: Iterable[tuple[int | None, int | None, int]]) -> Rows:
    def row(low: int | None, high: int | None) -> list[Condition]:
        ends = [("spo2", ">", low), ("spo2", "<=", high)]
        return [*given, *(end for end in ends if end[2] is not None)]

    return [(row(low, high), score) for low, high, score in bands]


# The same as rows of which exactly one holds, for engines without an order.
ROWS: dict[str, Rows] = {
    "s_rr": _exclusive("rr", CHAINS["s_rr"]),
    "s_spo2": [
        *_between([_FIRST], _BANDS_1),
        *_between([_SECOND], _BANDS_2),
        ([_SECOND, _AIR, ("spo2", ">", 92)], 0),
        *_between([_SECOND, _OXYGEN], _BANDS_OXYGEN),
    ],
    "s_o2": [([_AIR], 0), ([_OXYGEN], 2)],
    "s_sbp": _exclusive("sbp", CHAINS["s_sbp"]),
    "s_pulse": _exclusive("pulse", CHAINS["s_pulse"]),
    "s_acvpu": [([("acvpu", "==", letter)], 0 if letter == "A" else 3) for letter in "ACVPU"],
    "s_temp": _exclusive("temp", CHAINS["s_temp"]),
}
LEVEL_ROWS: Rows = [
    ([("total", ">=", 7)], "high"),
    ([("total", ">=", 5), ("total", "<", 7)], "medium"),
    ([("total", "<", 5), ("red", "==", True)], "low-medium"),
    ([("total", ">=", 1), ("total", "<", 5), ("red", "==", False)], "low"),
    ([("total", "==", 0)], "none"),
]


# Sources for engines of expressions --------------------------------------------------------------------


def literal(value: object) -> str:
    """A value as most languages write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'" if isinstance(value, str) else repr(value)


def expressions(*, choose: str, both: str, either: str) -> dict[str, str]:
    """The eleven results as expressions, in order of need; `choose` has {test} {then} {other}."""

    def nested(chain: Rows) -> str:
        out = literal(chain[-1][1])
        for conditions, value in reversed(chain[:-1]):
            test = f" {both} ".join(f"{field} {op} {literal(limit)}" for field, op, limit in conditions)
            out = choose.format(test=test, then=literal(value), other=out)
        return out

    return {
        **{key: nested(CHAINS[key]) for key in SUBS},
        "total": " + ".join(SUBS),
        "red": f" {either} ".join(f"{key} == 3" for key in SUBS),
        "level": nested(LEVEL_CHAIN),
        "action": nested(ACTION_CHAIN),
    }
