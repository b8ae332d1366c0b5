"""Owns the lock of a place: two backups at once would clear away each other's work.

The folder aside keeps two processes of one archive apart; this keeps two computers apart that share a place.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from onrecord.kernel import Fault, canonical_bytes, parse_json
from onrecord.store import AlreadyStored, NotStored
from onrecord.vault.backups.errors import BackupUnderWay
from onrecord.vault.backups.stock import LOCKS, Backups

_LOCK: Final = f"{LOCKS}writing.age"


@contextmanager
def held(backups: Backups, archive: Path, *, at: str, break_lock: bool) -> Iterator[None]:
    """Hold the place; what an earlier process at this very archive left of its lock is taken over.

    The caller holds the archive's folder aside, so that no other process there can be at work.

    Raises:
        BackupUnderWay: another computer holds it, and `break_lock` is not set.
        Unavailable: the place cannot be reached.
    """
    owner = hashlib.sha256(f"{platform.node()}\n{archive.resolve()}".encode("utf-8", "surrogateescape")).hexdigest()
    content = backups.key.seal(canonical_bytes({"owner": owner, "since": at}))
    try:
        backups.place.put(_LOCK, content)
    except AlreadyStored as fault:
        other, since = _holder(backups)
        if other != owner and not break_lock:
            raise BackupUnderWay(place=backups.place.address, since=since) from fault
        backups.place.delete(_LOCK)
        backups.place.put(_LOCK, content)
    try:
        yield
    except BaseException:
        with suppress(Fault):  # the fault that brought us here is the one to tell; the next backup takes the lock over
            backups.place.delete(_LOCK)
        raise
    backups.place.delete(_LOCK)


def _holder(backups: Backups) -> tuple[str, str]:
    """Return who holds the place since when, as far as the lock tells."""
    try:
        record = parse_json(backups.key.open(b"".join(backups.place.get(_LOCK))))
        return str(record["owner"]), str(record["since"])
    except NotStored:
        return "", "?"
    except (ValueError, KeyError, TypeError):
        return "", "?"
