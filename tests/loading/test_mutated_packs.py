"""Law: whatever the files say, loading gives a report and never raises; nor does a pack that it finds without errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.rendering import render_text
from decisionsupport.loading import File, load_files, read_files

ROOT = Path(__file__).parents[2]
FILES = read_files(
    [ROOT / "forms" / "news2.yaml", ROOT / "forms" / "downton.yaml", ROOT / "forms" / "patient.yaml"]
)
FILES += read_files([ROOT / "rules" / name for name in ("pack.yaml", "fall.yaml", "news2_response.yaml")])
FILES += read_files([ROOT / "rules" / "treatment_limits.yaml", ROOT / "forms" / "nutrition.yaml"])
FILES += read_files(sorted((ROOT / "rules" / "requests").glob("*.yaml"))[:2])
FILES += read_files(sorted((ROOT / "tests" / "corpus" / "good").glob("*.yaml")))
TEXTS = [file.data.decode() for file in FILES]
WORD = re.compile(r"[A-Za-zåäö_][\w.]*|\d+(?:\.\d+)?|[^\s\w]")
WORDS = sorted({word for text in TEXTS for word in WORD.findall(text)})

Mutation = Callable[[str], str]


@st.composite
def mutations(draw: st.DrawFn) -> tuple[int, Mutation]:
    """One file, and one change of it."""
    index = draw(st.integers(0, len(TEXTS) - 1))
    lines = TEXTS[index].split("\n")
    first = draw(st.integers(0, len(lines) - 1))
    last = min(len(lines), first + draw(st.integers(1, 6)))
    how = draw(st.sampled_from(["delete", "double", "word", "word", "word", "number", "swap", "move"]))

    def change(text: str) -> str:
        now = text.split("\n")
        match how:
            case "delete":
                return "\n".join(now[:first] + now[last:])
            case "double":
                return "\n".join(now[:last] + now[first:])
            case "move":
                return "\n".join(now[:first] + now[last:] + now[first:last])
            case _:
                return text

    if how in ("word", "number", "swap"):
        found = list(WORD.finditer(TEXTS[index]))
        at = draw(st.integers(0, len(found) - 1))
        match how:
            case "word":
                new = draw(st.sampled_from(WORDS))
            case "number":
                new = draw(st.sampled_from(["0", "-1", "1.5", "10", "999999999999999", "unknown", "true"]))
            case _:
                new = found[draw(st.integers(0, len(found) - 1))].group()
        span = found[at].span()
        return index, lambda text: text[: span[0]] + new + text[span[1] :]
    return index, change


@given(st.lists(mutations(), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_changed_pack_is_told_of_and_never_raises(changes: list[tuple[int, Mutation]]) -> None:
    texts = list(TEXTS)
    for index, change in changes:
        texts[index] = change(texts[index])
    report = Report()
    files = [File(file.path, text.encode()) for file, text in zip(FILES, texts, strict=True)]
    program = load_files(files, report)
    render_text(report)
    assert program is not None or report.has_errors
    assert program is None or report.has_errors or program.digest
