"""What the laws found, each as small as it gets."""

from __future__ import annotations

from typing import Any

from decisionsupport.diagnostics import Report
from decisionsupport.engine.engine import Engine
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.model import FormAnswers, Record
from decisionsupport.loading import File, load_files
from decisionsupport.program.model import Program
from decisionsupport.values.sets import Between, may_be_not_applicable
from tests.strategies.records import AT

PACK = b"pack: small\nversion: 1.0.0\nlanguages: [en]\ntimezone: UTC\n"


def load(form: str, *, slugs: tuple[str, ...] = ()) -> Program:
    """A pack of one form; `slugs` are all that it may be told."""
    report = Report()
    program = load_files([File("pack.yaml", PACK), File("form.yaml", form.encode())], report)
    assert {each.slug for each in report} == set(slugs)
    assert program is not None
    return program


def values(program: Program, **answers: Any) -> dict[str, Any]:
    """The computed values of form `f`, alike by both executors."""
    found = Engine(program).values({"f": answers}, at=AT)["f"]
    assert Engine(program, executor=Interpreter).values({"f": answers}, at=AT)["f"] == found
    return dict(found)


def test_an_option_of_several_may_count_nothing() -> None:
    program = load(
        """
assessment: f
version: 1.0.0
title: F
items:
  many:
    kind: choices
    ask: Which
    options: {red: {text: red, points: 2}, green: {text: green}}
computed:
  total: {value: sum(points), title: Total}
"""
    )
    assert values(program, many=["green"]) == {"total": 0}
    assert values(program, many=["red", "green"]) == {"total": 2}


def test_bands_may_begin_below_what_can_be() -> None:
    program = load(
        """
assessment: f
version: 1.0.0
title: F
items:
  number: {kind: integer, between: 3..9, ask: How many, points: {..0: 0, 1: 1, 2..7: 2, 8..: 3}}
computed:
  total: {value: sum(points), title: Total}
"""
    )
    assert values(program, number=3) == {"total": 2}


def test_bands_over_what_is_never_applicable() -> None:
    load(
        """
assessment: f
version: 1.0.0
title: F
items:
  first: {kind: boolean, ask: Yes or no}
  never: {kind: integer, between: 1..2, ask: How many, show_when: first and 1 > 2}
computed:
  level: {of: never, bands: {..1: 0, 2..: 1}, title: Level}
""",
        slugs=("never-true",),
    )


def test_a_mistake_in_whom_a_form_is_for_is_only_that() -> None:
    load(
        """
assessment: f
version: 1.0.0
title: F
applies_when: {that: nobody}
items:
  first: {kind: boolean, ask: Yes or no, points: 1}
  second: {kind: boolean, value: first, show_when: nobody, points: 0}
computed:
  total: {value: sum(points), title: Total}
""",
        slugs=("unknown-name",),
    )


def test_a_repeating_group_that_may_be_hidden_may_be_not_applicable() -> None:
    program = load(
        """
assessment: f
version: 1.0.0
title: F
items:
  first: {kind: boolean, ask: Yes or no}
  several:
    repeat: {at_most: 2}
    title: Several
    show_when: first
    items: {one: {kind: boolean, ask: Yes or no}}
"""
    )
    assert may_be_not_applicable(program.cells["f.several"].widest)
    open_ = Interpreter(program)(Record({"f": FormAnswers()}, AT, {}, {}))
    assert open_.value("f.several") == Between(0, 2, True)


def test_what_a_form_computes_may_be_not_applicable_when_it_is_not_for_all() -> None:
    program = load(
        """
assessment: f
version: 1.0.0
title: F
applies_when: {that: adult}
items:
  adult: {kind: boolean, ask: Yes or no}
  first: {kind: boolean, ask: Yes or no}
computed:
  mark: {value: first, title: Mark}
  other: {value: not (mark or first), title: Other}
"""
    )
    assert may_be_not_applicable(program.cells["f.mark"].widest)
    values(program, adult=False, first=True)
    values(program, adult=False)
