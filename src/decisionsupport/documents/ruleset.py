"""The document `set`: one subject's sources, parameters, findings, tables, actions and rules."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field
from typing_extensions import override

from decisionsupport.documents.conditions import PRIORITY_WORD, Due
from decisionsupport.documents.demands import AppliesWhen
from decisionsupport.documents.leaves import DurationText, Word
from decisionsupport.documents.options import Codes, OptionLists, OptionMap
from decisionsupport.documents.parameters import Parameter
from decisionsupport.documents.reading import Entries, Reading, Reads, Written
from decisionsupport.documents.rules import Rule
from decisionsupport.documents.scalars import DURATION, Day, VersionText, YesNo
from decisionsupport.documents.shapes import entries_of, list_of, map_of
from decisionsupport.documents.tables import Table
from decisionsupport.documents.texts import Words
from decisionsupport.documents.words import (
    RESERVED_FOR_DOCUMENTS,
    Plain,
    Reference,
    References,
    choice,
    new_id,
)
from decisionsupport.source import Span

CERTAINTIES: Final = ("law", "guideline", "study", "expert_opinion")
FINDING_KINDS: Final = ("boolean", "choice")


class SourceOfEvidence(Written):
    """Where knowledge comes from."""

    noun = "a source"

    title: Words
    publisher: Plain | None = None
    year: Plain | None = None
    url: Plain | None = None
    licence: Plain | None = None
    accessed: Day | None = None
    certainty: Annotated[Word, choice("a certainty", *CERTAINTIES)]


class Finding(Written):
    """What rules may conclude of the patient; options stand from low to high."""

    noun = "a finding"

    title: Words
    help: Words | None = None
    kind: Annotated[Word, choice("a kind of finding", *FINDING_KINDS)] | None = None
    options: OptionMap | None = None
    ordered: YesNo | None = None
    code: Codes = Entries()

    @override
    def check(self, at: Span, reading: Reading) -> None:
        boolean = self.kind is not None and self.kind.text == "boolean"
        if boolean and self.has("options"):
            message = "`options` does not go with kind `boolean`"
            reading.report.add("key-conflict", message, self.place_of("options"), help="write `kind: choice`")
        if not boolean and not self.has("options") and "kind" not in self.broken:
            help = "add `options:`, low to high, or write `kind: boolean`"
            reading.report.add("needs-options", "a finding needs `options` or `kind: boolean`", at, help=help)


class RepeatEvery(Written):
    """An entry of an action's `repeat`."""

    noun = "an entry of `repeat`"

    every: Annotated[DurationText, DURATION]
    for_: Annotated[DurationText, DURATION] | None = Field(default=None, alias="for")


class Action(Written):
    """Something that can be done; `priority` and `due` hold where a rule says nothing."""

    noun = "an action"

    title: Words
    for_patient: Words | None = None
    help: Words | None = None
    performer: Reference | None = None
    with_: References = Field(default=(), alias="with")
    decided_by: Reference | None = None
    delegable: YesNo | None = None
    priority: Annotated[Word, PRIORITY_WORD] | None = None
    due: Due | None = None
    repeat: Annotated[tuple[RepeatEvery, ...], list_of(map_of(RepeatEvery), "repeats", least=1)] = ()
    code: Codes = Entries()
    conflicts_with: References = ()
    evidence: References = ()


def _of(what: str, plural: str, model: Reads[Written]) -> Reads[Entries[Written]]:
    return entries_of(new_id(what), model, plural)


class RuleSet(Written):
    """One subject; several files may share a set."""

    noun = "a set"

    set: Annotated[Word, new_id("a set", RESERVED_FOR_DOCUMENTS)]
    version: VersionText
    title: Words | None = None
    applies_when: Annotated[AppliesWhen, map_of(AppliesWhen)] | None = None
    option_lists: OptionLists = Entries()
    sources: Annotated[
        Entries[SourceOfEvidence], entries_of(new_id("a source"), map_of(SourceOfEvidence), "sources")
    ] = Entries()
    parameters: Annotated[
        Entries[Parameter], entries_of(new_id("a parameter"), map_of(Parameter), "parameters")
    ] = Entries()
    findings: Annotated[Entries[Finding], entries_of(new_id("a finding"), map_of(Finding), "findings")] = (
        Entries()
    )
    tables: Annotated[Entries[Table], entries_of(new_id("a table"), map_of(Table), "tables")] = Entries()
    actions: Annotated[Entries[Action], entries_of(new_id("an action"), map_of(Action), "actions")] = (
        Entries()
    )
    rules: Annotated[Entries[Rule], entries_of(new_id("a rule"), map_of(Rule), "rules")] = Entries()

    @property
    def id(self) -> Word:
        """The subject's name."""
        return self.set
