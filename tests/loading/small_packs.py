"""Small packs for tests of loading: a pack, facts about a patient, a form; the test writes what it is about."""

from __future__ import annotations

from textwrap import dedent, indent

from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_files
from decisionsupport.program.model import Program

PACK = """
pack: small
version: 1.0.0
languages: [en]
timezone: Europe/Stockholm
"""
PATIENT = """
facts: patient
version: 1.0.0
title: The patient
items:
  age: {kind: integer, between: 0..120}
  alone: {kind: boolean}
  limited: {kind: boolean}
  medicine:
    repeat: {at_most: 10}
    items:
      atc: {kind: code, system: atc}
      doses: {kind: integer, between: 1..24}
"""
GAIT = """
assessment: gait
version: 1.0.0
title: Gait
items:
  walks: {kind: boolean}
  pain: {kind: boolean, show_when: walks}
  aid: {kind: choice, options: {none: none, stick: stick, walker: walker}}
  speed: {kind: decimal, step: 0.1, between: 0..3, unit: m/s}
  weight: {kind: decimal, step: 0.1, between: 20..300, unit: kg}
  height: {kind: decimal, step: 0.01, between: 0.50..2.50, unit: m}
"""
ACTIONS = """
actions:
  visit: {title: Visit}
  call: {title: Call, priority: emergency, due: 1 hours}
"""


def load(*texts: str, site: str | None = None, pack: str = PACK) -> tuple[Program | None, Report]:
    """Load the texts as files of a pack."""
    report = Report()
    files = [File(f"file{index}.yaml", dedent(text).encode()) for index, text in enumerate([pack, *texts])]
    return load_files(files, report, site=site), report


def program_of(*texts: str, site: str | None = None) -> Program:
    """Load a pack that must be silent but for what is unused."""
    program, report = load(*texts, site=site)
    assert [found for found in told(report) if not found[0].startswith("unused-")] == []
    assert program is not None
    return program


def told(report: Report) -> list[tuple[str, str]]:
    """Each slug with the authored text that it points at; what is unused left out."""
    return [
        (found.slug, found.span.text if found.span is not None else "")
        for found in report
        if not found.slug.startswith("unused-")
    ]


def messages(report: Report) -> list[str]:
    """Each message."""
    return [found.message for found in report if not found.slug.startswith("unused-")]


def helps(report: Report) -> list[str]:
    """Each remedy."""
    return [found.help for found in report if not found.slug.startswith("unused-")]


def rule(when: str, rest: str = "propose: [visit]", *, extra: str = "") -> str:
    """A set with one rule."""
    body = indent(dedent(rest).strip(), "    ")
    return f"set: trial\nversion: 1.0.0\n{dedent(extra).strip()}\n{ACTIONS}rules:\n  one:\n    when: {when}\n{body}\n"


def form(items: str, rest: str = "", name: str = "form") -> str:
    """A form with these items, and what stands beside them."""
    inside = indent(dedent(items).strip(), "  ")
    return f"assessment: {name}\nversion: 1.0.0\ntitle: A form\nitems:\n{inside}\n{dedent(rest).strip()}\n"


def told_of(when: str, rest: str = "propose: [visit]", *, extra: str = "") -> list[tuple[str, str]]:
    """What is told of a rule with this condition beside the patient and the gait."""
    return told(load(PATIENT, GAIT, rule(when, rest, extra=extra))[1])


def told_of_form(items: str, rest: str = "") -> list[tuple[str, str]]:
    """What is told of a form."""
    return told(load(PATIENT, form(items, rest))[1])
