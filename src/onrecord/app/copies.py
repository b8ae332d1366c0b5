"""Owns the wiring of second copies: which place a text names, which key opens it, and who takes part in a restoring.

It decides nothing about evidence: the vault makes, reads and restores backups, erasure says what must not come back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord.app.errors import CopyNamedTwice, NoSuchCopy
from onrecord.app.outside import Copy, read_outside, write_outside
from onrecord.app.settings import Settings
from onrecord.app.wiring import open_desk
from onrecord.kernel import Fault

if TYPE_CHECKING:
    from onrecord.kernel import Actor, Clock, IdSupply
    from onrecord.store import ArchiveInfo, Desk, Keys, KeySource, Opener, Place
    from onrecord.vault import BackupKey, Backups, Elsewhere, Known, SnapshotHead, Source

_S3: Final = "s3://"

ShowAndAsk = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restorer:
    """Opens and mends archives that come back: what the vault is given to restore with."""

    actor: Actor
    clock: Clock | None = None
    ids: IdSupply | None = None
    keys: Keys | None = None  # of an encrypted archive

    def open_desk(self, folder: Path) -> Desk:
        """Return a desk at an archive that is not in its place yet."""
        source = None if self.keys is None else self._keys
        return open_desk(folder, actor=self.actor, clock=self.clock, ids=self.ids, keys=source)

    def _keys(self, _info: ArchiveInfo) -> Keys:
        if self.keys is None:
            msg = "no keys to give"
            raise RuntimeError(msg)
        return self.keys

    def replay(self, desk: Desk, notes: Sequence[str]) -> int:
        """Destroy again what these tombstones name, and say how many entries and items that was."""
        from onrecord import erasure

        done = erasure.replay(desk, notes)
        return done.entries + done.disposed


def place_of(text: str, *, settings: Settings, archive: Path | None = None) -> Place:
    """Return the place that a text names: one of the archive's copies by its name, `s3://bucket/prefix`, or a folder.

    Raises:
        PlaceMisnamed: an address of S3 that is none.
        PlaceRefuses: there is nothing to sign in with.
        OutsideUnreadable: the list of copies cannot be followed.
    """
    from onrecord import adapters

    if archive is not None:
        named = {copy.name: copy.place for copy in read_outside(archive).copies}
        text = named.get(text, text)
    if not text.startswith(_S3):
        return adapters.FolderPlace(Path(text).expanduser().absolute())
    adapters.check_address(text)
    given, secret = settings.s3, settings.s3.read_secret()
    if not given.key_id or not secret:
        raise adapters.PlaceRefuses(place=text, problem="no key id and secret were given")
    account = adapters.S3Account(
        key_id=given.key_id,
        secret=secret,
        endpoint=given.endpoint,
        region=given.region,
        session_token=given.session_token,
    )
    return adapters.S3Place(address=text.rstrip("/"), account=account)


def place_to_write(text: str, *, settings: Settings, archive: Path) -> Place:
    """Return the place as `place_of` does, if backups may be put there.

    Raises:
        PlaceNotFree: a folder that holds something else, lies in the archive or around it, or whose own folder is not
            there: a drive that is not plugged in.
    """
    from onrecord import adapters, vault

    place = place_of(text, settings=settings, archive=archive)
    if not isinstance(place, adapters.FolderPlace):
        return place
    folder, own = Path(place.address).resolve(), archive.resolve()
    problem = None
    if folder.is_relative_to(own) or own.is_relative_to(folder):
        problem = "it lies in the archive, or the archive in it"
    elif not folder.parent.is_dir():
        problem = f"{folder.parent} does not exist; is the drive plugged in?"
    elif folder.exists() and not folder.is_dir():
        problem = "it is a file"
    elif folder.is_dir():
        strange = sorted(
            {one.name for one in folder.iterdir()} - place.own_names({name.rstrip("/") for name in vault.FOLDERS})
        )
        problem = f"it holds {strange[0]!r}" if strange else None
    if problem:
        raise vault.PlaceNotFree(place=place.address, problem=problem)
    return place


def backup_key(desk: Desk, show_and_ask: ShowAndAsk | None = None) -> BackupKey:
    """Return the key of the archive's backups; make it, if there is none yet and a person is there to try it.

    That of an encrypted archive is derived from its own secret, so that its recovery key and shares open them too.

    Raises:
        RecoveryKeyUntried: there is none yet, and nobody who tries it.
        BackupKeyMissing: it cannot be read.
    """
    from onrecord import store, vault

    if desk.keys is not None:
        return vault.BackupKey(desk.keys.backups())
    path = desk.info.folder / store.BACKUP_KEY
    if path.exists():
        return vault.BackupKey.load(path)
    if show_and_ask is None:
        raise vault.RecoveryKeyUntried()
    return vault.BackupKey.set_up(path, show_and_ask, desk.blobs.disk)


def ways_of(desk: Desk) -> bytes | None:
    """Return what leads from an encrypted archive's papers to the key of its backups; None for one that lies in clear.

    Raises:
        KeysDamaged: its keyring cannot be read.
    """
    from onrecord import store

    return None if desk.keys is None else store.Keyring.load(desk.info.keyring_folder).for_a_copy()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Found:
    """Backups in a place, with the key that opens them and, of an encrypted archive, its own keys."""

    backups: Backups
    keys: Keys | None = None


def found_with(place: Place, text: str) -> Found:
    """Return the backups in a place, opened with what a person has on paper or in a file.

    That is the recovery key of the backups or, where the archive is encrypted, its recovery key, two shares on two
    lines, or a key file.

    Raises:
        RecoveryKeyRefused, PaperMisread, SharesDoNotJoin, KeyFileUnusable: the text is nothing of that, or mistyped.
        RecoveryKeyWrong: it opens nothing here.
    """
    from onrecord import store, vault

    keyrings = [store.Keyring.parse(one) for one in vault.ways_in(place)]
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not keyrings or not lines:
        return Found(backups=vault.Backups(place, vault.BackupKey.parse(text)))
    is_file = lines[0].strip().upper().startswith("AGE-")
    openers: list[Opener] = (
        [store.ByKeyFile(store.KeyFile.parse(text))] if is_file else store.openers_of(lines[0], lambda: lines[-1])
    )
    for keyring in keyrings:
        try:
            master, _ = keyring.open_with(openers)
        except store.KeyRefused:
            continue
        keys = master.keys(keyring.archive)
        return Found(backups=vault.Backups(place, vault.BackupKey(keys.backups())), keys=keys)
    raise vault.RecoveryKeyWrong(place=place.address)


def add_copy(archive: Path, name: str, place: str, *, settings: Settings) -> Copy:
    """Name a place as one of the archive's copies; `backup` without a place brings all of them up to date.

    Raises:
        CopyNamedTwice: another has this name, or the same place.
        PlaceMisnamed, PlaceNotFree: backups cannot be put there.
    """
    outside = read_outside(archive)
    address = place_to_write(place, settings=settings, archive=archive).address
    if any(name == copy.name or address == copy.place for copy in outside.copies):
        raise CopyNamedTwice(name=name, place=address)
    copy = Copy(name=name, place=address)
    write_outside(archive, replace(outside, copies=(*outside.copies, copy)))
    return copy


def remove_copy(archive: Path, name: str) -> Copy:
    """Take a place off the list; what lies there stays.

    Raises:
        NoSuchCopy: none has this name.
    """
    outside = read_outside(archive)
    found = next((copy for copy in outside.copies if copy.name == name), None)
    if found is None:
        raise NoSuchCopy(name=name, known=", ".join(copy.name for copy in outside.copies) or "-")
    write_outside(archive, replace(outside, copies=tuple(copy for copy in outside.copies if copy is not found)))
    return found


def sources_for(
    desk: Desk, texts: Sequence[str], *, settings: Settings
) -> tuple[tuple[Source, ...], tuple[tuple[str, Fault], ...]]:
    """Return where good bytes may come from: these places, or all copies of the archive where none is named.

    A folder that is itself a copy of the archive is one as well. A named copy that cannot be used now holds up no
    other: it is the second half of what is returned, with the reason.

    Raises:
        Fault: a place that was asked for cannot be used: there is no backup in it, it cannot be reached, the key is
            missing.
    """
    archive = desk.info.folder
    if texts:
        return tuple(_source(desk, text, settings) for text in texts), ()
    found: list[Source] = []
    failed: list[tuple[str, Fault]] = []
    for copy in read_outside(archive).copies:
        try:
            found.append(_source(desk, copy.name, settings))
        except Fault as fault:
            failed.append((copy.place, fault))
    return tuple(found), tuple(failed)


def _source(desk: Desk, text: str, settings: Settings) -> Source:
    from onrecord import store, vault

    place = place_of(text, settings=settings, archive=desk.info.folder)
    if (Path(place.address) / store.MARK).is_file():
        return vault.FolderSource(Path(place.address), desk.blobs)
    return vault.BackupSource(vault.Backups(place, backup_key(desk)), desk.blobs)


@dataclass(slots=True, kw_only=True)
class Neighbour:
    """The archive that a backup was made of, where it is still there: what it knows of its log and of what went.

    `unread` says why it could not be asked: whoever restores because of that learns of no newer state.
    """

    folder: Path | None
    actor: Actor
    keys: KeySource | None = None
    told: Sequence[str] = ()
    unread: Fault | None = None

    def elsewhere(self, head: SnapshotHead) -> Elsewhere:
        """Return all that this archive, if it is the one in the backup, and the given tombstones know."""
        from onrecord import vault

        if self.folder is None:
            return vault.Elsewhere(tombstones=tuple(self.told))
        try:
            known, own = self._asked(self.folder, head)
        except Fault as fault:
            self.unread = fault
            known, own = (), ()
        return vault.Elsewhere(known=known, tombstones=(*self.told, *own))

    def _asked(self, folder: Path, head: SnapshotHead) -> tuple[tuple[Known, ...], tuple[str, ...]]:
        from onrecord import erasure, vault

        with open_desk(folder, actor=self.actor, reading_only=True, keys=self.keys) as desk:
            if desk.info.id != head.archive:
                return (), ()
            known = vault.Known(size=desk.log.size(), why=str(folder), tree=desk.log.tree())
            return (known,), (erasure.tombstones(desk),)
