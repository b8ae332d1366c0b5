"""Owns capturing a page of the web: what a taker brought home becomes items, and one entry that says what it all is.

What is in that entry may go out with a public edition. Who collected, from where and under which name stands in another
one, which never does (METHOD EV-10). Nothing that came from a page is ever run or shown as a page by us.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from onrecord.kernel import ItemId, Role, Visibility
from onrecord.store import Blob, Desk, Draft, Transaction
from onrecord.vault.clear import is_in_clear
from onrecord.vault.entries import custody_recorded, item_sealed
from onrecord.vault.media import HEAD_BYTES, TAIL_BYTES, media_type
from onrecord.vault.model import CustodyEventName, Sealed
from onrecord.vault.naming import recorded_name
from onrecord.vault.pages.addresses import web_address
from onrecord.vault.pages.captures import Capture, with_difference
from onrecord.vault.pages.entries import collection_described, page_captured
from onrecord.vault.pages.parts import Part, PartRole, media_of, parts_of
from onrecord.vault.pages.record import Collection, Judged, KeptPart, capture_record, judge
from onrecord.vault.pages.takes import Take, Taker
from onrecord.vault.tables import ITEMS

TOOL: Final = "onrecord capture@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A capture that is on record, and the items that it became."""

    capture: Capture
    sealed: tuple[Sealed, ...]


def capture(
    desk: Desk,
    url: str,
    *,
    by: Taker,
    visibility: Visibility = Visibility.TEAM,
    collection: Collection | None = None,
) -> Captured:
    """Go to the address, keep what is there, and return what is on record of it: every capture is one of its own.

    All of it is recorded in one transaction, after the network has been left, or nothing is.

    Raises:
        NotAllowed: the actor may only read.
        RestrictedInClear: it is to be restricted, the archive is not encrypted, and nobody insisted by `in_clear`.
        AddressRefused: the address, or a redirect from it, leads where a capture may not go.
        Unavailable: there is no browser, or nothing came back.
        DiskFull, NotWritable, Locked: nothing can be kept.
    """
    desk.require(Role.ANALYST)
    about = collection or Collection()
    about = replace(about, in_clear=is_in_clear(desk, visibility, insisted=about.in_clear))
    take = by.take(web_address(url), clock=desk.clock)
    name = desk.ids.new("capture")
    media = media_of(take)
    parts = tuple(parts_of(take, name, media))
    judged = judge(take, parts, media, about, desk.actor.name)
    blobs = _kept_bytes(desk, parts)
    with desk.writing() as transaction:
        if desk.blobs.gone(one.sha256 for one in blobs):  # somebody erased the same bytes meanwhile
            blobs = _kept_bytes(desk, parts)
        kept = _as_items(transaction, desk, parts, blobs, visibility)
        drafts = [draft for one in kept for draft in _item_entries(one, name, take, judged, visibility)]
        drafts.append(page_captured(capture_record(name, take, kept, media, judged, about)))
        drafts.append(_collection_entry(name, take, about))
        entries = transaction.append(drafts)
    page, collected = entries[-2:]
    recorded = Capture(
        id=name,
        seq=page.seq,
        captured_at=page.at,
        record=page.payload or {},
        collection=collected.payload if Visibility.RESTRICTED in desk.sees else None,
    )
    return Captured(capture=with_difference(desk, recorded), sealed=tuple(_sealed(one) for one in kept))


def _kept_bytes(desk: Desk, parts: Sequence[Part]) -> list[Blob]:
    """Keep the bytes of every part; durable when this returns."""
    openers = [functools.partial(bytes, part.content) for part in parts]
    blobs = []
    for kept in desk.blobs.put_many(openers):
        if not isinstance(kept, Blob):
            raise kept
        blobs.append(kept)
    return blobs


def _as_items(
    transaction: Transaction, desk: Desk, parts: Sequence[Part], blobs: Sequence[Blob], visibility: Visibility
) -> list[KeptPart]:
    """Return each part with the item it is: bytes that are here already, for the same eyes, are that item again."""
    known: dict[str, ItemId] = {}
    kept = []
    for part, blob in zip(parts, blobs, strict=True):
        earlier = known.get(blob.sha256) or _earlier(transaction, blob.sha256, visibility)
        item = earlier or ItemId(desk.ids.new("item"))
        known[blob.sha256] = item
        kind = part.media_type or media_type(part.content[:HEAD_BYTES], part.name, part.content[-TAIL_BYTES:])
        kept.append(KeptPart(part=part, blob=blob, media_type=kind, item=item, earlier=earlier))
    return kept


def _earlier(transaction: Transaction, sha256: str, visibility: Visibility) -> ItemId | None:
    """Return the item that these bytes are already, of just this visibility: a capture hangs together or not at all."""
    wanted = select(ITEMS.c.item).where(ITEMS.c.sha256 == sha256, ITEMS.c.visibility == visibility.value)
    found = transaction.connection.execute(wanted.order_by(ITEMS.c.seq).limit(1)).scalar()
    return None if found is None else ItemId(found)


def _item_entries(kept: KeptPart, capture: str, take: Take, judged: Judged, visibility: Visibility) -> list[Draft]:
    """Return the custody of one part from its first moment: captured, with its digest (EV-01), then sealed."""
    facts = {
        "hash_after": kept.blob.sha256,
        "tool": take.tool,
        "note": f"{kept.part.role.value} of {capture}",
    }
    if judged.clock_offset is not None and kept.part.role is PartRole.SOURCE:  # EV-04; once is enough
        facts["clock_offset"] = str(-judged.clock_offset)  # custody says how far our clock is ahead
    if take.alterations:
        facts["unavoidable_change"] = ", ".join(take.alterations)
    if take.browser is not None:
        facts["tool_version"] = take.browser
    captured = custody_recorded(kept.item, CustodyEventName.CAPTURED.value, facts)
    if kept.earlier is not None:
        return [captured]
    sealed = item_sealed(
        kept.item,
        kept.blob,
        media_type=kept.media_type,
        name=recorded_name(kept.part.name),
        visibility=visibility,
        tool=TOOL,
    )
    return [captured, sealed]


def _collection_entry(name: str, take: Take, about: Collection) -> Draft:
    return collection_described(
        name,
        collector=_words(about.collector),
        virtual_identity=_words(about.identity),
        received_from=_words(about.received_from),
        received_on=about.received_on,
        ip_addresses=take.sources,
        note=_words(about.note),
        in_clear=about.in_clear,
    )


def _words(text: str | None) -> str | None:
    return None if text is None else recorded_name(text)


def _sealed(kept: KeptPart) -> Sealed:
    return Sealed(
        item=kept.item,
        sha256=kept.blob.sha256,
        size=kept.blob.size,
        media_type=kept.media_type,
        name=recorded_name(kept.part.name),
        duplicate_of=kept.earlier,
    )
