"""`decisionsupport import`: other systems' forms in our YAML."""

from __future__ import annotations

import typer

from decisionsupport.cli.import_fhir import fhir

importing = typer.Typer(
    name="import",
    no_args_is_help=True,
    help="Take over from another system: FHIR R4.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@importing.callback()
def group() -> None:
    """Take over from another system: FHIR R4."""


importing.command("fhir")(fhir)
