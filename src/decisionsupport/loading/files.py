"""From folders to documents: every `*.yaml` below the paths given, read in the order of their paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from decisionsupport.diagnostics import Report, Severity
from decisionsupport.documents.from_yaml import Document, document_from_yaml
from decisionsupport.syntax.yaml.read import read_yaml

ENDINGS = (".yaml", ".yml")
_KEY = re.compile(r"([a-z][a-z0-9_]*)[ \t]*:")
_HOLDS_NAMES = re.compile(r"^(?:assessment|checklist|facts|set|pack)[ \t]*:", re.MULTILINE)
_DECLARES = re.compile(r"^(?:assessment|checklist|facts|request)[ \t]*:[ \t]*([a-z][a-z0-9_]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack: its path as the author would say it, and its bytes."""

    path: str
    data: bytes


def read_files(paths: Iterable[str | Path]) -> tuple[File, ...]:
    """Read every YAML file at or below the paths; hidden folders are passed over.

    `FileNotFoundError` when a path does not exist, `OSError` when a file cannot be read.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.suffix in ENDINGS and file.is_file() and not _hidden(file.relative_to(path)):
                    found[file] = None
        else:
            found[path] = None
    return tuple(File(file.as_posix(), file.read_bytes()) for file in found)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def documents_of(files: Sequence[File], report: Report) -> list[Document]:
    """Each file's document; a file that has none is in the report."""
    found = []
    for file in sorted(files, key=lambda each: each.path):
        tree = read_yaml(file.path, file.data, report)
        if tree is not None:
            document = document_from_yaml(tree, report)
            if document is not None:
                found.append(document)
    return found


def lost_words(files: Sequence[File], report: Report) -> frozenset[str]:
    """What files with errors may have declared: nothing is said of names that may stand there.

    One mistake in a form must not be told again wherever the form is named.
    """
    broken = {
        found.span.source.path
        for found in report
        if found.severity is Severity.ERROR and found.span is not None
    }
    texts = [file.data.decode(errors="replace") for file in files if file.path in broken]
    found = {word for text in texts for word in _DECLARES.findall(text)}
    found.update(word for text in texts if _HOLDS_NAMES.search(text) for word in _KEY.findall(text))
    return frozenset(found)
