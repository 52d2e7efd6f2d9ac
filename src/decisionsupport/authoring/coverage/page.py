"""Coverage as one HTML page: the pack's own YAML, every line marked by what the cases reached of it.

The page needs nothing else: no scripts, no fonts, no network. A line's mark is a sign and a word beside its
colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from decisionsupport.authoring.coverage.model import KINDS, Coverage, Place, percent
from decisionsupport.source import Source

_MARKS: Final = {"all": ("✓", "reached"), "some": ("◐", "partly reached"), "none": ("✗", "not reached")}
_COUNTS: Final = (
    "The percentage counts rules and conditions seen true and seen false, and rows, entries, bands, options"
    " and messages taken. Unknown is told beside them."
)
_STYLE: Final = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de;
  --all: #dafbe1; --some: #fff3c4; --none: #ffdfdc; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --ink: #e6edf3; --quiet: #9198a1;
  --line: #30363d; --all: #12361f; --some: #463a0c; --none: #4d1f1f; --link: #79c0ff; } }
body { background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto;
  max-width: 110rem; padding: 0 1rem; }
a { color: var(--link); } h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
table { border-collapse: collapse; } caption { text-align: left; color: var(--quiet); padding: .3rem 0; }
.sums th, .sums td { border-bottom: 1px solid var(--line); padding: .2rem .9rem .2rem 0; text-align: right; }
.sums th:first-child { text-align: left; font-weight: normal; } .sums thead th { color: var(--quiet); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; }
.code { font: .82rem/1.45 ui-monospace, monospace; width: 100%; }
.code td { white-space: pre; padding: 0 .6rem; vertical-align: top; }
.code .number { color: var(--quiet); text-align: right; user-select: none; }
.code .mark { text-align: center; width: 1.2rem; }
.code .told { color: var(--quiet); white-space: normal; min-width: 22rem;
  font-family: system-ui, sans-serif; }
tr.all { background: var(--all); } tr.some { background: var(--some); } tr.none { background: var(--none); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""


def page(coverage: Coverage, title: str) -> str:
    """The whole page."""
    sources = _sources(coverage)
    whole = percent(coverage.counted())
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>Coverage of {escape(title)}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style></head><body><main>",
        f"<h1>Coverage of {escape(title)}: {whole:.1f} %</h1>",
        f"<p>{coverage.cases} cases. {_COUNTS}</p>",
        "<p>"
        + " · ".join(f"{sign} {word}" for sign, word in _MARKS.values())
        + " · lines without a sign have nothing to reach</p>",
        *_by_kind(coverage),
        *_by_file(coverage, sources),
    ]
    for number, source in enumerate(sources):
        parts += _file(coverage, source, number)
    return "\n".join([*parts, "</main></body></html>", ""])


def _sources(coverage: Coverage) -> list[Source]:
    found: dict[str, Source] = {}
    for place in coverage.places.values():
        found.setdefault(place.span.source.path, place.span.source)
    return [found[path] for path in sorted(found)]


def _by_kind(coverage: Coverage) -> Iterator[str]:
    yield '<table class="sums"><caption>By kind</caption><thead><tr><th scope="col">Places</th>'
    yield "".join(f'<th scope="col">{word}</th>' for word in ("true", "false", "unknown", "taken"))
    yield "</tr></thead><tbody>"
    for kind in KINDS:
        places = coverage.of(kind)
        if places:
            cells = []
            for state in ("true", "false", "unknown", "taken"):
                speaks = state in places[0].wanted or (state == "unknown" and len(places[0].wanted) > 1)
                seen, there = coverage.saw(kind, state)
                cells.append(f"<td>{f'{seen} of {there}' if speaks else ''}</td>")
            yield f'<tr><th scope="row">{kind}s</th>{"".join(cells)}</tr>'.replace("entrys", "entries")
    yield "</tbody></table>"


def _by_file(coverage: Coverage, sources: list[Source]) -> Iterator[str]:
    yield '<table class="sums"><caption>By file</caption><thead><tr><th scope="col">File</th>'
    yield '<th scope="col">reached</th><th scope="col">of</th><th scope="col">%</th></tr></thead><tbody>'
    for number, source in enumerate(sources):
        seen, wanted = counted = coverage.counted(path=source.path)
        name = f'<a href="#file-{number}">{escape(source.path)}</a>'
        figures = f"<td>{seen}</td><td>{wanted}</td><td>{percent(counted):.1f}</td>"
        yield f'<tr><th scope="row">{name}</th>{figures}</tr>'
    yield "</tbody></table>"


# One file ----------------------------------------------------------------------------------------------


def _file(coverage: Coverage, source: Source, number: int) -> Iterator[str]:
    by_line: dict[int, list[Place]] = {}
    for place in coverage.places.values():
        if place.span.source.path == source.path:
            by_line.setdefault(place.span.begin.line, []).append(place)
    reached = percent(coverage.counted(path=source.path))
    yield f'<h2 id="file-{number}">{escape(source.path)}: {reached:.1f} %</h2>'
    yield '<div class="scroll" tabindex="0" role="region"'
    yield f' aria-labelledby="file-{number}"><table class="code"><thead class="hidden"><tr><th>line</th>'
    yield "<th>reached</th><th>written</th><th>what no case reached</th></tr></thead><tbody>"
    for line in range(1, source.position(len(source.text)).line + 1):
        yield _line(coverage, line, source.line(line), by_line.get(line, []))
    yield "</tbody></table></div>"


def _line(coverage: Coverage, number: int, text: str, places: list[Place]) -> str:
    if not places:
        return f'<tr><td class="number">{number}</td><td></td><td>{escape(text)}</td><td></td></tr>'
    missing = [(place, coverage.missing(place)) for place in places]
    lacking = sum(len(states) for _, states in missing)
    wanted = sum(len(place.wanted) for place in places)
    state = "all" if not lacking else "none" if lacking == wanted else "some"
    sign, word = _MARKS[state]
    told = "; ".join(
        f"{place.kind} “{place.name}” never {' or '.join(states)}" for place, states in missing if states
    )
    return (
        f'<tr class="{state}"><td class="number">{number}</td><td class="mark" title="{word}">'
        f'<span aria-hidden="true">{sign}</span><span class="hidden">{word}</span></td>'
        f'<td>{escape(text)}</td><td class="told">{escape(told)}</td></tr>'
    )
