"""The ground that small examples stand on: a pack in which every check is silent.

An example is one document or a few; one that has the id of a document of the ground stands in its place. So what is
found beside the ground is found in the example.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from decisionsupport.authoring.checks import CHECKS, check_files
from decisionsupport.diagnostics import Diagnostic, Report
from decisionsupport.loading import File

HERE = Path(__file__).parent
GROUND = {file.name: file.read_bytes() for file in sorted(HERE.glob("*.yaml"))}
_FIRST = re.compile(
    rb"^(pack|assessment|checklist|facts|set|request|overrides|cases_for)[ \t]*:[ \t]*(\w+)", re.M
)


def files_of(documents: Sequence[bytes], *, alone: bool = False) -> list[File]:
    """An example's documents, as `example.yaml`, `example_2.yaml` …, with the ground beside them."""
    names = ["example.yaml", *(f"example_{number}.yaml" for number in range(2, len(documents) + 1))]
    files = [File(name, data) for name, data in zip(names, documents, strict=False)]
    taken = {_id_of(data) for data in documents}
    ground = [] if alone else [File(name, data) for name, data in GROUND.items() if _id_of(data) not in taken]
    return [*files, *ground]


def _id_of(data: bytes) -> bytes:
    found = _FIRST.search(data)
    if found is None:
        return b""
    return found[1] if found[1] == b"pack" else found[0]


def found_in(
    slug: str, documents: Sequence[bytes], *, today: date | None = None, alone: bool = False
) -> list[Diagnostic]:
    """What is found in an example; of the checks for authors only `slug`'s own word."""
    report = Report()
    check_files(files_of(documents, alone=alone), report, today=today)
    return [each for each in report if each.slug == slug or each.slug not in CHECKS]
