"""What things are called in an explanation: items, computed values, findings, parameters, options, values.

Law: a name is the author's words in the reader's language, said so that it can stand inside a sentence: small
letters but for names, a question within quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from decisionsupport.engine.explaining.languages import phrases
from decisionsupport.engine.explaining.phrases import Phrases
from decisionsupport.engine.showing import option_text, to_shown
from decisionsupport.outcome.texts import shown
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program.model import Cell, Program
from decisionsupport.program.texts import Words
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible, is_known

TIMES = kinds.Date | kinds.Instant | kinds.TimeOfDay
_ENDING = "?:. "


class Names:
    """Names and values of one program in one language; `parameters` are said by these values."""

    def __init__(
        self, program: Program, language: str, parameters: Mapping[str, Possible] | None = None
    ) -> None:
        self.program = program
        self.language = language
        self.parameters = parameters or {}
        self.words: Phrases = phrases(language)

    # Cells ---------------------------------------------------------------------------------------------

    def name(self, cell_id: str) -> str:
        """What a cell is called where its value is spoken of."""
        cell = self.program.cells[cell_id]
        if cell_id.startswith("points:"):
            return self.words.points_of.format(self.quoted(self.title(cell_id.removeprefix("points:"))))
        if cell_id.startswith("parameter."):
            return self.parameter(cell_id.removeprefix("parameter."))
        if cell_id not in self.program.items:
            return self._computed(cell)
        label, item = self.label(cell_id), self.program.items[cell_id]
        if isinstance(item.kind, TIMES) and not self._says_time(self.title(cell_id)):
            return self.words.moment_of.format(self.quoted(self.title(cell_id)))
        question = self._asked(item.ask).endswith("?") and not isinstance(item.kind, kinds.Boolean)
        return self.words.answer_to.format(label) if question else label

    def label(self, cell_id: str) -> str:
        """What a cell is called before a colon or "is missing": an item by what is asked."""
        item = self.program.items.get(cell_id)
        if item is None:
            return self.name(cell_id)
        asked = self._asked(item.ask) or self.title(cell_id)
        plain = not any(mark in asked for mark in "?,:;") and item.word != "check"
        return self.small(asked) if plain else self.quoted(asked.rstrip(_ENDING))

    def title(self, cell_id: str) -> str:
        """A cell's own title, for where it is quoted."""
        title = self._asked(self.program.cells[cell_id].title).rstrip(_ENDING)
        return title or cell_id.rpartition(".")[2].replace("_", " ")

    def _asked(self, words: Words) -> str:
        return words.in_language(self.language).strip()

    def _says_time(self, title: str) -> bool:
        return any(word in title.lower() for word in self.words.moment_words)

    def _computed(self, cell: Cell) -> str:
        title = self.title(cell.id)
        if cell.form is None or cell.row_of is not None or cell.id in self.program.groups:
            return self.small(title)
        form = self._asked(self.program.forms[cell.form].title)
        form = form.partition(" (")[0]
        if title == form or not self._asked(cell.title) or cell.id == f"{cell.form}.total":
            return self.small(form)
        name = form.split()[0].rstrip(",:")
        spoken = title.replace(",", " ").split()
        if cell.form in title.lower().split() or (name in spoken and not self._lowered(name)):
            return self.small(title)
        return self.words.with_form.format(self.small(title), form)

    def form(self, form: str) -> str:
        """A form's title, quoted."""
        return self.quoted(self._asked(self.program.forms[form].title))

    def group(self, group: str) -> str:
        """A repeating group's title, quoted."""
        return self.quoted(self._asked(self.program.cells[group].title))

    def local(self, name: str) -> str:
        """A name of a text's loop."""
        return self.words.local.get(name) or name.replace("_", " ")

    # Parameters ----------------------------------------------------------------------------------------

    def parameter(self, name: str, *, named: bool = True) -> str:
        """A parameter's value with what it is called, or its name where no value fits a sentence."""
        parameter = self.program.parameters[name]
        title = self.small(self._asked(parameter.title).rstrip(_ENDING))
        value = self.parameters.get(name)
        if isinstance(parameter.kind, kinds.Boolean):
            return self.words.parameter_yes.format(self.quoted(title))
        if value is None or isinstance(value, frozenset):
            return self.quoted(title)
        if not is_known(value):
            return self.words.parameter_unset.format(name=self.quoted(title))
        said = self.value(value, parameter.kind)
        return self.words.parameter.format(value=said, name=title) if named else said

    # Values and options --------------------------------------------------------------------------------

    def value(self, value: Possible, kind: kinds.Kind, cell: Cell | None = None) -> str:
        """A possible value, with its unit or the option's text."""
        return printed(to_shown(value, cell, kind, self.program, self.language), wording(self.language))

    def option(self, option: bool | str, kind: kinds.Kind) -> str:
        """An option in the words of its list."""
        if isinstance(option, bool):
            return printed(shown.Truth(option), wording(self.language))
        return option_text(option, kind, self.program, self.language)

    def option_within(self, option: bool | str, kind: kinds.Kind) -> str:
        """An option inside a sentence; one that begins with a negation or has commas, quoted."""
        said = self.option(option, kind)
        negated = said.lower().startswith(("inte ", "ej ", "not "))
        return self.quoted(said) if negated or "," in said else self.small(said)

    # Putting together ----------------------------------------------------------------------------------

    def listed(self, parts: Sequence[str], *, any_of: bool = False) -> str:
        """*a, b och c*, *a, b eller c*."""
        if len(parts) < 2:
            return "".join(parts)
        joint = self.words.disjunction if any_of else self.words.conjunction
        inner = any(mark in _unquoted(part) for part in parts for mark in (", ", ": "))
        between = "; " if len(parts) > 2 and inner else ", "
        return f"{between.join(parts[:-1])} {joint} {parts[-1]}"

    def quoted(self, text: str) -> str:
        """Within the language's quotation marks."""
        return self.words.quoted.format(text)

    def small(self, text: str) -> str:
        """With a small first letter, unless it begins a name or an abbreviation (NEWS2, SIP, Downton)."""
        words = text.split(maxsplit=2)
        if len(words) > 1 and len(words[0]) == 1 and words[1].islower():
            return text[:1].lower() + text[1:]
        titled = len(words) > 1 and words[1][:1].isupper() and words[1][1:2].islower()
        if titled or not words or not self._lowered(words[0]):
            return text
        return text[:1].lower() + text[1:]

    def _lowered(self, word: str) -> bool:
        bare = word.strip(",;:()")
        return bare[1:2].islower() and bare not in self._proper

    @cached_property
    def _proper(self) -> frozenset[str]:
        """Words that the pack writes with a capital inside a text, or at its beginning in every language."""
        found: set[str] = set()
        common: set[str] = set()
        for words in self._texts():
            texts = [text for _, text in words.by_language]
            firsts = {text.split()[0].strip(",;:()") for text in texts if text.split()}
            if len(texts) > 1 and len(firsts) == 1:
                found |= firsts
            for text in texts:
                written = text.split()
                common.update(word.strip(",;:()") for word in written if word[:1].islower())
                for before, word in pairwise(written):
                    if word[:1].isupper() and before[-1:].islower():
                        found.add(word.strip(",;:()"))
        return frozenset(word for word in found if word.lower() not in common)

    def _texts(self) -> Iterator[Words]:
        program = self.program
        for cell in program.cells.values():
            yield cell.title
        yield from (form.title for form in program.forms.values())
        yield from (rule.title for rule in program.rules.values())
        yield from (action.title for action in program.actions.values())


def _unquoted(text: str) -> str:
    """A text without what stands within quotation marks."""
    for opening, closing in (("”", "”"), ("“", "”")):
        while (start := text.find(opening)) >= 0:
            end = text.find(closing, start + 1)
            if end < 0:
                break
            text = text[:start] + text[end + 1 :]
    return text
