"""A population as Parquet files: batches joined in order; all files or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import decisionsupport as ds
from tests.cli.conftest import FORM, PACK, RULES

pl = pytest.importorskip("polars", reason="the extra batch is not installed")

from decisionsupport.adapters.parquet import FRAMES, file_of, write_parquet  # noqa: E402
from decisionsupport.engine.many.batch import Batch  # noqa: E402

AT = "2026-11-23T09:00:00+01:00"


def batches(folder: Path, parts: int) -> Iterator[Batch]:
    """Parts of ten rows each, with an answer that is refused in every second part."""
    for name, text in (("pack", PACK), ("fever", FORM), ("rules", RULES)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    population = ds.load(folder).population(at=AT)
    for part in range(parts):
        temperatures = [36.0 + 0.5 * row for row in range(9)] + [99.0 if part % 2 else None]
        frame = pl.DataFrame({"person": range(10), "fever.temperature": temperatures})
        yield population.evaluate(frame, first_row=10 * part)


def test_batches_are_joined_in_their_order(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    handed_on = list(write_parquet(batches(tmp_path, 12), out))
    for frame in FRAMES:
        expected = pl.concat([getattr(batch, frame) for batch in handed_on])
        found = pl.read_parquet(file_of(frame, out))
        assert found.equals(expected), frame
    assert pl.read_parquet(out)["row"].to_list() == list(range(120))
    assert {each.suffix for each in tmp_path.iterdir()} == {".yaml", ".parquet"}


def test_nothing_is_there_before_all_is(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    writing = write_parquet(batches(tmp_path, 3), out)
    next(writing)
    assert [each.name for each in tmp_path.glob("*.parquet")] == []
    writing.close()  # type: ignore[attr-defined]
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".yaml"] == []


def test_what_goes_wrong_on_the_way_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    out.write_text("from last night", encoding="utf-8")

    def failing() -> Iterator[Batch]:
        yield from batches(tmp_path, 2)
        raise OSError("the disk was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        list(write_parquet(failing(), out))
    assert out.read_text(encoding="utf-8") == "from last night"
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".yaml"] == ["out.parquet"]
