"""Demands: a condition and what is said where it does not hold."""

from __future__ import annotations

from pydantic import Field

from decisionsupport.documents.conditions import Condition
from decisionsupport.documents.reading import Written
from decisionsupport.documents.texts import Words


class Must(Written):
    """What answers must fulfil, and what is said when they do not."""

    noun = "a demand"

    that: Condition
    else_: Words = Field(alias="else")


class AppliesWhen(Written):
    """Whom a form or a set is made for, and what is said of others."""

    noun = "`applies_when`"

    that: Condition
    else_: Words | None = Field(default=None, alias="else")
