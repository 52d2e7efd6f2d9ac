"""A map whose values are made when they are first asked for.

Law: it is equal to the map of all its values, and iterates in the order it was given.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, TypeVar

V = TypeVar("V")


class Lazily(dict[str, V]):
    """What has been made lies in the dict itself, so that it is found as fast as in any dict."""

    __slots__ = ("_make", "_places")

    def __init__(self, places: Mapping[str, int], make: Callable[[int], V]) -> None:
        super().__init__()
        self._places = places
        self._make = make

    def __missing__(self, key: str) -> V:
        return self.setdefault(key, self._make(self._places[key]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __reversed__(self) -> Iterator[str]:
        return reversed(list(self._places))

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def keys(self) -> Any:  # noqa: ANN401 - as `dict.keys`, whose view cannot be made of another map
        """The keys, in order."""
        return KeysView(self)

    def values(self) -> Any:  # noqa: ANN401
        """The values, each made when it is come to."""
        return ValuesView(self)

    def items(self) -> Any:  # noqa: ANN401
        """The pairs, each value made when it is come to."""
        return ItemsView(self)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401
        """A value, or the default where there is none."""
        return self[key] if key in self._places else default

    def copy(self) -> dict[str, V]:
        """An ordinary dict, every value made."""
        return dict(self.items())

    def __eq__(self, other: object) -> bool:
        return self.copy() == other if isinstance(other, dict) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __repr__(self) -> str:
        return repr(self.copy())

    def __reduce__(self) -> tuple[type, tuple[dict[str, V]]]:
        return dict, (self.copy(),)
