"""`unused-table`: a decision table that nothing reads decides nothing."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def unused_table(pack: Pack, report: Report) -> None:
    """Report `unused-table`."""
    used = {cell.split(".")[1] for cell in pack.read if cell.startswith("table.")}
    for table, span in pack.places("table"):
        if table not in used:
            report.add(
                "unused-table",
                f"nothing reads `{table}`",
                span,
                help=f"read a column of it, as `table.{table}.…`, or leave it out",
            )
