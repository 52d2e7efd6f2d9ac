"""`unused-parameter`: a parameter that nothing reads; a site that changes it believes that care changes."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def unused_parameter(pack: Pack, report: Report) -> None:
    """Report `unused-parameter`."""
    used = {cell.split(".")[1] for cell in pack.read if cell.startswith("parameter.")}
    for parameter, span in pack.places("parameter"):
        if parameter not in used:
            report.add(
                "unused-parameter",
                f"nothing reads `{parameter}`",
                span,
                help=f"write `parameter.{parameter}` where the number stands, or leave it out",
            )
