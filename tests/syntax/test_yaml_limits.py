"""Files made to hurt are refused at once and in little memory, each read in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CHILD = """
import resource, sys, time
from decisionsupport.diagnostics import Report
from decisionsupport.syntax.yaml.read import read_yaml
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
data = eval(sys.argv[1])
report = Report()
started = time.process_time()
read_yaml("f.yaml", data, report)
print(time.process_time() - started, *(found.slug for found in report))
# Not ru_maxrss, which a child takes over from the process that started it.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""

_LAUGHS = "b'a: &a [x, x]\\n' + b''.join(b'b%d: &b%d [*a, *a, *a, *a]\\n' % (i, i) for i in range(50))"


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (_LAUGHS, "yaml-anchor"),
        ("b'['*100_000", "too-deep"),
        ("b'- '*100_000", "too-deep"),
        ("b'{a: '*100_000", "too-deep"),
        ("b'\\n'.join(b' ' * i + b'a:' for i in range(2_000))", "too-deep"),
        ("b'a: 1\\n' + b'x' * 5_000_000", "too-large"),
        ("b'a: [' + b'b(,' * 20_000 + b']'", None),
        ("b'a: {b: c' + b',d' * 20_000 + b'}'", "cut-by-comma"),
        ("b'a: ' + b'\"' * 100_000", "not-yaml"),
        ("b'\\t' * 100_000", "tab-indent"),
        ("b'a: x\\n' + b'\\t\\n' * 100_000", "tab-indent"),
        ("b'\\x00' * 1_000_000", "control-character"),
    ],
)
def test_refused_within_a_second_and_a_hundred_megabytes(data: str, slug: str | None) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, data], capture_output=True, text=True, timeout=60, check=True
    )
    first, memory = run.stdout.splitlines()
    seconds, *found = first.split()
    assert float(seconds) < 1
    assert int(memory) < 100_000
    assert slug is None or slug in found


def test_too_many_events_end_the_reading() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, "b'a: [' + b'[],' * 150_000 + b']'"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.splitlines()[0].split()[1:] == ["too-large"]
