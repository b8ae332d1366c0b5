"""Owns what happens to an item after sealing: hand-overs, copies, checks. Rules EV-02 to EV-09 of METHOD 1.3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from onrecord.kernel import Role, is_sha256_hex
from onrecord.store import Desk
from onrecord.vault.entries import custody_recorded
from onrecord.vault.errors import CustodyBroken, UnknownEvent, UnknownFact
from onrecord.vault.model import CustodyEvent, CustodyEventName
from onrecord.vault.naming import recorded_name
from onrecord.vault.queries import custody_of, find_item

_BY_SEALING: Final = frozenset({CustodyEventName.RECEIVED, CustodyEventName.SEALED})
_TRANSFERS: Final = frozenset({CustodyEventName.TRANSFERRED_OUT, CustodyEventName.TRANSFERRED_IN})
# What may be done with an item whose bytes were found changed (EV-02), until it is restored.
_WHILE_FROZEN: Final = frozenset(
    {
        CustodyEventName.HASHED,
        CustodyEventName.INTEGRITY_FAILURE,
        CustodyEventName.RESTORED,
        CustodyEventName.DISPOSED,
    }
)
_DIGESTS: Final = frozenset({"hash_before", "hash_after"})
# The fields of METHOD 1.3 that a person may give. Which item, who and when, the log says: no fact may say otherwise.
FACTS: Final = _DIGESTS | {
    "actor_role",
    "authority",
    "from_custodian",
    "justification",
    "note",
    "place",
    "purpose",
    "to_custodian",
    "tool",
    "tool_version",
    "tz",
    "unavoidable_change",
}


def record_custody(desk: Desk, reference: str, event: str, /, **facts: str) -> CustodyEvent:
    """Record what happened to an item, in the order it happened, and return the event as it stands on the log.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchItem: there is none, or none that the actor may see.
        UnknownEvent: METHOD 1.3 has no such event, or only sealing may record it.
        UnknownFact: METHOD 1.3 has no such field, or the log itself says it.
        CustodyBroken: the event does not join the ones before (EV-02, EV-03, EV-09).
    """
    desk.require(Role.ANALYST)
    name = _event(event)
    told = _facts(facts)
    with desk.writing() as transaction:
        item = find_item(transaction.connection, desk, reference)
        history = custody_of(transaction.connection, item.id)
        problem = gap(history, name, told, sha256=item.sha256, actor=desk.actor.name)
        if problem is not None:
            raise CustodyBroken(item=item.id, problem=problem)
        (entry,) = transaction.append([custody_recorded(item.id, name.value, told)])
        return next(one for one in custody_of(transaction.connection, item.id) if one.seq == entry.seq)


def gap(
    history: Sequence[CustodyEvent], event: CustodyEventName, facts: Mapping[str, str], *, sha256: str, actor: str
) -> str | None:
    """Return what would be missing between the history and this event, or None when it joins.

    That time never falls (EV-04) is the log's own rule.
    """
    if _is_frozen(history) and event not in _WHILE_FROZEN:
        return "its bytes were found changed, and it is frozen until it is restored"
    if event in {CustodyEventName.VERIFIED_OK, CustodyEventName.RESTORED} and facts.get("hash_after", sha256) != sha256:
        return f"a digest other than the sealed one is an integrity_failure, not {event.value}"
    if event is CustodyEventName.DISPOSED:
        return _disposal_gap(facts, actor)
    return _transfer_gap(history, event, facts) if event in _TRANSFERS else None


def _is_frozen(history: Sequence[CustodyEvent]) -> bool:
    turns = {CustodyEventName.INTEGRITY_FAILURE: True, CustodyEventName.RESTORED: False}
    return next((turns[one.event] for one in reversed(history) if one.event in turns), False)


def _disposal_gap(facts: Mapping[str, str], actor: str) -> str | None:
    """EV-09: two people and a reason; the second is the authority."""
    if not facts.get("justification"):
        return "disposed needs justification"
    if facts.get("authority", actor) == actor:
        return "disposed needs authority, a second person"
    return None


def _transfer_gap(history: Sequence[CustodyEvent], event: CustodyEventName, facts: Mapping[str, str]) -> str | None:
    """EV-03: hand-overs come in pairs, and each begins where the one before ended."""
    transfers = [one for one in history if one.event in _TRANSFERS]
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


def _event(text: str) -> CustodyEventName:
    known = [one.value for one in CustodyEventName if one not in _BY_SEALING]
    if text not in known:
        raise UnknownEvent(event=text, known=", ".join(known))
    return CustodyEventName(text)


def _facts(facts: Mapping[str, str]) -> dict[str, str]:
    for name, value in facts.items():
        if name not in FACTS:
            raise UnknownFact(fact=name, known=", ".join(sorted(FACTS)))
        if name in _DIGESTS and not is_sha256_hex(value):
            raise UnknownFact(fact=f"{name}={recorded_name(value)}", known=f"{name}: 64 hex digits (SHA-256)")
    return {name: recorded_name(value) for name, value in facts.items()}
