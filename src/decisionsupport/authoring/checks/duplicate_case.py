"""`duplicate-case`: two cases for one thing have the same name."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report
from decisionsupport.documents.leaves import Word


def duplicate_case(pack: Pack, report: Report) -> None:
    """Report `duplicate-case`, at the later of the two."""
    first: dict[tuple[str, str], Word] = {}
    for document in pack.declared.cases:
        names = [vectors.name for vectors in document.vectors if vectors.name is not None]
        for name in (*names, *(case.name for case in document.cases)):
            earlier = first.setdefault((document.cases_for.text, name.text), name)
            if earlier is not name:
                report.add(
                    "duplicate-case",
                    f"two cases for `{document.cases_for.text}` are called `{name.text}`",
                    name.span,
                    help="say in the name what sets this one apart",
                    related=(Related("the first is here", earlier.span),),
                )
