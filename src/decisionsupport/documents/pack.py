"""The document `pack`: name, version, languages, time zone, roles, recipients, occasions, what is ignored."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field
from typing_extensions import override

from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.options import OptionLists
from decisionsupport.documents.reading import BROKEN, Broken, Entries, Reading, Written
from decisionsupport.documents.scalars import VersionText
from decisionsupport.documents.shapes import entries_of, letters, list_of, map_of, scalar
from decisionsupport.documents.texts import TEXT, Text, Words
from decisionsupport.documents.words import LANGUAGE, Plain, choice, new_id
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Scalar


def _read_zone(node: Scalar, reading: Reading) -> Word | Broken:
    try:
        ZoneInfo(node.value)
    except (KeyError, ValueError, OSError):
        meant = nearest(node.value, sorted(available_timezones()))
        offer = f"did you mean `{meant}`?" if meant else "write a name such as `Europe/Stockholm`"
        reading.report.add("unknown-timezone", f"`{node.value}` is not a time zone", node.span, help=offer)
        return BROKEN
    return Word(node.value, node.span)


_NAMED_TEXTS = {
    what: entries_of(new_id(what), TEXT, f"{plural} and their names")
    for what, plural in (("a role", "roles"), ("a recipient", "recipients"), ("an occasion", "occasions"))
}


class Ignore(Written):
    """A finding that is known and accepted, and why."""

    noun = "an entry of `ignore`"

    slug: Plain
    in_: Plain | None = Field(default=None, alias="in")
    because: Words


class SeverityOf(Written):
    """How much a finding matters to this pack, and why."""

    noun = "an entry of `severity`"

    slug: Plain
    is_: Annotated[Word, choice("a severity", "error", "warning", "note")] = Field(alias="is")
    because: Words


class Pack(Written):
    """What holds for the whole pack."""

    noun = "a pack"

    pack: Annotated[Word, new_id("a pack")]
    version: VersionText
    title: Words | None = None
    languages: Annotated[tuple[Word, ...], list_of(LANGUAGE, "languages", least=1)]
    timezone: Annotated[
        Word,
        scalar(_read_zone, "a time zone", Word, letters(r"[A-Za-z0-9_+/-]+"), lambda span: Word("UTC", span)),
    ]
    roles: Annotated[Entries[Text], _NAMED_TEXTS["a role"]] = Entries()
    recipients: Annotated[Entries[Text], _NAMED_TEXTS["a recipient"]] = Entries()
    occasions: Annotated[Entries[Text], _NAMED_TEXTS["an occasion"]] = Entries()
    option_lists: OptionLists = Entries()
    ignore: Annotated[tuple[Ignore, ...], list_of(map_of(Ignore), "findings to ignore")] = ()

    severity: Annotated[
        tuple[SeverityOf, ...], list_of(map_of(SeverityOf), "findings and how they matter")
    ] = ()

    @property
    def id(self) -> Word:
        """The pack's name."""
        return self.pack

    @override
    def check(self, at: Span, reading: Reading) -> None:
        seen: set[str] = set()
        for language in self.languages:
            if language.text in seen:
                message = f"`{language.text}` is listed twice"
                reading.report.add("repeated-word", message, language.span, help="keep one")
            seen.add(language.text)
