"""Loading: a thousand forms and ten thousand rules, cold and again; what a loaded pack holds; importing."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import packs
from benchmarks.tables import Table
from benchmarks.timing import WHOLE, Effort
from decisionsupport.loading.shipped import shipped_packs

_PROGRAM = """\
import json, sys, time
from pathlib import Path
import decisionsupport as ds
def held():
    (line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
ds.load  # imported before it is timed
before, start, used = held(), time.perf_counter(), time.process_time()
engine = ds.load(*sys.argv[1:])
loaded, spent = time.perf_counter(), time.process_time() - used
engine.evaluate({"f0" if "f0" in engine.program.forms else "news2": {}}, at="2026-11-23T09:00:00+01:00").to_json()
evaluated = time.perf_counter()
sizes = {"forms": len(engine.program.forms), "rules": len(engine.program.rules)}
print(json.dumps({"s": loaded - start, "cpu": spent, "first": evaluated - loaded, "mb": held() - before, **sizes}))
"""


def measure(effort: Effort) -> list[Table]:
    """Each load in a process of its own, with a cache folder of its own."""
    sizes = [(1_000, 10_000), (100, 1_000)] if effort is WHOLE else [(100, 1_000)]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for forms, rules in sizes:
            pack = Path(folder) / f"pack{rules}"
            for file in packs.large(forms, rules):
                target = pack / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.data)
            rows.append(
                _loads(f"{forms:,} forms, {rules:,} rules", [str(pack)], Path(folder) / f"cache{rules}")
            )
        shipped = [str(path) for path in shipped_packs()]
        rows.append(_loads("the shipped packs", shipped, Path(folder) / "cache"))
    said = (
        "Read, validated and made ready to evaluate, each in a new process: first with an empty cache folder, "
        "then again with what the first has kept there; and the first evaluation after it (one form, nothing "
        "answered, as JSON). In brackets the processor time. Memory is what both added to the process."
    )
    head = ("", "forms", "rules", "cold", "evaluated once", "memory", "cached", "evaluated once", "memory")
    loading = Table("Loading", said, head, rows)
    return [loading, _importing(11 if effort is WHOLE else 3)]


def _loads(name: str, paths: list[str], cache: Path) -> list[str]:
    first, again = (_load(paths, cache) for _ in range(2))
    sizes = [f"{first['forms']:,.0f}", f"{first['rules']:,.0f}"]
    figures = [
        figure
        for each in (first, again)
        for figure in (
            f"{each['s']:.2f} s ({each['cpu']:.2f} s)",
            f"{each['first']:.2f} s",
            f"{each['mb']:,.0f} MB",
        )
    ]
    return [name, *sizes, *figures]


def _load(paths: list[str], cache: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *paths],
        env=os.environ | {"DECISIONSUPPORT_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _importing(times: int) -> Table:
    """Processor time over bare Python, in turns."""
    names = {
        "import decisionsupport": "import decisionsupport",
        "and load, evaluate": "import decisionsupport as ds; ds.load; ds.Engine",
        "zen (zen-engine)": "import zen",
        "cel (common-expression-language)": "import cel",
        "rule_engine": "import rule_engine",
        "clips (clipspy)": "import clips",
        "durable.engine (durable-rules)": "import durable.engine",
    }
    bare: list[float] = []
    taken: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(times):
        bare.append(_processor("pass"))
        for name, program in names.items():
            taken[name].append(_processor(program))
    base = statistics.median(bare)
    rows = [[name, f"{(statistics.median(each) - base) * 1e3:.0f} ms"] for name, each in taken.items()]
    said = f"Processor time over bare Python's {base * 1e3:.0f} ms, medians in turns."
    return Table("Importing", said, ("", "adds"), rows)


def _processor(program: str) -> float:
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", program], os.environ)
    _, status, used = os.wait4(process, 0)
    assert status == 0, program
    return used.ru_utime + used.ru_stime
