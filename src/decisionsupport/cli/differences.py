"""A file as it is beside what it would be, as a unified diff."""

from __future__ import annotations

import difflib

from decisionsupport.source import File

_NO_LINE_END = "\\ No newline at end of file"


def difference(file: File, after: bytes, what: str) -> str:
    """The lines that differ; `what` says in the heading what the second would be."""
    old, new = (data.decode().splitlines(keepends=True) for data in (file.data, after))
    lines = difflib.unified_diff(old, new, file.path, f"{file.path} ({what})")
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_LINE_END}\n" for line in lines)
