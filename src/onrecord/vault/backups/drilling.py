"""Owns the restore drill: a backup is restored for real, checked, compared with the archive, and removed again.

A backup that nobody ever restored is a hope. The drill leaves nothing but an entry.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import Fault, Role
from onrecord.store import Desk, held_aside
from onrecord.vault.backups.entries import drill_made
from onrecord.vault.backups.moments import refuse_another_history
from onrecord.vault.backups.restoring import OpenDesk, Replay, Restored, restore
from onrecord.vault.backups.stock import Backups, Progress

_FOLDER: Final = "drill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A drill that held: what came back, and how long it took."""

    place: str
    restored: Restored
    seconds: int

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord drill --json` prints."""
        head = self.restored.head
        return {
            "place": self.place,
            "snapshot": head.snapshot,
            "made_at": head.made_at,
            "log_size": head.log_size,
            "objects": self.restored.objects,
            "bytes": head.size_bytes,
            "seconds": self.seconds,
        }


def drill(
    desk: Desk,
    backups: Backups,
    *,
    open_desk: OpenDesk,
    replay: Replay,
    folder: Path | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> Drill:
    """Restore the newest snapshot, check all of it, hold its log against this one, remove it, and record that.

    It is restored inside the archive's own folder, which guards it as well as the archive, or in `folder`.

    Raises:
        RoleTooNarrow: only a keeper may.
        AsideHeld: a backup or another drill is under way.
        Fault: what restoring raises; that it failed is recorded as well.
    """
    desk.require(Role.KEEPER)
    started_at = desk.clock.now()
    survey = backups.survey()
    head = backups.chosen(survey, None)
    facts: dict[str, Any] = {"place": backups.place.address, "seconds": 0, "entries": 0, "objects": 0}
    try:
        refuse_another_history(backups, survey, desk.log.tree())
        with _room(desk, folder) as room:
            restored = restore(backups, room / _FOLDER, open_desk=open_desk, replay=replay, on_progress=on_progress)
    except Fault as fault:
        desk.append([drill_made(head, **facts, problem=fault.code)])
        raise
    seconds = int((desk.clock.now() - started_at).total_seconds())
    facts |= {"seconds": seconds, "entries": restored.head.log_size, "objects": restored.objects}
    desk.append([drill_made(restored.head, **facts, problem=None)])
    return Drill(place=backups.place.address, restored=restored, seconds=seconds)


@contextmanager
def _room(desk: Desk, folder: Path | None) -> Iterator[Path]:
    """A folder for the drill, with nothing left in it afterwards."""
    with held_aside(desk.info.folder) as room:
        if folder is None:
            yield room
            return
        elsewhere = Path(tempfile.mkdtemp(prefix=".onrecord-drill-", dir=folder))
        try:
            yield elsewhere
        finally:
            shutil.rmtree(elsewhere)
