"""Python's collector of circles, held while a pack is loaded.

A pack is hundreds of thousands of small values of which nothing is thrown away: looking through them again
and again is a third of the time of loading. Law: whatever happens, the collector is left as it was found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the collector for the time of the block; where it is held already, do nothing."""
    held = gc.isenabled()
    if held:
        gc.disable()
    try:
        yield
    finally:
        if held:
            _grow_old()
            gc.enable()


def _grow_old() -> None:
    """Put what was made among what is old, which is looked through seldom: it is all there to stay.

    Freezing and thawing does that without looking. Where a host has frozen things, they must stay frozen.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
