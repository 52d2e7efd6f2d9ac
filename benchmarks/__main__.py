"""All of it: `python -m benchmarks` writes RESULTS.md and rules.svg; `--quick` prints a short run and writes nothing.

    python -m benchmarks [--quick] [--only one_patient|many_rules|population|patients|loading]

Each part runs in a process of its own. One that fails or does not end is named in the results.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.report import Failed, report
from benchmarks.rules import SIZES
from benchmarks.tables import Table
from benchmarks.timing import QUICK, WHOLE

_HERE = Path(__file__).parent
_LONGEST = 400
Part = tuple[str, ...]
PARTS: Sequence[Part] = (
    ("one_patient",),
    *(("many_rules", str(size)) for size in SIZES),
    ("population",),
    ("patients",),
    ("loading",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the parts; 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=list(dict.fromkeys(part[0] for part in PARTS)))
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.part:
        print(json.dumps([asdict(table) for table in _measured(given.part, quick=given.quick)]))
        return 0
    wanted = [part for part in PARTS if given.only in (None, part[0])]
    if given.quick:
        wanted = [part for part in wanted if part[-1] != "10000"]
    found = [each for part in wanted for each in _apart(part, quick=given.quick)]
    written = report(found)
    if given.quick or given.only:
        print(written)
    else:
        from benchmarks.plot import draw

        (_HERE / "RESULTS.md").write_text(written, encoding="utf-8")
        draw([table for table in found if isinstance(table, Table) and table.points], _HERE / "rules.svg")
    return int(any(isinstance(each, Failed) for each in found))


def _measured(part: Sequence[str], *, quick: bool) -> list[Table]:
    name, *sizes = part
    tables: list[Table] = import_module(f"benchmarks.works.{name}").measure(
        QUICK if quick else WHOLE, *(int(size) for size in sizes)
    )
    return tables


def _apart(part: Part, *, quick: bool) -> list[Table | Failed]:
    """The part in a process of its own."""
    name = " ".join(part)
    print(f"{name} …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks", *(["--quick"] if quick else []), "--part", *part]
    try:
        done = subprocess.run(
            command, cwd=_HERE.parent, stdout=subprocess.PIPE, text=True, timeout=_LONGEST, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as fault:
        return [Failed(name, str(fault))]
    return [Table(**table) for table in json.loads(done.stdout.splitlines()[-1])]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
