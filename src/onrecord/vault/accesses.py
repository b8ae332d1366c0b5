"""Owns the view of who had items in hand: each access, a digest by day, the alarm. Never hands out a byte.

RELIABILITY section 3: every restricted read is logged, a second person gets a digest of each day, and more than 50
restricted items within an hour is told.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import select

from onrecord.kernel import Visibility, parse_instant
from onrecord.store import Desk
from onrecord.vault.model import CustodyEvent, CustodyEventName
from onrecord.vault.queries import event_of
from onrecord.vault.rules import Finding, Severity
from onrecord.vault.tables import CUSTODY, ITEMS

MOST_AN_HOUR: Final = 50
_HOUR: Final = dt.timedelta(hours=1)
# What puts an item's bytes, or what was made of them, into somebody's hands.
HANDED_OUT: Final = frozenset(
    {
        CustodyEventName.ACCESSED,
        CustodyEventName.WORKING_COPY_MADE,
        CustodyEventName.TRANSCODED,
        CustodyEventName.OCR,
        CustodyEventName.REDACTED_COPY_MADE,
        CustodyEventName.EXPORTED,
        CustodyEventName.TRANSFERRED_OUT,
    }
)
# The fact of an event in which the program read an item for itself, and no person saw a byte of it.
BY_PROGRAM: Final = "by_program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One time that somebody had an item in hand."""

    event: CustodyEvent
    visibility: Visibility

    @property
    def is_restricted(self) -> bool:
        """Whether a person had a restricted item."""
        return self.visibility is Visibility.RESTRICTED and not self.event.facts.get(BY_PROGRAM)

    def to_row(self) -> dict[str, Any]:
        """Return the access as one row."""
        return {"item": self.event.item, "visibility": self.visibility.value, **self.event.to_row()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accesses:
    """Who had which items, since when."""

    accesses: tuple[Access, ...]
    alarms: tuple[Finding, ...]

    def days(self) -> list[dict[str, Any]]:
        """Return one row for each day and actor: how many events, items, restricted items."""
        rows = []
        ordered = sorted(self.accesses, key=lambda one: (one.event.at[:10], one.event.actor, one.event.seq))
        for (day, actor), group in groupby(ordered, key=lambda one: (one.event.at[:10], one.event.actor)):
            members = list(group)
            rows.append(
                {
                    "day": day,
                    "actor": actor,
                    "events": len(members),
                    "items": len({one.event.item for one in members}),
                    "restricted_items": len({one.event.item for one in members if one.is_restricted}),
                }
            )
        return rows


def accesses(desk: Desk, *, since: str | None = None) -> Accesses:
    """Return each time that somebody had an item in hand, of the items that the actor may see, since this day.

    The alarms are among them: an hour in which one actor had more restricted items than is usual.
    """
    wanted = (
        select(CUSTODY, ITEMS.c.visibility)
        .join(ITEMS, ITEMS.c.item == CUSTODY.c.item)
        .where(CUSTODY.c.event.in_(sorted(HANDED_OUT)))
        .where(ITEMS.c.visibility.in_([one.value for one in desk.sees]))
        .where(CUSTODY.c.at >= (since or ""))
        .order_by(CUSTODY.c.seq)
    )
    with desk.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    found = tuple(Access(event=event_of(row), visibility=Visibility(row["visibility"])) for row in rows)
    return Accesses(accesses=found, alarms=tuple(alarms(found)))


def alarms(found: Iterable[Access]) -> Iterator[Finding]:
    """Yield for each actor, and each stretch of time, that more restricted items were handed out than is usual."""
    by_actor: dict[str, list[CustodyEvent]] = {}
    for one in found:
        if one.is_restricted:
            by_actor.setdefault(one.event.actor, []).append(one.event)
    for _, events in sorted(by_actor.items()):
        yield from _alarms_of(events)


def _alarms_of(events: Sequence[CustodyEvent]) -> Iterator[Finding]:
    """Yield the peaks: a window moves over the events, and is told once until it has emptied."""
    within: Counter[str] = Counter()
    start, most, last = 0, 0, None
    for event in events:
        within[event.item] += 1
        while parse_instant(event.at) - parse_instant(events[start].at) >= _HOUR:
            _take_one(within, events[start].item)
            start += 1
        if len(within) > MOST_AN_HOUR:
            most, last = max(most, len(within)), event
        elif last is not None:
            yield _alarm(most, last)
            most, last = 0, None
    if last is not None:
        yield _alarm(most, last)


def _take_one(within: Counter[str], item: str) -> None:
    within[item] -= 1
    if not within[item]:
        del within[item]


def _alarm(count: int, last: CustodyEvent) -> Finding:
    return Finding(
        code="vault.many-accesses",
        rule="ACCESS",
        severity=Severity.WARNING,
        seq=last.seq,
        actor=last.actor,
        expected=MOST_AN_HOUR,
        found=count,
    )
