"""A population's frames as Parquet files, written a batch at a time (the extra `batch`).

Law: either all files are there, whole, or none has changed: they are written aside and renamed in the end,
the values last. What has been written is not held in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import polars as pl

from decisionsupport.engine.many.batch import Batch

FRAMES: Final = ("rules", "proposals", "withheld", "undecided", "problems", "values")
"""The frames of a batch that become files; the values are the file that was asked for."""


def file_of(frame: str, out: Path) -> Path:
    """Where a frame goes: the values to `out.parquet`, the others beside it, as `out.proposals.parquet`."""
    return out if frame == "values" else out.with_suffix(f".{frame}{out.suffix}")


def write_parquet(batches: Iterable[Batch], out: Path) -> Iterator[Batch]:
    """Hand on the batches, each written; when the last is taken the files are there, before that none is."""
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as aside:
        parts = {frame: Path(aside) / frame for frame in FRAMES}
        for folder in parts.values():
            folder.mkdir()
        for place, batch in enumerate(batches):
            for frame, folder in parts.items():
                getattr(batch, frame).write_parquet(folder / f"{place:08}.parquet", compression="lz4")
            yield batch
        whole = {frame: _joined(folder) for frame, folder in parts.items()}
        for frame, made in whole.items():
            made.replace(file_of(frame, out))


def _joined(folder: Path) -> Path:
    """The parts as one file, in their order, without holding them whole."""
    whole = folder.with_suffix(".parquet")
    parts = [pl.scan_parquet(part) for part in sorted(folder.iterdir())]
    pl.concat(parts, how="diagonal_relaxed").sink_parquet(whole, maintain_order=True)
    return whole
