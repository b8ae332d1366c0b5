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
    GERMAN_LATIN = "german-latin"
    SLAVIC_LATIN = "slavic-latin"
    ARABIC = "arabic"
    ARABIC_WITH_VOWELS = "arabic-with-vowels"
    GREEK = "greek"
    GEORGIAN = "georgian"
    ARMENIAN = "armenian"
    OTHER = "other"

    __hash__ = str.__hash__  # that of an Enum is made in Python each time; every memo of a word asks for it


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
        Alphabet.GERMAN_LATIN,
        Alphabet.SLAVIC_LATIN,
    }
)
_LOOK_ALIKE: Final = (
    "aeopcxyiəkmtĸ" + "ABEKMHOPCTXYIƏ",
    "аеорсхуіәкмтк" + "АВЕКМНОРСТХУІӘ",
)
_TO_CYRILLIC: Final = {ord(a): b for a, b in zip(*_LOOK_ALIKE, strict=True)}
_TO_LATIN: Final = {ord(b): a for a, b in zip("aeopcxyiəABEKMHOPCTXYIƏ", "аеорсхуіәАВЕКМНОРСТХУІӘ", strict=True)}
_ALMOST_CYRILLIC: Final = "ĸ"  # a letter of Greenland, met in Cyrillic names that were read from pictures
_APOSTROPHES: Final = {ord(one): "'" for one in "’‘ʻʼ`´ʹʺ″′“”ʾʿ"}
_NO_LETTERS: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Mn", "Me"})
_PLAIN: Final = re.compile("[ -~À-ɏЀ-ҁҊ-ӿ«»“”„’‘–—№]*")  # no mark and no sign without a shape is among these
_SPACES: Final = re.compile(r"\s+")
_TOKENS: Final = re.compile(r"(\W)")
_SCRIPTS: Final = (
    (Alphabet.GREEK, re.compile("[α-ωά-ώ]")),
    (Alphabet.GEORGIAN, re.compile("[ა-ჰ]")),
    (Alphabet.ARMENIAN, re.compile("[ա-և]")),
)
_FRENCH: Final = re.compile(
    r"tch|(?<![a-z])dj|(?<=[bcdfgjklmnprstvz])ou(?!gh|r$|s$)|ch[te]ch|off$|eff$|ddine|(?<![a-z])iou"
)
_LATIN_LETTERS: Final = re.compile("[a-zA-ZÀ-ɏəḀ-ỿ]")
_CYRILLIC_LETTERS: Final = re.compile("[Ѐ-ӿ]")
_ARABIC_LETTERS: Final = re.compile("[؀-ۿݐ-ݿ]")
_CYRILLIC_SIGNS: Final = frozenset("ҝҹҳўіқғұөҗһїєґәңү")
_LATIN_SIGNS: Final = frozenset("ğşəıqūñǵŋçöüčšžřěůłżźąę")
# What is no letter and yet tells an alphabet: a son in Kyrgyz, the marks of Uzbek, habits of French.
_KYRGYZ_SON: Final = "уулу"
_CHILD: Final = re.compile(r"уулу\b")
_UZBEK_MARK: Final = "o'"
_FRENCH_HABIT: Final = "tch"
# German writes Russian ш and ж as sch, ч as tsch, в as w (Duden, Transkription des Kyrillischen); Polish cz, sz, -wicz.
_GERMAN_HABIT: Final = "sch"
_GERMAN: Final = re.compile(r"sch|ß|äu|[^\Waeiouy](?:ow|ew)a?\b")
_POLISH_HABIT: Final = "wicz"
_POLISH: Final = re.compile(r"wicz|szcz|czyk|rz[yae]|[^c]cz[ye]|owsk[ia]\b")
_TURKISH_HABIT: Final = "oglu"
# Uzbek writes о where Kazakh and Russian papers have а: Олимжон, Алимжан.
_UZBEK_HABIT: Final = "jon"
_UZBEK: Final = re.compile(r"(?<=[a-z'][a-z'])(?:jon|xon|boy)(?:ov|ev)?a?\b|(?<=[а-я][а-я])жон(?:ов)?а?\b")
# Arabic never writes ى inside a word, nor a hamza on its own or on a tooth at the head: Kazakh and Uyghur do.
_VOWELS_IN_ARABIC: Final = re.compile("[ەېۇۆۈۋڭٴ]|ى(?=[ء-ۓ])|(?<![ء-ۿ])[ئء](?=[ء-ۓ])")


@functools.lru_cache(maxsize=50_000)
def written(text: str) -> str:
    """Return a name as it is worked on: composed, with one kind of apostrophe, look-alikes repaired, in small letters.

    NFKC takes presentation forms of Arabic and full-width letters back to letters; stress marks and Arabic vowel signs
    go. What was typed is kept elsewhere.
    """
    composed = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    if not _PLAIN.fullmatch(composed):
        composed = "".join(one for one in composed if unicodedata.category(one) not in _NO_LETTERS or one in "\t\n")
    if _is_in_two_scripts(composed):
        composed = "".join(map(repair, _TOKENS.split(composed)))
    return _SPACES.sub(" ", small(composed)).strip()


def is_mixed(text: str) -> bool:
    """Say whether a name has tokens that had to be repaired."""
    composed = unicodedata.normalize("NFKC", text)
    return _is_in_two_scripts(composed) and any(repair(one) != one for one in _TOKENS.split(composed))


def small(text: str) -> str:
    """Return text in small letters; the Turkish dotted capital gives one letter, not two."""
    return unicodedata.normalize("NFC", text.replace("İ", "i").lower())


@functools.lru_cache(maxsize=20_000)
def repair(token: str) -> str:
    """Return a token whose letters come from one script, where the strangers among them only look like its own.

    A token where both scripts have letters of their own is left as it is: it may be two names run together.
    """
    latin, cyrillic = _LATIN_LETTERS.findall(token), _CYRILLIC_LETTERS.findall(token)
    if not latin or not cyrillic:
        return token
    if all(ord(one) in _TO_CYRILLIC for one in latin) and (
        len(cyrillic) >= len(latin) or any(ord(one) not in _TO_LATIN for one in cyrillic)
    ):
        return token.translate(_TO_CYRILLIC)
    if all(ord(one) in _TO_LATIN for one in cyrillic):
        return token.translate(_TO_LATIN)
    return token


@functools.lru_cache(maxsize=50_000)
def alphabet_of(name: str) -> Alphabet:
    """Return the alphabet a name in small letters shows; the script with most letters decides among several."""
    cyrillic = len(_CYRILLIC_LETTERS.findall(name))
    latin = len(_LATIN_LETTERS.findall(name))
    arabic = len(_ARABIC_LETTERS.findall(name))
    if max(cyrillic, latin, arabic) == 0:
        return next((alphabet for alphabet, pattern in _SCRIPTS if pattern.search(name)), Alphabet.OTHER)
    if cyrillic >= max(latin, arabic):
        return cyrillic_of(cyrillic_signs(name))
    if latin >= arabic:
        return latin_of(latin_signs(name))
    return Alphabet.ARABIC_WITH_VOWELS if _VOWELS_IN_ARABIC.search(name) else Alphabet.ARABIC


def cyrillic_signs(text: str) -> frozenset[str]:
    """Return what in a text in small letters tells which Cyrillic alphabet it is; of a name, all words' together."""
    found = _CYRILLIC_SIGNS.intersection(text)
    if "жон" in text and _UZBEK.search(text):
        found |= {_UZBEK_HABIT}
    return found | {_KYRGYZ_SON} if _KYRGYZ_SON in text and _CHILD.search(text) else found


def latin_signs(text: str) -> frozenset[str]:
    """Return what in a text in small letters tells which Latin alphabet it is.

    Those of a name are those of all its words together, the last as it is and each other with a blank behind it.
    """
    found = _LATIN_SIGNS.intersection(text)
    if "o'" in text or "g'" in text:
        found |= {_UZBEK_MARK}
    if ("jon" in text or "xon" in text or "boy" in text) and _UZBEK.search(text):
        found |= {_UZBEK_HABIT}
    if "oglu" in text:
        found |= {_TURKISH_HABIT}
    if ("w" in text or "sch" in text or "ß" in text or "äu" in text) and _GERMAN.search(text):
        found |= {_GERMAN_HABIT}
    if "z" in text and _POLISH.search(text):
        found |= {_POLISH_HABIT}
    return found | {_FRENCH_HABIT} if may_be_french(text) and _FRENCH.search(text) else found


def may_be_french(text: str) -> bool:
    """Say whether a text has one of what all habits of French have, so that it is worth while to look for them."""
    return "ch" in text or "ou" in text or "dj" in text or "ddine" in text or text.endswith(("off", "eff"))


@functools.lru_cache(maxsize=10_000)
def cyrillic_of(signs: frozenset[str]) -> Alphabet:
    """Return the Cyrillic alphabet that such signs tell; Russian has none of its own."""
    rules = (
        (Alphabet.AZERI, "ҝҹ"),
        (Alphabet.UZBEK, "ҳ"),
        (Alphabet.UKRAINIAN, "ў" if "і" in signs and not signs & set("қғұө") else ""),
        (Alphabet.KAZAKH, "ұ"),
        (Alphabet.UYGHUR, "җһ" if "җ" in signs and signs & set("һғқөі") else ""),
        (Alphabet.DUNGAN, "җ"),
        (Alphabet.UZBEK, "ў" if signs & set("қғҳ") else ""),
        (Alphabet.DUNGAN, "ў"),
        (Alphabet.UKRAINIAN, "їєґ"),
        (Alphabet.KAZAKH, "ғқһіәөұ" if signs & set("ғқһі") else ""),
        (Alphabet.DUNGAN, "әң" if "ә" in signs and not signs & set("өү") else ""),
        (Alphabet.KAZAKH, "ә"),
        (Alphabet.KYRGYZ, "өүң"),
    )
    if _UZBEK_HABIT in signs and not signs & set("әһі"):
        return Alphabet.UZBEK
    told = next((alphabet for alphabet, own in rules if signs & set(own)), None)
    return told or (Alphabet.KYRGYZ if _KYRGYZ_SON in signs else Alphabet.RUSSIAN)


@functools.lru_cache(maxsize=10_000)
def latin_of(signs: frozenset[str]) -> Alphabet:
    """Return the Latin alphabet that such signs tell; plain Latin where there are none."""
    is_turkic = bool(signs & set("ğşə")) or ("ı" in signs and "q" not in signs)
    rules = (
        (Alphabet.KAZAKH_LATIN, is_turkic and "q" in signs and signs & set("ūñ")),
        (Alphabet.TURKIC_LATIN, is_turkic or _TURKISH_HABIT in signs or ("ç" in signs and signs & set("öü"))),
        (Alphabet.SLAVIC_LATIN, signs & set("čšžřěůłżźąę")),
        (Alphabet.KAZAKH_LATIN, signs & set("ūñıǵŋ")),
        (Alphabet.UZBEK_LATIN, _UZBEK_MARK in signs or _UZBEK_HABIT in signs),
        (Alphabet.GERMAN_LATIN, _GERMAN_HABIT in signs),
        (Alphabet.SLAVIC_LATIN, _POLISH_HABIT in signs),
        (Alphabet.FRENCH_LATIN, _FRENCH_HABIT in signs),
    )
    return next((alphabet for alphabet, is_shown in rules if is_shown), Alphabet.LATIN)


def _is_in_two_scripts(text: str) -> bool:
    """Say whether a text has Latin and Cyrillic letters, without which there is nothing to repair."""
    return not text.isascii() and bool(_CYRILLIC_LETTERS.search(text)) and bool(_LATIN_LETTERS.search(text))
