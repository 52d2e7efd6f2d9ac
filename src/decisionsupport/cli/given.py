"""What a user gives on the command line besides the pack: files of JSON, and the instant.

Numbers keep their own letters (`38.65` is a `Decimal`), so that nothing is rounded before it is judged.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from rich.text import Text

from decisionsupport.cli.consoles import errors
from decisionsupport.cli.exits import CannotRun

_MOST_BYTES = 50_000_000


def existing(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths, all of which must be there."""
    listed = tuple(paths)
    for path in listed:
        if not path.exists():
            raise CannotRun(f"`{path}` does not exist", "give folders of YAML files, or single files")
    return listed


def read_map(where: str, what: str) -> Mapping[str, object]:
    """Read a JSON object from a file, or from standard input when `where` is `-`."""
    name = "standard input" if where == "-" else f"`{where}`"
    text = read_text(where, what)
    try:
        found = json.loads(text, parse_float=Decimal, object_pairs_hook=_distinct)
    except json.JSONDecodeError as error:
        raise CannotRun(
            f"{what} in {name} are not JSON: line {error.lineno}, column {error.colno}: {error.msg.lower()}"
        ) from None
    except RecursionError:
        raise CannotRun(f"{what} in {name} are nested too deep") from None
    except ValueError as error:
        raise CannotRun(f"{what} in {name} cannot be used: {error}") from None
    if not isinstance(found, dict):
        raise CannotRun(f"{what} in {name} must be a map by form", 'such as {"news2": {"pulse": 88}}')
    return found


def read_text(where: str, what: str) -> str:
    """The UTF-8 text of a file, or of standard input when `where` is `-`."""
    return _decoded(_bytes_of(where, what), "standard input" if where == "-" else f"`{where}`")


def instant(text: str | None) -> datetime:
    """The instant given with `--at`, or, without it, the clock's, to the second."""
    if text is None:
        return datetime.now(UTC).astimezone().replace(microsecond=0)
    remedy = "write it as 2026-11-23T09:00:00+01:00"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"`{text}` is not an instant", remedy) from None
    if found.tzinfo is None:
        raise CannotRun(f"`{text}` has no offset from UTC", remedy)
    return found


def day(text: str) -> date:
    """The day that is written."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"`{text}` is not a day", "write it as 2026-11-23") from None


def tell_instant(at: str | None, moment: datetime) -> None:
    """Say which instant it was, where nobody gave one."""
    if at is None:
        errors().print(Text(f"at {moment.isoformat()} (the clock's; give --at for another)", style="dim"))


def _bytes_of(where: str, what: str) -> bytes:
    try:
        if where == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(where).open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise CannotRun(
            f"{what} cannot be read from `{where}`: {(error.strerror or str(error)).lower()}"
        ) from None
    if len(data) > _MOST_BYTES:
        raise CannotRun(f"{what} in `{where}` are larger than {_MOST_BYTES // 1_000_000} MB")
    return data


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRun(f"{name} is not UTF-8: byte {error.start + 1} is {data[error.start]:#04x}") from None


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key `{key}` is there twice")
        found[key] = value
    return found
