"""A pack made ready for a subcommand; one that has errors ends the run with its diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import decisionsupport
from decisionsupport.cli.consoles import colours, errors, working
from decisionsupport.cli.exits import CannotRun
from decisionsupport.cli.formats import count_of
from decisionsupport.diagnostics import Diagnostic, Severity
from decisionsupport.diagnostics.rendering import render_text
from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidPack


def load_engine(paths: Sequence[Path], *, site: str | None = None, language: str | None = None) -> Engine:
    """Load the pack; `CannotRun`, after printing what is wrong, when it has errors or lacks the language."""
    try:
        with working("loading"):
            engine = decisionsupport.load(*paths, site=site)
    except InvalidPack as invalid:
        remedy = "`decisionsupport validate` shows everything"
        raise CannotRun(f"the pack has {told_errors(invalid.report)}", remedy) from None
    languages = engine.program.pack.languages
    if language is not None and language not in languages:
        raise CannotRun(f"the pack has no language `{language}`", f"one of {', '.join(languages)}")
    return engine


def told_errors(report: Iterable[Diagnostic]) -> str:
    """Print the errors of a pack that cannot be used; give their number in words."""
    console = errors()
    wrong = [each for each in report if each.severity is Severity.ERROR]
    console.out(render_text(wrong, colour=colours(console)), highlight=False)
    return count_of(len(wrong), "error")
