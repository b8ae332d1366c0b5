"""Owns who held an item when, as its hand-overs tell (EV-03). It never guesses what was before the first receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.vault.model import CustodyEvent, CustodyEventName


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A stretch of time in one pair of hands; `until` is none to this day."""

    since: str
    until: str | None
    holder: str
    seqs: tuple[int, ...]
    is_archive: bool = False
    is_under_way: bool = False


def holds(events: Sequence[CustodyEvent]) -> tuple[Hold, ...]:
    """Return the hands an item went through, without a gap from the first event on."""
    if not events:
        return ()
    found: list[Hold] = []
    first = events[0]
    current = Hold(since=first.at, until=None, holder=first.actor, seqs=(first.seq,), is_archive=True)
    for event in events[1:]:
        following = _next(event, current)
        if following is not None:
            found.append(_ended(current, event))
            current = following
    return (*found, current)


def _next(event: CustodyEvent, current: Hold) -> Hold | None:
    to = str(event.facts.get("to_custodian") or "")
    if event.event is CustodyEventName.TRANSFERRED_OUT:
        return Hold(since=event.at, until=None, holder=to, seqs=(event.seq,), is_under_way=True)
    if event.event is CustodyEventName.TRANSFERRED_IN:
        return Hold(since=event.at, until=None, holder=to or current.holder, seqs=(event.seq,))
    return None


def _ended(hold: Hold, event: CustodyEvent) -> Hold:
    return Hold(
        since=hold.since,
        until=event.at,
        holder=hold.holder,
        seqs=(*hold.seqs, event.seq),
        is_archive=hold.is_archive,
        is_under_way=hold.is_under_way,
    )
