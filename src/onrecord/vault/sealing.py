"""Owns sealing: a file becomes an item by its bytes, their digest and an entry of the log. Never changes a byte.

Every path given or found ends in one of two lists, sealed or refused with a reason; one bad file holds up no other.
Files go in groups: the objects of a group become durable together, then its entries, in one transaction. While the
entries of one group are written the next one is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from onrecord.kernel import ItemId, PartialDate, Role, Visibility
from onrecord.store import Desk, Draft, Transaction
from onrecord.vault.clear import is_in_clear
from onrecord.vault.entries import item_received, item_sealed
from onrecord.vault.errors import FileRefused
from onrecord.vault.files import Found, files
from onrecord.vault.keeping import Kept, Meter, Progress, groups_of, kept_ahead
from onrecord.vault.model import Sealed
from onrecord.vault.naming import recorded_name
from onrecord.vault.tables import ITEMS

TOOL: Final = "onrecord seal@1"
_LOOK_UP: Final = 500  # digests asked for at once


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What became of every file."""

    sealed: tuple[Sealed, ...]
    refused: tuple[FileRefused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where files came from, said once for all that are sealed together."""

    received_from: str | None = None
    received_on: PartialDate | None = None
    note: str | None = None
    visibility: Visibility = Visibility.TEAM
    in_clear: bool = False  # restricted, and the archive is not encrypted


def seal(
    desk: Desk,
    paths: Sequence[Path],
    *,
    received_from: str | None = None,
    received_on: PartialDate | None = None,
    note: str | None = None,
    visibility: Visibility = Visibility.TEAM,
    in_clear: bool = False,
    on_progress: Progress | None = None,
) -> SealReport:
    """Seal files, and folders to their depth; what is in the report as sealed is durable and on the log.

    Bytes that are here already get a second provenance instead of a second object. Links, devices, files that cannot
    be read and files that change while they are read are refused and reported. `on_progress` is told the bytes that
    were read, and how many there are in all.

    Raises:
        NotAllowed: the actor may only read.
        RestrictedInClear: the items are restricted, the archive is not encrypted, and nobody insisted by `in_clear`.
        DiskFull, NotWritable, Locked: nothing more can be kept; what was reported before stands.
    """
    desk.require(Role.ANALYST)
    provenance = Provenance(
        received_from=None if received_from is None else recorded_name(received_from),
        received_on=received_on,
        note=None if note is None else recorded_name(note),
        visibility=visibility,
        in_clear=is_in_clear(desk, visibility, insisted=in_clear),
    )
    sealed: list[Sealed] = []
    refused: list[FileRefused] = []
    total = 0
    if on_progress is not None:
        total = sum(found.size for found in files(paths) if isinstance(found, Found))
    for became in kept_ahead(desk.blobs, groups_of(files(paths)), Meter(total, on_progress)):
        refused += [one for one in became if isinstance(one, FileRefused)]
        if kept := [one for one in became if isinstance(one, Kept)]:
            sealed += recorded(desk, kept, provenance)
    return SealReport(sealed=tuple(sealed), refused=tuple(refused))


def recorded(desk: Desk, kept: Sequence[Kept], provenance: Provenance) -> list[Sealed]:
    """Record a group in one transaction and return what each file came to; it is durable when this returns."""
    desk.require(Role.ANALYST)
    is_in_clear(desk, provenance.visibility, insisted=provenance.in_clear)
    sealed: list[Sealed] = []
    drafts: list[Draft] = []
    with desk.writing() as transaction:
        there = _earlier(transaction, desk, [one.blob.sha256 for one in kept], provenance.visibility)
        for one in kept:
            earlier = there.get(one.blob.sha256)
            item = earlier or ItemId(desk.ids.new("item"))
            drafts += _entries(item, one, provenance, is_new=earlier is None)
            sealed.append(_outcome(item, one, earlier))
            there[one.blob.sha256] = item
        transaction.append(drafts)
    return sealed


def _entries(item: ItemId, kept: Kept, provenance: Provenance, *, is_new: bool) -> list[Draft]:
    received = item_received(
        item,
        kept.blob,
        name=kept.name,
        path=kept.path,
        received_from=provenance.received_from,
        received_on=provenance.received_on,
        note=provenance.note,
        tool=TOOL,
        in_clear=provenance.in_clear,
    )
    if not is_new:
        return [received]
    visibility = provenance.visibility
    sealed = item_sealed(item, kept.blob, media_type=kept.media_type, name=kept.name, visibility=visibility, tool=TOOL)
    return [received, sealed]


def _earlier(transaction: Transaction, desk: Desk, digests: Sequence[str], asked: Visibility) -> dict[str, ItemId]:
    """Return the items that these bytes are already, if the actor may see them and the new provenance may join them.

    Bytes of an item that the actor may not see become an item of their own: the answer is the same as for new bytes,
    so that nobody learns by adding a file that somebody else holds it (RELIABILITY G10). Restricted provenance joins
    restricted items only: in the custody of a wider one everybody who sees that would read who gave it.
    """
    joinable = desk.sees & {Visibility.RESTRICTED} if asked is Visibility.RESTRICTED else desk.sees
    wanted = select(ITEMS.c.sha256, ITEMS.c.item).where(ITEMS.c.visibility.in_([one.value for one in joinable]))
    there: dict[str, ItemId] = {}
    for start in range(0, len(digests), _LOOK_UP):
        some = wanted.where(ITEMS.c.sha256.in_(digests[start : start + _LOOK_UP])).order_by(ITEMS.c.seq)
        for sha256, item in transaction.connection.execute(some):
            there.setdefault(sha256, ItemId(item))
    return there


def _outcome(item: ItemId, kept: Kept, earlier: ItemId | None) -> Sealed:
    return Sealed(
        item=item,
        sha256=kept.blob.sha256,
        size=kept.blob.size,
        media_type=kept.media_type,
        name=kept.name,
        duplicate_of=earlier,
    )
