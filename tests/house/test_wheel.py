"""The wheel: forms, rules and examples come along and are found once it is installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from decisionsupport.loading.shipped import shipped_examples, shipped_packs

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel, as `pip install --target` leaves it."""
    made = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = made.glob("*.whl")
    folder = made / "site"
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_the_packs_of_a_checkout_are_its_own() -> None:
    assert shipped_packs() == (ROOT / "forms", ROOT / "rules")
    assert shipped_examples() == ROOT / "examples"


def test_an_installed_wheel_finds_its_packs(installed: Path) -> None:
    program = """
from decisionsupport.loading.shipped import shipped_examples, shipped_packs
print(*shipped_packs(), shipped_examples(), sep="\\n")
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(installed)},
        cwd=installed,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [Path(line) for line in done.stdout.splitlines()]
    assert found == [installed / "decisionsupport/packs" / name for name in ("forms", "rules", "examples")]


@pytest.mark.parametrize("folder", ["forms", "rules", "examples"])
def test_nothing_is_left_behind(folder: str, installed: Path) -> None:
    here = {path.relative_to(ROOT / folder): path.read_bytes() for path in _files(ROOT / folder)}
    there_root = installed / "decisionsupport/packs" / folder
    assert {path.relative_to(there_root): path.read_bytes() for path in _files(there_root)} == here


def test_typed(installed: Path) -> None:
    assert (installed / "decisionsupport/py.typed").exists()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
