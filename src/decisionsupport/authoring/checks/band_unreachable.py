"""`band-unreachable`: a band that lies wholly outside what its number can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.documents.leaves import Range
from decisionsupport.documents.points import BandPoints
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell
from decisionsupport.values.kinds import Number
from decisionsupport.values.numbers import format_decimal
from decisionsupport.values.sets import Between


def band_unreachable(pack: Pack, report: Report) -> None:
    """Report `band-unreachable`, of computed values and of points."""
    for number, bands in _banded(pack):
        kind, widest = number.kind, number.widest
        if not isinstance(kind, Number) or not isinstance(widest, Between):
            continue
        name = number.id.rpartition(".")[2]
        least, most = (format_decimal(end, kind.places) for end in (widest.least, widest.most))
        for band in bands:
            if _outside(band, kind, widest):
                report.add(
                    "band-unreachable",
                    f"nobody reaches `{band.span.text}`: `{name}` is from {least} to {most}",
                    band.span,
                    help="leave the band out, or mend what the number is made of",
                )


def _banded(pack: Pack) -> Iterator[tuple[Cell, Sequence[Range]]]:
    """Each number that is cut into bands, and the bands as written."""
    cells = pack.program.cells
    for form in pack.declared.forms.values():
        for name, written in form.computed:
            made = cells[f"{form.id.text}.{name.text}"].expression
            if isinstance(made, x.UnlessFalse):
                made = made.body
            if written.bands and isinstance(made, x.Bands) and isinstance(made.subject, x.Read):
                yield cells[made.subject.cell], [band for band, _ in written.bands]
    for item in pack.program.items.values():
        filled = pack.written(item)
        if filled is not None and isinstance(filled.points, BandPoints):
            yield cells[item.id], [band for band, _ in filled.points.bands]


def _outside(band: Range, kind: Number, widest: Between) -> bool:
    least = None if band.least is None else band.least.units(kind.places)
    most = None if band.most is None else band.most.units(kind.places)
    return (least is not None and least > widest.most) or (most is not None and most < widest.least)
