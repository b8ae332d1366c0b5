"""Owns how one clock stands, from claims: the last day, the answers, the searches; and why nothing is said of it. Pure.

Whatever is not known to the day is read in the State's favour: nobody is called late on a guess (METHOD 4.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from onrecord.duties.clocks import FRESH_DAYS, Clock, Reply, Stand, State, stand
from onrecord.duties.duty import Answer, Due, DueBy, Open
from onrecord.duties.periods import Period
from onrecord.duties.told import Told, claims_of, hull, told
from onrecord.kernel import PartialDate
from onrecord.ledger import Claim, LoggedSearch

_PARTIAL: Final = "partial"
_FULL: Final = "full"


def due_of(
    named: Sequence[Claim], extended: Sequence[Claim], period: Period | None, started: Sequence[Told], *, is_asked: bool
) -> Due | None:
    """Return the last day: as the body extended it, as the letter names it, or as the period of the procedure has it.

    A period counts only where an answer is asked for by it (`is_asked`), and never one that is merely usual.
    """
    if latest := _newest(extended):
        return _due(told(latest), DueBy.EXTENDED)
    if named:
        return _due(told(named), DueBy.NAMED)
    start = hull(started)
    if period is None or period.rule is None or period.is_usual or not is_asked or start is None:
        return None
    day = period.rule.due(start)
    if day is None:
        return None
    return Due(
        day=day, by=DueBy.PERIOD, source=period.source, claims=claims_of(started), is_practice=period.is_practice
    )


def answers_of(claims: Iterable[Claim], dimension: str = "reply_extent") -> tuple[Answer, ...]:
    """Return the replies on record, the earliest first; those of one day are one reply.

    Who says nothing of its extent speaks of the same reply as who calls it partial.
    """
    days: dict[str, list[Claim]] = {}
    for claim in claims:
        if isinstance(claim.value, PartialDate):
            days.setdefault(claim.value.text(), []).append(claim)
    found = []
    for same in days.values():
        extents = {extent for one in same if (extent := one.dimension(dimension))}
        extent = _FULL if _FULL in extents else _PARTIAL if _PARTIAL in extents else None
        day = same[0].value
        assert isinstance(day, PartialDate)  # noqa: S101 - only such were put there
        found.append(Answer(on=day, extent=extent, claims=tuple(one.id for one in same)))
    return tuple(sorted(found, key=lambda one: (one.on.earliest, one.on.latest)))


def searches_of(claims: Iterable[Claim]) -> tuple[LoggedSearch, ...]:
    """Return the searches that found no reply, the newest last; before all, those that nobody could repeat.

    A search log tells where, when, for which words and by whom (METHOD 5.3); of an absence nothing less is said (R0.3).
    """
    found = [LoggedSearch.of(claim, claim.value) for claim in claims if isinstance(claim.value, PartialDate)]
    return tuple(sorted(found, key=lambda one: (one.is_repeatable, one.on.earliest)))


def stood(
    due: Due | None,
    answers: Sequence[Answer],
    searches: Sequence[LoggedSearch],
    replaced_on: PartialDate | None,
    as_of: dt.date,
) -> tuple[Stand, Open | None]:
    """Return how the clock stands on a day, and why nothing is said of it where nothing is."""
    last = due.day.latest if due is not None else None
    full = [one for one in searches if one.is_repeatable and one.on.earliest <= as_of]
    clock = Clock(
        due=last,
        replies=tuple([_reply(one, one.on.earliest) for one in answers]),
        superseded_on=replaced_on.latest if replaced_on is not None else None,
        searched_on=max([one.on.earliest for one in full], default=None),
    )
    soonest = latest = stand(clock, as_of)
    found = replace(soonest, due=due.day) if due is not None else soonest
    if not all(one.on.is_exact_day for one in answers):
        latest = stand(replace(clock, replies=tuple([_reply(one, one.on.latest) for one in answers])), as_of)
    if soonest.state is not latest.state:
        return replace(found, state=State.UNKNOWN, days=None), Open.REPLY_DAY_UNSURE
    return found, _open(found, searches, full)


def _reply(answer: Answer, day: dt.date) -> Reply:
    return Reply(on=day, is_full=answer.extent != _PARTIAL)


def _open(found: Stand, searches: Sequence[LoggedSearch], full: Sequence[LoggedSearch]) -> Open | None:
    if found.state is not State.UNKNOWN:
        return None
    if found.due is None:
        return Open.NO_DUE
    if full:
        return Open.SEARCH_OLD
    return Open.SEARCH_UNTOLD if searches else Open.NEVER_SEARCHED


def search_again_on(searches: Sequence[LoggedSearch]) -> dt.date | None:
    """Return the day on which the last search is too old to call anything overdue by it."""
    days = [one.on.earliest for one in searches if one.is_repeatable]
    return max(days) + dt.timedelta(days=FRESH_DAYS) if days else None


def _due(found: Sequence[Told], by: DueBy) -> Due | None:
    day = hull(found)
    return Due(day=day, by=by, source=None, claims=claims_of(found)) if day is not None else None


def _newest(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that give the latest day: time that was given is not taken back by an older letter."""
    days = [claim.value.latest for claim in claims if isinstance(claim.value, PartialDate)]
    last = max(days, default=None)
    return [claim for claim in claims if isinstance(claim.value, PartialDate) and claim.value.latest == last]
