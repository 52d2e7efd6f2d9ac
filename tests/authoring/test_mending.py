"""Mending: slips of the finger and other notations; never a pack that already means something."""

from __future__ import annotations

from pathlib import Path

import pytest

from decisionsupport.authoring.mending import mended
from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_files
from tests.authoring.checks.harness import a_rule, a_set, an_assessment
from tests.ground import files_of
from tests.test_corpus import FOLDERS

SLIPS = {
    a_rule("vitals.temprature >= 38.0"): "vitals.temperature >= 38.0",
    a_rule("vitals.risk is higth"): "vitals.risk is high",
    a_rule("patient.alone", "propose: [vist]"): "propose: [visit]",
    a_rule("patient.alone", "propose: [{action: visit, priority: sonn}]"): "priority: soon",
    a_rule("patient.alone", "propse: [visit]"): "propose: [visit]",
    a_rule("patient.age => 65"): "patient.age >= 65",
    a_rule("patient.age ≥ 65&&patient.alone"): "patient.age >= 65 and patient.alone",
    a_set("actions: {sit: {title: Sit, due: 48h}}"): "due: 48 hours",
    an_assessment("pulse: {kind: integer, between: 0-250}"): "between: 0..250",
    an_assessment("pulse: {kind: integer, between: 0..250, points: {<=40: 1, 41+: 0}}"): "{..40: 1, 41..: 0}",
}


def errors(files: tuple[File, ...]) -> list[str]:
    report = Report()
    load_files(files, report)
    return [found.message for found in report] if report.has_errors else []


@pytest.mark.parametrize(("wrong", "right"), SLIPS.items(), ids=SLIPS.values())
def test_a_slip_is_mended_in_its_place(wrong: str, right: str) -> None:
    files = tuple(files_of([wrong.encode()]))
    assert errors(files)
    made = mended(files)
    assert errors(made) == []
    assert right in made[0].data.decode()
    assert made[1:] == files[1:]


def test_several_slips_in_one_file_and_comments_stay() -> None:
    wrong = a_rule("vitals.temprature >= 38.0", "propose: [vist]  # år 1") + "# end\n"
    (made, *_) = mended(files_of([wrong.encode()]))
    right = wrong.replace("temprature", "temperature").replace("vist", "visit")
    assert made.data.decode() == right


@pytest.mark.parametrize(
    "wrong",
    [
        a_rule("patient.old"),
        a_rule("patient.alone", "propose: [call_11]"),
        a_rule("patient.age ~ 65"),
        a_set("actions: {bed_lot: {title: L}, bed_log: {title: L}}\nrules: {one: {when: patient.alone, propose: [bed_lo]}}"),
    ],
    ids=["nothing near", "a digit", "no replacement known", "two as near"],
)  # fmt: skip
def test_what_could_be_meant_in_two_ways_is_let_be(wrong: str) -> None:
    files = tuple(files_of([wrong.encode()]))
    assert errors(files)
    assert mended(files) == files


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_mending_twice_is_mending_once_and_what_loads_is_let_be(folder: Path) -> None:
    files = tuple(File(file.name, file.read_bytes()) for file in sorted(folder.glob("*.yaml")))
    made = mended(files)
    assert mended(made) == made
    if not errors(files):
        assert made == files
