"""The program: everything a pack says, looked up, typed and frozen.

Whatever can be worked out from answers is a **cell**: a name with an expression. Cell ids:

| id | what |
|---|---|
| `form.item`, `form.group.item` | an item's value (in a repeating group: of the entry at hand) |
| `form.group` | a repeating group (no expression; its entries) |
| `points:form.item` | an item's points |
| `applies:form.item`, `applies:form` | whether an item (group) is shown; whether a form is for this person |
| `form.computed`, `form.group.computed` | a computed value |
| `finding.x`, `parameter.x`, `table.x.column` | a finding, a parameter, a column of a table |
| `when:set.rule`, `unless:set.rule` | a rule's conditions |
| `must:form.0`, `applies:set:x` | a form's demands, in order; whom a set is made for |

`Program.cells` is in an order in which each cell comes after those it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from decisionsupport.program.expressions import Expression
from decisionsupport.program.texts import Template, Words
from decisionsupport.source import Span
from decisionsupport.values.kinds import Kind
from decisionsupport.values.sets import Possible

Priority = Literal["routine", "soon", "urgent", "emergency"]
PRIORITIES: tuple[Priority, ...] = ("routine", "soon", "urgent", "emergency")


@dataclass(frozen=True, slots=True)
class Cell:
    """A named value. `expression` is None for what is given: asked items, repeating groups, parameters.

    `widest` is everything it can ever be, not applicable included where it can be. `row_of` is the repeating
    group in whose entries it lives. `reads` are the cells its expression names, in order, without repeats.
    """

    id: str
    kind: Kind
    expression: Expression | None
    widest: Possible
    form: str | None
    row_of: str | None
    title: Words
    span: Span
    reads: tuple[str, ...] = ()
    shown_step: tuple[int, int] | None = None
    """`shown: 0.1` as digits and places: rounds the print only."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice."""

    id: str
    text: Words
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A question. `id` is `form.item` or `form.group.item`; numbers are in units of 10**-places."""

    id: str
    name: str
    form: str
    word: str
    """The kind as authors write it: `boolean`, `integer`, `choice`, `check` …"""
    kind: Kind
    ask: Words
    help: Words | None
    between: tuple[int, int] | None
    usual: tuple[int | None, int | None] | None
    at_most: int | None
    options: tuple[Option, ...]
    labels: tuple[tuple[int, Words], ...]
    required: bool
    derived: bool
    scored: bool
    suggest: tuple[tuple[str, Expression], ...]
    """Per option, or one pair with an empty name for other kinds."""
    also_in: tuple[tuple[str, Fraction], ...]
    """Other units, and by what a value in them is multiplied."""
    codes: tuple[tuple[str, str], ...]
    group: str | None
    """The plain group it is laid out in, if any."""
    row_of: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class PlainGroup:
    """A group that is layout only."""

    id: str
    title: Words
    span: Span


@dataclass(frozen=True, slots=True)
class RepeatingGroup:
    """A group answered with a list of maps; `id` is `form.group`."""

    id: str
    name: str
    form: str
    title: Words
    at_most: int
    items: tuple[Item, ...]
    computed: tuple[str, ...]
    required: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Must:
    """A demand on the answers: broken only when `cell` is false; then the items it reads are unknown."""

    cell: str
    otherwise: Template
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """An assessment, a checklist or facts. `entries` are items and repeating groups in the order asked."""

    id: str
    word: Literal["assessment", "checklist", "facts"]
    version: str
    status: Literal["trial", "active", "retired"]
    title: Words
    evidence: tuple[str, ...]
    entries: tuple[Item | RepeatingGroup, ...]
    groups: tuple[PlainGroup, ...]
    computed: tuple[str, ...]
    """Cell ids of the computed values shown in the outcome, in order."""
    hidden_computed: tuple[str, ...]
    applies_when: str | None
    """The cell `applies:form`, if the form says whom it is made for."""
    not_for: Template | None
    musts: tuple[Must, ...]
    note: Template | None
    span: Span


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A value from a day on (None: from the beginning); `value` None means nobody has set it."""

    since: date | None
    value: Possible | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value that sites may differ in. `site` are the overriding entries, `site_name` who set them."""

    id: str
    kind: Kind
    title: Words
    values: tuple[ParameterValue, ...]
    site_values: tuple[ParameterValue, ...]
    site_name: str | None
    between: tuple[int, int] | None
    evidence: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What rules may conclude about the patient; `order` from low to high."""

    id: str
    kind: Kind
    title: Words
    order: tuple[bool | str, ...]
    concluded_by: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Due:
    """When something is to be done.

    `written` is the author's letters for a plain duration or date, else empty; `expression` gives a duration,
    date or instant; `occasion` is an occasion of the pack, after every time. One of the two is None.
    """

    written: str
    expression: Expression | None
    occasion: str | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Do it every `every`, for `for_` (None: until ended); as the author wrote the durations."""

    every: str
    for_: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done."""

    id: str
    title: Words
    for_patient: Words | None
    performer: str | None
    with_: tuple[str, ...]
    decided_by: str | None
    delegable: bool | None
    priority: Priority | None
    due: Due | None
    repeat: tuple[Repeat, ...]
    codes: tuple[tuple[str, str], ...]
    conflicts_with: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Proposing:
    """One entry of `propose`: an action, or (`assess`) filling in a form.

    `action` is an expression over action ids where a table says which. `priority` None: the action's, else
    `routine`; `due` None: the action's.
    """

    action: str | Expression | None
    assess: str | None
    priority: Priority | Expression | None
    due: Due | None
    span: Span


@dataclass(frozen=True, slots=True)
class Withholding:
    """One entry of `withhold`: what is moved to withheld, and what is proposed instead."""

    action: str | None
    request: str | None
    instead: Proposing | None
    span: Span


@dataclass(frozen=True, slots=True)
class TakingPart:
    """On which given forms an undecided rule is reported: see LANGUAGE.md §4."""

    assessed: frozenset[str]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; `id` is `set.rule`. `when` and `unless` are cell ids.

    `rests_on` are the forms its `when` reads through everything; `own_priority` the highest it can propose.
    """

    id: str
    set: str
    title: Words
    when: str
    unless: str | None
    set_applies: str | None
    concludes: tuple[tuple[str, bool | str], ...]
    proposes: tuple[Proposing, ...]
    drafts: tuple[str, ...]
    withholds: tuple[Withholding, ...]
    because: Template | None
    evidence: tuple[str, ...]
    taking_part: TakingPart
    rests_on: frozenset[str]
    own_priority: Priority | None
    span: Span


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One subject's rules: whom it is made for, and what is said when it is not."""

    id: str
    version: str
    title: Words
    applies_when: str | None
    not_for: Template | None


@dataclass(frozen=True, slots=True)
class Need:
    """What a request cannot be signed without.

    `known`: a cell that must be known; `that`: a condition that must be true, and what to say when it is not.
    """

    known: str | None
    that: Expression | None
    otherwise: Template | None
    written: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a request's text, by its name in the layout."""

    name: str
    lines: Template


@dataclass(frozen=True, slots=True)
class Request:
    """A care request (*vårdbegäran*)."""

    id: str
    version: str
    title: Words
    to: str
    urgency: Priority
    layout: str
    needs: tuple[Need, ...]
    sections: tuple[Section, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source of evidence, as the outcome and documentation name it."""

    id: str
    title: Words
    publisher: str
    year: str
    url: str
    licence: str
    accessed: str
    certainty: Literal["law", "guideline", "study", "expert_opinion"]


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What `pack:` says."""

    name: str
    version: str
    languages: tuple[str, ...]
    timezone: str
    roles: Mapping[str, Words]
    recipients: Mapping[str, Words]
    occasions: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Program:
    """A whole pack for one site, ready to be executed.

    `option_texts` has the words of every option list by owner (the `of` of a choice's kind).
    """

    pack: PackInfo
    site: str | None
    digest: str
    forms: Mapping[str, Form]
    items: Mapping[str, Item]
    groups: Mapping[str, RepeatingGroup]
    cells: Mapping[str, Cell]
    parameters: Mapping[str, Parameter]
    findings: Mapping[str, Finding]
    actions: Mapping[str, Action]
    sets: Mapping[str, RuleSet]
    rules: Mapping[str, Rule]
    requests: Mapping[str, Request]
    evidence: Mapping[str, Evidence]
    option_texts: Mapping[str, Mapping[str, Words]]
