"""Owns the log's signing key: Ed25519 (RFC 8032), a file that only its owner may read; in an encrypted archive, a box.

It verifies what this archive signed itself; what a stranger may believe is the checker's to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.kernel import NoteSignature, SignedNote, VerifierKey, file_problem
from onrecord.store.disk import Disk
from onrecord.store.errors import KeyMissing, WrongKey
from onrecord.store.master import Keys

_PURPOSE: Final = "signing key of the log"


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
    def load(cls, path: Path, *, name: str, published: str, keys: Keys | None = None) -> LogKey:
        """Return the key kept in `path`, which must be the one that was published.

        Raises:
            KeyMissing: the file is not there, not ours to read, or no key.
            WrongKey: another key lies in its place.
        """
        try:
            text = _one_line(path.read_bytes())
            seed = _from_hex(text) if keys is None else keys.opened(text, purpose=_PURPOSE)
        except OSError as err:
            raise KeyMissing(place=str(path), problem=file_problem(err)) from err
        except ValueError as err:
            raise KeyMissing(place=str(path), problem="not a key") from err
        if len(seed) != 32:
            raise KeyMissing(place=str(path), problem="not a key")
        key = cls(name, seed)
        if key.verifier().text() != published:
            raise WrongKey(place=str(path), expected=published, found=key.verifier().text())
        return key

    def save(self, path: Path, disk: Disk, keys: Keys | None = None) -> None:
        """Write the key so that only its owner may read it, and only with `keys` where they are given."""
        text = self._seed.hex() if keys is None else keys.shut(self._seed, purpose=_PURPOSE)
        with disk.create(path, mode=0o600) as file:
            disk.write(file, f"{text}\n".encode())
            disk.fsync(file)

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


def is_signed_by(note: SignedNote, key: VerifierKey) -> bool:
    """Say whether one of the note's signatures is this key's over its text (c2sp.org/signed-note)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for one in note.signatures:
        if (one.name, one.key_id) == (key.name, key.key_id):
            try:
                Ed25519PublicKey.from_public_bytes(key.public).verify(one.signature, note.text.encode("utf-8"))
            except InvalidSignature:
                continue
            return True
    return False


def _one_line(content: bytes) -> str:
    """Return the line that a file consists of; anything else is another file, whoever changed it (RELIABILITY B1)."""
    line = content.decode("ascii")
    if not line.endswith("\n") or line.strip() != line[:-1]:
        msg = "not one line"
        raise ValueError(msg)
    return line[:-1]


def _from_hex(text: str) -> bytes:
    """Return the bytes; a capital letter is a changed bit that would mean the same."""
    content = bytes.fromhex(text)
    if content.hex() != text:
        msg = "not lower case"
        raise ValueError(msg)
    return content
