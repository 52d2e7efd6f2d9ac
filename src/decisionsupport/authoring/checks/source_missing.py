"""`source-missing`: a rule or a scored assessment that names no source."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def source_missing(pack: Pack, report: Report) -> None:
    """Report `source-missing`; of assessments once the pack has sources to name."""
    for rule, (_, name, written) in pack.declared.rules.items():
        if not written.evidence:
            report.add(
                "source-missing",
                f"`{rule}` names no source",
                name.span,
                help="add `evidence:`; a routine of the house is a source too, of `expert_opinion`",
            )
    for form in pack.program.forms.values():
        scored = any(item.form == form.id and item.scored for item in pack.program.items.values())
        if scored and not form.evidence and pack.declared.sources:
            report.add(
                "source-missing",
                f"`{form.id}` scores, and names no source",
                form.span,
                help="add `evidence:` with the source that its points are from",
            )
