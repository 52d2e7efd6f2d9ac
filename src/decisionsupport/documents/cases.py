"""The document `cases_for`: cases that hold a pack to its word.

Answers and expected values are kept as YAML nodes: the forms say what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from typing_extensions import override

from decisionsupport.documents.conditions import PRIORITY_WORD
from decisionsupport.documents.leaves import InstantText, Word
from decisionsupport.documents.reading import Broken, Entries, Reading, Reads, Written
from decisionsupport.documents.scalars import INSTANT, YesNo
from decisionsupport.documents.shapes import NODE, either, entries_of, list_of, map_of, wrong_kind
from decisionsupport.documents.tables import row_length
from decisionsupport.documents.words import LANGUAGE, PATH, PLAIN, REFERENCE, Plain, Reference
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

_NODES = (Scalar, Sequence, Mapping)
_PATHS = list_of(PATH, "names")
_TEXTS = list_of(PLAIN, "texts")
_VALUES: Reads[Entries[Node]] = entries_of(
    PATH, Reads(NODE.read, _NODES, NODE.schema), "names and their values"
)

Names = Annotated[tuple[Word, ...], _PATHS]
Values = Annotated[Entries[Scalar | Sequence | Mapping], _VALUES]
At = Annotated[InstantText, INSTANT]


def _read_answers(node: Node, at: Scalar | None, reading: Reading) -> Mapping | Broken:
    return node if isinstance(node, Mapping) else wrong_kind(node, "a map of forms", at, reading)


Answers = Annotated[Mapping, Reads(_read_answers, (Mapping,), {"type": "object"})]
"""Answers or history by form, as YAML."""


def _one_or_more(reads: Reads[tuple[Word, ...]]) -> Reads[tuple[Word, ...]]:
    """A list, or one text instead of a list of one."""

    def read(node: Node, at: Scalar | None, reading: Reading) -> tuple[Word, ...] | Broken:
        if isinstance(node, Scalar) and node.value:
            return (Word(node.value, node.span),)
        return reads.read(node, at, reading)

    return Reads(read, (tuple,), {"anyOf": [{"type": "string"}, reads.schema]})


Texts = Annotated[tuple[Word, ...], _one_or_more(_TEXTS)]
"""Texts that must be found, one or more."""


class ExpectedProposal(Written):
    """What must be so of a proposal; `cautions` name what they wait for, or their rule."""

    noun = "an expected proposal"

    priority: Annotated[Word, PRIORITY_WORD] | None = None
    due: Plain | None = None
    due_at: At | None = None
    cautions: Names | None = None
    reasons: Names | None = None
    because: Texts | None = None


class ExpectedDraft(Written):
    """What must be so of a drafted request; `text` are texts that it holds."""

    noun = "an expected draft"

    urgency: Annotated[Word, PRIORITY_WORD] | None = None
    gaps: Names | None = None
    reasons: Names | None = None
    text: Texts | None = None


def _named(model: type[Written], wanted: str) -> Reads[Entries[Any]]:
    """A map of ids and what must be so of them; a list of ids asks only that they are there."""
    inner = map_of(model)

    def nothing_more(span: Span) -> Written:
        return model.model_validate({"span": span, "places": (), "broken": frozenset()})

    def read_value(node: Node, at: Scalar | None, reading: Reading) -> Written | Broken:
        if isinstance(node, Scalar) and not node.value:
            return nothing_more(node.span)
        return inner.read(node, at, reading)

    names = list_of(REFERENCE, wanted)
    entries = entries_of(
        REFERENCE, Reads(read_value, (model,), {"anyOf": [inner.schema, {"enum": [None]}]}), wanted
    )

    def read(node: Node, at: Scalar | None, reading: Reading) -> Entries[Any] | Broken:
        if not isinstance(node, Sequence):
            return entries.read(node, at, reading)
        words = names.read(node, at, reading)
        return (
            words
            if isinstance(words, Broken)
            else Entries(tuple((word, nothing_more(word.span)) for word in words))
        )

    return Reads(read, (Entries,), {"anyOf": [names.schema, entries.schema]})


class Expect(Written):
    """What must be so; with `only: true` the lists that are written are complete."""

    noun = "`expect`"

    values: Values = Entries()
    findings: Values = Entries()
    proposes: Annotated[Entries[ExpectedProposal], _named(ExpectedProposal, "actions")] | None = None
    proposes_not: Names | None = None
    withholds: Names | None = None
    drafts: Annotated[Entries[ExpectedDraft], _named(ExpectedDraft, "requests")] | None = None
    drafts_not: Names | None = None
    asks: Names | None = None
    asks_not: Names | None = None
    fires: Names | None = None
    fires_not: Names | None = None
    undecided: Names | None = None
    problems: Names | None = None
    not_known: Names | None = None
    notes: Annotated[
        Entries[tuple[Word, ...]], entries_of(REFERENCE, _one_or_more(_TEXTS), "forms and texts")
    ] = Entries()
    only: YesNo | None = None

    @override
    def check(self, at: Span, reading: Reading) -> None:
        if not self.places:
            message, help = "`expect` says nothing", "say what must be so, as `proposes: [an_action]`"
            reading.report.add("missing-key", message, at, help=help)


class Given(Written):
    """What a case is given; `shared` holds for all cases of the document that do not say otherwise."""

    at: At | None = None
    given: Answers | None = None
    history: Answers | None = None
    parameters: Annotated[Entries[Scalar | Sequence | Mapping], _VALUES] = Entries()
    site: Reference | None = None
    language: Annotated[Word, LANGUAGE] | None = None


class Shared(Given):
    """What all cases of the document are given."""

    noun = "`shared`"


class Case(Given):
    """A case: what is given, and what must be so."""

    noun = "a case"

    name: Plain
    without: Names = ()
    expect: Annotated[Expect, map_of(Expect)]
    only: YesNo | None = None

    @property
    def complete_lists(self) -> bool:
        """Whether the lists of `expect` say everything there is."""
        return any(flag is not None and flag.value for flag in (self.only, self.expect.only))


@dataclass(frozen=True, slots=True)
class Vector:
    """A row of `vectors`: values of what is given, then of what is expected."""

    given: tuple[Node, ...]
    expect: tuple[Node, ...]
    span: Span


_ROWS: Reads[Any] = Reads(NODE.read, (tuple,), {"type": "array", "items": {"type": "array"}})


class Vectors(Written):
    """Many small cases, one a row."""

    noun = "`vectors`"

    name: Plain | None = None
    given: Annotated[tuple[Word, ...], list_of(PATH, "items", least=1)]
    expect: Annotated[tuple[Word, ...], list_of(PATH, "names", least=1)]
    rows: Annotated[tuple[Vector, ...], _ROWS]

    @classmethod
    @override
    def complete(cls, values: dict[str, Any], broken: set[str], reading: Reading) -> None:
        rows = values.pop("rows", None)
        if rows is None:
            return
        values["rows"] = ()
        if not isinstance(rows, Sequence):
            wrong_kind(rows, "a list of rows", None, reading)
        elif "given" in values and "expect" in values:
            made = [
                _read_row(row, len(values["given"]), len(values["expect"]), reading) for row in rows.items
            ]
            values["rows"] = tuple(row for row in made if not isinstance(row, Broken))
        if not isinstance(rows, Sequence) or len(values["rows"]) < len(rows.items):
            broken.add("rows")


def _read_row(node: Node, given: int, expect: int, reading: Reading) -> Vector | Broken:
    if not isinstance(node, Sequence):
        return wrong_kind(node, "a row (a list)", None, reading)
    if len(node.items) != given + expect:
        return row_length(node, given + expect, f"{given} given and {expect} expected", reading)
    return Vector(node.items[:given], node.items[given:], node.span)


def _one_or_several(model: type[Written]) -> Reads[tuple[Any, ...]]:
    inner = map_of(model)
    several = list_of(inner, "maps")

    def read_one(node: Node, at: Scalar | None, reading: Reading) -> tuple[Any, ...] | Broken:
        made = inner.read(node, at, reading)
        return made if isinstance(made, Broken) else (made,)

    return either(
        items=several,
        map=Reads(read_one, (tuple,), inner.schema),
        holds=(tuple,),
        wanted="a map, or a list of maps",
    )


class Cases(Written):
    """Cases for a set or a form."""

    noun = "cases"

    cases_for: Reference
    shared: Annotated[Shared, map_of(Shared)] | None = None
    vectors: Annotated[tuple[Vectors, ...], _one_or_several(Vectors)] = ()
    cases: Annotated[tuple[Case, ...], list_of(map_of(Case), "cases")] = ()

    @property
    def id(self) -> Word:
        """What the cases are for."""
        return self.cases_for

    @override
    def check(self, at: Span, reading: Reading) -> None:
        if not self.has("cases") and not self.has("vectors"):
            message = "a document of cases needs `cases` or `vectors`"
            reading.report.add("missing-key", message, at, help="add `cases:` with a list")
