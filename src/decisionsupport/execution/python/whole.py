"""A whole form at once: from a host's answers to every score of it, in one function, where all is plain.

The function reads the answers of the simple kinds, and works out the cells of the form that rest on these
alone. It gives None wherever anything is not plain: an answer missing, refused, blank, unknown to the form,
or of a class that is read in more than one way. Then the answers are taken in, and cells worked out, one by
one.

Law: what it gives is what taking in and working out one by one give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from decisionsupport.execution.python.executor import Fixed
from decisionsupport.execution.python.known import KnownText, NotPlain
from decisionsupport.execution.python.names import Lines, Names
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell, Form, Item
from decisionsupport.program.walk import walk
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible

Accept = Callable[[object, Item], Possible | None]
"""A number that is no plain whole one, as its item has it; None where it is refused."""
MOST_KEPT: Final = 4096
"""So many different numbers of an item are remembered."""
_NO_LINES: Final = 1_000_000_000
_FEWEST: Final = 2
_OF_THE_MOMENT: Final = (x.Now, x.Today, x.Step, x.TimeFunction)
"""What these come to rests on the instant and its zone, which are no answers."""
_MOST_READS: Final = 300
"""A sum of thousands is too deep for Python's compiler."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What reads and works out a form at once.

    `read` gives the values of `numbers` (cells), the items first, or None; None for an item left out on which
    nothing rests. `items` are the ids of those items; the first `asked` are never left out. `computed` are
    the places of the form's shown computed values; None where not all of them are there. `demands`: all that
    the form demands of its answers is among what was worked out.
    """

    read: Callable[[dict[str, Any]], tuple[Possible | None, ...] | None]
    numbers: tuple[int, ...]
    items: tuple[str, ...]
    asked: int
    computed: tuple[int, ...] | None
    demands: bool


def whole_form(form: Form, fixed: Fixed, accept: Accept, wanted: Collection[int]) -> Whole | None:
    """Make it for a form; None where there is too little to gain. `wanted` are cells that rules read."""
    return _Writer(form, fixed, accept, wanted).made()


class _Writer:
    def __init__(self, form: Form, fixed: Fixed, accept: Accept, wanted: Collection[int]) -> None:
        self.form = form
        self.fixed = fixed
        self.accept = accept
        self.compiled = fixed.compiled
        self.names = Names()
        self.lines: list[str] = []
        self.readable = {self.compiled.numbers[item.id]: item for item in self._readable()}
        self.known: dict[int, None] = {}
        """Numbers of cells that are locals by now, items too."""
        self.items: dict[int, Item] = {}
        for number, item in self.readable.items():
            if item.required or number in wanted:
                self.known[number] = None
                self.items[number] = item

    def made(self) -> Whole | None:
        body = [line for cell in self._cells() for line in self._cell(cell)]
        if len(self.items) < _FEWEST:
            return None
        reading = [line for number, item in self.items.items() for line in self._item(number, item)]
        others = {number: item for number, item in self.readable.items() if number not in self.items}
        worked_out = [number for number in self.known if number not in self.items]
        numbers = (*self.items, *others, *worked_out)
        text = "\n    ".join(
            [
                "def whole(g):",
                "try:",
                *(f"    c{number} = g[{self.names.bind(item.name)}]" for number, item in self.items.items()),
                f"except {self.names.bind(KeyError)}: return None",
                f"n = {len(self.items)}",
                *(line for number, item in others.items() for line in self._other(number, item)),
                f"if {self.names.bind(len)}(g) != n: return None",
                *reading,
                "try:",
                "    pass",
                *(f"    {line}" for line in body),
                # A fault of ours stays inside its cell, and is named there: by the ordinary way.
                f"except {self.names.bind(Exception)}: return None",
                f"return ({', '.join(f'c{number}' for number in numbers)},)",
            ]
        )
        made: dict[str, Any] = {}
        exec(compile(text, f"<{self.form.id}>", "exec", dont_inherit=True), self.names.bound, made)  # noqa: S102
        musts = {self.compiled.numbers[must.cell] for must in self.form.musts}
        return Whole(
            made["whole"],
            numbers,
            tuple(item.id for item in (*self.items.values(), *others.values())),
            len(self.items),
            self._places_of_computed(numbers),
            musts <= self.known.keys(),
        )

    def _places_of_computed(self, numbers: Sequence[int]) -> tuple[int, ...] | None:
        shown = [self.compiled.numbers[cell] for cell in self.form.computed]
        if not set(shown) <= set(numbers):
            return None
        return tuple(numbers.index(number) for number in shown)

    # What is given ------------------------------------------------------------------------------------

    def _readable(self) -> Iterator[Item]:
        for entry in self.form.entries:
            hidden = f"applies:{entry.id}" in self.compiled.numbers
            if isinstance(entry, Item) and _is_simple(entry) and not hidden:
                yield entry

    def _other(self, number: int, item: Item) -> Iterator[str]:
        """Of an item that nothing here rests on: it may be left out."""
        yield f"c{number} = g.get({self.names.bind(item.name)})"
        yield f"if c{number} is not None:"
        yield "    n += 1"
        yield from (f"    {line}" for line in self._item(number, item))

    def _item(self, number: int, item: Item) -> Iterator[str]:
        name, bind = f"c{number}", self.names.bind
        match item.kind:
            case kinds.Boolean():
                yield f"if {name} is not True and {name} is not False: return None"
            case kinds.Choice(options=options):
                allowed = bind(frozenset(map(str, options)))
                yield f"if {name}.__class__ is not str or {name} not in {allowed}: return None"
            case kinds.Number(places=places, step=step):
                assert item.between is not None
                least, most = item.between
                remembered = bind(self._remembering(item))
                if places == 0 and step == 1:
                    yield f"if {name}.__class__ is int:"
                    yield f"    if not {least} <= {name} <= {most}: return None"
                    yield "else:"
                else:
                    yield "if True:"
                yield f"    {name} = {remembered}({name})"
                yield f"    if {name} is None: return None"

    def _remembering(self, item: Item) -> Callable[[object], Possible | None]:
        """Reads a number of any class, each different one only once."""
        by_class: dict[type, dict[object, Possible]] = {int: {}, float: {}, Decimal: {}}
        accept = self.accept

        def read(value: object) -> Possible | None:
            known = by_class.get(value.__class__)
            if known is None:
                return None
            try:
                found = known.get(value)
            except TypeError:  # a signaling NaN has no hash
                return None
            if found is None:
                found = accept(value, item)
                if found is not None and len(known) < MOST_KEPT:
                    known[value] = found
            return found

        return read

    # What is worked out -------------------------------------------------------------------------------

    def _cells(self) -> Iterator[Cell]:
        form, musts = self.form.id, {must.cell for must in self.form.musts}
        for cell in self.compiled.cells:
            own = (cell.form == form and ":" not in cell.id) or cell.id.startswith(f"points:{form}.")
            if cell.row_of is None and cell.expression is not None and (own or cell.id in musts):
                yield cell

    def _cell(self, cell: Cell) -> Iterator[str]:
        """The lines that work a cell out; none where it rests on anything that is not plain."""
        assert cell.expression is not None
        body = cell.expression
        if isinstance(body, x.UnlessFalse):
            # Where the form is not made for the person, nothing here is used.
            body = body.body
        if any(isinstance(part, _OF_THE_MOMENT) for part in walk(body)):
            return
        writer = KnownText(self.names, self.compiled.numbers, Lines(_NO_LINES), _never)
        try:
            if isinstance(body, x.RequireAll):
                for part in body.parts:
                    writer.of(part)
                body = body.body
            text = writer.of(body)
        except NotPlain:
            return
        number = self.compiled.numbers[cell.id]
        read = {int(local[1:]) for local in writer.reads}
        if (
            len(read) > _MOST_READS
            or any(local[0] != "c" for local in writer.reads)
            or not read <= self.known.keys() | self.readable.keys()
        ):
            return
        for each in sorted(read - self.known.keys()):
            self.known[each] = None
            self.items[each] = self.readable[each]
        self.known[number] = None
        yield f"c{number} = {text}"
        if cell.id.startswith("must:"):
            yield f"if c{number} is False: return None"


def _is_simple(item: Item) -> bool:
    numeric = isinstance(item.kind, kinds.Number) and item.between is not None
    return not item.derived and (numeric or isinstance(item.kind, kinds.Boolean | kinds.Choice))


def _never(_: x.Expression) -> str:
    raise NotPlain
