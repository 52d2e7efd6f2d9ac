"""Checks of the whole program that loading must refuse: what could silence what is urgent.

Law: a check stands here only where a pack with the mistake must not be run on patients. What an author should
know and a patient is not harmed by stands in `authoring/checks`.
"""

from __future__ import annotations

from decisionsupport.diagnostics import Report
from decisionsupport.loading.checks.limits import check_limits
from decisionsupport.loading.checks.withholding import check_withholding
from decisionsupport.program.model import Program


def check_program(program: Program, report: Report) -> None:
    """Run every check."""
    check_withholding(program, report)
    check_limits(program, report)
