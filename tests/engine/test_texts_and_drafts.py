"""Drafts, their gaps and urgency; lines that are undecided; notes; suggestions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from decisionsupport.engine import Engine
from tests.engine.packs import PACK, cautions, engine_of, ids, outcome_of, reasons, waits

FORMS = """
    facts: patient
    version: 1.0.0
    title: {en: Patient}
    items:
      name: {kind: text, ask: {en: Name}}
      contact: {kind: text, ask: {en: Contact}}
      consent: {kind: boolean, ask: {en: Consent given?}}
      dying: {kind: boolean, ask: {en: End of life care?}}
      weight: {kind: decimal, step: 0.1, between: 20..300, unit: kg, ask: {en: Weight}}
      hearing: {kind: boolean, ask: {en: Hearing aid?}}
      needs:
        kind: choices
        ask: {en: Needs}
        options: {food: {text: {en: food}}, wash: {text: {en: washing}}}
      medicine:
        repeat: {at_most: 5}
        title: {en: Medicines}
        items:
          name: {kind: text, ask: {en: Medicine's name}}
          dose: {kind: text, ask: {en: Dose}}
          risky: {kind: boolean, ask: {en: Risky?}}
"""


def engine_with(sections: str, *, needs: str = "", rules: str = "", urgency: str = "routine") -> Engine:
    return engine_of(
        FORMS,
        f"""
    request: enrol
    version: 1.0.0
    title: {{en: Enrolment}}
    to: clinic
    urgency: {urgency}
    layout: sbar
    {needs}
    sections:
      situation:
{sections}
""",
        f"""
    set: s
    version: 1.0.0
    findings: {{weak: {{title: {{en: Weak}}, kind: boolean}}, level: {{title: {{en: Level}}, options: {{low: {{text: {{en: low}}}}, high: {{text: {{en: high}}}}}}}}}}
    actions:
      visit: {{title: {{en: Visit}}, performer: nurse, priority: soon, due: 2 days}}
      call: {{title: {{en: Call}}, priority: urgent, due: 2 hours}}
      lift: {{title: {{en: Lift}}}}
    rules:
      enrol: {{when: patient.consent is known, draft: [enrol], because: {{en: Asked for.}}}}
{rules}
""",
    )


def text_of(engine: Engine, patient: Any) -> str:
    outcome = outcome_of(engine, {"patient": {"consent": True, **patient}})
    return str(outcome.drafts[0].sections["situation"])


# Lines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hearing", "text"),
    [
        (True, "Anna.\nSpeak up."),
        (False, "Anna."),
        (None, "Anna.\nNot known: Hearing aid."),
        ({"not_known": "declined"}, "Anna.\nNot known: Hearing aid."),
    ],
)
def test_an_undecided_line_is_left_out_and_listed(hearing: Any, text: str) -> None:
    engine = engine_with("""
        - "{{ patient.name }}."
        - {when: patient.hearing, say: Speak up.}
""")
    assert text_of(engine, {"name": "Anna", "hearing": hearing}) == text


ROWS = """
        - {for_each: patient.medicine, when: risky, say: "- {{ name }} {{ dose }}"}
"""


@pytest.mark.parametrize(
    ("medicine", "text"),
    [
        ([], ""),
        ([{"name": "A", "dose": "1 mg", "risky": True}, {"name": "B", "risky": False}], "- A 1 mg"),
        ([{"name": "A", "risky": True}], "- A not known"),
        ([{"name": "A", "dose": "1 mg", "risky": True}, {"name": "B"}], "- A 1 mg\nNot known: Risky."),
        (None, "Not known: Medicines."),
        ({"not_known": "not_known"}, "Not known: Medicines."),
        ("nonsense", "Not known: Medicines."),
    ],
)
def test_lines_through_entries(medicine: Any, text: str) -> None:
    assert text_of(engine_with(ROWS), {"medicine": medicine}) == text


@pytest.mark.parametrize(
    ("needs", "text"),
    [(["wash", "food"], "- food\n- washing"), ([], ""), (None, "Not known: Needs.")],
)
def test_lines_through_choices(needs: Any, text: str) -> None:
    engine = engine_with('        - {for_each: patient.needs, say: "- {{ option }}"}\n')
    assert text_of(engine, {"needs": needs}) == text


OUTCOME_LISTS = """
        - {for_each: proposals, when: priority >= soon, say: "+ {{ title }} ({{ performer }}, {{ due }}): {{ why }}"}
        - {for_each: proposals, when: priority >= urgent and patient.hearing, say: "! {{ title }}"}
        - {for_each: withheld, say: "- {{ title }}: {{ why }} / {{ against }}"}
        - {for_each: findings, say: "= {{ title }}: {{ value }}"}
        - {for_each: reasons, say: "* {{ title }} {{ because }}"}
"""
OUTCOME_RULES = """
      v: {title: {en: V}, when: patient.consent, propose: [visit, call, lift], conclude: {weak: true, level: high}, because: {en: Because.}}
      w: {title: {en: W}, when: patient.dying, withhold: [lift], because: {en: Dying.}}
"""


def test_lines_through_the_outcome() -> None:
    engine = engine_with(OUTCOME_LISTS, rules=OUTCOME_RULES)
    assert text_of(engine, {"dying": True, "hearing": True}).splitlines() == [
        "+ Call (not known, 23 November 2026 11:00): Because.",
        "+ Visit (nurse, 25 November 2026 09:00): Because.",
        "! Call",
        "- Lift: Because. / Dying.",
        "= Level: high",
        "= Weak: yes",
        "* s.enrol Asked for.",
    ]


def test_an_undecided_line_through_the_outcome_names_what_it_waits_for() -> None:
    text = text_of(engine_with(OUTCOME_LISTS, rules=OUTCOME_RULES), {"dying": False})
    assert text.endswith("Not known: Hearing aid.")
    assert "!" not in text


def test_values_are_printed_for_readers() -> None:
    engine = engine_with('        - "{{ patient.weight }}, {{ patient.consent }}, {{ patient.needs }}."\n')
    assert text_of(engine, {"weight": 51.2, "needs": ["food", "wash"]}) == "51.2 kg, yes, food and washing."
    assert text_of(engine, {}) == "20.0–300.0 kg, yes, not known."


# Drafts ----------------------------------------------------------------------------------------------


NEEDS = """needs:
      - patient.contact
      - patient.medicine
      - that: patient.consent
        else: {en: No consent.}
"""


@pytest.mark.parametrize(
    ("patient", "gaps"),
    [
        ({"contact": "x", "medicine": [], "consent": True}, []),
        ({"contact": "x", "medicine": [], "consent": False}, [("patient.consent", "No consent.", "false")]),
        (
            {"consent": {"not_known": "declined"}},
            [
                ("patient.contact", "Contact", "unknown"),
                ("patient.medicine", "Medicines", "unknown"),
                ("patient.consent", "No consent.", "unknown"),
            ],
        ),
        (
            {"contact": {"not_known": "declined"}, "medicine": "nonsense", "consent": True},
            [("patient.contact", "Contact", "unknown"), ("patient.medicine", "Medicines", "unknown")],
        ),
    ],
)
def test_gaps(patient: Any, gaps: Any) -> None:
    engine = engine_with(
        "        - Hello.",
        needs=NEEDS,
        rules="      also: {when: patient.consent is answered, draft: [enrol]}",
    )
    (draft,) = outcome_of(engine, {"patient": patient}).drafts
    assert [(each.needs, str(each.ask or each.text), each.state) for each in draft.gaps] == gaps


@pytest.mark.parametrize(
    ("floor", "rules", "urgency"),
    [
        ("routine", "", "routine"),
        ("soon", "", "soon"),
        ("routine", "d: {when: patient.consent, draft: [enrol], propose: [visit, lift]}", "soon"),
        ("urgent", "d: {when: patient.consent, draft: [enrol], propose: [visit]}", "urgent"),
        # What another rule makes of the same action is not what drafted it.
        (
            "routine",
            (
                "d: {when: patient.consent, draft: [enrol], propose: [visit]}\n"
                "      e: {when: patient.consent, propose: [{action: visit, priority: emergency, due: now}]}"
            ),
            "soon",
        ),
    ],
)
def test_urgency(floor: str, rules: str, urgency: str) -> None:
    engine = engine_with("        - Hello.", rules=f"      {rules}", urgency=floor)
    (draft,) = outcome_of(engine, {"patient": {"consent": True}}).drafts
    assert (draft.request, draft.to, draft.urgency) == ("enrol", "clinic", urgency)


def test_one_draft_of_all_who_draft_it() -> None:
    engine = engine_with(
        "        - Hello.",
        rules="      also: {when: patient.consent, unless: patient.dying, draft: [enrol]}",
    )
    (draft,) = outcome_of(engine, {"patient": {"consent": True}}).drafts
    assert reasons(draft.reasons) == ["s.also", "s.enrol"]
    assert cautions(draft) == [("unchecked", "s.also")]
    assert str(draft.text) == "Situation\nHello."


STOP = "      stop: {when: patient.dying, unless: patient.hearing, withhold: [{request: enrol}]}"


def test_a_withheld_request() -> None:
    engine = engine_with("        - Hello.", rules=STOP)
    outcome = outcome_of(engine, {"patient": {"consent": True, "dying": True}})
    assert outcome.drafts == ()
    (withheld,) = outcome.withheld
    assert (withheld.request, reasons(withheld.for_), reasons(withheld.against)) == (
        "enrol",
        ["s.enrol"],
        ["s.stop"],
    )


def test_a_request_that_may_be_withheld() -> None:
    engine = engine_with("        - Hello.", rules=STOP)
    (draft,) = outcome_of(engine, {"patient": {"consent": True}}).drafts
    assert cautions(draft) == [("against", "s.stop")]
    assert waits(draft.cautions[0].waits_for) == [("item", "patient.dying")]
    (draft,) = outcome_of(engine, {"patient": {"consent": True, "hearing": True}}).drafts
    assert cautions(draft) == []


def test_a_held_draft() -> None:
    engine = engine_with(
        "        - Hello.", rules="      x: {when: patient.dying, unless: patient.hearing, draft: [enrol]}"
    )
    outcome = outcome_of(engine, {"patient": {"dying": True, "hearing": True}})
    assert (ids(outcome.withheld, "request"), outcome.drafts) == (["enrol"], ())


# Notes -----------------------------------------------------------------------------------------------


NOTED = """
    assessment: n
    version: 1.0.0
    title: {sv: N, en: N}
    items:
      a: {kind: integer, between: 0..3, points: answer, ask: {sv: Smärta?, en: Pain?}}
      b: {kind: integer, between: 0..3, points: answer, ask: {sv: Sömn, en: Sleep}}
      c: {kind: boolean, ask: {sv: Frivillig, en: Optional}}
    computed: {total: {value: sum(points)}}
    note: {sv: "{{ total }} p ({{ total | why }}).", en: "{{ total }} points ({{ total | why }})."}
"""
LISTED = """
    checklist: l
    version: 1.0.0
    title: {sv: L, en: L}
    items:
      one: {ask: {sv: Ett, en: One}}
      two: {ask: {sv: Två, en: Two}}
    note: {sv: "Klart: {{ one }}.", en: "Done: {{ one }}."}
"""
SWEDISH = PACK.replace("[en]", "[sv, en]").replace("{en:", "{sv: S, en:")


@pytest.mark.parametrize(
    ("language", "answers", "note"),
    [
        ("sv", {"a": 2, "b": 1}, "3 p (Smärta 2 p, Sömn 1 p)."),
        ("en", {"a": 2, "b": 1}, "3 points (Pain 2 p, Sleep 1 p)."),
        ("sv", {"a": 2}, "Ofullständig: Sömn.\n2–5 p (Smärta 2 p, Sömn 0–3 p)."),
        ("en", {}, "Incomplete: Pain, Sleep.\n0–6 points (Pain 0–3 p, Sleep 0–3 p)."),
        ("sv", {"a": 0, "b": 0}, "0 p (inga poäng)."),
    ],
)
def test_notes(language: str, answers: Any, note: str) -> None:
    outcome = outcome_of(engine_of(NOTED, pack=SWEDISH), {"n": answers}, language=language)
    assert str(outcome.notes["n"]).replace("?", "") == note
    assert outcome.forms["n"].complete is ("Of" not in note and "Inc" not in note)


def test_a_checklist_is_complete_when_all_is_done() -> None:
    engine = engine_of(LISTED, pack=SWEDISH)
    outcome = outcome_of(engine, {"l": {"one": "done", "two": "undone"}}, language="en")
    assert not outcome.forms["l"].complete
    assert str(outcome.notes["l"]).startswith("Incomplete: Two.\n")
    for two in ({"not_known": "declined"}, None):
        assert not outcome_of(engine, {"l": {"one": "done", "two": two}}).forms["l"].complete
    assert outcome_of(engine, {"l": {"one": "done", "two": "not_relevant"}}).forms["l"].complete


def test_what_remains_is_what_complete_says() -> None:
    engine = engine_of("""
        checklist: l
        version: 1.0.0
        title: {en: L}
        items:
          one: {ask: {en: One}}
          rows: {repeat: {at_most: 3}, title: {en: Rows}, items: {x: {kind: check, ask: {en: X}}}}
        note: {en: ["{{ remaining }} left.", {when: complete, say: All.}]}
        """)
    for answers, left, lacking in [
        ({}, 2, "One, Rows"),
        ({"one": "done", "rows": [{}, {"x": "undone"}, {"x": "done"}]}, 2, "X"),
        ({"one": "done", "rows": {"not_known": "declined"}}, 0, None),
        ({"one": "done", "rows": []}, 0, None),
    ]:
        outcome = outcome_of(engine, {"l": answers})
        assert outcome.forms["l"].complete is (left == 0)
        wanted = ["0 left.", "All."] if lacking is None else [f"Incomplete: {lacking}.", f"{left} left."]
        assert str(outcome.notes["l"]).splitlines() == wanted


# Suggestions -----------------------------------------------------------------------------------------


def test_suggestions() -> None:
    engine = engine_of(
        FORMS,
        """
        assessment: q
        version: 1.0.0
        title: {en: Q}
        items:
          needs:
            kind: choices
            ask: {en: Needs}
            options: {food: {text: {en: food}}, loud: {text: {en: loud}}, wash: {text: {en: wash}}}
            suggest: {wash: patient.dying, loud: patient.hearing}
          kg: {kind: decimal, step: 0.1, between: 0..300, unit: kg, ask: {en: Weight}, suggest: patient.weight}
          plain: {kind: boolean, ask: {en: Plain}}
          hidden: {kind: boolean, ask: {en: Hidden}, show_when: plain, suggest: patient.dying}
        computed: {n: {value: food in needs}}
        """,
    )
    patient = {"dying": True, "hearing": True, "weight": 51.2}
    outcome = outcome_of(engine, {"q": {"plain": False}, "patient": patient})
    items = outcome.forms["q"].items
    assert items["needs"].suggested == ("wash", "loud")
    assert items["kg"].suggested == Decimal("51.2")
    assert (items["plain"].suggested, items["hidden"].suggested) == (None, None)
    assert '"needs":{"applicable":true,"answered":false,"suggested":["wash","loud"]}' in outcome.to_json()
    assert '"plain":{"applicable":true,"answered":true}' in outcome.to_json()
    # A suggestion is no answer.
    assert outcome.values["q"]["n"] != False  # noqa: E712 - an unknown has no truth
    items = outcome_of(engine, {"q": {}, "patient": {"dying": True, "hearing": False}}).forms["q"].items
    assert items["needs"].suggested == ("wash",)
    assert items["kg"].suggested is None
    assert items["hidden"].suggested is True
