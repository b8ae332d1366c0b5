"""Owns the log's signing key: Ed25519 (RFC 8032), a file that only its owner may read. Never verifies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from onrecord.kernel import NoteSignature, SignedNote, VerifierKey
from onrecord.store.errors import KeyMissing


@dataclass(frozen=True, slots=True)
class LogKey:
    """The private half, in memory."""

    name: str
    _seed: bytes

    @classmethod
    def generate(cls, name: str) -> LogKey:
        """Return a new random key under this name."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def load(cls, path: Path, *, name: str) -> LogKey:
        """Return the key kept in `path`.

        Raises:
            KeyMissing: the file is not there, not ours to read, or no key.
        """
        try:
            seed = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except OSError as err:
            raise KeyMissing(place=str(path), problem=err.strerror or str(err)) from err
        except ValueError as err:
            raise KeyMissing(place=str(path), problem="not a key") from err
        if len(seed) != 32:
            raise KeyMissing(place=str(path), problem="not a key")
        return cls(name, seed)

    def save(self, path: Path) -> None:
        """Write the key so that only its owner may read it."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(self._seed.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())

    def verifier(self) -> VerifierKey:
        """Return the public half."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self._seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, public=public)

    def sign(self, text: str) -> SignedNote:
        """Return `text` as a note signed with this key (c2sp.org/signed-note)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        signature = Ed25519PrivateKey.from_private_bytes(self._seed).sign(text.encode("utf-8"))
        key = self.verifier()
        return SignedNote(text=text, signatures=(NoteSignature(name=key.name, key_id=key.key_id, signature=signature),))
