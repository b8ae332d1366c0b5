"""Owns the skeleton of a name: what is left of a word when its alphabet and the habits of spelling are taken away.

Two spellings with one skeleton may be one name; that they are is for a person to say. The whole procedure for names
(sets of keys, patronymics, vetoes) is register's to own; search needs no more than that a name is found.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib import resources
from typing import Final

from onrecord.search.turkic import OWN_LETTERS
from onrecord.search.words import plain

_SHORTEST: Final = 4  # sounds: with fewer, half of all short words are one name
_LATIN: Final = re.compile("[a-z]")
_CYRILLIC: Final = re.compile("[а-я]")
_DOUBLED: Final = re.compile(r"(.)\1+")
_COARSE: Final = str.maketrans("eoC", "auS")  # Kazakh has no sound of its own for Russian ч: Масаншы, Масанчи


class Alphabet(StrEnum):
    """In which letters a word is written; Kazakh, Kyrgyz and Dungan ones tell it from Russian."""

    LATIN = "l"
    RUSSIAN = "r"
    TURKIC = "t"
    OTHER = "o"


def alphabet_of(word: str) -> Alphabet:
    """Return the alphabet a word shows."""
    if _LATIN.search(word):
        return Alphabet.LATIN
    if not OWN_LETTERS.isdisjoint(word):
        return Alphabet.TURKIC
    return Alphabet.RUSSIAN if _CYRILLIC.search(word) else Alphabet.OTHER


def skeleton(word: str) -> str | None:
    """Return the sounds of a word, the same for Masanchi and Masanchy; None for one too short or in other letters."""
    sounds = _sounds(word)
    return sounds if sounds is not None and len(sounds) >= _SHORTEST else None


def coarse_skeleton(word: str) -> str | None:
    """Return the sounds with vowels that alphabets do not keep apart taken together: Дүңген, дунган, Dungan."""
    sounds = _sounds(word)
    if sounds is None:
        return None
    coarse = _once(sounds.translate(_COARSE))
    return coarse if len(coarse) >= _SHORTEST else None


@functools.cache
def _tables() -> tuple[Mapping[int, str], Mapping[str, str], re.Pattern[str], Mapping[str, str]]:
    declared = tomllib.loads((resources.files(__package__) / "data" / "skeletons.toml").read_text(encoding="utf-8"))
    groups = sorted(declared["latin"], key=lambda one: (-len(one), one))
    return str.maketrans(declared["cyrillic"]), declared["latin"], re.compile("|".join(groups)), declared["together"]


@functools.lru_cache(maxsize=100_000)
def _sounds(word: str) -> str | None:
    cyrillic, latin, groups, together = _tables()
    alphabet = alphabet_of(word)
    if alphabet is Alphabet.OTHER or not word.isalpha():
        return None
    if alphabet is Alphabet.LATIN:
        sounds = plain(groups.sub(lambda one: latin[one.group()], word))
    else:
        sounds = word.translate(cyrillic)
    for many, one in together.items():
        if many in sounds:
            sounds = sounds.replace(many, one)
    return _once(sounds)


def _once(sounds: str) -> str:
    """Return the sounds with each that is doubled said once."""
    return _DOUBLED.sub(r"\1", sounds)
