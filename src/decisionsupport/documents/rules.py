"""Rules: when they hold, what they conclude, propose, draft and withhold, and why."""

from __future__ import annotations

from typing import Annotated, Final

from typing_extensions import override

from decisionsupport.documents.conditions import EXPRESSION, NAME, Condition, Due, Formula, Priority
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.reading import BROKEN, Broken, Entries, Reading, Reads, Written
from decisionsupport.documents.shapes import entries_of, list_of, map_of, read_map, wrong_kind
from decisionsupport.documents.texts import Words
from decisionsupport.documents.words import PATH, REFERENCE, References, new_id
from decisionsupport.source import Span
from decisionsupport.syntax.expressions.nodes import Name
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

DOES: Final = ("conclude", "propose", "draft", "withhold")


class Proposing(Written):
    """An entry of `propose`: an action (a bare id, or an expression that gives one), or a form to fill in."""

    noun = "a proposal"

    action: Formula | None = None
    assess: Annotated[Name, NAME] | None = None
    priority: Priority | None = None
    due: Due | None = None

    @override
    def check(self, at: Span, reading: Reading) -> None:
        if self.has("action") and self.has("assess"):
            message = "`action` and `assess` do not go together in a proposal"
            reading.report.add("key-conflict", message, self.place_of("assess"), help="write two entries")
        elif not self.has("action") and not self.has("assess"):
            message = "a proposal needs `action` or `assess`"
            reading.report.add("missing-key", message, at, help="add `action:` with an action's id")
        hurried = isinstance(self.priority, Word) and self.priority.text in ("urgent", "emergency")
        if hurried and self.has("assess") and not self.has("due") and isinstance(self.priority, Word):
            message = f"an `{self.priority.text}` proposal needs `due`"
            reading.report.add(
                "priority-without-due", message, self.priority.span, help="add `due:`, as `due: 2 hours`"
            )


def _read_proposing(node: Node, at: Scalar | None, reading: Reading) -> Proposing | Broken:
    if isinstance(node, Mapping):
        return read_map(Proposing, node, at, reading)
    if not isinstance(node, Scalar) or not node.value:
        return wrong_kind(node, "an action's id, or a map", at, reading)
    action = EXPRESSION.read(node, at, reading)
    if isinstance(action, Broken):
        return BROKEN
    return Proposing.model_validate(
        {"action": action, "span": node.span, "places": (), "broken": frozenset()}
    )


PROPOSING: Reads[Proposing] = Reads(
    _read_proposing,
    (Proposing,),
    {"anyOf": [REFERENCE.schema, map_of(Proposing).schema]},
)


class Withholding(Written):
    """An entry of `withhold`: an action, perhaps with what is proposed instead, or a request."""

    noun = "an entry of `withhold`"

    action: Annotated[Name, NAME] | None = None
    request: Annotated[Name, NAME] | None = None
    instead: Annotated[Proposing, PROPOSING] | None = None

    @override
    def check(self, at: Span, reading: Reading) -> None:
        if self.has("action") and self.has("request"):
            message = "`action` and `request` do not go together in an entry of `withhold`"
            reading.report.add("key-conflict", message, self.place_of("request"), help="write two entries")
        elif not self.has("action") and not self.has("request"):
            message = "an entry of `withhold` needs `action` or `request`"
            reading.report.add("missing-key", message, at, help="add `action:` with an action's id")
        elif self.has("request") and self.has("instead"):
            message = "`instead` does not go with `request`"
            reading.report.add(
                "key-conflict", message, self.place_of("instead"), help="propose it in a rule of its own"
            )


def _read_withholding(node: Node, at: Scalar | None, reading: Reading) -> Withholding | Broken:
    if isinstance(node, Mapping):
        return read_map(Withholding, node, at, reading)
    action = NAME.read(node, at, reading)
    if isinstance(action, Broken):
        return BROKEN
    return Withholding.model_validate(
        {"action": action, "span": node.span, "places": (), "broken": frozenset()}
    )


_WITHHOLDING: Reads[Withholding] = Reads(
    _read_withholding,
    (Withholding,),
    {"anyOf": [REFERENCE.schema, map_of(Withholding).schema]},
)
_VARIABLES = entries_of(new_id("a word of `for_each`"), PATH, "words and what they stand for", least=1)
_FOR_EACH = entries_of(new_id("a rule's copy"), _VARIABLES, "copies and their words", least=1)


def _size(node: Sequence | Mapping) -> int:
    return len(node.items if isinstance(node, Sequence) else node.entries)


class Rule(Written):
    """One rule; its full id is `set.rule`. `for_each` makes a copy for each of its entries."""

    noun = "a rule"

    title: Words | None = None
    for_each: Annotated[Entries[Entries[Word]], _FOR_EACH] | None = None
    when: Condition
    unless: Condition | None = None
    conclude: Annotated[Entries[Word], entries_of(REFERENCE, REFERENCE, "findings and what they are")] = (
        Entries()
    )
    propose: Annotated[tuple[Proposing, ...], list_of(PROPOSING, "proposals")] = ()
    draft: References = ()
    withhold: Annotated[tuple[Withholding, ...], list_of(_WITHHOLDING, "what is withheld")] = ()
    because: Words | None = None
    evidence: References = ()

    @classmethod
    @override
    def prepare(cls, node: Mapping, reading: Reading) -> None:
        does = [(key, child) for key, child in node.entries if key.value in DOES]
        if does and all(not isinstance(child, Scalar) and not _size(child) for _, child in does):
            message = f"the rule does nothing: `{does[0][0].value}` is empty"
            reading.report.add(
                "empty-rule", message, does[0][0].span, help="say what it proposes, or leave the rule out"
            )
        copies = node.get("for_each")
        entries = copies.entries if isinstance(copies, Mapping) else ()
        reading.variables = frozenset(
            key.value for _, words in entries if isinstance(words, Mapping) for key, _ in words.entries
        )

    @override
    def check(self, at: Span, reading: Reading) -> None:
        reading.variables = frozenset()
        if not any(self.has(key) for key in DOES):
            message = "a rule needs one of `conclude`, `propose`, `draft`, `withhold`"
            reading.report.add("missing-key", message, at, help="add `propose:` with a list of actions")
        if self.for_each is not None:
            self._check_copies(self.for_each, reading)

    def _check_copies(self, copies: Entries[Entries[Word]], reading: Reading) -> None:
        every = dict.fromkeys(word for _, words in copies for word in words.words)
        for name, words in copies:
            lacking = [
                word
                for word in every
                if words.get(word) is None and word not in {b.text for b in words.broken}
            ]
            if lacking:
                message = f"`{name.text}` of `for_each` lacks {', '.join(f'`{word}`' for word in lacking)}"
                reading.report.add("missing-key", message, name.span, help="give every copy the same words")
