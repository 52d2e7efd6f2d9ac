"""zen-engine (Rust): JSON decision models, and its compiled expressions called one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import zen

from benchmarks.news2 import (
    ACTION_CHAIN,
    CHAINS,
    LEVEL_CHAIN,
    SUBS,
    Condition,
    Patient,
    Rows,
    expressions,
    literal,
)
from benchmarks.rules import FIELDS, Rule, text
from benchmarks.timing import Evaluate

_PLAIN = {"inputField": None, "outputPath": None, "executionMode": "single"}
_STYLE = {"choose": "({test} ? {then} : {other})", "both": "and", "either": "or"}


def compiled_news2() -> Evaluate:
    """Eleven expressions, each reading what came before."""
    compiled = [(key, zen.compile_expression(said)) for key, said in expressions(**_STYLE).items()]

    def evaluate(p: Patient) -> dict[str, Any]:
        scope = dict(p)
        for key, expression in compiled:
            scope[key] = expression.evaluate(scope)
        return scope

    return evaluate


def tables_news2() -> Evaluate:
    """Seven tables beside one another, a sum, a table of levels and one of actions."""
    made = zen.ZenEngine().create_decision(json.dumps(news2_model()))

    def evaluate(p: Patient) -> Any:
        return made.evaluate(p)["result"]

    return evaluate


def compiled_rules(every: Sequence[Rule]) -> Evaluate:
    """A compiled expression a rule, in a loop."""
    compiled = [zen.compile_expression(text(rule, "and")) for rule in every]

    def evaluate(p: Patient) -> list[int]:
        return [number for number, expression in enumerate(compiled) if expression.evaluate(p)]

    return evaluate


def table_rules(every: Sequence[Rule]) -> Evaluate:
    """One table that collects, a row a rule."""
    made = zen.ZenEngine().create_decision(json.dumps(rules_model(every)))

    def evaluate(p: Patient) -> list[Any]:
        return [row["id"] for row in made.evaluate(p)["result"]]

    return evaluate


# Models ------------------------------------------------------------------------------------------------


def news2_model() -> dict[str, Any]:
    """NEWS2 as a graph of decision tables."""
    sums = {"total": " + ".join(SUBS), "red": " or ".join(f"{key} == 3" for key in SUBS)}
    nodes = [
        *(_table(key, _fields(CHAINS[key]), CHAINS[key], key, through=False) for key in SUBS),
        _node("sum", "expressionNode", _expressions(sums)),
        _table("level", ["total", "red"], LEVEL_CHAIN, "level", through=True),
        _table("action", ["level"], ACTION_CHAIN, "action", through=True),
    ]
    edges = [*(("in", key) for key in SUBS), *((key, "sum") for key in SUBS)]
    return _graph(nodes, [*edges, ("sum", "level"), ("level", "action"), ("action", "out")])


def rules_model(every: Sequence[Rule]) -> dict[str, Any]:
    """The rules as one decision table."""
    blank = {f"i_{field}": "" for field in FIELDS}
    rows = [
        {"_id": f"r{number}", "o": str(number)}
        | blank
        | {f"i_{field}": f"$ == {limit}" if op == "==" else f"{op} {limit}" for field, op, limit in rule}
        for number, rule in enumerate(every)
    ]
    inputs = [{"id": f"i_{field}", "name": field, "field": field} for field in FIELDS]
    outputs = [{"id": "o", "name": "id", "field": "id"}]
    content = {
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": outputs,
        "rules": rows,
        "passThrough": False,
    }
    return _graph([_node("t", "decisionTableNode", _PLAIN | content)], [("in", "t"), ("t", "out")])


def _fields(chain: Rows) -> list[str]:
    return sorted({condition[0] for conditions, _ in chain for condition in conditions})


def _table(name: str, fields: Iterable[str], chain: Rows, output: str, *, through: bool) -> dict[str, Any]:
    listed = list(fields)

    def cell(conditions: Sequence[Condition], field: str) -> str:
        return " and ".join(f"$ {op} {literal(limit)}" for of, op, limit in conditions if of == field)

    rows = [
        {"_id": f"{name}{place}", f"o_{output}": literal(value)}
        | {f"i_{each}": cell(conditions, each) for each in listed}
        for place, (conditions, value) in enumerate(chain)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": f"i_{each}", "name": each, "field": each} for each in listed],
        "outputs": [{"id": f"o_{output}", "name": output, "field": output}],
        "rules": rows,
        "passThrough": through,
    }
    return _node(name, "decisionTableNode", _PLAIN | content)


def _expressions(said: Mapping[str, str]) -> dict[str, Any]:
    listed = [{"id": key, "key": key, "value": value} for key, value in said.items()]
    return _PLAIN | {"expressions": listed, "passThrough": True}


def _node(name: str, kind: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    node = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else node | {"content": content}


def _graph(nodes: Sequence[dict[str, Any]], edges: Sequence[tuple[str, str]]) -> dict[str, Any]:
    ends = [_node("in", "inputNode"), *nodes, _node("out", "outputNode")]
    lines = [{"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in edges]
    return {"nodes": ends, "edges": lines}
