"""The places of a pack, and the states that cases saw them in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from decisionsupport.source import Span

PlaceKind = Literal["rule", "condition", "row", "entry", "band", "option", "message"]
Seen = Literal["true", "false", "unknown", "taken"]
KINDS: Final[tuple[PlaceKind, ...]] = get_args(PlaceKind)
Key: TypeAlias = tuple[PlaceKind, str, int, str]
"""A place's kind, file, offset and name: the same for a pack of any site."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something in a pack that cases can reach; `name` is what it is called, or says."""

    kind: PlaceKind
    name: str
    span: Span

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.kind, self.span.source.path, self.span.start, self.name

    @property
    def wanted(self) -> tuple[Seen, ...]:
        """The states that some case should see."""
        return ("true", "false") if self.kind in ("rule", "condition") else ("taken",)


@dataclass(slots=True)
class Coverage:
    """What cases have reached; `cases` is how many there were."""

    cases: int = 0
    places: dict[Key, Place] = field(default_factory=dict)
    seen: dict[Key, set[Seen]] = field(default_factory=dict)

    def add(self, place: Place) -> None:
        """Say that there is a place."""
        self.places.setdefault(place.key, place)
        self.seen.setdefault(place.key, set())

    def note(self, key: Key, state: Seen) -> None:
        """Say that a case saw a place in a state."""
        self.seen[key].add(state)

    def of(self, kind: PlaceKind) -> tuple[Place, ...]:
        """The places of a kind, in the order of the files."""
        found = (place for place in self.places.values() if place.kind == kind)
        return tuple(sorted(found, key=lambda each: (each.span.source.path, each.span.start, each.name)))

    def missing(self, place: Place) -> tuple[Seen, ...]:
        """The states in which no case saw a place."""
        return tuple(state for state in place.wanted if state not in self.seen[place.key])

    def counted(self, kinds: Collection[PlaceKind] = KINDS, path: str | None = None) -> tuple[int, int]:
        """How many wanted states were seen, and how many there are; in one file where it is named."""
        found = [
            place
            for place in self.places.values()
            if place.kind in kinds and (path is None or place.span.source.path == path)
        ]
        wanted = sum(len(place.wanted) for place in found)
        return wanted - sum(len(self.missing(place)) for place in found), wanted

    def saw(self, kind: PlaceKind, state: Seen) -> tuple[int, int]:
        """How many places of a kind were seen in a state, and how many there are."""
        found = self.of(kind)
        return sum(state in self.seen[place.key] for place in found), len(found)


def percent(counted: tuple[int, int]) -> float:
    """Of a hundred, how many; 100 where there are none to count."""
    seen, wanted = counted
    return 100 * seen / wanted if wanted else 100.0
