"""One YAML file into a tree in which every value keeps its place.

Whatever the bytes are, the answer is a tree or a diagnostic with its place, soon and in little memory: the
file is read as parser events with our own stack, and limits are checked before anything is built.
"""

from __future__ import annotations

import re

import yaml

from decisionsupport.diagnostics.model import Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.yaml.build import Builder, Parser
from decisionsupport.syntax.yaml.complaints import complain
from decisionsupport.syntax.yaml.indents import report_indents
from decisionsupport.syntax.yaml.letters import decode
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar

_DIRECTIVE = re.compile(r"^%[^\r\n]*", re.MULTILINE)
_CONTENT = re.compile(r"^[ \t]*[^\s#]", re.MULTILINE)


def read_yaml(path: str, data: bytes, report: Report) -> Node | None:
    """Read one file. `path` is what the author would call it; None when there is nothing to go on with.

    With some mistakes (a duplicate key, an unquoted template) the tree comes back as the author most likely
    meant it, so that later stages can report theirs too; `report` then has errors all the same.
    """
    decoded = decode(path, data, report)
    if decoded is None:
        return None
    source, text = decoded
    if _has_directive(source, text, report):
        return None
    builder = Builder(source, report)
    try:
        parser: Parser = _LOADER(text)
        root = builder.build(parser)
    except yaml.YAMLError as error:
        if not report_indents(source, text, report, near=error):
            complain(error, builder, report)
        return None
    report_indents(source, text, report, root=root)
    return _only_a_map(root, builder, report)


# libyaml is an optional part of PyYAML; without it reading is slower and the remedies of broken YAML fewer.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _has_directive(source: Source, text: str, report: Report) -> bool:
    found = _DIRECTIVE.search(text) if "%" in text else None
    if found is None or _CONTENT.search(text, 0, found.start()):
        return False
    report.add(
        "yaml-directive",
        f"the directive `{found.group()[:40]}` is not used here",
        Span(source, *found.span()),
        help="take the line away; files are read as YAML 1.2",
    )
    return True


def _only_a_map(root: Node | None, builder: Builder, report: Report) -> Node | None:
    source = builder.source
    if builder.stopped:
        return None
    match root:
        case Mapping():
            return root
        case None | Scalar(value="", style="plain"):
            report.add(
                "empty-file",
                "the file says nothing",
                Span(source, 0, 0),
                help="write a document, or take the file away",
            )
            return None
        case _:
            report.add(
                "not-a-map",
                f"the file is {'one text' if isinstance(root, Scalar) else 'a list'}, not keys with values",
                Span(source, root.span.start, root.span.end),
                help="start it with what it is, as `assessment: news2` or `set: fall`",
            )
            return None
