"""Decision tables of every hit policy, without holes or overlaps, each with a judge a column."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tests.strategies.choices import Choices, chance, pick, some
from tests.strategies.expressions import Writer
from tests.strategies.kinds import Bool, Expr, Name, Num, One, Several, decimal
from tests.strategies.world import Judge, World, all_of, any_of, constant, first_of, tested, truth

Cell = tuple[Any, Judge | None]
"""As written, and its test (None: `any`)."""
POLICIES = ("first", "unique", "any", "collect")


def one_column(choices: Choices, writer: Writer, options: Sequence[str]) -> tuple[dict[str, Any], Judge]:
    """A table that gives an option, for a computed value; none that collects."""
    written, tests, policy = _rows(choices, writer, POLICIES[:3])
    outputs = _outputs(choices, len(tests), policy, lambda: pick(choices, options))
    last = pick(choices, options)
    written["rows"] = [[*cells, output] for cells, output in zip(written["rows"], outputs, strict=True)]
    if written.pop("open"):
        written["otherwise"] = last
    return written, _chosen(tests, outputs, last)


def whole_table(
    choices: Choices, writer: Writer, gives: dict[str, Any], values: dict[str, Sequence[tuple[Any, Any]]]
) -> tuple[dict[str, Any], dict[str, Judge], str]:
    """A table of a set: as written, a judge for each column, its policy.

    `values` has for each column what may be given: as written, and as the judges have it.
    """
    policies = (
        POLICIES
        if all(kind == "action" or isinstance(kind, dict) for kind in gives.values())
        else POLICIES[:3]
    )
    written, tests, policy = _rows(choices, writer, policies)
    outputs = _outputs(
        choices, len(tests), policy, lambda: [pick(choices, values[column]) for column in gives]
    )
    last = [pick(choices, values[column]) for column in gives]
    written["gives"] = gives
    written["rows"] = [
        [*cells, *(shown for shown, _ in output)]
        for cells, output in zip(written["rows"], outputs, strict=True)
    ]
    if written.pop("open") and policy != "collect":
        written["otherwise"] = [shown for shown, _ in last]
    judges: dict[str, Judge] = {}
    for index, column in enumerate(gives):
        given = [output[index][1] for output in outputs]
        judges[column] = (
            _collected(tests, given) if policy == "collect" else _chosen(tests, given, last[index][1])
        )
    order = ["hit", "from", "gives", "rows", "otherwise"]
    return {key: written[key] for key in order if key in written}, judges, policy


def _chosen(tests: Sequence[Judge], outputs: Sequence[Any], last: Any) -> Judge:
    entries = [(test, constant(output)) for test, output in zip(tests, outputs, strict=True)]
    return first_of(entries, constant(last))


def _collected(tests: Sequence[Judge], outputs: Sequence[Any]) -> Judge:
    def judge(world: World) -> Any:
        return frozenset(output for test, output in zip(tests, outputs, strict=True) if truth(test, world))

    return judge


def _outputs(choices: Choices, count: int, policy: str, make: Any) -> list[Any]:
    if policy == "any":
        return [make()] * count
    return [make() for _ in range(count)]


def _rows(
    choices: Choices, writer: Writer, policies: Sequence[str]
) -> tuple[dict[str, Any], list[Judge], str]:
    """Columns read, cells and tests; `open`: some patient may reach no row."""
    names = [name for name in writer.scope.names if isinstance(name.kind, Bool | Num | One | Several)]
    names = [name for name in names if not isinstance(name.kind, Num) or name.item]
    policy = pick(choices, policies) if names else "first"
    if not names:
        test = writer.condition(0)
        cells = [["true"]]
        return {"hit": "first", "from": {"c": test.text}, "rows": cells, "open": True}, [test.judge], policy
    read = [pick(choices, names)]
    if len(names) > 1 and chance(choices, 50):
        read.append(pick(choices, [name for name in names if name is not read[0]]))
    from_ = {f"in{index}": writer.read(name).text for index, name in enumerate(read)}
    if policy == "unique" and not isinstance(read[0].kind, Several):
        rows, whole = _partition(choices, read)
    else:
        policy = "first" if policy == "unique" else policy
        rows = [
            [_cell(choices, writer.read(name), name) for name in read] for _ in range(1 + choices.number(2))
        ]
        whole = False
    tests = [all_of([test for _, test in row if test is not None]) for row in rows]
    written = {"hit": policy, "from": from_, "rows": [[shown for shown, _ in row] for row in rows]}
    sure = whole and all(name.item and not name.hideable for name in read)
    return written | {"open": not sure or chance(choices, 15)}, tests, policy


def _partition(choices: Choices, read: Sequence[Name]) -> tuple[list[list[Cell]], bool]:
    first = read[0]
    rest: list[Cell] = [("any", None)] * (len(read) - 1)
    kind = first.kind
    cells: list[Cell]
    match kind:
        case Bool():
            cells = [("true", _is(first, [True])), ("false", _is(first, [False]))]
        case One(options=options):
            cut = 1 + choices.number(len(options) - 2)
            cells = [(list(part), _is(first, part)) for part in (options[:cut], options[cut:])]
        case Num():
            step = Fraction(1) if kind.whole else kind.grid
            middle = kind.least + step * choices.number(max(int((kind.most - kind.least) / step) - 1, 0))
            above = middle + step
            cells = [
                (f"..{decimal(middle)}", tested(lambda a: a <= middle, first.judge)),
                (f"{decimal(above)}..", tested(lambda a: a >= above, first.judge)),
            ]
        case _:
            raise AssertionError(kind)
    if chance(choices, 25):
        return [[cells[0], *rest]], False
    return [[cell, *rest] for cell in cells], True


def _is(name: Name, values: Sequence[Any]) -> Judge:
    return tested(lambda a: any(a is value or a == value for value in values), name.judge)


def _cell(choices: Choices, read: Expr, name: Name) -> Cell:
    if chance(choices, 25):
        return "any", None
    kind = name.kind
    match kind:
        case Bool():
            value = bool(choices.number(1))
            return ("true" if value else "false"), _is(name, [value])
        case One(options=options):
            if chance(choices, 40):
                several = some(choices, options) or [options[0]]
                return several, _is(name, several)
            option = pick(choices, options)
            return option, _is(name, [option])
        case Several(options=options):
            several = some(choices, options) or [options[0]]
            return several, any_of([tested(lambda a, o=option: o in a, name.judge) for option in several])
        case Num():
            step = Fraction(1) if kind.whole else kind.grid
            span = int((kind.most - kind.least) / step)
            low = choices.number(span)
            high = low + choices.number(span - low)
            least, most = kind.least + step * low, kind.least + step * high
            how = choices.number(2)
            if how == 0:
                return f"{decimal(least)}..{decimal(most)}", tested(lambda a: least <= a <= most, name.judge)
            if how == 1:
                return f"{decimal(least)}..", tested(lambda a: a >= least, name.judge)
            return f"..{decimal(most)}", tested(lambda a: a <= most, name.judge)
        case _:
            raise AssertionError(kind)
