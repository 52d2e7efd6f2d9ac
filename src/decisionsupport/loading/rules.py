"""Rules: one for each copy of `for_each`, with what they conclude, propose, draft and withhold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from decisionsupport.documents.conditions import PRIORITIES as PRIORITY_WORDS
from decisionsupport.documents.leaves import DateText, DurationText, Word
from decisionsupport.documents.rules import Proposing, Rule, Withholding
from decisionsupport.documents.ruleset import Action, RuleSet
from decisionsupport.loading.building import Building
from decisionsupport.loading.lowering.context import describe
from decisionsupport.loading.names import Scope, Unresolved, report_unresolved, resolve
from decisionsupport.loading.parameters import duration_of
from decisionsupport.loading.texts import NOTHING, Mapped, TextMaker
from decisionsupport.program import expressions as x
from decisionsupport.program import model
from decisionsupport.program.texts import Words
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.syntax.expressions.walk import substitute
from decisionsupport.values import kinds
from decisionsupport.values.sets import OneOf

BOOLEAN = kinds.Boolean()
WrittenDue = DurationText | DateText | nodes.Expression


@dataclass(slots=True)
class RuleMaker:
    """Makes one rule: first its conditions are noted, then, when all cells are there, the rule itself."""

    id: str
    document: RuleSet
    word: Word
    written: Rule
    building: Building
    replaced: Mapped = field(default_factory=lambda: NOTHING)
    origins: Mapping[str, Span] = field(default_factory=dict)
    """Where `for_each` says what each of its words stands for."""
    _title: Words | None = None

    @property
    def scope(self) -> Scope:
        """Record tests are for rules that conclude nothing."""
        return Scope(record_tests=not len(self.written.conclude))

    @property
    def when(self) -> str:
        """The cell of its condition."""
        return f"when:{self.id}"

    @property
    def unless(self) -> str:
        """The cell of its exception."""
        return f"unless:{self.id}"

    @property
    def set_applies(self) -> str:
        """The cell of whom its set is made for, if there is one."""
        return f"applies:set:{self.document.id.text}"

    def title(self) -> Words:
        """What it is called."""
        if self._title is None:
            self._title = self.building.words(self.written.title, self.id)
        return self._title

    def define(self) -> None:
        """Note the cells of its conditions."""
        self._condition(self.when, self.written.when)
        if self.written.unless is not None:
            self._condition(self.unless, self.written.unless)

    def _condition(self, cell_id: str, written: nodes.Expression) -> None:
        building, scope = self.building, self.scope
        replaced = substitute(written, dict(self.replaced))

        def make() -> model.Cell | None:
            condition = building.condition(replaced, scope)
            if condition is None:
                return None
            return building.cell(cell_id, condition, BOOLEAN, written.span, title=self.title())

        building.define(cell_id, building.reads_of(replaced, scope), make, written.span)

    def conclusions(self) -> Iterator[tuple[str, bool | str, Word]]:
        """What it concludes: finding, value, and where the finding is named."""
        for word, value in self.written.conclude:
            name, option = self._renamed(word), self._renamed(value)
            place = self._place(word.text, word.span)
            if not self.building.known("finding", Word(name, place), self.building.declared.findings):
                continue
            finding = self.building.declared.findings[name]
            if finding.options is None:
                if option not in ("true", "yes"):
                    self.building.report.add(
                        "unknown-option",
                        "a finding of kind `boolean` can only be concluded `true`",
                        self._place(value.text, value.span),
                        help="write `true`, or let no rule conclude it",
                    )
                    continue
                yield name, True, word
            elif self.building.known(
                "option", Word(option, self._place(value.text, value.span)), finding.options.words
            ):
                yield name, option, word

    def _renamed(self, word: Word) -> str:
        return ".".join(self.replaced.get(word.text, (word.text,)))

    def _place(self, word: str, written: Span) -> Span:
        """Where to point: at what `for_each` says the word stands for, else at the word."""
        return self.origins.get(word, written)

    # The rule ------------------------------------------------------------------------------------------

    def finish(self) -> model.Rule | None:
        """The rule, once all cells are there; what its `when` rests on is filled in later."""
        building, written = self.building, self.written
        proposes = [self._proposing(each) for each in written.propose]
        withholds = [self._withholding(each) for each in written.withhold]
        if self.when not in building.cells or (
            written.unless is not None and self.unless not in building.cells
        ):
            return None
        sources, requests = building.declared.sources, building.declared.requests
        made = tuple(each for each in proposes if each is not None)
        return model.Rule(
            id=self.id,
            set=self.document.id.text,
            title=self.title(),
            when=self.when,
            unless=self.unless if written.unless is not None else None,
            set_applies=self.set_applies if self.set_applies in building.cells else None,
            concludes=tuple((finding, value) for finding, value, _ in self.conclusions()),
            proposes=made,
            drafts=tuple(
                name.text for name in self._words(written.draft) if building.known("request", name, requests)
            ),
            withholds=tuple(each for each in withholds if each is not None),
            because=TextMaker(building, replaced=self.replaced).make(written.because, Scope()),
            evidence=tuple(
                name.text for name in self._words(written.evidence) if building.known("source", name, sources)
            ),
            taking_part=model.TakingPart(frozenset(), frozenset()),
            rests_on=frozenset(),
            own_priority=self._highest(made),
            span=self.word.span,
        )

    def _words(self, words: tuple[Word, ...]) -> Iterator[Word]:
        return (Word(self._renamed(word), self._place(word.text, word.span)) for word in words)

    def _highest(self, proposes: tuple[model.Proposing, ...]) -> model.Priority | None:
        found = [priority for each in proposes for priority in self.priorities(each)]
        return max(found, key=model.PRIORITIES.index) if found else None

    def priorities(self, proposing: model.Proposing) -> list[model.Priority]:
        """Every priority that an entry can have."""
        said = proposing.priority
        if said is None and isinstance(proposing.action, str):
            action = self.building.declared.actions.get(proposing.action)
            word = action.priority.text if action is not None and action.priority is not None else "routine"
            return [each for each in model.PRIORITIES if each == word]
        if said is None:
            return list(model.PRIORITIES) if proposing.action is not None else ["routine"]
        if isinstance(said, str):
            return [each for each in model.PRIORITIES if each == said]
        widest = self.building.widest(said)
        possible = widest.values if isinstance(widest, OneOf) else {widest}
        return [each for each in model.PRIORITIES if each in possible]

    # Entries -------------------------------------------------------------------------------------------

    def _proposing(self, written: Proposing) -> model.Proposing | None:
        building = self.building
        assess = None
        action: str | x.Expression | None = None
        if written.assess is not None:
            name = self._name(written.assess)
            if not building.known("form", Word(name.text, name.span), building.declared.forms):
                return None
            assess = name.text
        elif written.action is not None:
            action = self._action(written.action)
            if action is None:
                return None
        due = None
        if written.due is not None:
            due = make_due(written.due, self.replaced, building)
            if due is None:
                return None
        priority = self._priority(written)
        if isinstance(priority, bool):
            return None
        made = model.Proposing(action, assess, priority, due, written.span)
        self._check_due(made)
        return made

    def _check_due(self, made: model.Proposing) -> None:
        if made.due is not None or not isinstance(made.action, str):
            return
        if self.building.declared.actions[made.action].due is not None:
            return
        hurried = [each for each in self.priorities(made) if each in ("urgent", "emergency")]
        if hurried:
            self.building.report.add(
                "priority-without-due",
                f"`{made.action}` can be `{hurried[-1]}`, and nothing says when it is due",
                made.span,
                help="add `due:` here or at the action, as `due: 2 hours`",
            )

    def _name(self, name: nodes.Name) -> nodes.Name:
        made = substitute(name, dict(self.replaced))
        assert isinstance(made, nodes.Name)
        return replace(made, span=self._place(name.parts[0], name.span))

    def _action(self, written: nodes.Expression) -> str | x.Expression | None:
        building = self.building
        replaced = substitute(written, dict(self.replaced))
        if isinstance(replaced, nodes.Name) and len(replaced.parts) == 1:
            word = Word(replaced.text, self._place(written.span.text, written.span))
            return word.text if building.known("action", word, building.declared.actions) else None
        made = building.exact(replaced, Scope())
        if made is None:
            return None
        if isinstance(made.kind, kinds.Choice) and made.kind.of == "action":
            return made
        several = isinstance(made.kind, kinds.Choices) and made.kind.of == "action"
        found = "several actions stand" if several else f"{describe(made.kind)} stands"
        building.report.add(
            "kind-mismatch",
            f"{found} where an action is wanted",
            written.span,
            help="let the table give one, as `hit: first`"
            if several
            else "name an action, or a table's column of kind `action`",
        )
        return None

    def _priority(self, written: Proposing) -> model.Priority | x.Expression | bool | None:
        said = written.priority
        if said is None:
            return None
        if isinstance(said, Word):
            return next(each for each in model.PRIORITIES if each == said.text)
        replaced = substitute(said, dict(self.replaced))
        if isinstance(replaced, nodes.Name) and replaced.text in PRIORITY_WORDS:
            return next(each for each in model.PRIORITIES if each == replaced.text)
        made = self.building.exact(replaced, Scope())
        if made is None:
            return False
        if isinstance(made.kind, kinds.Choice) and made.kind.of == "priority":
            return made
        self.building.report.add(
            "kind-mismatch",
            f"{describe(made.kind)} stands where a priority is wanted",
            said.span,
            help="write `routine`, `soon`, `urgent`, `emergency`, or a table's column of kind `priority`",
        )
        return False

    def _withholding(self, written: Withholding) -> model.Withholding | None:
        building = self.building
        if written.request is not None:
            name = self._name(written.request)
            if not building.known("request", Word(name.text, name.span), building.declared.requests):
                return None
            return model.Withholding(None, name.text, None, written.span)
        if written.action is None:
            return None
        name = self._name(written.action)
        if not building.known("action", Word(name.text, name.span), building.declared.actions):
            return None
        instead = None
        if written.instead is not None:
            instead = self._proposing(written.instead)
            if instead is None:
                return None
        return model.Withholding(name.text, None, instead, written.span)


def make_due(written: WrittenDue, replaced: Mapped, building: Building) -> model.Due | None:
    """When something is due: a duration, a day, an occasion of the pack, or an expression of time."""
    if isinstance(written, DurationText):
        kind: kinds.Kind = kinds.DurationType()
        return model.Due(written.text, x.Constant(duration_of(written), kind, written.span), None)
    if isinstance(written, DateText):
        day = x.Constant(written.value, kinds.Date(), written.span)
        return model.Due(written.value.isoformat(), day, None)
    node = substitute(written, dict(replaced))
    if isinstance(node, nodes.Name) and len(node.parts) == 1 and node.text not in ("now", "today"):
        if node.text in building.pack.occasions:
            return model.Due("", None, node.text)
        if isinstance(resolve(node.parts, Scope(), building.names), Unresolved):
            building.unknown_occasion(Word(node.text, node.span))
            return None
    made = building.exact(node, Scope())
    if made is None:
        return None
    if isinstance(made.kind, kinds.DurationType | kinds.Date | kinds.Instant):
        return model.Due("", made, None)
    building.report.add(
        "kind-mismatch",
        f"{describe(made.kind)} stands where a time is wanted",
        written.span,
        help="a duration, a date, an instant or an occasion of the pack",
    )
    return None


def make_action(action_id: str, written: Action, span: Span, building: Building) -> model.Action:
    """An action, its performer and its defaults."""
    roles = dict(building.pack.roles)
    performer, decided_by = written.performer, written.decided_by
    actions = building.declared.actions
    return model.Action(
        id=action_id,
        title=building.words(written.title),
        for_patient=building.words(written.for_patient) if written.for_patient else None,
        performer=performer.text if performer and building.known("role", performer, roles) else None,
        with_=tuple(word.text for word in written.with_ if building.known("role", word, roles)),
        decided_by=decided_by.text if decided_by and building.known("role", decided_by, roles) else None,
        delegable=written.delegable.value if written.delegable else None,
        priority=next(
            (each for each in model.PRIORITIES if written.priority and each == written.priority.text), None
        ),
        due=make_due(written.due, NOTHING, building) if written.due is not None else None,
        repeat=tuple(
            model.Repeat(each.every.text, each.for_.text if each.for_ else None) for each in written.repeat
        ),
        codes=tuple((system.text, code.text) for system, code in written.code),
        conflicts_with=tuple(
            word.text for word in written.conflicts_with if building.known("action", word, actions)
        ),
        span=span,
    )


def _stands_for_something(value: Word, building: Building) -> bool:
    """Whether a path that `for_each` puts into a rule names something; else it is reported."""
    parts = tuple(value.text.split("."))
    found = resolve(parts, Scope(), building.names) if len(parts) > 1 else None
    if not isinstance(found, Unresolved):
        return True
    starts = accumulate((len(part) + 1 for part in parts), initial=value.span.start)
    spans = tuple(
        Span(value.span.source, start, start + len(part)) for start, part in zip(starts, parts, strict=False)
    )
    report_unresolved(nodes.Name(parts, spans, value.span), found, building.names, building.report)
    return False


def rule_makers(building: Building) -> list[RuleMaker]:
    """One maker for each rule, and for each copy that `for_each` makes of it, by id."""
    found: list[RuleMaker] = []
    for rule_id, (document, word, written) in building.declared.rules.items():
        if written.for_each is None:
            found.append(RuleMaker(rule_id, document, word, written, building))
            continue
        for copy, words in written.for_each:
            if [value for _, value in words if not _stands_for_something(value, building)]:
                continue  # told where it is written, not wherever the rule says it
            replaced = {name.text: tuple(value.text.split(".")) for name, value in words}
            full = f"{rule_id}.{copy.text}"
            origins = {name.text: value.span for name, value in words}
            one = Word(copy.text, copy.span)
            found.append(RuleMaker(full, document, one, written, building, replaced, origins))
    return sorted(found, key=lambda maker: maker.id)
