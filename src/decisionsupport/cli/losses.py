"""What another system does not say, or we do not, as lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from decisionsupport.adapters.fhir.losses import Loss
from decisionsupport.cli.consoles import output


def tell_losses(losses: Iterable[Loss]) -> None:
    """Say each: where, what, and why."""
    for loss in losses:
        output().print(Text.assemble((f"  {loss.where}", "bold"), f": {loss.what}: {loss.why}"))
