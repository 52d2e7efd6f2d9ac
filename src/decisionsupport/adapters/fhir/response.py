"""From a QuestionnaireResponse to answers: by link id, or by code, each mistake a problem with its place.

Laws: what cannot be used is a problem whose path is the FHIRPath of the place, and counts as not answered;
nothing is guessed, rounded or dropped silently. A data-absent-reason is an answer: not known, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from decisionsupport.adapters.fhir.absence import Absence, absence
from decisionsupport.adapters.fhir.addresses import SYSTEMS, Addresses, link_id, system_of
from decisionsupport.adapters.fhir.extensions import value_of
from decisionsupport.adapters.fhir.given_values import Element, given_value
from decisionsupport.adapters.fhir.remarks import remark_in
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.engine.answers import Refused, read_answer, shown
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.record import Problem
from decisionsupport.program.model import Form, Item, Program, RepeatingGroup
from decisionsupport.values import kinds

_DEEPEST: Final = 30


@dataclass(frozen=True, slots=True)
class Received:
    """Answers ready for `evaluate`, by form; and what could not be used, or only with a remark."""

    answers: dict[str, Any]
    problems: tuple[Problem, ...]


def answers_of(
    program: Program,
    response: Mapping[str, Any],
    *,
    form: str | None = None,
    questionnaire: Mapping[str, Any] | None = None,
    language: str = "en",
    base: str | None = None,
) -> Received:
    """The answers of a response to one of the pack's forms.

    The form is the one that the response names by its canonical address, or `form`. With the foreign
    Questionnaire that was answered, items are found by their codes too. `language` is that of the problems'
    words. `InvalidCall` for a `form` that the
    pack does not have; `units.converted` needs the extra `fhir`.
    """
    addresses = Addresses.of(program, base)
    if form is not None and form not in program.forms:
        raise InvalidCall(f"form={form!r}: the pack has {', '.join(program.forms)}")
    problems = _Problems()
    if response.get("resourceType") != "QuestionnaireResponse":
        problems.refuse(
            "QuestionnaireResponse",
            Refused(
                "not a QuestionnaireResponse", shown(response.get("resourceType")), "QuestionnaireResponse"
            ),
        )
        return Received({}, problems.said_in(language))
    name, version = _form_of(response, program, addresses)
    chosen = program.forms.get(form or name or "")
    if chosen is None:
        problems.refuse(
            "QuestionnaireResponse.questionnaire",
            Refused(
                "no form of the pack", shown(response.get("questionnaire")), _addresses(program, addresses)
            ),
        )
        return Received({}, problems.said_in(language))
    if response.get("status") == "entered-in-error":
        problems.refuse(
            "QuestionnaireResponse.status",
            Refused("entered in error, so it is not used", shown("entered-in-error"), "another response"),
        )
        return Received({}, problems.said_in(language))
    reader = _Reader(chosen, program, addresses, problems, _codes(questionnaire))
    answers = reader.read(response)
    versioned = version is not None and name == chosen.id
    given = {"version": version, "answers": answers} if versioned else {"answers": answers}
    return Received({chosen.id: given}, problems.said_in(language))


def _form_of(
    response: Mapping[str, Any], program: Program, addresses: Addresses
) -> tuple[str | None, str | None]:
    canonical = response.get("questionnaire")
    if not isinstance(canonical, str):
        return None, None
    url, _, version = canonical.partition("|")
    found = next((form for form in program.forms if addresses.questionnaire(form) == url), None)
    return found, version or None


def _addresses(program: Program, addresses: Addresses) -> str:
    listed = [addresses.questionnaire(form) for form in list(program.forms)[:3]]
    return ", ".join(listed) + (", …" if len(program.forms) > 3 else "")


def _codes(questionnaire: Mapping[str, Any] | None) -> dict[str, list[tuple[str, str]]]:
    """The codes of a Questionnaire's items by link id."""
    found: dict[str, list[tuple[str, str]]] = {}
    queue: list[tuple[object, int]] = [] if questionnaire is None else [(questionnaire.get("item"), 0)]
    while queue:
        items, depth = queue.pop()
        for item in _elements(items):
            codes = [(str(each.get("system")), str(each.get("code"))) for each in _elements(item.get("code"))]
            found[str(item.get("linkId"))] = codes
            if depth < _DEEPEST:
                queue.append((item.get("item"), depth + 1))
    return found


def _elements(listed: object) -> list[Mapping[str, Any]]:
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


@dataclass(slots=True)
class _Problems:
    """Collects problems at places."""

    found: list[Problem] = field(default_factory=list)

    def refuse(self, place: str, refused: Refused) -> None:
        """What cannot be used."""
        self.found.append(
            Problem(
                path=place,
                severity="error",
                message=refused.message,
                found=refused.found,
                allowed=refused.allowed,
            )
        )

    def said_in(self, language: str) -> tuple[Problem, ...]:
        """All of them, in a language."""
        return tuple(remark_in(language, problem) for problem in self.found)

    def note(self, place: str, message: str, found: str) -> None:
        """What is left aside, rightly."""
        self.found.append(Problem(path=place, severity="note", message=message, found=found))


Placed = tuple[str, Element]
"""An element and its place."""


class _Reader:
    """Reads one response to one form."""

    def __init__(
        self,
        form: Form,
        program: Program,
        addresses: Addresses,
        problems: _Problems,
        codes: Mapping[str, list[tuple[str, str]]],
    ) -> None:
        self.form, self.program, self.addresses, self.problems = form, program, addresses, problems
        self.foreign = codes
        self.entries: dict[str, Item | RepeatingGroup] = {}
        for entry in form.entries:
            self.entries[link_id(entry.id, form.id)] = entry
        self.rows = {link_id(item.id, form.id): item for group in self._groups() for item in group.items}
        self.coded = {
            (system_of(system), code): entry
            for entry in (*self.entries.values(), *self.rows.values())
            if isinstance(entry, Item)
            for system, code in entry.codes
        }
        worked_out = (*form.computed, *(cell for group in self._groups() for cell in group.computed))
        self.computed = {link_id(cell, form.id) for cell in worked_out}
        self.layout = {group.id for group in form.groups}

    def _groups(self) -> list[RepeatingGroup]:
        return [entry for entry in self.form.entries if isinstance(entry, RepeatingGroup)]

    def read(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """The answers by item."""
        return self._answers(self._collected("QuestionnaireResponse", response, within=None, depth=0))

    # Finding items -------------------------------------------------------------------------------------

    def _collected(
        self, place: str, of: Element, *, within: RepeatingGroup | None, depth: int
    ) -> dict[str, list[Placed]]:
        """Every item below, by the id of what it answers; groups that are layout are looked through."""
        found: dict[str, list[Placed]] = {}
        for here, item in self._children(place, of, depth):
            entry = self._entry(item, within)
            if entry is not None:
                found.setdefault(entry.id, []).append((here, item))
            else:
                self._stranger(here, item)
            if isinstance(entry, RepeatingGroup):
                continue
            for deeper in self._below(here, item):
                inner = self._collected(*deeper, within=within, depth=depth + 1)
                for name, placed in inner.items():
                    found.setdefault(name, []).extend(placed)
        return found

    def _children(self, place: str, of: Element, depth: int) -> Iterable[Placed]:
        listed = of.get("item")
        if listed is None:
            return
        if not isinstance(listed, list) or depth > _DEEPEST:
            message = "not a list of items" if not isinstance(listed, list) else "nested too deep"
            self.problems.refuse(f"{place}.item", Refused(message, shown(listed), "a list of items"))
            return
        for index, item in enumerate(listed):
            here = f"{place}.item[{index}]"
            if isinstance(item, Mapping) and isinstance(item.get("linkId"), str):
                yield here, item
            else:
                self.problems.refuse(here, Refused("not an item", shown(item), "an item with a linkId"))

    def _below(self, place: str, item: Element) -> Iterable[Placed]:
        """Where an item has items: under itself, and under its answers."""
        yield place, item
        for index, answer in enumerate(_listed(item.get("answer"))):
            if isinstance(answer, Mapping):
                yield f"{place}.answer[{index}]", answer

    def _entry(self, item: Element, within: RepeatingGroup | None) -> Item | RepeatingGroup | None:
        """What an item answers: by its link id, by its code in the Questionnaire, by a code as link id."""
        link = item["linkId"]
        mine = self.entries if within is None else self.rows
        candidates = [mine.get(link)]
        candidates += [self.coded.get(code) for code in self.foreign.get(link, ())]
        candidates.append(self.coded.get((SYSTEMS["loinc"], link.removeprefix("/"))))
        for found in candidates:
            row_of = found.row_of if isinstance(found, Item) else None
            if found is not None and row_of == (within.id if within is not None else None):
                return found
        return None

    def _stranger(self, place: str, item: Element) -> None:
        link = item["linkId"]
        if link in self.computed:
            self.problems.note(
                place, "worked out from other answers, so what was sent is not used", shown(link)
            )
            return
        if link in self.layout or not item.get("answer"):
            return
        links = [*self.entries, *self.rows]
        guess = nearest(link, links) if len(link) <= 80 else None
        message = f"no such item (did you mean {guess}?)" if guess else "no such item"
        allowed = ", ".join(links[:20]) + (", …" if len(links) > 20 else "")
        self.problems.refuse(place, Refused(message, shown(link), allowed))

    # Reading them --------------------------------------------------------------------------------------

    def _answers(self, collected: Mapping[str, list[Placed]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for entry in (*self.entries.values(), *self.rows.values()):
            placed = collected.get(entry.id)
            if placed is None:
                continue
            given = (
                self._rows_of(entry, placed)
                if isinstance(entry, RepeatingGroup)
                else self._one(entry, placed)
            )
            if given is not None:
                found[entry.name] = given
        return found

    def _one(self, item: Item, placed: list[Placed]) -> object | None:
        (place, element), *others = placed
        if item.derived:
            self.problems.note(
                place, "worked out from other answers, so what was sent is not used", shown(element["linkId"])
            )
            return None
        if others:
            for again, _ in others:
                self.problems.refuse(
                    again,
                    Refused(
                        "answered more than once, so no answer is used", shown(element["linkId"]), "one item"
                    ),
                )
            return None
        answers = _listed(element.get("answer"))
        given = [(f"{place}.answer[{index}]", each) for index, each in enumerate(answers)]
        absent = absence(place, element, given)
        if absent is not None:
            return self._unless_refused(absent)
        none_chosen = value_of(element, self.addresses.own("none-chosen")) is True
        values = [each for at, answer in given if (each := self._valued(at, answer)) is not None]
        if isinstance(item.kind, kinds.Choices):
            return self._several(place, item, values, none_chosen=none_chosen)
        if len(values) > 1:
            self.problems.refuse(
                values[1][0],
                Refused("a second answer, so none is used", f"{len(values)} answers", "one answer"),
            )
            return None
        return self._checked(values[0], item) if values else None

    def _rows_of(self, group: RepeatingGroup, placed: list[Placed]) -> object | None:
        if len(placed) == 1:
            place, element = placed[0]
            if value_of(element, self.addresses.own("none-chosen")) is True and not element.get("item"):
                return []
            absent = absence(place, element, ())
            if absent is not None:
                return self._unless_refused(absent)
        return [
            self._answers(self._collected(place, element, within=group, depth=1)) for place, element in placed
        ]

    def _unless_refused(self, absent: Absence) -> object | None:
        if absent.refused is not None:
            self.problems.refuse(absent.place, absent.refused)
        return None if absent.reason is None else {"not_known": absent.reason}

    def _several(
        self, place: str, item: Item, values: list[tuple[str, str, object]], *, none_chosen: bool
    ) -> object | None:
        if not values:
            return [] if none_chosen else None
        chosen = []
        for at, name, value in values:
            made = given_value(name, value, item, self.addresses)
            if isinstance(made, Refused):
                self.problems.refuse(f"{at}.{name}", made)
                return None
            chosen.append(made)
        read = read_answer(chosen, item)
        if isinstance(read, Refused):
            self.problems.refuse(f"{place}.answer", read)
            return None
        return chosen

    def _checked(self, valued: tuple[str, str, object], item: Item) -> object | None:
        at, name, value = valued
        made = given_value(name, value, item, self.addresses)
        if not isinstance(made, Refused):
            read = read_answer(made, item) if made is not None else Refused("empty", "null", "an answer")
            if not isinstance(read, Refused):
                return made
            made = read
        self.problems.refuse(f"{at}.{name}", made)
        return None

    def _valued(self, place: str, answer: object) -> tuple[str, str, object] | None:
        """The place, name and value of an answer's `value[x]`."""
        if not isinstance(answer, Mapping):
            self.problems.refuse(place, Refused("not an answer", shown(answer), "an answer with a value"))
            return None
        names = [name for name in answer if name.startswith("value")]
        if len(names) > 1:
            self.problems.refuse(place, Refused("more than one value", ", ".join(names), "one value"))
            return None
        if not names and not answer.get("item"):
            self.problems.refuse(place, Refused("an answer without a value", shown(answer), "a value"))
        return (place, names[0], answer[names[0]]) if names else None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
