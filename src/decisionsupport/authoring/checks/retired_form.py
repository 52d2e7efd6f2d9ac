"""`retired-form`: a rule rests on a form that is retired, whose answers are not used."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report


def retired_form(pack: Pack, report: Report) -> None:
    """Report `retired-form`."""
    for rule, form in pack.resting_on("retired"):
        report.add(
            "retired-form",
            f"`{rule.id}` rests on `{form.id}`, which is retired: its answers are not used",
            rule.span,
            help="read the form that came in its place, or leave the rule out",
            related=(Related("retired", form.span),),
        )
