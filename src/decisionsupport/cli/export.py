"""`decisionsupport export`: what a pack says, and what an outcome says, in other systems' words."""

from __future__ import annotations

import typer

from decisionsupport.cli.export_eremiss import eremiss
from decisionsupport.cli.export_fhir import fhir

export = typer.Typer(
    name="export",
    no_args_is_help=True,
    help="Hand over to another system: FHIR R4, the national eRemiss.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
export.command("fhir")(fhir)
export.command("eremiss")(eremiss)
