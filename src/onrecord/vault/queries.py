"""Owns reading the vault: rows to values, and never a row that the actor may not see."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection, Row, Select, select

from onrecord.kernel import ItemId, Visibility, is_sha256_hex
from onrecord.store import Desk
from onrecord.vault.errors import AmbiguousItem, NoSuchItem
from onrecord.vault.model import CustodyEvent, CustodyEventName, Item
from onrecord.vault.tables import CUSTODY, ITEMS

_FOR_ANYBODY: Final = frozenset({"hash_before", "hash_after", "tool", "tool_version"})


def items(desk: Desk) -> tuple[Item, ...]:
    """Return the items the actor may see, in the order they were sealed."""
    with desk.reading() as connection:
        return tuple(_item(row) for row in connection.execute(_visible(desk).order_by(ITEMS.c.seq, ITEMS.c.item)))


def item(desk: Desk, reference: str) -> Item:
    """Return the item of this id, or the only one of this name or digest.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
        AmbiguousItem: several have this name.
    """
    with desk.reading() as connection:
        return find_item(connection, desk, reference)


def find_item(connection: Connection, desk: Desk, reference: str) -> Item:
    """Return the item as `item` does, inside the caller's transaction."""
    by_id = connection.execute(_visible(desk).where(ITEMS.c.item == reference)).first()
    if by_id is not None:
        return _item(by_id)
    column = ITEMS.c.sha256 if is_sha256_hex(reference) else ITEMS.c.name
    found = connection.execute(_visible(desk).where(column == reference).order_by(ITEMS.c.seq)).all()
    if not found:
        raise NoSuchItem(item=reference)
    if len(found) > 1:
        ids = ", ".join(row.item for row in found)
        raise AmbiguousItem(item=reference, count=len(found), ids=ids)
    return _item(found[0])


def custody(desk: Desk, reference: str) -> tuple[CustodyEvent, ...]:
    """Return the hands an item went through, in order.

    Who gave it, where it lay and why it moved is for the team, also of a public item (EV-10): others learn what
    happened when, to which digest, by which tool.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
    """
    with desk.reading() as connection:
        found = find_item(connection, desk, reference)
        events = custody_of(connection, found.id)
    return events if Visibility.TEAM in desk.sees else tuple(_for_anybody(event) for event in events)


def custody_of(connection: Connection, item_id: ItemId) -> tuple[CustodyEvent, ...]:
    """Return an item's custody inside the caller's transaction."""
    wanted = select(CUSTODY).where(CUSTODY.c.item == item_id).order_by(CUSTODY.c.seq)
    return tuple(
        CustodyEvent(
            seq=row.seq,
            item=ItemId(row.item),
            event=CustodyEventName(row.event),
            at=row.at,
            actor=row.actor,
            facts=json.loads(row.facts),
        )
        for row in connection.execute(wanted)
    )


def open_item(desk: Desk, reference: str) -> BinaryIO:
    """Return an item's bytes for reading.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
        ObjectMissing: its object is gone from the archive.
    """
    return desk.blobs.open(item(desk, reference).sha256)


def _for_anybody(event: CustodyEvent) -> CustodyEvent:
    return replace(event, facts={name: value for name, value in event.facts.items() if name in _FOR_ANYBODY})


def _visible(desk: Desk) -> Select[Any]:
    return select(ITEMS).where(ITEMS.c.visibility.in_([one.value for one in desk.sees]))


def _item(row: Row[Any]) -> Item:
    return Item(
        id=ItemId(row.item),
        seq=row.seq,
        sha256=row.sha256,
        sha512=row.sha512,
        size=row.size,
        media_type=row.media_type,
        name=row.name,
        visibility=Visibility(row.visibility),
        sealed_at=row.sealed_at,
    )
