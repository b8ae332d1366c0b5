"""Owns the entries the vault may write, and their records. A record once written is never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from onrecord.kernel import ItemId, PartialDate, Visibility
from onrecord.store import Blob, Draft

ITEM_SEALED: Final = "item-sealed@1"
ITEM_RECEIVED_AGAIN: Final = "item-received-again@1"
CUSTODY_RECORDED: Final = "custody-recorded@1"


def item_sealed(
    item: ItemId,
    blob: Blob,
    *,
    media_type: str,
    name: str,
    path: str,
    received_from: str | None,
    received_on: PartialDate | None,
    note: str | None,
    visibility: Visibility,
    tool: str,
) -> Draft:
    """Return the entry that seals an item: its digest, taken at first touch (EV-01), and where it came from."""
    return Draft(
        kind=ITEM_SEALED,
        payload={
            "item": item,
            "sha256": blob.sha256,
            "size": blob.size,
            "media_type": media_type,
            "name": name,
            "path": path,
            "received_from": received_from,
            "received_on": received_on.to_record() if received_on else None,
            "note": note,
            "visibility": visibility.value,
            "tool": tool,
        },
    )


def item_received_again(sealed: Draft, item: ItemId) -> Draft:
    """Return the entry for bytes that are here already: a second provenance of the same item."""
    return Draft(kind=ITEM_RECEIVED_AGAIN, payload={**sealed.payload, "item": item})


def custody_recorded(item: ItemId, event: str, facts: Mapping[str, Any]) -> Draft:
    """Return the entry for what happened to an item in somebody's hands."""
    return Draft(kind=CUSTODY_RECORDED, payload={"item": item, "event": event, **facts})
