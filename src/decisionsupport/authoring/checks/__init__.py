"""Checks for authors: one module a mistake, run by `validate` and never by `ds.load`.

Law: a check here looks at a pack that loads; it says what an author should know and a patient is not harmed
by at once. What must not be run on patients is refused in `loading`, where everyone who loads meets it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.authoring.checks.settling import settle
from decisionsupport.authoring.checks.unused_action import unused_action
from decisionsupport.authoring.checks.unused_computed import unused_computed
from decisionsupport.authoring.checks.unused_finding import unused_finding
from decisionsupport.authoring.checks.unused_item import unused_item
from decisionsupport.authoring.checks.unused_parameter import unused_parameter
from decisionsupport.authoring.checks.unused_request import unused_request
from decisionsupport.authoring.checks.unused_source import unused_source
from decisionsupport.authoring.checks.unused_table import unused_table
from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_whole
from decisionsupport.program.model import Program

Check = Callable[[Pack, Report], None]

_CHECKS: Final[tuple[Check, ...]] = (
    unused_action,
    unused_computed,
    unused_finding,
    unused_item,
    unused_parameter,
    unused_request,
    unused_source,
    unused_table,
)
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {check.__name__.replace("_", "-"): check for check in _CHECKS}
)
"""Every check under the slug that it reports and that it is named after."""


def check_files(
    files: Sequence[File], report: Report, *, site: str | None = None, today: date | None = None
) -> Program | None:
    """Load a pack and hold it to every check; None when nothing could be made of the files.

    While it has errors the checks wait: what is broken is not yet unused. Without `today` nothing is overdue.
    """
    loaded = load_whole(files, report, site=site)
    if loaded is None:
        return None
    if not report.has_errors:
        pack = Pack(loaded.program, loaded.declared, tuple(files), today)
        for check in _CHECKS:
            check(pack, report)
    settle(loaded.declared.packs[0], report)
    return loaded.program
