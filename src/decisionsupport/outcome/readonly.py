"""A mapping that cannot be changed: what outcomes hold where a dict would invite writing.

Law: equal to any mapping with the same entries, keeps their order, can be pickled and copied.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import NoReturn, TypeVar

V = TypeVar("V", covariant=True)


class ReadOnly(Mapping[str, V]):
    """The entries of `entries` as they are now; later changes to `entries` do not show.

    >>> ReadOnly({"total": 7})["total"]
    7
    """

    __slots__ = ("_entries",)
    _entries: dict[str, V]

    def __init__(self, entries: Mapping[str, V] | None = None) -> None:
        object.__setattr__(self, "_entries", dict(entries) if entries else {})

    @classmethod
    def of(cls, entries: dict[str, V]) -> ReadOnly[V]:
        """The same without a copy: whoever calls lets go of `entries`."""
        made: ReadOnly[V] = _new(cls)
        _set_entries(made, entries)
        return made

    def __getitem__(self, key: str) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def keys(self) -> KeysView[str]:
        """The keys, in their order."""
        return self._entries.keys()

    def values(self) -> ValuesView[V]:
        """The values, in the order of their keys."""
        return self._entries.values()

    def items(self) -> ItemsView[str, V]:
        """The entries, in their order."""
        return self._entries.items()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ReadOnly):
            return self._entries == other._entries
        if isinstance(other, Mapping):
            return self._entries == dict(other.items())
        return NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("this mapping is read-only")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("this mapping is read-only")

    def __reduce__(self) -> tuple[Callable[..., ReadOnly[V]], tuple[dict[str, V]]]:
        return (ReadOnly, (dict(self._entries),))

    def __repr__(self) -> str:
        return f"ReadOnly({self._entries!r})"


_new = object.__new__
_set_entries = ReadOnly.__dict__["_entries"].__set__
NOTHING: ReadOnly[NoReturn] = ReadOnly()
