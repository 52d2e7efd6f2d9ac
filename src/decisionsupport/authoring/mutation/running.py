"""All breaks of a pack tried, on as many processors as are asked for, with the same result on any number.

Law: each break is tried alone against the pack as it stands, so order and processes change nothing. A
process loads the pack for itself: it is given paths and numbers, and gives verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from decisionsupport.authoring.cases import from_documents
from decisionsupport.authoring.mutation.breaking import mutants_of
from decisionsupport.authoring.mutation.ground import Ground
from decisionsupport.authoring.mutation.model import Mutant, Verdict
from decisionsupport.authoring.mutation.trying import tried
from decisionsupport.diagnostics import Report
from decisionsupport.engine.engine import from_files
from decisionsupport.loading import cases_in, read_files

_TOGETHER = 4
"""How many breaks a process is given at a time."""


def ground_of(paths: Sequence[Path]) -> Ground:
    """The pack at these paths and its cases; `InvalidPack` where it has errors."""
    files = read_files(paths)
    cases = from_documents(cases_in(files, Report()))
    sites = {case.setting.site for case in cases}
    programs = {
        site: from_files(files, site, "interpreter").program for site in (None, *sorted(filter(None, sites)))
    }
    return Ground(programs, cases)


def sample(mutants: Sequence[Mutant], every: int) -> tuple[int, ...]:
    """The numbers of every so many-th break: always the same of the same pack."""
    return tuple(range(0, len(mutants), every))


@contextmanager
def verdicts(
    paths: Sequence[Path], ground: Ground, mutants: Sequence[Mutant], numbers: Sequence[int], jobs: int
) -> Iterator[Iterator[Verdict]]:
    """What becomes of the breaks of these numbers, in their order, as they are known."""
    if jobs <= 1:
        yield (tried(number, mutants[number], ground) for number in numbers)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (tuple(paths),)) as pool:
        try:
            yield pool.map(_try, numbers, chunksize=_TOGETHER)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_here: list[tuple[Ground, tuple[Mutant, ...]]] = []


def _begin(paths: tuple[Path, ...]) -> None:
    ground = ground_of(paths)
    _here[:] = [(ground, mutants_of(ground.programs[None]))]


def _try(number: int) -> Verdict:
    ((ground, mutants),) = _here
    return tried(number, mutants[number], ground)
