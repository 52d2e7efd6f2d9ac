"""A pack in which every node of the language is written, in two languages, for the words to be held to."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import cache

from decisionsupport.engine import Engine, from_files
from decisionsupport.loading import File

PACK = """
    pack: words
    version: 1.0.0
    languages: [sv, en]
    timezone: Europe/Stockholm
    roles: {nurse: {sv: sjuksköterska, en: nurse}}
"""

FORM = """
    assessment: check
    version: 1.0.0
    status: active
    title: {sv: Kontroll, en: Check}
    evidence: [house]
    items:
      pulse: {ask: {sv: Puls, en: Pulse}, kind: integer, unit: /min, between: 0..300, points: {..99: 0, 100..: 2}}
      temperature: {ask: {sv: Kroppstemperatur, en: Temperature}, kind: decimal, step: 0.1, unit: Cel, between: 25.0..45.0, points: {..37.9: 0, 38.0..38.9: 1, 39.0..: 3}}
      weight: {ask: {sv: Vikt, en: Weight}, kind: decimal, step: 0.1, unit: kg, between: 1.0..300.0}
      height: {ask: {sv: Längd, en: Height}, kind: decimal, step: 0.01, unit: m, between: 0.50..2.50}
      awake: {ask: {sv: Vakenhet, en: Alertness}, kind: choice, options: {low: {text: {sv: Sänkt, en: Lowered}, points: 2}, full: {text: {sv: Vaken, en: Awake}, points: 0}}}
      signs: {ask: {sv: "Vilka tecken ses?", en: "Which signs are seen?"}, kind: choices, options: {rash: {text: {sv: Utslag, en: Rash}, points: 1}, cough: {text: {sv: Hosta, en: Cough}, points: 1}}}
      fell: {ask: {sv: "Har personen fallit, eller hittats på golvet?", en: "Has the person fallen, or been found on the floor?"}, kind: boolean, points: 1}
      hurt: {ask: {sv: "Gör det ont?", en: "Does it hurt?"}, kind: boolean, show_when: fell}
      pain: {ask: {sv: "Hur ont, 0–10?", en: "How much pain, 0–10?"}, kind: integer, between: 0..10, points: answer, show_when: fell}
      doubled: {kind: integer, between: 0..600, value: pulse * 2, show_when: fell}
      since: {ask: {sv: Skadades, en: Hurt at}, kind: datetime}
      born: {ask: {sv: Födelsedatum, en: Date of birth}, kind: date}
      slept: {ask: {sv: Somnade, en: Fell asleep}, kind: time}
      main_drug: {ask: {sv: Viktigaste läkemedlet, en: Main medicine}, kind: code, system: atc}
      marker: {ask: {sv: Fynd, en: Mark}, kind: code, system: snomed}
      drugs:
        ask: {sv: Läkemedelslista, en: Medicine list}
        repeat: {at_most: 5}
        items:
          atc: {ask: {sv: ATC-kod, en: ATC code}, kind: code, system: atc}
          dose: {ask: {sv: Dos, en: Dose}, kind: integer, between: 0..100}
        computed:
          calming: {title: {sv: Lugnande, en: Calming}, value: 'atc in ["N05"]'}
    computed:
      total: {value: sum(points), title: {sv: Poäng, en: Points}}
      most: {value: max(points), title: {sv: Högsta poäng, en: Highest points}}
      scored: {value: count(points), title: {sv: Antal frågor, en: Number of questions}}
      bmi: {value: weight / height ** 2, step: 0.1, unit: kg/m2, title: {sv: Kroppsmasseindex, en: Body mass index}}
      middle: {value: "mean(pulse, pain)", step: 0.1, title: {sv: Medelvärde, en: Mean value}}
      root: {value: sqrt(weight) + exp(1) , step: 0.1, title: {sv: Rot, en: Root}}
      coarse: {value: 'round(pulse * 2 - pain, 10)', title: {sv: Grovt, en: Coarse}}
      less: {value: 'abs(-pulse)', title: {sv: Belopp, en: Amount}}
      either: {value: pulse if fell else 0, title: {sv: Vald puls, en: Chosen pulse}}
      strict: {value: pulse + pain, when_missing: require_all, title: {sv: Strängt, en: Strict}}
      level:
        title: {sv: Nivå enligt Kontroll, en: Level by Check}
        ordered: true
        options: {low: {sv: låg, en: low}, high: {sv: hög, en: high}}
        first:
          - {when: total >= 3, is: high}
          - {is: low}
    must:
      - {that: pain <= pulse, else: {sv: Orimligt., en: Not likely.}}
"""

AGED = """
    facts: person
    version: 1.0.0
    status: active
    title: {sv: Person, en: Person}
    items:
      age: {ask: {sv: Ålder, en: Age}, kind: integer, unit: a, between: 0..130}
"""

ADULTS = """
    assessment: adults
    version: 1.0.0
    status: active
    title: {sv: Vuxna, en: Adults}
    evidence: [house]
    applies_when: {that: person.age >= 18, else: {sv: Inte för barn., en: Not for children.}}
    items:
      ill: {ask: {sv: Sjuk, en: Ill}, kind: boolean, points: 1}
      weak: {ask: {sv: Svag, en: Weak}, kind: boolean, points: 2, points_when_hidden: 1, show_when: ill}
    computed:
      total: {value: sum(points)}
"""

SET = """
    set: words_set
    version: 1.0.0
    sources:
      house: {title: House, publisher: Here, year: 2026, url: "https://example.org", licence: free, accessed: 2026-11-23, certainty: expert_opinion}
    parameters:
      limit: {kind: integer, value: 110, between: 50..200, unit: /min, title: {sv: "Pulsgräns, minst", en: "Pulse limit, at least"}}
      within: {kind: duration, value: 7 days, title: {sv: Inom, en: Within}}
      noon: {kind: time, value: "12:00", title: {sv: Middag, en: Noon}}
      calming: {kind: codes, system: atc, value: [N05A, N05B], title: {sv: lugnande läkemedel, en: calming medicines}}
    findings:
      ill: {kind: boolean, title: {sv: Sjuk, en: Ill}}
      risk: {title: {sv: Fallrisk, en: Risk of falling}, ordered: true, options: {low: {sv: låg, en: low}, high: {sv: hög, en: high}}}
    tables:
      which:
        hit: collect
        from: {pulse: check.pulse, awake: check.awake}
        gives: {advice: {options: {rest: {sv: vila, en: rest}, walk: {sv: gå, en: walk}}}}
        rows:
          - [100.., any, rest]
          - [any, full, walk]
    actions:
      act: {title: {sv: Gör det, en: Do it}, performer: nurse, priority: soon, due: 1 days}
    rules:
"""


def rules_of(conditions: Mapping[str, str]) -> str:
    """A set whose rules have these conditions, named c0, c1 …"""
    conclusions = {0: "conclude: {ill: true}", 1: "conclude: {risk: high}", 2: "conclude: {ill: true}"}
    written = [textwrap.dedent(SET).rstrip()]
    for index, condition in enumerate(conditions):
        does = conclusions.get(index, "propose: [act]")
        written.append(
            f"  c{index}:\n    title: {{sv: Regel {index}, en: Rule {index}}}\n"
            f"    when: {condition}\n    {does}\n    evidence: [house]"
        )
    return "\n".join(written) + "\n"


@cache
def engine_with(conditions: tuple[str, ...]) -> Engine:
    """An engine whose rules have these conditions."""
    texts = [
        *(textwrap.dedent(each) for each in (PACK, FORM, AGED, ADULTS)),
        rules_of(dict.fromkeys(conditions, "")),
    ]
    return from_files(tuple(File(f"doc{n}.yaml", text.encode()) for n, text in enumerate(texts)), None)
