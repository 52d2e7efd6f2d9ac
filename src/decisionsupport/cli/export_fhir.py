"""`decisionsupport export fhir`: forms as Questionnaires, an outcome as a Bundle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from decisionsupport.adapters.fhir.bundle import bundle_of
from decisionsupport.adapters.fhir.losses import Loss
from decisionsupport.adapters.fhir.questionnaire import questionnaire_of
from decisionsupport.cli.consoles import output
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import count_of
from decisionsupport.cli.given import existing, instant, read_map
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.losses import tell_losses
from decisionsupport.cli.options import At, History, Language, Paths, Site
from decisionsupport.cli.refusals import refusals, tell_refusals
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.engine import Engine
from decisionsupport.program.model import Program
from decisionsupport.values.time import date_of, zone_named


def fhir(
    paths: Paths,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the resources go.")],
    form: Annotated[list[str] | None, typer.Option(help="Only this form; may be said again.")] = None,
    answers: Annotated[
        str | None, typer.Option(metavar="FILE", help="Answers by form, as JSON: their outcome as a Bundle.")
    ] = None,
    history: History = None,
    subject: Annotated[
        str | None, typer.Option(metavar="REFERENCE", help="With `--answers`: the patient, as Patient/1.")
    ] = None,
    requester: Annotated[
        str | None, typer.Option(metavar="REFERENCE", help="With `--answers`: who asks, as Practitioner/1.")
    ] = None,
    at: At = None,
    site: Site = None,
    language: Language = None,
    base: Annotated[
        str | None, typer.Option(metavar="URL", help="Where you publish canonical addresses; else URNs.")
    ] = None,
) -> int:
    """Write forms as FHIR R4 Questionnaires, telling what those cannot say; with answers, the outcome too.

    Without `--form`: every form, or those that were answered. 1 when an answer was refused.
    """
    moment = instant(at)
    if answers is not None and subject is None:
        raise CannotRun(
            "`--answers` needs `--subject`", "the patient as your system refers to them: Patient/1"
        )
    given = None if answers is None else read_map(answers, "answers")
    earlier = None if history is None else read_map(history, "history")
    engine = load_engine(existing(paths), site=site, language=language)
    _write_forms(engine.program, _chosen(form, given, engine.program), out, moment, base)
    if given is None:
        return ExitCode.CLEAN
    who = _Who(subject or "", requester, base)
    return _write_outcome(engine, given, earlier, moment, language, who, out)


@dataclass(frozen=True, slots=True)
class _Who:
    """Whom it is about, who asks, and where addresses lie."""

    subject: str
    requester: str | None
    base: str | None


def _chosen(names: list[str] | None, given: Mapping[str, Any] | None, program: Program) -> list[str]:
    for name in names or ():
        if name not in program.forms:
            guess = nearest(name, program.forms)
            raise CannotRun(f"the pack has no form `{name}`", f"did you mean `{guess}`?" if guess else "")
    answered = program.forms if given is None else [name for name in given if name in program.forms]
    return names or list(answered)


def _write_forms(program: Program, forms: list[str], out: Path, moment: datetime, base: str | None) -> None:
    day = date_of(moment, zone_named(program.pack.timezone))
    losses: list[Loss] = []
    for name in forms:
        made = questionnaire_of(program, name, day=day, base=base)
        _write(out, made.questionnaire)
        losses += made.losses
    output().print(f"{count_of(len(forms), 'Questionnaire')} in {out}, {len(losses)} not said")
    tell_losses(losses)


def _write_outcome(
    engine: Engine,
    given: Mapping[str, Any],
    history: Mapping[str, Any] | None,
    moment: datetime,
    language: str | None,
    who: _Who,
    out: Path,
) -> int:
    outcome = engine.evaluate(given, at=moment, history=history, language=language, invalid="report")
    made = bundle_of(
        engine.program, outcome, given, subject=who.subject, requester=who.requester, base=who.base
    )
    path = _write(out, made)
    output().print(f"{count_of(len(made['entry']), 'resource')} in {path}")
    refused = refusals(outcome)
    tell_refusals(refused)
    return ExitCode.FINDINGS if refused else ExitCode.CLEAN


def _write(out: Path, resource: Mapping[str, Any]) -> Path:
    """Write a resource to a file of its type and id."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{resource['resourceType']}-{resource['id']}.json"
    text = json.dumps(resource, indent=2, ensure_ascii=False, default=_plain)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _plain(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} is no JSON")
