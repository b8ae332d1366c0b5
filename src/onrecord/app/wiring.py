"""Owns the wiring: which rooms' tables an archive has, and who sits at its desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.app.settings import Settings, settings_from
from onrecord.app.unlocking import Unlocking
from onrecord.kernel import Actor, Clock, IdSupply, RandomIds, SystemClock

if TYPE_CHECKING:
    from onrecord.reading import Recognition
    from onrecord.store import ArchiveInfo, Desk, Encrypted, Founded, KeySource, Shadow, Ways


def shadows() -> tuple[Shadow, ...]:
    """Return the tables of every room, in the order of the evidence."""
    from onrecord import dossier, erasure, ledger, reading, vault

    return (vault.SHADOW, reading.SHADOW, reading.PROPOSALS_SHADOW, ledger.SHADOW, dossier.SHADOW, erasure.SHADOW)


def create_archive(folder: Path, *, title: str, clock: Clock | None = None, ids: IdSupply | None = None) -> ArchiveInfo:
    """Make a new archive with its keys in `folder` and return what it calls itself.

    Raises:
        Conflict: the folder holds something already.
    """
    from onrecord import store

    return store.create(folder, title=title, clock=clock or SystemClock(), ids=ids or RandomIds())


def create_encrypted_archive(
    folder: Path, *, title: str, ways: Ways, clock: Clock | None = None, ids: IdSupply | None = None
) -> tuple[ArchiveInfo, Founded]:
    """Make a new archive that only these ways open, and return what has to be written down on paper.

    Raises:
        Conflict: the folder holds something already.
    """
    from onrecord import store

    clock, ids = clock or SystemClock(), ids or RandomIds()
    return store.create_encrypted(folder, title=title, clock=clock, ids=ids, ways=ways)


def encrypt_archive(
    folder: Path,
    ways: Ways,
    *,
    actor: Actor,
    clock: Clock | None = None,
    keys: KeySource | None = None,
    again: bool = False,
    on_progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> Encrypted:
    """Put an encrypted archive with the same record in the place of the one in `folder`; with `again`, under new keys.

    Raises:
        Conflict: it is encrypted already, somebody is at work in it, or a former folder lies beside it.
        Broken: something is wrong with it, and nothing was changed.
    """
    from onrecord import store

    def opened(place: Path, founded: Founded | None) -> Desk:
        source = keys if founded is None else (lambda _info: founded.keys)
        return open_desk(place, actor=actor, clock=clock, keys=source)

    return store.encrypt(folder, ways, opened, again=again, on_progress=on_progress)


def open_desk(
    folder: Path,
    *,
    actor: Actor,
    clock: Clock | None = None,
    ids: IdSupply | None = None,
    reading_only: bool = False,
    keys: KeySource | None = None,
) -> Desk:
    """Return a desk at the archive in `folder`, with every room's tables in step with its log.

    The keys of an encrypted one come from `keys`; without it, from where the settings say.

    Raises:
        NotFound: there is no archive.
        Refused: the archive was written by a newer Onrecord, or what was given does not open it.
        Unavailable: the archive is locked.
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
        keys=keys or (lambda info: Unlocking(settings=settings_from()).keys(info)),
    )


def recognition(settings: Settings) -> Recognition:
    """Return how words are looked for in pictures on this machine: with the language data that the settings name."""
    from onrecord import reading

    return reading.Recognition(folder=settings.tessdata)


def find_archive(start: Path) -> Path:
    """Return the archive's folder at `start` or above it, as git finds a repository.

    Raises:
        NotFound: there is none up to the root.
    """
    from onrecord import store

    return store.find_archive(start)
