"""Where generated programs get their choices from: Hypothesis, which can shrink them, or a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """A source of whole numbers; 0 is always the simplest choice."""

    def number(self, most: int) -> int:
        """A whole number from 0 to `most`."""
        ...


@cache
def _numbers(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


class Drawn:
    """Choices that Hypothesis makes, and shrinks."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def number(self, most: int) -> int:
        return 0 if most <= 0 else self._draw(_numbers(most))


class Seeded:
    """Choices of a seed: the same on every Python."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def number(self, most: int) -> int:
        return 0 if most <= 0 else self._random.randrange(most + 1)


def pick(choices: Choices, options: Sequence[T]) -> T:
    """One of the options; the first is the simplest."""
    return options[choices.number(len(options) - 1)]


def chance(choices: Choices, percent: int) -> bool:
    """True so often; False is simpler."""
    return choices.number(99) >= 100 - percent


def some(choices: Choices, options: Sequence[T], percent: int = 50) -> list[T]:
    """Some of the options, in order."""
    return [option for option in options if chance(choices, percent)]


def shuffled(choices: Choices, options: Sequence[T]) -> list[T]:
    """The options in some order."""
    left, found = list(options), []
    while left:
        found.append(left.pop(choices.number(len(left) - 1)))
    return found
