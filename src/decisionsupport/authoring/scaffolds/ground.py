"""What new documents stand on: the pack's languages, roles and recipients, and an item to ask about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_files
from decisionsupport.program.model import Form, Item, Program
from decisionsupport.values.kinds import Boolean, Choice, Number

AT: Final = "2026-01-15T09:00:00+01:00"
"""The instant of the cases that are made."""


class Unfit(Exception):
    """The pack lacks what a new document needs; `remedy` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Ground:
    """A pack that a document is made for."""

    files: tuple[File, ...]
    program: Program

    def told(self, *, sv: str, en: str) -> str:
        """A text in the pack's languages, as it is written; English where a language is not known here."""
        return told(self.program.pack.languages, sv=sv, en=en)

    @property
    def performer(self) -> str:
        """The line that says who carries an action out, where the pack has roles."""
        return next((f"    performer: {role}\n" for role in self.program.pack.roles), "")

    def item(self, form: str | None) -> Item:
        """An item that is always asked, of a form or of the first that has one: numbers, then yes or no."""
        if form is not None and form not in self.program.forms:
            raise Unfit(f"the pack has no form `{form}`", f"one of {', '.join(self.program.forms) or 'none'}")
        wanted = [each for each in self.program.forms.values() if form in (None, each.id)]
        for kind in (Number, Boolean, Choice):
            for each in sorted(wanted, key=_plainest):
                for item in self._asked(each):
                    if isinstance(item.kind, kind) and item.word != "check":
                        return item
        message = "the pack has no form with a question to rest on"
        raise Unfit(message, "make one first: `decisionsupport new form`")

    def _asked(self, form: Form) -> Iterator[Item]:
        shown = self.program.cells
        for entry in form.entries:
            if isinstance(entry, Item) and not entry.derived and f"applies:{entry.id}" not in shown:
                yield entry


def _plainest(form: Form) -> tuple[bool, bool]:
    return form.applies_when is not None, form.word == "facts"


def ground_of(files: Sequence[File], report: Report) -> Ground | None:
    """The pack in these files; None, and `report` says why, where it has errors or there is none."""
    program = load_files(files, report)
    return None if program is None or report.has_errors else Ground(tuple(files), program)


def told(languages: Sequence[str], *, sv: str, en: str) -> str:
    """A text in some languages, as it is written."""
    by_language: Mapping[str, str] = {language: sv if language == "sv" else en for language in languages}
    if len(by_language) == 1:
        return f'"{next(iter(by_language.values()))}"'
    pairs = ", ".join(f'{language}: "{text}"' for language, text in by_language.items())
    return f"{{{pairs}}}"
