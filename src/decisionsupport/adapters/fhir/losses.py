"""What could not be said on the other side, by name: nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """One thing that the other side does not say, or says differently: where, what of it, and why."""

    where: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.why}"


@dataclass(slots=True)
class Losses:
    """Collects what is lost on the way; each once."""

    found: dict[Loss, None] = field(default_factory=dict)

    def add(self, where: str, what: str, why: str) -> None:
        """Note one."""
        self.found.setdefault(Loss(where, what, why))

    def __iter__(self) -> Iterator[Loss]:
        return iter(self.found)
