"""The audit trail: every step as an entry that carries the hash of the one before it.

Law: an entry changed, dropped, moved or put in is found by `broken`; entries cut off at the end are found
when the `head` of the trail was kept elsewhere. Whoever can rewrite the whole trail can also hash it anew:
keep the head where they cannot reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from decisionsupport.outcome.digest import sha256_of
from decisionsupport.outcome.reading import read_json
from decisionsupport.outcome.shapes import record_of
from decisionsupport.outcome.values import fixed_offset
from decisionsupport.outcome.writing import plain, write_json

SchemaName: TypeAlias = Literal["decisionsupport/audit/1"]
SCHEMA: Final[SchemaName] = "decisionsupport/audit/1"
BreakKind: TypeAlias = Literal["changed", "dropped", "moved", "inserted", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step: who, in which role, when, on what, from which state to which, why.

    `on` names the subject (`proposal:…`, `request:…`, `done:…`) and `what` its action, form or request.
    `delegation` is the delegation it was done under. `content` is the SHA-256 of the subject after the step,
    `previous` the hash of the entry before, `hash` that of this entry without its `hash`.
    """

    number: int
    at: datetime
    who: str
    role: str
    on: str
    what: str
    step: str
    from_: str | None = None
    to: str
    reason: str | None = None
    delegation: str | None = None
    content: str
    previous: str
    hash: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))


@dataclass(frozen=True, slots=True)
class Break:
    """Where a trail is broken: at the entry at this place in the list (from 0), in what way, in words."""

    at: int
    kind: BreakKind
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """The entries of one patient's review, the oldest first."""

    schema: SchemaName = SCHEMA
    of: str
    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last entry; of a trail without entries, that of its beginning."""
        return self.entries[-1].hash if self.entries else beginning(self.of)

    def broken(self, head: str | None = None) -> Break | None:
        """The first place where the trail was tampered with, or None.

        `head`: a head kept elsewhere, of now or of any time before; a trail that no longer leads through it
        has been cut off or rewritten.
        """
        found = _first_break(self)
        if found is not None or head is None:
            return found
        if head == beginning(self.of) or any(entry.hash == head for entry in self.entries):
            return None
        return Break(len(self.entries), "cut", "the trail does not reach the head that was kept")

    def to_json(self, indent: int | None = None) -> str:
        """The trail as JSON: one line, or indented."""
        return write_json(self, indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Trail:
        """The trail that `to_json` wrote, intact or not: `broken` says which."""
        return read_json(cls, text)


def appended(trail: Trail, subject: object, entry: Mapping[str, object]) -> Trail:
    """The trail with one entry more; `subject` is what the step made."""
    made = Entry(
        number=len(trail.entries) + 1,
        content=content_of(subject),
        previous=trail.head,
        hash="",
        **entry,  # type: ignore[arg-type]
    )
    return replace(trail, entries=(*trail.entries, replace(made, hash=_hash_of(made))))


def content_of(subject: object) -> str:
    """The SHA-256 of a record's canonical JSON."""
    return sha256_of(plain(record_of(type(subject)), subject))


def beginning(of: str) -> str:
    """What the first entry of a trail has as its previous hash: no entry fits another patient's trail."""
    return sha256_of({"trail": of})


def _hash_of(entry: Entry) -> str:
    return sha256_of(plain(record_of(Entry), replace(entry, hash="")))


def _first_break(trail: Trail) -> Break | None:
    numbers = [entry.number for entry in trail.entries]
    previous = beginning(trail.of)
    for place, entry in enumerate(trail.entries):
        if entry.number != place + 1:
            return _misplaced(place, numbers)
        if entry.hash != _hash_of(entry):
            return Break(place, "changed", f"entry {entry.number} is not what its hash says")
        if entry.previous != previous:
            return Break(place, "changed", f"entry {entry.number} was not written after the one before it")
        previous = entry.hash
    return None


def _misplaced(place: int, numbers: list[int]) -> Break:
    number, wanted = numbers[place], place + 1
    if numbers.count(number) > 1:
        return Break(place, "inserted", f"entry {number} is there twice")
    if wanted in numbers:
        return Break(place, "moved", f"entry {number} stands where entry {wanted} should")
    return Break(place, "dropped", f"entry {wanted} is missing")
