"""Foreign Questionnaires as forms: they load, count the same, and say what was lost."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

import decisionsupport
from decisionsupport.adapters.fhir.foreign.form import Imported, form_of
from decisionsupport.adapters.fhir.foreign.scores import is_sum
from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.values import Unknown
from tests.adapters.fhir.given import AT, broken, questionnaire

FOREIGN: dict[str, Any] = json.loads(Path(__file__).with_name("foreign.json").read_text(encoding="utf-8"))
PACK = "pack: small\nversion: 1.0.0\nlanguages: [{}]\ntimezone: Europe/Stockholm\n"


def _engine(made: Imported, folder: Path, languages: str = "en") -> Engine:
    (folder / "pack.yaml").write_text(PACK.format(languages), encoding="utf-8")
    (folder / f"{made.form}.yaml").write_text(made.text, encoding="utf-8")
    return decisionsupport.load(folder)


def test_the_form_loads_and_asks_the_same(tmp_path: Path) -> None:
    made = form_of(FOREIGN)
    form = _engine(made, tmp_path).program.forms["moodcheck"]
    assert (form.version, form.status) == ("2.1.0", "trial")
    kinds = {entry.name: getattr(entry, "word", "rows") for entry in form.entries}
    assert kinds == {
        "n44250_9": "choice",
        "n44255_8": "choice",
        "bad_sleep": "boolean",
        "hours_": "decimal",
        "why": "choices",
        "since": "date",
        "class_": "rows",
    }
    assert made.text.startswith(
        "# From the Questionnaire https://example.org/Questionnaire/mood-check.\n# Copyright: "
    )


def test_it_counts_the_same_and_shows_the_same(tmp_path: Path) -> None:
    engine = _engine(form_of(FOREIGN), tmp_path)
    answers = {"n44250_9": "option_2", "n44255_8": "option_1", "bad_sleep": False}
    outcome = engine.evaluate({"moodcheck": answers}, at=AT)
    assert outcome.values["moodcheck"]["total"] == 3
    items = outcome.forms["moodcheck"].items
    assert (items["hours_"].applicable, items["why"].applicable) == (False, True)
    partly = engine.values({"moodcheck": {"n44250_9": "option_2"}}, at=AT)["moodcheck"]["total"]
    assert partly == Unknown(2, 4)


@pytest.mark.parametrize(
    ("where", "what", "why"),
    [
        ("/44250-9", "linkId", "is called n44250_9 here"),
        ("bad-sleep", "initial", "a form has no default answers"),
        ("hours", "minValue", "is not said; -1000000 is assumed"),
        ("hours", "unit min", "is no plain multiple of h"),
        ("why", "open-choice", "an answer in one's own words is not taken here"),
        ("since", "enableWhen", "it asks whether `bad_sleep` is answered"),
        ("class", "maxOccurs", "20 entries are assumed"),
        ("photo", "type attachment", "has no kind here; the question is left out"),
        ("note", "display", "a text between questions has no place: Thank you."),
        ("total", "calculatedExpression", "while an answer is missing the sum has bounds here"),
        ("half", "calculatedExpression", "is not read: %resource.item.where"),
        (None, "status active", "on trial until someone has approved it"),
        (None, "copyright", "stands as a comment"),
    ],
)
def test_what_was_lost_is_named(where: str | None, what: str, why: str) -> None:
    place = "moodcheck" if where is None else f"moodcheck: {where}"
    found = [loss.why for loss in form_of(FOREIGN).losses if (loss.where, loss.what) == (place, what)]
    assert found
    assert why in found[0]


def test_our_own_forms_come_back(shipped: Engine, tmp_path: Path) -> None:
    for name, form in shipped.program.forms.items():
        folder = tmp_path / name
        folder.mkdir()
        made = form_of(questionnaire(shipped, name))
        back = _engine(made, folder, "sv, en").program.forms[made.form]
        ours = [entry.name for entry in form.entries if not getattr(entry, "derived", False)]
        assert [entry.name for entry in back.entries] == ours


@pytest.mark.parametrize(
    ("fhirpath", "whole"),
    [
        ("%resource.item.answer.value.ordinal().sum()", True),
        ("item.answer.valueCoding.weight().sum()", True),
        ("%resource.descendants().where(linkId in ('a' | 'b')).answer.value.ordinal().sum()", True),
        ("%resource.item.where(linkId = 'a' or linkId='b').answer.value.ordinal().sum()", True),
        ("%resource.item.where(linkId != 'total').answer.value.ordinal().sum()", True),
        ("%resource.item.where(linkId = 'a').answer.value.ordinal().sum()", False),
        ("%resource.item.where(linkId != 'a').answer.value.ordinal().sum()", False),
        ("%resource.item.where(linkId = 'a' or linkId = 'c').answer.value.ordinal().sum()", False),
        ("%resource.item.answer.value.ordinal().sum() * 2", False),
        ("%resource.item.answer.value.count()", False),
    ],
)
def test_only_a_sum_of_all_is_a_sum(fhirpath: str, whole: bool) -> None:
    assert is_sum(fhirpath, ("a", "b"), nested=False) is whole


def test_a_sum_that_does_not_reach_into_groups_is_none() -> None:
    assert not is_sum("%resource.item.answer.value.ordinal().sum()", ("a", "b"), nested=True)
    assert is_sum("%resource.descendants().answer.value.ordinal().sum()", ("a", "b"), nested=True)


@pytest.mark.parametrize("found", [{}, {"resourceType": "Bundle"}, {"resourceType": "Questionnaire"}])
def test_what_is_no_questionnaire_is_refused(found: dict[str, Any]) -> None:
    with pytest.raises(InvalidCall):
        form_of(found)


def test_texts_are_read_as_texts(tmp_path: Path) -> None:
    odd = deepcopy(FOREIGN)
    odd["item"][0]["text"] = 'a: "b" # c {{ d }} \\ \n- e'.replace("{{ d }}", "{d}")
    item = _engine(form_of(odd), tmp_path).program.items["moodcheck.n44250_9"]
    assert item.ask.in_language("en") == '1. a: "b" # c {d} \\ \n- e'


def test_whatever_is_broken_is_told_not_raised() -> None:
    random = Random(17)
    for _ in range(300):
        changed = broken(deepcopy(FOREIGN), random)
        try:
            form_of(changed)
        except InvalidCall:
            continue
