"""One version of a pack: its program, its documents by file, an engine for each site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from decisionsupport.authoring.diff.model import Unit
from decisionsupport.diagnostics import Report
from decisionsupport.documents.cases import Cases
from decisionsupport.documents.form import Form
from decisionsupport.documents.from_yaml import Document
from decisionsupport.documents.overrides import Overrides
from decisionsupport.documents.pack import Pack
from decisionsupport.documents.request import Request
from decisionsupport.documents.ruleset import RuleSet
from decisionsupport.engine import Engine
from decisionsupport.loading import File, load_files
from decisionsupport.loading.gather import documents_of
from decisionsupport.program.model import Program
from decisionsupport.source import Span

UNVERSIONED: Final = ""
_MAPS: Final[Mapping[str, str]] = {
    "form": "forms",
    "item": "items",
    "group": "groups",
    "parameter": "parameters",
    "finding": "findings",
    "action": "actions",
    "rule": "rules",
    "request": "requests",
}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A pack as it was, or as it is. `units`: what each file belongs to, by path."""

    files: tuple[File, ...]
    program: Program
    documents: tuple[Document, ...]
    units: Mapping[str, Unit]
    _programs: dict[str | None, Program | None] = field(default_factory=dict)
    _engines: dict[str | None, Engine | None] = field(default_factory=dict)

    def at_site(self, site: str | None) -> Program | None:
        """The program of a site; None where the pack has no such site."""
        if site is None:
            return self.program
        if site not in self._programs:
            report = Report()
            program = load_files(self.files, report, site=site)
            self._programs[site] = None if report.has_errors else program
        return self._programs[site]

    def engine(self, site: str | None) -> Engine | None:
        """An engine for a site; None where the pack has no such site."""
        if site not in self._engines:
            program = self.at_site(site)
            self._engines[site] = None if program is None else Engine(program)
        return self._engines[site]

    def place(self, noun: str, name: str) -> Span | None:
        """Where a thing of the program is declared; the pack for what it does not have."""
        if noun == "source":
            sets = (document for document in self.documents if isinstance(document, RuleSet))
            found = (word.span for each in sets for word, _ in each.sources if word.text == name)
            return next(found, None)
        if noun in ("set", "pack"):
            return self.unit(noun, name).span
        thing = getattr(self.program, _MAPS[noun]).get(name)
        return getattr(thing, "span", None)

    def unit(self, word: str, name: str = "") -> Unit:
        """The document with a version of that name; the only one, where none is given."""
        return next(each for each in self.units.values() if each.word == word and name in ("", each.id))

    @property
    def cases(self) -> tuple[Cases, ...]:
        """The documents of cases."""
        return tuple(document for document in self.documents if isinstance(document, Cases))


def side_of(files: Sequence[File], report: Report) -> Side | None:
    """A pack from its files; None, and `report` says why, where it has errors."""
    program = load_files(files, report)
    if program is None or report.has_errors:
        return None
    documents = tuple(documents_of(files, Report()))
    found = (_unit(document) for document in documents)
    units = {unit.span.source.path: unit for unit in found if unit is not None}
    return Side(tuple(files), program, documents, units)


def _unit(document: Document) -> Unit | None:
    match document:
        case Pack(pack=word, version=version):
            return Unit("pack", word.text, version.text, version.span)
        case Form(id=word, version=version):
            return Unit(document.kind, word.text, version.text, version.span)
        case RuleSet(set=word, version=version):
            return Unit("set", word.text, version.text, version.span)
        case Request(request=word, version=version):
            return Unit("request", word.text, version.text, version.span)
        case Overrides(overrides=word, version=None):
            return Unit("overrides", word.text, UNVERSIONED, word.span)
        case Overrides(overrides=word, version=version) if version is not None:
            return Unit("overrides", word.text, version.text, version.span)
        case _:
            return None
