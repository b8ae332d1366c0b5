"""Owns what a word is: where it begins and ends in a text, and the one form in which it is kept and looked for.

Nothing is guessed of the language here: two spellings of the same letters are one word (case, ё and е, normal forms,
soft hyphens, apostrophes, stress marks, digits of any script), two different words never are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# What may stand inside a word without being a letter of it: marks, soft hyphens, joiners, direction marks, apostrophes.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640"
    "\u06d6-\u06ed\u20d0-\u20ff\ufe20-\ufe2f"
)
_UNSEEN: Final = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_APOSTROPHES: Final = "'\u2018\u2019\u02b9\u02bb\u02bc\u02bd\u02c8`\u00b4\u2032"
# Scripts that set no spaces between words: each sign is a word, and what stands together is a phrase.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\U00020000-\U0003134f"
_LETTER: Final = rf"[^\W_{_UNSPACED}]"
_THOUSANDS: Final = " \u00a0\u202f\u2009.,'\u2019"
WORD: Final = re.compile(
    rf"(?<![\w.,])\d{{1,3}}(?:[{_THOUSANDS}]\d{{3}})+(?![\w]|[.,]\d)"
    rf"|{_LETTER}(?:[{_MARKS}{_UNSEEN}]|[{_APOSTROPHES}](?={_LETTER})|{_LETTER})*"
    rf"|[{_UNSPACED}][{_MARKS}]*"
)
_TO_DROP: Final = re.compile(rf"[{_UNSEEN}{_APOSTROPHES}\u0640]")
_EASY: Final = re.compile("[A-Za-z]+|[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]+")  # nothing but the case can differ
_MARK: Final = re.compile(f"[{_MARKS}]")
_GROUPED: Final = re.compile(rf"\d{{1,3}}(?:[{_THOUSANDS}]\d{{3}})+\Z")
GROUPED: Final = re.compile(rf"\d[{_THOUSANDS}]\d{{3}}")  # where there may be a number in groups
_PARTS: Final = re.compile(r"\d+")
# Letters that one reader types for the other; in Arabic script what editors write in two ways.
_SAME: Final = str.maketrans(
    {
        "ё": "е",
        "ı": "i",
        "ſ": "s",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
    }
)
# Letters that look alike: a word that mixes scripts is a slip of the keyboard, or a trick (METHOD 8.4, 1).
_LATIN_TO_CYRILLIC: Final = str.maketrans("aeopcxyikmthb", "аеорсхуікмтһв")
_CYRILLIC_TO_LATIN: Final = str.maketrans("аеорсхуікмтһв", "aeopcxyikmthb")
_LATIN: Final = re.compile("[a-z]")
_CYRILLIC: Final = re.compile("[а-яёәғқңөұүһіїєґўҗ]")
_LONGEST: Final = 64  # letters: what is longer is no word, and is kept by its beginning


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in a text, in code points."""

    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order; a number in groups of three (24 000) is one."""
    for found in WORD.finditer(text):
        if word := folded(found.group()):
            yield Token(word, found.start(), found.end())


def folded(raw: str) -> str:
    """Return the form in which a word is kept: NFC, small letters, without what is not a letter of it."""
    if _EASY.fullmatch(raw):
        return raw.lower()[:_LONGEST]
    if raw[0].isdigit() and _GROUPED.match(raw):
        return "".join(map(_digits, _PARTS.findall(raw)))[:_LONGEST]
    text = _TO_DROP.sub("", unicodedata.normalize("NFKC", raw))
    text = text.replace("İ", "i").casefold().translate(_SAME)
    text = _MARK.sub("", unicodedata.normalize("NFC", text))
    if any(letter.isdigit() and not letter.isascii() for letter in text):
        text = "".join(map(_digits, text))
    if text.isdigit() and len(text) <= 3:
        text = text.lstrip("0") or text
    return _of_one_script(text)[:_LONGEST]


def parts(raw: str) -> tuple[str, ...]:
    """Return the groups of a number in groups, since a list of numbers may look like one; else nothing."""
    if not raw[0].isdigit() or not _GROUPED.match(raw):
        return ()
    return tuple(dict.fromkeys(folded(one) for one in _PARTS.findall(raw) if one.strip("0")))


def plain(word: str) -> str:
    """Return a word without the marks of its Latin letters, as a keyboard without them writes it."""
    if word.isascii() or _CYRILLIC.search(word):
        return word
    bare = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).translate(_BARE)


_BARE: Final = str.maketrans(
    {"ə": "a", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ŋ": "n"}
)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(one, one)) for one in text)


def _of_one_script(word: str) -> str:
    """Return the word in the script that most of its letters are of, if the others only look like them."""
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    mended = word.translate(_LATIN_TO_CYRILLIC if cyrillic >= latin else _CYRILLIC_TO_LATIN)
    return word if _LATIN.search(mended) and _CYRILLIC.search(mended) else mended
