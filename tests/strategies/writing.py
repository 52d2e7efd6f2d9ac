"""Documents as YAML text, block style, each file one document; and the same pack written in another order."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from decisionsupport.loading import File
from tests.strategies.choices import Choices, pick, shuffled

_PLAIN = re.compile(r"[A-Za-z0-9(][A-Za-z0-9_.,()\[\]<>=!+*/\" -]*")
FREE = ("parameters", "findings", "tables", "actions", "rules")
"""Maps of a set whose order says nothing."""


def yaml(value: Any, indent: int = 0) -> str:
    """A map or list as block YAML."""
    pad = "  " * indent
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, each in value.items():
            lines.append(f"{pad}{_scalar(key)}:{_after(each, indent)}")
    else:
        for each in value:
            if isinstance(each, list | tuple):
                lines.append(f"{pad}- {_flow(each)}")
            elif isinstance(each, Mapping):
                inner = yaml(each, indent + 1)
                lines.append(f"{pad}- {inner[len(pad) + 2 :]}")
            else:
                lines.append(f"{pad}- {_scalar(each)}")
    return "\n".join(lines)


def _after(value: Any, indent: int) -> str:
    if isinstance(value, Mapping) and value:
        return "\n" + yaml(value, indent + 1)
    if isinstance(value, list | tuple) and any(
        isinstance(each, Mapping | list) or len(str(each)) > 8 for each in value
    ):
        return "\n" + yaml(value, indent + 1)
    if isinstance(value, list | tuple):
        return " " + _flow(value)
    return " " + _scalar(value)


def _flow(values: Sequence[Any]) -> str:
    return "[" + ", ".join(_flow(v) if isinstance(v, list | tuple) else _in_flow(v) for v in values) + "]"


def _in_flow(value: Any) -> str:
    text = _scalar(value)
    return text if text.startswith('"') or not set(text) & set(",[]{}") else json.dumps(text)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    # A plain scalar where YAML reads it as it stands, else a quoted one.
    if _PLAIN.fullmatch(text) and text == text.strip():
        return text
    if re.fullmatch(r"\.\.[0-9.]+", text):
        return text
    return json.dumps(text)


def files_of(documents: Sequence[Mapping[str, Any]]) -> tuple[File, ...]:
    """Each document as a file."""
    return tuple(
        File(f"pack/{index:02}.yaml", (yaml(document) + "\n").encode())
        for index, document in enumerate(documents)
    )


def reordered(documents: Sequence[Mapping[str, Any]], choices: Choices) -> tuple[File, ...]:
    """The same pack: documents split and permuted, files renamed, maps whose order says nothing turned round."""
    found: list[Mapping[str, Any]] = []
    for document in documents:
        found += _split(document, choices) if "set" in document else [document]
    names = shuffled(
        choices, [f"{folder}/{letter}.yaml" for letter in "abcdefghijklmnop" for folder in ("x", "pack/y")]
    )
    files = [
        File(name, (yaml(document) + "\n").encode())
        for name, document in zip(names, shuffled(choices, found), strict=False)
    ]
    return tuple(shuffled(choices, files))


def _split(document: Mapping[str, Any], choices: Choices) -> list[Mapping[str, Any]]:
    head = {key: document[key] for key in ("set", "version")}
    parts: list[dict[str, Any]] = [dict(head), dict(head)]
    for key, value in document.items():
        if key in head:
            continue
        if key not in FREE:
            pick(choices, parts)[key] = value
            continue
        for name in shuffled(choices, list(value)):
            pick(choices, parts).setdefault(key, {})[name] = _turned(value[name], choices)
    filled = [part for part in parts if len(part) > len(head)] or parts[:1]
    return [_keys_turned(part, choices) for part in filled]


def _turned(entry: Mapping[str, Any], choices: Choices) -> Mapping[str, Any]:
    return {key: entry[key] for key in shuffled(choices, list(entry))}


def _keys_turned(part: Mapping[str, Any], choices: Choices) -> Mapping[str, Any]:
    rest = [key for key in part if key != "set"]
    return {"set": part["set"]} | {key: part[key] for key in shuffled(choices, rest)}
