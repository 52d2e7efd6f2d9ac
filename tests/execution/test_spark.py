"""A Spark frame: the rows of one machine, byte for byte; the pack loaded once in each worker.

One real session (Java, two threads) in a process of its own; skipped where Java or PySpark is absent.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import decisionsupport as ds
from tests.cli.conftest import FORM, PACK, RULES

pl = pytest.importorskip("polars", reason="the extra batch is not installed")

AT = "2026-11-23T09:00:00+01:00"
SCRIPT = Path(__file__).with_name("spark_population.py")
_MISSING = [name for name in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(name) is None]
_SLOWEST = 240


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    for name, text in (("pack", PACK), ("fever", FORM), ("rules", RULES)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def as_lines(frame: Any) -> str:
    """A frame as lines of JSON, in the order of its rows."""
    enums = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Enum)]
    return frame.with_columns(pl.col(enums).cast(pl.String)).sort("row", maintain_order=True).write_ndjson()


def by_row(lines: str) -> str:
    """Lines of JSON in the order of their rows; those without one first."""
    found = [line for line in lines.splitlines(keepends=True) if line.strip()]
    return "".join(sorted(found, key=lambda line: -1 if (row := json.loads(line)["row"]) is None else row))


@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java here")
@pytest.mark.skipif(bool(_MISSING), reason=f"the extra spark is not installed: {', '.join(_MISSING)}")
def test_spark_gives_the_bytes_of_one_machine(pack: Path, tmp_path: Path) -> None:
    answers, out = tmp_path / "answers.parquet", tmp_path / "out"
    out.mkdir()
    temperatures = [40.0, 37.0, None, 38.6, 36.95, 99.0, 25.0, 45.0]
    frame = pl.DataFrame(
        {
            "person": [f"p{row}" for row in range(100)],
            "fever.temperature": [temperatures[row % 8] for row in range(100)],
            "fever.chills": [(True, False, None)[row % 3] for row in range(100)],
            "fever.pulse": [None] * 100,
        },
        schema_overrides={"fever.pulse": pl.Int64},
    )
    frame.write_parquet(answers)
    settings = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", SCRIPT, pack, answers, out],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=_SLOWEST,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    one = ds.load(pack).evaluate_many(frame, at=AT)
    for name in ("values", "rules", "proposals", "withheld", "undecided", "problems"):
        assert by_row((out / name).read_text(encoding="utf-8")) == as_lines(getattr(one, name)), name
    assert one.proposals.height
    assert one.problems.filter(pl.col("row").is_null()).height
    loaded = [engines for _, engines in json.loads((out / "loaded.json").read_text(encoding="utf-8"))]
    assert max(loaded) == 1
    assert "gave other rows than when they were counted" in (out / "refused").read_text(encoding="utf-8")


def test_what_is_no_spark_frame_never_asks_for_spark(pack: Path) -> None:
    program = (
        "import sys, decisionsupport as ds\n"
        f"many = ds.load({str(pack)!r}).evaluate_many([{{'fever': {{}}}}], at={AT!r})\n"
        "assert many.values.height == 1\n"
        "print([name for name in ('pyspark', 'pyarrow', 'pandas') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_rest_of_the_extra_one_line_names_it(pack: Path) -> None:
    program = (
        "import sys, decisionsupport as ds\n"
        "sys.modules['pyarrow'] = None  # as where it is not installed\n"
        "frame = type('DataFrame', (), {'__module__': 'pyspark.sql.classic.dataframe'})()\n"
        f"ds.load({str(pack)!r}).evaluate_many(frame, at={AT!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("pip install 'decisionsupport[spark]'")
