"""Whatever is done to a document, reading it never raises: it is read, or something is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.diagnostics.model import Report
from decisionsupport.documents.from_yaml import document_from_yaml
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence
from tests.documents.language_documents import NAMES, tree

Path = tuple[int, ...]


def paths(node: Node, here: Path = ()) -> list[Path]:
    """The way to every node of a tree."""
    children: tuple[Node, ...] = ()
    if isinstance(node, Mapping):
        children = tuple(child for _, child in node.entries)
    elif isinstance(node, Sequence):
        children = node.items
    return [here, *(path for index, child in enumerate(children) for path in paths(child, (*here, index)))]


def changed(node: Node, path: Path, new: Node) -> Node:
    """The tree with another node at the end of the path."""
    if not path:
        return new
    if isinstance(node, Mapping):
        entries = list(node.entries)
        key, child = entries[path[0]]
        entries[path[0]] = (key, changed(child, path[1:], new))
        return replace(node, entries=tuple(entries))
    assert isinstance(node, Sequence)
    items = list(node.items)
    items[path[0]] = changed(items[path[0]], path[1:], new)
    return replace(node, items=tuple(items))


def at(node: Node, path: Path) -> Node:
    for index in path:
        node = node.entries[index][1] if isinstance(node, Mapping) else node.items[index]  # type: ignore[union-attr]
    return node


WORDS = [
    "",
    "x",
    "true",
    "now",
    "3",
    "3.5",
    "..8",
    "8..1",
    "2 hours",
    "2026-13-01",
    "a.b",
    "å",
    "a b",
    "any",
    "unknown",
]


@st.composite
def mutants(draw: st.DrawFn) -> Node:
    """A good document with one to three things wrong."""
    node = tree(draw(st.sampled_from(NAMES)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(paths(node)))
        node = changed(
            node,
            path,
            draw(
                st.sampled_from(["drop", "rename", "kind", "graft"]).flatmap(mutation(at(node, path), node))
            ),
        )
    return node


def mutation(old: Node, root: Node) -> Callable[[str], st.SearchStrategy[Node]]:
    """A strategy of what a node may turn into."""
    scalar = st.builds(
        lambda word, style: Scalar(word, style, old.span),
        st.sampled_from(WORDS),
        st.sampled_from(["plain", "double"]),
    )

    def chosen(how: str) -> st.SearchStrategy[Node]:
        if how == "drop" and isinstance(old, Mapping) and old.entries:
            index = st.integers(0, len(old.entries) - 1)
            return index.map(lambda i: replace(old, entries=old.entries[:i] + old.entries[i + 1 :]))
        if how == "drop" and isinstance(old, Sequence) and old.items:
            return st.just(replace(old, items=old.items[1:]))
        if how == "rename" and isinstance(old, Mapping) and old.entries:
            return st.tuples(
                st.integers(0, len(old.entries) - 1), st.sampled_from([*WORDS, "when", "kind", "items"])
            ).map(lambda pair: renamed(old, *pair))
        if how == "graft":
            return st.sampled_from(paths(root)).map(lambda path: at(root, path))
        return st.one_of(
            scalar,
            st.just(Sequence((), old.span)),
            st.just(Mapping((), old.span)),
            st.just(Sequence((old,), old.span)),
            st.just(Mapping(((Scalar("sv", "plain", old.span), old),), old.span)),
        )

    return chosen


def renamed(node: Mapping, index: int, word: str) -> Mapping:
    key, child = node.entries[index]
    rest = tuple(entry for i, entry in enumerate(node.entries) if i != index and entry[0].value != word)
    return replace(node, entries=(*rest, (replace(key, value=word), child)))


@given(mutants())
def test_reading_never_raises_and_never_is_silent(node: Node) -> None:
    report = Report()
    made = document_from_yaml(node, report)
    assert made is not None or report.has_errors
    assert all(found.span is not None for found in report)
    assert all("\n" not in found.message for found in report)
