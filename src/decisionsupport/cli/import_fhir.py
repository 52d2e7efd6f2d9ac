"""`decisionsupport import fhir`: a foreign Questionnaire as a form, and what was lost on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from decisionsupport.adapters.fhir.foreign.form import form_of
from decisionsupport.cli.consoles import output
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import count_of
from decisionsupport.cli.given import read_map
from decisionsupport.cli.losses import tell_losses
from decisionsupport.errors import InvalidCall


def fhir(
    questionnaire: Annotated[
        str, typer.Argument(metavar="FILE", help="A Questionnaire, as JSON; `-` is standard input.")
    ],
    out: Annotated[Path, typer.Option(metavar="FORM.yaml", help="The form to write; it must not be there.")],
) -> int:
    """Write a foreign FHIR R4 Questionnaire as a form on trial; tell by name what was lost or assumed."""
    found = read_map(questionnaire, "the Questionnaire")
    if out.exists():
        raise CannotRun(f"`{out}` is there already", "name another file, or remove it")
    try:
        made = form_of(found)
    except InvalidCall as problem:
        raise CannotRun(str(problem)) from None
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(made.text, encoding="utf-8", newline="\n")
    output().print(f"the form {made.form} in {out}; {count_of(len(made.losses), 'thing')} lost or assumed")
    tell_losses(made.losses)
    return ExitCode.CLEAN
