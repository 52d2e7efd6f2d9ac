"""What the shipped packs promise, line by line, through the public interface alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from decisionsupport.engine import Engine
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown

AT = "2026-03-14T06:40:00+01:00"
NEWS2_OF_4 = {
    "respiratory_rate": 22, "hypercapnic_target": False, "oxygen_saturation": 95, "supplemental_oxygen": False,
    "systolic": 168, "pulse": 104, "consciousness": "alert", "temperature": 36.4,
}  # fmt: skip
NO_LIMITS = {"no_hospital": False, "no_resuscitation": False, "end_of_life_care": False}
SVEA = {"age": 89, "sex": "female", "medicine": [{"atc": "B01AF02", "name": "Apixaban"}]}
HIP = {"fell": True, "leg_short_or_rotated": True}
HEAD = {"fell": True, "head_hit": True, "gcs": 15}


def proposals(outcome: Outcome) -> dict[str, Any]:
    return {each.action or each.assess or "": each for each in outcome.proposals}


def reasons(parts: Any) -> set[str]:
    return {part.rule for part in parts}


# Emergencies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["leg_short_or_rotated", "hip_pain", "cannot_bear_weight"])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"news2": NEWS2_OF_4},
        {"news2": NEWS2_OF_4, "downton": {"previous_fall": False}, "four_at": {"alertness": "normal"}},
        {"qsofa": {}, "care_level": {}, "pain_nrs": {"score": 0}},
    ],
    ids=["nothing else", "NEWS2 4", "low scores", "others begun"],
)
def test_a_suspected_hip_fracture_is_an_emergency_whatever_the_scores(
    sign: str, more: dict[str, Any], engine: Engine
) -> None:
    answers = {"patient": {**SVEA, **NO_LIMITS}, "fall_event": {"fell": True, sign: True}, **more}
    found = proposals(engine.evaluate(answers, at=AT))
    for action in ("call_112", "hip_fracture_care"):
        assert (found[action].priority, found[action].due) == ("emergency", "now")
        assert found[action].cautions == ()


def test_news2_4_is_low_and_does_not_lower(engine: Engine) -> None:
    answers = {"patient": {**SVEA, **NO_LIMITS}, "fall_event": HIP, "news2": NEWS2_OF_4}
    outcome = engine.evaluate(answers, at=AT)
    assert (outcome.values["news2"]["total"], outcome.values["news2"]["risk"]) == (4, "low")
    assert outcome.proposals[0].priority == "emergency"
    assert outcome.findings["hip_fracture_suspected"] is True
    (transfer,) = (each for each in outcome.drafts if each.request == "acute_transfer")
    assert transfer.urgency == "emergency"


@pytest.mark.parametrize("patient", [{}, {"age": 89}, {"no_hospital": {"not_known": "not_possible"}}, None])
def test_unknown_limits_silence_nothing_and_are_said(patient: dict[str, Any] | None, engine: Engine) -> None:
    answers: dict[str, Any] = {"fall_event": HIP, "news2": NEWS2_OF_4}
    if patient is not None:
        answers["patient"] = patient
    found = proposals(engine.evaluate(answers, at=AT))["call_112"]
    assert found.priority == "emergency"
    assert [(each.kind, each.rule) for each in found.cautions] == [
        ("against", "treatment_limits.no_hospital")
    ]
    (caution,) = found.cautions
    waited = {each.item or each.form for each in caution.waits_for}
    assert waited == ({"patient"} if patient is None else {"patient.no_hospital"})


@pytest.mark.parametrize("atc", ["B01AA03", "B01AE07", "B01AF01", "B01AF02", "B01AF03", "B01AB05"])
def test_a_blow_to_the_head_on_an_anticoagulant_goes_to_the_emergency_department(
    atc: str, engine: Engine
) -> None:
    patient = {**NO_LIMITS, "age": 70, "medicine": [{"atc": atc, "name": "x"}]}
    calm = dict.fromkeys(
        ("seizure", "focal_deficit", "skull_fracture_sign", "shunt", "bleeding_disorder"), False
    )
    outcome = engine.evaluate(
        {"patient": patient, "fall_event": {**HEAD, **calm}, "news2": NEWS2_OF_4}, at=AT
    )
    assert outcome.values["fall_event"]["head_group"] == "high"
    found = proposals(outcome)["emergency_department"]
    assert (found.priority, found.due, found.cautions) == ("emergency", "now", ())
    assert "Antikoagulantia" in str(found.reasons[0].because)


def test_not_to_hospital_replaces_both_by_the_doctor_at_once(engine: Engine) -> None:
    patient = {**SVEA, **NO_LIMITS, "no_hospital": True, "limits_decided_on": "2026-01-10"}
    outcome = engine.evaluate({"patient": patient, "fall_event": {**HIP, **HEAD}, "news2": NEWS2_OF_4}, at=AT)
    found = proposals(outcome)
    assert not {"call_112", "emergency_department"} & found.keys()
    doctor = found["doctor_now"]
    assert (doctor.priority, doctor.due) == ("emergency", "now")
    assert {"fall.hip_fracture", "fall.head_to_hospital", "treatment_limits.no_hospital"} <= reasons(
        doctor.reasons
    )
    withheld = {each.action or each.request: each for each in outcome.withheld}
    assert {"call_112", "emergency_department"} <= withheld.keys()
    assert "fall.hip_fracture" in reasons(withheld["call_112"].for_)
    assert "fall.head_to_hospital" in reasons(withheld["emergency_department"].for_)
    for action in ("call_112", "emergency_department"):
        assert reasons(withheld[action].against) == {"treatment_limits.no_hospital"}
        assert all(str(each.because) for each in (*withheld[action].for_, *withheld[action].against))


def test_a_low_qsofa_lowers_nothing(engine: Engine) -> None:
    high = {**NEWS2_OF_4, "supplemental_oxygen": True, "oxygen_saturation": 91, "temperature": 39.5}
    alone = proposals(engine.evaluate({"patient": NO_LIMITS, "news2": high}, at=AT))
    qsofa = {"respiratory_rate": 18, "systolic": 120, "gcs": 15}
    known = {name: value for name, value in qsofa.items() if f"qsofa.{name}" in engine.program.items}
    both = proposals(engine.evaluate({"patient": NO_LIMITS, "news2": high, "qsofa": known}, at=AT))
    assert alone["call_112"].priority == both["call_112"].priority == "emergency"


def test_what_is_acute_is_phoned_and_never_only_written(engine: Engine) -> None:
    phoning = {"call_112", "doctor_now", "emergency_department"}
    pressing = [
        rule
        for rule in engine.program.rules.values()
        if rule.drafts and rule.own_priority in ("urgent", "emergency")
    ]
    assert pressing
    for rule in pressing:
        assert phoning & {spec.action for spec in rule.proposes}, rule.id


def test_no_request_is_signed_without_a_responsible_doctor_and_consent_where_it_can_wait(
    engine: Engine,
) -> None:
    for request in engine.program.requests.values():
        needs = {need.written for need in request.needs}
        # What goes with the ambulance waits for nothing, and the SIP is called by the care contact.
        if request.id not in ("acute_transfer", "sip_call"):
            assert "patient.responsible_doctor" in needs, request.id


# Risk assessments --------------------------------------------------------------------------------------

AREAS = ("downton", "modified_norton", "nutrition", "mouth_status")
ENROLLED = {
    "patient": {"age": 89, **NO_LIMITS},
    "care_episode": {"enrolled_at": "2024-03-06T13:00:00+01:00", "risk_assessment_refused": False},
}


def test_who_was_never_assessed_is_overdue_for_every_area(engine: Engine) -> None:
    found = proposals(engine.evaluate(ENROLLED, at=AT, history={area: [] for area in AREAS}))
    for area, rule in zip(AREAS, ("fall", "pressure", "nutrition", "mouth"), strict=True):
        assert found[area].assess == area
        assert f"risk_areas.overdue.{rule}" in reasons(found[area].reasons)


def test_an_empty_history_and_a_missing_one_are_told_apart(engine: Engine) -> None:
    never = engine.evaluate(ENROLLED, at=AT, history={"downton": []})
    unknown = engine.evaluate(ENROLLED, at=AT)
    assert "downton" in proposals(never)
    assert "downton" not in proposals(unknown)
    waiting = {each.rule: each.waits_for for each in unknown.undecided}
    assert [each.history for each in waiting["risk_areas.overdue.fall"]] == ["downton"]
    assert "risk_areas.overdue.fall" not in {each.rule for each in never.undecided}


def test_who_was_assessed_last_month_is_not_overdue(engine: Engine) -> None:
    entry = {"at": "2026-02-14T10:00:00+01:00", "version": "1.0.0", "answers": {"previous_fall": False}}
    outcome = engine.evaluate(ENROLLED, at=AT, history={"downton": [entry]})
    assert "downton" not in proposals(outcome)


# Sites -------------------------------------------------------------------------------------------------


def test_a_site_changes_three_parameters(engine: Engine, skovde: Engine) -> None:
    answers = {
        "patient": NO_LIMITS,
        "downton": {"previous_fall": True, "medicines": ["none"], "impairments": ["sight", "hearing"], "cognition": "oriented", "gait": "safe"},
        "news2": {**NEWS2_OF_4, "temperature": 38.6, "pulse": 112},
        "pain_nrs": {"score": 3},
    }  # fmt: skip
    names = ("downton_limit", "news2_medium_contact", "nrs_action")
    ours, theirs = (each.evaluate(answers, at=AT) for each in (engine, skovde))
    assert theirs.site == "skovde"
    used = [
        {each.parameter: (each.value, each.from_) for each in outcome.parameters}
        for outcome in (ours, theirs)
    ]
    assert [used[0][name] for name in names] == [(3, "pack"), ("30 minutes", "pack"), (4, "pack")]
    assert [used[1][name] for name in names] == [(4, "site"), ("15 minutes", "site"), (3, "site")]
    assert (ours.values["downton"]["level"], theirs.values["downton"]["level"]) == ("high", "low")
    assert (proposals(ours)["doctor_now"].due, proposals(theirs)["doctor_now"].due) == (
        "30 minutes",
        "15 minutes",
    )
    assert "pain_relief" not in proposals(ours)
    assert "pain_relief" in proposals(theirs)


def test_our_own_times_and_limits_are_expert_opinion(engine: Engine) -> None:
    program = engine.program
    assert program.evidence["local_design"].certainty == "expert_opinion"
    assert all(parameter.evidence for parameter in program.parameters.values())
    own = [name for name, each in program.parameters.items() if "local_design" in each.evidence]
    assert len(own) > 60
    # No length of time is written into a rule or an action: each is a parameter that a site may change.
    dues = [each.due for each in program.actions.values()]
    dues += [spec.due for rule in program.rules.values() for spec in rule.proposes]
    assert {each.written for each in dues if each is not None} <= {"", "now"}


# The law's clocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "sip_call", "liability"),
    [
        ("2026-03-02T10:00:00+01:00", date(2026, 3, 5), date(2026, 3, 5)),  # Monday morning
        ("2026-03-02T12:00:00+01:00", date(2026, 3, 5), date(2026, 3, 5)),  # noon sharp is not after noon
        ("2026-03-02T12:01:00+01:00", date(2026, 3, 5), date(2026, 3, 6)),
        ("2026-02-27T15:00:00+01:00", date(2026, 3, 2), date(2026, 3, 3)),  # Friday: weekends count
        ("2026-03-27T12:01:00+01:00", date(2026, 3, 30), date(2026, 3, 31)),  # over the change to summer time
        ("2026-03-29T12:00:00+02:00", date(2026, 4, 1), date(2026, 4, 1)),  # on its day, by the new clock
        ("2026-10-23T12:01:00+02:00", date(2026, 10, 26), date(2026, 10, 27)),  # over the change back
        ("2026-10-25T12:00:30+01:00", date(2026, 10, 28), date(2026, 10, 29)),
        ("2026-03-02T11:01:00+00:00", date(2026, 3, 5), date(2026, 3, 6)),  # noon is noon in Stockholm
    ],
)
def test_the_dates_of_payment_liability(sent: str, sip_call: date, liability: date, engine: Engine) -> None:
    answers = {
        "discharge": {
            "ready_for_discharge": True,
            "ready_notice_at": sent,
            "sip_needed": True,
            "sip_called": False,
        }
    }
    at = datetime.fromisoformat(sent) + timedelta(minutes=5)
    outcome = engine.evaluate(answers, at=at)
    values = outcome.values["discharge"]
    assert (values["sip_call_by"], values["liability_from"]) == (sip_call, liability)
    assert proposals(outcome)["sip_call_sent"].due == sip_call.isoformat()


@pytest.mark.parametrize(
    ("admitted", "by"),
    [
        ("2026-02-24T14:30:00+01:00", "2026-02-25T14:30:00+01:00"),
        ("2026-03-28T14:30:00+01:00", "2026-03-29T15:30:00+02:00"),  # 24 hours are 24 hours
        ("2026-10-24T14:30:00+02:00", "2026-10-25T13:30:00+01:00"),
    ],
)
def test_the_admission_notice_is_due_in_24_hours(admitted: str, by: str, engine: Engine) -> None:
    answers = {
        "discharge": {
            "admitted_at": admitted,
            "support_needed": True,
            "judged_later": False,
            "admission_notice_sent": False,
        }
    }
    outcome = engine.evaluate(answers, at=datetime.fromisoformat(admitted) + timedelta(hours=1))
    due = proposals(outcome)["admission_notice"].due_at
    assert due is not None
    assert due.isoformat() == by


@pytest.mark.parametrize("missing", ["admission_notice_sent", "sip_called", "open_care_ready"])
def test_no_liability_while_a_condition_is_missing(missing: str, engine: Engine) -> None:
    met = dict.fromkeys(
        ("admission_notice_sent", "sip_called", "open_care_ready", "ready_for_discharge", "sip_needed"), True
    )
    asked = {**met, "ready_notice_at": "2026-03-02T10:00:00+01:00"}
    at = "2026-03-06T10:00:00+01:00"
    assert engine.evaluate({"discharge": asked}, at=at).values["discharge"]["liability_conditions"] is True
    outcome = engine.evaluate({"discharge": {**asked, missing: False}}, at=at)
    assert outcome.values["discharge"]["liability_conditions"] is False
    del asked[missing]
    undecided = engine.evaluate({"discharge": asked}, at=at).values["discharge"]["liability_conditions"]
    assert isinstance(undecided, Unknown)


def test_the_amount_a_day_is_not_set_after_2023(engine: Engine) -> None:
    ready = {"discharge": {"ready_for_discharge": True, "ready_notice_at": "2023-03-02T10:00:00+01:00"}}
    for at, said in (("2023-03-02T11:00:00+01:00", True), ("2026-03-02T11:00:00+01:00", False)):
        found = proposals(engine.evaluate(ready, at=at))["home_date_answered"]
        assert ("Belopp per dygn" in str(found.reasons[0].because)) is said


# What is not shipped -----------------------------------------------------------------------------------


def test_licensed_instruments_are_results_only(engine: Engine) -> None:
    program = engine.program
    forms = {form.id for form in program.forms.values()}
    assert not forms & {
        "mna",
        "mna_sf",
        "must",
        "npi",
        "phase_20",
        "phase20",
        "roag",
        "roag_j",
        "visam",
        "cfs",
        "stopp_start",
        "senior_alert",
    }
    titles = " ".join(
        str(form.title.in_language(language)) for form in program.forms.values() for language in ("sv", "en")
    )
    for name in ("ROAG", "ViSam", "Senior", "MNA", "MUST", "NPI", "PHASE", "CFS", "Rockwood"):
        assert name not in titles
    results = [item for item in program.items.values() if item.form == "external_result"]
    assert {item.word for item in results} <= {"choice", "integer", "decimal", "date", "text", "boolean"}
    assert all(not item.scored for item in results)


def test_wrong_codes_are_not_shipped(engine: Engine) -> None:
    codes = {code for item in engine.program.items.values() for _, code in item.codes}
    codes |= {code for action in engine.program.actions.values() for _, code in action.codes}
    assert codes
    assert not codes & {
        "88330-6",
        "38213-0",
        "38229-6",
        "1104051000000101",
        "421076008",
        "420324007",
        "421927004",
        "420597008",
    }


def test_every_text_is_in_both_languages(engine: Engine) -> None:
    answers = {"patient": {**SVEA, **NO_LIMITS}, "fall_event": {**HIP, **HEAD}, "news2": NEWS2_OF_4}
    sv, en = (engine.evaluate(answers, at=AT, language=language) for language in ("sv", "en"))
    assert [each.action for each in sv.proposals] == [each.action for each in en.proposals]
    assert all(
        a.title != b.title for a, b in zip(sv.proposals, en.proposals, strict=True) if a.assess is None
    )
    assert sv.values["fall_event"]["hip_signs"] is True
    assert NOT_APPLICABLE not in (sv.values["news2"]["total"], en.values["news2"]["total"])
