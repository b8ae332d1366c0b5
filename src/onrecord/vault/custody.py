"""Owns what happens to an item after sealing: hand-overs, copies, checks. Rules EV-02 to EV-04 of METHOD 1.3."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.kernel import ItemId, Role
from onrecord.store import Desk
from onrecord.vault.entries import custody_recorded
from onrecord.vault.errors import CustodyBroken, UnknownEvent
from onrecord.vault.model import CustodyEvent, CustodyEventName
from onrecord.vault.queries import custody_of, find_item

_BY_SEALING = frozenset({CustodyEventName.RECEIVED, CustodyEventName.SEALED})


def record_custody(desk: Desk, reference: str, event: str, **facts: str) -> CustodyEvent:
    """Record what happened to an item, in the order it happened, and return the event as it stands on the log.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchItem: there is none, or none that the actor may see.
        UnknownEvent: METHOD 1.3 has no such event, or only sealing may record it.
        CustodyBroken: a hand-over that does not join the one before (EV-03), or a check with another digest (EV-02).
    """
    desk.require(Role.ANALYST)
    name = _event(event)
    with desk.writing() as transaction:
        item = find_item(transaction.connection, desk, reference)
        problem = gap(custody_of(transaction.connection, item.id), name, facts, sha256=item.sha256)
        if problem is not None:
            raise CustodyBroken(item=item.id, problem=problem)
        transaction.append([custody_recorded(item.id, name.value, facts)])
        return custody_of(transaction.connection, ItemId(item.id))[-1]


def gap(history: Sequence[CustodyEvent], event: CustodyEventName, facts: dict[str, str], *, sha256: str) -> str | None:
    """Return what would be missing between the history and this event, or None when it joins."""
    if event is CustodyEventName.VERIFIED_OK and facts.get("hash_after", sha256) != sha256:
        return "a check with another digest is an integrity_failure, not verified_ok"
    if event is CustodyEventName.TRANSFERRED_OUT and not facts.get("to_custodian"):
        return "transferred_out needs to_custodian"
    if event is not CustodyEventName.TRANSFERRED_IN:
        return None
    transfers = [one for one in history if one.event.value.startswith("transferred_")]
    if not transfers or transfers[-1].event is not CustodyEventName.TRANSFERRED_OUT:
        return "transferred_in without a transferred_out before it"
    if facts.get("to_custodian", transfers[-1].facts["to_custodian"]) != transfers[-1].facts["to_custodian"]:
        return f"it was handed to {transfers[-1].facts['to_custodian']}"
    return None


def _event(text: str) -> CustodyEventName:
    known = [one.value for one in CustodyEventName if one not in _BY_SEALING]
    if text not in known:
        raise UnknownEvent(event=text, known=", ".join(known))
    return CustodyEventName(text)
