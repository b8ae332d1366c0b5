"""Owns digests and commitments: SHA-256 (FIPS 180-4). Never chooses another algorithm silently."""

from __future__ import annotations

import hashlib
import re
from typing import Final

SALT_BYTES: Final = 32
_HEX: Final = re.compile(r"[0-9a-f]{64}")


def new_sha256() -> hashlib._Hash:
    """Return an empty SHA-256 state, to be fed with `update`."""
    return hashlib.sha256()


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def is_sha256_hex(text: str) -> bool:
    """Say whether `text` is written as we write a SHA-256."""
    return _HEX.fullmatch(text) is not None


def commitment(salt: bytes, payload: bytes) -> str:
    """Return SHA-256(salt || payload) in hexadecimal: what the log holds in place of the payload.

    Whoever lacks the salt cannot test guesses against it; once salt and payload are destroyed it proves only
    that something stood there (EDPB Guidelines 02/2025 on salted commitments; RELIABILITY, erasure).

    Raises:
        ValueError: the salt has not 32 bytes.
    """
    if len(salt) != SALT_BYTES:
        msg = f"a salt has {SALT_BYTES} bytes, not {len(salt)}"
        raise ValueError(msg)
    return hashlib.sha256(salt + payload).hexdigest()
