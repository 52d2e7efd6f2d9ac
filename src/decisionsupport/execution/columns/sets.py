"""The sets of possible values as nodes: least and most of a number, a flag for each option.

Law: in every row the nodes hold exactly the set that `values.sets` would. Where a value is exactly one
number or option in some rows and one same set in all others, its `cases` say so: what is made of it is then
made once of the exact value and once, by the operators themselves, of the set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import reduce
from typing import Final, TypeAlias

from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Flag,
    Units,
    as_number,
    both,
    either,
    flag_of,
    greater,
    lesser,
    number,
    same,
    summed,
    where,
)
from decisionsupport.values.duration import Duration
from decisionsupport.values.kinds import Boolean, Choice, Choices, Kind, Number
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Anything,
    Between,
    KnownValue,
    OneOf,
    Possible,
    Subset,
    is_known,
    may_be_not_applicable,
    without_not_applicable,
)
from decisionsupport.values.time import EARLIEST


class NotLowered(Exception):
    """This has no columns; the default executor works it out."""


Case: TypeAlias = "tuple[Flag, Units | Possible]"
"""Where the flag holds: exactly this number (of an option: its place), or this set."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """From `least` to `most` where `some` (else they say nothing); `na`: may be not applicable."""

    least: Units
    most: Units
    some: Flag = TRUE
    na: Flag = FALSE
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """A flag for each boolean or option that is possible; `na`: may be not applicable.

    `single`: in every row one of them is, and no other.
    """

    members: Mapping[bool | str, Flag]
    na: Flag = FALSE
    cases: tuple[Case, ...] = ()
    single: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice of several: `sure` are in, `open` may be; where `some`."""

    sure: Mapping[str, Flag]
    open: Mapping[str, Flag]
    some: Flag = TRUE
    na: Flag = FALSE


@dataclass(frozen=True, slots=True)
class Opaque:
    """A text, code or time, of which the value is known or nothing is, where `some`.

    `value`: days since 1970, microseconds since 1970 or midnight, or a place in `constants`; of texts and
    codes None, but their `column`.
    """

    value: Units | None
    sure: Flag
    some: Flag = TRUE
    na: Flag = FALSE
    column: str | None = None
    constants: tuple[KnownValue, ...] = ()


Columns: TypeAlias = Numbers | Options | Chosen | Opaque


# Constants ---------------------------------------------------------------------------------------------

_DAY_0: Final = date(1970, 1, 1)
_MICROSECOND: Final = timedelta(microseconds=1)
NO_DAY: Final = number(0)


def moment_units(value: object) -> int | None:
    """A day, instant or clock time as a number; None for what is none."""
    match value:
        case datetime():
            from_0 = value - datetime(1970, 1, 1, tzinfo=value.tzinfo)
            return from_0 // _MICROSECOND
        case date():
            return (value - _DAY_0).days
        case time():
            return ((value.hour * 60 + value.minute) * 60 + value.second) * 10**6 + value.microsecond
        case _:
            return None


def constant(value: Possible, kind: Kind) -> Columns:
    """A set that is the same in every row."""
    na, rest = flag_of(may_be_not_applicable(value)), without_not_applicable(value)
    some = flag_of(rest is not NOT_APPLICABLE)
    match kind:
        case Number():
            least, most = (rest.least, rest.most) if isinstance(rest, Between) else (rest, rest)
            if not isinstance(least, int) or not isinstance(most, int):
                least = most = 0
            # One node where they are one number: that is how an exact number is told.
            low = number(least)
            high = low if least == most else number(most)
            return Numbers(low, high, some, na, ((TRUE, value),))
        case Boolean() | Choice():
            held: frozenset[object] = frozenset()
            if rest is not NOT_APPLICABLE:
                held = rest.values if isinstance(rest, OneOf) else frozenset({rest})
            # By type too: 1 is True to Python.
            flags = {option: flag_of(option in held) for option in options_of(kind)}
            return Options(flags, na, ((TRUE, value),), single=na is FALSE and len(held) == 1)
        case Choices(options=options):
            sure = rest.chosen if isinstance(rest, Subset) else rest
            chosen = sure if isinstance(sure, frozenset) else frozenset[str]()
            free = rest.undecided if isinstance(rest, Subset) else frozenset[str]()
            return Chosen(
                {option: flag_of(option in chosen) for option in options},
                {option: flag_of(option in free) for option in options},
                some,
                na,
            )
        case _:
            return _opaque_constant(rest, some, na)


def _opaque_constant(rest: Possible, some: Flag, na: Flag) -> Opaque:
    known = rest.value if isinstance(rest, Anything) else rest
    if known is None or known is NOT_APPLICABLE:
        return Opaque(NO_DAY, FALSE, some, na)
    if known == EARLIEST:
        raise NotLowered("never done")
    units = moment_units(known)
    if units is not None:
        return Opaque(number(units), TRUE, some, na)
    if not isinstance(known, str | Duration | frozenset):
        raise NotLowered("a real")
    return Opaque(number(0), TRUE, some, na, constants=(known,))


def options_of(kind: Kind) -> tuple[bool | str, ...]:
    """What a boolean or a choice may be, in order: false before true."""
    if isinstance(kind, Boolean):
        return (False, True)
    if isinstance(kind, Choice):
        return kind.options
    raise NotLowered(type(kind).__name__)


# Asking ------------------------------------------------------------------------------------------------


def condition(can_hold: Flag, can_fail: Flag) -> Options:
    """True, false or undecided."""
    return Options({False: can_fail, True: can_hold}, single=can_hold is can_fail.inverse)


def truth(x: Columns) -> tuple[Flag, Flag]:
    """Whether a condition can hold and can fail; not applicable counts as false."""
    assert isinstance(x, Options)
    return x.members.get(True, FALSE), either(x.members.get(False, FALSE), x.na)


def values_in(x: Columns) -> Flag:
    """Whether it can be a value at all."""
    if isinstance(x, Options):
        # Something is possible in every row.
        return TRUE if x.na is FALSE else either(*x.members.values())
    return x.some


def known(x: Columns) -> Flag:
    """Whether one member is left."""
    match x:
        case Numbers():
            return either(both(x.some, x.na.inverse, same(x.least, x.most)), x.some.inverse)
        case Options():
            return TRUE if x.single else _exactly_one([*x.members.values(), x.na])
        case Chosen():
            settled = both(x.na.inverse, *(flag.inverse for flag in x.open.values()))
            return either(settled, x.some.inverse)
        case Opaque():
            return either(both(x.sure, x.na.inverse), x.some.inverse)


def _exactly_one(flags: Sequence[Flag]) -> Flag:
    """One and only one of flags of which at least one holds."""
    possible = [flag for flag in flags if flag is not FALSE]
    if len(possible) == 1:
        return TRUE
    if len(possible) == 2:
        return both(*possible).inverse
    return same(summed(as_number(flag) for flag in possible), number(1))


# Putting together --------------------------------------------------------------------------------------


def by_case(x: Columns, exact: Callable[[Units], Columns], settled: Callable[[Possible], Columns]) -> Columns:
    """What is made of a value by its cases; it has some."""
    assert isinstance(x, Numbers | Options)
    made = [(flag, exact(of) if isinstance(of, Units) else settled(of)) for flag, of in x.cases]
    cases: list[Case] | None = []
    for flag, part in made:
        if not isinstance(part, Numbers | Options) or not part.cases:
            cases = None
            break
        assert cases is not None
        cases += [(both(flag, inner), of) for inner, of in part.cases]
    chosen = one_of_these(made)
    return (
        chosen
        if cases is None or isinstance(chosen, Opaque | Chosen)
        else replace(chosen, cases=tuple(cases))
    )


def one_of_these(parts: Sequence[tuple[Flag, Columns]]) -> Columns:
    """What the first part whose flag holds says; in every row one does."""
    used = [each for each in parts if each[0] is not FALSE]
    found = used[-1][1]
    for flag, part in reversed(used[:-1]):
        found = _either_set(flag, part, found)
    return found


def _either_set(flag: Flag, a: Columns, b: Columns) -> Columns:
    if flag is TRUE or a is b:
        return a
    if flag is FALSE:
        return b

    def pick(x: Flag, y: Flag) -> Flag:
        if x is y:
            return x
        return either(both(flag, x), both(flag.inverse, y))

    match a, b:
        case Numbers(), Numbers():
            if a.some is FALSE or b.some is FALSE:
                # What says nothing may say anything.
                least, most = (b.least, b.most) if a.some is FALSE else (a.least, a.most)
            else:
                least = where(flag, a.least, b.least)
                both_exact = a.least is a.most and b.least is b.most
                most = least if both_exact else where(flag, a.most, b.most)
            return Numbers(least, most, pick(a.some, b.some), pick(a.na, b.na))
        case Options(), Options():
            members = {
                name: pick(a.members.get(name, FALSE), b.members.get(name, FALSE))
                for name in dict.fromkeys((*a.members, *b.members))
            }
            return Options(members, pick(a.na, b.na), single=a.single and b.single)
        case Chosen(), Chosen():
            sure = {name: pick(a.sure[name], b.sure[name]) for name in a.sure}
            free = {name: pick(a.open[name], b.open[name]) for name in a.open}
            return Chosen(sure, free, pick(a.some, b.some), pick(a.na, b.na))
        case Opaque(), Opaque() if a.value is not None and b.value is not None:
            a_value, b_value, constants = _at_one(a, b)
            value = where(flag, a_value, b_value)
            return Opaque(
                value, pick(a.sure, b.sure), pick(a.some, b.some), pick(a.na, b.na), None, constants
            )
        case _:
            raise NotLowered("texts")


def _at_one(a: Opaque, b: Opaque) -> tuple[Units, Units, tuple[KnownValue, ...]]:
    """The values of both, as places in the constants of both where they have some."""
    assert a.value is not None
    assert b.value is not None
    if not a.constants and not b.constants:
        return a.value, b.value, ()
    constants = tuple(dict.fromkeys((*a.constants, *b.constants)))
    moved = []
    for each in (a, b):
        assert each.value is not None
        value = number(0)
        for place, held in enumerate(each.constants):
            value = where(same(each.value, number(place)), number(constants.index(held)), value)
        moved.append(value)
    return moved[0], moved[1], constants


def select(reached: Sequence[tuple[Flag, Columns]]) -> Columns:
    """The least set that holds, in each row, all that is reached there; something always is."""
    used = [each for each in reached if each[0] is not FALSE] or list(reached[:1])
    if len(used) == 1:
        return used[0][1]
    parts = [part for _, part in used]
    shared = _shared_guards(parts)
    if shared:
        return one_of_these([(guard, _selected_case(used, at)) for at, guard in enumerate(shared)])
    na = either(*(both(flag, part.na) for flag, part in used))
    if all(isinstance(part, Numbers) for part in parts):
        return _hull([(flag, part) for flag, part in used if isinstance(part, Numbers)], na)
    if all(isinstance(part, Options) for part in parts):
        names = dict.fromkeys(name for part in parts if isinstance(part, Options) for name in part.members)
        members = {
            name: either(
                *(
                    both(flag, part.members.get(name, FALSE))
                    for flag, part in used
                    if isinstance(part, Options)
                )
            )
            for name in names
        }
        return Options(members, na)
    if all(isinstance(part, Chosen) for part in parts):
        return _chosen_hull([(flag, part) for flag, part in used if isinstance(part, Chosen)], na)
    return _opaque_hull([(flag, part) for flag, part in used if isinstance(part, Opaque)], len(used), na)


def _shared_guards(parts: Sequence[Columns]) -> tuple[Flag, ...]:
    """The guards of the cases, where all numbers have the same: then each case is put together by itself."""
    if not all(isinstance(part, Numbers) and len(part.cases) > 1 for part in parts):
        return ()
    guards = {tuple(id(guard) for guard, _ in part.cases) for part in parts if isinstance(part, Numbers)}
    first = parts[0]
    assert isinstance(first, Numbers)
    return tuple(guard for guard, _ in first.cases) if len(guards) == 1 else ()


def _selected_case(reached: Sequence[tuple[Flag, Columns]], at: int) -> Columns:
    found = [(flag, part.cases[at][1]) for flag, part in reached if isinstance(part, Numbers)]
    values = [of for _, of in found if not isinstance(of, Units)]
    if len(values) == len(found) and len(set(values)) == 1:
        return constant(values[0], Number())
    return select(
        [(flag, Numbers(of, of) if isinstance(of, Units) else constant(of, Number())) for flag, of in found]
    )


def _hull(parts: Sequence[tuple[Flag, Numbers]], na: Flag) -> Numbers:
    here = [(both(flag, part.some), part) for flag, part in parts]
    # What is not reached takes the furthest end of all: it bounds nothing then.
    furthest = number(max(part.least.high for _, part in here))
    nearest = number(min(part.most.low for _, part in here))
    least = reduce(lesser, [where(flag, part.least, furthest) for flag, part in here])
    most = reduce(greater, [where(flag, part.most, nearest) for flag, part in here])
    return Numbers(least, most, _some(here), na)


def _some(parts: Sequence[tuple[Flag, Numbers | Chosen | Opaque]]) -> Flag:
    """Whether there is a value: always, where there is one in all that may be reached, as something is."""
    return TRUE if all(part.some is TRUE for _, part in parts) else either(*(flag for flag, _ in parts))


def _chosen_hull(parts: Sequence[tuple[Flag, Chosen]], na: Flag) -> Chosen:
    here = [(both(flag, part.some), part) for flag, part in parts]
    names = list(parts[0][1].sure)
    sure = {name: both(*(either(flag.inverse, part.sure[name]) for flag, part in here)) for name in names}
    free = {
        name: both(
            sure[name].inverse,
            either(*(both(flag, either(part.sure[name], part.open[name])) for flag, part in here)),
        )
        for name in names
    }
    return Chosen(sure, free, _some(here), na)


def _opaque_hull(parts: Sequence[tuple[Flag, Opaque]], count: int, na: Flag) -> Opaque:
    if len(parts) != count or any(part.value is None for _, part in parts):
        raise NotLowered("texts")
    first, *others = [(both(flag, part.some), part) for flag, part in parts]
    some, found = first
    for flag, part in others:
        a_value, b_value, constants = _at_one(found, part)
        alike = either(some.inverse, flag.inverse, same(a_value, b_value))
        sure = both(either(some.inverse, found.sure), either(flag.inverse, part.sure), alike)
        found = Opaque(where(some, a_value, b_value), sure, constants=constants)
        some = either(some, flag)
    return Opaque(found.value, found.sure, some, na, None, found.constants)


def is_settled(x: Possible) -> bool:
    """Whether a constant is one value that a number or an option can be."""
    return is_known(x) and x is not NOT_APPLICABLE
