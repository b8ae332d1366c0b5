"""Owns what may follow what in an item's custody, asked before an event is recorded. Never looks at a whole archive.

Rules EV-02, EV-03 and EV-09 of METHOD 1.3; that time never falls (EV-04) is the log's own rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from onrecord.vault.model import CustodyEvent, CustodyEventName

TRANSFERS: Final = frozenset({CustodyEventName.TRANSFERRED_OUT, CustodyEventName.TRANSFERRED_IN})
# What may be done with an item whose bytes were found changed (EV-02), until it is restored. That somebody looked at
# it, or that the same bytes came again, is recorded in any case.
WHILE_FROZEN: Final = frozenset(
    {
        CustodyEventName.RECEIVED,
        CustodyEventName.CAPTURED,
        CustodyEventName.HASHED,
        CustodyEventName.ACCESSED,
        CustodyEventName.INTEGRITY_FAILURE,
        CustodyEventName.RESTORED,
        CustodyEventName.DISPOSED,
    }
)
_COMES_AGAIN: Final = frozenset({CustodyEventName.RECEIVED, CustodyEventName.CAPTURED})
# What says that the bytes were those that were sealed.
AS_SEALED: Final = frozenset({CustodyEventName.VERIFIED_OK, CustodyEventName.RESTORED})


def gap(
    history: Sequence[CustodyEvent], event: CustodyEventName, facts: Mapping[str, Any], *, sha256: str, actor: str
) -> str | None:
    """Return what would be missing between the history and this event, or None when it joins."""
    if any(one.event is CustodyEventName.DISPOSED for one in history) and event not in _COMES_AGAIN:
        return "it was disposed of"
    if is_frozen(history) and event not in WHILE_FROZEN:
        return "its bytes were found changed, and it is frozen until it is restored"
    if event in AS_SEALED and facts.get("hash_after", sha256) != sha256:
        return f"a digest other than the sealed one is an integrity_failure, not {event.value}"
    if event is CustodyEventName.DISPOSED:
        return disposal_gap(facts, actor)
    return transfer_gap(history, event, facts) if event in TRANSFERS else None


def is_frozen(history: Sequence[CustodyEvent]) -> bool:
    """Say whether the item's bytes were found changed and have not been restored since (EV-02)."""
    turns = {CustodyEventName.INTEGRITY_FAILURE: True, CustodyEventName.RESTORED: False}
    return next((turns[one.event] for one in reversed(history) if one.event in turns), False)


def is_disposed(history: Sequence[CustodyEvent]) -> bool:
    """Say whether the item was disposed of."""
    return any(one.event is CustodyEventName.DISPOSED for one in history)


def disposal_gap(facts: Mapping[str, Any], actor: str) -> str | None:
    """EV-09: two people and a reason; the second is the authority."""
    if not str(facts.get("justification") or "").strip():
        return "disposed needs justification"
    authority = str(facts.get("authority") or "")
    if not authority.strip() or same_person(authority, actor):
        return "disposed needs authority, a second person"
    return None


def same_person(one: str, other: str) -> bool:
    """Say whether two names are written for one person: case, spaces and the form of letters tell nobody apart."""
    return _folded(one) == _folded(other)


def transfer_gap(history: Sequence[CustodyEvent], event: CustodyEventName, facts: Mapping[str, Any]) -> str | None:
    """EV-03: hand-overs come in pairs, and each begins where the one before ended."""
    transfers = [one for one in history if one.event in TRANSFERS]
    last = transfers[-1] if transfers else None
    holder = next((one.facts["to_custodian"] for one in reversed(transfers) if "to_custodian" in one.facts), None)
    is_under_way = last is not None and last.event is CustodyEventName.TRANSFERRED_OUT
    if event is CustodyEventName.TRANSFERRED_IN:
        if not is_under_way:
            return "transferred_in without a transferred_out before it"
        return None if facts.get("to_custodian", holder) == holder else f"it was handed to {holder}"
    if is_under_way:
        return f"it is on its way to {holder}; transferred_in comes first"
    if not facts.get("to_custodian"):
        return "transferred_out needs to_custodian"
    if holder is not None and facts.get("from_custodian", holder) != holder:
        return f"{holder} has it"
    return None


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
