"""Owns the entries of second copies: that a backup, a restoring, a drill or a repair happened, and what it came to."""

from __future__ import annotations

from typing import Final

from onrecord.store import Draft
from onrecord.vault.backups.snapshots import SnapshotHead

BACKUP_MADE: Final = "backup-made@1"
ARCHIVE_RESTORED: Final = "archive-restored@1"
DRILL_MADE: Final = "drill-made@1"
OBJECT_REPAIRED: Final = "object-repaired@1"


def backup_made(head: SnapshotHead, *, place: str) -> Draft:
    """Return the entry for a snapshot that is durable: where, how much of the log, under which root.

    Where copies lie is for keepers: the entry is never part of a public edition.
    """
    payload = {
        "snapshot": head.snapshot,
        "place": place,
        "file": head.file,
        "log_size": head.log_size,
        "log_root": head.log_root,
        "objects": head.objects,
        "bytes": head.size_bytes,
        "missing": len(head.missing),
    }
    return Draft(kind=BACKUP_MADE, payload=payload)


def archive_restored(head: SnapshotHead, *, place: str, is_older: bool, problems: int) -> Draft:
    """Return the first entry of an archive that came back from a snapshot: which, and what it could not bring."""
    payload = {
        "snapshot": head.snapshot,
        "place": place,
        "made_at": head.made_at,
        "log_size": head.log_size,
        "log_root": head.log_root,
        "is_older": is_older,
        "problems": problems,
    }
    return Draft(kind=ARCHIVE_RESTORED, payload=payload)


def drill_made(
    head: SnapshotHead, *, place: str, seconds: int, entries: int, objects: int, problem: str | None
) -> Draft:
    """Return the entry for a restore drill: what came back in how many seconds, or why it did not hold."""
    payload = {
        "snapshot": head.snapshot,
        "place": place,
        "seconds": seconds,
        "entries": entries,
        "objects": objects,
        "problem": problem,
    }
    return Draft(kind=DRILL_MADE, payload=payload)


def object_repaired(item: str, *, place: str, expected: str, found: str) -> Draft:
    """Return the entry for an object that was put back from a copy: whose it is, what it must be, what it was."""
    return Draft(kind=OBJECT_REPAIRED, payload={"item": item, "place": place, "expected": expected, "found": found})
