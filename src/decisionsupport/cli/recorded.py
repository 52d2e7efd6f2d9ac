"""Answers that a host recorded, one JSON object a line: `at`, `answers`, and more that `evaluate` takes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from decisionsupport.authoring.diff import Record
from decisionsupport.cli.exits import CannotRun
from decisionsupport.cli.given import instant

_KEYS: Final = {"name": str, "at": str, "answers": dict, "history": dict, "parameters": dict, "site": str}


def records_in(path: Path, at: str | None) -> Iterator[Record]:
    """The records of a file, in its order; `at` for those that have no instant of their own."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise CannotRun(f"`{path}` is not UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            place = f"{path}:{number}"
            yield _record(_object(line, place), place, at)


def _object(line: str, place: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise CannotRun(f"{place}: not JSON: {error.msg.lower()} (column {error.colno})") from None
    if not isinstance(found, dict):
        raise CannotRun(f"{place}: not a map", 'write one record a line, as {"at": …, "answers": {…}}')
    return found


def _record(found: Mapping[str, Any], place: str, at: str | None) -> Record:
    for key, value in found.items():
        if key not in _KEYS:
            raise CannotRun(f"{place}: `{key}` is not a key of a record", f"one of {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise CannotRun(f"{place}: `{key}` is not {'a text' if _KEYS[key] is str else 'a map'}")
    if "answers" not in found:
        raise CannotRun(f"{place}: a record needs `answers`", 'such as {"news2": {"pulse": 88}}')
    return Record(
        name=found.get("name", place),
        at=_at(found.get("at", at), place),
        answers=found["answers"],
        history=found.get("history"),
        parameters=found.get("parameters"),
        site=found.get("site"),
    )


def _at(text: str | None, place: str) -> datetime:
    if text is None:
        raise CannotRun(f"{place}: a record needs `at`", "give it there, or `--at` for all that have none")
    try:
        return instant(text)
    except CannotRun as wrong:
        raise CannotRun(f"{place}: {wrong}", wrong.remedy) from None
