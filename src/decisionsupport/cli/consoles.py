"""Where the command line writes: colours on a terminal, plain when piped or when NO_COLOR is set.

Law: what a pipe gets depends on nothing but what was asked for: no escape codes, no width of a window.
Bars are imported when there is a terminal to show them on.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast

from rich.console import Console

if TYPE_CHECKING:
    from rich.table import Table

T = TypeVar("T")

PIPED_WIDTH = 100
_NARROWEST = 60
_WIDEST = 110


def output() -> Console:
    """The console of standard output."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    return console


def errors() -> Console:
    """The console of standard error."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def colours(console: Console) -> bool:
    """Whether to colour what is written there."""
    return console.is_terminal and not console.no_color and console.color_system is not None


def text_width(console: Console) -> int:
    """The width that running text is broken at."""
    if not console.is_terminal:
        return PIPED_WIDTH
    return max(_NARROWEST, min(console.width, _WIDEST))


def write_table(console: Console, table: Table, width: int | None = None) -> None:
    """Write a table; what a pipe gets of it ends where its words end, not where its columns do."""
    if console.is_terminal:
        console.print(table, width=width, soft_wrap=False)
        return
    with console.capture() as caught:
        console.print(table, width=width, soft_wrap=False)
    for line in caught.get().splitlines():
        console.file.write(f"{line.rstrip(' ')}\n")


def write(text: str) -> None:
    """Write a finished text (JSON, a rendered report) to standard output, ending in a line end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


@contextlib.contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal what is going on while it goes on; nothing at all elsewhere."""
    console = errors()
    if console.is_terminal:
        with console.status(what):
            yield
    else:
        yield


def counted_off(things: Collection[T], what: str) -> Iterable[T]:
    """The things one by one, with a bar on a terminal of how far it has come."""
    console = errors()
    if not console.is_terminal:
        return things
    track = import_module("rich.progress").track
    return cast("Iterable[T]", track(things, description=what, console=console, transient=True))


@contextlib.contextmanager
def progress(total: int | None, what: str) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal of how many of the total are done (None: nobody knows); give what counts on."""
    console = errors()
    if not console.is_terminal:
        yield lambda _: None
        return
    bars = import_module("rich.progress").Progress
    with bars(*bars.get_default_columns(), console=console, transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.advance(task, done)
