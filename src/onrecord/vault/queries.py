"""Owns reading the vault: rows to values, and never a row that the actor may not see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, select

from onrecord.kernel import ItemId, Visibility, is_sha256_hex
from onrecord.store import Desk
from onrecord.vault.errors import AmbiguousItem, NoSuchItem
from onrecord.vault.model import CustodyEvent, CustodyEventName, Item
from onrecord.vault.tables import CUSTODY, ITEMS, disposed

_FOR_ANYBODY: Final = frozenset({"hash_before", "hash_after", "tool", "tool_version"})
_OTHER_ITEMS: Final = frozenset({"derived", "derived_from"})


def items(desk: Desk) -> tuple[Item, ...]:
    """Return the items the actor may see, in the order they were sealed."""
    with desk.reading() as connection:
        rows = connection.execute(_visible(desk).order_by(ITEMS.c.seq, ITEMS.c.item)).mappings()
        found = tuple(item_of(row) for row in rows)
        damaged = damaged_items(connection)
    return tuple(replace(one, is_damaged=True) if one.id in damaged else one for one in found)


def items_by_id(desk: Desk, ids: Iterable[str]) -> dict[str, Item]:
    """Return those of these items that there are and that the actor may see, by their ids."""
    wanted = _visible(desk).where(ITEMS.c.item.in_(sorted(set(ids))))
    with desk.reading() as connection:
        return {row["item"]: item_of(row) for row in connection.execute(wanted).mappings()}


def item(desk: Desk, reference: str) -> Item:
    """Return the item of this id, or the only one of this name or digest.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
        AmbiguousItem: several have this name.
    """
    with desk.reading() as connection:
        found = find_item(connection, desk, reference)
        return replace(found, is_damaged=found.id in damaged_items(connection))


def find_item(connection: Connection, desk: Desk, reference: str) -> Item:
    """Return the item as `item` does, inside the caller's transaction."""
    by_id = connection.execute(_visible(desk).where(ITEMS.c.item == reference)).mappings().first()
    if by_id is not None:
        return item_of(by_id)
    column = ITEMS.c.sha256 if is_sha256_hex(reference) else ITEMS.c.name
    found = connection.execute(_visible(desk).where(column == reference).order_by(ITEMS.c.seq)).mappings().all()
    if not found:
        raise NoSuchItem(item=reference)
    if len(found) > 1:
        ids = ", ".join(row["item"] for row in found)
        raise AmbiguousItem(item=reference, count=len(found), ids=ids)
    return item_of(found[0])


def damaged_items(connection: Connection) -> frozenset[ItemId]:
    """Return the items whose bytes were found changed and not restored since (EV-02): they are frozen, and say so."""
    turns = (CustodyEventName.INTEGRITY_FAILURE.value, CustodyEventName.RESTORED.value)
    wanted = select(CUSTODY.c.item, CUSTODY.c.event).where(CUSTODY.c.event.in_(turns)).order_by(CUSTODY.c.seq)
    last = {row.item: row.event for row in connection.execute(wanted)}
    return frozenset(ItemId(item) for item, event in last.items() if event == turns[0])


def items_of_object(connection: Connection, sha256: str) -> tuple[ItemId, ...]:
    """Return every item that is this object, whoever may see it."""
    wanted = select(ITEMS.c.item).where(ITEMS.c.sha256 == sha256).order_by(ITEMS.c.seq)
    return tuple(ItemId(item) for item in connection.execute(wanted).scalars())


def disposed_items(desk: Desk) -> frozenset[ItemId]:
    """Return the items that were disposed of: their digests and their custody stay, their bytes are gone."""
    with desk.reading() as connection:
        return frozenset(ItemId(row.item) for row in connection.execute(disposed()))


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
        hidden = _hidden(connection, desk, events)
    if Visibility.TEAM not in desk.sees:
        return tuple(for_anybody(event) for event in events)
    return tuple(_without(event, hidden) for event in events)


def custody_of(connection: Connection, item_id: ItemId) -> tuple[CustodyEvent, ...]:
    """Return an item's custody inside the caller's transaction."""
    wanted = select(CUSTODY).where(CUSTODY.c.item == item_id).order_by(CUSTODY.c.seq)
    return tuple(event_of(row) for row in connection.execute(wanted).mappings())


def event_of(row: Mapping[str, Any] | RowMapping) -> CustodyEvent:
    """Return a row of the table of custody as the event it holds."""
    return CustodyEvent(
        seq=row["seq"],
        item=ItemId(row["item"]),
        event=CustodyEventName(row["event"]),
        at=row["at"],
        actor=row["actor"],
        facts=json.loads(row["facts"]),
    )


def disposed_objects(connection: Connection) -> frozenset[str]:
    """Return the SHA-256 of every item that was disposed of; another item may have the same bytes and stay."""
    wanted = select(ITEMS.c.sha256).where(ITEMS.c.item.in_(disposed()))
    return frozenset(connection.execute(wanted).scalars())


def for_anybody(event: CustodyEvent) -> CustodyEvent:
    """Return the event as everybody may read it (EV-10)."""
    return replace(event, facts={name: value for name, value in event.facts.items() if name in _FOR_ANYBODY})


def _hidden(connection: Connection, desk: Desk, events: Iterable[CustodyEvent]) -> frozenset[str]:
    """Return which items that these events name the actor may not see: that they exist is not told either."""
    named = {str(one.facts[fact]) for one in events for fact in _OTHER_ITEMS if fact in one.facts}
    if not named:
        return frozenset()
    seen = connection.execute(_visible(desk).where(ITEMS.c.item.in_(sorted(named)))).mappings()
    return frozenset(named - {row["item"] for row in seen})


def _without(event: CustodyEvent, hidden: frozenset[str]) -> CustodyEvent:
    if not hidden:
        return event
    facts = {name: value for name, value in event.facts.items() if name not in _OTHER_ITEMS or value not in hidden}
    return replace(event, facts=facts)


def _visible(desk: Desk) -> Select[Any]:
    return select(ITEMS).where(ITEMS.c.visibility.in_([one.value for one in desk.sees]))


def item_of(row: Mapping[str, Any] | RowMapping) -> Item:
    """Return a row of the table of items as the item it holds."""
    return Item(
        id=ItemId(row["item"]),
        seq=row["seq"],
        sha256=row["sha256"],
        sha512=row["sha512"],
        size=row["size"],
        media_type=row["media_type"],
        name=row["name"],
        visibility=Visibility(row["visibility"]),
        sealed_at=row["sealed_at"],
    )
