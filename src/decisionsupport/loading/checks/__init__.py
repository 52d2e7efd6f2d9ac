"""Checks of the whole program: what no single document can tell."""

from __future__ import annotations

from decisionsupport.diagnostics import Report
from decisionsupport.loading.checks.ignored import leave_ignored_out
from decisionsupport.loading.checks.limits import check_limits
from decisionsupport.loading.checks.unused import check_unused
from decisionsupport.loading.checks.withholding import check_withholding
from decisionsupport.loading.declare import Declared
from decisionsupport.program.model import Program


def check_program(program: Program, declared: Declared, report: Report) -> None:
    """Run every check; at the end leave out what the pack says to ignore."""
    check_withholding(program, report)
    check_limits(program, report)
    if not report.has_errors:
        check_unused(program, declared, report)
    leave_ignored_out(declared.packs[0], report)
