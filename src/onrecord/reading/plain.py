"""Owns plain text and Markdown: which bytes are which letters. Never changes a letter, not even a line end.

UTF-8 and UTF-16 say themselves what they are. Of the eight-bit encodings only the Cyrillic ones of the region compete,
and the text that reads like words of a Cyrillic language wins: general detectors take short KOI8-R for Japanese.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from onrecord.reading.model import Text

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT: Final = ("cp1251", "koi8-r", "cp866")
# The letters in the order of their frequency in Russian prose, and the commonest pairs of them. A wrong table turns
# frequent ones into rare ones. Case says little: KOI8-R and cp1251 swap it, and headings stand in capitals.
_FREQUENT: Final = {letter: 33 - place for place, letter in enumerate("оеаинтсрвлкмдпуяыьгзбчйхжюшцщэфъё")}
_COMMON_PAIRS: Final = """
ст но то на ен ов ни ра во ко по ро не пр ос ре ли ал го ер ва ор ка ан ло от ол ом ть та ти ел де те ль ес ри ла
од об ат ны ле за ем со да ет ки ди ви ит ил ия ой их че ве тр ак ск ас ам ог ты ми ме мо ин из бо бы ын ую ые ый
ая ие ий ии ев до си се сл ча чи чт ше ши жи же эт ус ув уч уд вл вы вс дн дл дс кр кт кл
"""
_PAIRS: Final = frozenset(_COMMON_PAIRS.split())
_SAMPLE: Final = 100_000  # letters from the first that tells; a whole archive of letters tells no more
_ODD: Final = re.compile(r"[а-яё][А-ЯЁ]|[^\W\d_][\u2500-\u259f]|[\u2500-\u259f][^\W\d_]")


def decode(content: bytes) -> Text:
    """Return the text of these bytes and the encoding it was read in.

    Raises:
        ValueError: they are no text in any encoding we read.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Text(text=content.decode(encoding), encoding=encoding)
    try:
        return Text(text=content.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return _eight_bit(content)


def _eight_bit(content: bytes) -> Text:
    candidates = list(_readings(content))
    if not candidates:
        msg = "no text in UTF-8, UTF-16, cp1251, koi8-r or cp866"
        raise ValueError(msg)
    first = next(place for place, byte in enumerate(content) if byte > 0x7F)  # one byte is one letter in all of them
    encoding, text = max(candidates, key=lambda one: _likeness(one[1][first : first + _SAMPLE]))
    return Text(text=text, encoding=encoding)


def _readings(content: bytes) -> Iterator[tuple[str, str]]:
    for encoding in _EIGHT_BIT:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(letter < " " and letter not in "\t\n\r\f" for letter in text):
            yield encoding, text


def _likeness(text: str) -> float:
    """Return how much a text reads like Cyrillic words: frequent letters and pairs, case where it belongs.

    Between two readings that differ in nothing but luck the one in small letters is likelier.
    """
    letters = [letter for letter in text if letter > "\x7f"]
    if not letters:
        return 0.0
    low = text.lower()
    points = sum(_FREQUENT.get(letter, -10) for letter in low if letter > "\x7f")
    pairs = sum(one + two in _PAIRS for one, two in pairwise(low))
    capitals = sum(letter.isupper() for letter in letters)
    return (points + 30 * pairs - 6 * capitals - 20 * len(_ODD.findall(text))) / len(letters)
