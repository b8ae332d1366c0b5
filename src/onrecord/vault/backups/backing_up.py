"""Owns the backup of an archive to one place, from the first look to the entry on the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import Role, instant_text, parse_instant
from onrecord.store import Desk, held_aside
from onrecord.vault.backups.entries import BACKUP_MADE, DRILL_MADE, backup_made
from onrecord.vault.backups.errors import CopyGone, ForeignBackup
from onrecord.vault.backups.locking import held
from onrecord.vault.backups.making import Made, make_snapshot
from onrecord.vault.backups.moments import moment_of, refuse_another_history
from onrecord.vault.backups.pruning import KEEP_DAYS, Pruned, prune
from onrecord.vault.backups.stock import HEADS, Backups, Progress

_RECENT: Final = 3  # heads that the log knows of and that a slow store may not list yet
DRILL_DAYS: Final = 31  # a restore drill a month (RELIABILITY P12)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What a backup came to: the snapshot, what left the place, and when it was last tried to restore from there."""

    place: str
    made: Made
    pruned: Pruned
    last_drill_at: str | None
    is_drill_due: bool

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord backup --json` prints for one place."""
        return {
            "place": self.place,
            **self.made.head.to_row(),
            "sent": self.made.sent,
            "sent_bytes": self.made.sent_bytes,
            "pruned": self.pruned.snapshots,
            "problems": [one.to_row() for one in self.made.troubles],
            "last_drill_at": self.last_drill_at,
            "is_drill_due": self.is_drill_due,
        }


def back_up(
    desk: Desk,
    backups: Backups,
    *,
    keep_days: int = KEEP_DAYS,
    anew: bool = False,
    break_lock: bool = False,
    tombstones: Callable[[Desk], str] | None = None,
    ways: bytes | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> BackedUp:
    """Bring a place up to date and return what was made; the snapshot is durable and on the log when this returns.

    An object that is damaged here is told, and the place keeps a whole one that it has. `tombstones` signs what was
    expunged; it is asked when something was. `ways` leads whoever has an encrypted archive's papers to the key.

    Raises:
        RoleTooNarrow: only a keeper may.
        AsideHeld, BackupUnderWay: another process or computer is at it.
        CopyGone: the log knows of backups there and there are none; `anew` begins again.
        ForeignBackup, CopyForked, CopyAhead: what lies there is not this archive's past.
        Unavailable: the place cannot be reached, or is full; the snapshots before stand.
    """
    desk.require(Role.KEEPER)
    at = instant_text(desk.clock.now())
    _refuse_an_empty_place(desk, backups, anew=anew)  # before the lock, which would be a first file there
    with held_aside(desk.info.folder) as room, held(backups, desk.info.folder, at=at, break_lock=break_lock):
        survey = backups.survey(also=_known_heads(desk))
        if survey.foreign or any(head.archive != desk.info.id for head in survey.heads):
            raise ForeignBackup(place=backups.place.address)
        moment = moment_of(desk, room)
        refuse_another_history(backups, survey, moment.tree)
        told = tombstones(desk) if tombstones is not None and moment.destroyed else None
        made = make_snapshot(desk, backups, survey, moment, tombstones=told, ways=ways, on_progress=on_progress)
        desk.append([backup_made(made.head, place=backups.place.address)])
        pruned = prune(backups, survey, made, keep_days=keep_days, now=desk.clock.now())
    drilled_at = last_drill(desk, backups.place.address)
    return BackedUp(
        place=backups.place.address,
        made=made,
        pruned=pruned,
        last_drill_at=drilled_at,
        is_drill_due=_is_due(desk, drilled_at),
    )


def last_drill(desk: Desk, place: str) -> str | None:
    """Return when it was last tried, with success, to restore from this place; None if never."""
    return next((at for at, payload in _told(desk, DRILL_MADE, place) if payload["problem"] is None), None)


def last_backup(desk: Desk, place: str) -> tuple[str, int] | None:
    """Return when this place last got a snapshot and of how many entries, as the log tells; None if never."""
    return next(((at, payload["log_size"]) for at, payload in _told(desk, BACKUP_MADE, place)), None)


def _told(desk: Desk, kind: str, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield time and payload of the entries of a kind about a place, the newest first."""
    for entry in reversed(list(desk.log.entries(kinds=[kind]))):
        if entry.payload is not None and entry.payload["place"] == place:
            yield entry.at, dict(entry.payload)


def _is_due(desk: Desk, drilled_at: str | None) -> bool:
    return drilled_at is None or (desk.clock.now() - parse_instant(drilled_at)).days >= DRILL_DAYS


def _known_heads(desk: Desk) -> list[str]:
    made = [entry.payload["file"] for entry in desk.log.entries(kinds=[BACKUP_MADE]) if entry.payload is not None]
    return [str(file) for file in made[-_RECENT:]]


def _refuse_an_empty_place(desk: Desk, backups: Backups, *, anew: bool) -> None:
    place = backups.place
    before = sum(1 for _ in _told(desk, BACKUP_MADE, place.address))
    if before and not anew and not any(True for _ in place.list(HEADS)):
        raise CopyGone(place=place.address, count=before)
