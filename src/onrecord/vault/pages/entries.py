"""Owns the entries that a capture writes. A record once written is never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from onrecord.kernel import PartialDate
from onrecord.store import Draft

PAGE_CAPTURED: Final = "page-captured@1"
COLLECTION_DESCRIBED: Final = "collection-described@1"


def page_captured(record: Mapping[str, Any]) -> Draft:
    """Return the entry for a page of the web: what was asked, what came, which items it became, what is missing.

    It may go out with a public edition, so it says nothing about who collected it.
    """
    return Draft(kind=PAGE_CAPTURED, payload=dict(record))


def collection_described(
    capture: str,
    *,
    collector: str | None,
    virtual_identity: str | None,
    received_from: str | None,
    received_on: PartialDate | None,
    ip_addresses: Sequence[str],
    note: str | None,
    in_clear: bool,
) -> Draft:
    """Return the entry for who captured a page, under which name and from which address. It never leaves (EV-10).

    Without a collector it was the actor.
    """
    payload = {
        "capture": capture,
        "collector": collector,
        "virtual_identity": virtual_identity,
        "received_from": received_from,
        "received_on": received_on.to_record() if received_on else None,
        "ip_addresses": list(ip_addresses),
        "note": note,
        "in_clear": in_clear,
    }
    return Draft(kind=COLLECTION_DESCRIBED, payload=payload)
