"""Hand-written Python: what a programmer would write who needs nothing but the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.news2 import ACTIONS, Patient
from benchmarks.rules import FIELDS, Rule, text
from benchmarks.timing import Evaluate


def news2() -> Evaluate:
    """One function of nested conditions."""
    return _news2


def _news2(p: Patient) -> dict[str, Any]:
    rr, spo2, o2, sbp, pulse, temp = p["rr"], p["spo2"], p["o2"], p["sbp"], p["pulse"], p["temp"]
    a = 3 if rr <= 8 else 1 if rr <= 11 else 0 if rr <= 20 else 2 if rr <= 24 else 3
    if p["scale"] == 1:
        b = 3 if spo2 <= 91 else 2 if spo2 <= 93 else 1 if spo2 <= 95 else 0
    elif spo2 <= 92:
        b = 3 if spo2 <= 83 else 2 if spo2 <= 85 else 1 if spo2 <= 87 else 0
    elif not o2:
        b = 0
    else:
        b = 1 if spo2 <= 94 else 2 if spo2 <= 96 else 3
    c = 2 if o2 else 0
    d = 3 if sbp <= 90 else 2 if sbp <= 100 else 1 if sbp <= 110 else 0 if sbp <= 219 else 3
    e = _pulse(pulse)
    f = 0 if p["acvpu"] == "A" else 3
    g = 3 if temp <= 35.0 else 1 if temp <= 36.0 else 0 if temp <= 38.0 else 1 if temp <= 39.0 else 2
    total = a + b + c + d + e + f + g
    red = a == 3 or b == 3 or d == 3 or e == 3 or f == 3 or g == 3
    if total >= 7:
        level = "high"
    elif total >= 5:
        level = "medium"
    elif red:
        level = "low-medium"
    else:
        level = "low" if total >= 1 else "none"
    return {
        "s_rr": a, "s_spo2": b, "s_o2": c, "s_sbp": d, "s_pulse": e, "s_acvpu": f, "s_temp": g,
        "total": total, "red": red, "level": level, "action": ACTIONS[level],
    }  # fmt: skip


def _pulse(rate: int) -> int:
    return (
        3
        if rate <= 40
        else 1
        if rate <= 50
        else 0
        if rate <= 90
        else 1
        if rate <= 110
        else 2
        if rate <= 130
        else 3
    )


def rules(every: Sequence[Rule]) -> Evaluate:
    """One function with an `if` a rule, compiled by Python."""
    lines = ["def evaluate(p):", " fired = []", " add = fired.append"]
    lines += [f" {field} = p[{field!r}]" for field in FIELDS]
    lines += [f" if {text(rule, 'and')}: add({number})" for number, rule in enumerate(every)]
    scope: dict[str, Any] = {}
    exec("\n".join([*lines, " return fired"]), scope)
    evaluate: Evaluate = scope["evaluate"]
    return evaluate
