"""Cut a text's string into letters and slots; whatever else braces hold in Jinja is a mistake with a remedy.

Law: what passes here holds no Jinja but `{{ name }}` and `{{ name | filter }}` on one line, so that rendering
computes nothing and a missing answer is never printed as if it were "no".
"""

from __future__ import annotations

import re
from typing import Final

from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.suggestions import nearest, one_of
from decisionsupport.syntax.expressions.foreign import shown
from decisionsupport.syntax.expressions.lex import cut
from decisionsupport.syntax.expressions.mistakes import Mistake
from decisionsupport.syntax.expressions.nodes import Name
from decisionsupport.syntax.templates.nodes import FILTERS, Filter, Slot, Template
from decisionsupport.syntax.yaml.tree import Scalar

_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_SINGLE_BRACES = re.compile(
    r"(?<![{$])\{ *([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+(?: *\| *[a-z]+)*) *\}(?!\})"
)
_SLOT_END = re.compile(r"\}\}|\{\{|\{%|\{#|[\r\n]")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w*)[^\r\n]*?%\}")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_CALL = re.compile(r"\(|\[")
_OPERATOR = re.compile(r"[-+*/%~<>=!:]|\b(?:and|or|not|if|else|is|in)\b")

LONGEST_TEXT: Final = 20_000
MOST_SLOTS: Final = 200
_MOST_MISTAKES = 10

_ONE_NAME = "a slot holds one name: `{{ downton.total }}`"
_TO_COMPUTED = "give the value a name under `computed` and write that name"
_TO_LINES = "write a list of lines, this one with `when:` and `say:`"
_TO_ROWS = "write a list of lines, this one with `for_each:` and `say:`"
_STATEMENTS: Final = {
    "if": _TO_LINES,
    "elif": _TO_LINES,
    "else": _TO_LINES,
    "endif": _TO_LINES,
    "for": _TO_ROWS,
    "endfor": _TO_ROWS,
    "set": _TO_COMPUTED,
}
_ELSEWHERE: Final = {
    "upper": "capitalize",
    "title": "capitalize",
    "length": "count",
    "reasons": "why",
    "datum": "date",
    "tid": "time",
}


def parse_template(text: Scalar, report: Report) -> Template | None:
    """Read a text's string; None when the report has been told why not."""
    return _Reader(text, report).read()


class _Reader:
    """Reads one string from left to right, telling every mistake and going on behind it."""

    def __init__(self, text: Scalar, report: Report) -> None:
        self.text = text
        self.value = text.value
        self.report = report
        self.mistakes = 0

    def read(self) -> Template | None:
        parts: list[str | Slot] = []
        at = 0
        if len(self.value) > LONGEST_TEXT:
            self._limit(f"a text of {len(self.value)} characters, the most is {LONGEST_TEXT}", 0)
            return None
        while braces := _BRACES.search(self.value, at):
            if braces.start() > at:
                parts.append(self.value[at : braces.start()])
            if braces.group() == "{{":
                slot, at = self._slot(braces.start())
                if slot is not None:
                    parts.append(slot)
            else:
                at = self._other(braces)
            if self.mistakes > _MOST_MISTAKES:
                return None
            if len(parts) > 2 * MOST_SLOTS:
                self._limit(f"a text of more than {MOST_SLOTS} slots", braces.start())
                return None
        if at < len(self.value):
            parts.append(self.value[at:])
        for single in _SINGLE_BRACES.finditer(self.value):
            remedy = f"a slot has two braces: write `{{{{ {single[1]} }}}}`"
            self._tell("template-broken", "a name in single braces", single.start(), single.end(), remedy)
        return None if self.mistakes else Template(tuple(parts), self.text.span)

    def _tell(self, slug: str, message: str, start: int, end: int, remedy: str) -> None:
        self.mistakes += 1
        self.report.add(slug, message, self.text.place(start, end), help=remedy)

    def _limit(self, message: str, start: int) -> None:
        self._tell("template-limit", message, start, start + 1, "write it as a list of lines")

    def _other(self, braces: re.Match[str]) -> int:
        """Statements, comments, and what closes nothing; gives where to read on."""
        sign, start, end = braces.group(), braces.start(), braces.end()
        if statement := _STATEMENT.match(self.value, start):
            remedy = _STATEMENTS.get(statement[1], _TO_LINES)
            message = f"a statement `{shown(statement.group())}` in a text"
            self._tell("template-logic", message, start, statement.end(), remedy)
            return statement.end()
        if comment := _COMMENT.match(self.value, start):
            remedy = "a comment is YAML's: `# …` on a line of its own"
            self._tell("template-logic", "a comment in a text", start, comment.end(), remedy)
            return comment.end()
        remedy = "a slot is written `{{ name }}`"
        self._tell("template-broken", f"`{sign}` belongs to nothing", start, end, remedy)
        return end

    def _slot(self, start: int) -> tuple[Slot | None, int]:
        """The slot that opens at `start`, and where to read on."""
        closed = _SLOT_END.search(self.value, start + 2)
        if closed is None or closed.group() != "}}":
            if closed is not None and closed.group() in "\r\n":
                remedy = "write the whole slot on one line: `{{ name }}`"
                self._tell("template-broken", "a slot that its line does not close", start, start + 2, remedy)
            else:
                remedy = "close it by `}}`"
                self._tell("template-broken", "`{{` is never closed", start, start + 2, remedy)
            return None, start + 2
        inner, end = self.value[start + 2 : closed.start()], closed.end()
        if self._logic(inner, start + 2):
            return None, end
        written, *filters = inner.split("|")
        name = self._name(written, start + 2)
        used = self._filters(filters, start + 2 + len(written))
        if name is None or used is None:
            return None, end
        return Slot(name, used, self.text.place(start, end)), end

    def _logic(self, inner: str, at: int) -> bool:
        """Whether a slot holds more than a name and filters; if so it is told."""
        start, end = at + len(inner) - len(inner.lstrip()), at + len(inner.rstrip())
        if not inner.strip():
            remedy = "write a name: `{{ downton.total }}`"
            self._tell("template-broken", "a slot with nothing in it", at - 2, at + len(inner) + 2, remedy)
        elif inner[0] in "-+" or inner[-1] in "-+":
            remedy = "write `{{ name }}`; spaces and line ends are printed as they are written"
            self._tell("template-logic", "a sign that trims spaces in a slot", start, end, remedy)
        elif '"' in inner or "'" in inner:
            remedy = "letters stand outside the braces; a filter takes nothing"
            self._tell("template-logic", "a string in a slot", start, end, remedy)
        elif _CALL.search(inner):
            self._tell(
                "template-logic", f"a call `{shown(inner.strip())}` in a slot", start, end, _TO_COMPUTED
            )
        elif _OPERATOR.search(inner):
            remedy = f"{_TO_COMPUTED}; to choose words {_TO_LINES}"
            message = f"an expression `{shown(inner.strip())}` in a slot"
            self._tell("template-logic", message, start, end, remedy)
        else:
            return False
        return True

    def _name(self, written: str, at: int) -> Name | None:
        start = at + len(written) - len(written.lstrip())
        name = written.strip()
        end = start + len(name)
        if not name:
            self._tell(
                "template-broken", "a filter with no name before it", at, at + 1, "write `{{ name | why }}`"
            )
            return None
        words, mistakes = cut(name)
        if not mistakes and not (len(words) == 1 and _NAME.fullmatch(name)):
            mistakes = [Mistake("template-broken", f"`{shown(name)}` is not a name", 0, len(name), _ONE_NAME)]
        for mistake in mistakes:
            self._tell(
                mistake.slug, mistake.message, start + mistake.start, start + mistake.end, mistake.help
            )
        if mistakes:
            return None
        spans, place = [], start
        parts = tuple(name.split("."))
        for part in parts:
            spans.append(self.text.place(place, place + len(part)))
            place += len(part) + 1
        return Name(parts, tuple(spans), self.text.place(start, end))

    def _filters(self, written: list[str], at: int) -> tuple[Filter, ...] | None:
        """The filters, each after its `|`; the first `|` stands at `at`."""
        used: list[Filter] = []
        for filtered in written:
            at += 1
            name = filtered.strip()
            start = at + len(filtered) - len(filtered.lstrip())
            if name in FILTERS:
                used.append(Filter(name, self.text.place(start, start + len(name))))
            elif not name:
                self._tell("template-broken", "`|` with no filter after it", at - 1, at, one_of(FILTERS))
            else:
                offered = _ELSEWHERE.get(name) or nearest(name, FILTERS)
                remedy = f"did you mean `{offered}`?" if offered else one_of(FILTERS)
                self._tell(
                    "unknown-filter", f"`{shown(name)}` is not a filter", start, start + len(name), remedy
                )
            at += len(filtered)
        return tuple(used) if len(used) == len(written) else None
