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
    FIXITY_CHECKED,
    ITEM_EXPORTED,
    ITEM_UNPACKED,
    OBJECT_DIGESTED,
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
OBJECT_DIGESTS: Final = Table(
    "object_digests",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("sha512", Text, nullable=False),
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

FIXITY: Final = Table(
    "fixity",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("upto", Text, nullable=False),
    Column("read", Integer, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
)
_ITEM_COLUMNS: Final = tuple(column.name for column in ITEMS.columns)
_EVENT_COLUMNS: Final = tuple(column.name for column in CUSTODY.columns)
_READING_COLUMNS: Final = tuple(column.name for column in FIXITY.columns)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables."""
    insert_rows(connection, ITEMS, [_item_values(entry) for entry in entries if entry.kind in SEALINGS])
    insert_rows(connection, CUSTODY, [_event_values(entry) for entry in entries if entry.kind in CUSTODY_KINDS])
    insert_rows(connection, FIXITY, [_reading_values(entry) for entry in entries if entry.kind == FIXITY_CHECKED])
    insert_rows(connection, OBJECT_DIGESTS, [_digest_row(entry) for entry in entries if entry.kind == OBJECT_DIGESTED])
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


def seconds(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, SHA-512) of every object that is on record by both, from its sealing or from a renewal."""
    for table in (ITEMS, OBJECT_DIGESTS):
        wanted = select(table.c.sha256, table.c.sha512).where(table.c.sha512.is_not(None))
        yield from ((row.sha256, row.sha512) for row in connection.execute(wanted))


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


def _reading_values(entry: Entry) -> tuple[Any, ...]:
    payload = entry.payload or {}
    own = {**payload, "seq": entry.seq, "at": entry.at, "problems": len(payload["problems"])}
    return tuple([own[column] for column in _READING_COLUMNS])


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


def _digest_row(entry: Entry) -> tuple[int, str, str]:
    payload = entry.payload or {}
    return entry.seq, payload["sha256"], payload["sha512"]


SHADOW: Final = Shadow(
    name="vault",
    version=7,
    kinds=CUSTODY_KINDS | {VISIBILITY_CHANGED, FIXITY_CHECKED, OBJECT_DIGESTED, ITEM_UNPACKED, SIDECAR_MATCHED},
    tables=(ITEMS, CUSTODY, FIXITY, OBJECT_DIGESTS, MEMBERS, SIDECARS),
    fold=fold,
    objects=objects,
    seconds=seconds,
)
