"""Owns what is known of a container's contents: members, which speak of which, and unpacking what was left packed.

Rows are narrowed like all others: what an actor may not see is not named, neither as a member nor as a container.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, or_, select

from onrecord.kernel import ItemId, PartialDate, Role
from onrecord.store import Desk
from onrecord.vault.errors import NotAContainer
from onrecord.vault.handouts import read_by_program
from onrecord.vault.model import CustodyEventName, Item, MemberOf, Sealed, Sidecar
from onrecord.vault.queries import custody_of, find_item
from onrecord.vault.receiving import Provenance
from onrecord.vault.sealing import SealReport
from onrecord.vault.tables import ITEMS, MEMBERS, SIDECARS
from onrecord.vault.unpacking import TOOL, form_of, unpack_sealed


def members(desk: Desk, reference: str) -> tuple[MemberOf, ...]:
    """Return what became of each member of a container, in order, and of the container itself (without a path).

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
    """
    with desk.reading() as connection:
        found = find_item(connection, desk, reference)
        wanted = _seen(desk, select(MEMBERS).where(MEMBERS.c.container == found.id), MEMBERS.c.item)
        return tuple(_member(row) for row in connection.execute(wanted.order_by(MEMBERS.c.seq)).mappings())


def container_of(desk: Desk, reference: str) -> tuple[MemberOf, ...]:
    """Return in which containers an item lies, and where; none for what came by itself.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
    """
    with desk.reading() as connection:
        found = find_item(connection, desk, reference)
        wanted = _seen(desk, select(MEMBERS).where(MEMBERS.c.item == found.id), MEMBERS.c.container)
        return tuple(_member(row) for row in connection.execute(wanted.order_by(MEMBERS.c.seq)).mappings())


def containers(desk: Desk) -> Mapping[ItemId, list[ItemId]]:
    """Return for each item that lies in containers which they are, as far as the actor may see both."""
    found: dict[ItemId, list[ItemId]] = {}
    wanted = select(MEMBERS.c.item, MEMBERS.c.container).where(MEMBERS.c.item.is_not(None))
    wanted = _seen(desk, _seen(desk, wanted, MEMBERS.c.item), MEMBERS.c.container)
    with desk.reading() as connection:
        for row in connection.execute(wanted.order_by(MEMBERS.c.seq)):
            if row.container not in found.setdefault(ItemId(row.item), []):
                found[ItemId(row.item)].append(ItemId(row.container))
    return found


def sidecars(desk: Desk, reference: str) -> tuple[Sidecar, ...]:
    """Return what speaks of an item, and what it speaks of itself: proofs, signatures, lines of lists.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
    """
    with desk.reading() as connection:
        found = find_item(connection, desk, reference)
        wanted = select(SIDECARS).where(or_(SIDECARS.c.sidecar == found.id, SIDECARS.c.item == found.id))
        wanted = _seen(desk, _seen(desk, wanted, SIDECARS.c.sidecar), SIDECARS.c.item)
        return tuple(Sidecar(**row) for row in connection.execute(wanted.order_by(SIDECARS.c.seq)).mappings())


def unpack(desk: Desk, reference: str) -> SealReport:
    """Unpack a container that was sealed as it was, and what lies in it; one that was unpacked before stays so.

    Members get the provenance of the container's first receipt, and are seen no further than it.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchItem: there is none, or none that the actor may see.
        NotAContainer: it is none.
        DigestMismatch, ObjectMissing, ObjectUnreadable: its bytes are not those that were sealed.
        DiskFull, NotWritable, Locked: nothing more can be kept; what was unpacked before stands.
    """
    desk.require(Role.ANALYST)
    with desk.reading() as connection:
        found = find_item(connection, desk, reference)
        provenance = _provenance(connection, found)
    if form_of(found.media_type) is None:
        raise NotAContainer(item=found.id, media_type=found.media_type)
    desk.blobs.check(found.sha256)
    desk.append(read_by_program(found, tool=TOOL, purpose="unpacking"))
    opened = unpack_sealed(desk, [_sealed(found)], provenance)
    return SealReport(sealed=tuple(opened.sealed), refused=tuple(opened.refused), sidecars=tuple(opened.sidecars))


def _provenance(connection: Connection, found: Item) -> Provenance:
    """Return where the item came from first, as its custody says."""
    history = custody_of(connection, found.id)
    said = next((one.facts for one in history if one.event is CustodyEventName.RECEIVED), {})
    received_on = said.get("received_on")
    return Provenance(
        received_from=said.get("from_custodian"),
        received_on=PartialDate.from_record(received_on) if received_on else None,
        note=said.get("note"),
        visibility=found.visibility,
    )


def _sealed(found: Item) -> Sealed:
    return Sealed(
        item=found.id,
        sha256=found.sha256,
        size=found.size,
        media_type=found.media_type,
        name=found.name,
        duplicate_of=None,
        path=found.name,
    )


def _seen(desk: Desk, wanted: Select[Any], column: Any) -> Select[Any]:
    """Narrow a query to rows whose other item, if they name one, the actor may see."""
    visible = select(ITEMS.c.item).where(ITEMS.c.visibility.in_([one.value for one in desk.sees]))
    return wanted.where(or_(column.is_(None), column.in_(visible)))


def _member(row: RowMapping) -> MemberOf:
    return MemberOf(
        seq=row["seq"],
        container=ItemId(row["container"]),
        item=None if row["item"] is None else ItemId(row["item"]),
        path=row["path"],
        form=row["form"],
        refused=row["refused"],
        problem=row["problem"],
    )
