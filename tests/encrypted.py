"""An encrypted archive for tests: cheap to make, and its keys at hand so that no passphrase is stretched twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onrecord import app, store
from onrecord.kernel import Actor, Clock, IdSupply
from onrecord.store import ArchiveInfo, Cost, Desk, Founded, Keys, Ways

PASSPHRASE = "five sonorous kettles march uphill"  # noqa: S105 - of tests only
CHEAP = Cost(memory_kib=64 << 10, passes=1, lanes=1)  # the least that is allowed


@dataclass(frozen=True)
class Encrypted:
    """The archive and all that opens it."""

    info: ArchiveInfo
    founded: Founded
    clock: Clock
    ids: IdSupply

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.info.folder

    def keys(self, _info: ArchiveInfo) -> Keys:
        """Return its keys: a source for `open_desk`."""
        return self.founded.keys

    def desk(self, actor: Actor, *, reading_only: bool = False) -> Desk:
        """Open it; use it with `with`."""
        return app.open_desk(
            self.folder, actor=actor, clock=self.clock, ids=self.ids, reading_only=reading_only, keys=self.keys
        )


def ways(*, has_escrow: bool = False) -> Ways:
    """Return the passphrase above, at the least cost."""
    return Ways(passphrase=store.chosen_passphrase(PASSPHRASE, cost=CHEAP), has_escrow=has_escrow)


def create(
    folder: Path, clock: Clock, ids: IdSupply, *, title: str = "Valley 2031", has_escrow: bool = False
) -> Encrypted:
    """Make an empty encrypted archive."""
    info, founded = app.create_encrypted_archive(
        folder, title=title, ways=ways(has_escrow=has_escrow), clock=clock, ids=ids
    )
    return Encrypted(info, founded, clock, ids)
