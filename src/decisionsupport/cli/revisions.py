"""Files of a pack as they were at a revision of git. Nothing is checked out and nothing is written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from decisionsupport.cli.exits import CannotRun
from decisionsupport.loading import File
from decisionsupport.loading.files import ENDINGS


def files_at(revision: str, paths: Sequence[Path]) -> tuple[File, ...]:
    """The YAML files at or below the paths as they were at a revision; named `revision:path`."""
    if not revision or revision.startswith("-"):
        raise CannotRun(f"`{revision}` is not a revision", "give a branch, a tag or a commit, such as `main`")
    listed = _git("ls-tree", "-r", "-z", "--name-only", revision, "--", *map(str, paths))
    names = [name for name in listed.decode().split("\0") if name.endswith(ENDINGS) and not _hidden(name)]
    if not names:
        raise CannotRun(f"`{revision}` has no YAML files in {', '.join(f'`{path}`' for path in paths)}")
    wanted = "".join(f"{revision}:./{name}\n" for name in names).encode()
    contents = _git("cat-file", "--batch", given=wanted)
    return tuple(
        File(f"{revision}:{name}", data) for name, data in zip(names, _contents(contents), strict=True)
    )


def _hidden(name: str) -> bool:
    return any(part.startswith(".") and part.strip(".") for part in name.split("/"))


def _contents(batch: bytes) -> list[bytes]:
    """What `git cat-file --batch` gave: for each file a line that ends with its size, then its bytes."""
    found: list[bytes] = []
    at = 0
    while at < len(batch):
        end = batch.index(b"\n", at)
        size = int(batch[at:end].rpartition(b" ")[2])
        found.append(batch[end + 1 : end + 1 + size])
        at = end + size + 2
    return found


def _git(*arguments: str, given: bytes = b"") -> bytes:
    git = shutil.which("git")
    if git is None:
        raise CannotRun("`git` is not installed", "give two folders instead")
    ran = subprocess.run([git, *arguments], input=given, capture_output=True, check=False)  # noqa: S603
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        remedy = (
            "give two folders instead"
            if "not a git repository" in said[0]
            else "give a branch, a tag or a commit that is in this clone, such as `main`"
        )
        raise CannotRun(f"git: {said[0].removeprefix('fatal: ')}", remedy)
    return ran.stdout
