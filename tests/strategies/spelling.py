"""How names are written where an expression stands, and what writing conditions and numbers share."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from dataclasses import replace
from fractions import Fraction
from typing import Self

from tests.strategies.choices import Choices
from tests.strategies.kinds import (
    Expr,
    Name,
    Num,
    Scope,
)

WORDS_OF = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)")


class Spelling(ABC):
    """Writes names for one place."""

    def __init__(self, choices: Choices, scope: Scope) -> None:
        self.choices = choices
        self.scope = scope

    def spelled(self, name: Name) -> str:
        """A name as it is written here."""
        scope = self.scope
        if scope.row is not None and name.group == scope.row:
            return name.path.split(".")[-1]
        if scope.form is not None and name.form == scope.form:
            return name.path.partition(".")[2]
        return name.path

    def read(self, name: Name) -> Expr:
        return Expr(self.spelled(name), name.judge, name.kind, name if name.hideable else None)

    def of_kind(self, kind: type) -> list[Name]:
        return [name for name in self.scope.names if isinstance(name.kind, kind)]

    def inside(self, group: str) -> Self:
        inner = replace(
            self.scope,
            names=self.scope.groups[group],
            row=group,
            groups={},
            plain={},
            remaining={},
            history=False,
        )
        return type(self)(self.choices, inner)

    def outside(self, text: str, group: str) -> str:
        """An entry's names, as they are written around the entry."""
        path = group.partition(".")[2] if group.startswith(f"{self.scope.form}.") else group
        own = {name.path.split(".")[-1] for name in self.scope.groups[group]}
        words = WORDS_OF.split(text)
        return "".join(f"{path}.{word}" if word in own else word for word in words)

    def named_outside(self, name: Name, group: str) -> str:
        return self.outside(name.path.split(".")[-1], group)

    def literal(self, kind: Num) -> Fraction:
        """A number on the grid, within the ends."""
        low, high = math.ceil(kind.least / kind.grid), math.floor(kind.most / kind.grid)
        return (low + self.choices.number(min(max(high - low, 0), 40))) * kind.grid

    @abstractmethod
    def condition(self, depth: int = 2, *, positive: bool = True) -> Expr:
        """A condition; under a negation what can be hidden stands behind `is applicable`."""

    @abstractmethod
    def number(self, depth: int = 2) -> Expr:
        """A number."""

    @abstractmethod
    def of_entry(self, group: str, depth: int) -> Expr:
        """A condition on an entry of a repeating group."""
