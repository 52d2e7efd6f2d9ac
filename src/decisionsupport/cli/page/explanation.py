"""An explanation written as a page: the sentences, then what they rest on, part by part.

Nothing of what a rule rests on is left out: each part with its place, answers, parameters with who set them,
evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console

from decisionsupport.cli.consoles import text_width
from decisionsupport.cli.page.layout import Page
from decisionsupport.engine.explaining.model import AnswerUsed, Explanation, Part, RuleWhy
from decisionsupport.outcome.trace import Place
from decisionsupport.outcome.values import NotApplicable, Unknown, Value

_SWEDISH: Final = {
    "condition": "Villkoret, del för del",
    "unless": "Undantaget, del för del",
    "value": "Värdet, del för del",
    "needs": "Det begäran behöver",
    "answers": "Svar",
    "parameters": "Inställningar",
    "pack": "regelpaketets värde",
    "site": "verksamhetens värde",
    "call": "satt i anropet",
    "evidence": "Underlag",
    "rule": "Regeln",
}
_ENGLISH: Final = {
    "condition": "The condition, part by part",
    "unless": "The exception, part by part",
    "value": "The value, part by part",
    "needs": "What the request needs",
    "answers": "Answers",
    "parameters": "Parameters",
    "pack": "the pack's value",
    "site": "the site's value",
    "call": "set by the call",
    "evidence": "Evidence",
    "rule": "The rule",
}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {"sv": _SWEDISH, "en": _ENGLISH}
_DEEPEST: Final = 12


def write_explanation(console: Console, explanation: Explanation, *, short: bool = False) -> None:
    """Write an explanation in its language; `short`: its sentences alone."""
    page = Page(console, text_width(console))
    page.title(explanation.title)
    for line in explanation.lines:
        page.entry(line)
    if not short:
        _Details(page, _WORDS.get(explanation.language, _ENGLISH)).write(explanation)


class _Details:
    """Writes what an explanation rests on."""

    def __init__(self, page: Page, words: Mapping[str, str]) -> None:
        self.page = page
        self.words = words

    def write(self, explanation: Explanation) -> None:
        """Write the value, the needs and every rule that has something to say."""
        if explanation.value is not None:
            self._tree("value", [explanation.value])
            self._answers(explanation.answers)
        if explanation.needs:
            self._tree("needs", explanation.needs)
        for why in explanation.rules:
            if explanation.subject == "rule" or why.state != "false":
                self._rule(why)

    def _rule(self, why: RuleWhy) -> None:
        words, page = self.words, self.page
        page.section(f"{words['rule']} {why.rule}: {why.title}")
        page.entry(why.place.text, label=_where(why.place), label_style="dim")
        self._tree("condition", [why.condition])
        if why.unless is not None:
            self._tree("unless", [why.unless])
        self._answers(why.answers)
        if why.parameters:
            page.entry(words["parameters"], style="bold")
            for used in why.parameters:
                page.note(used.parameter, f"{_plainly(used.value)} ({words[used.from_]})", deep=4)
        if why.evidence:
            page.entry(words["evidence"], style="bold")
            for source in why.evidence:
                page.note(source.source, f"{source.title} ({source.certainty})", deep=4)

    def _tree(self, heading: str, parts: Sequence[Part]) -> None:
        self.page.entry(self.words[heading], style="bold")
        for part in parts:
            self.page.note(_where(part.place), part.place.text, deep=4)
            self._part(part, 0)

    def _part(self, part: Part, depth: int) -> None:
        text = part.said if part.cell is not None else part.text
        shown = f"{_mark(part.value)} {text}  [{_where(part.place)}]"
        self.page.note("", shown, deep=4 + 2 * min(depth, _DEEPEST))
        for each in part.parts:
            self._part(each, depth + 1)

    def _answers(self, answers: Sequence[AnswerUsed]) -> None:
        if answers:
            self.page.entry(self.words["answers"], style="bold")
        for answer in answers:
            self.page.note(answer.ask.rstrip("?: "), answer.printed, deep=4)


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _mark(value: Value | None) -> str:
    """What a part came to, at a glance."""
    match value:
        case True:
            return "✓"
        case False:
            return "✗"
        case Unknown() | None:
            return "?"
        case NotApplicable():
            return "–"
        case _:
            return "•"


def _plainly(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
