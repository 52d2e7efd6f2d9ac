"""Every code that a pack's author wrote, with the system it is said to be of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, get_args

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.documents.form import Form
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.options import Option
from decisionsupport.documents.reading import Entries
from decisionsupport.program import expressions as x
from decisionsupport.program.walk import walk
from decisionsupport.source import Span
from decisionsupport.values.kinds import CodeSystem

SYSTEMS: Final[dict[str, CodeSystem]] = {name: name for name in get_args(CodeSystem)}
NAMES: Final[dict[CodeSystem, str]] = {
    "atc": "ATC",
    "icd10se": "ICD-10-SE",
    "snomed": "SNOMED CT",
    "loinc": "LOINC",
    "kva": "KVÅ",
}


class Written(NamedTuple):
    """A code, its system, and where it stands."""

    code: str
    system: CodeSystem
    span: Span


def systems_written(pack: Pack) -> Iterator[Word]:
    """The name of the system that each code of a form, item, option, finding or action is said to be of."""
    yield from (system for codes in _maps(pack) for system, _ in codes)


def codes_written(pack: Pack) -> Iterator[Written]:
    """What things are called in code systems, parameters that are codes, and codes in expressions."""
    for codes in _maps(pack):
        for system, code in codes:
            if system.text in SYSTEMS:
                yield Written(code.text, SYSTEMS[system.text], code.span)
    for parameter in pack.declared.parameters.values():
        if parameter.system is not None:
            values = (parameter.value, *(value for _, value in parameter.from_))
            for value in values:
                for word in value if isinstance(value, tuple) else (value,):
                    if isinstance(word, Word):
                        yield Written(word.text, SYSTEMS[parameter.system.text], word.span)
    for cell in pack.program.cells.values():
        for part in walk(cell.expression) if cell.expression is not None else ():
            if isinstance(part, x.CodeIn) and isinstance(part.codes, x.Constant):
                listed = part.codes.value
                for each in sorted(listed) if isinstance(listed, frozenset) else ():
                    yield Written(each, part.system, part.codes.span)


def _maps(pack: Pack) -> Iterator[Entries[Word]]:
    declared = pack.declared
    for form in declared.forms.values():
        yield form.code
        for _, item, _ in form.each_item():
            yield item.code
        yield from _of_options(form, pack)
    for finding in declared.findings.values():
        yield finding.code
        yield from (option.code for _, option in finding.options or ())
    yield from (action.code for action in declared.actions.values())


def _of_options(form: Form, pack: Pack) -> Iterator[Entries[Word]]:
    lists: list[Entries[Option]] = [options for _, options in form.option_lists]
    lists += [item.options for _, item, _ in form.each_item() if isinstance(item.options, Entries)]
    lists += [options for document in pack.declared.packs for _, options in document.option_lists]
    yield from (option.code for options in lists for _, option in options)
