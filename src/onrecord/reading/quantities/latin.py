"""Owns Kazakh in Latin letters: the Cyrillic word lists written as the Latin alphabets in use write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_LETTERS: Final = str.maketrans(
    dict(zip("абвгғдежзийкқлмнңоөпрстуүфхһыіэәшщч", "abvgğdejziykqlmnñoöprstuüfxhıieäşşç", strict=True))
    | {"ц": "ts", "ю": "yu", "я": "ya", "ё": "yo", "ъ": "", "ь": ""}
)
# The one letter that the alphabets in use write in three ways: of 2021, of the news agencies, and plainly.
_SHORT_U: Final = ("ū", "w", "u")


def in_latin(words: Any) -> Any:
    """Return a word list, or a table of them, in Latin letters; a word that is written in several ways, in each."""
    if isinstance(words, Mapping):
        return {name: in_latin(value) for name, value in words.items()}
    if isinstance(words, list | tuple):
        return [latin for word in words for latin in writings(str(word))]
    return words


def writings(word: str) -> tuple[str, ...]:
    """Return the ways in which a Kazakh word is written in Latin letters."""
    return tuple(dict.fromkeys(word.replace("ұ", letter).translate(_LETTERS) for letter in _SHORT_U))
