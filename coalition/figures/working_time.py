"""Working hours between two moments: 9am to 5pm on the working days of a nation.

Moments are local times, which whoever asks about thousands of them turns round once."""

from datetime import date, datetime, timedelta

from coalition.calendar import is_working_day

OPENS, CLOSES = 9, 17
HOURS = CLOSES - OPENS


class WorkingTime:
    """Adds up the working days once, so that each question costs the same over any distance."""

    def __init__(self, nation: str, first: date, last: date) -> None:
        self.first = first
        self.done: list[int] = []  # working days before each day
        self.works: list[bool] = []
        count, day = 0, first
        while day <= last:
            self.done.append(count)
            self.works.append(is_working_day(day, nation))
            count += self.works[-1]
            day += timedelta(days=1)

    def hours(self, begin: datetime, end: datetime) -> float:
        return max(0.0, self._clock(end) - self._clock(begin))

    def is_within(self, begin: datetime, end: datetime, days: int) -> bool:
        """By the end of the working day that comes so many working days after the first."""
        first, last = self._index(begin), self._index(end)
        between = self.done[last] + self.works[last] - self.done[first] - self.works[first]
        return between < days or (between == days and self.works[last])

    def _clock(self, moment: datetime) -> float:
        """Working hours since the first day."""
        index = self._index(moment)
        today = min(max(moment.hour + moment.minute / 60 - OPENS, 0.0), float(HOURS))
        return self.done[index] * HOURS + (today if self.works[index] else 0.0)

    def _index(self, moment: datetime) -> int:
        return (moment.date() - self.first).days
