"""A case in YAML, as an author would write it, ready to be pasted under `cases:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from decisionsupport.authoring.cases.model import Setting

_PLAIN: Final = re.compile(r"[A-Za-z0-9_åäöÅÄÖ][A-Za-z0-9_åäöÅÄÖ. +:/-]*(?<! )")
_NOT_PLAIN: Final = re.compile(
    r"null|true|false|yes|no|on|off|~|.*: .*|.*:|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|0[xo].*", re.IGNORECASE
)
_MOST_COLUMNS: Final = 130


def written_case(name: str, setting: Setting, expect: Mapping[str, object]) -> str:
    """The case as an entry of `cases:`."""
    lines = [f"  - name: {flow(name)}"]
    if setting.at is not None:
        lines.append(f"    at: {setting.at.isoformat()}")
    for key, value in (("site", setting.site), ("language", setting.language)):
        if value is not None:
            lines.append(f"    {key}: {flow(value)}")
    if setting.parameters:
        lines.append(f"    parameters: {flow(setting.parameters)}")
    lines += _block("given", setting.given)
    if setting.history is not None:
        lines += _block("history", setting.history)
    lines.append("    expect:")
    lines += [f"      {key}: {flow(value)}" for key, value in expect.items()]
    return "\n".join(lines) + "\n"


def _block(key: str, forms: Mapping[str, object]) -> Iterator[str]:
    whole = f"    {key}: {flow(forms)}"
    if len(whole) <= _MOST_COLUMNS or not forms:
        yield whole
        return
    yield f"    {key}:"
    for form, answers in forms.items():
        yield f"      {form}: {flow(answers)}"


def flow(value: object) -> str:
    """A value in YAML's flow style, on one line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case str():
            return _text(value)
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
        case list() | tuple() | frozenset() | set():
            members = sorted(value) if isinstance(value, frozenset | set) else value
            return "[" + ", ".join(flow(each) for each in members) + "]"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    # What reads as a number or a range is one, of `expect`: it stands as it is.
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?(?:\.\.-?[0-9]+(?:\.[0-9]+)?)?", text):
        return text
    if _PLAIN.fullmatch(text) and not _NOT_PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
