"""From checked answers to a QuestionnaireResponse: what was answered, and why something was not.

What nobody can say is an item without an answer that carries a data-absent-reason; a choice of nothing, which
FHIR has no word for, carries an extension of ours. A refused answer is left out: it is among the problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from decisionsupport.adapters.fhir.addresses import SYSTEMS, UCUM, Addresses, link_id
from decisionsupport.adapters.fhir.extensions import DATA_ABSENT, Resource, extension
from decisionsupport.adapters.fhir.items import DURATIONS, number, quantity
from decisionsupport.execution.model import Answer, FormAnswers, Known, NotKnown, Row
from decisionsupport.outcome.values import in_zone
from decisionsupport.program.model import Form, Item, Program, RepeatingGroup
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import zone_named

ABSENT: Final[Mapping[str, str]] = MappingProxyType(
    {"declined": "asked-declined", "not_possible": "not-performed", "not_known": "asked-unknown"}
)
"""Our reasons why an answer is not known, in FHIR's codes."""


def response_of(
    program: Program,
    form: str,
    answers: FormAnswers,
    *,
    authored: datetime,
    subject: Resource | None = None,
    author: Resource | None = None,
    complete: bool = False,
    language: str | None = None,
    base: str | None = None,
) -> Resource:
    """Answers to a form, as checked at intake, as a QuestionnaireResponse; references come from the host."""
    found = program.forms[form]
    addresses = Addresses.of(program, base)
    writer = _Writer(program, addresses, language or program.pack.languages[0])
    made: Resource = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{addresses.questionnaire(form)}|{found.version}",
        "status": "completed" if complete else "in-progress",
    }
    if subject is not None:
        made["subject"] = subject
    made["authored"] = authored.isoformat()
    if author is not None:
        made["author"] = author
    if items := writer.entries(found, answers):
        made["item"] = items
    return made


class _Writer:
    """Writes the items of one response."""

    def __init__(self, program: Program, addresses: Addresses, language: str) -> None:
        self.program, self.addresses, self.language = program, addresses, language
        self.zone: tzinfo = zone_named(program.pack.timezone)

    def entries(self, form: Form, answers: FormAnswers) -> list[Resource]:
        """The items of a form, its groups around them, in the order asked."""
        made: list[Resource] = []
        groups: dict[str, Resource] = {}
        for entry in form.entries:
            if isinstance(entry, RepeatingGroup):
                made += self._rows(entry, answers)
                continue
            said = self._item(entry, answers.items.get(entry.id))
            if said is None:
                continue
            if entry.group is None:
                made.append(said)
            elif entry.group in groups:
                groups[entry.group]["item"].append(said)
            else:
                title = next(each.title for each in form.groups if each.id == entry.group)
                groups[entry.group] = {
                    "linkId": entry.group,
                    "text": title.in_language(self.language),
                    "item": [said],
                }
                made.append(groups[entry.group])
        return made

    def _rows(self, group: RepeatingGroup, answers: FormAnswers) -> list[Resource]:
        head: Resource = {
            "linkId": link_id(group.id, group.form),
            "text": group.title.in_language(self.language),
        }
        listed = answers.items.get(group.id)
        if isinstance(listed, NotKnown):
            return [head | {"extension": [_absent(listed)]}]
        rows = answers.rows.get(group.id)
        if rows is None:
            return []
        if not rows:
            return [head | {"extension": [self._none_chosen()]}]
        return [head | {"item": self._row(group, row)} for row in rows]

    def _row(self, group: RepeatingGroup, row: Row) -> list[Resource]:
        said = (self._item(item, row.get(item.id)) for item in group.items)
        return [each for each in said if each is not None]

    def _item(self, item: Item, answer: Answer | None) -> Resource | None:
        head: Resource = {"linkId": link_id(item.id, item.form), "text": item.ask.in_language(self.language)}
        match answer:
            case Known(value=value):
                values = self._values(item, value)
                return head | ({"answer": values} if values else {"extension": [self._none_chosen()]})
            case NotKnown():
                return head | {"extension": [_absent(answer)]}
            case _:
                return None

    def _none_chosen(self) -> Resource:
        return extension(self.addresses.own("none-chosen"), "Boolean", True)

    def _values(self, item: Item, value: Possible) -> list[Resource]:
        match value:
            case frozenset():
                assert isinstance(item.kind, kinds.Choices)
                return [self._coded(item, option) for option in item.kind.options if option in value]
            case str():
                return [self._coded(item, value)]
            case Duration():
                code = DURATIONS.get(value.unit, "min")
                number_: Resource = {"value": value.amount, "unit": value.unit, "system": UCUM, "code": code}
                return [{"valueQuantity": number_}]
            case bool() | int() | date() | time():
                return [self._simple(item, value)]
            case _:
                raise AssertionError(f"no answer of {item.id} is {value!r}")

    def _coded(self, item: Item, value: str) -> Resource:
        match item.kind:
            case kinds.Choice() | kinds.Choices():
                return {"valueCoding": self.option(item.kind, value)}
            case kinds.Code(system=system):
                return {"valueCoding": {"system": SYSTEMS[system], "code": value}}
            case _:
                return {"valueString": value}

    def option(self, kind: kinds.Choice | kinds.Choices, option: str) -> Resource:
        """An option of a choice, as a Coding."""
        words = self.program.option_texts.get(kind.of, {}).get(option)
        display = words.in_language(self.language) if words is not None else option
        system = self.addresses.options(kind.of.removeprefix("list:"))
        return {"system": system, "code": option, "display": display}

    def _simple(self, item: Item, value: bool | int | date | time) -> Resource:
        match value:
            case bool():
                return {"valueBoolean": value}
            case int():
                given = number(value, item.kind)
                if item.also_in:
                    assert isinstance(item.kind, kinds.Number)
                    return {"valueQuantity": quantity(given, item.kind.unit)}
                return {"valueDecimal" if isinstance(given, Decimal) else "valueInteger": given}
            case datetime():
                return {"valueDateTime": in_zone(value, self.zone).isoformat()}
            case date():
                return {"valueDate": value.isoformat()}
            case time():
                return {"valueTime": value.isoformat("seconds")}


def _absent(answer: NotKnown) -> Resource:
    return extension(DATA_ABSENT, "Code", ABSENT[answer.reason])
