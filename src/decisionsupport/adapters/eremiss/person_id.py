"""Personal identity numbers (*personnummer*) and coordination numbers (*samordningsnummer*).

A coordination number has 60 added to its day. The last digit checks the nine before it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

PERSONNUMMER: Final = "1.2.752.129.2.1.3.1"
SAMORDNINGSNUMMER: Final = "1.2.752.129.2.1.3.3"
_WRITTEN: Final = re.compile(r"(?P<day>(?:18|19|20)[0-9]{6})-?(?P<number>[0-9]{4})", re.ASCII)
_COORDINATION: Final = 60


def read_person_id(text: str) -> tuple[str, str] | None:
    """The twelve digits and the OID of their kind; None where it is neither kind, or its digits disagree.

    >>> read_person_id("18900101-9802")
    ('189001019802', '1.2.752.129.2.1.3.1')
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    digits = found["day"] + found["number"]
    day = int(digits[6:8])
    root = PERSONNUMMER if day <= _COORDINATION else SAMORDNINGSNUMMER
    try:
        date(int(digits[:4]), int(digits[4:6]), day % _COORDINATION)
    except ValueError:
        return None
    return (digits, root) if _checks(digits[2:]) else None


def _checks(ten: str) -> bool:
    """Luhn's check: every other digit doubled, the digits of the products summed."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(sum(divmod(each, 10)) for each in doubled) % 10 == 0
