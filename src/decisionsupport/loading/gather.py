"""From files to documents, in the order of their paths; a file that has none is in the report."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from decisionsupport.diagnostics import Report, Severity
from decisionsupport.documents.from_yaml import Document, document_from_yaml
from decisionsupport.source import File
from decisionsupport.syntax.yaml.read import read_yaml

_KEY = re.compile(r"([a-z][a-z0-9_]*)[ \t]*:")
_HOLDS_NAMES = re.compile(r"^(?:assessment|checklist|facts|set|pack)[ \t]*:", re.MULTILINE)
_DECLARES = re.compile(r"^(?:assessment|checklist|facts|request)[ \t]*:[ \t]*([a-z][a-z0-9_]*)", re.MULTILINE)


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
    texts = [_text_of(file.data) for file in files if file.path in broken]
    found = {word for text in texts for word in _DECLARES.findall(text)}
    found.update(word for text in texts if _HOLDS_NAMES.search(text) for word in _KEY.findall(text))
    return frozenset(found)


def _text_of(data: bytes) -> str:
    """The letters of a file, also of one that is not saved as it should be."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8", errors="replace")
