"""Texts as small frozen values: a template and copies of the values it reads, rendered on first read."""

from __future__ import annotations

from decisionsupport.outcome.texts.shown import (
    MISSING,
    NOT_APPLICABLE,
    Clock,
    Day,
    Instant,
    Lasting,
    Listed,
    Missing,
    NotApplicableHere,
    Number,
    NumberRange,
    Quoted,
    Scored,
    ScoredItem,
    Shown,
    Truth,
    Words,
)
from decisionsupport.outcome.texts.text import Line, Text, sections

__all__ = [
    "MISSING",
    "NOT_APPLICABLE",
    "Clock",
    "Day",
    "Instant",
    "Lasting",
    "Line",
    "Listed",
    "Missing",
    "NotApplicableHere",
    "Number",
    "NumberRange",
    "Quoted",
    "Scored",
    "ScoredItem",
    "Shown",
    "Text",
    "Truth",
    "Words",
    "sections",
]
