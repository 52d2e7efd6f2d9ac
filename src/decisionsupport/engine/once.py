"""A property that is worked out when it is first read, and kept.

Law: what it works out is the same each time, so that threads that read it together need not wait for each
other. (Python's own takes a lock for it before 3.12.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 (used as a decorator)
    """`@once` instead of `@property`; the object keeps the value in its `__dict__`."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> once[T]: ...
    @overload
    def __get__(self, owner: object, kind: type) -> T: ...
    def __get__(self, owner: object | None, kind: type) -> once[T] | T:
        """The value; found in the object's own `__dict__` from then on."""
        if owner is None:
            return self
        # Where two threads work it out together, both get the one that is kept.
        value: T = owner.__dict__.setdefault(self._name, self._work_out(owner))
        return value
