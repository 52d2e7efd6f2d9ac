"""An engine on its way to the workers: pickled once, made ready once in each process.

Law: a worker that has loaded a pack keeps it, by the digest of what it was sent, for all the parts it is
given; what is ready is shared by threads and never changed.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from decisionsupport.engine.many.population import Population

_ready: dict[str, Population] = {}
_making = Lock()


@dataclass(frozen=True, slots=True)
class Shipped:
    """An engine as bytes, with what is the same for all rows."""

    engine: bytes
    at: datetime
    language: str | None
    parameters: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """What tells this shipment from others."""
        parts = (self.engine, self.at, self.language, sorted(self.parameters.items()))
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def ship(engine: object, at: datetime, language: str | None, parameters: Mapping[str, Any]) -> Shipped:
    """Pack up an engine: it pickles as its files."""
    return Shipped(pickle.dumps(engine), at, language, dict(parameters))


def unpacked(shipped: Shipped, digest: str) -> Population:
    """The shipped engine at its instant; loaded where this process has not met it before."""
    with _making:
        if digest not in _ready:
            engine = pickle.loads(shipped.engine)  # noqa: S301 - our own driver sent it
            _ready[digest] = engine.population(
                at=shipped.at, language=shipped.language, parameters=shipped.parameters
            )
        return _ready[digest]
