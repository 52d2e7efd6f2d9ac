"""The canonical layout, before and after; and its laws over documents written in every manner.

After a change of the layout run `pytest --update-corpus` and read the difference of `golden/*.after.yaml`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.authoring.format import format_file
from decisionsupport.authoring.format.order import OWN_ORDER
from decisionsupport.diagnostics import Report
from decisionsupport.documents.from_yaml import DOCUMENT_MODELS
from decisionsupport.documents.schema import document_definitions
from decisionsupport.loading import File, load_files
from tests.authoring.format.manners import Written, documents
from tests.strategies.packs import packs
from tests.strategies.writing import files_of

GOLDEN = Path(__file__).parent / "golden"
BEFORE = sorted(GOLDEN.glob("*.before.yaml"))


def formatted(data: str | bytes, path: str = "a.yaml") -> str:
    report = Report()
    found = format_file(File(path, data.encode() if isinstance(data, str) else data), report)
    assert found is not None, [each.message for each in report]
    return found.decode()


@pytest.mark.parametrize("before", BEFORE, ids=lambda path: path.name.partition(".")[0])
def test_a_file_is_laid_out_exactly_so(before: Path, request: pytest.FixtureRequest) -> None:
    after = before.with_name(before.name.replace("before", "after"))
    found = formatted(before.read_bytes())
    if request.config.getoption("--update-corpus"):
        after.write_text(found, encoding="utf-8", newline="")
    assert found == after.read_bytes().decode()
    assert formatted(found) == found


@given(documents())
def test_what_is_said_stays_said_and_canonical_stays_canonical(document: Written) -> None:
    found = formatted(document.text)
    assert formatted(found) == found
    assert yaml.load(found, Loader=yaml.BaseLoader) == document.value
    assert Counter(comments(found)) == Counter(document.comments)
    assert found.endswith("\n")
    assert not any(line != line.rstrip() for line in found.splitlines())


@given(documents(), st.sampled_from(["\r\n", "\r"]))
def test_line_ends_become_lf(document: Written, end: str) -> None:
    assert formatted(document.text.replace("\n", end)) == formatted(document.text)


@given(packs())
def test_a_pack_keeps_its_digest(pack: Any) -> None:
    files = files_of(pack.documents)
    report = Report()
    program = load_files(files, report)
    if program is None or report.has_errors:
        return
    laid_out = tuple(File(file.path, formatted(file.data, file.path).encode()) for file in files)
    again = load_files(laid_out, Report())
    assert again is not None
    assert again.digest == program.digest


def test_the_orders_of_our_own_name_the_models_keys() -> None:
    _, definitions = document_definitions(DOCUMENT_MODELS)
    for name, keys in OWN_ORDER.items():
        assert sorted(keys) == sorted(definitions[name]["properties"]), name


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("when: 'a >= 3'", "when: a >= 3"),
        ('when: "max(a, b) >= 3"', "when: max(a, b) >= 3"),
        ('when: "[a, b] is c"', 'when: "[a, b] is c"'),
        ("when: 'true'", 'when: "true"'),
        ("when: 'a is b: c'", 'when: "a is b: c"'),
        ("when: 'a >= 3 # b'", 'when: "a >= 3 # b"'),
        ('{when: "max(a, b) >= 3", say: text}', "when: max(a, b) >= 3\n      say: text"),
        ("{when: a, say: text}", "{when: a, say: text}"),
        ("{say: 'it''s so', when: a}", '{when: a, say: "it\'s so"}'),
        ("say: 'he said \"no\"'", "say: 'he said \"no\"'"),
        ("say: '12:30'", 'say: "12:30"'),
    ],
)
def test_quotes(written: str, canonical: str) -> None:
    before = f"assessment: a\nnote:\n  en:\n    - {written}\n"
    assert formatted(before) == f"assessment: a\nnote:\n  en:\n    - {canonical}\n"


def test_a_long_list_of_words_is_filled_and_a_long_map_gets_lines() -> None:
    codes = [f"N05A{number:02}" for number in range(30)]
    found = formatted(f"set: a\nparameters: {{p: {{kind: codes, title: T, value: [{', '.join(codes)}]}}}}\n")
    first = f"    value: [{', '.join(codes[:13])},"
    last = f"      {', '.join(codes[27:])}]"
    assert found.splitlines()[1:5] == ["parameters:", "  p:", "    kind: codes", first]
    assert found.splitlines()[6:] == [last, "    title: T"]
    assert 112 < len(first) <= 120


def comments(text: str) -> list[str]:
    """The comments of what `documents` writes: their letters stand nowhere else."""
    return [line[line.index("#remark") :] for line in text.splitlines() if "#remark" in line]
