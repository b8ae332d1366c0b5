"""Owns what happens to the ways into an archive once it is there: tried, added, taken away. Never makes an archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.store.archive import ArchiveInfo
from onrecord.store.disk import Disk
from onrecord.store.errors import KeysDamaged
from onrecord.store.keyring import Keyring
from onrecord.store.master import Keys
from onrecord.store.slots import openers_of


def try_papers(info: ArchiveInfo, texts: Sequence[str], *, at: str, disk: Disk | None = None) -> str:
    """Open the archive with what was copied from paper, remember that it did, and return the slot that opened.

    Raises:
        PaperMisread: a text was not copied letter by letter.
        SharesDoNotJoin: the shares are one and the same, or were not made together.
        KeyRefused: it opens nothing here.
        KeysDamaged: the keyring cannot be read.
        DiskFull, NotWritable: the trial held but cannot be remembered.
    """
    first, *rest = texts
    keyring = Keyring.load(info.keyring_folder)
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
