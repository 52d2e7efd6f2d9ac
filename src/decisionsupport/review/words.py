"""The words of the review for those who read it, in Swedish and English: states, steps, refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "proposed": ("föreslagen", "proposed"),
    "accepted": ("godtagen", "accepted"),
    "changed": ("ändrad", "changed"),
    "rejected": ("avvisad", "rejected"),
    "draft": ("utkast", "draft"),
    "signed": ("signerad", "signed"),
    "sent": ("skickad", "sent"),
    "received": ("mottagen", "received"),
    "returned": ("återsänd för komplettering", "returned"),
    "declined": ("avböjd", "declined"),
    "completed": ("avslutad", "completed"),
    "cancelled": ("makulerad", "cancelled"),
    "done": ("utförd", "done"),
}
STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "accept": ("godta", "accept"),
    "change": ("ändra", "change"),
    "reject": ("avvisa", "reject"),
    "reopen": ("öppna igen", "reopen"),
    "reword": ("formulera om", "reword"),
    "sign": ("signera", "sign"),
    "send": ("skicka", "send"),
    "receive": ("ta emot", "receive"),
    "return": ("återsända", "return"),
    "decline": ("avböja", "decline"),
    "revise": ("komplettera", "revise"),
    "complete": ("avsluta", "complete"),
    "cancel": ("makulera", "cancel"),
    "done": ("kvittera som utförd", "mark as done"),
    "undo": ("ta bort kvittensen", "take back the mark"),
}
REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    "illegal": (
        "`{what}` är {state}: därifrån går det inte att {step}. Det som går: {legal}",
        "`{what}` is {state}: `{step}` is no step from there; the steps are {legal}",
    ),
    "no_such": ("här finns inget som heter `{what}`: {there}", "there is no `{what}` here: {there}"),
    "reason": ("att {step} kräver ett skäl", "`{step}` wants a reason"),
    "too_early": (
        "steget är daterat {at}, före det som redan hänt {last}",
        "the step is dated {at}, before what has already happened {last}",
    ),
    "nothing_changed": (
        "en ändring måste säga vad som ändras: prioritet, tid, upprepning eller text",
        "a change has to say what changes: priority, due_at, repeat or note",
    ),
    "nothing_wanted": (
        "att {step} tar inget innehåll",
        "`{step}` takes no content",
    ),
    "gaps": ("`{what}` kan inte signeras: {gaps}", "`{what}` cannot be signed: {gaps}"),
    "unknown_role": (
        "paketet har ingen roll `{role}`: {roles}",
        "the pack has no role `{role}`: it has {roles}",
    ),
    "decided_by": (
        "`{what}` beslutas av {roles}, inte av {role}",
        "`{what}` is decided by {roles}, not by {role}",
    ),
    "step_roles": ("att {step} får {roles}, inte {role}", "`{step}` is for {roles}, not for {role}"),
    "not_accepted": (
        "`{what}` är inte godtagen, så den kan inte kvitteras",
        "`{what}` is not accepted, so it cannot be marked as done",
    ),
    "performer": (
        "`{what}` utförs av {roles}, inte av {role}, och {who} har ingen delegering för den",
        "`{what}` is done by {roles}, not by {role}, and {who} has no delegation for it",
    ),
    "not_delegable": (
        "`{what}` får inte delegeras",
        "`{what}` may not be delegated: the pack does not allow it",
    ),
    "delegated_to_other": (
        "delegeringen {id} är personlig och gäller {to}, inte {who}",
        "delegation {id} is personal and is {to}'s, not {who}'s",
    ),
    "delegator_role": (
        "delegeringen {id} är given av {by_role}, men `{what}` utförs av {roles}",
        "delegation {id} was given by {by_role}, but `{what}` is done by {roles}",
    ),
    "delegated_to_self": (
        "delegeringen {id} är given av {by} till sig själv",
        "delegation {id} was given by {by} to themselves",
    ),
    "delegation_early": (
        "delegeringen {id} gäller först från {since}",
        "delegation {id} is valid from {since}",
    ),
    "delegation_lapsed": ("delegeringen {id} gick ut {until}", "delegation {id} lapsed {until}"),
    "delegation_recalled": (
        "delegeringen {id} återkallades {recalled_at}",
        "delegation {id} was recalled {recalled_at}",
    ),
    "delegation_long": (
        "delegeringen {id} gäller längre än vad som är tillåtet ({longest})",
        "delegation {id} is valid for longer than is allowed ({longest})",
    ),
    "delegation_endless": (
        "delegeringen {id} säger inte till när den gäller",
        "delegation {id} does not say until when it is valid",
    ),
    "delegation_used": (
        "delegeringen {id} gällde ett enda tillfälle och är använd",
        "delegation {id} was for a single occasion and has been used",
    ),
    "already_done": ("`{what}` är redan kvitterad {at}", "`{what}` has already been marked as done {at}"),
    "no_occurrence": (
        "`{what}` har inget tillfälle {occurrence}",
        "`{what}` has no occurrence at {occurrence}",
    ),
}


def in_words(words: tuple[str, str], language: str) -> str:
    """The Swedish words, or the English for any other language."""
    return words[0] if language.partition("-")[0] == "sv" else words[1]


def state_in_words(state: str, language: str) -> str:
    """A state as people say it: `returned` is *återsänd för komplettering*."""
    return in_words(STATES.get(state, (state, state)), language)


def step_in_words(step: str, language: str) -> str:
    """A step as a button says it: `sign` is *signera*."""
    return in_words(STEPS.get(step, (step, step)), language)


def listed(names: Sequence[str], language: str) -> str:
    """*a, b eller c*; *inget* where there are none."""
    last = in_words((" eller ", " or "), language)
    if not names:
        return in_words(("inget", "none"), language)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]
