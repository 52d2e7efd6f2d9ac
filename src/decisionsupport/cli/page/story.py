"""A step of a story: what happened, what was answered, and in few lines what came of it and what is unknown.

Nothing to do is left out; where the reasons come from, and what only tidies a record, is in `evaluate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from decisionsupport.cli.page.answers import write_answers
from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.naming import Naming
from decisionsupport.cli.page.outcome import PRIORITY_STYLES
from decisionsupport.cli.page.words import words_of
from decisionsupport.outcome.care import Draft, Proposal, Reason
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.values import moment
from decisionsupport.program.model import Program

_MOST_QUESTIONS = 5
_PRESSING = ("urgent", "emergency")


class StoryPage:
    """Writes steps to a page, in one language."""

    def __init__(self, page: Page, program: Program, language: str) -> None:
        self.page = page
        self.naming = Naming(program, language)
        self.words = words_of(language)

    def step(self, title: str, happens: str, at: datetime) -> None:
        """Open a step."""
        self.page.rule(f"{title} · {self.naming.value(at, '')}")
        self.page.plain(happens)

    def answers(self, answers: Mapping[str, object]) -> None:
        """Write what was answered in this step."""
        if answers:
            write_answers(self.page, self.naming, answers)

    def outcome(self, outcome: Outcome, in_full: str | None) -> None:
        """Write what came of it; one request may be written in full."""
        self._scores(outcome)
        self._proposals(outcome.proposals)
        self._withheld(outcome)
        self._drafts(outcome.drafts, in_full)
        self._unknown(outcome)
        self.page.blank()

    def _scores(self, outcome: Outcome) -> None:
        if outcome.notes:
            self.page.section(self.words["scores"])
        for form, note in outcome.notes.items():
            if outcome.forms[form].status != "retired":
                self.page.note("", str(note), deep=2)

    def _proposals(self, proposals: Sequence[Proposal]) -> None:
        self.page.section(self.words["proposals"])
        for each in proposals:
            self.page.entry(
                each.title,
                label=self.words[each.priority],
                label_style=PRIORITY_STYLES[each.priority],
                style="bold",
            )
            self.page.note(
                "", ", ".join(part for part in (self._who(each), self._when(each)) if part), deep=4
            )
            self._why("", each.reasons)
            for text in dict.fromkeys(str(caution.text) for caution in each.cautions):
                self.page.note(self.words["caution"], text, label_style="yellow", deep=4)
        if not proposals:
            self.page.entry(self.words["nothing"])

    def _who(self, proposal: Proposal) -> str:
        roles = [self.naming.role(each) for each in (proposal.performer or "", *proposal.with_) if each]
        if len(roles) < 2:
            return "".join(roles)
        return f"{roles[0]} {self.words['with']} {', '.join(roles[1:])}"

    def _when(self, proposal: Proposal) -> str:
        written = moment(proposal.due or "")
        if type(written) is date:
            return self.naming.value(written, "")
        due = "" if isinstance(written, datetime) else self.naming.due(proposal.due or "")
        if proposal.due_at is None or proposal.due == "now":
            return due
        latest = f"{self.words['latest']} {self.naming.value(proposal.due_at, '')}"
        return f"{due}, {latest}" if due else latest

    def _why(self, label: str, reasons: Sequence[Reason]) -> None:
        for said in dict.fromkeys(
            " ".join((reason.title if reason.because is None else str(reason.because)).split())
            for reason in reasons
        ):
            self.page.note(label, said, style="dim", deep=4)

    def _withheld(self, outcome: Outcome) -> None:
        if outcome.withheld:
            self.page.section(self.words["withheld"])
        for each in outcome.withheld:
            self.page.entry(self.naming.act(each.action or each.assess or each.request or ""), style="bold")
            self._why(self.words["for"], each.for_)
            self._why(self.words["against"], each.against)

    def _drafts(self, drafts: Sequence[Draft], in_full: str | None) -> None:
        if drafts:
            self.page.section(self.words["drafts"])
        for draft in drafts:
            self.page.entry(
                f"{draft.title} → {self.naming.recipient(draft.to)}",
                label=self.words[draft.urgency],
                label_style=PRIORITY_STYLES[draft.urgency],
                style="bold",
            )
            for gap in draft.gaps:
                said = str(gap.text) if gap.text is not None else gap.ask or gap.needs
                self.page.note(self.words["gap"], said, label_style="yellow", deep=4)
            signing = "cannot_sign" if draft.gaps else "can_sign"
            self.page.note("", self.words[signing], style="yellow" if draft.gaps else "green", deep=4)
            if draft.request == in_full:
                self.page.block(str(draft.text), deep=4)

    def _unknown(self, outcome: Outcome) -> None:
        pressing = [each for each in outcome.undecided if each.priority in _PRESSING]
        if pressing or outcome.open_questions:
            self.page.section(self.words["not_yet_known"])
        for each in pressing:
            self.page.entry(each.title, label=self.words[each.priority or "urgent"], label_style="bold red")
            self.page.note(self.words["waits_for"], self.naming.waiting(each.waits_for), deep=4)
        said = " ".join(self.naming.waiting(each.waits_for) for each in pressing)
        asked = [each.ask for each in outcome.open_questions if each.ask not in said]
        for ask in asked[:_MOST_QUESTIONS]:
            self.page.entry(ask)
        if len(asked) > _MOST_QUESTIONS:
            self.page.entry(self.words["more"].format(len(asked) - _MOST_QUESTIONS), style="dim")
