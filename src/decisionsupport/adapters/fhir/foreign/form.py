"""From a foreign Questionnaire to a form in our YAML, and by name what was lost or assumed on the way.

The form is on trial until someone who answers for the care has read it and the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from decisionsupport.adapters.fhir import extensions as x
from decisionsupport.adapters.fhir.foreign.conditions import Asked, both, show_when
from decisionsupport.adapters.fhir.foreign.items import Element, Kinds, codes_of, words
from decisionsupport.adapters.fhir.foreign.naming import id_for
from decisionsupport.adapters.fhir.foreign.scores import calculation, is_sum
from decisionsupport.adapters.fhir.foreign.tidying import tidied
from decisionsupport.adapters.fhir.foreign.writing import Plain, Tree, Words, yaml_text
from decisionsupport.adapters.fhir.losses import Loss, Losses
from decisionsupport.documents.words import RESERVED_FOR_DOCUMENTS, RESERVED_FOR_NAMES
from decisionsupport.errors import InvalidCall

_DEEPEST: Final = 30
_MOST_ROWS: Final = 20
_READ: Final = frozenset(
    [
        "linkId",
        "type",
        "text",
        "_text",
        "code",
        "required",
        "repeats",
        "readOnly",
        "maxLength",
        "answerOption",
        "answerValueSet",
        "item",
        "extension",
        "enableWhen",
        "enableBehavior",
        "prefix",
        "id",
    ]
)
_ADDRESSES: Final = frozenset(
    {
        x.CALCULATED,
        x.ENABLE_WHEN,
        x.ITEM_CONTROL,
        x.MAX_OCCURS,
        x.MAX_PLACES,
        x.MAX_QUANTITY,
        x.MAX_VALUE,
        x.MIN_QUANTITY,
        x.MIN_VALUE,
        x.UNIT,
        x.UNIT_OPTION,
    }
)
_WEIGHTS: Final = (x.ORDINAL, x.ITEM_WEIGHT)
_HELPS: Final = ("help", "prompt", "flyover")
_ABOUT: Final = (
    "copyright",
    "publisher",
    "description",
    "purpose",
    "derivedFrom",
    "effectivePeriod",
    "subjectType",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """A form as YAML text, its id, and what was lost or assumed."""

    form: str
    text: str
    losses: tuple[Loss, ...]


def form_of(questionnaire: Mapping[str, Any]) -> Imported:
    """A foreign Questionnaire as an assessment; `InvalidCall` where it is none, or asks nothing."""
    if questionnaire.get("resourceType") != "Questionnaire":
        found = questionnaire.get("resourceType")
        said = "this has no `resourceType`" if found is None else f"this is `{found}`"
        raise InvalidCall(f"a Questionnaire is wanted; {said}")
    return _Import(questionnaire).made()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item lies: how deep, in which group, in a repeating one, and what shows what is around it."""

    depth: int = 0
    group: str | None = None
    row: bool = False
    in_hidden: bool = False
    shown: str | None = None


class _Import:
    """One Questionnaire on its way."""

    def __init__(self, questionnaire: Mapping[str, Any]) -> None:
        self.losses = Losses()
        self.source: Mapping[str, Any] = tidied(questionnaire, "the Questionnaire", self.losses)
        self.language = _language(self.source)
        self.kinds = Kinds(self.source, self.language, self.losses)
        self.names: dict[str, str] = {}
        self.asked: dict[str, Asked] = {}
        self.scored: dict[str, bool] = {}
        """Link ids of items whose options count, and whether they lie in a group."""
        self.unreached = False
        """Whether something with weights is not among `scored`."""
        self.calculated: list[tuple[Element, str, str]] = []

    def made(self) -> Imported:
        """The form and what was lost."""
        source = self.source
        name = id_for(
            str(source.get("name") or source.get("id") or source.get("title") or "imported"),
            (),
            RESERVED_FOR_DOCUMENTS,
            "form",
        )
        self.where = name
        items = self._entries(source.get("item"), _Place())
        if not items:
            raise InvalidCall("the Questionnaire asks nothing that can be asked here")
        computed = self._computed()
        form: dict[str, Tree] = {
            "assessment": Plain(name),
            "version": Plain(self._version()),
            "status": Plain("trial"),
            "title": words(source, "title", self.language, str(source.get("name") or name)),
            **codes_of(source, name, self.losses),
            "items": items,
            **({"computed": computed} if computed else {}),
        }
        self._about(name)
        return Imported(name, yaml_text(form, self._comments()), tuple(self.losses))

    # The form itself -----------------------------------------------------------------------------------

    def _version(self) -> str:
        said = str(self.source.get("version") or "")
        matched = re.match(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?$", said)
        if matched is None:
            why = f"`{said}` is none here" if said else "is not said"
            self.losses.add(self.where, "version", f"{why}; 1.0.0 is assumed")
            return "1.0.0"
        return ".".join(str(int(part or 0)) for part in matched.groups())

    def _comments(self) -> Iterable[str]:
        known_as = self.source.get("url") or self.source.get("id") or "without an address"
        yield f"From the Questionnaire {known_as}."
        if self.source.get("copyright"):
            yield f"Copyright: {self.source['copyright']}"

    def _about(self, name: str) -> None:
        status = self.source.get("status")
        self.losses.add(name, f"status {status}", "the form is on trial until someone has approved it")
        for key in _ABOUT:
            if self.source.get(key):
                kept = "stands as a comment" if key == "copyright" else "a form has no place for it"
                self.losses.add(name, key, kept)
        for each in _extensions(self.source):
            if each != x.VARIABLE:
                self.losses.add(name, f"extension {each}", "is not read")

    # Items ---------------------------------------------------------------------------------------------

    def _entries(self, listed: object, at: _Place) -> dict[str, Tree]:
        """Items and groups in order; a group in a group is laid out in the outer one."""
        made: dict[str, Tree] = {}
        if not isinstance(listed, list) or at.depth > _DEEPEST:
            return made
        for item in listed:
            if not isinstance(item, Mapping) or not isinstance(item.get("linkId"), str):
                self.losses.add(self.where, "item", "an item without a linkId is left out")
                continue
            where = f"{self.where}: {item['linkId']}"
            self._unread(item, where)
            match item.get("type"):
                case "group":
                    made |= self._group(item, where, at)
                case "display":
                    said = f"a text between questions has no place: {item.get('text')}"
                    self.losses.add(where, "display", said)
                case _:
                    made |= self._item(item, where, at)
        return made

    def _name(self, item: Element, where: str) -> str:
        link = item["linkId"]
        name = id_for(link, self.names.values(), RESERVED_FOR_NAMES, "item")
        self.names[link] = name
        if name != link:
            self.losses.add(where, "linkId", f"is called {name} here")
        return name

    def _item(self, item: Element, where: str, at: _Place) -> dict[str, Tree]:
        """A question, and what is asked beneath it, which is asked when it is."""
        shown = both(at.shown, show_when(item, where, self.asked, self.losses))
        made = self._question(item, where, at, shown)
        beneath = [each for each in _listed(item.get("item")) if not _is_help(each)]
        return {**made, **self._entries(beneath, replace(at, depth=at.depth + 1, shown=shown))}

    def _question(self, item: Element, where: str, at: _Place, shown: str | None) -> dict[str, Tree]:
        fhirpath = calculation(item, self.source)
        kind = None
        if fhirpath is not None or item.get("readOnly") is True:
            self.calculated.append((item, where, fhirpath or ""))
        else:
            kind = self.kinds.of(item, where)
        if kind is None:
            self.unreached |= any(each in _WEIGHTS for each in _addresses(item.get("answerOption")))
            return {}
        name = self._name(item, where)
        made: dict[str, Tree] = {"ask": self._text(item, where), **self._help(item), **kind}
        if item.get("required") is True:
            made["required"] = True
        if shown is not None:
            made["show_when"] = shown
        made |= codes_of(item, where, self.losses)
        made |= self._scored(item, kind, at, hidden=shown is not None)
        if not at.row:
            options = self.kinds.option_names.get(item["linkId"], {})
            hideable = shown is not None or at.in_hidden
            self.asked[item["linkId"]] = Asked(name, str(kind["kind"]), options, hideable)
        return {name: made}

    def _scored(
        self, item: Element, kind: Mapping[str, Tree], at: _Place, *, hidden: bool
    ) -> dict[str, Tree]:
        """Note an item whose options count; one that may be hidden then counts nothing."""
        options = kind.get("options")
        points = [_points(each) for each in options.values()] if isinstance(options, Mapping) else []
        if not any(points):
            return {}
        if at.row:
            self.unreached = True
            return {}
        self.scored[item["linkId"]] = at.group is not None or at.depth > 0
        return {"points_when_hidden": 0} if (hidden or at.in_hidden) and "0" not in points else {}

    def _group(self, item: Element, where: str, at: _Place) -> dict[str, Tree]:
        repeats = item.get("repeats") is True
        shown = show_when(item, where, self.asked, self.losses)
        if at.group is not None or at.depth > 0:
            self.losses.add(where, "group", "is laid out in what is around it")
            if repeats:
                self.losses.add(where, "repeats", "a repeating group in a group is asked once here")
            deeper = replace(at, depth=at.depth + 1, shown=both(at.shown, shown))
            return self._entries(item.get("item"), deeper)
        name = self._name(item, where)
        inside = _Place(depth=at.depth + 1, group=name, row=repeats, in_hidden=shown is not None)
        inner = self._entries(item.get("item"), inside)
        if not inner:
            return {}
        made: dict[str, Tree] = {"group": self._text(item, where), **({"show_when": shown} if shown else {})}
        if repeats:
            made["repeat"] = {"at_most": self._at_most(item, where)}
            if item.get("required") is True:
                made["required"] = True
        return {name: made | {"items": inner}}

    def _at_most(self, item: Element, where: str) -> int:
        most = x.value_of(item, x.MAX_OCCURS)
        if isinstance(most, int) and not isinstance(most, bool) and most > 0:
            return most
        self.losses.add(where, "maxOccurs", f"is not said; {_MOST_ROWS} entries are assumed")
        return _MOST_ROWS

    def _text(self, item: Element, where: str) -> Words:
        if not item.get("text"):
            self.losses.add(where, "text", "there is none; the link id is asked")
        made = words(item, "text", self.language, item["linkId"])
        prefix = item.get("prefix")
        return Words({language: f"{prefix} {said}" for language, said in made.items()}) if prefix else made

    def _help(self, item: Element) -> dict[str, Tree]:
        aids = [each for each in _listed(item.get("item")) if _is_help(each)]
        return {"help": words(aids[0], "text", self.language, "")} if aids else {}

    def _unread(self, item: Element, where: str) -> None:
        for key in item:
            if key not in _READ:
                said = "a form has no default answers" if key == "initial" else "is not read"
                self.losses.add(where, key, said)
        for each in _extensions(item):
            if each not in _ADDRESSES:
                self.losses.add(where, f"extension {each}", "is not read")

    # Scores --------------------------------------------------------------------------------------------

    def _computed(self) -> dict[str, Tree]:
        made: dict[str, Tree] = {}
        for item, where, fhirpath in self.calculated:
            whole = (
                bool(self.scored)
                and not self.unreached
                and item.get("type") in ("integer", "decimal", "quantity")
            )
            if not fhirpath:
                self.losses.add(where, "readOnly", "a value that others fill in is not asked here")
            elif whole and is_sum(fhirpath, self.scored, nested=any(self.scored.values())):
                self.losses.add(
                    where, "calculatedExpression", "while an answer is missing the sum has bounds here"
                )
                name = self._name(item, where)
                made[name] = {"title": self._text(item, where), "value": "sum(points)"}
            else:
                self.losses.add(where, "calculatedExpression", f"is not read: {fhirpath}")
        return made


def _language(source: Element) -> str:
    code = str(source.get("language") or "").partition("-")[0].lower()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else "en"


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _extensions(of: Element) -> list[str]:
    return [str(each.get("url")) for each in _listed(of.get("extension")) if isinstance(each, Mapping)]


def _is_help(item: object) -> bool:
    if not isinstance(item, Mapping) or item.get("type") != "display":
        return False
    control = x.value_of(item, x.ITEM_CONTROL)
    listed = _listed(control.get("coding")) if isinstance(control, Mapping) else []
    return any(isinstance(each, Mapping) and each.get("code") in _HELPS for each in listed)


def _addresses(part: object) -> Iterable[str]:
    """The addresses of all extensions below."""
    if isinstance(part, Mapping):
        if isinstance(part.get("url"), str):
            yield part["url"]
        for each in part.values():
            yield from _addresses(each)
    elif isinstance(part, list):
        for each in part:
            yield from _addresses(each)


def _points(option: Tree) -> str:
    return str(option.get("points", "")) if isinstance(option, Mapping) else ""
