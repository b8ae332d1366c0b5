"""Owns what is recorded of files whose bytes are durable: receipts, and items where the bytes are new here.

Everything is asked and written in the caller's transaction, so that the same bytes never become two items by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from onrecord.kernel import ItemId, PartialDate, Visibility
from onrecord.store import Draft, Transaction
from onrecord.vault.entries import item_received, item_sealed
from onrecord.vault.errors import ErasedMeanwhile, FileRefused
from onrecord.vault.keeping import Kept
from onrecord.vault.model import Sealed
from onrecord.vault.tables import ITEMS

_LOOK_UP: Final = 500  # digests asked for at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where files came from, said once for all that are sealed together."""

    received_from: str | None = None
    received_on: PartialDate | None = None
    note: str | None = None
    visibility: Visibility = Visibility.TEAM
    in_clear: bool = False  # restricted, and the archive is not encrypted


def still_here(transaction: Transaction, kept: Sequence[Kept]) -> tuple[list[Kept], list[FileRefused]]:
    """Return the files whose bytes are here in this transaction, and a refusal for each other.

    Bytes that were here already are not written again: whoever erases them meanwhile would leave an entry without its
    object. Objects are only destroyed alone (`store.finish_erasing`, `dispose`), so what is here now stays.
    """
    missing = transaction.desk.blobs.gone(one.blob.sha256 for one in kept)
    if not missing:
        return list(kept), []
    there = [one for one in kept if one.blob.sha256 not in missing]
    return there, [ErasedMeanwhile(path=one.path) for one in kept if one.blob.sha256 in missing]


def received(
    transaction: Transaction,
    kept: Sequence[Kept],
    provenance: Provenance,
    *,
    tool: str,
    container: ItemId | None = None,
) -> tuple[list[Sealed], list[Draft]]:
    """Return what each file comes to, in order, and the entries that say so."""
    sealed: list[Sealed] = []
    drafts: list[Draft] = []
    there = _earlier(transaction, [one.blob.sha256 for one in kept], provenance.visibility)
    for one in kept:
        earlier = there.get(one.blob.sha256)
        item = earlier or ItemId(transaction.desk.ids.new("item"))
        drafts += _entries(item, one, provenance, tool, is_new=earlier is None)
        sealed.append(
            Sealed(
                item=item,
                sha256=one.blob.sha256,
                size=one.blob.size,
                media_type=one.media_type,
                name=one.name,
                duplicate_of=earlier,
                path=one.path,
                container=container,
            )
        )
        there[one.blob.sha256] = item
    return sealed, drafts


def _entries(item: ItemId, kept: Kept, provenance: Provenance, tool: str, *, is_new: bool) -> list[Draft]:
    receipt = item_received(
        item,
        kept.blob,
        name=kept.name,
        path=kept.path,
        received_from=provenance.received_from,
        received_on=provenance.received_on,
        note=provenance.note,
        tool=tool,
        in_clear=provenance.in_clear,
    )
    if not is_new:
        return [receipt]
    visibility = provenance.visibility
    sealed = item_sealed(item, kept.blob, media_type=kept.media_type, name=kept.name, visibility=visibility, tool=tool)
    return [receipt, sealed]


def _earlier(transaction: Transaction, digests: Sequence[str], asked: Visibility) -> dict[str, ItemId]:
    """Return the items that these bytes are already, if the actor may see them and the new provenance may join them.

    Bytes of an item that the actor may not see become an item of their own: the answer is the same as for new bytes,
    so that nobody learns by adding a file that somebody else holds it (RELIABILITY G10). Restricted provenance joins
    restricted items only: in the custody of a wider one everybody who sees that would read who gave it.
    """
    sees = transaction.desk.sees
    joinable = sees & {Visibility.RESTRICTED} if asked is Visibility.RESTRICTED else sees
    wanted = select(ITEMS.c.sha256, ITEMS.c.item).where(ITEMS.c.visibility.in_([one.value for one in joinable]))
    there: dict[str, ItemId] = {}
    for start in range(0, len(digests), _LOOK_UP):
        some = wanted.where(ITEMS.c.sha256.in_(digests[start : start + _LOOK_UP])).order_by(ITEMS.c.seq)
        for sha256, item in transaction.connection.execute(some):
            there.setdefault(sha256, ItemId(item))
    return there
