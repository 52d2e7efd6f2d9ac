"""Files of cases as pytest collects them: a pack is loaded once for all the files that are about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from typing_extensions import override

from decisionsupport.authoring.cases.from_documents import from_documents
from decisionsupport.authoring.cases.junit import said
from decisionsupport.authoring.cases.model import Case, CaseResult
from decisionsupport.authoring.cases.run import run_case
from decisionsupport.authoring.cases.why import whys
from decisionsupport.diagnostics import Report, Severity
from decisionsupport.diagnostics.rendering import render_text
from decisionsupport.engine import Engine
from decisionsupport.engine.engine import from_files
from decisionsupport.errors import InvalidPack
from decisionsupport.loading import File, cases_in, read_files

_SAYS_PACK: Final = re.compile(rb"^pack[ \t]*:", re.MULTILINE)
_MOST_WHYS: Final = 2


class NotAsSaid(Exception):
    """A case does not hold."""

    def __init__(self, result: CaseResult, engine: Engine) -> None:
        super().__init__(result.case.name)
        self.result = result
        self.engine = engine


class CannotCollect(pytest.Collector.CollectError):
    """The pack cannot be found, or has errors."""


@dataclass(slots=True)
class Pack:
    """The files of a pack, and an engine for each site that was asked for."""

    files: tuple[File, ...]
    engines: dict[str | None, Engine]

    def engine(self, site: str | None) -> Engine:
        """The engine of a site, loaded once."""
        if site not in self.engines:
            self.engines[site] = from_files(self.files, site)
        return self.engines[site]


_PACKS: Final = pytest.StashKey[dict[tuple[Path, ...], Pack]]()


class CasesFile(pytest.File):
    """A file of cases."""

    @override
    def collect(self) -> Iterator[CaseItem]:
        """One test a case, in the order written."""
        pack = self._pack()
        report = Report()
        own = File(self.path.as_posix(), self.path.read_bytes())
        cases = from_documents(cases_in((own,), report))
        wrong = [each for each in report if each.severity is Severity.ERROR]
        if wrong:
            raise CannotCollect(render_text(wrong, colour=False))
        for case in cases:
            yield CaseItem.from_parent(self, name=case.name, case=case, pack=pack)

    def _pack(self) -> Pack:
        paths = self._paths()
        packs = self.config.stash.setdefault(_PACKS, {})
        if paths not in packs:
            files = read_files(paths)
            try:
                packs[paths] = Pack(files, {None: from_files(files)})
            except InvalidPack as invalid:
                wrong = [each for each in invalid.report if each.severity is Severity.ERROR]
                raise CannotCollect(render_text(wrong, colour=False)) from None
        return packs[paths]

    def _paths(self) -> tuple[Path, ...]:
        written = tuple(self.config.getini("decisionsupport_packs"))
        missing = [path for path in written if not path.exists()]
        if missing:
            raise CannotCollect(f"decisionsupport_packs: there is no {', '.join(map(str, missing))}")
        if written:
            return written
        root = self.config.rootpath
        for folder in self.path.parents:
            if any(_SAYS_PACK.search(file.read_bytes()) for file in sorted(folder.glob("*.y*ml"))):
                return (folder,)
            if folder == root:
                break
        raise CannotCollect(
            f"no file from here up to {root} says `pack:`: name the pack's folders in the ini option "
            "decisionsupport_packs"
        )


class CaseItem(pytest.Item):
    """A case as a test."""

    def __init__(self, *, case: Case, pack: Pack, **known: Any) -> None:  # noqa: ANN401 (pytest's own)
        super().__init__(**known)
        self.case = case
        self.pack = pack

    @override
    def runtest(self) -> None:
        """Run the case."""
        engine = self.pack.engine(self.case.setting.site)
        result = run_case(self.case, engine)
        if not result.holds:
            raise NotAsSaid(result, engine)

    @override
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Expected beside found, and why."""
        failure = excinfo.value
        if not isinstance(failure, NotAsSaid):
            return super().repr_failure(excinfo, style)
        lines = [f"case `{self.case.name}` does not hold:"]
        lines += [f"  {said(each)}" for each in failure.result.differences]
        for why in whys(failure.result, failure.engine, _MOST_WHYS):
            lines += [f"  why {why.subject}:", *(f"    {line}" for line in why.lines)]
        return "\n".join(lines)

    @override
    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case is written."""
        return self.path, self.case.span.begin.line - 1, self.case.name
