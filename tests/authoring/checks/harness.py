"""So that tests of checks read as sentences: `told(slug, document)` is what an author is told."""

from __future__ import annotations

from datetime import date
from textwrap import dedent, indent

from tests.ground import found_in


def told(slug: str, *documents: str, today: date | None = None) -> list[str]:
    """The messages of one check about documents that stand beside the ground; nothing else may be found."""
    found = found_in(slug, [dedent(text).encode() for text in documents], today=today)
    assert {each.slug for each in found} <= {slug}
    return [each.message for each in found]


def a_set(body: str) -> str:
    """A set called `example`."""
    return f"set: example\nversion: 1.0.0\n{dedent(body).strip()}\n"


def a_rule(when: str, does: str = "propose: [visit]") -> str:
    """A set with one rule."""
    return a_set(f"rules:\n  one:\n    when: {when}\n{indent(dedent(does).strip(), '    ')}\n")


def an_assessment(items: str, rest: str = "") -> str:
    """An assessment called `example`."""
    inside = indent(dedent(items).strip(), "  ")
    return (
        f"assessment: example\nversion: 1.0.0\ntitle: An example\nitems:\n{inside}\n{dedent(rest).strip()}\n"
    )
