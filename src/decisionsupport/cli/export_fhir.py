"""`decisionsupport export fhir`: forms as Questionnaires, and what those do not say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from decisionsupport.adapters.fhir.losses import Loss
from decisionsupport.adapters.fhir.questionnaire import questionnaire_of
from decisionsupport.cli.consoles import output
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import count_of
from decisionsupport.cli.given import existing, instant
from decisionsupport.cli.loaded import load_engine
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.program.model import Program
from decisionsupport.values.time import date_of, zone_named


def fhir(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Folders of YAML files, or files.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the resources go.")],
    form: Annotated[list[str] | None, typer.Option(help="Only this form; may be said again.")] = None,
    at: Annotated[
        str | None,
        typer.Option(help="The instant whose parameters count, with its offset; else the clock's."),
    ] = None,
    site: Annotated[str | None, typer.Option(help="Whose overrides apply.")] = None,
    base: Annotated[
        str | None, typer.Option(metavar="URL", help="Where you publish canonical addresses; else URNs.")
    ] = None,
) -> int:
    """Write each form as a FHIR R4 Questionnaire, and tell by name what it does not say of the form."""
    program = load_engine(existing(paths), site=site).program
    chosen = _chosen(form, program)
    _write_forms(program, chosen, out, instant(at), base)
    return ExitCode.CLEAN


def _chosen(names: list[str] | None, program: Program) -> list[str]:
    for name in names or ():
        if name not in program.forms:
            guess = nearest(name, program.forms)
            raise CannotRun(f"the pack has no form `{name}`", f"did you mean `{guess}`?" if guess else "")
    return names or list(program.forms)


def _write_forms(program: Program, forms: list[str], out: Path, moment: datetime, base: str | None) -> None:
    day = date_of(moment, zone_named(program.pack.timezone))
    losses: list[Loss] = []
    for name in forms:
        made = questionnaire_of(program, name, day=day, base=base)
        write_resource(out, made.questionnaire)
        losses += made.losses
    output().print(f"{count_of(len(forms), 'Questionnaire')} in {out}, {len(losses)} not said")
    tell_losses(losses)


def write_resource(out: Path, resource: dict[str, Any]) -> None:
    """Write a resource to a file of its type and id."""
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(resource, indent=2, ensure_ascii=False, default=_plain)
    path = out / f"{resource['resourceType']}-{resource['id']}.json"
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def tell_losses(losses: Iterable[Loss]) -> None:
    """Say what the other side does not say."""
    for loss in losses:
        output().print(Text.assemble((f"  {loss.where}", "bold"), f": {loss.what}: {loss.why}"))


def _plain(value: object) -> float | int:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} is no JSON")
