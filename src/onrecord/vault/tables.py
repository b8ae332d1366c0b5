"""Owns the vault's tables: items and their custody, folded from the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Select, Table, Text, insert, select, update

from onrecord.kernel import canonical_bytes
from onrecord.store import Entry, Shadow
from onrecord.vault.entries import CUSTODY_KINDS, CUSTODY_RECORDED, ITEM_EXPORTED, SEALINGS, VISIBILITY_CHANGED
from onrecord.vault.model import CustodyEventName

_METADATA: Final = MetaData()
ITEMS: Final = Table(
    "items",
    _METADATA,
    Column("item", Text, primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("sha512", Text),  # none for what was sealed before there was a second digest
    Column("size", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False, index=True),
    Column("visibility", Text, nullable=False),
    Column("sealed_at", Text, nullable=False),
)
CUSTODY: Final = Table(
    "custody",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("item", Text, nullable=False, index=True),
    Column("event", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("facts", Text, nullable=False),
)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables."""
    items = [item_row(entry) for entry in entries if entry.kind in SEALINGS]
    events = [row for entry in entries if entry.kind in CUSTODY_KINDS for row in event_rows(entry)]
    if items:
        connection.execute(insert(ITEMS), items)
    if events:
        connection.execute(insert(CUSTODY), events)
    for entry in entries:
        if entry.kind == VISIBILITY_CHANGED and entry.payload is not None:
            of = ITEMS.c.item == entry.payload["item"]
            connection.execute(update(ITEMS).where(of).values(visibility=entry.payload["visibility"]))


def objects(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, item id) of every sealed object that must be here: all but those that were disposed of."""
    wanted = select(ITEMS.c.sha256, ITEMS.c.item).where(ITEMS.c.item.not_in(disposed()))
    return ((row.sha256, row.item) for row in connection.execute(wanted))


def disposed() -> Select[tuple[str]]:
    """Return the query for the items that were disposed of."""
    return select(CUSTODY.c.item).where(CUSTODY.c.event == CustodyEventName.DISPOSED.value)


def item_row(entry: Entry) -> dict[str, Any]:
    """Return the row of the item that an entry seals."""
    payload = entry.payload or {}
    names = [column.name for column in ITEMS.columns if column.name not in ("seq", "sealed_at")]
    return {**{name: payload.get(name) for name in names}, "seq": entry.seq, "sealed_at": entry.at}


def event_rows(entry: Entry) -> list[dict[str, Any]]:
    """Return the custody line an entry stands for; each names the digest at that moment (EV-01)."""
    payload = dict(entry.payload or {})
    if entry.kind in (CUSTODY_RECORDED, ITEM_EXPORTED):
        event = payload.pop("event")
        return [_event_row(entry, str(event), payload)]
    if entry.kind in SEALINGS:
        sealed = {"item": payload["item"], "hash_after": payload["sha256"], "tool": payload["tool"]}
        return [_event_row(entry, CustodyEventName.SEALED.value, sealed)]
    received = {name: payload[name] for name in ("item", "name", "path", "received_on", "note", "tool")}
    facts = {"from_custodian": payload["received_from"], "hash_after": payload["sha256"], **received}
    return [_event_row(entry, CustodyEventName.RECEIVED.value, facts)]


def _event_row(entry: Entry, event: str, facts: dict[str, Any]) -> dict[str, Any]:
    item = facts.pop("item")
    shown = {name: value for name, value in facts.items() if value is not None}
    return {
        "seq": entry.seq,
        "item": item,
        "event": event,
        "at": entry.at,
        "actor": entry.actor,
        "facts": canonical_bytes(shown).decode(),
    }


SHADOW: Final = Shadow(
    name="vault",
    version=3,
    kinds=CUSTODY_KINDS | {VISIBILITY_CHANGED},
    tables=(ITEMS, CUSTODY),
    fold=fold,
    objects=objects,
)
