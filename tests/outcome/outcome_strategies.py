"""Arbitrary outcomes, made from what the classes look like."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from decisionsupport.outcome.care import Proposal
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.shapes import Keyed, Nullable, OneWord, Record, Several, Shape, Simple, record_of
from decisionsupport.outcome.texts import (
    MISSING,
    NOT_APPLICABLE,
    Clock,
    Day,
    Instant,
    Lasting,
    Line,
    Listed,
    Number,
    NumberRange,
    Scored,
    ScoredItem,
    Text,
    Truth,
    Words,
)
from decisionsupport.outcome.values import NOT_APPLICABLE as NO_VALUE
from decisionsupport.outcome.values import Unknown, Value, fixed_offset

HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# no #}",
    "<script>alert(1)</script>",
    "{{ ''.__class__.__mro__ }}",
    "{",
    "}}",
    "{{{ a }}}",
    "2026-03-02",
    "12:00",
    "2026-03-02T10:00:00+01:00",
    "\ud800",
    "å\r\n\u2028😀",
]
plain_words = st.text(max_size=6) | st.sampled_from(["Feber", "åäö 😀", "{", "}}", "\r\n"])
words = plain_words | st.sampled_from(HOSTILE)
# A literal of a template may hold anything but a slot of its own.
literals = plain_words.filter(lambda text: "{{" not in text) | st.sampled_from(
    ["{% for x in y %}", "{{ 7*7 }}", "{# no #}", "{{ a.b() }}"]
)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
instants = st.datetimes(timezones=st.timezones())
whole = st.integers(-(10**18), 10**18)
decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**9), 10**9), st.integers(0, 9)
)
numbers = whole | decimals
unknowns = st.builds(
    Unknown,
    least=st.none() | numbers,
    most=st.none() | numbers,
    one_of=st.none() | st.lists(words | st.booleans(), max_size=3).map(tuple),
    or_not_applicable=st.booleans(),
)
values: st.SearchStrategy[Value] = (
    st.booleans()
    | numbers
    | words
    | st.dates()
    | instants.map(fixed_offset)
    | st.times()
    | st.lists(words, max_size=3).map(tuple)
    | unknowns
    | st.just(NO_VALUE)
)

units = st.sampled_from([None, "%", "Cel", "mm[Hg]", "kg/m2", "/min", "1", "{score}"]) | words
shown_numbers = st.builds(Number, whole, st.integers(0, 4), units)
shown_ranges = st.builds(NumberRange, whole, whole, st.integers(0, 4), units)
shown = st.recursive(
    st.builds(Words, words)
    | shown_numbers
    | shown_ranges
    | st.builds(Truth, st.booleans())
    | st.builds(Day, st.dates())
    | st.builds(Instant, instants.map(fixed_offset))
    | st.builds(Clock, st.times())
    | st.builds(
        Lasting,
        st.lists(
            st.tuples(
                st.integers(0, 99), st.sampled_from(["minutes", "hours", "days", "weeks", "months", "years"])
            ),
            max_size=3,
        ).map(tuple),
    )
    | st.sampled_from([MISSING, NOT_APPLICABLE]),
    lambda inner: (
        st.builds(Listed, st.lists(inner, max_size=3).map(tuple))
        | st.builds(
            Scored,
            inner,
            st.lists(st.builds(ScoredItem, words, shown_numbers | shown_ranges), max_size=3).map(tuple),
        )
    ),
    max_leaves=4,
)
filters = st.sampled_from(["", " | why", "|lower", " | capitalize | lower", "| date", " | time ", " | count"])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A template with slots between any words, and a value for each."""
    pieces = [draw(literals)]
    given = {}
    for _ in range(draw(st.integers(0, 2))):
        name = ".".join(draw(st.lists(ids, min_size=1, max_size=2)))
        given[name] = draw(shown)
        pieces += [f"{{{{ {name}{draw(filters)} }}}}", draw(literals)]
    return Line("".join(pieces), ReadOnly(given))


languages = st.sampled_from(["sv", "en", "fi", "en-GB"])
texts = st.builds(Text.plain, words) | st.builds(
    Text,
    languages,
    st.lists(lines(), max_size=2).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    incomplete=st.booleans(),
)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    bool: st.booleans(),
    int: whole,
    Text: texts,
    Value: values,
    datetime: instants,
}


OWN: dict[type[Any], st.SearchStrategy[Any]] = {}
"""Classes that hold themselves to more than the shapes of their fields say, with what makes them."""


@cache
def strategy_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Any instance of a class of the outcome."""
    if cls in OWN:
        return OWN[cls]
    record = record_of(cls)
    always = {
        part.attribute: st.none() | _strategy(part.shape) if part.optional else _strategy(part.shape)
        for part in record.parts
        if not part.alternative
    }
    if cls is Proposal:
        always.pop("assess")
        made = st.builds(Proposal, **{**always, "action": words})
        return made | st.builds(Proposal, **{**always, "action": st.none(), "assess": words})
    if not record.alternatives:
        return st.builds(cls, **always)
    return st.one_of(
        [
            st.builds(cls, **always, **{part.attribute: _strategy(part.shape)})
            for part in record.parts
            if part.alternative
        ]
    )


def _strategy(shape: Shape) -> st.SearchStrategy[Any]:
    match shape:
        case Record(cls):
            return strategy_of(cls)
        case Nullable(inner):
            return st.none() | _strategy(inner)
        case Several(inner):
            return st.lists(_strategy(inner), max_size=1).map(tuple)
        case Keyed(inner):
            return st.dictionaries(words, _strategy(inner), max_size=1).map(ReadOnly)
        case OneWord(options):
            return st.sampled_from(options)
        case Simple(of):
            return SIMPLE[of]


outcomes: st.SearchStrategy[Outcome] = strategy_of(Outcome)
