"""The same question about the same files, answered once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module

from decisionsupport.kept import cabinet
from decisionsupport.kept.kept import Kept
from decisionsupport.kept.key import key_of
from decisionsupport.kept.recall import UNREADABLE, recall
from decisionsupport.source import File


def remember(asked: Sequence[str | None], files: Sequence[File], make: Callable[[], Kept]) -> Kept:
    """What is kept of these files under what is asked; else what `make` makes, kept for the next time.

    What `make` makes must depend on nothing but `asked` and the files.
    """
    if cabinet.folder() is None:
        return make()
    key = key_of(asked, files)
    text = cabinet.take(key)
    if text is not None:
        with suppress(*UNREADABLE):  # not as `tell` writes: as if it were not there
            return recall(text, files)
    made = make()
    tell = import_module("decisionsupport.kept.tell").tell
    cabinet.keep(key, tell(made, files))
    return made
