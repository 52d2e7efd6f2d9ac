"""Ids of our own for foreign link ids and option codes: legal, no word of the language, no two alike."""

from __future__ import annotations

from collections.abc import Collection

from decisionsupport.diagnostics.suggestions import offer_id

_LONGEST = 56
"""Four letters less than an id may have: room for a number."""


def id_for(foreign: str, taken: Collection[str], reserved: Collection[str], otherwise: str) -> str:
    """An id as near to a foreign one as may be; `otherwise` is what a bare number follows."""
    made = (offer_id(foreign, number_word=otherwise, reserved=reserved) or otherwise)[:_LONGEST]
    name, number = made, 2
    while name in taken:
        name, number = f"{made}_{number}", number + 1
    return name
