"""Breaks of parameters: a value one step off, a code left out of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from decisionsupport.authoring.mutation.conditions import printed, shifted_by
from decisionsupport.authoring.mutation.model import BreakKind, Changed, Mutant
from decisionsupport.program.model import Parameter, ParameterValue, Program
from decisionsupport.values.kinds import Choice
from decisionsupport.values.sets import Possible


def breaks_in_parameters(program: Program) -> Iterator[Mutant]:
    """Each value of each parameter of the pack, broken."""
    for parameter in program.parameters.values():
        for index, value in enumerate(parameter.values):
            if value.value is None:
                continue
            since = f" from {value.since}" if value.since is not None else ""
            for kind, said, other in _others(parameter, value.value):
                yield _changed(parameter, index, kind, said + since, replace(value, value=other))


def _changed(parameter: Parameter, index: int, kind: BreakKind, said: str, value: ParameterValue) -> Mutant:
    values = (*parameter.values[:index], value, *parameter.values[index + 1 :])
    changed = Changed(parameters={parameter.id: replace(parameter, values=values)})
    return Mutant(kind, "", f"parameter.{parameter.id}", said, parameter.span, changed)


def _others(parameter: Parameter, value: Possible) -> Iterator[tuple[BreakKind, str, Possible]]:
    match value:
        case frozenset():
            for code in sorted(value):
                if len(value) > 1:
                    yield "code", f"without {code}", value - {code}
        case time():
            minute = (datetime.combine(date(2000, 1, 1), value) + timedelta(minutes=1)).time()
            yield "parameter", f"{minute:%H:%M} instead of {value:%H:%M}", minute
        case str() if isinstance(parameter.kind, Choice):
            options = parameter.kind.options
            other = options[options.index(value) - 1]
            if other != value:
                yield "parameter", f"{other} instead of {value}", other
        case bool():
            yield "parameter", f"{not value} instead of {value}".lower(), not value
        case _:
            for steps in (-1, 1):
                shifted = shifted_by(value, parameter.kind, steps)
                if shifted is not None and _allowed(parameter, shifted):
                    said = f"{printed(shifted, parameter.kind)} instead of {printed(value, parameter.kind)}"
                    yield "parameter", said, shifted


def _allowed(parameter: Parameter, value: Possible) -> bool:
    if parameter.between is None or not isinstance(value, int):
        return True
    least, most = parameter.between
    return least <= value <= most
