"""A pack of any size, like those that people write: `python -m benchmarks.generated FOLDER [FORMS] [RULES]`.

Law: the same numbers give the same bytes, and the pack validates without a finding. Forms have whole numbers
with points, decimals, choices, multiple choices, hidden items, a total, levels and bands; rules name forms of
their set, conclude findings, propose actions and say why, in Swedish and English; every
twentieth form has its cases.
"""

from __future__ import annotations

import sys
from pathlib import Path

FORMS_A_SET = 10

PACK = """\
pack: generated
version: 1.0.0
languages: [sv, en]
timezone: Europe/Stockholm
roles:
  registered_nurse: {sv: Sjuksköterska, en: Registered nurse}
  care_staff: {sv: Omvårdnadspersonal, en: Care staff}
"""

FORM = """\
assessment: form_{n}
version: 1.0.{n}
status: active
title: {{sv: "Bedömning {n}", en: "Assessment {n}"}}
evidence: [source_{of_set}]
items:
  rate:
    ask: {{sv: "Frekvens i bedömning {n}", en: "Rate in assessment {n}"}}
    kind: integer
    unit: /min
    required: true
    between: 0..120
    usual: 5..60
    points: {{..8: 3, 9..11: 1, 12..20: 0, 21..{upper}: 2, {above}..: 3}}
  weight:
    ask: {{sv: "Vikt", en: "Weight"}}
    kind: decimal
    step: 0.1
    unit: kg
    between: 20..300
  height:
    ask: {{sv: "Längd", en: "Height"}}
    kind: integer
    unit: cm
    between: 50..250
  trouble:
    ask: {{sv: "Hur ofta finns besvär?", en: "How often is there trouble?"}}
    kind: choice
    required: true
    options:
      never: {{text: {{sv: "Aldrig", en: "Never"}}, points: 0}}
      sometimes: {{text: {{sv: "Högst en gång i veckan", en: "At most once a week"}}, points: 1}}
      daily: {{text: {{sv: "Dagligen", en: "Every day"}}, points: 3}}
  signs:
    ask: {{sv: "Vilka tecken finns?", en: "Which signs are there?"}}
    kind: choices
    options:
      pain: {{text: {{sv: "Smärta", en: "Pain"}}, points: 1}}
      swelling: {{text: {{sv: "Svullnad", en: "Swelling"}}, points: 1}}
      fever: {{text: {{sv: "Feber", en: "Fever"}}, points: 2}}
      none: {{text: {{sv: "Inga", en: "None"}}, points: 0, exclusive: true}}
  alone:
    ask: {{sv: "Bor personen ensam?", en: "Does the person live alone?"}}
    kind: boolean
    points: {{yes: 1, no: 0}}
  help_at_night:
    ask: {{sv: "Kommer någon på natten?", en: "Does anyone come at night?"}}
    kind: boolean
    show_when: alone
computed:
  total: {{value: sum(points), title: {{sv: "Summa {n}", en: "Total {n}"}}}}
  bmi: {{value: "round(weight / (height / 100) ** 2, 0.1)", title: {{sv: "BMI", en: "BMI"}}}}
  red: {{value: max(points) == 3, title: {{sv: "Rött värde", en: "Red value"}}}}
  watched: {{value: not alone or help_at_night, title: {{sv: "Har tillsyn", en: "Is looked after"}}}}
  thin:
    title: {{sv: "Undervikt", en: "Underweight"}}
    of: bmi
    ordered: true
    options: {{under: {{text: {{sv: "under", en: "under"}}}}, usual: {{text: {{sv: "vanlig", en: "usual"}}}}}}
    bands: {{..{thin}: under, {not_thin}..: usual}}
  risk:
    title: {{sv: "Risk {n}", en: "Risk {n}"}}
    ordered: true
    options:
      low: {{text: {{sv: "låg", en: "low"}}}}
      medium: {{text: {{sv: "medel", en: "medium"}}}}
      high: {{text: {{sv: "hög", en: "high"}}}}
    first:
      - {{when: total >= parameter.limit_{n}, is: high}}
      - {{when: red, is: medium}}
      - {{when: total >= 2, is: medium}}
      - {{is: low}}
note:
  sv: "Bedömning {n}: {{{{ total }}}} p, {{{{ risk }}}}."
  en: "Assessment {n}: {{{{ total }}}} p, {{{{ risk }}}}."
"""

SET = """\
set: set_{s}
version: 1.0.0
title: {{sv: "Område {s}", en: "Area {s}"}}
sources:
  source_{s}:
    title: "Guideline {s}"
    publisher: "A publisher"
    year: 2024
    licence: "facts cited"
    accessed: 2026-11-23
    certainty: guideline
"""

PARAMETER = (
    "  limit_{n}: {{kind: integer, value: {limit}, between: 1..12, "
    'title: {{sv: "Gräns {n}", en: "Limit {n}"}}, evidence: [source_{s}]}}\n'
)
FINDING = '  at_risk_{n}: {{kind: boolean, title: {{sv: "Risk enligt {n}", en: "At risk by {n}"}}}}\n'
ACTION = """\
  action_{s}_{a}:
    title: {{sv: "Åtgärd {a} inom område {s}", en: "Action {a} in area {s}"}}
    for_patient: {{sv: "Vi hjälper dig med det här.", en: "We help you with this."}}
    performer: {performer}
    priority: {priority}
    due: {due} days
"""
KINDS_OF_ACTIONS = (("registered_nurse", "soon"), ("care_staff", "routine"))

CONDITIONS = (
    "{a}.risk is high",
    "{a}.total >= parameter.limit_{n} and {b}.trouble is daily",
    "{a}.rate > {rate} and not {b}.alone",
    "fever in {a}.signs or {b}.risk >= medium",
    "{a}.thin is under and {b}.total >= {few}",
    "{a}.red and ({b}.trouble in [sometimes, daily] or not {c}.watched)",
    "{a}.weight < {weight}.5 and {a}.height > 150",
    "{a}.trouble is daily and {b}.trouble is daily and not {c}.red",
)
RULE = """\
  rule_{r}:
    title: {{sv: "Regel {r} om bedömning {n}", en: "Rule {r} on assessment {n}"}}
    when: {when}
{conclude}    propose: [action_{s}_{x}, {{action: action_{s}_{y}, priority: soon, due: {due} days}}]
    because:
      sv: "Bedömning {n} gav {{{{ {a}.total }}}} p ({{{{ {a}.risk }}}}), regel {r}."
      en: "Assessment {n} gave {{{{ {a}.total }}}} p ({{{{ {a}.risk }}}}), rule {r}."
    evidence: [source_{s}]
"""

CASES = """\
cases_for: form_{n}
shared: {{at: 2026-11-23T09:00:00+01:00}}
cases:
  - name: nothing to see in {n}
    given: {{form_{n}: {{rate: 15, trouble: never, signs: [none], alone: false}}}}
    expect: {{values: {{form_{n}.total: 0, form_{n}.risk: low}}}}
  - name: daily trouble in {n}
    given: {{form_{n}: {{rate: 30, trouble: daily, signs: [pain, fever], alone: true}}}}
    expect: {{values: {{form_{n}.total: 10, form_{n}.risk: high}}}}
  - name: half answered in {n}
    given: {{form_{n}: {{rate: 15, trouble: daily}}}}
    expect: {{values: {{form_{n}.total: 3..8}}}}
"""


def texts(forms: int, rules: int) -> dict[str, str]:
    """The files of a pack of so many forms (ten at least) and rules, by their paths."""
    made = {"pack.yaml": PACK}
    sets = -(-forms // FORMS_A_SET)
    for n in range(forms):
        made[f"forms/form_{n}.yaml"] = _form(n)
        if n % 20 == 0:
            made[f"rules/cases/form_{n}.yaml"] = CASES.format(n=n)
    for s in range(sets):
        made[f"rules/set_{s}.yaml"] = _set(s, sets, forms, rules)
    return made


def write_pack(folder: Path, *, forms: int, rules: int) -> None:
    """Write such a pack into a folder, which is made where it is missing."""
    for path, text in texts(forms, rules).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _form(n: int) -> str:
    upper = 22 + n % 20
    thin = 18 + n % 4
    return FORM.format(
        n=n, of_set=n // FORMS_A_SET, upper=upper, above=upper + 1, thin=f"{thin}.4", not_thin=f"{thin}.5"
    )


def _set(s: int, sets: int, forms: int, rules: int) -> str:
    own = range(s * FORMS_A_SET, min((s + 1) * FORMS_A_SET, forms))
    parts = [SET.format(s=s), "parameters:\n"]
    parts += [PARAMETER.format(n=n, s=s, limit=3 + n % 5) for n in own]
    parts += ["findings:\n", *(FINDING.format(n=n) for n in own), "actions:\n"]
    for a in range(FORMS_A_SET):
        performer, priority = KINDS_OF_ACTIONS[a % 2]
        parts.append(ACTION.format(s=s, a=a, performer=performer, priority=priority, due=1 + a))
    parts.append("rules:\n")
    parts += [_rule(r, r // sets, s, own) for r in range(s, rules, sets)]
    return "".join(parts)


def _rule(r: int, i: int, s: int, own: range) -> str:
    """The pack's rule number `r`, its set's number `i`: each round over the forms takes another condition."""
    turn, at = divmod(i, len(own))
    n, b, c = (own[(at + step) % len(own)] for step in (0, 1 + turn % 4, 5 + turn % 4))
    when = CONDITIONS[turn % len(CONDITIONS)].format(
        a=f"form_{n}", b=f"form_{b}", c=f"form_{c}", n=n, rate=20 + r % 80, few=1 + r % 8, weight=40 + r % 60
    )
    first, second = i % FORMS_A_SET, (i + 1 + turn % 8) % FORMS_A_SET
    conclude = f"    conclude: {{at_risk_{n}: true}}\n" if turn % 3 == 0 else ""
    return RULE.format(
        r=r, n=n, a=f"form_{n}", s=s, x=first, y=second, when=when, conclude=conclude, due=1 + r % 14
    )


if __name__ == "__main__":
    where, *counts = sys.argv[1:]
    many_forms, many_rules = map(int, counts or ("1000", "10000"))
    write_pack(Path(where), forms=many_forms, rules=many_rules)
