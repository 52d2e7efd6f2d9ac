"""Documents in every manner YAML allows, with comments wherever one may stand; written without the formatter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

KEYS = ("title", "ask", "kind", "items", "value", "when", "note", "x1", "zeta", "help", "..8", "a b")
WORDS = ("one", "two words", "3", "a >= 3", "it's", 'say "no"', "12:30", "räksmörgås", "{{ total }} p", "")
LONG = "a text that goes on and on, so that nobody could put it on a line together with much else"


@dataclass(frozen=True)
class Written:
    """A document, what it holds by YAML's failsafe schema, and its comments."""

    text: str
    value: Any
    comments: tuple[str, ...]


@dataclass
class Pen:
    """Writes with the choices of a draw."""

    draw: st.DrawFn
    comments: list[str] = field(default_factory=list)
    after_block: bool = False
    """Whether a deeply indented comment would be text."""

    def one(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def remark(self) -> str:
        self.comments.append(f"#remark {len(self.comments)}")
        return self.comments[-1]

    def above(self, indent: int) -> list[str]:
        lines = []
        while (what := self.one("", "", "", "", "blank", "remark", "deep")) != "":
            deep = 7 if what == "deep" and not self.after_block else 0
            lines.append("" if what == "blank" else " " * (indent + deep) + self.remark())
        return lines

    def beside(self) -> str:
        return self.one("", "", "", " " * self.one(1, 4)) and "  " + self.remark()

    # Values -------------------------------------------------------------------------------------------

    def value(self, depth: int) -> Any:
        shape = self.one("text", "map", "list") if depth else "text"
        if shape == "map":
            keys = self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
            return {key: self.value(depth - 1) for key in keys}
        if shape == "list":
            return [self.value(depth - 1) for _ in range(self.one(1, 2, 3))]
        return self.one(*WORDS, LONG)

    # Blocks -------------------------------------------------------------------------------------------

    def block(self, value: Any, indent: int) -> list[str]:
        """The lines of a map or list in block style."""
        lines: list[str] = []
        entries = value.items() if isinstance(value, dict) else [(None, each) for each in value]
        for key, each in entries:
            lines += self.above(indent)
            head = " " * indent + ("-" if key is None else f"{self.key(key)}:")
            lines += self.entry(head, each, indent, listed=key is None)
        return lines

    def entry(self, head: str, value: Any, indent: int, *, listed: bool) -> list[str]:
        self.after_block = False
        if isinstance(value, str):
            if value and self.one(False, False, True):
                return self.block_scalar(head, value, indent)
            return [f"{head} {self.scalar(value, flow=False)}{self.beside()}"]
        if self.one(False, True):
            first, *rest = self.flow(value, indent + 3)
            lines = [f"{head} {first}", *rest]
            lines[-1] += self.beside()
            return lines
        if listed and self.one(False, True):
            inner = self.block(value, indent + 2)
            at = next(
                number
                for number, line in enumerate(inner)
                if line.strip() and "#remark" not in line[:30].lstrip()[:7]
            )
            if at == 0:
                return [f"{head} {inner[0].lstrip()}", *inner[1:]]
            return [head, *inner]
        step = self.one(0, 1, 2, 4) if isinstance(value, list) and not listed else self.one(1, 2, 4)
        return [head + self.beside(), *self.block(value, indent + step)]

    def block_scalar(self, head: str, value: str, indent: int) -> list[str]:
        step = self.one(1, 2, 5)
        self.after_block = True
        return [
            f"{head} {self.one('|-', '>-')}{self.beside()}",
            " " * (indent + step) + value,
            *self.one([], [""]),
        ]

    # Brackets -----------------------------------------------------------------------------------------

    def flow(self, value: Any, indent: int) -> list[str]:
        """A value in brackets, over one line or several."""
        if isinstance(value, str):
            return [self.scalar(value, flow=True)]
        opens, closes = "{}" if isinstance(value, dict) else "[]"
        lines = [opens]
        entries = list(value.items() if isinstance(value, dict) else [(None, each) for each in value])
        for number, (key, each) in enumerate(entries):
            if self.one(False, False, True):
                lines[-1] += self.beside()
                lines += [*self.above(indent), " " * indent]
            first, *rest = self.flow(each, indent)
            lines[-1] += first if key is None else f"{self.key(key)}: {first}"
            lines += rest
            lines[-1] += ", " if number < len(entries) - 1 else ""
        if self.one(False, False, True):
            lines[-1] += self.beside()
            lines += [*self.above(indent), " " * indent]
        lines[-1] += closes
        return lines

    # Scalars ------------------------------------------------------------------------------------------

    def key(self, key: str) -> str:
        return self.one(key, f"'{key}'", f'"{key}"')

    def scalar(self, value: str, *, flow: bool) -> str:
        plain = bool(value) and value[0] not in "{'\"" and not (flow and set(value) & set(",[]{}"))
        manners = ["double", "single", *(["plain"] if plain else [])]
        match self.one(*manners):
            case "plain":
                return value
            case "single":
                return "'" + value.replace("'", "''") + "'"
            case _:
                return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def documents(draw: st.DrawFn) -> Written:
    """An assessment with whatever in it: order of keys as the formatter leaves it does not matter to `==`."""
    pen = Pen(draw)
    value = {"assessment": "a", **{key: pen.value(3) for key in pen.draw(some_keys)}}
    lines = pen.block(value, 0)
    return Written("\n".join([*lines, *pen.above(0)]) + "\n", value, tuple(pen.comments))


some_keys: st.SearchStrategy[Sequence[str]] = st.lists(
    st.sampled_from(("title", "items", "computed", "must", "note", "zeta")), max_size=3, unique=True
)
