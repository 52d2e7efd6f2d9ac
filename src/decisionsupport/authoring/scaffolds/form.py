"""A new form: two questions with points, a total, a level, a note; a source, and a case for each border."""

from __future__ import annotations

from collections.abc import Mapping

from decisionsupport.authoring.scaffolds.ground import AT, Ground


def form_files(name: str, ground: Ground) -> Mapping[str, str]:
    """The form, the set with its source, and the cases of both."""
    told = ground.told
    note = "{{ total }} p, {{ level }}: {{ total | why }}."
    return {
        f"{name}.yaml": f"""\
# Put in the questions, points and limits of your source.
assessment: {name}
version: 0.1.0
status: active
title: {told(sv=f"Bedömning: {_said(name)}", en=f"Assessment: {_said(name)}")}
evidence: [{name}_source]
items:
  amount:
    ask: {told(sv="Hur mycket, 0–10?", en="How much, 0–10?")}
    kind: integer
    between: 0..10
    points: {{..3: 0, 4..6: 1, 7..: 2}}
  new:
    ask: {told(sv="Nytt sedan förra gången?", en="New since last time?")}
    kind: boolean
    points: 1
computed:
  total:
    title: {told(sv="Poäng", en="Score")}
    value: sum(points)
  level:
    title: {told(sv="Nivå", en="Level")}
    ordered: true
    options:
      low: {told(sv="låg", en="low")}
      raised: {told(sv="förhöjd", en="raised")}
      high: {told(sv="hög", en="high")}
    of: total
    bands: {{0: low, 1..2: raised, 3: high}}
note: {told(sv=note, en=note)}
""",
        f"{name}_source.yaml": f"""\
set: {name}_sources
version: 0.1.0
sources:
  {name}_source:
    title: {told(sv="Varifrån frågor och poäng kommer", en="Where questions and points are from")}
    publisher: Publisher
    year: 2026
    licence: own text
    certainty: expert_opinion
""",
        f"{name}.cases.yaml": f"""\
# Work these out from the source, not from the form.
cases_for: {name}
shared: {{at: {AT}}}
vectors:
  given: [{name}.amount, {name}.new]
  expect: [{name}.total, {name}.level]
  rows:
    - [0, false, 0, low]
    - [3, false, 0, low]
    - [4, false, 1, raised]
    - [6, false, 1, raised]
    - [7, false, 2, raised]
    - [10, false, 2, raised]
    - [10, true, 3, high]
cases:
  - name: {name}, one answer missing
    given: {{{name}: {{amount: 7}}}}
    expect: {{values: {{{name}.total: 2..3, {name}.level: [raised, high]}}}}
""",
    }


def _said(name: str) -> str:
    return name.replace("_", " ")
