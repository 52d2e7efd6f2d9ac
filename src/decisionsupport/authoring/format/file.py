"""One file into its canonical layout, and the proof that it still says the same."""

from __future__ import annotations

from collections import Counter

from decisionsupport.authoring.format.comments import comments_in
from decisionsupport.authoring.format.layout import lay_out
from decisionsupport.authoring.format.order import NOTHING_KNOWN, Shape, in_order, shape_of_document
from decisionsupport.authoring.format.parts import parts_of
from decisionsupport.diagnostics import Report
from decisionsupport.loading import File
from decisionsupport.syntax.yaml.core_schema import core_schema
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence


class Unproven(Exception):
    """The new layout does not say what the old one said: a fault of ours. Nothing may be written."""


def format_file(file: File, report: Report) -> bytes | None:
    """The file in its canonical layout; None, and `report` says why, when it cannot be read.

    A file of something else than a pack (a workflow, a compose file) stays as it is.
    `Unproven` when the result does not hold the same values and comments.
    """
    before = _read(file.path, file.data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), report)
    if before is None:
        return None
    shape = shape_of_document(before)
    if shape is NOTHING_KNOWN:
        return file.data
    text = lay_out(parts_of(before), shape)
    found = Report()
    after = _read(file.path, text.encode(), found)
    if after is None or _plain(before) != _plain(after):
        raise Unproven(f"`{file.path}` would not say the same")
    if _remarks(before) != _remarks(after):
        raise Unproven(f"`{file.path}` would lose a comment")
    return text.encode()


def _read(path: str, data: bytes, report: Report) -> Mapping | None:
    """The tree; None too where it could only be guessed at."""
    own = Report()
    tree = read_yaml(path, data, own)
    for each in own:
        report.add(each.slug, each.message, each.span, help=each.help, related=each.related)
    return tree if isinstance(tree, Mapping) and not own.has_errors else None


def _plain(root: Mapping) -> object:
    return _values(root, shape_of_document(root))


def _values(node: Node, shape: Shape) -> object:
    """What a tree holds, with the keys whose order says nothing in one order."""
    match node:
        case Scalar():
            meant = core_schema(node)
            return node.value, type(meant).__name__
        case Sequence(items=items):
            return [_values(item, shape.element()) for item in items]
        case Mapping(entries=entries):
            keys = [key.value for key, _ in entries]
            return {
                "order": [keys[index] for index in in_order(shape, keys)],
                "values": {key.value: _values(value, shape.under(node, key.value)) for key, value in entries},
            }


def _remarks(root: Mapping) -> Counter[str]:
    return Counter(comment.text for comment in comments_in(root) if comment.text)
