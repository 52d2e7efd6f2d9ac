"""What is told of a run, recalled.

A run that found nothing and keeps no program is recalled from its first line: that is what `validate` recalls
of a pack in order, and the classes of a program are not imported for it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from typing import Final, cast

from decisionsupport.kept.kept import Kept
from decisionsupport.source import File

UNREADABLE: Final = (ValueError, TypeError, LookupError, AttributeError, RecursionError)

_read = json.JSONDecoder().raw_decode


def recall(text: str, files: Sequence[File]) -> Kept:
    """What `tell` told of these files. A text that it did not write raises one of `UNREADABLE`."""
    head, end = _read(text)
    if not head["diagnostics"] and head["program"] is None:
        return Kept((), None, head["counts"])
    recalling = import_module("decisionsupport.kept.recalling")
    return cast("Kept", recalling.recall_values(text, end + 1, head, files))
