"""Owns the writing of bytes as Bech32 (BIP 173), which is how age writes its keys. Never reads one: age does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32(label: str, content: bytes) -> str:
    """Return `content` as Bech32 under this label, in small letters (BIP 173)."""
    data = _by_fives(content)
    checksum = _checksum(label, data)
    return f"{label}1{''.join(_LETTERS[one] for one in (*data, *checksum))}"


def _by_fives(content: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in content)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def _checksum(label: str, data: Sequence[int]) -> list[int]:
    expanded = [*(ord(one) >> 5 for one in label), 0, *(ord(one) & 31 for one in label)]
    rest = _polymod([*expanded, *data, *bytes(6)]) ^ 1
    return [(rest >> 5 * (5 - at)) & 31 for at in range(6)]


def _polymod(values: Iterable[int]) -> int:
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for at, factor in enumerate(_GENERATOR):
            rest ^= factor if top >> at & 1 else 0
    return rest
