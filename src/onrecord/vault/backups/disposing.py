"""Owns the second disposal: what two people disposed of leaves an archive again that came back from an older copy."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.kernel import ItemId, Role
from onrecord.store import Desk, spoken_of
from onrecord.vault.entries import custody_recorded
from onrecord.vault.joining import is_disposed
from onrecord.vault.model import CustodyEventName
from onrecord.vault.queries import custody_of, find_item


def dispose_again(desk: Desk, items: Iterable[ItemId], *, decided_by_size: int) -> int:
    """Record the disposal of these items, destroy their bytes, and say how many there were that had not gone yet.

    The decision of two people (EV-09) stands on the log of `decided_by_size` entries, which this archive has not.

    Raises:
        RoleTooNarrow: only a keeper may.
        NoSuchItem: there is none.
    """
    desk.require(Role.KEEPER)
    told = {"justification": "disposed of before", "authority": f"the log of {decided_by_size} entries"}
    gone = []
    with desk.writing() as transaction:
        for one in items:
            item = find_item(transaction.connection, desk, one)
            if not is_disposed(custody_of(transaction.connection, item.id)):
                facts = {**told, "hash_before": item.sha256}
                transaction.append([custody_recorded(item.id, CustodyEventName.DISPOSED.value, facts)])
                gone.append(item)
    with desk.writing():  # alone, so that nobody records the same bytes while they go
        needed = spoken_of(desk)
        for item in gone:
            if item.sha256 not in needed:
                desk.blobs.remove(item.sha256)
    return len(gone)
