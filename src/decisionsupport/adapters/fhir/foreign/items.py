"""From a foreign item to one of ours: its kind, its bounds, its options and what they count.

Law: what our language wants and the Questionnaire does not say is assumed, and the report says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from decisionsupport.adapters.fhir import extensions as x
from decisionsupport.adapters.fhir.addresses import SYSTEMS, VALUE_SETS
from decisionsupport.adapters.fhir.foreign.naming import id_for
from decisionsupport.adapters.fhir.foreign.writing import Plain, Tree, Words
from decisionsupport.adapters.fhir.losses import Losses
from decisionsupport.adapters.fhir.units import converted
from decisionsupport.documents.words import RESERVED_FOR_OPTIONS

Element = Mapping[str, Any]
_WIDEST: Final = 1_000_000
_PLACES: Final = 2
_SIMPLE: Final[Mapping[str, str]] = {
    "boolean": "boolean",
    "integer": "integer",
    "decimal": "decimal",
    "quantity": "decimal",
    "date": "date",
    "dateTime": "datetime",
    "time": "time",
    "string": "text",
    "text": "text",
    "url": "text",
}


def words(of: Element, field: str, language: str, otherwise: str) -> Words:
    """A text with its translations."""
    made = Words({language: str(of.get(field) or otherwise)})
    beside = of.get(f"_{field}")
    for each in x.found(beside, x.TRANSLATION) if isinstance(beside, Mapping) else ():
        said = x.value_of(each, "content")
        code = str(x.value_of(each, "lang") or "").partition("-")[0]
        if isinstance(said, str) and 2 <= len(code) <= 3 and code.isalpha():
            made[code.lower()] = said
    return made


class Kinds:
    """Reads what foreign items take as answers."""

    def __init__(self, questionnaire: Element, language: str, losses: Losses) -> None:
        self.language, self.losses = language, losses
        contained = questionnaire.get("contained")
        listed = contained if isinstance(contained, list) else []
        self.option_names: dict[str, dict[str, str]] = {}
        """What foreign codes are called here, by link id."""
        self.contained = {f"#{each.get('id')}": each for each in listed if isinstance(each, Mapping)}

    def of(self, item: Element, where: str) -> dict[str, Tree] | None:
        """The keys that an item's type gives; None for a type that is not asked here."""
        kind = item.get("type")
        if kind in ("choice", "open-choice"):
            return self._choice(item, where)
        if kind not in _SIMPLE:
            self.losses.add(where, f"type {kind}", "has no kind here; the question is left out")
            return None
        made: dict[str, Tree] = {"kind": Plain(_SIMPLE[str(kind)])}
        if made["kind"] == "text":
            most = item.get("maxLength")
            return made | ({"at_most": min(most, 4000)} if isinstance(most, int) and most > 0 else {})
        if made["kind"] in ("integer", "decimal"):
            made |= self._number(item, str(made["kind"]), where)
        if item.get("repeats") is True:
            self.losses.add(where, "repeats", "one answer is taken here")
        return made

    # Numbers -------------------------------------------------------------------------------------------

    def _number(self, item: Element, kind: str, where: str) -> dict[str, Tree]:
        made: dict[str, Tree] = {}
        places = 0
        if kind == "decimal":
            places = self._places(item, where)
            made["step"] = Plain(_text(Decimal(1).scaleb(-places)))
        made |= self._units(item, where)
        least = self._end(item, (x.MIN_VALUE, x.MIN_QUANTITY), where, "minValue", -_WIDEST, places)
        most = self._end(item, (x.MAX_VALUE, x.MAX_QUANTITY), where, "maxValue", _WIDEST, places)
        made["between"] = Plain(f"{least}..{most}")
        return made

    def _places(self, item: Element, where: str) -> int:
        places = x.value_of(item, x.MAX_PLACES)
        if isinstance(places, int) and not isinstance(places, bool) and 1 <= places <= 6:
            return places
        if places != 0:
            self.losses.add(where, "maxDecimalPlaces", f"is not said; {_PLACES} decimals are assumed")
            return _PLACES
        return 1

    def _end(
        self, item: Element, urls: tuple[str, str], where: str, name: str, otherwise: int, places: int
    ) -> str:
        for url in urls:
            said = x.value_of(item, url)
            said = said.get("value") if isinstance(said, Mapping) else said
            if isinstance(said, int | float | Decimal) and not isinstance(said, bool):
                exact = (
                    Decimal(str(said)).quantize(Decimal(1).scaleb(-places)) if places else Decimal(int(said))
                )
                return _text(exact)
        self.losses.add(where, name, f"is not said; {otherwise} is assumed")
        return str(otherwise)

    def _units(self, item: Element, where: str) -> dict[str, Tree]:
        units = [
            x.value_of(item, x.UNIT),
            *(each.get("valueCoding") for each in x.found(item, x.UNIT_OPTION)),
        ]
        codes = [str(each["code"]) for each in units if isinstance(each, Mapping) and each.get("code")]
        if not codes:
            return {}
        own, *others = dict.fromkeys(codes)
        also = {}
        for other in others:
            zero, one = converted(Fraction(0), other, own), converted(Fraction(1), other, own)
            factor = None if one is None or zero != 0 else _finite(one)
            if factor is None:
                self.losses.add(where, f"unit {other}", f"is no plain multiple of {own}")
            else:
                also[f'"{other}"'] = Plain(factor)
        return {"unit": own, **({"also_in": also} if also else {})}

    # Choices -------------------------------------------------------------------------------------------

    def _choice(self, item: Element, where: str) -> dict[str, Tree] | None:
        if item.get("type") == "open-choice" and (item.get("answerOption") or item.get("answerValueSet")):
            self.losses.add(where, "open-choice", "an answer in one's own words is not taken here")
        listed = self._listed(item, where)
        if listed:
            return self._options(item, listed, where)
        system = next(
            (system for system, address in VALUE_SETS.items() if address == item.get("answerValueSet")), None
        )
        if system is not None:
            return {"kind": Plain("code"), "system": Plain(system)}
        what = item.get("answerValueSet") or "the options"
        self.losses.add(
            where, "answerValueSet", f"{what} is not in the Questionnaire; a text is asked instead"
        )
        return {"kind": Plain("text")}

    def _listed(self, item: Element, where: str) -> list[Element]:
        """The options, each with `code`, `display`, extensions, whether it stands alone."""
        options = item.get("answerOption")
        if isinstance(options, list):
            found = [self._option(each, where) for each in options if isinstance(each, Mapping)]
            return [each for each in found if each is not None]
        value_set = self.contained.get(str(item.get("answerValueSet")))
        if value_set is None:
            return []
        parts: list[Element] = []
        expanded = (value_set.get("expansion") or {}).get("contains")
        included = (value_set.get("compose") or {}).get("include")
        for group in [{"concept": expanded}] if expanded else included or []:
            parts += [each for each in group.get("concept") or [] if isinstance(each, Mapping)]
        return parts

    def _option(self, option: Element, where: str) -> Element | None:
        only = {"only": x.value_of(option, x.EXCLUSIVE) is True}
        coding = option.get("valueCoding")
        if isinstance(coding, Mapping):
            # The weight may stand on the option or on its coding.
            beside = [*x.found(option, x.ORDINAL), *x.found(option, x.ITEM_WEIGHT)]
            own = coding.get("extension") if isinstance(coding.get("extension"), list) else []
            made = {**coding, "extension": [*(own or []), *beside]}
            code = made.get("code") or made.get("display")
            return {**made, "code": str(code), **only} if code else None
        for name in ("valueString", "valueInteger", "valueDate", "valueTime"):
            if name in option:
                said = str(option[name])
                return {"code": said, "display": said, "extension": option.get("extension"), **only}
        self.losses.add(where, "answerOption", f"{', '.join(option)} is no option here")
        return None

    def _options(self, item: Element, listed: list[Element], where: str) -> dict[str, Tree]:
        several = item.get("repeats") is True
        weights = [weight(each) for each in listed]
        scored = any(each is not None for each in weights)
        options: dict[str, Tree] = {}
        named = self.option_names.setdefault(str(item.get("linkId")), {})
        for each, points in zip(listed, weights, strict=True):
            code = str(each.get("code"))
            name = id_for(code, options, RESERVED_FOR_OPTIONS, "option")
            if name != code:
                self.losses.add(where, f"option {code}", f"is called {name} here")
            named[code] = name
            option: dict[str, Tree] = {"text": words(each, "display", self.language, code)}
            if scored and points is None:
                self.losses.add(where, f"option {code}", "has no weight; it counts as unknown")
            if scored:
                option["points"] = Plain("unknown" if points is None else _text(points))
            if each.get("only") and several:
                option["exclusive"] = True
            options[name] = option
        systems = sorted({str(each["system"]) for each in listed if each.get("system")})
        if systems:
            self.losses.add(where, "codes of options", f"options have no codes here: {', '.join(systems)}")
        return {"kind": Plain("choices" if several else "choice"), "options": options}


def weight(option: Element) -> Decimal | None:
    """What an option counts, if it says."""
    for url in (x.ORDINAL, x.ITEM_WEIGHT):
        said = x.value_of(option, url)
        if isinstance(said, int | float | Decimal) and not isinstance(said, bool):
            return Decimal(str(said))
    return None


def codes_of(of: Element, where: str, losses: Losses) -> dict[str, Tree]:
    """The codes of an item or a form in the systems that we know; one a system."""
    names = {address: system for system, address in SYSTEMS.items()}
    found: dict[str, Tree] = {}
    listed = of.get("code")
    for each in listed if isinstance(listed, list) else []:
        system = names.get(str(each.get("system"))) if isinstance(each, Mapping) else None
        if system is None or system in found:
            losses.add(where, "code", f"{each} is of no system here, or a second one")
        else:
            found[system] = str(each.get("code"))
    return {"code": found} if found else {}


def _text(number: Decimal) -> str:
    """Without an exponent, and without decimals that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _finite(number: Fraction) -> str | None:
    """A fraction as a decimal of at most nine places, or None."""
    scaled = number * 10**9
    return _text(Decimal(scaled.numerator).scaleb(-9)) if scaled.denominator == 1 else None
