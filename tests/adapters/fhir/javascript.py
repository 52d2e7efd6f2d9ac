"""The npm packages that tests use: installed once from their lock file, below `build`, and kept between runs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).with_name("browser")
_FILES = ("package.json", "package-lock.json", ".npmrc")


def packages() -> Path:
    """The folder with `node_modules`; skips where Node or npm is absent, or the registry out of reach."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    found = _installed()
    if isinstance(found, str):
        pytest.skip(f"npm could not install the packages: {found}")
    return found


def chromium() -> str:
    """Chromium's program; skips where it is not installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.skip("Chromium is not installed")


@cache
def _installed() -> Path | str:
    """The packages' folder, named after what is in it; or why they could not be installed."""
    key = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in _FILES)).hexdigest()[:16]
    folder = ROOT / "build" / f"browser-{key}"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if (folder / "node_modules").is_dir():
            return folder
        with tempfile.TemporaryDirectory(dir=folder.parent) as made:
            for name in _FILES:
                shutil.copy(HERE / name, made)
            try:
                done = subprocess.run(
                    ["npm", "ci"], cwd=made, capture_output=True, text=True, check=False, timeout=300
                )
            except subprocess.TimeoutExpired:
                return "it took more than five minutes"
            if done.returncode:
                return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            shutil.rmtree(folder, ignore_errors=True)
            Path(made).rename(folder)
            Path(made).mkdir()
    return folder


def run(script: str, given: dict[str, Any], timeout: int = 120) -> Any:
    """Run one of the scripts with JSON on its standard input; its standard output is JSON."""
    done = subprocess.run(
        ["node", str(HERE / script)],
        input=json.dumps(given, default=float),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
