"""Owns the key of an archive's backups: one secret that encrypts, names and authenticates everything in a place.

The secret is an age identity (age-encryption.org/v1), so that any age program opens the files with what a person wrote
down, in fifty years and without this one. It never leaves the archive except on that sheet of paper.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import file_problem
from onrecord.store import Disk, told_apart
from onrecord.vault.backups.errors import BackupKeyMissing, RecoveryKeyRefused, RecoveryKeyUntried

_SALT: Final = b"onrecord backup 1"
_PROBE: Final = b"the key on paper opens this"
_NAME_DIGITS: Final = 32  # 128 bits of a keyed digest


class NotOpened(ValueError):
    """These bytes are not what the key sealed."""


@dataclass(frozen=True, slots=True, repr=False)
class BackupKey:
    """The secret, in memory; `identity` is what a person writes down as the recovery key."""

    identity: str

    @classmethod
    def generate(cls) -> BackupKey:
        """Return a new random key."""
        import pyrage

        return cls(str(pyrage.x25519.Identity.generate()))

    @classmethod
    def parse(cls, text: str) -> BackupKey:
        """Return the key in a text as a person types it or as a key file holds it: comments, spaces, small letters.

        Raises:
            RecoveryKeyRefused: it is no age key, or mistyped: its last six letters are a checksum (BIP 173).
        """
        import pyrage

        lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        typed = "".join("".join(lines).split()).upper()
        try:
            return cls(str(pyrage.x25519.Identity.from_str(typed)))
        except pyrage.IdentityError as err:
            raise RecoveryKeyRefused from err

    @classmethod
    def load(cls, path: Path) -> BackupKey:
        """Return the key kept in `path`.

        Raises:
            BackupKeyMissing: the file is not there, not ours to read, or holds no key.
        """
        try:
            return cls.parse(path.read_text(encoding="utf-8"))
        except OSError as err:
            raise BackupKeyMissing(place=str(path), problem=file_problem(err)) from err
        except (UnicodeDecodeError, RecoveryKeyRefused) as err:
            raise BackupKeyMissing(place=str(path), problem="not a key") from err

    def save(self, path: Path, disk: Disk) -> None:
        """Write the key so that only its owner may read it; durable when this returns.

        Raises:
            OSError: it cannot be written, or something is there.
        """
        with disk.create(path, mode=0o600) as file:
            disk.write(file, f"{self.identity}\n".encode())
            disk.fsync(file)
        disk.fsync_dir(path.parent)

    @classmethod
    def set_up(cls, path: Path, show_and_ask: Callable[[str], str], disk: Disk) -> BackupKey:
        """Make the archive's key once a person has written it down, and return it.

        `show_and_ask` shows the recovery key and returns what the person then typed from their sheet. The key is kept
        only when that opens what it must open.

        Raises:
            RecoveryKeyRefused, RecoveryKeyUntried: what was typed is another key, or none. Nothing was kept.
            NotWritable, DiskFull: the key could not be kept.
        """
        key = cls.generate()
        typed = cls.parse(show_and_ask(key.identity))
        try:
            typed.open(key.seal(_PROBE))
        except NotOpened as err:
            raise RecoveryKeyUntried from err
        with told_apart(path):
            disk.mkdir(path.parent, mode=0o700)
            key.save(path, disk)
        return key

    def seal(self, content: bytes) -> bytes:
        """Return `content` as an age file for this key."""
        import pyrage

        return bytes(pyrage.encrypt(content, [self._identity().to_public()]))

    def open(self, sealed: bytes) -> bytes:
        """Return what `seal` was given.

        Raises:
            NotOpened: the bytes were changed, cut, or sealed for another key.
        """
        import pyrage

        try:
            return bytes(pyrage.decrypt(sealed, [self._identity()]))
        except (pyrage.DecryptError, OSError) as err:
            raise NotOpened(str(err)) from err

    def name(self, *parts: str) -> str:
        """Return a name for these parts that tells nothing to whoever lacks the key; the same parts, the same name."""
        content = "\0".join(parts).encode("utf-8", "surrogateescape")
        return hmac.new(self._derived(b"names"), content, hashlib.sha256).hexdigest()[:_NAME_DIGITS]

    def mac(self, content: bytes) -> str:
        """Return what only a holder of the key can put under `content`: encrypting to a key proves no author."""
        return hmac.new(self._derived(b"heads"), content, hashlib.sha256).hexdigest()

    def _derived(self, purpose: bytes) -> bytes:
        """HKDF-SHA256 of one block (RFC 5869)."""
        secret = hmac.new(_SALT, self.identity.encode("ascii"), hashlib.sha256).digest()
        return hmac.new(secret, purpose + b"\x01", hashlib.sha256).digest()

    def _identity(self) -> Any:
        import pyrage

        return pyrage.x25519.Identity.from_str(self.identity)
