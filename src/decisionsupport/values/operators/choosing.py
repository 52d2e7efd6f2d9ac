"""What conditions and bands choose: while a condition is unknown, all that it may choose is possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from decisionsupport.values.operators.conditions import verdict
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Between,
    Possible,
    is_known,
    join,
    join_all,
    one_of,
    subset,
    truth,
    with_not_applicable,
)

Later: TypeAlias = Callable[[], Possible]
"""A value that is worked out only where it is asked for."""

Band: TypeAlias = tuple[int | None, int | None, Possible]
"""From the least to the most (None: without end), both included, and what it gives."""


def conditional(test: Possible, then: Later, otherwise: Later, *, opaque: bool = False) -> Possible:
    """`a if c else b`: both while `c` is unknown."""
    judged = truth(test)
    if judged is True:
        return then()
    if judged is False:
        return otherwise()
    return join(then(), otherwise(), opaque=opaque)


def first_of(
    entries: Iterable[tuple[Possible, Later]], otherwise: Later | None, *, opaque: bool = False
) -> Possible:
    """The first entry whose condition holds: all up to and including the first that is true are possible.

    `otherwise` holds when no entry is true; None where some entry always is. Later entries are not asked for.
    """
    reached: list[Possible] = []
    for test, value in entries:
        judged = truth(test)
        if judged is False:
            continue
        reached.append(value())
        if judged is True:
            return join_all(reached, opaque=opaque)
    if otherwise is not None:
        reached.append(otherwise())
    if not reached:
        raise LookupError("no entry holds and there is no other value")
    return join_all(reached, opaque=opaque)


def collect(entries: Iterable[tuple[Possible, str]]) -> Possible:
    """The options of all entries that hold."""
    sure: set[str] = set()
    possible: set[str] = set()
    for test, option in entries:
        judged = truth(test)
        if judged is not False:
            (sure if judged is True else possible).add(option)
    return subset(sure, possible)


def bands(x: Possible, edges: Sequence[Band]) -> Possible:
    """What a number's band gives; of a set of numbers, what every band reached gives."""
    if type(x) is int:
        for least, most, value in edges:
            if (least is None or least <= x) and (most is None or x <= most):
                return value
        raise LookupError(f"no band holds {x}")
    if not isinstance(x, Between):
        return x
    reached = join_all(
        value
        for least, most, value in edges
        if (least is None or least <= x.most) and (most is None or x.least <= most)
    )
    return with_not_applicable(reached) if x.maybe_not_applicable else reached


def when_applicable(applies: Possible, body: Later, otherwise: Possible, *, opaque: bool = False) -> Possible:
    """`body` where `applies` holds, else `otherwise`; both while it is unknown."""
    return conditional(applies, body, lambda: otherwise, opaque=opaque)


def unless_false(applies: Possible, body: Later) -> Possible:
    """`body`, but not applicable where `applies` is false; it counts while that is unknown."""
    return NOT_APPLICABLE if truth(applies) is False else body()


def concluded(entries: Iterable[tuple[Possible, bool | str]], order: Sequence[bool | str]) -> Possible:
    """A finding: the highest option concluded.

    Those above it that an unknown condition would conclude are possible. `order` is from low to high.
    Nothing concluded: false for a boolean, not applicable for a choice.
    """
    rank = {option: place for place, option in enumerate(order)}
    sure = -1
    possible: set[bool | str] = set()
    for test, option in entries:
        judged = truth(test)
        if judged is True:
            sure = max(sure, rank[option])
        elif judged is not False:
            possible.add(option)
    members = {option for option in possible if rank[option] > sure}
    if sure >= 0:
        return one_of(members | {order[sure]})
    if False in rank:
        return verdict(can_hold=bool(members), can_fail=True)
    return one_of(members, na=True)


def require_all(body: Later, parts: Iterable[Possible], widest: Possible) -> Possible:
    """The body once all parts are known or not applicable; until then `widest`."""
    return body() if all(is_known(part) for part in parts) else widest
