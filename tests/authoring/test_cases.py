"""Cases: how shared and own answers come together, and how expected stands beside found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from decisionsupport.authoring.cases import Case, from_documents
from decisionsupport.authoring.cases.found import Found
from decisionsupport.authoring.cases.judge import judge
from decisionsupport.authoring.cases.values import Answer, agrees, printed
from decisionsupport.diagnostics import Report
from decisionsupport.documents.cases import Cases
from decisionsupport.documents.from_yaml import document_from_yaml
from decisionsupport.outcome.care import Caution, Draft, Gap, Proposal, Reason, Withheld
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import FormState, ItemState, PackUsed, Problem
from decisionsupport.outcome.texts import Text
from decisionsupport.outcome.unknowns import OpenQuestion, Wait
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown, Value
from decisionsupport.syntax.yaml.read import read_yaml

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def cases(text: str) -> tuple[Case, ...]:
    report = Report()
    tree = read_yaml("some.cases.yaml", text.encode(), report)
    assert tree is not None
    document = document_from_yaml(tree, report)
    assert [found.message for found in report] == []
    assert isinstance(document, Cases)
    return from_documents([document])


def case(expect: str) -> Case:
    (found,) = cases(
        "cases_for: fall\ncases:\n  - name: one\n    at: 2026-11-23T09:00:00+01:00\n"
        f"    given: {{downton: {{gait: safe}}}}\n    expect: {expect}\n"
    )
    return found


REASON = Reason(rule="fall.plan", title="Plan", because=Text.plain("Downton 5 p."))
OUTCOME: dict[str, Any] = {
    "id": "x",
    "pack": PackUsed(name="p", version="1", digest="d"),
    "at": AT,
    "language": "sv",
    "forms": ReadOnly(
        {
            "downton": FormState(
                version="1.0.0",
                status="active",
                complete=False,
                items=ReadOnly(
                    {
                        "gait": ItemState(True, True),
                        "cognition": ItemState(True, False),
                        "depth": ItemState(False, False),
                    }
                ),
            )
        }
    ),
    "values": ReadOnly({"downton": ReadOnly({"total": Unknown(least=3, most=8), "level": "high"})}),
    "findings": ReadOnly({"fall_risk": "high", "hip": False}),
    "proposals": (
        Proposal(
            id="1",
            action="plan",
            title="Plan",
            priority="soon",
            due="2 days",
            due_at=datetime(2026, 11, 25, 8, tzinfo=UTC),
            reasons=(REASON,),
            cautions=(
                Caution(
                    kind="unchecked",
                    rule="limits.no_hospital",
                    text=Text.plain("?"),
                    waits_for=(Wait(item="patient.no_hospital"),),
                ),
            ),
        ),
        Proposal(id="2", assess="nutrition", title="Nutrition", priority="routine", reasons=(REASON,)),
    ),
    "withheld": (Withheld(action="bed_rails", for_=(REASON,)),),
    "drafts": (
        Draft(
            request="enrolment",
            title="Enrolment",
            to="Home care",
            urgency="soon",
            text=Text.plain("Hög fallrisk."),
            gaps=(Gap(needs="patient.contact", ask="Contact?", state="unknown"),),
        ),
    ),
    "open_questions": (OpenQuestion(item="downton.cognition", ask="Oriented?"),),
}
PROGRAM = SimpleNamespace(
    cells=dict.fromkeys(["downton.total", "downton.level", "downton.gait", "news2.total", "when:fall.plan"]),
    findings=dict.fromkeys(["fall_risk", "hip"]),
    actions=dict.fromkeys(["plan", "bed_rails", "walking"]),
    forms=dict.fromkeys(["downton", "nutrition"]),
    items=dict.fromkeys(["downton.gait", "downton.cognition"]),
    groups={},
    rules=dict.fromkeys(["fall.plan", "fall.other"]),
    requests=dict.fromkeys(["enrolment"]),
)


def told(expect: str, **changed: object) -> list[tuple[str, str, str]]:
    judged = case(expect)
    found = Found(Outcome(**{**OUTCOME, **changed}), judged.setting.given, PROGRAM)  # type: ignore[arg-type]
    return [(each.what, each.expected, each.found) for each in judge(judged, found)]


@pytest.mark.parametrize(
    "expect",
    [
        "{values: {downton.total: 3..8, downton.level: high}}",
        "{values: {downton.total: unknown}}",
        "{values: {downton.gait: safe, downton.cognition: unknown, downton.depth: not applicable}}",
        "{values: {news2.total: unknown, downton.complete: false}}",
        "{findings: {fall_risk: high, hip: false}}",
        "{proposes: [plan, nutrition], proposes_not: [walking]}",
        "{proposes: {plan: {priority: soon, due: 2 days, due_at: 2026-11-25T09:00:00+01:00}}}",
        "{proposes: {plan: {cautions: [patient.no_hospital], reasons: [fall.plan], because: 5 p}}}",
        "{proposes: {plan: {cautions: [limits.no_hospital]}, nutrition: {cautions: []}}}",
        "{withholds: [bed_rails], asks: [downton.cognition], undecided: [], problems: []}",
        "{drafts: {enrolment: {urgency: soon, gaps: [patient.contact], text: [Hög fallrisk]}}}",
        "{fires: [fall.plan], fires_not: [fall.other]}",
        "{only: true, proposes: [plan, nutrition], withholds: [bed_rails]}",
    ],
)
def test_what_is_so_makes_no_difference(expect: str) -> None:
    assert told(expect) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("{values: {downton.total: 3}}", ("downton.total", "3", "3..8")),
        ("{values: {downton.total: 3..7}}", ("downton.total", "3..7", "3..8")),
        ("{values: {downton.level: low}}", ("downton.level", "low", "high")),
        ("{values: {downton.level: unknown}}", ("downton.level", "unknown", "high")),
        ("{values: {downton.gait: unsafe}}", ("downton.gait", "unsafe", "safe")),
        (
            "{values: {downton.totl: 3}}",
            ("downton.totl", "3", "no such name; did you mean downton.total?"),
        ),
        ("{findings: {hip: true}}", ("hip", "true", "false")),
        ("{proposes: [walking]}", ("proposes walking", "there", "not there (there: plan, nutrition)")),
        ("{proposes: [plam]}", ("proposes plam", "plam", "no such name; did you mean plan?")),
        ("{proposes_not: [plan]}", ("proposes_not plan", "not there", "there")),
        ("{proposes_not: [plam]}", ("proposes_not plam", "plam", "no such name; did you mean plan?")),
        ("{proposes: {plan: {priority: urgent}}}", ("plan priority", "urgent", "soon")),
        ("{proposes: {plan: {due: 3 days}}}", ("plan due", "3 days", "2 days")),
        ("{proposes: {nutrition: {due: 3 days}}}", ("nutrition due", "3 days", "nothing")),
        (
            "{proposes: {plan: {cautions: []}}}",
            ("plan cautions", "nothing", "limits.no_hospital patient.no_hospital unchecked"),
        ),
        ("{proposes: {nutrition: {cautions: [trial]}}}", ("nutrition cautions trial", "there", "not there")),
        ("{proposes: {plan: {because: NEWS2}}}", ("plan because", "NEWS2", "Downton 5 p.")),
        ("{withholds: []}", ("withholds", "nothing", "bed_rails")),
        ("{asks: []}", ("asks", "nothing", "downton.cognition")),
        ("{drafts: {enrolment: {gaps: []}}}", ("enrolment gaps", "nothing", "patient.contact")),
        ("{drafts: {enrolment: {text: [Undernäring]}}}", ("enrolment text", "Undernäring", "Hög fallrisk.")),
        ("{only: true, proposes: [plan]}", ("proposes", "nothing more", "nutrition")),
        ("{fires: [fall.other]}", ("fires fall.other", "there", "not there (there: fall.plan)")),
        ("{notes: {downton: Hög}}", ("note of downton", "Hög", "nothing")),
    ],
)
def test_what_is_otherwise_is_told_beside_what_was_expected(
    expect: str, difference: tuple[str, str, str]
) -> None:
    assert told(expect) == [difference]


def test_an_answer_that_is_refused_without_the_case_saying_so_is_a_difference() -> None:
    problem = Problem(path="downton.gait", severity="error", message="not an option")
    assert told("{findings: {hip: false}}", problems=(problem,)) == [
        ("downton.gait", "an answer that is accepted", "not an option")
    ]
    assert told("{problems: [downton.gait]}", problems=(problem,)) == []
    shown = replace(problem, found='"sane"', allowed="safe, unsafe")
    assert told("{findings: {hip: false}}", problems=(shown,)) == [
        ("downton.gait", "an answer that is accepted (safe, unsafe)", '"sane": not an option')
    ]


def test_an_answer_that_is_refused_is_told_where_it_was_given() -> None:
    judged = case("{problems: []}")
    problem = Problem(path="downton.gait", severity="error", message="not an option")
    found = Found(Outcome(**{**OUTCOME, "problems": (problem,)}), judged.setting.given, PROGRAM)  # type: ignore[arg-type]
    refused = next(each for each in judge(judged, found) if not each.of_outcome)
    assert (refused.span.begin.line, refused.span.text) == (5, "safe")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("patient.age", "89"),
        ("patient", "patient"),
        ("downton.medicines", "medicines"),
        ("history.downton", "downton"),
        ("parameters.limit", "limit"),
    ],
)
def test_where_what_is_given_stands(path: str, text: str) -> None:
    (found,) = cases("""\
cases_for: fall
shared: {given: {patient: {age: 89}}, parameters: {limit: 3}}
cases:
  - {name: one, given: {downton: {medicines: [none]}}, history: {downton: []}, expect: {fires: []}}
""")
    assert found.places[path].text == text


def test_a_case_that_expects_nothing_proves_nothing() -> None:
    report = Report()
    text = "cases_for: fall\ncases: [{name: one, given: {}, expect: {}}]\n"
    tree = read_yaml("some.cases.yaml", text.encode(), report)
    assert tree is not None
    document_from_yaml(tree, report)
    assert [(found.slug, found.message) for found in report] == [("missing-key", "`expect` says nothing")]


def test_a_difference_lies_where_the_case_says_otherwise() -> None:
    judged = case("{values: {downton.total: 3}}")
    found = Found(Outcome(**OUTCOME), judged.setting.given, PROGRAM)  # type: ignore[arg-type]
    (difference,) = judge(judged, found)
    assert (difference.span.begin.line, difference.span.text) == (6, "3")


def test_shared_and_own_answers_come_together() -> None:
    first, second = cases("""\
cases_for: fall
shared:
  at: 2026-11-23T09:00:00+01:00
  given: {patient: {age: 89, contact: Karin}, downton: {gait: safe}}
  history: {downton: []}
  parameters: {limit: 3}
cases:
  - name: taken away and laid over
    without: [patient.contact, downton]
    given: {patient: {age: 90}, news2: {}}
    parameters: {limit: 4, other: 1.5}
    expect: {fires: []}
  - name: as shared
    at: 2026-11-24T09:00:00+01:00
    history: {news2: []}
    site: skovde
    language: en
    expect: {fires: []}
""")
    assert first.setting.given == {"patient": {"age": 90}, "news2": {}}
    assert first.setting.parameters == {"limit": 4, "other": Decimal("1.5")}
    assert (first.setting.at, first.setting.site) == (AT, None)
    assert second.setting.given == {"patient": {"age": 89, "contact": "Karin"}, "downton": {"gait": "safe"}}
    assert second.setting.history == {"downton": [], "news2": []}
    assert (second.setting.site, second.setting.language) == ("skovde", "en")
    assert second.setting.at == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_without_does_not_take_away_what_the_case_itself_gives() -> None:
    (found,) = cases("""\
cases_for: fall
shared: {given: {patient: {age: 89, contact: Karin}}}
cases:
  - {name: one, without: [patient], given: {patient: {sex: female}}, expect: {fires: []}}
""")
    assert found.setting.given == {"patient": {"sex": "female"}}


def test_each_row_of_vectors_is_a_case() -> None:
    first, second = cases("""\
cases_for: katz
shared: {at: 2026-11-23T09:00:00+01:00, given: {katz: {feeding: true}}}
vectors:
  given: [katz.bathing, katz.toys, parameter.limit]
  expect: [katz.letter, finding.dependent]
  rows:
    - [true, [a, b], 2, b, false]
    - [false, [], 3, unknown, true]
""")
    assert first.setting.given == {"katz": {"feeding": True, "bathing": True, "toys": ["a", "b"]}}
    assert first.setting.parameters == {"limit": 2}
    assert [(each.name, each.span.text) for each in (*first.values, *first.findings)] == [
        ("katz.letter", "b"),
        ("dependent", "false"),
    ]
    assert second.name == "vectors 1, row 2"
    assert second.span.begin.line == 8


def node(text: str) -> Any:
    tree = read_yaml("x.yaml", f"x: {text}".encode(), Report())
    assert tree is not None
    return tree.get("x")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("7", 7, True),
        ("7", Decimal("7.0"), True),
        ("7", True, False),
        ("1", True, False),
        ("38.60", Decimal("38.6"), True),
        ("true", True, True),
        ("yes", True, True),
        ("no", False, True),
        ("no", "no", True),
        ("3..8", Unknown(least=3, most=8), True),
        ("..8", Unknown(least=3, most=8), True),
        ("3..8", 5, False),
        ("-3..-1", Unknown(least=-3, most=-1), True),
        ("unknown", Unknown(one_of=("a", "b")), True),
        ("unknown", NOT_APPLICABLE, False),
        ('"unknown"', Unknown(), False),
        ("not applicable", NOT_APPLICABLE, True),
        ("[a, b]", Unknown(one_of=("b", "a")), True),
        ("[a]", Unknown(one_of=("b", "a")), False),
        ("[true, false]", Unknown(one_of=(True, False)), True),
        ("[a, b]", ("b", "a"), True),
        ("[]", (), True),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC).date(), True),
        ("10:00", datetime(2026, 3, 2, 10, tzinfo=UTC).time(), True),
        ("48 hours", "48 hours", True),
        ("38.6", Answer(Decimal("38.6")), True),
        ("[a, b]", Answer(["a", "b"]), True),
    ],
)
def test_agreement(expected: str, found: Value | Answer, same: bool) -> None:
    assert agrees(node(expected), found) is same


def test_what_was_found_is_printed_as_authors_write_it() -> None:
    assert [
        printed(each) for each in (Unknown(least=3, most=8), Unknown(), True, NOT_APPLICABLE, ("a",), None)
    ] == [
        "3..8",
        "unknown",
        "true",
        "not applicable",
        "[a]",
        "nothing",
    ]
