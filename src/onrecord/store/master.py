"""Owns the one secret of an encrypted archive and what is derived from it. Never stores either: the keyring does.

HKDF-SHA256 (RFC 5869) with the archive's id as salt and one info string per purpose: no key tells another, and none
of them tells the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import astuple, dataclass
from typing import Final, Self

from onrecord.store import boxes
from onrecord.store.bech32 import bech32
from onrecord.store.envelopes import AgeEnvelope

SECRET_BYTES: Final = 32
_PURPOSES: Final = ("log.sqlite", "names of objects", "objects", "boxes", "slots")


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """All that is needed to work in an encrypted archive; not enough to give somebody else a way in."""

    database: bytes
    names: bytes
    objects: bytes
    boxes: bytes
    slots: bytes

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Return the keys that `pack` put together.

        Raises:
            ValueError: it is not of their length.
        """
        if len(packed) != packed_bytes():
            msg = f"not keys: {len(packed)} bytes"
            raise ValueError(msg)
        return cls(*(packed[at : at + SECRET_BYTES] for at in range(0, len(packed), SECRET_BYTES)))

    def pack(self) -> bytes:
        """Return all keys one after the other, to be handed from one process to another."""
        return b"".join(astuple(self))

    def envelope(self) -> AgeEnvelope:
        """Return the envelope into which objects are put."""
        return AgeEnvelope(identity=bech32("age-secret-key-", self.objects).upper(), name_key=self.names)

    def backups(self) -> str:
        """Return the age identity of the archive's backups: whatever opens the archive opens them."""
        return bech32("age-secret-key-", derived(self.objects, b"", "onrecord backups 1")).upper()

    @property
    def derived(self) -> bytes:
        """The key of databases that are made of log and objects, and thrown away."""
        return derived(self.database, b"", "onrecord derived 1")

    def shut(self, content: bytes, *, purpose: str) -> str:
        """Return a box for something small that lies beside log and objects."""
        return boxes.shut(self.boxes, content, purpose=purpose.encode())

    def opened(self, box: str, *, purpose: str) -> bytes:
        """Return what such a box holds.

        Raises:
            ValueError: it is none of this archive, or has changed.
        """
        return boxes.opened(self.boxes, box, purpose=purpose.encode())

    def mac(self, content: bytes) -> str:
        """Return the authentication code of the keyring's content."""
        return hmac.new(self.slots, content, hashlib.sha256).hexdigest()

    def check(self) -> str:
        """Return what tells these keys from all others and tells nothing else of them."""
        return hmac.new(self.slots, b"which archive", hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True, repr=False)
class MasterSecret:
    """32 random bytes, made once for an archive; whoever has them has everything."""

    secret: bytes

    @classmethod
    def fresh(cls) -> Self:
        """Return a new one."""
        return cls(secrets.token_bytes(SECRET_BYTES))

    def keys(self, archive: str) -> Keys:
        """Return the keys of the archive with this id."""
        return Keys(*(_derived(self.secret, archive, purpose) for purpose in _PURPOSES))


def packed_bytes() -> int:
    """Return how long packed keys are."""
    return SECRET_BYTES * len(_PURPOSES)


def derived(secret: bytes, salt: bytes, info: str) -> bytes:
    """Return 32 bytes by HKDF-SHA256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=SECRET_BYTES, salt=salt, info=info.encode()).derive(secret)


def _derived(secret: bytes, archive: str, purpose: str) -> bytes:
    return derived(secret, archive.encode(), f"onrecord at rest 1: {purpose}")
