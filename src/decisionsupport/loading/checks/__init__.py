"""Checks of the whole program: what no single document can tell."""

from __future__ import annotations

from decisionsupport.diagnostics import Report
from decisionsupport.loading.checks.withholding import check_withholding
from decisionsupport.loading.declare import Declared
from decisionsupport.program.model import Program


def check_program(program: Program, declared: Declared, report: Report) -> None:
    """Run every check."""
    check_withholding(program, report)
