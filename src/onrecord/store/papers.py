"""Owns what is written down on paper: the recovery key and the three shares, as text that a person copies by hand.

Letters of Crockford's base 32 in groups of four, the last group a checksum. Two of three shares open, one tells
nothing: each pair of holders has a pad of its own, one of them the pad, the other the secret under that pad.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Self

from onrecord.store.errors import PaperMisread, SharesDoNotJoin

SECRET_BYTES: Final = 20  # 160 random bits: more than anybody can guess, 32 letters to copy
SHARES: Final = 3
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP: Final = 4
_RECOVERY: Final = "RK1"
# What is typed for another letter: by Crockford's table, and by those who have a Cyrillic keyboard before them.
_MEANT: Final = str.maketrans("OILАВЕЅКМНОРСТХ", "011ABESKMH0PCTX")
_HEAD_MEANT: Final = str.maketrans("ILРКЅН", "11PKSH")
_PAIRS: Final = tuple(combinations(range(1, SHARES + 1), 2))


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryKey:
    """Opens the archive when all else is lost. Shown once, kept on paper, stored nowhere."""

    secret: bytes

    @classmethod
    def fresh(cls) -> Self:
        """Return a new one."""
        return cls(secrets.token_bytes(SECRET_BYTES))

    def text(self) -> str:
        """Return it as it is written down."""
        return _text(_RECOVERY, _letters(self.secret))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key that a person typed.

        Raises:
            PaperMisread: it is not whole, or a letter of it is wrong.
        """
        head, letters = _read(text)
        if head != _RECOVERY:
            raise PaperMisread(kind=_RECOVERY)
        return cls(_bytes(letters, SECRET_BYTES, head))


@dataclass(frozen=True, slots=True, repr=False)
class Share:
    """One of three; any two open. `batch` tells shares that were made together from older ones."""

    number: int
    batch: str
    halves: bytes

    def text(self) -> str:
        """Return it as it is written down."""
        return _text(f"SH{self.number}", self.batch + _letters(self.halves))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the share that a person typed.

        Raises:
            PaperMisread: it is not whole, or a letter of it is wrong.
        """
        head, letters = _read(text)
        if head not in {f"SH{number}" for number in range(1, SHARES + 1)}:
            raise PaperMisread(kind="SH")
        halves = _bytes(letters[_GROUP:], SECRET_BYTES * len(_pairs_of(1)), head)
        return cls(number=int(head[2:]), batch=letters[:_GROUP], halves=halves)

    def half(self, pair: tuple[int, int]) -> bytes:
        """Return what this share carries for the pair."""
        at = _pairs_of(self.number).index(pair) * SECRET_BYTES
        return self.halves[at : at + SECRET_BYTES]


def shares_of(secret: bytes) -> tuple[Share, ...]:
    """Return three shares of the secret."""
    carried: dict[int, list[bytes]] = {number: [] for number in range(1, SHARES + 1)}
    for first, second in _PAIRS:
        pad = secrets.token_bytes(SECRET_BYTES)
        carried[first].append(pad)
        carried[second].append(_xor(pad, secret))
    batch = "".join(secrets.choice(_LETTERS) for _ in range(_GROUP))
    return tuple(Share(number, batch, b"".join(halves)) for number, halves in carried.items())


def joined(shares: Sequence[Share]) -> bytes:
    """Return the secret of which these are shares.

    Raises:
        SharesDoNotJoin: they are one and the same, or were not made together.
    """
    by_number = {share.number: share for share in shares}
    if len(by_number) < 2 or len({share.batch for share in shares}) != 1:
        raise SharesDoNotJoin(numbers=", ".join(str(share.number) for share in shares))
    pair = (min(by_number), sorted(by_number)[1])
    return _xor(by_number[pair[0]].half(pair), by_number[pair[1]].half(pair))


def is_recovery_key(text: str) -> bool:
    """Say whether a text was meant as a recovery key, copied well or not."""
    return _plain(text).startswith(_RECOVERY)


def is_share(text: str) -> bool:
    """Say whether a text was meant as a share, copied well or not."""
    return _plain(text)[:3] in {f"SH{number}" for number in range(1, SHARES + 1)}


def _pairs_of(number: int) -> list[tuple[int, int]]:
    return [pair for pair in _PAIRS if number in pair]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _plain(text: str) -> str:
    head = "".join(text.upper().split()).replace("-", "")
    return head[:3].translate(_HEAD_MEANT) + head[3:].translate(_MEANT)


def _text(head: str, letters: str) -> str:
    whole = letters + _checksum(head, letters)
    return "-".join((head, *(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))))


def _read(text: str) -> tuple[str, str]:
    plain = _plain(text)
    head, letters, checksum = plain[:3], plain[3:-_GROUP], plain[-_GROUP:]
    if not letters or set(letters) - set(_LETTERS) or checksum != _checksum(head, letters):
        raise PaperMisread(kind=head[:2])
    return head, letters


def _checksum(head: str, letters: str) -> str:
    """Return four letters, 20 bits: of a million slips one goes unseen, and then the key does not open."""
    digest = hashlib.sha256(f"onrecord paper {head} {letters}".encode()).digest()
    return _letters(digest[:5])[:_GROUP]


def _letters(content: bytes) -> str:
    number = int.from_bytes(content, "big")
    return "".join(_LETTERS[number >> 5 * at & 31] for at in reversed(range(len(content) * 8 // 5)))


def _bytes(letters: str, length: int, head: str) -> bytes:
    if len(letters) != length * 8 // 5:
        raise PaperMisread(kind=head)
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    return number.to_bytes(length, "big")
