"""Owns the decision which language a run of words is in, and when that is not clear enough to be said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from onrecord.reading.languages.letters import HAN, KANA, Word
from onrecord.reading.languages.weights import SCRIPTS, Scores, characters, is_foreign, log_shares, scores, table

# How probable a language must be to be named, and over how many words that is asked in full: the weights take words
# as independent, so that long runs look surer than they are, and short ones are where the harm is.
_SURE: Final = 0.985
_FAIRLY_SURE: Final = 0.95
_FEW_WORDS: Final = 6
# Names and quotations bring letters of other languages; more than one word in so many does not.
_FOREIGN_SHARE: Final = 8
# The scripts that one living language of our documents uses alone.
_ONLY: Final = {KANA: "ja", "Kore": "ko", "Grek": "el", "Geor": "ka", "Armn": "hy", "Thai": "th"}
# A quotation, a name or a slip may bring a character of the other variety; so many of one must stand against each.
_VARIETY: Final = 4


def is_weighed(script: str) -> bool:
    """Say whether the weights know a script's words."""
    return script in SCRIPTS


def weighed(words: Sequence[Word], script: str) -> Scores:
    """Return the sum of what these words say for each form of their script."""
    total: Scores = np.sum([scores(one.folded, script) for one in words], axis=0, dtype=np.float32)
    return total


def verdict(words: Sequence[Word], script: str, summed: Scores | None) -> tuple[str | None, str]:
    """Return the language and the script of a run of words of one script; None where the language is not clear."""
    if script in _ONLY:
        return _ONLY[script], script
    if summed is None:
        return None, script
    if script == HAN:
        return _han(words, summed)
    known = table(script)
    shares = np.exp(log_shares(summed, known.prior))
    best = int(shares.argmax())
    alphabet = known.alphabets[best]
    enough = _SURE if len(words) <= _FEW_WORDS else _FAIRLY_SURE
    if alphabet is None or shares[best] < enough:
        return None, script
    foreign = sum(is_foreign(one.folded, alphabet) for one in words)
    return (None if foreign * _FOREIGN_SHARE > len(words) else known.forms[best]), script


def _han(words: Sequence[Word], summed: Scores) -> tuple[str | None, str]:
    known = table(HAN)
    shares = np.exp(log_shares(summed, known.prior))
    share = dict(zip(known.forms, shares, strict=True))
    chinese = share["zh-Hans"] + share["zh-Hant"]
    enough = _SURE if sum(len(one.folded) for one in words) <= 4 * _FEW_WORDS else _FAIRLY_SURE
    if share["ja"] >= enough:
        return "ja", KANA
    return ("zh" if chinese >= enough else None), _variety(words)


def _variety(words: Sequence[Word]) -> str:
    """Return `Hans` or `Hant` by the characters only one of them writes, `Hani` where there are none, or both."""
    only = characters()
    simplified = sum(letter in only["Hans"] for one in words for letter in one.folded)
    traditional = sum(letter in only["Hant"] for one in words for letter in one.folded)
    if max(simplified, traditional) <= _VARIETY * min(simplified, traditional):
        return HAN
    return "Hans" if simplified > traditional else "Hant"
