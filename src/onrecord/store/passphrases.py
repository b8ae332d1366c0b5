"""Owns which passphrases are too easy to guess, and why. Never keeps one, never sends one anywhere.

Length, variety, repetition, runs on a keyboard or in an alphabet, numbers and dates; and a list of what people type in
English, Russian and Kazakh when they are asked for something long (common-passphrases.txt). What is left of a
passphrase once all that is taken out of it has to be long enough by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

from onrecord.store.papers import is_recovery_key, is_share

LEAST: Final = 15  # characters (RELIABILITY L3)
_DISTINCT: Final = 7
_LEFT: Final = 10  # characters that neither rules nor lists explain
_RUN: Final = 4
_BLANKS: Final = re.compile(r"[\W_]+")
_LEET: Final = str.maketrans("013457@$!", "oleastasi")
_ROWS: Final = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "йфяцычувскамепинртгоьшлбщдюзжхэъ",
    "1й2ц3у4к5е6н7г8ш9щ0з",
    "әіңғүұқөһ",  # the row of digits on a Kazakh keyboard
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
)


class Weakness(StrEnum):
    """Why a passphrase is refused."""

    SHORT = "short"
    FEW_LETTERS = "few-letters"
    NUMBERS_ONLY = "numbers-only"
    REPEATED = "repeated"
    KEYBOARD = "keyboard"
    COMMON = "common"
    KNOWN = "known"
    LIKE_A_KEY = "like-a-key"


def prepared(passphrase: str) -> bytes:
    """Return the bytes that are stretched: the same whatever keyboard it was typed on (RFC 8265, 4.2)."""
    spaced = "".join(" " if unicodedata.category(one) == "Zs" else one for one in passphrase)
    return unicodedata.normalize("NFC", spaced).encode("utf-8", "surrogateescape")


def weakness(passphrase: str, *, known: Iterable[str] = ()) -> Weakness | None:
    """Return why this passphrase is too easy to guess, or None. `known` are words that others see: a title, a name."""
    text = prepared(passphrase).decode("utf-8", "replace")
    if len(text.strip()) < LEAST:
        return Weakness.SHORT
    if is_recovery_key(text) or is_share(text):
        return Weakness.LIKE_A_KEY
    folded = _folded(text)
    if not any(one.isalpha() for one in folded):
        return Weakness.NUMBERS_ONLY
    if _is_repetition(folded):
        return Weakness.REPEATED
    if len(set(folded)) < _DISTINCT:
        return Weakness.FEW_LETTERS
    return _explained(folded, known)


@cache
def _common() -> frozenset[str]:
    lines = resources.files("onrecord.store").joinpath("common-passphrases.txt").read_text(encoding="utf-8")
    return frozenset(line for line in lines.splitlines() if line and not line.startswith("#"))


def _folded(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _is_repetition(folded: str) -> bool:
    """Say whether the text is one piece, at most half as long, over and over."""
    return any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, len(folded) // 2 + 1))


def _explained(folded: str, known: Iterable[str]) -> Weakness | None:
    """Take out, one after the other, what is known, common, a run or a number; too little may not be left."""
    left = _without_words(folded, [_folded(word) for one in known for word in (one, *one.split())])
    if len(left) < _LEFT:
        return Weakness.KNOWN
    left = _without_words(left, _common())
    if len(left) < _LEFT:
        return Weakness.COMMON
    left = _without_runs(left)
    if len(left) < _LEFT:
        return Weakness.KEYBOARD
    left = re.sub(r"\d{2,}", "", left)
    if len(left) < _LEFT:
        return Weakness.NUMBERS_ONLY
    left = re.sub(r"(.{1,8}?)\1+", r"\1", left)
    return Weakness.REPEATED if len(left) < _LEFT else None


def _without_words(folded: str, words: Iterable[str]) -> str:
    for word in sorted({one for one in words if len(one) >= _RUN}, key=len, reverse=True):
        for spelt in (word, word[::-1]):
            at = folded.translate(_LEET).find(spelt.translate(_LEET))
            while at >= 0:
                folded = folded[:at] + folded[at + len(spelt) :]
                at = folded.translate(_LEET).find(spelt.translate(_LEET))
    return folded


def _without_runs(folded: str) -> str:
    """Take out every stretch of four and more that lies in a row of keys or letters, forwards or backwards."""
    rows = [row for one in _ROWS for row in (one * 2, one[::-1] * 2)]
    left, at = "", 0
    while at < len(folded):
        size = max(_length_in(row, folded, at) for row in rows)
        left += "" if size >= _RUN else folded[at]
        at += size if size >= _RUN else 1
    return left


def _length_in(row: str, folded: str, at: int) -> int:
    size = 0
    while at + size < len(folded) and folded[at : at + size + 1] in row:
        size += 1
    return size
