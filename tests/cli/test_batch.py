"""`batch`: a file of answers in, files of columns out, the summary, and what could not run."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decisionsupport as ds
from decisionsupport.cli.page.bars import bar, bins
from tests.cli.conftest import Command, on_a_terminal

pl = pytest.importorskip("polars", reason="the extra batch is not installed")

AT = "2026-11-23T09:00:00+01:00"
TEMPERATURES = [40.0, 37.0, None, 38.6, 36.95, None]
CHILLS = [True, False, True, None, True, None]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Six patients: an emergency, a well one, some unanswered, one between two steps, one not seen at all."""
    file = tmp_path / "answers.parquet"
    frame = {"person": list("abcdef"), "fever.temperature": TEMPERATURES, "fever.chills": CHILLS}
    pl.DataFrame(frame).write_parquet(file)
    return file


def test_every_row_is_written_as_evaluate_has_it(
    pack: Path, answers: Path, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out.parquet"
    assert (
        command("batch", pack, "--answers", answers, "--out", out, "--at", AT, "--language", "sv").code == 1
    )
    engine = ds.load(pack)
    values = pl.read_parquet(out)
    proposals = pl.read_parquet(tmp_path / "out.proposals.parquet")
    assert values["person"].to_list() == list("abcdef")
    for row, (temperature, chills) in enumerate(zip(TEMPERATURES, CHILLS, strict=True)):
        given = {"temperature": temperature, "chills": chills}
        record = {} if (temperature, chills) == (None, None) else {"fever": given}
        outcome = engine.evaluate(record, at=AT, language="sv", invalid="report")
        mine = proposals.filter(pl.col("row") == row)
        assert mine["action"].to_list() == [each.action for each in outcome.proposals]
        assert mine["title"].to_list() == [str(each.title) for each in outcome.proposals]
        if record:
            total = outcome.values["fever"]["total"]
            least, most = values["fever.total.least"][row], values["fever.total.most"][row]
            assert (least, most) == (getattr(total, "least", total), getattr(total, "most", total))
    problems = pl.read_parquet(tmp_path / "out.problems.parquet")
    assert problems.select("row", "path", "severity").rows() == [(4, "fever.temperature", "error")]
    undecided = pl.read_parquet(tmp_path / "out.undecided.parquet")
    assert undecided.select("row", "rule", "waits_for").rows() == [
        (2, "fever_care.high_fever", ["fever.temperature"]),
        (3, "fever_care.high_fever", ["fever.chills"]),
        (4, "fever_care.high_fever", ["fever.temperature"]),
    ]
    assert pl.read_parquet(tmp_path / "out.rules.parquet").height == len(TEMPERATURES)
    assert pl.read_parquet(tmp_path / "out.withheld.parquet").height == 0


def test_the_summary_says_who_got_what_and_what_is_wanting(
    pack: Path, answers: Path, command: Command, tmp_path: Path
) -> None:
    ran = command("batch", pack, "--answers", answers, "--out", tmp_path / "out.parquet", "--at", AT)
    lines = [line.split() for line in ran.out.splitlines()]
    assert "1 of 6 rows have a proposal" in ran.out
    assert "3 of 6 rows have an undecided rule, for want of:" in ran.out
    assert ["URGENT", "Call", "the", "doctor", "1"] in lines
    assert ["Body", "temperature", "(fever.temperature)", "2"] in lines
    assert ["Chills", "(fever.chills)", "1"] in lines
    assert ["fever.temperature:", "between", "two", "steps", "1"] in lines
    assert "Fever: Points" in ran.out
    assert [(line[0], line[-1]) for line in lines if "█" in "".join(line)] == [
        ("0", "1"), ("4", "1"), ("not", "3"),
    ]  # fmt: skip
    assert max(map(len, ran.out.splitlines())) <= max(80, len(str(tmp_path)) + 30)
    assert ran.err == ""
    swedish = command(
        "batch", pack, "--answers", answers, "--out", tmp_path / "out.parquet", "--at", AT, "--language", "sv"
    ).out
    assert "1 av 6 rader har ett förslag" in swedish
    assert "Kroppstemperatur (fever.temperature)" in swedish
    assert "BRÅDSKANDE Ring läkare" in swedish


def test_the_summary_as_json(pack: Path, answers: Path, command: Command, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    ran = command("batch", pack, "--answers", answers, "--out", out, "--at", AT, "--format", "json")
    found = json.loads(ran.out)
    assert (found["rows"], found["with_proposal"], found["with_undecided"], found["with_refusal"]) == (
        6,
        1,
        3,
        1,
    )
    assert found["proposals"] == [{"what": "call_doctor", "priority": "urgent", "rows": 1}]
    assert found["waits_for"] == {"fever.temperature": 2, "fever.chills": 1}
    assert found["undecided_rules"] == {"fever_care.high_fever": 3}
    assert found["values"]["fever.total"] == {"known": {"0": 1, "4": 1}, "unknown": 3, "not_applicable": 0}
    assert found["at"] == AT
    assert all(Path(file).exists() for file in found["files"])


def test_csv_is_read_and_answers_that_are_all_in_order_end_clean(
    pack: Path, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("person,fever.temperature,fever.chills\na,40.1,true\nb,,\n", encoding="utf-8")
    ran = command("batch", pack, "--answers", file, "--out", tmp_path / "out.parquet", "--at", AT)
    assert (ran.code, ran.err) == (0, "")
    assert pl.read_parquet(tmp_path / "out.parquet")["fever.total"].to_list() == [4, None]


def test_columns_that_are_missing_or_unknown_are_told(pack: Path, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "answers.parquet"
    pl.DataFrame({"fever.temprature": [40.0], "fever.chills": [True]}).write_parquet(file)
    ran = command("batch", pack, "--answers", file, "--out", tmp_path / "out.parquet", "--at", AT)
    assert ran.code == 1
    assert "fever.temprature: no such item" in ran.out
    assert "fever.temperature: no column, so it is unanswered in every row" in ran.out
    ran = command(
        "batch", pack, "--answers", file, "--out", tmp_path / "o.parquet", "--at", AT, "--language", "sv"
    )
    assert "fever.temprature: ingen sådan fråga (menas fever.temperature?)" in ran.out
    assert "fever.temperature: ingen kolumn, så frågan är obesvarad på varje rad" in ran.out


def test_a_list_that_is_wanting_is_told_by_its_title(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "answers.parquet"
    pl.DataFrame({"patient.age": [80]}).write_parquet(file)
    out = tmp_path / "out.parquet"
    ran = command(
        "batch", *ds.shipped_packs(), "--answers", file, "--out", out, "--at", AT, "--language", "en"
    )
    (title,) = (
        each.title
        for each in ds.load(*ds.shipped_packs()).form("patient", "en").items
        if each.id == "medicine"
    )
    assert f"{title} (patient.medicine)" in ran.out


@pytest.mark.parametrize("rows", [0, 3])
def test_no_rows_and_nothing_but_nulls(rows: int, pack: Path, command: Command, tmp_path: Path) -> None:
    file, out = tmp_path / "answers.parquet", tmp_path / "out.parquet"
    nothing = {"fever.temperature": [None] * rows, "fever.chills": [None] * rows}
    pl.DataFrame(nothing, schema={"fever.temperature": pl.Float64, "fever.chills": pl.Boolean}).write_parquet(
        file
    )
    ran = command("batch", pack, "--answers", file, "--out", out, "--at", AT)
    assert (ran.code, ran.err) == (0, "")
    assert f"0 of {rows} rows have a proposal" in ran.out
    assert pl.read_parquet(out).height == rows


@pytest.mark.parametrize(
    ("column", "values", "reason"),
    [
        ("fever.temperature", ["38.6", "high"], "not a number"),
        ("fever.temperature", [float("nan"), float("inf")], "not possible"),
        ("fever.temperature", [1e300, -3.0], "not possible"),
        ("fever.temperature", [[38.6], [38.7]], "not a number"),
        ("fever.temperature", [True, False], "not a number"),
        ("fever.chills", [1, 0], "not a yes or no"),
        ("fever.chills", ["yes", "ja"], "not a yes or no"),
    ],
)
def test_columns_of_a_wrong_kind_are_problems_row_by_row_and_none_is_lost(
    column: str, values: list[object], reason: str, pack: Path, command: Command, tmp_path: Path
) -> None:
    file, out = tmp_path / "answers.parquet", tmp_path / "out.parquet"
    whole = {"fever.temperature": [40.0, 40.0], "fever.chills": [True, True], column: values}
    pl.DataFrame(whole).write_parquet(file)
    ran = command("batch", pack, "--answers", file, "--out", out, "--at", AT)
    problems = pl.read_parquet(tmp_path / "out.problems.parquet")
    assert ran.code == 1
    assert problems.select("row", "path", "severity").rows() == [(0, column, "error"), (1, column, "error")]
    assert all(reason in said for said in problems["reason"]), problems["reason"].to_list()
    unanswered = {key: None if key == column else given[0] for key, given in whole.items()}
    outcome = ds.load(pack).values({"fever": {key[6:]: given for key, given in unanswered.items()}}, at=AT)
    total = outcome["fever"]["total"]
    found = pl.read_parquet(out)
    assert found["fever.total.least"].to_list() == [getattr(total, "least", total)] * 2
    assert found["fever.total.most"].to_list() == [getattr(total, "most", total)] * 2


def _truncated(file: Path) -> None:
    pl.DataFrame({"fever.temperature": [40.0] * 1000}).write_parquet(file)
    file.write_bytes(file.read_bytes()[:-60])


def _not_of_the_pack(file: Path) -> None:
    pl.DataFrame({"person": ["a"]}).write_parquet(file)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (_truncated, "answers: parquet: File out of specification"),
        (_not_of_the_pack, "no column is an item of the pack"),
        (lambda file: file.write_bytes(b""), "answers: parquet: File out of specification"),
        (lambda file: None, "there is no file"),
    ],
)
def test_files_that_cannot_be_read_could_not_run_and_change_nothing(
    made: object, said: str, pack: Path, command: Command, tmp_path: Path
) -> None:
    assert callable(made)
    file, out = tmp_path / "answers.parquet", tmp_path / "out" / "out.parquet"
    out.parent.mkdir()
    out.write_text("from last night", encoding="utf-8")
    made(file)
    ran = command("batch", pack, "--answers", file, "--out", out, "--at", AT)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert [each.name for each in out.parent.iterdir()] == ["out.parquet"]
    assert out.read_text(encoding="utf-8") == "from last night"


@pytest.mark.parametrize(
    ("answers_to", "out_to", "said"),
    [
        ("answers.parquet", "out.csv", "does not end in .parquet"),
        ("answers.parquet", "nowhere/out.parquet", "there is no folder"),
        ("answers.parquet", "answers.parquet", "would be overwritten"),
        ("out.rules.parquet", "out.parquet", "would be overwritten"),
        ("answers.txt", "out.parquet", "give a .parquet or a .csv file"),
    ],
)
def test_arguments_that_cannot_be_could_not_run(
    answers_to: str, out_to: str, said: str, pack: Path, answers: Path, command: Command, tmp_path: Path
) -> None:
    given = answers.rename(tmp_path / answers_to)
    kept = given.read_bytes()
    ran = command("batch", pack, "--answers", given, "--out", tmp_path / out_to, "--at", AT)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert given.read_bytes() == kept


def test_without_the_extra_one_line_names_it(pack: Path, answers: Path, tmp_path: Path) -> None:
    arguments = ["batch", str(pack), "--answers", str(answers), "--out", str(tmp_path / "out.parquet")]
    program = (
        "import sys\n"
        "sys.modules['polars'] = None  # as where it is not installed\n"
        "from decisionsupport.cli.app import run\n"
        f"sys.exit(run({[*arguments, '--at', AT]!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "pip install 'decisionsupport[batch]'" in done.stderr


def test_a_terminal_sees_how_far_it_has_come(pack: Path, answers: Path, tmp_path: Path) -> None:
    arguments = ["batch", str(pack), "--answers", str(answers), "--out", str(tmp_path / "out.parquet")]
    code, written = on_a_terminal([*arguments, "--at", AT], os.environ | {"TERM": "xterm-256color"})
    assert code == 1
    assert b"evaluating" in written
    assert b"100%" in written


@given(st.dictionaries(st.integers(-5000, 5000), st.integers(1, 10**9), min_size=1))
def test_bins_hold_every_value_once_without_a_hole(counts: dict[int, int]) -> None:
    made = bins(counts)
    assert len(made) <= 26
    assert sum(count for _, _, count in made) == sum(counts.values())
    assert all(before[1] + 1 == after[0] for before, after in itertools.pairwise(made))
    for least, most, count in made:
        assert count == sum(Counter(counts)[value] for value in range(least, most + 1))


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 80))
def test_a_bar_fits_and_shows_that_there_is_some(count: int, most: int, width: int) -> None:
    drawn = bar(min(count, most), most, width)
    assert len(drawn) <= width
    assert bool(drawn) == (count > 0)
