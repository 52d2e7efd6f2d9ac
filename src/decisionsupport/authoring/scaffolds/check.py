"""A new check, for developers of this library: the module, its test, its page, its folder in the corpus.

It finds a placeholder, and so passes at once: what it should find is put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from decisionsupport.diagnostics import Diagnostic, Severity
from decisionsupport.diagnostics.rendering import render_text
from decisionsupport.source import Source, Span

CATALOGUE: Final = "src/decisionsupport/diagnostics/catalogue.py"
CHECKS: Final = "src/decisionsupport/authoring/checks/__init__.py"
INDEX: Final = "docs/diagnostics/README.md"
CHANGED: Final = (CATALOGUE, CHECKS, INDEX)
"""The files that get a line more."""

_ABOUT: Final = "an action that is still to be put in"
_EXAMPLE: Final = """\
set: example
version: 1.0.0
actions: {sit: {title: Put in}}
rules:
  one: {when: patient.alone, propose: [sit]}
"""
_IMPORT: Final = "from decisionsupport.authoring.checks."


def check_files(slug: str, changed: Mapping[str, str]) -> Mapping[str, str]:
    """Every file that is made, and those of `CHANGED`, given as they are, with their new lines."""
    name = slug.replace("-", "_")
    return {
        f"src/decisionsupport/authoring/checks/{name}.py": _module(slug, name),
        f"tests/authoring/checks/test_{name}.py": _test(slug),
        f"tests/corpus/{slug}/example.yaml": _EXAMPLE,
        f"tests/corpus/{slug}/expected.txt": _said(slug),
        f"docs/diagnostics/{slug}.md": _page(slug),
        CATALOGUE: _sorted_in(changed[CATALOGUE], "_WARNINGS = {", f'    "{slug}": "{_ABOUT}",'),
        CHECKS: _sorted_in(
            _with_import(changed[CHECKS], f"{_IMPORT}{name} import {name}"), "_CHECKS: Final", f"    {name},"
        ),
        INDEX: _sorted_in(changed[INDEX], "## Warnings", f"| [{slug}]({slug}.md) | {_ABOUT} |"),
    }


def _module(slug: str, name: str) -> str:
    return f'''\
"""`{slug}`: {_ABOUT}."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def {name}(pack: Pack, report: Report) -> None:
    """Report `{slug}`."""
    for action in pack.program.actions.values():
        if action.title.in_language("") == "Put in":
            message = f"`{{action.id}}` is still to be put in"
            report.add("{slug}", message, action.span, help="say what is done")
'''


def _test(slug: str) -> str:
    return f'''\
"""`{slug}`: what is told, and the near misses of which nothing is told."""

from __future__ import annotations

from tests.authoring.checks.harness import a_set, told

ACTION = """
actions: {{sit: {{title: Put in}}}}
rules:
  one: {{when: patient.alone, propose: [sit]}}
"""


def test_what_is_told() -> None:
    assert told("{slug}", a_set(ACTION)) == ["`sit` is still to be put in"]


def test_a_near_miss() -> None:
    assert told("{slug}", a_set(ACTION.replace("Put in", "Sit down"))) == []
'''


def _said(slug: str) -> str:
    start = _EXAMPLE.index("sit")
    span = Span(Source("example.yaml", _EXAMPLE), start, start + len("sit"))
    message = "`sit` is still to be put in"
    return render_text([Diagnostic(slug, Severity.WARNING, message, span, "say what is done")])


def _page(slug: str) -> str:
    return f"""\
# {slug}

**warning** (said by `decisionsupport validate`): {_ABOUT}.

What the author wrote, and what is wrong with it.

**Why it matters.** What could happen to a patient.

Wrong:

```yaml bad
{_EXAMPLE}```

```text
{_said(slug)}```

Right:

```yaml good
{_EXAMPLE.replace("Put in", "Sit down")}```
"""


def _with_import(text: str, line: str) -> str:
    lines = text.split("\n")
    imports = [number for number, each in enumerate(lines) if each.startswith(_IMPORT)]
    after = next((number for number in imports if lines[number] > line), imports[-1] + 1)
    return "\n".join([*lines[:after], line, *lines[after:]])


def _sorted_in(text: str, heading: str, line: str) -> str:
    """The text with a line put in its place among those of its kind that follow a heading."""
    lines = text.split("\n")
    start = next(number for number, each in enumerate(lines) if each.startswith(heading))
    kind = re.compile(r"^(?:    \"|    \w+,$|\| \[)")
    block = list(_block(lines, start + 1, kind))
    after = next((number for number in block if lines[number] > line), block[-1] + 1)
    return "\n".join([*lines[:after], line, *lines[after:]])


def _block(lines: list[str], start: int, kind: re.Pattern[str]) -> Iterable[int]:
    begun = False
    for number in range(start, len(lines)):
        if kind.match(lines[number]):
            begun = True
            yield number
        elif begun:
            return
