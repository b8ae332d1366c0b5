"""Owns the moment that a backup keeps: one state of the log, copied while others go on, and what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from onrecord.kernel import Tree
from onrecord.store import LOG_FILE, Desk, KeyMissing, Log
from onrecord.vault.backups.errors import CopyAhead, CopyForked
from onrecord.vault.backups.stock import Backups, Survey
from onrecord.vault.entries import CUSTODY_RECORDED
from onrecord.vault.model import CustodyEventName


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The state of the log that is backed up: a copy of its file, its tree, how often something was destroyed."""

    file: Path
    tree: Tree
    destroyed: int
    checkpoint: str | None  # the newest signed head, where the key is here

    @property
    def size(self) -> int:
        """How many entries it has."""
        return self.tree.size


def moment_of(desk: Desk, room: Path) -> Moment:
    """Copy one state of the log into `room` and return it, signed where the log's key is here.

    Raises:
        LogDamaged: the log is not the one whose heads were signed before.
        DiskFull, NotWritable: there is no room for the copy.
    """
    try:
        checkpoint = desk.log.checkpoint()
    except KeyMissing:
        checkpoint = None  # it may well be kept elsewhere
    file = room / LOG_FILE
    desk.database.copy_to(file)
    copied = desk.database.beside(file)
    try:
        log = Log(copied, origin=desk.info.origin, key=_signs_nothing)
        return Moment(
            file=file, tree=log.tree(), destroyed=len(log.expunged()) + len(_disposed(log)), checkpoint=checkpoint
        )
    finally:
        copied.close()


def refuse_another_history(backups: Backups, survey: Survey, tree: Tree) -> None:
    """Return where every snapshot in the place is of this very log, and none knows more of it (RELIABILITY L9).

    Raises:
        CopyForked: one has other entries: somebody rewrote this archive or that copy.
        CopyAhead: one has more: the archive is the older of the two.
    """
    for head in survey.heads:
        if head.log_size <= tree.size and tree.root(head.log_size).hex() != head.log_root:
            raise CopyForked(place=backups.place.address, size=head.log_size)
    for head in survey.heads:
        if head.log_size > tree.size:
            raise CopyAhead(place=backups.place.address, found=head.log_size, size=tree.size)


def _disposed(log: Log) -> frozenset[str]:
    """Return the items that two people disposed of (EV-09): their bytes have to leave the copies as well."""
    events = (entry.payload for entry in log.entries(kinds=[CUSTODY_RECORDED]) if entry.payload is not None)
    return frozenset(str(one["item"]) for one in events if one["event"] == CustodyEventName.DISPOSED.value)


def _signs_nothing() -> NoReturn:
    msg = "a copy of a log signs nothing"
    raise RuntimeError(msg)
