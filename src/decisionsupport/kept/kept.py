"""What is kept of a run over a pack's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from decisionsupport.diagnostics.model import Diagnostic

if TYPE_CHECKING:
    from decisionsupport.program.model import Program


@dataclass(frozen=True, slots=True)
class Kept:
    """Diagnostics in the order they are told; the program, where it is wanted again; how many of what."""

    diagnostics: tuple[Diagnostic, ...]
    program: Program | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
