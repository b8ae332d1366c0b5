"""Owns the folder of a witness: its key, the logs it follows, and the memory of what it has cosigned.

    witness.toml      name, public key, one [[log]] for each log that is followed
    keys/witness.key  the private half; only its owner may read it
    keys/count        how many cosignatures have been prepared; it never falls
    memory.json       the last head of each log, and the same count
    evidence/         heads that exclude what was cosigned, by the digest of their bytes

A cosignature leaves only after memory.json and then keys/count were replaced, each durably. The count lies beside the
key, so that a memory that was lost, or brought back from a backup alone, is known for what it is: the witness refuses
to start, since it would sign a second history. It never signs by itself: `witnessing` does.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import (
    COSIGNATURE,
    Clock,
    Label,
    NotCanonical,
    NoteRefused,
    VerifierKey,
    canonical_bytes,
    file_problem,
    parse_json,
    sha256_hex,
)
from onrecord.store import AlreadyThere, Disk, told_apart, toml_text
from onrecord.vault.outside.errors import ForeignHead, NoSuchWitness, WitnessMemoryLost
from onrecord.vault.outside.heads import Head
from onrecord.vault.outside.witnessing import Seen, Witness

_MARK: Final = "witness.toml"
_MEMORY: Final = "memory.json"
_KEY: Final = "keys/witness.key"
_COUNT: Final = "keys/count"
_LOCK: Final = "keys/lock"
_EVIDENCE: Final = "evidence"
_MOST_EVIDENCE: Final = 1_000  # only a log's own key can make some; its holder shall not fill our disk
_SEED_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedLog:
    """A log that a witness follows: its origin and the key that signs its heads."""

    origin: str
    key: VerifierKey


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessFolder:
    """A witness as it lies on a disk."""

    folder: Path
    key: VerifierKey
    followed: tuple[FollowedLog, ...]
    disk: Disk

    @classmethod
    def create(cls, folder: Path, *, name: str, disk: Disk | None = None) -> WitnessFolder:
        """Make a new witness with its key; it is durable when this returns.

        Raises:
            AlreadyThere: the folder exists and holds something.
            NoteRefused: the name cannot stand in a signature line.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        disk = disk or Disk()
        if folder.exists() and any(folder.iterdir()):
            raise AlreadyThere(place=str(folder))
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        key = VerifierKey.parse(
            VerifierKey(name=name, public=public, algorithm=COSIGNATURE).text(), algorithm=COSIGNATURE
        )
        made = cls(folder=folder.absolute(), key=key, followed=(), disk=disk)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        disk.mkdir(folder / "keys", mode=0o700)
        disk.mkdir(folder / _EVIDENCE, mode=0o700)
        made._put(_KEY, f"{private.private_bytes_raw().hex()}\n".encode())
        made._put(_MEMORY, _memory_bytes({}, 0))
        made._put(_COUNT, b"0\n")
        made._write_mark(())  # last: a folder without it is no witness
        disk.fsync_dir(folder.parent)
        return made

    @classmethod
    def open(cls, folder: Path, *, disk: Disk | None = None) -> WitnessFolder:
        """Return the witness in a folder, after its memory was found to be the one that its count speaks of.

        Raises:
            NoSuchWitness: there is none, or its own description cannot be read.
            WitnessMemoryLost: its memory is gone, damaged or older than what it has signed.
        """
        try:
            declared = tomllib.loads((folder / _MARK).read_text(encoding="utf-8"))
            key = VerifierKey.parse(declared["key"], algorithm=COSIGNATURE)
            logs = tuple(
                FollowedLog(origin=one["origin"], key=VerifierKey.parse(one["key"])) for one in declared.get("log", ())
            )
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as err:
            raise NoSuchWitness(place=str(folder), problem=_told(err)) from err
        except NoteRefused as err:
            raise NoSuchWitness(place=str(folder), problem=str(err.facts["problem"])) from err
        found = cls(folder=folder.absolute(), key=key, followed=logs, disk=disk or Disk())
        with found.locked():
            for log in logs:
                found.last(log.origin)
        return found

    def follow(self, key: VerifierKey, *, origin: str | None = None) -> WitnessFolder:
        """Follow a log from now on, from its beginning; one that is followed already may get a further key.

        What was seen of it before is never forgotten, so that following anew does not begin anew.
        """
        log = FollowedLog(origin=origin or key.name, key=key)
        with self.locked():
            remembered, count = self._remembered()
            if log.origin not in remembered:
                self._keep({**remembered, log.origin: None}, count + 1)
            followed = self.followed if log in self.followed else (*self.followed, log)
            self._write_mark(followed)
        return WitnessFolder(folder=self.folder, key=self.key, followed=followed, disk=self.disk)

    def seen(self) -> Mapping[str, Seen | None]:
        """Return the last head cosigned of each log, by origin; None where none was yet."""
        with self.locked():
            return self._remembered()[0]

    def evidence(self) -> tuple[Path, ...]:
        """Return the files of the heads that exclude what was cosigned."""
        return tuple(sorted((self.folder / _EVIDENCE).glob("*.checkpoint")))

    def witness(self, clock: Clock) -> Witness:
        """Return the witness, ready to answer."""
        followed: dict[str, list[VerifierKey]] = {}
        for log in self.followed:
            followed.setdefault(log.origin, []).append(log.key)
        return Witness(key=self.key, sign=self._signer(), followed=followed, memory=self, clock=clock)

    # The memory, as `witnessing.Memory` asks for it.

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let nobody else read or keep until the `with` ends: no thread and no other process."""
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)  # which lets go of the lock, also when the process dies

    def last(self, origin: str) -> Seen | None:
        """Return what was kept last of this origin, as it lies on the disk now."""
        remembered, _ = self._remembered()
        place = str(self.folder / _MEMORY)
        if origin not in remembered:
            raise WitnessMemoryLost(place=place, problem=f"it does not know {origin}")
        seen = remembered[origin]
        keys = [log.key for log in self.followed if log.origin == origin]
        if seen is not None and not any(_is_head_of(seen.head.note, key, origin) for key in keys):
            raise WitnessMemoryLost(place=place, problem=f"what it holds of {origin} was signed by no key of that log")
        return seen

    def keep(self, origin: str, seen: Seen) -> None:
        """Keep this in the place of what was kept before; durable when this returns."""
        remembered, count = self._remembered()
        self._keep({**remembered, origin: seen}, count + 1)

    def keep_evidence(self, origin: str, note: str) -> None:
        """Keep a head that the log has signed and that excludes what was seen; up to a number that fills no disk."""
        content = note.encode()
        path = self.folder / _EVIDENCE / f"{sha256_hex(content)}.checkpoint"
        if not path.exists() and len(self.evidence()) < _MOST_EVIDENCE:
            with told_apart(path):
                self.disk.mkdir(path.parent, mode=0o700)
            self._put(f"{_EVIDENCE}/{path.name}", content)

    # Files

    def _keep(self, remembered: Mapping[str, Seen | None], count: int) -> None:
        """Replace the memory, then the count: a count ahead of its memory is a lie, the other way round it is none."""
        self._put(_MEMORY, _memory_bytes(remembered, count))
        self._put(_COUNT, f"{count}\n".encode())

    def _remembered(self) -> tuple[dict[str, Seen | None], int]:
        """Return what is remembered, and how many times it was replaced.

        A power cut between the two writes leaves a memory that is one ahead of the count: nothing was signed on it, and
        it continues what was signed, so it stands. A memory behind the count is not the one that was signed on.
        """
        place = self.folder / _MEMORY
        try:
            least = int((self.folder / _COUNT).read_text(encoding="ascii"))
            content: Any = parse_json(place.read_bytes())
            count = int(content["count"])
            remembered = {origin: _from_memory(one) for origin, one in content["logs"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, NotCanonical, NoteRefused) as err:
            raise WitnessMemoryLost(place=str(place), problem=_told(err)) from err
        if count < least:
            raise WitnessMemoryLost(place=str(place), problem=f"it is number {count}, and number {least} was signed on")
        return remembered, count

    def _signer(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        place = self.folder / _KEY
        try:
            seed = bytes.fromhex(place.read_text(encoding="ascii").strip())
            private = Ed25519PrivateKey.from_private_bytes(seed)
        except (OSError, ValueError) as err:
            raise NoSuchWitness(place=str(place), problem=_told(err)) from err
        if private.public_key().public_bytes_raw() != self.key.public:
            raise NoSuchWitness(place=str(place), problem="it is not the key that the witness is published under")
        return private.sign

    def _write_mark(self, followed: Sequence[FollowedLog]) -> None:
        lines = [
            "# A witness of Onrecord (c2sp.org/tlog-witness). Give its key to those whose logs it follows.",
            f"key = {toml_text(self.key.text())}",
        ]
        for log in followed:
            lines += ["", "[[log]]", f"origin = {toml_text(log.origin)}", f"key = {toml_text(log.key.text())}"]
        self._put(_MARK, ("\n".join(lines) + "\n").encode())

    def _put(self, name: str, content: bytes) -> None:
        """Give a file this content, whole or not at all; durable when this returns."""
        target = self.folder / name
        fresh = target.with_name(f".{target.name}.new")
        with told_apart(target):
            self.disk.unlink(fresh)
            with self.disk.create(fresh, mode=0o600) as file:
                self.disk.write(file, content)
                self.disk.fsync(file)
            self.disk.rename(fresh, target)
            self.disk.fsync_dir(target.parent)


def _told(err: Exception) -> Label | str:
    """Return why a file of a witness is not read: in the reader's words where the disk is the reason."""
    return file_problem(err) if isinstance(err, OSError) else str(err) or type(err).__name__


def _memory_bytes(remembered: Mapping[str, Seen | None], count: int) -> bytes:
    logs = {
        origin: {"note": seen.head.note, "timestamp": seen.timestamp} if seen else None
        for origin, seen in remembered.items()
    }
    return canonical_bytes({"count": count, "logs": logs}) + b"\n"


def _from_memory(one: Any) -> Seen | None:
    return None if one is None else Seen(head=Head.stated(one["note"]), timestamp=int(one["timestamp"]))


def _is_head_of(note: str, key: VerifierKey, origin: str) -> bool:
    """Say whether this key signed the note: a changed byte of the memory is no new history."""
    try:
        Head.parse(note, key, origin=origin)
    except ForeignHead:
        return False
    return True


def _lock(handle: int) -> None:
    """Wait for the only lock on an open file."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
