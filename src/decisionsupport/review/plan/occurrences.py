"""When a recurring thing falls due: `every 2 hours, for 20 hours`, one stretch after the other.

Hours and minutes count on the instant, days to years on the wall calendar of the zone (see `values.time`).
Each occurrence is counted from the beginning of its stretch and never from the one before, so that what
recurs on the 31st is not moved to the 28th for good by one February.

Law: occurrences rise; the first is the beginning; a stretch with an end has none at or after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from decisionsupport.outcome.care import Repeat
from decisionsupport.outcome.values import in_zone
from decisionsupport.values.duration import Duration, parse_duration
from decisionsupport.values.time import TimeOutOfRange, add_duration


@dataclass(frozen=True, slots=True)
class Stretch:
    """Occurrences `every` so often from `start`, before `end` (None: without end)."""

    start: datetime
    every: Duration
    end: datetime | None
    zone: tzinfo

    def occurrence(self, number: int) -> datetime | None:
        """The occurrence of this number, from 0; None where the stretch has ended."""
        step = Duration(self.every.amount * number, self.every.unit)
        try:
            at = add_duration(self.start, step, self.zone)
        except TimeOutOfRange:
            return None
        return at if self.end is None or at < self.end else None

    def first(self, holds: Callable[[datetime], bool]) -> int | None:
        """The number of the first occurrence for which it holds, when it holds for all that follow."""
        low, high = 0, 1
        while self._before(high - 1, holds):
            low, high = high, high * 2
        while low < high:
            middle = (low + high) // 2
            if self._before(middle, holds):
                low = middle + 1
            else:
                high = middle
        return None if self.occurrence(low) is None else low

    def _before(self, number: int, holds: Callable[[datetime], bool]) -> bool:
        at = self.occurrence(number)
        return at is not None and not holds(at)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The stretches of a recurring thing, one after the other."""

    stretches: tuple[Stretch, ...]
    zone: tzinfo

    def first_from(self, instant: datetime) -> datetime | None:
        """The first occurrence at or after an instant."""
        return next(self.since(instant), None)

    def first_after(self, instant: datetime) -> datetime | None:
        """The first occurrence after an instant."""
        return self.first_from(instant + timedelta(microseconds=1))

    def last_until(self, instant: datetime) -> datetime | None:
        """The last occurrence at or before an instant."""
        found = None
        for stretch in self.stretches:
            if stretch.start > instant:
                break
            number = stretch.first(lambda at: at > instant)
            last = stretch.occurrence(number - 1) if number else self._last_of(stretch)
            found = last or found
        return None if found is None else in_zone(found, self.zone)

    def since(self, instant: datetime) -> Iterator[datetime]:
        """The occurrences at or after an instant, as they come."""
        for stretch in self.stretches:
            number = stretch.first(lambda at: at >= instant)
            while number is not None:
                at = stretch.occurrence(number)
                if at is None:
                    break
                yield in_zone(at, self.zone)
                number += 1

    def _last_of(self, stretch: Stretch) -> datetime | None:
        """The last occurrence of a stretch that has ended."""
        if stretch.end is None:
            return None
        low, high = 0, 1
        while stretch.occurrence(high) is not None:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if stretch.occurrence(middle) is not None else (low, middle)
        return stretch.occurrence(low)


def schedule_of(start: datetime, repeat: Sequence[Repeat], zone: tzinfo) -> Schedule:
    """The schedule that begins at `start`; a stretch without end is the last that counts."""
    stretches: list[Stretch] = []
    start = start.astimezone(UTC)
    for each in repeat:
        every = parse_duration(each.every)
        if every is None or every.amount <= 0:
            continue
        length = None if each.for_ is None else parse_duration(each.for_)
        end = None if length is None else add_duration(start, length, zone)
        stretches.append(Stretch(start, every, end, zone))
        if end is None:
            break
        start = end
    return Schedule(tuple(stretches), zone)
