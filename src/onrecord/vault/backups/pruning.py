"""Owns what leaves a place: snapshots that are old, and at once every one that holds what was expunged since.

It runs after a new snapshot is durable, holding the place. Heads go before their parcels, so that a process killed in
between leaves no snapshot that cannot be restored.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import parse_instant
from onrecord.vault.backups.making import Made
from onrecord.vault.backups.snapshots import SnapshotHead
from onrecord.vault.backups.stock import WAYS, Backups, Survey

KEEP_DAYS: Final = 35  # an erased payload is gone from the last backup after so many days (RELIABILITY P9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many snapshots and parcels left the place."""

    snapshots: int
    parcels: int


def prune(backups: Backups, survey: Survey, made: Made, *, keep_days: int = KEEP_DAYS, now: dt.datetime) -> Pruned:
    """Remove what is old or holds what was expunged; the snapshot that was just made always stays.

    `survey` is what was there before it was made. Where a head cannot be read, nobody knows which parcels it needs, and
    none are cleared away but those of snapshots that go: unless something was expunged, which it may hold.

    Raises:
        Unavailable: the place cannot be reached; the next backup goes on.
    """
    limit = now - dt.timedelta(days=keep_days)
    goes = [head for head in survey.heads if _goes(head, made.head, limit)]
    stays = [made.head, *(head for head in survey.heads if head not in goes)]
    was_destroyed = any(head.destroyed < made.head.destroyed for head in survey.heads)
    damaged = tuple(survey.damaged) if was_destroyed else ()
    for name in (*(head.file for head in goes), *damaged):
        backups.place.delete(name)
    needed = {parcel.name for head in stays for parcel in head.parcels}
    loose = {parcel.name for head in goes for parcel in head.parcels}
    if not survey.damaged or was_destroyed:
        loose |= survey.data.keys()  # what killed processes sent and nobody needs
    for name in sorted(loose - needed):
        backups.place.delete(name)
    for name in survey.tombstones:
        if made.tombstones not in (None, name):
            backups.place.delete(name)
    for stored in list(backups.place.list(WAYS)):
        if made.ways not in (None, stored.name):
            backups.place.delete(stored.name)
    return Pruned(snapshots=len(goes) + len(damaged), parcels=len(loose - needed))


def _goes(head: SnapshotHead, newest: SnapshotHead, limit: dt.datetime) -> bool:
    """Say whether a snapshot is older than the limit, or holds payloads that the newest does not."""
    return head.destroyed < newest.destroyed or parse_instant(head.made_at) < limit
