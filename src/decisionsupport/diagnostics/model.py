"""A diagnostic is an author's mistake as data: what, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from decisionsupport.diagnostics.catalogue import severity_of
from decisionsupport.diagnostics.severity import Severity
from decisionsupport.source import Span


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the mistake, and what is there."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake. `message` is lower case, one line, no full stop; `help` is the remedy.

    `mend` is what would stand in the place instead, where only one thing can be meant.
    """

    slug: str
    severity: Severity
    message: str
    span: Span | None = None
    help: str = ""
    related: tuple[Related, ...] = ()
    mend: str | None = None

    def sort_key(self) -> tuple[str, int, str, str]:
        """Order by file, place, slug, message."""
        if self.span is None:
            return ("", 0, self.slug, self.message)
        return (self.span.source.path, self.span.start, self.slug, self.message)


@dataclass(slots=True)
class Report:
    """Collects diagnostics while stages go on with what they could make."""

    _found: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        slug: str,
        message: str,
        span: Span | None = None,
        *,
        help: str = "",
        related: tuple[Related, ...] = (),
        mend: str | None = None,
    ) -> None:
        """Record a mistake; its severity is the catalogue's."""
        from_catalogue = severity_of(slug)
        self._found.append(Diagnostic(slug, from_catalogue, message, span, help, related, mend))

    def take_in(self, found: Iterable[Diagnostic]) -> None:
        """Record what another report found."""
        self._found += found

    def leave_out(self, ignored: Collection[Diagnostic]) -> None:
        """Take diagnostics out again: what the pack says to ignore."""
        self._found = [found for found in self._found if found not in ignored]

    def reclass(self, slug: str, severity: Severity) -> None:
        """Give all that was found under a slug another severity: what the pack says it matters."""
        self._found = [
            replace(found, severity=severity) if found.slug == slug else found for found in self._found
        ]

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(set(self._found), key=Diagnostic.sort_key))

    def __len__(self) -> int:
        return len(set(self._found))

    @property
    def has_errors(self) -> bool:
        """Whether anything found stops loading."""
        return any(found.severity is Severity.ERROR for found in self._found)
