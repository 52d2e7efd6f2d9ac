"""The outcome's JSON: round trip, the same bytes, the schema, and what is refused."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.reading import InvalidRecord
from decisionsupport.outcome.schema import outcome_schema, outcome_schema_json
from decisionsupport.outcome.values import NOT_APPLICABLE, NotApplicable, Unknown, in_zone
from tests.outcome.outcome_example import example
from tests.outcome.outcome_strategies import outcomes, values

VALIDATOR = jsonschema.Draft202012Validator(outcome_schema())
slow = settings(
    max_examples=int(os.environ.get("OUTCOME_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@slow
@given(outcomes)
def test_what_is_written_is_read_back(outcome: Outcome) -> None:
    text = outcome.to_json()
    again = Outcome.from_json(text)
    assert again == outcome
    assert hash(again) == hash(outcome)
    assert again.to_json() == text
    assert Outcome.from_json(outcome.to_json(indent=2)) == outcome
    assert Outcome.from_json(text.encode()) == outcome


@slow
@given(outcomes)
def test_what_is_written_is_valid(outcome: Outcome) -> None:
    VALIDATOR.validate(json.loads(outcome.to_json()))


@slow
@given(outcomes)
def test_a_pickle_is_the_same_outcome(outcome: Outcome) -> None:
    for again in (pickle.loads(pickle.dumps(outcome)), copy.deepcopy(outcome), copy.copy(outcome)):
        assert again == outcome
        assert again.to_json() == outcome.to_json()


@given(values)
@settings(max_examples=300)
def test_every_value_comes_back_with_its_type(value: object) -> None:
    outcome = example(findings={"it": value})
    again = Outcome.from_json(outcome.to_json()).findings["it"]
    assert again == value
    whole_decimal = isinstance(value, Decimal) and value == value.to_integral_value()
    assert type(again) is type(value) or whole_decimal


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(outcome_schema())
    assert json.loads(outcome_schema_json()) == outcome_schema()
    assert outcome_schema()["properties"]["schema"] == {
        "type": "string",
        "enum": ["decisionsupport/outcome/1"],
    }


def test_every_map_of_the_schema_is_closed() -> None:
    def closed(schema: object) -> None:
        if isinstance(schema, dict):
            if schema.get("type") == "object":
                assert "additionalProperties" in schema
            for each in schema.values():
                closed(each)
        elif isinstance(schema, list):
            for each in schema:
                closed(each)

    closed(outcome_schema())


def test_the_keys_are_those_of_the_design() -> None:
    data = json.loads(example().to_json())
    assert list(data) == [
        "schema",
        "id",
        "pack",
        "site",
        "at",
        "language",
        "ok",
        "forms",
        "parameters",
        "values",
        "findings",
        "proposals",
        "withheld",
        "drafts",
        "undecided",
        "failed",
        "open_questions",
        "not_known",
        "problems",
        "notes",
    ]
    assert list(data["proposals"][0]) == [
        "id",
        "action",
        "title",
        "for_patient",
        "assess",
        "priority",
        "due",
        "due_at",
        "repeat",
        "performer",
        "with",
        "decided_by",
        "delegable",
        "codes",
        "reasons",
        "cautions",
    ]
    assert list(data["withheld"][0]) == ["action", "for", "against"]
    assert list(data["drafts"][0]) == [
        "request",
        "title",
        "to",
        "urgency",
        "sections",
        "text",
        "reasons",
        "cautions",
        "gaps",
    ]
    assert data["drafts"][0]["gaps"][0] == {"needs": "patient.contact", "ask": "Kontakt", "state": "unknown"}
    assert data["undecided"][0]["waits_for"] == [{"item": "news2.pulse"}, {"form": "downton"}]
    assert data["parameters"][0] == {"parameter": "downton_limit", "value": 4, "from": "site"}
    assert data["values"]["news2"] == {
        "total": {"unknown": {"least": 5, "most": 11}},
        "risk": {"unknown": {"one_of": ["medium", "high"]}},
        "red": {"not_applicable": True},
    }
    assert data["forms"]["news2"]["items"]["wound"] == {"applicable": None, "answered": False}


def test_decimals_keep_the_digits_of_their_step() -> None:
    text = example(
        findings={"it": Decimal("38.60"), "small": Decimal("1E-7"), "large": Decimal("1E+3")}
    ).to_json()
    assert '"findings":{"it":38.60,"small":0.0000001,"large":1000}' in text
    assert str(Outcome.from_json(text).findings["it"]) == "38.60"


def test_moments_are_iso_and_a_text_that_looks_like_one_says_so() -> None:
    stockholm = ZoneInfo("Europe/Stockholm")
    found = {
        "day": date(2026, 3, 2),
        "instant": in_zone(datetime(2026, 7, 1, 8, tzinfo=UTC), stockholm),
        "clock": time(12),
        "text": "2026-03-02",
        "lasting": "48 hours",
    }
    data = json.loads(example(findings=found).to_json())["findings"]
    assert data == {
        "day": "2026-03-02",
        "instant": "2026-07-01T10:00:00+02:00",
        "clock": "12:00",
        "text": {"text": "2026-03-02"},
        "lasting": "48 hours",
    }


def test_the_hour_that_comes_twice_is_equal_to_itself() -> None:
    for fold in (0, 1):
        at = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Stockholm"), fold=fold)
        outcome = example(at=at)
        assert Outcome.from_json(outcome.to_json()) == outcome
        assert outcome.at.utcoffset() == timedelta(hours=2 - fold)
        assert outcome.at.astimezone(UTC) == at.astimezone(UTC)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        example(at=datetime(2026, 10, 25))  # noqa: DTZ001


def test_the_same_bytes_in_every_process() -> None:
    script = (
        "import hashlib;from tests.outcome.outcome_example import example;"
        "from decisionsupport.outcome.digest import canonical_json;"
        "print(hashlib.sha256(example().to_json().encode()).hexdigest());"
        "print(canonical_json({'a': {'x', 'y', 'z', 1, 2}, 'b': frozenset('abcdef')}))"
    )
    found = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(["src", "."])}
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, env=environment, text=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1
    assert digest(example().to_json()) in found.pop()


def changed(data: Any, path: tuple[str | int, ...], to: object) -> Any:
    """A copy with the value at a path replaced, or taken away."""
    data = copy.deepcopy(data)
    at = data
    for step in path[:-1]:
        at = at[step]
    if to is GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return data


GONE = object()
PLAIN = json.loads(example().to_json())


@pytest.mark.parametrize(
    ("path", "to", "where", "says"),
    [
        (("schema",), "decisionsupport/outcome/2", "schema", "`decisionsupport/outcome/2` is not one of"),
        (("at",), "2026-11-23T09:00:00", "at", "not an instant with an offset"),
        (("at",), None, "at", "a text is wanted, null was found"),
        (("ok",), 1, "ok", "true or false is wanted, a whole number was found"),
        (("id",), GONE, "", "the key `id` is missing"),
        (("proposal",), [], "proposal", "unknown key"),
        (("proposals", 0, "priority"), "sonn", "proposals[0].priority", "`sonn` is not one of `routine`"),
        (("proposals", 0, "action"), None, "proposals[0]", "a proposal is of an action or of a form"),
        (("proposals", 0, "reasons"), {}, "proposals[0].reasons", "a list is wanted, a map was found"),
        (("withheld", 0, "request"), "x", "withheld[0]", "exactly one of action, assess, request"),
        (("undecided", 0, "waits_for", 0), {}, "undecided[0].waits_for[0]", "exactly one of item, form"),
        (
            ("forms", "news2", "items", "wound", "applicable"),
            "no",
            "forms.news2.items.wound.applicable",
            "`no`",
        ),
        (
            ("values", "news2", "total"),
            {"unknown": {"lest": 5}},
            "values.news2.total.unknown.lest",
            "unknown key",
        ),
        (("values", "news2", "total"), {"unknown": 5}, "values.news2.total", "is not a value"),
        (("values", "news2", "total"), {"not_applicable": False}, "values.news2.total", "is not a value"),
        (("values", "news2", "total"), [1], "values.news2.total[0]", "a text is wanted"),
        (("findings", "x"), None, "findings.x", "null is not a value"),
        (("notes", "news2"), 5, "notes.news2", "a text is wanted, a whole number was found"),
    ],
)
def test_what_is_no_outcome_is_refused_by_path(
    path: tuple[str | int, ...], to: object, where: str, says: str
) -> None:
    data = changed(PLAIN, path, to)
    with pytest.raises(InvalidRecord) as caught:
        Outcome.from_json(json.dumps(data))
    assert caught.value.path == where
    assert says in caught.value.message
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    # One law is beyond the schema: that one of `action` and `assess` is null.
    if path != ("proposals", 0, "action"):
        assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "null",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "1" * 10_000,
        "1e999999999999999999999",
        b"\xff\xfe",
        b"\xff",
        "\ud800",
    ],
)
def test_any_text_is_an_outcome_or_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidRecord):
        Outcome.from_json(text)


def paths(data: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value inside."""
    if isinstance(data, dict):
        return [(*at, key) for key in data] + [
            p for key, each in data.items() for p in paths(each, (*at, key))
        ]
    if isinstance(data, list):
        return [(*at, n) for n in range(len(data))] + [
            p for n, each in enumerate(data) for p in paths(each, (*at, n))
        ]
    return []


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(paths(PLAIN)), st.sampled_from([GONE, None, 1, 1.5, "x", True, [], {}, [1], {"x": 1}]))
def test_reader_and_schema_agree_on_any_change(path: tuple[str | int, ...], to: object) -> None:
    data = changed(PLAIN, path, to)
    try:
        Outcome.from_json(json.dumps(data))
        read = True
    except InvalidRecord:
        read = False
    valid = VALIDATOR.is_valid(data)
    assert read <= valid
    if path[-1] not in ("action", "assess"):
        assert read == valid


def test_nothing_in_an_outcome_can_be_changed() -> None:
    outcome = example()
    changes = [
        lambda: setattr(outcome, "ok", False),
        lambda: setattr(outcome.proposals[0], "priority", "routine"),
        lambda: setattr(outcome.notes["news2"], "language", "en"),
        lambda: delattr(outcome.notes["news2"], "_rendered"),
        lambda: setattr(outcome.values, "_entries", {}),
        lambda: outcome.values["news2"].__setitem__("total", 0),  # type: ignore[attr-defined]
        lambda: outcome.values.update({}),  # type: ignore[attr-defined]
    ]
    before = outcome.to_json()
    for change in changes:
        with pytest.raises((AttributeError, TypeError)):
            change()
    given_map = {"total": 5}
    kept = example(findings=given_map)
    given_map["total"] = 6
    assert kept.findings["total"] == 5
    assert outcome.to_json() == before


def test_what_hosts_reach_for() -> None:
    outcome = example()
    assert outcome.forms["news2"].items["wound"].applicable is None
    proposal = outcome.proposal("call_112")
    assert proposal is not None
    assert proposal.due_at == datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1)))
    assert outcome.proposal("nothing") is None
    assert outcome.proposal("nutrition") is outcome.proposals[1]
    draft = outcome.draft("home_care_enrolment")
    assert draft is not None
    assert draft.gaps[0].state == "unknown"
    assert outcome.draft("other") is None


@pytest.mark.parametrize("value", [Unknown(5, 11), NOT_APPLICABLE, Unknown()])
def test_not_knowing_is_neither_true_nor_ordered(value: Unknown | NotApplicable) -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(value)
    for compare in (
        lambda: value < 3,
        lambda: 3 < value,  # noqa: SIM300
        lambda: value >= Decimal(3),
        lambda: Decimal(3) <= value,
        lambda: sorted([value, value]),  # type: ignore[type-var]
        lambda: max(3, value),  # type: ignore[type-var]
    ):
        with pytest.raises(TypeError, match="cannot be ordered"):
            compare()
    assert value == pickle.loads(pickle.dumps(value))
    assert value != 3
