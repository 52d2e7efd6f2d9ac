"""Waiting until files of a pack change: sizes and times of change, looked at again and again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from decisionsupport.loading.files import ENDINGS

PAUSE: Final = 0.4
Seen: TypeAlias = Mapping[Path, tuple[int, int]]


def changes(paths: Sequence[Path], pause: float = PAUSE) -> Iterator[tuple[Path, ...]]:
    """The files that came, went or changed, each time some did; never ends."""
    before = seen(paths)
    while True:
        time.sleep(pause)
        now = seen(paths)
        changed = tuple(
            sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
        )
        before = now
        if changed:
            yield changed


def seen(paths: Sequence[Path]) -> Seen:
    """Each YAML file at or below the paths, with when it was changed and its size."""
    found = {}
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else (path,):
            if file.suffix in ENDINGS:
                try:
                    state = file.stat()
                except FileNotFoundError:
                    continue  # gone since it was listed
                found[file] = (state.st_mtime_ns, state.st_size)
    return found
