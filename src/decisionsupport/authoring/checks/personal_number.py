"""`personal-number`: what looks like a Swedish personal identity number. Packs are shared; patients are not.

A number is told when it is a day and its check digit agrees. The Tax Agency's test numbers, whose birth
number is 980 to 999, belong to nobody and are let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from decisionsupport.authoring.checks.luhn import check_digit
from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.source import Source, Span

_LIKE: Final = re.compile(
    r"(?<![\w.+-])(?:(?:19|20)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d))[-+]?(?P<last>\d{4})(?![\w.+-])",
    re.ASCII,
)
_CODE_BEFORE: Final = re.compile(r"snomed:\s*[\"']?$")
FIRST_TEST_NUMBER: Final = 980


def personal_number(pack: Pack, report: Report) -> None:
    """Report `personal-number`, wherever in a file it stands, comments too."""
    for file in pack.files:
        text = file.data.decode("utf-8", errors="replace")
        source = Source(file.path, text)
        for found in _numbers(text):
            report.add(
                "personal-number",
                "this looks like a person's identity number",
                Span(source, *found.span()),
                help="take it out, also of earlier versions; for tests the Tax Agency has numbers of nobody",
            )


def _numbers(text: str) -> Iterator[re.Match[str]]:
    for found in _LIKE.finditer(text):
        digits = found["year"] + found["month"] + found["day"] + found["last"]
        if not _is_day(found) or check_digit(digits[:-1]) != digits[-1]:
            continue
        if int(found["last"][:3]) >= FIRST_TEST_NUMBER or _CODE_BEFORE.search(text, 0, found.start()):
            continue
        yield found


def _is_day(found: re.Match[str]) -> bool:
    """Whether its first six digits are a day; in coordination numbers 60 is added to the day."""
    day = int(found["day"])
    try:
        date(2000 + int(found["year"]), int(found["month"]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True
