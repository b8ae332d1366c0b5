"""Owns the vault's tables: items and their custody, folded from the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Select, Table, Text, select, update

from onrecord.kernel import canonical_bytes
from onrecord.store import Entry, Shadow, insert_rows
from onrecord.vault.entries import (
    CUSTODY_KINDS,
    CUSTODY_RECORDED,
    ITEM_EXPORTED,
    ITEM_UNPACKED,
    SEALINGS,
    SIDECAR_MATCHED,
    VISIBILITY_CHANGED,
)
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
MEMBERS: Final = Table(
    "members",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("container", Text, nullable=False, index=True),
    Column("item", Text, index=True),
    Column("path", Text),
    Column("form", Text, nullable=False),
    Column("refused", Text),
    Column("problem", Text),
)
SIDECARS: Final = Table(
    "sidecars",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("sidecar", Text, nullable=False, index=True),
    Column("item", Text, index=True),
    Column("form", Text, nullable=False),
    Column("matched_by", Text, nullable=False),
    Column("line", Integer),
    Column("signature", Text),
    Column("refused", Text),
    Column("problem", Text),
)

_ITEM_COLUMNS: Final = tuple(column.name for column in ITEMS.columns)
_EVENT_COLUMNS: Final = tuple(column.name for column in CUSTODY.columns)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables."""
    insert_rows(connection, ITEMS, [_item_values(entry) for entry in entries if entry.kind in SEALINGS])
    insert_rows(connection, CUSTODY, [_event_values(entry) for entry in entries if entry.kind in CUSTODY_KINDS])
    for kind, table in ((ITEM_UNPACKED, MEMBERS), (SIDECAR_MATCHED, SIDECARS)):
        columns = tuple(column.name for column in table.columns)[1:]
        made = [entry for entry in entries if entry.kind == kind]
        insert_rows(connection, table, [(one.seq, *map((one.payload or {}).get, columns)) for one in made])
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
    return dict(zip(_ITEM_COLUMNS, _item_values(entry), strict=True))


def event_rows(entry: Entry) -> list[dict[str, Any]]:
    """Return the custody line an entry stands for; each names the digest at that moment (EV-01)."""
    return [dict(zip(_EVENT_COLUMNS, _event_values(entry), strict=True))]


def _item_values(entry: Entry) -> tuple[Any, ...]:
    payload = {**(entry.payload or {}), "seq": entry.seq, "sealed_at": entry.at}
    return tuple([payload.get(column) for column in _ITEM_COLUMNS])


def _event_values(entry: Entry) -> tuple[Any, ...]:
    item, event, facts = _event(entry)
    shown = {name: value for name, value in facts.items() if value is not None}
    return (entry.seq, item, event, entry.at, entry.actor, canonical_bytes(shown).decode())


def _event(entry: Entry) -> tuple[str, str, dict[str, Any]]:
    payload = dict(entry.payload or {})
    item = payload.pop("item")
    if entry.kind in (CUSTODY_RECORDED, ITEM_EXPORTED):
        return item, str(payload.pop("event")), payload
    if entry.kind in SEALINGS:
        return item, CustodyEventName.SEALED.value, {"hash_after": payload["sha256"], "tool": payload["tool"]}
    payload["from_custodian"] = payload.pop("received_from")
    payload["hash_after"] = payload.pop("sha256")
    return item, CustodyEventName.RECEIVED.value, payload


SHADOW: Final = Shadow(
    name="vault",
    version=4,
    kinds=CUSTODY_KINDS | {VISIBILITY_CHANGED, ITEM_UNPACKED, SIDECAR_MATCHED},
    tables=(ITEMS, CUSTODY, MEMBERS, SIDECARS),
    fold=fold,
    objects=objects,
)
