"""`trial-form`: a rule rests on a form that is still on trial."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report


def trial_form(pack: Pack, report: Report) -> None:
    """Report `trial-form`."""
    for rule, form in pack.resting_on("trial"):
        report.add(
            "trial-form",
            f"`{rule.id}` rests on `{form.id}`, which is on trial",
            rule.span,
            help="its proposals carry a caution; make the form `active` once approved",
            related=(Related("on trial", form.span),),
        )
