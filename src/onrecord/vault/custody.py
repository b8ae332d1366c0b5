"""Owns what happens to an item after sealing: hand-overs, copies, checks, and what may be said of each.

What may follow what is `joining`; what a whole archive must keep is `rules`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from onrecord.kernel import ItemId, Role, is_sha256_hex
from onrecord.store import Desk, Draft, Transaction
from onrecord.vault.entries import custody_recorded, item_exported
from onrecord.vault.errors import CustodyBroken, UnknownEvent, UnknownFact
from onrecord.vault.joining import gap, is_disposed, same_person
from onrecord.vault.model import FACT_COLUMNS, ActorRole, CustodyEvent, CustodyEventName, Item, Process
from onrecord.vault.naming import recorded_name
from onrecord.vault.queries import custody_of, find_item
from onrecord.vault.tables import CUSTODY

_BY_SEALING: Final = frozenset({CustodyEventName.RECEIVED, CustodyEventName.SEALED})
# The fields of METHOD 1.3 that a person may give. Which item, who and when, the log says: no fact may say otherwise.
FACTS: Final = frozenset(FACT_COLUMNS) | {"clock_offset", "note", "process"}
_APPROVERS: Final = 2  # EV-09
_FORMS: Final = {
    "hash_before": "64 hex digits (SHA-256)",
    "hash_after": "64 hex digits (SHA-256)",
    "actor_role": ", ".join(ActorRole),
    "process": ", ".join(Process),
    "tz": "UTC, +06:00 or Asia/Almaty",
    "clock_offset": "seconds that the clock was ahead of an outside one: -2 or 0.4",
}
_ZONE: Final = re.compile(r"UTC|[+-]\d\d:\d\d|[A-Z][A-Za-z_+-]*(?:/[A-Z][A-Za-z_+-]*)+")
_SECONDS: Final = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """What came of a disposal: whether the bytes are gone, and what else rests on them where they are not."""

    item: Item
    is_gone: bool
    needed_by: tuple[str, ...]


def record_custody(desk: Desk, reference: str, event: str, /, **facts: str) -> CustodyEvent:
    """Record what happened to an item, in the order it happened, and return the event as it stands on the log.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchItem: there is none, or none that the actor may see.
        UnknownEvent: METHOD 1.3 has no such event, or only sealing may record it.
        UnknownFact: METHOD 1.3 has no such field, or the log itself says it, or its value has no form that it takes.
        CustodyBroken: the event does not join the ones before (EV-02, EV-03, EV-09).
    """
    desk.require(Role.ANALYST)
    name = _event(event)
    told = _facts(facts)
    with desk.writing() as transaction:
        item = find_item(transaction.connection, desk, reference)
        return recorded(transaction, item, name, told)


def record_export(
    desk: Desk,
    items: Mapping[ItemId, str],
    *,
    edition: str,
    log_size: int,
    tool: str,
    to: str | None = None,
    purpose: str | None = None,
) -> None:
    """Record that these items, by id and digest, left in an export of the log up to `log_size`: for whom, and why.

    Raises:
        NotAllowed: the actor may only read.
        CustodyBroken: one of them is frozen or was disposed of.
    """
    desk.require(Role.ANALYST)
    said = {"to_custodian": to, "purpose": purpose, "edition": edition, "log_size": log_size, "tool": tool}
    facts = {name: value for name, value in said.items() if value is not None}
    with desk.writing() as transaction:
        for item in _doubtful(transaction.connection, items):
            history = custody_of(transaction.connection, item)
            problem = gap(history, CustodyEventName.EXPORTED, facts, sha256=items[item], actor=desk.actor.name)
            if problem is not None:
                raise CustodyBroken(item=item, problem=problem)
        if items:
            transaction.append([item_exported(item, sha256, facts) for item, sha256 in items.items()])


def dispose(desk: Desk, reference: str, *, reason: str, approved_by: Sequence[str]) -> Disposal:
    """Record that two people decided to dispose of an item, then destroy its bytes; digest and log stay (EV-09).

    Bytes that something else rests on stay as well, and that is told. What was recorded before and not finished is
    finished. Erasure of personal data goes further: texts, claims and payloads are not touched here.

    Raises:
        NotAllowed: only a keeper may.
        NoSuchItem: there is none, or none that the actor may see.
        CustodyBroken: there are not two people and a reason.
    """
    desk.require(Role.KEEPER)
    others = [one for one in approved_by if not same_person(one, desk.actor.name)]
    facts = {
        "justification": recorded_name(reason),
        "authority": recorded_name("; ".join(others)),
        "approved_by": recorded_name("; ".join(approved_by)),
    }
    with desk.writing() as transaction:
        item = find_item(transaction.connection, desk, reference)
        history = custody_of(transaction.connection, item.id)
        if not is_disposed(history):
            if len({one.casefold().strip() for one in approved_by} - {""}) < _APPROVERS:
                raise CustodyBroken(item=item.id, problem="disposed needs two people")
            recorded(transaction, item, CustodyEventName.DISPOSED, {**facts, "hash_before": item.sha256})
    with desk.writing() as transaction:  # alone, so that nobody records the same bytes while they go
        needed = [owner for one in desk.shadows for sha256, owner in one.objects(transaction.connection)
                  if sha256 == item.sha256 and owner != item.id]  # fmt: skip
        is_gone = not needed and desk.blobs.remove(item.sha256)
    return Disposal(item=item, is_gone=is_gone or not desk.blobs.has(item.sha256), needed_by=tuple(sorted(needed)))


def recorded(transaction: Transaction, item: Item, event: CustodyEventName, facts: Mapping[str, Any]) -> CustodyEvent:
    """Record an event inside the caller's transaction and return it as it stands on the log.

    Raises:
        CustodyBroken: it does not join the ones before.
    """
    (entry,) = transaction.append([joined(transaction, item, event, facts)])
    return next(one for one in custody_of(transaction.connection, item.id) if one.seq == entry.seq)


def joined(transaction: Transaction, item: Item, event: CustodyEventName, facts: Mapping[str, Any]) -> Draft:
    """Return the entry for an event that joins the ones before.

    Raises:
        CustodyBroken: it does not.
    """
    history = custody_of(transaction.connection, item.id)
    problem = gap(history, event, facts, sha256=item.sha256, actor=transaction.desk.actor.name)
    if problem is not None:
        raise CustodyBroken(item=item.id, problem=problem)
    return custody_recorded(item.id, event.value, facts)


def _doubtful(connection: Connection, items: Mapping[ItemId, str]) -> list[ItemId]:
    """Return which of these items were ever found changed or disposed of: only their history can forbid anything."""
    turns = (CustodyEventName.INTEGRITY_FAILURE.value, CustodyEventName.DISPOSED.value)
    rows = connection.execute(select(CUSTODY.c.item).where(CUSTODY.c.event.in_(turns)).distinct()).scalars()
    return [ItemId(one) for one in rows if one in items]


def _event(text: str) -> CustodyEventName:
    known = [one.value for one in CustodyEventName if one not in _BY_SEALING]
    if text not in known:
        raise UnknownEvent(event=text, known=", ".join(known))
    return CustodyEventName(text)


def _facts(facts: Mapping[str, str]) -> dict[str, str]:
    for name, value in facts.items():
        if name not in FACTS:
            raise UnknownFact(fact=name, known=", ".join(sorted(FACTS)))
        if not _has_its_form(name, value):
            raise UnknownFact(fact=f"{name}={recorded_name(value)}", known=f"{name}: {_FORMS[name]}")
    return {name: recorded_name(value) for name, value in facts.items()}


def _has_its_form(name: str, value: str) -> bool:
    match name:
        case "hash_before" | "hash_after":
            return is_sha256_hex(value)
        case "actor_role":
            return value in set(ActorRole)
        case "process":
            return value in set(Process)
        case "tz":
            return bool(_ZONE.fullmatch(value))
        case "clock_offset":
            return bool(_SECONDS.fullmatch(value))
    return True
