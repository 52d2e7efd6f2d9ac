"""A plugin of pytest: `*.cases.yaml` are collected, one test a case, a failure is expected beside found.

Law: a run that collects no such file imports nothing of the library but this module and asks nothing of the
disk. So what runs the cases is imported inside a function, when the first file of cases is collected.

The pack of a file of cases is at the paths of the ini option `decisionsupport_packs` (from the folder of the
ini file), or else the nearest folder upward in which a file says `pack:`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ENDINGS = (".cases.yaml", ".cases.yml")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini option that says where the packs are."""
    parser.addini(
        "decisionsupport_packs",
        "folders or files of the pack that *.cases.yaml hold to its word; else the nearest upward",
        type="paths",
        default=[],
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A collector for a file of cases; none for any other file."""
    if not file_path.name.endswith(ENDINGS):
        return None
    from decisionsupport.authoring.cases.collecting import CasesFile

    return CasesFile.from_parent(parent, path=file_path)
