"""The folder where entries are kept, in the user's cache; `DECISIONSUPPORT_CACHE` names another, or `off`.

Law: reading gives what was written under that key or nothing, and neither reading nor writing ever fails: an
entry that is cut short, changed, under another's name, not the user's own, or that others may write is as if
it were not there; where nothing can be written nothing is kept.

The hash in an entry finds what broke and what was mixed up. It does not stop someone who may write as the
user: who can do that can as well change the packs, or this program.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SETTING = "DECISIONSUPPORT_CACHE"
MOST_ENTRIES = 32
_ENDING = ".jsonl"


def folder() -> Path | None:
    """Where entries are kept; None where nothing is to be kept."""
    setting = os.environ.get(SETTING, "")
    if setting == "off":
        return None
    if setting:
        return Path(setting)
    try:
        return _user_cache() / "decisionsupport"
    except RuntimeError:  # nobody's home
        return None


def _user_cache() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".cache"


def take(key: str) -> str | None:
    """The text kept under a key, or None."""
    where = folder()
    if where is None:
        return None
    try:
        if not _ours(where.stat(follow_symlinks=False), stat.S_ISDIR):
            return None
        written = _read(where / f"{key}{_ENDING}")
    except OSError:
        return None
    head, _, body = written.partition(b"\n")
    if head != _head(key, body):
        return None
    return body.decode("ascii", "replace")


def _read(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - the flags
        return file.read() if _ours(os.fstat(file.fileno()), stat.S_ISREG) else b""


def _ours(found: os.stat_result, kind: Callable[[int], bool]) -> bool:
    """Whether it is of this kind, belongs to the user, and can be written by nobody else."""
    if not kind(found.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _head(key: str, body: bytes) -> bytes:
    return f'{{"key":"{key}","sha256":"{hashlib.sha256(body).hexdigest()}"}}'.encode()


def keep(key: str, text: str) -> None:
    """Keep a text under a key, whole or not at all."""
    where = folder()
    if where is None:
        return
    body = text.encode("ascii")
    with contextlib.suppress(OSError):
        where.parent.mkdir(parents=True, exist_ok=True)
        where.mkdir(mode=0o700, exist_ok=True)
        if _ours(where.stat(follow_symlinks=False), stat.S_ISDIR):
            _write(where / f"{key}{_ENDING}", _head(key, body) + b"\n" + body)
            _make_room(where)


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")  # for the user alone
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _make_room(where: Path) -> None:
    """Let the oldest go."""
    entries = sorted(where.glob(f"*{_ENDING}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in entries[MOST_ENTRIES:]:
        path.unlink(missing_ok=True)
