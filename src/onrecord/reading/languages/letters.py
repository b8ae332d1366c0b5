"""Owns words and their letters: where the words of a text stand, in which script, folded for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LATIN: Final = "Latn"
CYRILLIC: Final = "Cyrl"
ARABIC: Final = "Arab"
HAN: Final = "Hani"
KANA: Final = "Jpan"
NO_SCRIPT: Final = "Zyyy"
# The name of a letter begins with its script's name in Unicode.
_BY_NAME: Final = {
    "CYRILLIC": CYRILLIC,
    "LATIN": LATIN,
    "ARABIC": ARABIC,
    "CJK": HAN,
    "HIRAGANA": KANA,
    "KATAKANA": KANA,
    "HANGUL": "Kore",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "THAI": "Thai",
    "DEVANAGARI": "Deva",
    "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong",
}
# Letters with the marks and apostrophes inside a word; one may end it (oʻ of Uzbek).
_WORD: Final = re.compile(
    r"[^\W\d_](?:[\u0300-\u036f\u064b-\u065f\u0670\u200c'’‘ʻʼ`´]*[^\W\d_])*(?:[\u0300-\u036f\u064b-\u065f]|[ʻʼ‘](?=\s))*"
)
_KANA: Final = re.compile("[\u3041-\u30ff]")
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʻʼ`´", "'"))
_UNWRITTEN: Final = re.compile("[\u064b-\u065f\u0670\u0640\u200c]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, folded (lower case, one apostrophe, no vowel signs), and its script."""

    start: int
    end: int
    folded: str
    script: str


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text. Han and kana need no space between words: a run of them is one word here."""
    for match in _WORD.finditer(text):
        word = match.group()
        script = script_of_letter(word[0])
        if script == HAN and _KANA.search(word):
            script = KANA
        yield Word(match.start(), match.end(), folded(word), script)


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """Return a word as it is compared: composed, lower case, one kind of apostrophe, no vowel signs or stretching."""
    composed = unicodedata.normalize("NFC", word).replace("İ", "i").lower()
    return _UNWRITTEN.sub("", composed.translate(_APOSTROPHES))


@lru_cache(maxsize=4096)
def script_of_letter(letter: str) -> str:
    """Return the ISO 15924 code of a letter's script, `Zyyy` where it is none we know."""
    name = unicodedata.name(letter, "")
    return _BY_NAME.get(name.split(" ", 1)[0].split("-", 1)[0], NO_SCRIPT)
