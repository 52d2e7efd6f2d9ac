"""Where the packs lie that come with the library: inside the wheel, or beside `src` in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]


def shipped_packs() -> tuple[Path, ...]:
    """Give the shipped folders of forms and rules; `FileNotFoundError` when there are none."""
    return _shipped("forms"), _shipped("rules")


def shipped_examples() -> Path:
    """Give the shipped folder of example answers; `FileNotFoundError` when there is none."""
    return _shipped("examples")


def _shipped(folder: str) -> Path:
    for home in (_PACKAGE / "packs", _PACKAGE.parents[1]):
        if (home / folder).is_dir():
            return home / folder
    message = f"no folder `{folder}` inside or beside the package at {_PACKAGE}"
    raise FileNotFoundError(message)
