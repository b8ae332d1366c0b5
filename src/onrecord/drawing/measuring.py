"""Owns how wide words are held to be, and where they are broken into lines. Rather too wide: fonts differ by reader.

The widths are those of DejaVu Sans, the widest of the fonts that readers commonly have, rounded up by groups of
letters; what fits here fits in Noto, Liberation, Arial, Segoe, Roboto and Libertinus.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

SIZE: Final = 13.0
LINE: Final = 17.0
_BOLD: Final = 1.14
_GROUPS: Final = {
    0.34: "ijlIJІі'\u2019|",
    0.36: " \u00a0.,:;/\\·",
    0.44: "frt()[]!-",
    0.81: "ABCDEGKORUVXАБВГЕЗКРСУХЧЬЭЯӘҒҚӨҺмы&",
    0.86: "HNQДИЙЛНОПЦҢЪ",
    0.93: "MwФЫфжюМ<>=+~≥≤≈×^Ææ#җ",
    1.00: "mшщ",
    1.17: "WЖШЩЮҖ@—…№%‰→",
}
_WIDTHS: Final = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_BLANKS: Final = re.compile(r"[^\S\u00a0\u202f]+")  # a no-break blank is no place to break
_USUAL: Final = 0.71
_OTHER: Final = 1.1  # letters of scripts that we do not know: a square and a little


def width_of(text: str, size: float = SIZE, *, is_bold: bool = False) -> float:
    """Return how wide a text will be at most, in the fonts that readers commonly have."""
    return sum(map(_width, text)) * size * (_BOLD if is_bold else 1.0)


def _width(letter: str) -> float:
    found = _WIDTHS.get(letter)
    if found is not None:
        return found
    if unicodedata.combining(letter):
        return 0.0
    is_ours = letter < "\u0530" or "\u2010" <= letter <= "\u2030"
    if not is_ours:
        return _OTHER
    return 0.86 if letter.isupper() else _USUAL


def lines_of(text: str, room: float, size: float = SIZE, *, is_bold: bool = False) -> list[str]:
    """Return a text in lines that are no wider than the room; a word that is wider itself is broken between letters."""
    lines: list[str] = []
    line = ""
    for word in _words(text, room, size, is_bold=is_bold):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, is_bold=is_bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _words(text: str, room: float, size: float, *, is_bold: bool) -> Iterator[str]:
    for word in filter(None, _BLANKS.split(text)):
        piece = ""
        for letter in word:
            if piece and width_of(piece + letter, size, is_bold=is_bold) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece
