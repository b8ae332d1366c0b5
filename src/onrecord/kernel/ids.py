"""Owns identifiers. Never derives one from content: a digest in an id would tell what an archive holds."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Final, NewType, Protocol

ItemId = NewType("ItemId", str)
LayerId = NewType("LayerId", str)
ClaimId = NewType("ClaimId", str)
SourceId = NewType("SourceId", str)
EntryKind = NewType("EntryKind", str)

# Crockford's base 32 without letters that are read for digits (no i, l, o, u): ids are read out over telephones.
_ALPHABET: Final = b"0123456789abcdefghjkmnpqrstvwxyz"
_LETTERS: Final = bytes(_ALPHABET[byte % 32] for byte in range(256))  # eight bytes for each letter: all alike probable
_LENGTH: Final = 16  # 16 x 5 bits = 80 random bits: no clash within any archive a person could fill


class IdSupply(Protocol):
    """Gives a fresh identifier at each call."""

    def new(self, prefix: str) -> str:
        """Return `prefix-…`, never given before."""
        ...


class RandomIds:
    """Identifiers that cannot be guessed and say nothing about what they name."""

    def new(self, prefix: str) -> str:
        """Return `prefix-` and 16 random characters."""
        return f"{prefix}-{secrets.token_bytes(_LENGTH).translate(_LETTERS).decode()}"


class CountedIds:
    """Identifiers counted per prefix, for tests and golden files: `item-0001`."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def new(self, prefix: str) -> str:
        """Return `prefix-` and the next number of that prefix."""
        self._given[prefix] += 1
        return f"{prefix}-{self._given[prefix]:04d}"
