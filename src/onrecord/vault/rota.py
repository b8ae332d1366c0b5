"""Owns the rota of fixity: which stored objects are due to be read today, so that each is read within 90 days.

Names are gone through in their order, a share a day, round and round. What was read is known by stretches between two
names, each with its day: a stretch covers every object that lies in it, also one that came later, which only means that
it is read earlier than it had to be. So two names and a day stand for a day's work, however many objects there are.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LIMIT_DAYS: Final = 90  # RELIABILITY P3
ROUND_DAYS: Final = 85  # a round takes this long, so that a few missed days break nothing
MOST_DAYS_AT_ONCE: Final = 7  # what missed days left is made up for at most so fast, unless the limit is near
_NEXT_RUN: Final = dt.timedelta(days=1)
BEFORE_ALL: Final = ""
AFTER_ALL: Final = "~"  # behind every name: they are hexadecimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What was read at one time: every object whose name lies behind `after`, up to and with `upto`."""

    at: dt.datetime
    after: str
    upto: str
    read: int
    wanted: int  # how many were due that day, so that a day that was cut short is known
    seq: int = 0
    is_round: bool = True  # whether the next day goes on behind it; a reading of everything does not move the place


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is due: names in the order to read them, each day's share, and how many are near or beyond the limit."""

    names: tuple[str, ...]
    all_names: Sequence[str]
    cursor: str
    share: int
    overdue: int
    oldest_at: dt.datetime | None

    def stretches(self, most: int) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return the work in pieces (after, upto, names): each begins where the last ended: nothing is left out."""
        pieces: list[tuple[str, str, tuple[str, ...]]] = []
        after, rest = self.cursor, list(self.names)
        while rest:
            piece = rest[:most]
            turn = next((place for place, name in enumerate(piece) if name <= after), len(piece))
            if turn == 0:  # round again, from the first name
                if after != AFTER_ALL:
                    pieces.append((after, AFTER_ALL, ()))
                after = BEFORE_ALL
                continue
            piece, rest = piece[:turn], rest[turn:]
            upto = self._boundary(piece[-1])
            pieces.append((after, upto, tuple(piece)))
            after = upto
        return pieces

    def _boundary(self, name: str) -> str:
        """Return a text between this name and the next, as short as can be.

        A name may be the digest of a file: the log is to tell of no file that is erased one day, so it holds no whole
        name, only as many digits as keep two neighbours apart.
        """
        place = bisect_right(self.all_names, name)
        if place == len(self.all_names):
            return AFTER_ALL
        following = self.all_names[place]
        same = next((at for at in range(len(name)) if name[at] != following[at]), None)
        return name if same is None else name[: same + 1] + AFTER_ALL


def plan(names: Sequence[str], stretches: Sequence[Stretch], *, since: dt.datetime, now: dt.datetime) -> Plan:
    """Return what is due now among these names, which are in order; `since` is when the first of them came.

    A day's share, what missed and broken days left of theirs, and in any case whatever would be beyond the limit by
    tomorrow.
    """
    rounds = [one for one in stretches if one.is_round]
    cursor = rounds[-1].upto if rounds else BEFORE_ALL
    start = bisect_right(names, cursor)
    ordered = [*names[start:], *names[:start]]
    share = -(-len(names) // ROUND_DAYS)
    ages = _read_at(names, stretches, since)
    last_days = [*ages[start:], *ages[:start]]
    limit = now + _NEXT_RUN - dt.timedelta(days=LIMIT_DAYS)
    late = [place for place, at in enumerate(last_days) if at < limit]
    wanted = max(_share_now(rounds, share, now), late[-1] + 1 if late else 0)
    return Plan(
        names=tuple(ordered[:wanted]),
        all_names=names,
        cursor=cursor,
        share=share,
        overdue=len(late),
        oldest_at=min(last_days, default=None),
    )


def _share_now(rounds: Sequence[Stretch], share: int, now: dt.datetime) -> int:
    """Return how many are due by the day: today's rest, or the shares of the days since, within bounds."""
    if not rounds:
        return share
    last_day = rounds[-1].at.date()
    that_day = [one for one in rounds if one.at.date() == last_day]
    left = max(0, that_day[-1].wanted - sum(one.read for one in that_day))
    days = (now.date() - last_day).days
    if days <= 0:
        return left
    return min(share * days + left, share * MOST_DAYS_AT_ONCE)


def _read_at(names: Sequence[str], stretches: Sequence[Stretch], since: dt.datetime) -> list[dt.datetime]:
    """Return when each name was read last, as far as the stretches tell; `since` where none does."""
    found: list[dt.datetime | None] = [None] * len(names)
    left = len(names)
    for one in reversed(stretches):
        if not left:
            break
        for place in range(bisect_right(names, one.after), bisect_right(names, one.upto)):
            if found[place] is None:
                found[place] = max(one.at, since)
                left -= 1
    return [at or since for at in found]
