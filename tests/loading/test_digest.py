"""The digest: the same for the same meaning, whatever the files are called and in what order they stand; else another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_files, read_files

ROOT = Path(__file__).parents[2]
FILES = read_files(sorted((ROOT / "tests" / "corpus" / "good").glob("*.yaml")))


def digest(files: list[File] | tuple[File, ...]) -> str:
    """The digest of files that must load."""
    report = Report()
    program = load_files(files, report)
    assert program is not None
    assert not report.has_errors, list(report)
    return program.digest


SAME = digest(FILES)


def changed(old: str, new: str) -> str:
    """The digest with a change in every file."""
    assert any(old in file.data.decode() for file in FILES)
    return digest([File(file.path, file.data.decode().replace(old, new).encode()) for file in FILES])


@given(
    st.permutations(range(len(FILES))),
    st.lists(st.text("abc", min_size=1), min_size=len(FILES), max_size=len(FILES)),
)
@settings(max_examples=10, deadline=None)
def test_files_have_no_order_and_no_names(order: list[int], names: list[str]) -> None:
    # An `ignore` names its file, so this one keeps its name.
    files = [
        File(
            f"{name}{index}/set.yaml" if FILES[index].path.endswith("/set.yaml") else f"{name}{index}.yaml",
            FILES[index].data,
        )
        for index, name in zip(order, names, strict=True)
    ]
    assert digest(files) == SAME


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("version: 1.0.0\n", "version: 1.0.0   # a remark\n"),
        ("\nitems:\n", "\n\n# a remark\nitems:\n"),
        ("{sv: Plan, en: Plan}", "{en: Plan, sv: Plan}"),
        ("{area: visit.lips, care: lip_care}", "{care: lip_care, area: visit.lips}"),
        ("patient.age > 90", "patient.age  >  90"),
        ("score.total >= parameter.limit", "'score.total >= parameter.limit'"),
        (
            "  bed_low: {title: {sv: Sänk sängen, en: Lower the bed}}\n  rails: {title: {sv: Grindar, en: Rails}}\n",
            "  rails: {title: {sv: Grindar, en: Rails}}\n  bed_low: {title: {sv: Sänk sängen, en: Lower the bed}}\n",
        ),
    ],
)
def test_what_means_the_same_has_the_same_digest(old: str, new: str) -> None:
    assert changed(old, new) == SAME


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("patient.age > 90", "patient.age > 91"),
        ("patient.age > 90", "patient.age >= 90"),
        ("version: 2.1.0", "version: 2.1.1"),
        ("en: Lower the bed", "en: Lower that bed"),
        ("{..8: 3, 9..11: 1", "{..8: 2, 9..11: 1"),
        ("between: 20..300", "between: 20..299"),
        ("certainty: guideline", "certainty: study"),
        ("due: 7 days", "due: 8 days"),
        ("OBS! Lugnande.", "OBS! Lugnande!"),
        ("timezone: Europe/Stockholm", "timezone: Europe/Helsinki"),
        ("value: 48 hours", "value: 49 hours"),
        ("delegable: false", "delegable: true"),
        ("urgency: routine", "urgency: soon"),
    ],
)
def test_what_means_something_else_has_another(old: str, new: str) -> None:
    assert changed(old, new) != SAME


def test_a_sites_value_is_no_part_of_the_program_without_the_site() -> None:
    assert changed("{value: 4, because", "{value: 5, because") == SAME
