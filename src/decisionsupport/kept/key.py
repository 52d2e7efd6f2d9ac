"""What an entry is found by: everything that what it holds was made from.

Law: two runs that could come to different results have different keys. So a key holds the bytes of all files,
what was asked, the bytes of our own source (a working tree never meets its own past), the Python, and the
libraries that read files.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from decisionsupport.source import File

_READERS = ("PyYAML", "pydantic", "pydantic_core", "tzdata")


def key_of(asked: Sequence[str | None], files: Sequence[File]) -> str:
    """The key, in hexadecimal; `asked` is what the files were put to."""
    bytes_of = [[file.path, hashlib.sha256(file.data).hexdigest()] for file in files]
    made_from = [own_source(), sys.version, sys.platform, _readers()]
    return hashlib.sha256(json.dumps([made_from, asked, bytes_of]).encode()).hexdigest()


@cache
def own_source() -> str:
    """The digest of every module of the library, its version among them."""
    root = Path(__file__).parents[1]
    found = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        found.update(f"{path.relative_to(root).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


@cache
def _readers() -> list[str]:
    return [f"{name} {_version(name)}" for name in _READERS]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
