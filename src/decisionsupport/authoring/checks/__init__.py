"""Checks for authors: one module a mistake, run by `validate` and never by `ds.load`.

Law: a check here looks at a pack that loads; it says what an author should know and a patient is not harmed
by at once. What must not be run on patients is refused in `loading`, where everyone who loads meets it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from decisionsupport.authoring.checks.always_fires import always_fires
from decisionsupport.authoring.checks.band_unreachable import band_unreachable
from decisionsupport.authoring.checks.beyond_possible import beyond_possible
from decisionsupport.authoring.checks.case_unfounded import case_unfounded
from decisionsupport.authoring.checks.code_check_digit import code_check_digit
from decisionsupport.authoring.checks.code_malformed import code_malformed
from decisionsupport.authoring.checks.contradicting_cases import contradicting_cases
from decisionsupport.authoring.checks.contradictory_proposals import contradictory_proposals
from decisionsupport.authoring.checks.duplicate_case import duplicate_case
from decisionsupport.authoring.checks.hidden_in_sum import hidden_in_sum
from decisionsupport.authoring.checks.hidden_required import hidden_required
from decisionsupport.authoring.checks.need_unasked import need_unasked
from decisionsupport.authoring.checks.never_fires import never_fires
from decisionsupport.authoring.checks.never_shown import never_shown
from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.authoring.checks.personal_number import personal_number
from decisionsupport.authoring.checks.question_missing import question_missing
from decisionsupport.authoring.checks.retired_form import retired_form
from decisionsupport.authoring.checks.review_overdue import review_overdue
from decisionsupport.authoring.checks.settling import settle
from decisionsupport.authoring.checks.shadowed_entry import shadowed_entry
from decisionsupport.authoring.checks.source_missing import source_missing
from decisionsupport.authoring.checks.trial_form import trial_form
from decisionsupport.authoring.checks.two_conclusions import two_conclusions
from decisionsupport.authoring.checks.unit_malformed import unit_malformed
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
from decisionsupport.loading.collecting import uncollected
from decisionsupport.program.model import Program

Check = Callable[[Pack, Report], None]

_CHECKS: Final[tuple[Check, ...]] = (
    always_fires,
    band_unreachable,
    beyond_possible,
    case_unfounded,
    code_check_digit,
    code_malformed,
    contradicting_cases,
    contradictory_proposals,
    duplicate_case,
    hidden_in_sum,
    hidden_required,
    need_unasked,
    never_fires,
    never_shown,
    personal_number,
    question_missing,
    retired_form,
    review_overdue,
    shadowed_entry,
    source_missing,
    trial_form,
    two_conclusions,
    unit_malformed,
    unused_action,
    unused_computed,
    unused_finding,
    unused_item,
    unused_parameter,
    unused_request,
    unused_source,
    unused_table,
)
_OF_LETTERS: Final[tuple[Check, ...]] = (contradicting_cases, duplicate_case, personal_number)
"""Checks of what is written, whatever the rest of the pack is like."""
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {check.__name__.replace("_", "-"): check for check in _CHECKS}
)
"""Every check under the slug that it reports and that it is named after."""


def check_files(
    files: Sequence[File], report: Report, *, site: str | None = None, today: date | None = None
) -> Program | None:
    """Load a pack and hold it to every check; None when nothing could be made of the files.

    While it has errors most checks wait: what is broken is not yet unused. Without `today` nothing is
    overdue.
    """
    with uncollected():
        loaded = load_whole(files, report, site=site)
        if loaded is None:
            return None
        pack = Pack(loaded.program, loaded.declared, tuple(files), today)
        for check in _OF_LETTERS if report.has_errors else _CHECKS:
            check(pack, report)
        settle(loaded.declared.packs[0], report)
        return loaded.program
