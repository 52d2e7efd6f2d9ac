"""Care requests: what they need, and their sections."""

from __future__ import annotations

from decisionsupport.documents.request import DemandedTruth, Request
from decisionsupport.documents.request import Need as WrittenNeed
from decisionsupport.loading.building import Building
from decisionsupport.loading.names import CellSymbol, GroupSymbol, Scope, resolve
from decisionsupport.loading.texts import TextMaker
from decisionsupport.program import model
from decisionsupport.syntax.expressions import nodes


def make_request(written: Request, building: Building) -> model.Request:
    """A request, once all cells are there."""
    texts = TextMaker(building, lists=True)
    sections = []
    for word, text in written.sections:
        lines = texts.make(text, Scope())
        if lines is not None:
            sections.append(model.Section(word.text, lines))
    needs = [_need(need, texts, building) for need in written.needs]
    building.known("recipient", written.to, dict(building.pack.recipients))
    urgency = written.urgency.text if written.urgency else "routine"
    return model.Request(
        id=written.id.text,
        version=written.version.text,
        title=building.words(written.title),
        to=written.to.text,
        urgency=next(each for each in model.PRIORITIES if each == urgency),
        layout=written.layout.text if written.layout else "sbar",
        needs=tuple(need for need in needs if need is not None),
        sections=tuple(sections),
        span=written.id.span,
    )


def _need(written: WrittenNeed, texts: TextMaker, building: Building) -> model.Need | None:
    scope = Scope(record_tests=True)
    if isinstance(written, DemandedTruth):
        condition = building.condition(written.that, scope)
        if condition is None:
            return None
        said = " ".join(written.that.span.text.split())
        return model.Need(None, condition, texts.make(written.else_, Scope()), said, written.span)
    if isinstance(written, nodes.Name):
        symbol = resolve(written.parts, scope, building.names)
        if isinstance(symbol, GroupSymbol) or (isinstance(symbol, CellSymbol) and symbol.row_of is None):
            return (
                model.Need(symbol.id, None, None, written.text, written.span)
                if symbol.id in building.cells
                else None
            )
    condition = building.condition(written, scope)
    if condition is None:
        return None
    return model.Need(None, condition, None, " ".join(written.span.text.split()), written.span)
