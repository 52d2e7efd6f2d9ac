"""`decisionsupport mutate`: a pack broken in small ways, and which breaks no case notices."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.authoring.mutation import (
    Ground,
    Mutant,
    Mutation,
    Verdict,
    ground_of,
    mutants_of,
    owners_of,
    sample,
    verdicts,
)
from decisionsupport.cli.consoles import output, progress, working, write
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import PlainFormat, count_of
from decisionsupport.cli.given import existing
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import Paths


def mutate(
    paths: Paths,
    only: Annotated[
        str | None, typer.Option(metavar="FORM_OR_SET", help="Break this form, set or request alone.")
    ] = None,
    every: Annotated[
        int, typer.Option(min=1, metavar="N", help="Try every N-th break: always the same ones.")
    ] = 1,
    fail_under: Annotated[
        float | None,
        typer.Option(
            min=0, max=100, metavar="PERCENT", help="End with 1 where fewer of a hundred are noticed."
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many processes; else one a processor.")
    ] = None,
    form: Annotated[
        PlainFormat, typer.Option("--format", help="How results are written.")
    ] = PlainFormat.TEXT,
) -> int:
    """Break the pack in small ways, one at a time, and name the breaks that no case notices.

    1 when there is one, or, with `--fail-under`, when fewer are noticed than that.
    """
    folders = existing(paths)
    load_engine(folders)
    with working("evaluating the cases"):
        ground = ground_of(folders)
        _must_hold(ground)
    everything = mutants_of(ground.programs[None])
    numbers = _chosen(everything, only, ground)[::every]
    found = []
    with (
        progress(len(numbers), "trying breaks") as done,
        verdicts(folders, ground, everything, numbers, jobs or os.cpu_count() or 1) as known,
    ):
        for verdict in known:
            found.append(verdict)
            done(1)
    mutation = Mutation(tuple(everything[number] for number in numbers), tuple(found))
    if form is PlainFormat.JSON:
        write(json.dumps(_as_data(mutation), indent=2, ensure_ascii=False))
    else:
        _write_text(mutation, len(everything) if len(numbers) < len(everything) else None)
    if fail_under is not None:
        return ExitCode.CLEAN if mutation.percent >= fail_under else ExitCode.FINDINGS
    return ExitCode.FINDINGS if mutation.in_state("survived") else ExitCode.CLEAN


def _must_hold(ground: Ground) -> None:
    if not ground.cases:
        raise CannotRun(
            "there are no cases here", "a break can only be noticed by a case: write `cases_for:`"
        )
    failing = next(ground.failing(), None)
    if failing is not None:
        raise CannotRun(
            f"the case `{failing.case.name}` does not hold as the pack stands",
            "`decisionsupport test` shows what is not as said",
        )


def _chosen(mutants: tuple[Mutant, ...], only: str | None, ground: Ground) -> tuple[int, ...]:
    numbers = sample(mutants, 1)
    if only is None:
        return numbers
    owners = owners_of(ground.programs[None])
    if only not in owners:
        raise CannotRun(f"`{only}` is no form, set or request of the pack", f"one of {', '.join(owners)}")
    return tuple(number for number in numbers if mutants[number].of == only)


# Text ------------------------------------------------------------------------------------------------------


def _write_text(mutation: Mutation, of: int | None) -> None:
    console = output()
    for mutant, verdict in mutation.in_state("survived"):
        console.print(
            Text.assemble(("not noticed", "bold red"), ": ", (mutant.name, "bold"), f" ({mutant.place})")
        )
        console.print(Text(f"  {_said(verdict)}", style="dim"))
        if verdict.case:
            console.print(Text(_indented(verdict.case)))
    for mutant, verdict in mutation.in_state("equivalent"):
        console.print(
            Text.assemble(
                ("no difference", "bold yellow"),
                f": {mutant.name} ({mutant.place}): proven over {verdict.tried} combinations",
            )
        )
    kinds = Counter(mutant.kind for mutant, _ in mutation.in_state("survived"))
    if kinds:
        console.print(
            Text("not noticed: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
        )
    console.print(Text(_summary(mutation, of), style="bold"))


def _said(verdict: Verdict) -> str:
    came = f"{count_of(verdict.reached, 'case')} came past it" if verdict.reached else "no case came past it"
    if verdict.case:
        return f"{came}; this one would notice (judge whether it says what should be so):"
    return f"{came}; none that would notice was found among {count_of(verdict.tried, 'set')} of answers tried"


def _indented(case: str) -> str:
    return "\n".join(f"  {line}" for line in case.splitlines())


def _summary(mutation: Mutation, of: int | None) -> str:
    killed = len(mutation.in_state("killed"))
    counted = killed + len(mutation.in_state("survived"))
    equal = len(mutation.in_state("equivalent"))
    summary = f"{killed} of {count_of(counted, 'break')} noticed ({mutation.percent:.1f} %)"
    if equal:
        summary += f", {equal} that make no difference left out"
    return summary if of is None else f"{summary}; {len(mutation.mutants)} tried of {of}"


# JSON ------------------------------------------------------------------------------------------------------


def _as_data(mutation: Mutation) -> dict[str, object]:
    told = [
        {
            "file": mutant.span.source.path,
            "line": mutant.span.begin.line,
            "column": mutant.span.begin.column,
            "of": mutant.of,
            "what": mutant.what,
            "kind": mutant.kind,
            "break": mutant.said,
            "state": verdict.state,
            **({"by": verdict.by} if verdict.state == "killed" else {}),
            "reached": verdict.reached,
            **({"case": verdict.case, "tried": verdict.tried} if verdict.state != "killed" else {}),
        }
        for mutant, verdict in zip(mutation.mutants, mutation.verdicts, strict=True)
    ]
    counts = {state: len(mutation.in_state(state)) for state in ("killed", "survived", "equivalent")}
    return {"percent": round(mutation.percent, 2), **counts, "mutants": told}
