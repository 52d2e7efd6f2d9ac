"""`beyond-possible`: what is said of numbers that an answer can never be: a usual range, a label."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.documents.items import Item as WrittenItem
from decisionsupport.program.model import Item
from decisionsupport.values.kinds import Number
from decisionsupport.values.numbers import format_decimal


def beyond_possible(pack: Pack, report: Report) -> None:
    """Report `beyond-possible`."""
    for item in pack.program.items.values():
        written = pack.written(item)
        if written is not None and item.between is not None and isinstance(item.kind, Number):
            _check(item, item.kind, item.between, written, report)


def _check(item: Item, kind: Number, between: tuple[int, int], written: WrittenItem, report: Report) -> None:
    least, most = (format_decimal(end, kind.places) for end in between)
    possible = f"`{item.name}` can be {least}..{most}"
    usual = [end for end in item.usual or () if end is not None]
    if written.usual is not None and not all(between[0] <= end <= between[1] for end in usual):
        message = f"the usual `{written.usual.span.text}` goes beyond what is possible: {possible}"
        help = "narrow `usual:`, or widen `between:`"
        report.add("beyond-possible", message, written.usual.span, help=help)
    for number, _ in written.labels:
        if not between[0] <= number.value * 10**kind.places <= between[1]:
            message = f"the label of {number.value} is never shown: {possible}"
            help = "label a number that can be answered, or widen `between:`"
            report.add("beyond-possible", message, number.span, help=help)
