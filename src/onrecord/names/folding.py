"""Owns the sounds of a word: one set of readings for every alphabet and habit of transliteration. Never compares.

A word that is written differently under passport rules of 1997, 2010 and ICAO, BGN/PCGN, GOST 7.79, French style, the
Kazakh Latin alphabets or Turkish letters has a reading in common under all of them (METHOD 8.1 and 8.2); a letter that
may be two sounds gives two readings. Passport Latin is no function of the Cyrillic, so that nothing here is inverted.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any, Final

from onrecord.names.alphabets import CYRILLIC, LATIN, Alphabet

_MOST_READINGS: Final = 32
_LONGEST: Final = 40  # letters of one word; what is longer is no word of a name and is read up to here
_VOWELS: Final = "aeiou"
_DOUBLED: Final = re.compile(r"(.)\1+")
_TOGETHER: Final = (
    ("ts", "c"),
    ("tC", "C"),
    ("SC", "S"),
    ("dJ", "J"),
    ("sS", "S"),
)
_GLIDE: Final = re.compile(rf"(^|[{_VOWELS}])ie")
_SERVANT: Final = re.compile(r"^(?:abd|gabd)([aeiou]?)([lr])(?=.{3})")
_FAITH: Final = re.compile(r"(?<=.{2})[aeiou]l?d(?:i|e)n$")
_SOUL: Final = re.compile(r"(?<=.{2})Jon(?=$|ov|ev|bek)")  # Uzbek -jon is -жан elsewhere
_OFF: Final = re.compile(r"(?<=[aeo])f(?=a?$)")


@functools.cache
def letters() -> Mapping[str, Any]:
    """Return the tables of letters as they are declared."""
    return tomllib.loads((resources.files(__package__) / "data" / "letters.toml").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=200_000)
def readings(word: str, alphabet: Alphabet) -> tuple[str, ...]:
    """Return the sounds a word in small letters may stand for, the likeliest first; empty where it cannot be read.

    Arabic letters leave vowels out and have a pattern instead: see `arabic_pattern`.
    """
    table = _table(alphabet)
    if table is None:
        return ()
    word = word[:_LONGEST]
    plain = _plain(word) if alphabet in LATIN else _known(word)
    parts = list(_segments(plain, *table))
    found: dict[str, None] = {}
    for one in itertools.islice(_combined(parts), _MOST_READINGS):
        found.update(dict.fromkeys(_settled(one, alphabet)))
    found.pop("", None)
    return tuple(found)


def skeleton(sounds: str) -> str:
    """Return the consonants of a reading, with those that spellings and neighbours change taken together."""
    coarse = re.sub(r"[aeiouv]|(?<=.)h$", "", sounds).translate(_COARSE)
    return _DOUBLED.sub(r"\1", coarse)


_COARSE: Final = str.maketrans({"f": "p", "b": "p", "d": "t", "z": "s", "g": "k", "C": "S", "c": "s", "h": "k"})


@functools.lru_cache(maxsize=50_000)
def arabic_pattern(word: str) -> re.Pattern[str]:
    """Return a pattern over readings for a word in Arabic letters, which leave short vowels out."""
    table = letters()["arabic"]
    short = f"[{_VOWELS}]*"
    letters_of = arabic_plain(word)[:_LONGEST].replace("تش", "چ")
    parts = [table[one] for one in letters_of if one in table]
    if letters_of.endswith("ي") and len(parts) > 1:
        parts[-1] = "[aei]+"  # a final ya is often written for an alif: موسى
    if parts[:1] == [table["ا"]]:
        parts[0] = f"[{_VOWELS}]"  # at the head an alif carries any vowel
    body, before = "", ""
    for part in parts:
        if part and part == before:
            continue  # readings write a doubled letter once
        body += part + short
        before = part
    body = body.replace("l" + short + "l", f"l(?:{short}l)?")
    return re.compile(short + body)


def arabic_plain(word: str) -> str:
    """Return Arabic letters with their variants taken together: hamza seats, final ya, ta marbuta, no vowel signs."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    return bare.translate(_ARABIC_SAME)


_ARABIC_SAME: Final = {ord(a): b for a, b in zip("أإآٱىیئةہھکؤ", "اااايييههه" + "كو", strict=True)} | {ord("ـ"): None}


def arabic_consonants(word: str) -> str:
    """Return a skeleton for a word in Arabic letters, the same as that of its readings elsewhere where they agree."""
    sounds = {
        "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "J", "چ": "C", "ح": "h", "خ": "h", "د": "d", "ذ": "z", "ر": "r",
        "ز": "z", "ژ": "J", "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k",
        "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "v",
    }  # fmt: skip
    return skeleton("".join(sounds.get(one, "") for one in arabic_plain(word).replace("تش", "چ")))


@functools.cache
def _table(alphabet: Alphabet) -> tuple[re.Pattern[str], Mapping[str, Sequence[str]]] | None:
    declared = letters()
    if alphabet in CYRILLIC:
        entries = dict(declared["cyrillic"])
        if alphabet is Alphabet.DUNGAN:
            entries |= declared["dungan"]
        if alphabet is Alphabet.UZBEK:
            entries |= {"о": ["o", "a"]}
    elif alphabet in LATIN:
        own = {
            Alphabet.UZBEK_LATIN: "uzbek",
            Alphabet.TURKIC_LATIN: "turkish",
            Alphabet.KAZAKH_LATIN: "turkish",
            Alphabet.FRENCH_LATIN: "french",
        }
        entries = dict(declared[own[alphabet]]) if alphabet in own else {}
        for pattern, sounds in declared["latin"].items():
            entries.setdefault(pattern, sounds)
        return _compiled(entries, by_length=False)
    elif alphabet is Alphabet.ARABIC_WITH_VOWELS:
        entries = dict(declared["uyghur"])
    elif alphabet in {Alphabet.GREEK, Alphabet.GEORGIAN, Alphabet.ARMENIAN}:
        entries = dict(declared[alphabet.value])
    else:
        return None
    return _compiled(entries, by_length=True)


def _compiled(
    entries: Mapping[str, Sequence[str]], *, by_length: bool
) -> tuple[re.Pattern[str], Mapping[str, Sequence[str]]]:
    patterns = list(entries.items())
    if by_length:
        patterns = [(one, sounds) for many, sounds in entries.items() for one in many.split("|")]
        patterns.sort(key=lambda one: -len(one[0]))
    groups = {f"g{number}": tuple(sounds) for number, (_, sounds) in enumerate(patterns)}
    joined = "|".join(f"(?P<g{number}>{pattern})" for number, (pattern, _) in enumerate(patterns))
    return re.compile(f"{joined}|(?P<other>.)", re.DOTALL), groups


def _segments(word: str, pattern: re.Pattern[str], groups: Mapping[str, Sequence[str]]) -> Iterator[Sequence[str]]:
    for found in pattern.finditer(word):
        name = found.lastgroup or "other"
        if name != "other":
            yield groups[name]
        elif found.group().isascii() and found.group().isalnum():
            yield (found.group(),)


def _combined(parts: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield all combinations, those with most of the likeliest sounds among the first where there are too many."""
    size = 1
    for part in parts:
        size *= len(part)
    if size <= _MOST_READINGS:
        yield from map("".join, itertools.product(*parts))
        return
    first = [part[0] for part in parts]
    yield "".join(first)
    open_places = [place for place, part in enumerate(parts) if len(part) > 1]
    for count in (1, 2):
        for places in itertools.combinations(open_places, count):
            for sounds in itertools.product(*(parts[place][1:] for place in places)):
                other = list(first)
                for place, sound in zip(places, sounds, strict=True):
                    other[place] = sound
                yield "".join(other)


def _plain(word: str) -> str:
    """Return Latin letters without the marks that no table knows: ï, ê, ã are read as i, e, a."""
    known = _known_latin()
    return "".join(one if one in known else _base(one) for one in word)


def _known(word: str) -> str:
    """Return letters of another script with their stray accents taken off: а́ is read as а."""
    return "".join(one for one in unicodedata.normalize("NFC", word) if not unicodedata.combining(one)).replace(
        "ά", "α"
    )


def _base(letter: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))


@functools.cache
def _known_latin() -> frozenset[str]:
    return frozenset("".join(letters()["latin"]) + "".join(letters()["turkish"]) + "abcdefghijklmnopqrstuvwxyz'")


def _settled(sounds: str, alphabet: Alphabet) -> Iterator[str]:
    """Yield one reading with its glides, doubled sounds and Arabic joints written one way."""
    for many, one in _TOGETHER:
        sounds = sounds.replace(many, one)
    sounds = _DOUBLED.sub(r"\1", sounds)
    sounds = _GLIDE.sub(r"\1e", sounds)
    sounds = _DOUBLED.sub(r"\1", sounds)
    sounds = _SOUL.sub("Jan", _FAITH.sub("idin", sounds))
    servant = _SERVANT.match(sounds)
    if servant:
        rest = sounds[servant.end() :]
        yield _DOUBLED.sub(r"\1", f"abdu{servant.group(2)}{rest}")
        if servant.group(2) == "l":
            yield f"abdu{rest}"
            return
    if alphabet in LATIN and len(sounds) > 3:
        sounds = _OFF.sub("v", sounds)
    yield sounds
    if len(sounds) > 3 and sounds.endswith("ah"):
        yield sounds[:-1]
