"""`question-missing`: an item of a form whose other items are asked in words, and this one is not."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def question_missing(pack: Pack, report: Report) -> None:
    """Report `question-missing`, where it was forgotten: other items of the form have words."""
    for form in pack.declared.forms.values():
        items = [(name, form.filled(item)) for name, item, _ in form.each_item()]
        asked = [(name, item) for name, item in items if item.value is None]
        if all(item.ask is None for _, item in asked):
            continue
        for name, item in asked:
            if item.ask is None:
                report.add(
                    "question-missing",
                    f"nobody says how `{name.text}` is asked: `{name.text}` is what is shown",
                    name.span,
                    help="add `ask:` with the question in the pack's languages",
                )
