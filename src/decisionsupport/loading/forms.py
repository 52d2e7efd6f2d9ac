"""Forms: items, groups, computed values, whom the form is made for, what answers must fulfil, the note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from decisionsupport.documents.demands import AppliesWhen, Must
from decisionsupport.documents.form import Form, PlainGroup, RepeatingGroup
from decisionsupport.documents.items import Item
from decisionsupport.documents.leaves import Word
from decisionsupport.loading.building import Building
from decisionsupport.loading.computed import ComputedMaker
from decisionsupport.loading.items import BOOLEAN, ItemMaker, suggestions
from decisionsupport.loading.names import Scope
from decisionsupport.loading.texts import TextMaker
from decisionsupport.program import model
from decisionsupport.values import kinds
from decisionsupport.values.sets import between


@dataclass(slots=True)
class FormMaker:
    """Makes one form: first its cells are noted, then, when all cells are there, the form itself."""

    written: Form
    building: Building
    makers: dict[str, ItemMaker] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The form's id."""
        return self.written.id.text

    @property
    def scope(self) -> Scope:
        """Where the form's own names are bare."""
        return Scope(self.id)

    # Cells ---------------------------------------------------------------------------------------------

    def define(self) -> None:
        """Note all cells of the form."""
        form, building = self.written, self.building
        if form.applies_when is not None:
            define_applies(f"applies:{self.id}", form.applies_when, self.scope, self.id, building)
        for word, entry in form.items:
            match entry:
                case Item():
                    self._item(word, entry)
                case PlainGroup():
                    for inner, item in entry.items:
                        self._item(inner, item, group=word.text, shown=entry)
                case RepeatingGroup():
                    self._repeating(word, entry)
        for word, computed in form.computed:
            ComputedMaker(word, computed, form, building).define()
        for index, must in enumerate(form.must):
            self._must(index, must)

    def _item(
        self, word: Word, item: Item, group: str | None = None, shown: PlainGroup | None = None
    ) -> None:
        maker = ItemMaker(
            word,
            item,
            self.written,
            self.building,
            group=group,
            group_show=shown.show_when if shown else None,
        )
        self.makers[maker.id] = maker
        maker.define()

    def _repeating(self, word: Word, group: RepeatingGroup) -> None:
        building = self.building
        group_id = f"{self.id}.{word.text}"
        at_most = group.repeat.at_most.value
        building.group_sizes[group_id] = at_most
        title = building.words(group.heading, word.text)
        reads: tuple[str, ...] = ()
        if group.show_when is not None:
            show = group.show_when
            reads = (f"applies:{group_id}",)
            building.hideable.add(group_id)

            def applies() -> model.Cell | None:
                condition = building.condition(show, self.scope)
                if condition is None:
                    return None
                return building.cell(
                    f"applies:{group_id}", condition, BOOLEAN, word.span, title=title, form=self.id
                )

            building.define(f"applies:{group_id}", building.reads_of(show, self.scope), applies, word.span)

        def make() -> model.Cell:
            widest = between(0, at_most, bool(reads))
            return building.cell(
                group_id, None, kinds.Number(0), word.span, title=title, form=self.id, widest=widest
            )

        building.define(group_id, reads, make, word.span)
        for inner, item in group.items:
            maker = ItemMaker(inner, item, self.written, building, row_of=group_id)
            self.makers[maker.id] = maker
            maker.define()
        for inner, computed in group.computed:
            ComputedMaker(inner, computed, self.written, building, row_of=group_id).define()

    def _must(self, index: int, must: Must) -> None:
        cell_id = f"must:{self.id}.{index}"
        scope = Scope(self.id, record_tests=True)
        building = self.building

        def make() -> model.Cell | None:
            condition = building.condition(must.that, scope)
            if condition is None:
                return None
            return building.cell(
                cell_id, condition, BOOLEAN, must.span, title=building.words(None), form=self.id
            )

        building.define(cell_id, building.reads_of(must.that, scope), make, must.span)

    # The form ------------------------------------------------------------------------------------------

    def finish(self) -> model.Form:
        """The form, once all cells are there."""
        form, building = self.written, self.building
        texts = TextMaker(building)
        for item_id, maker in self.makers.items():
            made = building.items.get(item_id)
            if made is not None and maker.item.suggest is not None:
                building.items[item_id] = replace(made, suggest=suggestions(maker, made.kind))
        applies = form.applies_when
        return model.Form(
            id=self.id,
            word=form.kind,
            version=form.version.text,
            status=form.status.text if form.status else "active",  # type: ignore[arg-type]
            title=building.words(form.title),
            evidence=self._evidence(),
            entries=tuple(self._entries()),
            groups=tuple(
                model.PlainGroup(word.text, building.words(entry.group), word.span)
                for word, entry in form.items
                if isinstance(entry, PlainGroup)
            ),
            computed=self._computed(hidden=False),
            hidden_computed=self._computed(hidden=True),
            applies_when=f"applies:{self.id}" if f"applies:{self.id}" in building.cells else None,
            not_for=texts.make(applies.else_, self.scope) if applies and applies.else_ else None,
            musts=tuple(self._musts(texts)),
            note=texts.make(form.note, self.scope),
            span=form.id.span,
        )

    def _evidence(self) -> tuple[str, ...]:
        sources = self.building.declared.sources
        return tuple(
            word.text for word in self.written.evidence if self.building.known("source", word, sources)
        )

    def _computed(self, *, hidden: bool) -> tuple[str, ...]:
        return tuple(
            f"{self.id}.{word.text}"
            for word, computed in self.written.computed
            if bool(computed.hidden and computed.hidden.value) is hidden
            and f"{self.id}.{word.text}" in self.building.cells
        )

    def _entries(self) -> list[model.Item | model.RepeatingGroup]:
        found: list[model.Item | model.RepeatingGroup] = []
        for word, entry in self.written.items:
            match entry:
                case RepeatingGroup():
                    group = self._group(word, entry)
                    self.building.groups[group.id] = group
                    found.append(group)
                case PlainGroup():
                    found += [self.building.items[item_id] for item_id in self._present(entry.items.words)]
                case Item():
                    found += [self.building.items[item_id] for item_id in self._present((word.text,))]
        return found

    def _present(self, names: tuple[str, ...]) -> list[str]:
        return [f"{self.id}.{name}" for name in names if f"{self.id}.{name}" in self.building.items]

    def _group(self, word: Word, group: RepeatingGroup) -> model.RepeatingGroup:
        building, group_id = self.building, f"{self.id}.{word.text}"
        items = [building.items.get(f"{group_id}.{name}") for name in group.items.words]
        return model.RepeatingGroup(
            id=group_id,
            name=word.text,
            form=self.id,
            title=building.words(group.heading, word.text),
            at_most=group.repeat.at_most.value,
            items=tuple(item for item in items if item is not None),
            computed=tuple(f"{group_id}.{name}" for name in group.computed.words),
            required=bool(group.required and group.required.value),
            span=word.span,
        )

    def _musts(self, texts: TextMaker) -> list[model.Must]:
        found = []
        for index, must in enumerate(self.written.must):
            cell = self.building.cells.get(f"must:{self.id}.{index}")
            otherwise = texts.make(must.else_, self.scope)
            if cell is not None and otherwise is not None:
                found.append(model.Must(cell.id, otherwise, cell.reads))
        return found


def define_applies(
    cell_id: str, written: AppliesWhen, scope: Scope, form: str | None, building: Building
) -> None:
    """Note the cell of whom a form or a set is made for."""

    def make() -> model.Cell | None:
        condition = building.condition(written.that, scope)
        if condition is None:
            return None
        return building.cell(cell_id, condition, BOOLEAN, written.span, title=building.words(None), form=form)

    building.define(cell_id, building.reads_of(written.that, scope), make, written.span)
