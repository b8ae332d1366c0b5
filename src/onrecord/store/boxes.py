"""Owns boxes: small things shut with ChaCha20-Poly1305 (RFC 8439) under a key of 32 bytes. Never keeps a key.

A box says nothing of its content but a length rounded up, and opens only for what it was made for: the purpose is
authenticated with it, so that one box put in another's place does not open.
"""

from __future__ import annotations

import base64
import secrets
from typing import Final

_NONCE: Final = 12  # bytes; RFC 8439, 2.8
_STEP: Final = 64  # bytes; shorter contents look alike
_END: Final = b"\x80"  # ends the content; zeros follow (ISO/IEC 7816-4)


def shut(key: bytes, content: bytes, *, purpose: bytes) -> str:
    """Return a box, as base64, that holds this content."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    padded = content + _END
    padded += bytes(-len(padded) % _STEP)
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + ChaCha20Poly1305(key).encrypt(nonce, padded, purpose)).decode("ascii")


def opened(key: bytes, box: str, *, purpose: bytes) -> bytes:
    """Return what the box holds.

    Raises:
        ValueError: another key shut it, it was made for another purpose, or a bit of it has changed.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        shut_up = base64.b64decode(box, validate=True)
    except ValueError as err:
        msg = "no box"
        raise ValueError(msg) from err
    if base64.b64encode(shut_up).decode("ascii") != box:  # spare bits of the last letter: two spellings of one box
        msg = "no box as we write them"
        raise ValueError(msg)
    try:
        padded = ChaCha20Poly1305(key).decrypt(shut_up[:_NONCE], shut_up[_NONCE:], purpose)
    except (InvalidTag, ValueError) as err:
        msg = "the box does not open"
        raise ValueError(msg) from err
    content, mark, _ = padded.rpartition(_END)
    if not mark:
        msg = "the box holds no ending"
        raise ValueError(msg)
    return content
