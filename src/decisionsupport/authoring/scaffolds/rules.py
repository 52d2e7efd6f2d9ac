"""A new set: a source, parameters, a finding, an action, a rule on an item; cases on both sides of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decisionsupport.authoring.scaffolds.ground import AT, Ground
from decisionsupport.program.model import Item
from decisionsupport.values.kinds import Choice, Number
from decisionsupport.values.numbers import format_decimal


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one item, the line of its limit, and an answer on either side."""

    when: str
    parameter: str
    holds: str
    fails: str


def condition_on(item: Item, name: str, ground: Ground) -> Condition:
    """A condition that an answer to the item decides."""
    match item.kind:
        case Number(places=places) if item.between is not None:
            least, most = (format_decimal(units, places) for units in item.between)
            step = f", step: {format_decimal(item.kind.step, places)}" if places else ""
            unit = f', unit: "{item.kind.unit}"' if item.kind.unit else ""
            kind = f"kind: {'decimal' if places else 'integer'}{step}{unit}"
            title = ground.told(sv="Gräns", en="Limit")
            range_ = f"value: {most}, between: {least}..{most}"
            line = f"  {name}_limit: {{{kind}, {range_}, title: {title}, evidence: [{name}_source]}}\n"
            return Condition(f"{item.id} >= parameter.{name}_limit", line, most, least)
        case Choice(options=options):
            return Condition(f"{item.id} is {options[-1]}", "", options[-1], options[0])
        case _:
            return Condition(item.id, "", "true", "false")


def source(name: str, ground: Ground) -> str:
    """The source of a set's rules, as it is written."""
    title = ground.told(sv="Varifrån reglerna kommer", en="Where the rules are from")
    return f"""\
sources:
  {name}_source:
    title: {title}
    publisher: Publisher
    year: 2026
    licence: own text
    certainty: expert_opinion
"""


def rules_files(name: str, ground: Ground, *, form: str | None = None) -> Mapping[str, str]:
    """The set and its cases, resting on a form, or on the first that can be rested on."""
    item = ground.item(form)
    condition = condition_on(item, name, ground)
    told = ground.told
    within = (
        f"kind: duration, value: 7 days, title: {told(sv='Inom', en='Within')}, evidence: [{name}_source]"
    )
    return {
        f"{name}.yaml": f"""\
# Put in the limits, actions and reasons of your source.
set: {name}
version: 0.1.0
{source(name, ground)}parameters:
{condition.parameter}  {name}_within: {{{within}}}
findings:
  {name}_found: {{kind: boolean, title: {told(sv="Vad regeln säger", en="What the rule concludes")}}}
actions:
  {name}_action:
    title: {told(sv="Vad som ska göras", en="What is to be done")}
    for_patient: {told(sv="Vad vi gör, i enkla ord.", en="What we do, in plain words.")}
{ground.performer}    priority: soon
    due: parameter.{name}_within
rules:
  first:
    title: {told(sv="När det gäller", en="When it holds")}
    when: {condition.when}
    conclude: {{{name}_found: true}}
    propose: [{name}_action]
    because: {told(sv=f"Svaret var: {{{{ {item.id} }}}}.", en=f"The answer was: {{{{ {item.id} }}}}.")}
    evidence: [{name}_source]
""",
        f"{name}.cases.yaml": cases(
            name,
            item,
            condition,
            holds=f"proposes: {{{name}_action: {{priority: soon, due: 7 days}}}}",
            fails=f"proposes_not: [{name}_action]",
            rule=f"{name}.first",
        ),
    }


def cases(name: str, item: Item, condition: Condition, *, holds: str, fails: str, rule: str) -> str:
    """A case on either side of a condition, and one in which nothing is known."""
    return f"""\
# Work these out from the source, not from the rules.
cases_for: {name}
shared: {{at: {AT}}}
cases:
  - name: {name}, it holds
    given: {{{item.form}: {{{item.name}: {condition.holds}}}}}
    expect: {{{holds}}}
  - name: {name}, it does not
    given: {{{item.form}: {{{item.name}: {condition.fails}}}}}
    expect: {{{fails}}}
  - name: {name}, nobody has asked
    given: {{{item.form}: {{}}}}
    expect: {{undecided: [{rule}]}}
"""
