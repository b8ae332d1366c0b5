"""B7: nine thousand objects over simulated months: each is read within 90 days, days are alike, breaks are made good."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.vault.rota import AFTER_ALL, LIMIT_DAYS, Plan, Stretch, plan

_BEGAN = dt.datetime(2031, 1, 1, 3, tzinfo=dt.UTC)
_FIFTH = 0.2


def _names(count: int, start: int = 0) -> list[str]:
    return [hashlib.sha256(b"%d" % number).hexdigest() for number in range(start, start + count)]


@dataclass
class Months:
    """An archive whose share is read every day, and what is known afterwards."""

    read_on: dict[str, int] = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)
    loads: list[int] = field(default_factory=list)
    oldest: int = 0  # the longest that any object lay unread, in days

    def come(self, names: Collection[str], day: int) -> None:
        """Seal objects on a day."""
        self.read_on |= dict.fromkeys(names, day)

    def planned(self, day: int) -> Plan:
        """Return what is due on a day."""
        return plan(sorted(self.read_on), self.stretches, since=_BEGAN, now=_BEGAN + dt.timedelta(days=day))

    def run(self, day: int, *, killed_after: int | None = None) -> None:
        """Read the day's share piece by piece; a killed process leaves the pieces it had recorded."""
        due = self.planned(day)
        load = 0
        for number, (after, upto, names) in enumerate(due.stretches(40)):
            if number == killed_after:
                break
            load += len(names)
            at = _BEGAN + dt.timedelta(days=day)
            self.stretches.append(Stretch(at=at, after=after, upto=upto, read=len(names), wanted=len(due.names)))
            self.read_on |= dict.fromkeys(names, day)
        self.loads.append(load)
        self.oldest = max([self.oldest, *(day - last for last in self.read_on.values())])


def test_each_of_nine_thousand_is_read_within_ninety_days_and_days_are_alike() -> None:
    """B7, P3: over two hundred days none lies unread for longer, and no day's load is a fifth off the mean."""
    months = Months()
    months.come(_names(9_000), 0)
    for day in range(200):
        months.run(day)
    assert months.oldest <= LIMIT_DAYS
    mean = sum(months.loads) / len(months.loads)
    assert all(abs(load - mean) <= _FIFTH * mean for load in months.loads)


def test_days_stay_alike_while_the_archive_grows() -> None:
    """Fifty new objects a day: each day is near the one before, and none lies unread for too long."""
    months = Months()
    months.come(_names(9_000), 0)
    for day in range(150):
        months.come(_names(50, 9_000 + 50 * day), day)
        months.run(day)
    assert months.oldest <= LIMIT_DAYS
    assert all(
        abs(after - before) <= _FIFTH * before for before, after in zip(months.loads, months.loads[1:], strict=False)
    )


@pytest.mark.parametrize("missed", [1, 12, *(pytest.param(one, marks=pytest.mark.soak) for one in (4, 9))])
def test_missed_days_are_made_good_within_bounds(missed: int) -> None:
    """As many shares on one day as days were missed, a week's at most while the limit is far; no promise is broken."""
    months = Months()
    months.come(_names(9_000), 0)
    for day in range(150):
        if day not in range(50, 50 + missed):
            months.run(day)
    share = months.planned(150).share
    assert max(months.loads) <= max(7, missed) * share
    assert months.oldest <= LIMIT_DAYS


def test_after_months_without_a_run_everything_is_due_at_once() -> None:
    """What lies beyond the limit is read whatever it costs; afterwards days are alike again."""
    months = Months()
    months.come(_names(900), 0)
    for day in [*range(50), *range(200, 320)]:
        months.run(day)
    assert months.loads[50] == 900
    assert months.planned(200).overdue == 0
    assert set(months.loads[51:]) == {11}


def test_a_killed_run_goes_on_where_it_was() -> None:
    """On the same day behind what was recorded; on the next with what was left."""
    months = Months()
    months.come(_names(9_000), 0)
    months.run(0)
    months.run(1, killed_after=1)
    assert months.loads[-1] == 40
    months.run(1)
    assert months.loads[-1] == 106 - 40
    assert months.planned(1).names == ()
    months.run(2, killed_after=2)
    months.run(3)
    assert months.loads[-1] == 106 + (106 - 80)
    for day in range(4, 120):
        months.run(day)
    assert months.oldest <= LIMIT_DAYS


def test_a_second_run_on_the_same_day_has_nothing_to_do() -> None:
    """Whoever calls it every hour reads no more for it."""
    months = Months()
    months.come(_names(500), 0)
    months.run(0)
    months.run(0)
    assert months.loads == [6, 0]


def test_a_reading_of_everything_counts_and_moves_no_place() -> None:
    """A full check makes all of it young; the round goes on where it was."""
    months = Months()
    months.come(_names(900), 0)
    for day in range(10):
        months.run(day)
    before = months.planned(10)
    at = _BEGAN + dt.timedelta(days=10)
    everything = Stretch(at=at, after="", upto=AFTER_ALL, read=900, wanted=900, is_round=False)
    months.stretches.append(everything)
    after = months.planned(10)
    assert (after.names, after.cursor) == (before.names, before.cursor)
    assert (before.oldest_at, after.oldest_at) == (_BEGAN, at)
    months.stretches = [everything]
    assert months.planned(10 + LIMIT_DAYS - 2).overdue == 0
    assert months.planned(10 + LIMIT_DAYS).overdue == 900


def test_an_empty_archive_and_one_with_a_single_object() -> None:
    """Nothing is due in the one; the other is read every day, which is soon done."""
    empty = Months()
    assert empty.planned(0).names == ()
    one = Months()
    one.come(_names(1), 0)
    for day in range(5):
        one.run(day)
    assert one.loads == [1] * 5


def test_no_whole_name_of_an_object_is_on_record() -> None:
    """A name may be the digest of a file that is erased one day: only as many digits stay as keep neighbours apart."""
    months = Months()
    months.come(_names(5_000), 0)
    for day in range(90):
        months.run(day)
    assert max(len(one.upto) for one in months.stretches) <= 12


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 400),
    st.lists(st.sampled_from(["run", "run", "run", "killed", "missed", "more"]), min_size=1, max_size=60),
)
def test_whatever_happens_every_place_is_read_in_a_round(count: int, days: list[str]) -> None:
    """Stretches leave no gap: with runs on all days that follow, nothing grows older than the limit allows."""
    months = Months()
    months.come(_names(count), 0)
    for day, happens in enumerate(days):
        if happens == "more":
            months.come(_names(7, count + 7 * day), day)
        if happens != "missed":
            months.run(day, killed_after=1 if happens == "killed" else None)
    months.oldest = 0
    for day in range(len(days), len(days) + 2 * LIMIT_DAYS):
        months.run(day)
    assert all(2 * LIMIT_DAYS + len(days) - last <= LIMIT_DAYS + 1 for last in months.read_on.values())
