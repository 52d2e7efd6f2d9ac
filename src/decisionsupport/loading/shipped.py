"""Where the packs lie that come with the library: inside the wheel, or beside `src` in a checkout."""

from __future__ import annotations

from pathlib import Path

import decisionsupport

_FOLDERS = ("forms", "rules")


def shipped_packs() -> tuple[Path, ...]:
    """Give the shipped folders of forms and rules; `FileNotFoundError` when there are none."""
    package = Path(decisionsupport.__path__[0])
    for home in (package / "packs", package.parents[1]):
        folders = tuple(home / folder for folder in _FOLDERS)
        if all(folder.is_dir() for folder in folders):
            return folders
    message = f"no folders {' and '.join(_FOLDERS)} beside the package at {package}"
    raise FileNotFoundError(message)
