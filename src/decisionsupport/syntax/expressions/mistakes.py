"""A mistake in an expression's text before it has a place in a file."""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """What is wrong with `text[start:end]` of one expression, and the remedy."""

    slug: str
    message: str
    start: int
    end: int
    help: str = ""
