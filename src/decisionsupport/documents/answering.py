"""What must fit together in an item once its defaults are filled in: kind, options, range, step, points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from decisionsupport.diagnostics.suggestions import nearest, one_of
from decisionsupport.documents.items import KEYS_OF_KINDS, Item
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.points import (
    OptionPoints,
    PointCases,
    Points,
    fits,
)
from decisionsupport.documents.reading import Entries, Reading

_NUMBERS: Final = frozenset({"integer", "decimal"})
_CHOICES: Final = frozenset({"choice", "choices"})
_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "boolean": ("yes", "no"),
    "check": ("done", "undone", "not_relevant"),
}
_POINTS_FORM: Final[Mapping[str, str]] = {
    "boolean": "write `points: 2` or `points: {yes: 0, no: 2}`",
    "integer": "write `points: answer` or bands, as `{..8: 3, 9..: 0}`",
    "decimal": "write `points: answer` or bands, as `{..8: 3, 9..: 0}`",
    "choice": "write points by option, as `{alert: 0, confusion: 3}`",
    "choices": "write points by option, as `{alert: 0, confusion: 3}`",
    "check": "write `points: {done: 0, undone: 1, not_relevant: 0}`",
}
_WANTED_BY: Final[Mapping[str, str]] = {
    "options": "`choice` and `choices`",
    "between": "`integer` and `decimal`",
    "usual": "`integer` and `decimal`",
    "unit": "`integer` and `decimal`",
    "also_in": "`integer` and `decimal`",
    "labels": "`integer` and `decimal`",
    "step": "`decimal`",
    "system": "`code`",
    "at_most": "`text`",
    "points": "`boolean`, numbers, choices and `check`",
}


def check_item(name: Word, item: Item, written: Item, reading: Reading) -> None:
    """Report what does not fit in `item`, which is `written` with its defaults."""
    if item.kind is None:
        if "kind" not in written.broken:
            help = f"add `kind:`, {one_of(KEYS_OF_KINDS)}"
            reading.report.add("missing-key", f"item `{name.text}` needs `kind`", name.span, help=help)
        return
    kind = item.kind.text
    for key, kinds in _WANTED_BY.items():
        if written.has(key) and key not in KEYS_OF_KINDS[kind]:
            message = f"`{key}` does not go with kind `{kind}`"
            reading.report.add("key-conflict", message, written.place_of(key), help=f"`{key}` is for {kinds}")
    _check_needed(name, item, written, kind, reading)
    points = written.points or item.points
    if points is not None and "points" in KEYS_OF_KINDS[kind]:
        _check_points(points, kind, reading)
    _check_options(item, kind, reading)


def _check_needed(name: Word, item: Item, written: Item, kind: str, reading: Reading) -> None:
    def lacks(key: str) -> bool:
        return getattr(item, key) is None and key not in written.broken

    def needs(slug: str, key: str, help: str) -> None:
        message = f"item `{name.text}` of kind `{kind}` needs `{key}`"
        reading.report.add(slug, message, name.span, help=help)

    if kind in _NUMBERS and written.value is None and "value" not in written.broken and lacks("between"):
        needs("no-between", "between", "add `between:`, what is possible, as `between: 0..120`")
    if kind == "decimal" and lacks("step"):
        needs("missing-key", "step", "add `step:`, the smallest difference, as `step: 0.1`")
    if kind in _CHOICES and lacks("options"):
        needs(
            "needs-options", "options", "add `options:` with a text for each, or the name of an option list"
        )
    if kind == "code" and lacks("system"):
        needs("missing-key", "system", "add `system:`, as `system: atc`")
    interval = item.between
    if interval is not None and (interval.least is None or interval.most is None) and written.has("between"):
        message = f"`between` of item `{name.text}` is open"
        reading.report.add("bad-range", message, interval.span, help="write both ends, as `0..120`")
    if written.value is not None:
        for key in ("suggest", "required"):
            if written.has(key):
                message = f"`{key}` does not go with `value`: a derived item is never asked"
                reading.report.add(
                    "key-conflict", message, written.place_of(key), help=f"leave `{key}` or `value` out"
                )


def _check_points(points: Points, kind: str, reading: Reading) -> None:
    match points:
        case PointCases():
            for case in points.cases:
                if case.counts is not None:
                    _check_points(case.counts, kind, reading)
        case _ if not fits(points, kind):
            message = f"points of this form do not go with kind `{kind}`"
            reading.report.add("points-form", message, points.span, help=_POINTS_FORM[kind])
        case OptionPoints() if kind in _ANSWERS:
            for word, _ in points.by_option:
                _check_answer(word, kind, reading)
        case _:
            pass


def _check_answer(word: Word, kind: str, reading: Reading) -> None:
    if word.text not in _ANSWERS[kind]:
        meant = nearest(word.text, _ANSWERS[kind])
        help = (f"did you mean `{meant}`?\n" if meant else "") + one_of(_ANSWERS[kind])
        reading.report.add(
            "unknown-choice", f"`{word.text}` is not an answer of kind `{kind}`", word.span, help=help
        )


def _check_options(item: Item, kind: str, reading: Reading) -> None:
    if not isinstance(item.options, Entries) or kind not in _CHOICES:
        return
    for _, option in item.options:
        if option.has("points") and item.has("points"):
            message = "points stand both at the item and at its options"
            reading.report.add("key-conflict", message, option.place_of("points"), help="keep one of them")
        if option.exclusive is not None and kind == "choice":
            message = "`exclusive` does not go with kind `choice`: only one option can be answered"
            reading.report.add(
                "key-conflict", message, option.place_of("exclusive"), help="it is for `choices`"
            )
