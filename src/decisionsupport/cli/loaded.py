"""A pack made ready for a subcommand; one that has errors ends the run with its diagnostics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import decisionsupport
from decisionsupport.cli.consoles import colours, errors, working
from decisionsupport.cli.exits import CannotRun
from decisionsupport.cli.formats import count_of
from decisionsupport.diagnostics import Severity
from decisionsupport.diagnostics.rendering import render_text
from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidPack


def load_engine(paths: Sequence[Path], *, site: str | None = None, language: str | None = None) -> Engine:
    """Load the pack; `CannotRun`, after printing what is wrong, when it has errors or lacks the language."""
    try:
        with working("loading"):
            engine = decisionsupport.load(*paths, site=site)
    except InvalidPack as invalid:
        console = errors()
        wrong = [each for each in invalid.report if each.severity is Severity.ERROR]
        console.out(render_text(wrong, colour=colours(console)), highlight=False)
        raise CannotRun(
            f"the pack has {count_of(len(wrong), 'error')}", "`decisionsupport validate` shows everything"
        ) from None
    languages = engine.program.pack.languages
    if language is not None and language not in languages:
        raise CannotRun(f"the pack has no language `{language}`", f"one of {', '.join(languages)}")
    return engine
