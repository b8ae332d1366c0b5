"""Owns the wiring: which rooms' tables an archive has, and who sits at its desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.kernel import Actor, Clock, IdSupply, RandomIds, SystemClock

if TYPE_CHECKING:
    from onrecord.store import ArchiveInfo, Desk, Shadow


def shadows() -> tuple[Shadow, ...]:
    """Return the tables of every room, in the order of the evidence."""
    from onrecord import dossier, erasure, ledger, reading, vault

    return (vault.SHADOW, reading.SHADOW, ledger.SHADOW, dossier.SHADOW, erasure.SHADOW)


def create_archive(folder: Path, *, title: str, clock: Clock | None = None, ids: IdSupply | None = None) -> ArchiveInfo:
    """Make a new archive with its keys in `folder` and return what it calls itself.

    Raises:
        Conflict: the folder holds something already.
    """
    from onrecord import store

    return store.create(folder, title=title, clock=clock or SystemClock(), ids=ids or RandomIds())


def open_desk(
    folder: Path,
    *,
    actor: Actor,
    clock: Clock | None = None,
    ids: IdSupply | None = None,
    reading_only: bool = False,
) -> Desk:
    """Return a desk at the archive in `folder`, with every room's tables in step with its log.

    Raises:
        NotFound: there is no archive.
        Refused: the archive was written by a newer Onrecord.
        Conflict: somebody else is writing in it.
    """
    from onrecord import store

    return store.open_desk(
        folder,
        actor=actor,
        clock=clock or SystemClock(),
        ids=ids or RandomIds(),
        shadows=shadows(),
        reading_only=reading_only,
    )


def find_archive(start: Path) -> Path:
    """Return the archive's folder at `start` or above it, as git finds a repository.

    Raises:
        NotFound: there is none up to the root.
    """
    from onrecord import store

    return store.find_archive(start)
