"""From `enableWhen` to `show_when`: the comparisons that our language has; others are lost, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from decisionsupport.adapters.fhir.extensions import ENABLE_WHEN, value_of
from decisionsupport.adapters.fhir.losses import Losses

_ORDERED: Final = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Asked:
    """A foreign question as it is here: its id and kind, its options by code, whether it can be hidden."""

    name: str
    kind: str
    options: Mapping[str, str]
    hideable: bool


class Lost(Exception):
    """A condition that our language does not have; the message says why."""


def show_when(item: Mapping[str, Any], where: str, asked: Mapping[str, Asked], losses: Losses) -> str | None:
    """When a foreign item is asked, as an expression; None where always, or where that is lost."""
    fhirpath = value_of(item, ENABLE_WHEN)
    if fhirpath is not None:
        said = fhirpath.get("expression") if isinstance(fhirpath, Mapping) else fhirpath
        losses.add(where, "enableWhenExpression", f"FHIRPath is not read; the item is always asked: {said}")
        return None
    tests = item.get("enableWhen")
    if not isinstance(tests, list) or not tests:
        return None
    try:
        made = [_test(test, asked) for test in tests]
    except Lost as reason:
        losses.add(where, "enableWhen", f"{reason}; the item is always asked")
        return None
    if len(made) == 1:
        return made[0]
    joiner = " or " if item.get("enableBehavior") == "any" else " and "
    return joiner.join(f"({each})" if " and " in each or " or " in each else each for each in made)


def both(first: str | None, second: str | None) -> str | None:
    """Two conditions that must hold."""
    if first is None or second is None:
        return first or second
    return " and ".join(f"({each})" if " or " in each else each for each in (first, second))


def _test(test: object, asked: Mapping[str, Asked]) -> str:
    if not isinstance(test, Mapping):
        raise Lost("a condition that is none")
    question = asked.get(str(test.get("question")))
    if question is None:
        raise Lost(f"it reads `{test.get('question')}`, which is not asked here or comes in another list")
    operator = test.get("operator")
    answers = {name: value for name, value in test.items() if name.startswith("answer")}
    if len(answers) != 1 or not isinstance(operator, str):
        raise Lost("a condition without one answer")
    ((name, value),) = answers.items()
    said = _compared(question, operator, name, value)
    return f"{question.name} is applicable and {said}" if operator == "!=" and question.hideable else said


def _compared(question: Asked, operator: str, name: str, value: Any) -> str:  # noqa: ANN401 (an answer[x])
    if operator == "exists":
        raise Lost(f"it asks whether `{question.name}` is answered, and a question is no condition here")
    match question.kind, name:
        case "boolean", "answerBoolean" if operator in ("=", "!=") and isinstance(value, bool):
            wanted = value if operator == "=" else not value
            return question.name if wanted else f"{question.name} is no"
        case (("choice" | "choices"), ("answerCoding" | "answerString" | "answerInteger")):
            code = value.get("code") if isinstance(value, Mapping) else value
            option = question.options.get(str(code))
            if option is None or operator not in ("=", "!="):
                raise Lost(f"it compares `{question.name}` with `{code}` by `{operator}`")
            if question.kind == "choices":
                return (
                    f"{option} in {question.name}"
                    if operator == "="
                    else f"not ({option} in {question.name})"
                )
            return f"{question.name} is {'' if operator == '=' else 'not '}{option}"
        case (("integer" | "decimal"), ("answerInteger" | "answerDecimal")):
            if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
                raise Lost(f"it compares `{question.name}` with no number")
            said = {"=": "=="}.get(operator, operator)
            if said not in (*_ORDERED, "==", "!="):
                raise Lost(f"the operator `{operator}`")
            return f"{question.name} {said} {value}"
        case "date", "answerDate" if operator in _ORDERED:
            return f'{question.name} {operator} date("{value}")'
        case _:
            raise Lost(f"it compares `{question.name}` by `{operator}` with an `{name}`")
