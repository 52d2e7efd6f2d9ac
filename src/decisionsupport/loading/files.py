"""From folders to files: every `*.yaml` below the paths given, in the order of their paths."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from decisionsupport.source import File

ENDINGS = (".yaml", ".yml")


def read_files(paths: Iterable[str | Path]) -> tuple[File, ...]:
    """Read every YAML file at or below the paths; hidden folders are passed over.

    `FileNotFoundError` when a path does not exist, `OSError` when a file cannot be read.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.suffix in ENDINGS and file.is_file() and not _hidden(file.relative_to(path)):
                    found[file] = None
        else:
            found[path] = None
    return tuple(File(file.as_posix(), file.read_bytes()) for file in found)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
