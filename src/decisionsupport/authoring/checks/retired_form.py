"""`retired-form`: a rule rests on a form that is retired, whose answers are not used."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report


def retired_form(pack: Pack, report: Report) -> None:
    """Report `retired-form`."""
    for rule in pack.program.rules.values():
        for form in sorted(rule.rests_on):
            if form in pack.program.forms and pack.program.forms[form].status == "retired":
                report.add(
                    "retired-form",
                    f"`{rule.id}` rests on `{form}`, which is retired: its answers are not used",
                    rule.span,
                    help="read the form that came in its place, or leave the rule out",
                    related=(Related("retired", pack.program.forms[form].span),),
                )
