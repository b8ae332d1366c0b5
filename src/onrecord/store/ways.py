"""Owns what happens to the ways into an archive once it is there: listed, tried, added, taken away, mended.

Whoever changes them has opened the archive with one of them just now; keys that an agent holds are not enough. Every
change is on the log, so that a keyring put back from an older copy shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from onrecord.kernel import Role, instant_text
from onrecord.store.archive import ArchiveInfo
from onrecord.store.costs import Cost
from onrecord.store.desk import Desk
from onrecord.store.disk import Disk
from onrecord.store.entries import KEYS_CHANGED, keys_changed
from onrecord.store.errors import KeyRefused, KeysDamaged, NotEncrypted
from onrecord.store.keyring import Keyring, SlotNote, problems_of
from onrecord.store.log import read_entries
from onrecord.store.master import Keys, MasterSecret
from onrecord.store.slots import Shutter, SlotKind, openers_of

Change = Callable[[Keyring, Keys], Keyring]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One slot and what is known of it; times and label only once the archive is open."""

    slot: str
    kind: SlotKind
    cost: Cost | None
    note: SlotNote | None = None


def ways(info: ArchiveInfo, keys: Keys | None) -> tuple[Way, ...]:
    """Return the ways into an archive; without keys, without what lies in boxes.

    Raises:
        NotEncrypted: it has none.
        KeysDamaged: the keyring cannot be read.
    """
    keyring = _keyring(info)
    return tuple(
        Way(slot=one.name, kind=one.kind, cost=one.cost, note=None if keys is None else keyring.note(one.name, keys))
        for one in keyring.slots
    )


def try_papers(info: ArchiveInfo, texts: Sequence[str], *, at: str, disk: Disk | None = None) -> str:
    """Open the archive with what was copied from paper, remember that it did, and return the slot that opened.

    Raises:
        NotEncrypted: there is nothing to open.
        PaperMisread: a text was not copied letter by letter.
        SharesDoNotJoin: the shares are one and the same, or were not made together.
        KeyRefused: it opens nothing here.
        KeysDamaged: the keyring cannot be read.
        DiskFull, NotWritable: the trial held but cannot be remembered.
    """
    first, *rest = texts
    keyring = _keyring(info)
    master, slot = keyring.open_with(openers_of(first, lambda: rest[0] if rest else ""))
    keys = master.keys(info.id)
    note = replace(keyring.note(slot.name, keys), tried_at=at)
    keyring.with_note(slot.name, note, keys).save(info.keyring_folder, disk or Disk())
    return slot.name


def untried(info: ArchiveInfo, keys: Keys) -> tuple[str, ...]:
    """Return the slots on paper that nobody has opened the archive with yet: its set-up is not finished.

    A keyring that cannot be read has none; the check says what is wrong with it.
    """
    try:
        return Keyring.load(info.keyring_folder).untried(keys)
    except KeysDamaged:
        return ()


def add_way(desk: Desk, master: MasterSecret, shutter: Shutter, *, label: str = "", in_place_of: str = "") -> str:
    """Add a way in, take away the one it replaces, and return the new slot's name; durable and on the log then.

    Raises:
        RoleTooNarrow: only a keeper may.
        NotEncrypted, KeyRefused: the archive has no keys, or these are not its.
        KeysDamaged, KeyringFull, NoSuchSlot: nothing was changed.
        DiskFull, NotWritable: it may have been added and is not on the log; `mend` puts that right.
    """
    desk.require(Role.KEEPER)
    note = SlotNote(made_at=instant_text(desk.clock.now()), label=label)

    def grown(keyring: Keyring, keys: Keys) -> Keyring:
        more = keyring.with_slot(shutter, master, note)
        return more.without(in_place_of, keys) if in_place_of else more

    return _changed(desk, master, "replaced" if in_place_of else "added", grown).slots[-1].name


def remove_way(desk: Desk, master: MasterSecret, slot: str) -> None:
    """Take a way in away; durable and on the log then. A copy of the archive made before still has it.

    Raises:
        RoleTooNarrow: only a keeper may.
        NotEncrypted, KeyRefused: the archive has no keys, or these are not its.
        KeysDamaged, NoSuchSlot, LastSlot: nothing was changed.
        DiskFull, NotWritable: it may be gone and that is not on the log; `mend` puts that right.
    """
    desk.require(Role.KEEPER)
    _changed(desk, master, "removed", lambda keyring, keys: keyring.without(slot, keys))


def mend_keyring(desk: Desk, master: MasterSecret) -> tuple[str, ...]:
    """Write both files of the keyring from the one that is genuine, record which slots there are, and return them.

    Raises:
        RoleTooNarrow: only a keeper may.
        NotEncrypted, KeyRefused: the archive has no keys, or these are not its.
        KeysDamaged: neither is genuine.
        DiskFull, NotWritable: call again.
    """
    desk.require(Role.KEEPER)
    return tuple(one.name for one in _changed(desk, master, "mended", lambda keyring, _keys: keyring).slots)


def keyring_problems(connection: Connection, info: ArchiveInfo, keys: Keys) -> Iterator[tuple[str, str]]:
    """Yield (what should be, what is) for each thing wrong with the keyring, in itself or against the log."""
    found = problems_of(info.keyring_folder, keys)
    yield from found
    try:
        present = [one.name for one in Keyring.genuine(info.keyring_folder, keys).slots]
    except KeysDamaged:
        return
    known = None
    for entry in read_entries(connection, kinds=[KEYS_CHANGED]):
        known = known if entry.payload is None else entry.payload.get("present")
    if known is not None and known != present:
        yield ", ".join(str(one) for one in known), ", ".join(present)


def _changed(desk: Desk, master: MasterSecret, change: str, act: Change) -> Keyring:
    """Change the keyring while nobody else writes, keep it, and record which slots came and went."""
    keys = master.keys(desk.info.id)
    if desk.info.at_rest is None:
        raise NotEncrypted(place=str(desk.info.folder))
    if keys.check() != desk.info.at_rest.check:
        raise KeyRefused(archive=desk.info.id)
    with desk.writing() as transaction:
        before = Keyring.genuine(desk.info.keyring_folder, keys)
        after = act(before, keys)
        after.save(desk.info.keyring_folder, desk.blobs.disk)
        names = [{one.name for one in keyring.slots} for keyring in (before, after)]
        present = [one.name for one in after.slots]
        transaction.append([keys_changed(change, sorted(names[0] ^ names[1]), present)])
    return after


def _keyring(info: ArchiveInfo) -> Keyring:
    if not info.is_encrypted:
        raise NotEncrypted(place=str(info.folder))
    return Keyring.load(info.keyring_folder)
