"""`shadowed-entry`: an entry of a list of `when`s of which the entries before it leave nobody over."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.documents.computed import Computed
from decisionsupport.documents.form import RepeatingGroup
from decisionsupport.documents.points import PointCases
from decisionsupport.program import expressions as x


def shadowed_entry(pack: Pack, report: Report) -> None:
    """Report `shadowed-entry` for `first:` and for `points:`; rows of tables are told by loading."""
    for made in _lists(pack):
        before: list[tuple[x.Expression, bool]] = []
        for condition, _ in made.entries:
            alone = pack.holding.together((condition, True))
            if before and alone and not pack.holding.together((condition, True), *before):
                report.add(
                    "shadowed-entry",
                    f"entries above take everybody for whom `{_short(condition)}` holds",
                    condition.span,
                    help="move it up: the first entry that holds is taken",
                )
            before.append((condition, False))


def _short(condition: x.Expression) -> str:
    return " ".join(condition.span.text.split())


def _lists(pack: Pack) -> Iterator[x.FirstOf]:
    for cell in _written_as_lists(pack):
        made = pack.program.cells[cell].expression if cell in pack.program.cells else None
        while isinstance(made, x.UnlessFalse | x.OrElse | x.RequireAll):
            made = made.operand if isinstance(made, x.OrElse) else made.body
        if isinstance(made, x.FirstOf):
            yield made


def _written_as_lists(pack: Pack) -> Iterator[str]:
    """The cells of what authors wrote as a list of `when`s."""
    for form in pack.declared.forms.values():
        yield from (f"{form.id.text}.{name.text}" for name, each in form.computed if _is_list(each))
        for name, entry in form.items:
            if isinstance(entry, RepeatingGroup):
                group = f"{form.id.text}.{name.text}"
                yield from (f"{group}.{inner.text}" for inner, each in entry.computed if _is_list(each))
    for item in pack.program.items.values():
        written = pack.written(item)
        if written is not None and isinstance(written.points, PointCases):
            yield f"points:{item.id}"


def _is_list(written: Computed) -> bool:
    return written.first is not None
