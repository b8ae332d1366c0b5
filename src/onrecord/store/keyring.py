"""Owns the keyring: the file with every way into an encrypted archive, and its second copy beside it.

The master secret lies in it only shut up in slots. Whoever changes a slot needs one that opens; a code over the whole
file shows a change by anybody else. Nothing in it tells who may open: what a person calls a slot lies in a box.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

from onrecord.kernel import canonical_bytes
from onrecord.store.disk import Disk, told_apart
from onrecord.store.errors import KeyRefused, KeyringFull, KeysDamaged, LastSlot, NoSuchSlot, NotEnoughMemory
from onrecord.store.master import Keys, MasterSecret
from onrecord.store.slots import Opener, Shutter, Slot, SlotKind, master_in, purpose_of

FORMAT: Final = "onrecord-keys@1"
FILES: Final = ("archive.keys", "archive.keys.copy")
_LONGEST: Final = 256 << 10  # bytes
_CHANGED: Final = "changed by somebody without the keys"
_MOST_SLOTS: Final = 32
_ABOUT: Final = (
    "The ways into an encrypted Onrecord archive: docs/formats/archive.md. Without this file it never opens."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotNote:
    """What is known of a slot once the archive is open."""

    made_at: str
    tried_at: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The slots of one archive."""

    archive: str
    slots: tuple[Slot, ...] = ()
    made: int = 0  # how many slots there ever were: no name is given twice
    mac: str = ""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the keyring that lies in this folder, or its copy where the first cannot be read.

        Raises:
            KeysDamaged: neither can be read.
        """
        problems: list[str] = []
        for name in FILES:
            try:
                return cls.parse(_read(folder / name))
            except ValueError as err:
                problems.append(f"{name}: {err}")
        raise KeysDamaged(place=str(folder), problem="; ".join(problems))

    @classmethod
    def genuine(cls, folder: Path, keys: Keys) -> Self:
        """Return the first of the two keyrings that somebody with the keys wrote.

        Raises:
            KeysDamaged: neither is.
        """
        problems: list[str] = []
        for name in FILES:
            try:
                keyring = cls.parse(_read(folder / name))
            except ValueError as err:
                problems.append(f"{name}: {err}")
                continue
            if keyring.is_genuine(keys):
                return keyring
            problems.append(f"{name}: {_CHANGED}")
        raise KeysDamaged(place=str(folder), problem="; ".join(problems))

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Return the keyring that a file holds.

        Raises:
            ValueError: it is none, of another format, or asks for more than it may.
        """
        try:
            record = json.loads(content)
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as err:
            msg = "no keyring"
            raise ValueError(msg) from err
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            msg = "no keyring of this format"
            raise ValueError(msg)
        slots, made = record.get("slots"), record.get("made")
        if (
            type(made) is not int
            or not isinstance(slots, list)
            or len(slots) > _MOST_SLOTS
            or not all(isinstance(one, dict) for one in slots)
        ):
            msg = "no list of slots"
            raise ValueError(msg)
        return cls(
            archive=str(record.get("archive")),
            slots=tuple(Slot.from_record(one) for one in slots),
            made=made,
            mac=str(record.get("mac")),
        )

    def to_bytes(self) -> bytes:
        """Return the file's content; there is one form of it, so that a changed blank shows too."""
        record = {"about": _ABOUT, "mac": self.mac, **self.covered()}
        return json.dumps(record, indent=1, sort_keys=True).encode() + b"\n"

    def save(self, folder: Path, disk: Disk) -> None:
        """Put this keyring in the place of both files; whole or not at all each, durable when this returns."""
        for name in FILES:
            fresh = folder / f".{name}.new"
            with told_apart(folder):
                disk.unlink(fresh)
                with disk.create(fresh, mode=0o600) as file:
                    disk.write(file, self.to_bytes())
                    disk.fsync(file)
                disk.rename(fresh, folder / name)
                disk.fsync_dir(folder)

    def open_with(self, openers: Sequence[Opener]) -> tuple[MasterSecret, Slot]:
        """Return the master secret and the slot that one of these opened.

        Raises:
            KeyRefused: none of them opens any slot.
            NotEnoughMemory: this machine cannot pay what a passphrase costs.
        """
        for opener in openers:
            for slot in self.slots:
                if slot.kind is not opener.kind:
                    continue
                try:
                    return master_in(slot, opener, self.archive), slot
                except ValueError:
                    continue  # another slot of the kind may be the one
                except MemoryError as err:
                    mebibytes = 0 if slot.cost is None else slot.cost.memory_kib >> 10
                    raise NotEnoughMemory(needed=mebibytes) from err
        raise KeyRefused(archive=self.archive)

    def with_slot(self, shutter: Shutter, master: MasterSecret, note: SlotNote) -> Keyring:
        """Return the keyring with one more way in, the last of its slots.

        Raises:
            KeyringFull: there are as many as there may be.
        """
        if len(self.slots) == _MOST_SLOTS:
            raise KeyringFull(most=_MOST_SLOTS)
        name = f"{shutter.kind.value}-{self.made + 1}"
        slot = shutter.shut(name, purpose_of(self.archive, name, shutter.kind), master.secret)
        grown = replace(self, slots=(*self.slots, slot), made=self.made + 1)
        return grown.with_note(name, note, master.keys(self.archive))

    def without(self, name: str, keys: Keys) -> Keyring:
        """Return the keyring without this slot.

        Raises:
            NoSuchSlot: there is none of the name.
            LastSlot: nothing would open the archive any more.
        """
        self.slot(name)
        left = tuple(one for one in self.slots if one.name != name)
        if not left:
            raise LastSlot(slot=name)
        return _authenticated(replace(self, slots=left), keys)

    def with_note(self, name: str, note: SlotNote, keys: Keys) -> Keyring:
        """Return the keyring with this said of a slot."""
        record = {"label": note.label, "made_at": note.made_at, "tried_at": note.tried_at}
        box = keys.shut(canonical_bytes(record), purpose=f"note of slot {name}")
        slots = tuple(replace(one, note=box) if one.name == name else one for one in self.slots)
        return _authenticated(replace(self, slots=slots), keys)

    def note(self, name: str, keys: Keys) -> SlotNote:
        """Return what is known of a slot.

        Raises:
            NoSuchSlot: there is none of the name.
            KeysDamaged: its note cannot be read.
        """
        try:
            found: Mapping[str, Any] = json.loads(keys.opened(self.slot(name).note, purpose=f"note of slot {name}"))
            return SlotNote(made_at=found["made_at"], tried_at=found["tried_at"], label=found["label"])
        except (ValueError, KeyError) as err:
            raise KeysDamaged(place=FILES[0], problem=f"the note of {name} does not open") from err

    def slot(self, name: str) -> Slot:
        """Return the slot of this name.

        Raises:
            NoSuchSlot: there is none.
        """
        for slot in self.slots:
            if slot.name == name:
                return slot
        raise NoSuchSlot(slot=name, known=", ".join(one.name for one in self.slots))

    def untried(self, keys: Keys) -> tuple[str, ...]:
        """Return the recovery key and shares that nobody has opened the archive with yet."""
        on_paper = [one.name for one in self.slots if one.kind in (SlotKind.RECOVERY, SlotKind.ESCROW)]
        return tuple(name for name in on_paper if self.note(name, keys).tried_at is None)

    def for_a_copy(self) -> bytes:
        """Return the keyring as it may lie where strangers read it: the ways in that nobody can guess, and no notes.

        A passphrase could be tried for there for as long as somebody likes.
        """
        kept = (one for one in self.slots if one.kind is not SlotKind.PASSPHRASE)
        return replace(self, slots=tuple(replace(one, note="") for one in kept), mac="").to_bytes()

    def is_genuine(self, keys: Keys) -> bool:
        """Say whether somebody who had the archive's keys wrote all of this."""
        import hmac

        return hmac.compare_digest(self.mac, keys.mac(canonical_bytes(self.covered())))

    def covered(self) -> dict[str, Any]:
        """Return what the code over the file covers: all but itself."""
        slots = [one.to_record() for one in self.slots]
        return {"archive": self.archive, "format": FORMAT, "made": self.made, "slots": slots}


def problems_of(folder: Path, keys: Keys) -> list[tuple[str, str]]:
    """Return (file, what is wrong) for each copy of the keyring that is not what somebody with the keys wrote."""
    found, contents = [], {}
    for name in FILES:
        try:
            contents[name] = _read(folder / name)
            keyring = Keyring.parse(contents[name])
        except ValueError as err:
            found.append((name, str(err)))
            continue
        if not keyring.is_genuine(keys) or keyring.to_bytes() != contents[name]:
            found.append((name, _CHANGED))
    if not found and len(set(contents.values())) > 1:
        found.append((FILES[1], "not the same as the first"))
    return found


def _authenticated(keyring: Keyring, keys: Keys) -> Keyring:
    return replace(keyring, mac=keys.mac(canonical_bytes(keyring.covered())))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as err:
        raise ValueError(err.strerror or str(err)) from err
    if len(content) > _LONGEST:
        msg = "too long"
        raise ValueError(msg)
    return content
