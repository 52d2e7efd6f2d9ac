"""An outcome written as a page: what to do and why, what is drafted, what is not known yet.

Nothing of the outcome that a reader could act on is left out; sections with nothing in them are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, TypeVar

from rich.console import Console

from decisionsupport.cli.consoles import text_width
from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.naming import Naming
from decisionsupport.cli.page.words import words_of
from decisionsupport.outcome.care import Caution, Draft, Proposal, Reason, Withheld
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.record import FormState, Problem
from decisionsupport.outcome.unknowns import Failed, NotKnown, OpenQuestion, Undecided
from decisionsupport.outcome.values import Unknown, Value, moment
from decisionsupport.program.model import Program

PRIORITY_STYLES: Final = {
    "emergency": "bold white on red",
    "urgent": "bold red",
    "soon": "bold yellow",
    "routine": "bold",
}
_T = TypeVar("_T")


def write_outcome(
    console: Console, outcome: Outcome, program: Program, *, in_full: Collection[str] | None = None
) -> None:
    """Write the whole outcome in its language; of drafts not `in_full` (when given) only what they lack."""
    writer = OutcomeWriter(Page(console, text_width(console)), outcome, program, in_full)
    writer.heading()
    writer.record()
    writer.care()
    writer.unknowns()
    writer.closing()


def to_the_minute(instant: datetime) -> str:
    """An instant with its offset: `2026-11-23 09:00 +01:00`."""
    return f"{instant:%Y-%m-%d %H:%M} {instant.isoformat()[-6:]}"


class OutcomeWriter:
    """Writes the parts of one outcome to a page, in the outcome's language."""

    def __init__(
        self, page: Page, outcome: Outcome, program: Program, in_full: Collection[str] | None = None
    ) -> None:
        self.page = page
        self.outcome = outcome
        self.naming = Naming(program, outcome.language)
        self.words = words_of(outcome.language)
        self.in_full = in_full

    def heading(self) -> None:
        """Write which pack judged, for which site, at what instant."""
        outcome = self.outcome
        site = f" · {outcome.site}" if outcome.site else ""
        self.page.title(f"{outcome.pack.name} {outcome.pack.version}{site} · {to_the_minute(outcome.at)}")

    def record(self) -> None:
        """Write what was given: refused answers, what to check, scores and levels, findings."""
        problems = self.outcome.problems
        self._section("failed", self.outcome.failed, self._failed)
        self._section("refused", [each for each in problems if each.severity == "error"], self._problem)
        self._section("remarks", [each for each in problems if each.severity != "error"], self._problem)
        self._section("forms", self.outcome.forms.items(), self._form)
        self._section("findings", self._findings(), self.page.entry)

    def _findings(self) -> list[str]:
        """Each finding that is decided, then in one line those that are not."""
        decided, undecided = [], []
        for name, value in self.outcome.findings.items():
            cell = f"finding.{name}"
            if isinstance(value, Unknown):
                undecided.append(self.naming.cell(cell))
            else:
                decided.append(self._value(cell, value))
        return [*decided, *([f"{self.words['not_decided']}: {'; '.join(undecided)}"] if undecided else [])]

    def care(self) -> None:
        """Write what is proposed, held back and drafted, with the reasons."""
        self._section("proposals", self.outcome.proposals, self._proposal, or_nothing=True)
        self._section("withheld", self.outcome.withheld, self._withheld)
        self._section("drafts", self.outcome.drafts, self._draft)

    def unknowns(self) -> None:
        """Write what is not decided, what to ask, and what cannot be known."""
        self._section("undecided", self.outcome.undecided, self._undecided)
        self._section("questions", self.outcome.open_questions, self._question)
        self._section("not_known", self.outcome.not_known, self._not_known)

    def closing(self) -> None:
        """Write who decides."""
        self.page.blank()
        self.page.plain(self.words["decides"], style="dim")

    def _section(
        self, word: str, parts: Iterable[_T], write: Callable[[_T], None], *, or_nothing: bool = False
    ) -> None:
        listed = list(parts)
        if not listed and not or_nothing:
            return
        self.page.section(self.words[word])
        for part in listed:
            write(part)
        if not listed:
            self.page.entry(self.words["nothing"])

    def _failed(self, failed: Failed) -> None:
        self.page.entry(f"{failed.rule}: {failed.message}", style="red")

    def _problem(self, problem: Problem) -> None:
        style = "red" if problem.severity == "error" else ""
        self.page.entry(f"{problem.path}: {problem.message}", style=style)
        for word, what in (("found", problem.found), ("allowed", problem.allowed)):
            if what:
                self.page.note(self.words[word], what)

    def _form(self, entry: tuple[str, FormState]) -> None:
        name, state = entry
        said = [self.words["complete" if state.complete else "incomplete"]]
        if state.status != "active":
            said.append(self.words[state.status])
        self.page.entry(", ".join(said), label=f"{self.naming.form(name)}:", label_style="bold")
        note = self.outcome.notes.get(name)
        if note is not None:
            self.page.note("", str(note), deep=4)
        values: Mapping[str, Value] = self.outcome.values.get(name, {})
        shown = [self._value(f"{name}.{key}", value) for key, value in values.items()]
        if shown:
            self.page.note("", " · ".join(shown), deep=4, style="dim")

    def _value(self, cell: str, value: Value) -> str:
        return f"{self.naming.cell(cell)}: {self.naming.value(value, cell)}"

    def _proposal(self, proposal: Proposal) -> None:
        words = self.words
        self.page.entry(
            proposal.title,
            label=words[proposal.priority],
            label_style=PRIORITY_STYLES[proposal.priority],
            style="bold",
        )
        if who := self._who(proposal):
            self.page.note(words["by"], who)
        if when := self._when(proposal):
            self.page.note(words["due"], when)
        self._reasons("why", proposal.reasons)
        self._cautions(proposal.cautions)

    def _who(self, proposal: Proposal) -> str:
        words, role = self.words, self.naming.role
        said = []
        if proposal.performer:
            said.append(role(proposal.performer))
        if proposal.with_:
            said.append(f"{words['with']} {', '.join(role(each) for each in proposal.with_)}")
        if proposal.decided_by:
            said.append(f"{words['decided_by']} {role(proposal.decided_by)}")
        return ", ".join(said)

    def _when(self, proposal: Proposal) -> str:
        written = moment(proposal.due or "")
        due = "" if isinstance(written, datetime) else self.naming.due(proposal.due or "")
        says_all = proposal.due == "now" or type(written) is date
        if proposal.due_at is None or says_all:
            return due
        latest = f"{self.words['latest']} {to_the_minute(proposal.due_at)}"
        return f"{due}, {latest}" if due else latest

    def _withheld(self, withheld: Withheld) -> None:
        self.page.entry(
            self.naming.act(withheld.action or withheld.assess or withheld.request or ""), style="bold"
        )
        self._reasons("for", withheld.for_)
        self._reasons("against", withheld.against)

    def _reasons(self, word: str, reasons: Sequence[Reason]) -> None:
        for reason in reasons:
            said = reason.title if reason.because is None else str(reason.because)
            sources = ", ".join(each.source for each in reason.evidence)
            self.page.note(self.words[word], f"{said} [{sources}]" if sources else said)

    def _cautions(self, cautions: Sequence[Caution]) -> None:
        for text in dict.fromkeys(str(caution.text) for caution in cautions):
            waits = [wait for caution in cautions if str(caution.text) == text for wait in caution.waits_for]
            # What the text itself names need not be said twice.
            unsaid = [wait for wait in waits if self.naming.waiting([wait]).rstrip("?") not in text]
            more = f" ({self.words['waits_for']}: {self.naming.waiting(unsaid)})" if unsaid else ""
            self.page.note(self.words["caution"], text + more, label_style="yellow")

    def _draft(self, draft: Draft) -> None:
        words = self.words
        self.page.entry(
            f"{draft.title} → {self.naming.recipient(draft.to)}",
            label=words[draft.urgency],
            label_style=PRIORITY_STYLES[draft.urgency],
            style="bold",
        )
        if self.in_full is None or draft.request in self.in_full:
            self.page.block(str(draft.text))
            self._reasons("why", draft.reasons)
            self._cautions(draft.cautions)
        for gap in draft.gaps:
            said = str(gap.text) if gap.text is not None else gap.ask or gap.needs
            self.page.note(words["gap"], f"{said} ({gap.needs})", label_style="yellow")
        if draft.gaps:
            self.page.note("", words["cannot_sign"], style="yellow")

    def _undecided(self, undecided: Undecided) -> None:
        priority = f" ({self.words[undecided.priority].lower()})" if undecided.priority else ""
        self.page.entry(f"{undecided.title}{priority}")
        if undecided.waits_for:
            self.page.note(self.words["waits_for"], self.naming.waiting(undecided.waits_for))

    def _question(self, question: OpenQuestion) -> None:
        required = f", {self.words['required']}" if question.required else ""
        self.page.entry(f"{question.ask} ({question.item or question.form}{required})")

    def _not_known(self, not_known: NotKnown) -> None:
        reason = {"not_known": "unknown"}.get(not_known.reason, not_known.reason)
        self.page.entry(f"{self.naming.cell(not_known.item)}: {self.words[reason]}")
