"""Computed values: an expression, bands over one, a list of `when`s, or a table of one column."""

from __future__ import annotations

from collections.abc import Callable

from decisionsupport.documents.computed import Computed
from decisionsupport.documents.form import Form
from decisionsupport.documents.leaves import Decimals, Word
from decisionsupport.loading.building import Building
from decisionsupport.loading.checks.conditions import check_condition
from decisionsupport.loading.items import BOOLEAN, number_step, resolved_options
from decisionsupport.loading.lowering.arithmetic import rounded
from decisionsupport.loading.lowering.context import Real, describe
from decisionsupport.loading.names import Scope
from decisionsupport.loading.points import edges_of, grid_of
from decisionsupport.loading.tables import TableMaker
from decisionsupport.program import expressions as x
from decisionsupport.program import model
from decisionsupport.program.walk import reads
from decisionsupport.source import Span
from decisionsupport.values import kinds


class ComputedMaker:
    """Makes the cell of one computed value of a form, or of the entries of a repeating group."""

    def __init__(
        self, name: Word, written: Computed, form: Form, building: Building, row_of: str | None = None
    ) -> None:
        self.name = name
        self.written = written
        self.form = form
        self.building = building
        self.row_of = row_of
        self.id = f"{row_of}.{name.text}" if row_of else f"{form.id.text}.{name.text}"
        self.scope = Scope(form.id.text, row_of)
        self.table: TableMaker | None = None
        if written.table is not None:
            self.table = TableMaker(self.id, written.table, self.scope, building, written.table.span)

    def define(self) -> None:
        """Note the cell."""
        building, written = self.building, self.written
        parts = [part for part in (written.value, written.of) if part is not None]
        parts += [case.when for case in written.first or () if case.when is not None]
        read = [cell for part in parts for cell in building.reads_of(part, self.scope)]
        if self.table is not None:
            read += self.table.reads()
        if self.form.applies_when is not None and self.row_of is None:
            read.append(f"applies:{self.form.id.text}")
        building.define(self.id, tuple(read), self._make, self.name.span)

    def _make(self) -> model.Cell | None:
        written = self.written
        ways: tuple[tuple[object, Callable[[], x.Expression | None]], ...] = (
            (written.value, self._from_value),
            (written.of, self._from_bands),
            (written.first, self._from_cases),
            (written.table, self._from_table),
        )
        made = next((make() for way, make in ways if way is not None), None)
        if made is None:
            return None
        if written.when_missing is not None and written.when_missing.text == "require_all":
            made = self._require_all(made)
        if f"applies:{self.form.id.text}" in self.building.cells and self.row_of is None:
            applies = x.Read(f"applies:{self.form.id.text}", BOOLEAN, self.name.span)
            made = x.UnlessFalse(applies, made, made.kind, made.span)
        return self.building.cell(
            self.id,
            made,
            made.kind,
            self.name.span,
            title=self.building.words(written.title, self.name.text),
            form=self.form.id.text,
            row_of=self.row_of,
            shown_step=number_step(written.shown) if written.shown is not None else None,
        )

    def _require_all(self, made: x.Expression) -> x.Expression:
        parts: list[x.Expression] = []
        for cell in reads(made):
            found = self.building.cells[cell]
            if found.row_of == self.row_of:
                make = x.ReadRow if self.row_of else x.Read
                parts.append(make(cell, found.kind, self.name.span))
        return x.RequireAll(made, tuple(parts), self.building.widest(made), made.kind, made.span)

    # The four ways -------------------------------------------------------------------------------------

    def _from_value(self) -> x.Expression | None:
        written, building = self.written, self.building
        assert written.value is not None
        lowered = building.value(written.value, self.scope)
        if lowered is None:
            return None
        if written.step is not None:
            digits, places = number_step(written.step)
            unit = written.unit.text if written.unit else None
            if not isinstance(lowered, Real) and not isinstance(lowered.kind, kinds.Number):
                self._mismatch(describe(lowered.kind), written.step.span)
                return None
            return rounded(
                lowered, digits, places, "round", written.value.span, building.context(self.scope), unit
            )
        if isinstance(lowered, Real):
            return building.exact(written.value, self.scope)
        if lowered.kind == BOOLEAN:
            check_condition(lowered, building.context(self.scope))
        return self._declared(lowered)

    def _declared(self, made: x.Expression) -> x.Expression:
        """The value with the unit that the author states; where none is, the expression's own stands."""
        unit = self.written.unit
        if unit is None or not isinstance(made.kind, kinds.Number) or made.kind.unit == unit.text:
            return made
        kind = kinds.Number(made.kind.places, made.kind.step, unit.text)
        return x.Rescale(made, 1, kind, made.span)

    def _mismatch(self, found: str, span: Span) -> None:
        self.building.report.add(
            "kind-mismatch",
            f"`step` is for numbers, and the value is {found}",
            span,
            help="leave `step:` out",
        )

    def _from_bands(self) -> x.Expression | None:
        written, building = self.written, self.building
        assert written.of is not None
        subject = building.exact(written.of, self.scope)
        if subject is None or written.bands is None:
            return None
        grid = grid_of(subject.kind, building.widest(subject), " ".join(written.of.span.text.split()))
        if grid is None:
            building.report.add(
                "kind-mismatch",
                f"bands are for numbers, and `of` is {describe(subject.kind)}",
                written.of.span,
                help="name a number, or use `first:`",
            )
            return None
        kind = self._results([result for _, result in written.bands])
        if kind is None:
            return None
        ranges = [(written_range, self.result(result, kind)) for written_range, result in written.bands]
        edges = edges_of(ranges, grid, written.place_of("bands"), "band", building)
        return None if edges is None else x.Bands(subject, edges, kind, written.of.span)

    def _from_cases(self) -> x.Expression | None:
        written, building = self.written, self.building
        cases = written.first or ()
        kind = self._results([case.is_ for case in cases])
        if kind is None:
            return None
        entries: list[tuple[x.Expression, x.Expression]] = []
        otherwise, fine = None, True
        for case in cases:
            value = x.Constant(self.result(case.is_, kind), kind, case.is_.span)
            if case.when is None:
                otherwise = value
                continue
            condition = building.condition(case.when, self.scope)
            if condition is None:
                fine = False
            else:
                entries.append((condition, value))
        if not fine or otherwise is None:
            return None
        return x.FirstOf(tuple(entries), otherwise, kind, written.place_of("first"))

    def _from_table(self) -> x.Expression | None:
        written = self.written
        assert self.table is not None
        assert written.table is not None
        results = [row.gives[0] for row in written.table.rows]
        results += list(written.table.otherwise or ())
        kind = self._results([result for result in results if isinstance(result, Word | Decimals)])
        if kind is None:
            return None
        return self.table.column(0, kind, lambda value: self.result(value, kind), self.name.span)  # type: ignore[arg-type]

    # What they give ------------------------------------------------------------------------------------

    def _results(self, results: list[Word | Decimals]) -> kinds.Kind | None:
        """The kind of what cases or bands give: options, or numbers."""
        written, building = self.written, self.building
        options = resolved_options(written.options, self.id, self.form.option_lists, building)
        if options is not None:
            owner, entries = options
            fine = True
            for result in results:
                if isinstance(result, Decimals):
                    building.report.add(
                        "kind-mismatch",
                        "a number stands where an option is wanted",
                        result.span,
                        help="name an option",
                    )
                    fine = False
                else:
                    fine = building.known("option", result, entries.words) and fine
            ordered = bool(written.ordered and written.ordered.value)
            return kinds.Choice(entries.words, ordered, of=owner) if fine else None
        if any(isinstance(result, Word) for result in results):
            return None
        places = max((result.places for result in results if isinstance(result, Decimals)), default=0)
        digits, places = number_step(written.step) if written.step is not None else (1, places)
        return kinds.Number(places, digits, written.unit.text if written.unit else None)

    def result(self, result: Word | Decimals, kind: kinds.Kind) -> bool | int | str:
        """A result as a value of the kind."""
        if isinstance(result, Word):
            return result.text
        assert isinstance(kind, kinds.Number)
        return self.building.units(result, kind) or 0
