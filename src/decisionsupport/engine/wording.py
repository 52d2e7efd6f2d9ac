"""The few words of our own that an outcome says, by language; a language that is not here reads English."""

from __future__ import annotations

from typing import Final

_WORDS: Final[dict[str, dict[str, str]]] = {
    "sv": {
        "exception": "Undantag: {}.",
        "exception_unchecked": "Undantag inte kontrollerat: {}.",
        "withholding_unchecked": "Kan behöva avstås: {}.",
        "population_unchecked": "Inte klarlagt om formuläret {form} är avsett för personen: {}.",
        "set_unchecked": "Inte klarlagt om reglerna är avsedda för personen: {}.",
        "trial": "Formuläret är under utprövning: {}.",
        "conflict": "Går inte väl ihop med: {}.",
        "due_unknown": "Tiden kan inte bestämmas ännu.",
        "action_unknown": "Vilken åtgärd det gäller är inte avgjort.",
        "priority_unknown": "Hur brådskande det är är inte avgjort; den högsta möjliga prioriteten visas.",
        "form_not_for": "Formuläret är inte avsett för personen.",
        "set_not_for": "Reglerna är inte avsedda för personen.",
        "assessment": "Gör bedömningen: {}",
        "checklist": "Gå igenom checklistan: {}",
        "facts": "Fyll i: {}",
    },
    "en": {
        "exception": "Exception: {}.",
        "exception_unchecked": "Exception not checked: {}.",
        "withholding_unchecked": "May have to be withheld: {}.",
        "population_unchecked": "Not settled whether the form {form} is made for this person: {}.",
        "set_unchecked": "Not settled whether the rules are made for this person: {}.",
        "trial": "The form is on trial: {}.",
        "conflict": "Does not go well with: {}.",
        "due_unknown": "The time cannot be settled yet.",
        "action_unknown": "Which action it is has not been settled.",
        "priority_unknown": "How urgent it is has not been settled; the highest possible priority is shown.",
        "form_not_for": "The form is not made for this person.",
        "set_not_for": "The rules are not made for this person.",
        "assessment": "Assess: {}",
        "checklist": "Go through the checklist: {}",
        "facts": "Fill in: {}",
    },
}


def say(what: str, language: str, *names: str, form: str = "") -> str:
    """The words in a language, with names put in; `form` is the title of the form that is spoken of."""
    words = _WORDS.get(language, _WORDS["en"])[what]
    if not names:
        words = words.replace(": {}", "")
    return words.format(", ".join(name.rstrip("?") for name in names), form=form)
