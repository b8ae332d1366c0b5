"""Owns in which letters a name is written, and the repair of tokens that mix look-alikes. Never changes what was kept.

The alphabet is told per name and not per list (METHOD 8.4, step 2): one list holds five of them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from enum import StrEnum
from typing import Final


class Alphabet(StrEnum):
    """In which letters a name is written; letters that only one language has decide."""

    DUNGAN = "dungan"
    KAZAKH = "kazakh"
    KYRGYZ = "kyrgyz"
    UZBEK = "uzbek"
    UYGHUR = "uyghur"
    AZERI = "azeri"
    RUSSIAN = "russian"
    UKRAINIAN = "ukrainian"
    LATIN = "latin"
    KAZAKH_LATIN = "kazakh-latin"
    TURKIC_LATIN = "turkic-latin"
    UZBEK_LATIN = "uzbek-latin"
    FRENCH_LATIN = "french-latin"
    ARABIC = "arabic"
    ARABIC_WITH_VOWELS = "arabic-with-vowels"
    GREEK = "greek"
    GEORGIAN = "georgian"
    ARMENIAN = "armenian"
    OTHER = "other"


CYRILLIC: Final = frozenset(
    {
        Alphabet.DUNGAN,
        Alphabet.KAZAKH,
        Alphabet.KYRGYZ,
        Alphabet.UZBEK,
        Alphabet.UYGHUR,
        Alphabet.AZERI,
        Alphabet.RUSSIAN,
        Alphabet.UKRAINIAN,
    }
)
LATIN: Final = frozenset(
    {
        Alphabet.LATIN,
        Alphabet.KAZAKH_LATIN,
        Alphabet.TURKIC_LATIN,
        Alphabet.UZBEK_LATIN,
        Alphabet.FRENCH_LATIN,
    }
)
_LOOK_ALIKE: Final = (
    "aeopcxyiəkmtĸ" + "ABEKMHOPCTXYIƏ",
    "аеорсхуіәкмтк" + "АВЕКМНОРСТХУІӘ",
)
_TO_CYRILLIC: Final = {ord(a): b for a, b in zip(*_LOOK_ALIKE, strict=True)}
_TO_LATIN: Final = {ord(b): a for a, b in zip("aeopcxyiəABEKMHOPCTXYIƏ", "аеорсхуіәАВЕКМНОРСТХУІӘ", strict=True)}
_ALMOST_CYRILLIC: Final = "ĸ"  # a letter of Greenland, met in Cyrillic names that were read from pictures
_LETTER: Final = re.compile(r"[^\W\d_]")
_APOSTROPHES: Final = {ord(one): "'" for one in "’‘ʻʼ`´ʹʺ″′“”ʾʿ"}
_NO_LETTERS: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Mn", "Me"})
_SPACES: Final = re.compile(r"\s+")
_SCRIPTS: Final = (
    (Alphabet.GREEK, re.compile("[α-ωά-ώ]")),
    (Alphabet.GEORGIAN, re.compile("[ა-ჰ]")),
    (Alphabet.ARMENIAN, re.compile("[ա-և]")),
)
_FRENCH: Final = re.compile(r"tch|(?<![a-z])dj|(?<=[bcdfgjklmnprstvz])ou(?!gh|r$|s$)|ch[te]ch|off$|eff$")


@functools.lru_cache(maxsize=100_000)
def written(text: str) -> str:
    """Return a name as it is worked on: composed, with one kind of apostrophe, look-alikes repaired, in small letters.

    NFKC takes presentation forms of Arabic and full-width letters back to letters; stress marks and Arabic vowel signs
    go. What was typed is kept elsewhere.
    """
    composed = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    composed = "".join(one for one in composed if unicodedata.category(one) not in _NO_LETTERS or one in "\t\n")
    repaired = "".join(map(repair, re.split(r"(\W)", composed)))
    return _SPACES.sub(" ", small(repaired)).strip()


def is_mixed(text: str) -> bool:
    """Say whether a name has tokens that had to be repaired."""
    return any(repair(one) != one for one in re.split(r"(\W)", unicodedata.normalize("NFKC", text)))


def small(text: str) -> str:
    """Return text in small letters; the Turkish dotted capital gives one letter, not two."""
    return unicodedata.normalize("NFC", text.replace("İ", "i").lower())


@functools.lru_cache(maxsize=200_000)
def repair(token: str) -> str:
    """Return a token whose letters come from one script, where the strangers among them only look like its own.

    A token where both scripts have letters of their own is left as it is: it may be two names run together.
    """
    latin = [one for one in token if _is_latin(one)]
    cyrillic = [one for one in token if _is_cyrillic(one)]
    if not latin or not cyrillic:
        return token
    if all(ord(one) in _TO_CYRILLIC for one in latin) and (
        len(cyrillic) >= len(latin) or any(ord(one) not in _TO_LATIN for one in cyrillic)
    ):
        return token.translate(_TO_CYRILLIC)
    if all(ord(one) in _TO_LATIN for one in cyrillic):
        return token.translate(_TO_LATIN)
    return token


@functools.lru_cache(maxsize=200_000)
def alphabet_of(name: str) -> Alphabet:
    """Return the alphabet a name in small letters shows; the script with most letters decides among several."""
    letters = set(_LETTER.findall(name))
    cyrillic = sum(map(_is_cyrillic, name))
    latin = sum(map(_is_latin, name))
    arabic = sum("؀" <= one <= "ۿ" or "ݐ" <= one <= "ݿ" for one in name)
    if max(cyrillic, latin, arabic) == 0:
        return next((alphabet for alphabet, pattern in _SCRIPTS if pattern.search(name)), Alphabet.OTHER)
    if cyrillic >= max(latin, arabic):
        return _cyrillic(letters, name)
    if latin >= arabic:
        return _latin(letters, name)
    return Alphabet.ARABIC_WITH_VOWELS if letters & set("ەېۇۆۈۋڭٷۅ") else Alphabet.ARABIC


def _cyrillic(letters: set[str], name: str) -> Alphabet:
    signs = (
        (Alphabet.AZERI, "ҝҹ"),
        (Alphabet.UZBEK, "ҳ"),
        (Alphabet.UKRAINIAN, "ў" if "і" in letters and not letters & set("қғұө") else ""),
        (Alphabet.KAZAKH, "ұ"),
        (Alphabet.UYGHUR, "җһ" if "җ" in letters and letters & set("һғқөі") else ""),
        (Alphabet.DUNGAN, "җ"),
        (Alphabet.UZBEK, "ў" if letters & set("қғҳ") else ""),
        (Alphabet.DUNGAN, "ў"),
        (Alphabet.UKRAINIAN, "їєґ"),
        (Alphabet.KAZAKH, "ғқһіәөұ" if letters & set("ғқһі") else ""),
        (Alphabet.DUNGAN, "әң" if "ә" in letters and not letters & set("өү") else ""),
        (Alphabet.KAZAKH, "ә"),
        (Alphabet.KYRGYZ, "өүң"),
    )
    for alphabet, own in signs:
        if letters & set(own):
            return alphabet
    if re.search(r"(?:ұлы|қызы)\b", name):
        return Alphabet.KAZAKH
    return Alphabet.KYRGYZ if re.search(r"\bуулу\b|уулу\b", name) else Alphabet.RUSSIAN


def _latin(letters: set[str], name: str) -> Alphabet:
    if letters & set("ğşə") or ("ı" in letters and "q" not in letters):
        return Alphabet.KAZAKH_LATIN if "q" in letters and letters & set("ūñ") else Alphabet.TURKIC_LATIN
    if letters & set("ūñıǵŋ"):
        return Alphabet.KAZAKH_LATIN
    if re.search("[og]'", name):
        return Alphabet.UZBEK_LATIN
    return Alphabet.FRENCH_LATIN if _FRENCH.search(name) else Alphabet.LATIN


def _is_latin(letter: str) -> bool:
    return "a" <= letter <= "z" or "A" <= letter <= "Z" or "À" <= letter <= "ɏ" or letter == "ə" or "Ḁ" <= letter <= "ỿ"


def _is_cyrillic(letter: str) -> bool:
    return "Ѐ" <= letter <= "ӿ"
