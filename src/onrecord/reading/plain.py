"""Owns plain text and Markdown: which bytes are which letters. Never changes a letter, not even a line end.

UTF-8 and UTF-16 say themselves what they are. Of the eight-bit encodings only the Cyrillic ones of the region compete,
and the text that reads like words of a Cyrillic language wins: general detectors take short KOI8-R for Japanese.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
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
_SAMPLE: Final = 20_000  # letters from the first that tells; a whole archive of letters tells no more
_BLANK_BYTES: Final = b"\t\n\r\f"
_CONTROLS: Final = bytes(byte for byte in range(0x20) if byte not in _BLANK_BYTES)
# How often one letter follows another in Russian words, a line for each first letter and a digit for each second one,
# in the order of _LETTERS: doubled by each step of a digit, 0 for what was never seen. The blank is the edge of a word.
# Counted over the distinct words of this project's own Russian and Kazakh texts, with the commonest pairs of Russian
# prose at 6 at least, and ё two steps below е, for which it often is not written.
_LETTERS: Final = " абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_PAIRS: Final = [
    "0888786777286789979876557610305344",
    "9067576583768790787863655550000564",
    "4704006104026246062050111354600124",
    "6802338037036367356550200502630056",
    "4500146015024047060030002100300004",
    "5805018307046467556450251202720346",
    "9346675653677792588832436540000103",
    "2730166316000155000050101000301204",
    "6856354204043555043040100001620032",
    "8556467376677774158805666510100575",
    "8000160001035042005601111100500000",
    "6804106107016238065660010100300004",
    "7710467408045547214361000000670655",
    "8711148007033546403060000110550046",
    "8833468408040078114662033310840356",
    "8278786665778775688804546530012244",
    "6600007007034038482460000000430045",
    "7825558607044468204670402400740066",
    "6726347006077557656961504100760275",
    "8837228017061468476660102000770346",
    "7366564551455550566601306440500612",
    "1500003005002003050100100101100011",
    "7403003104000026054000010001201001",
    "4600006006010002000030001010400004",
    "4700007007131062001630000200040005",
    "4500006006024041110220010020520004",
    "3400015115000000000010000001021003",
    "1000004000000000000000000000100032",
    "9036436050626670566500603200010024",
    "8020124033040460004300000400001642",
    "1001000000022010000601000001000100",
    "6020140310003030032601025140100110",
    "8045244140124440104600434130100332",
    "7124453431455570366610314320000001",
]
_FEW: Final = 3
# What the names of letters in Unicode begin with, for the scripts that are written or quoted here.
_KNOWN_SCRIPTS: Final = (
    "LATIN",
    "CYRILLIC",
    "ARABIC",
    "GREEK",
    "HEBREW",
    "ARMENIAN",
    "GEORGIAN",
    "MONGOLIAN",
    "CJK",
    "HANGUL",
    "HIRAGANA",
    "KATAKANA",
    "DEVANAGARI",
    "THAI",
    "TIBETAN",
    "FULLWIDTH",
    "MODIFIER",
    "COMBINING",
)
_LETTER_KINDS: Final = frozenset({"Lo", "Ll", "Lu", "Lm", "Lt", "Mn", "Mc", "Cn", "Co"})  # unassigned ones too
_NEVER: Final = -5
_NO_LETTER: Final = -9
_NEIGHBOUR: Final = 1
_PLACES: Final = {letter: place for place, letter in enumerate(_LETTERS)}
# Letters that the three tables have for neighbours' languages, and signs that stand in prose. All else, of what is not
# ASCII, is a frame, a formula or a letter of the Balkans.
_NEIGHBOURS: Final = frozenset("іїєґў")
_SIGNS: Final = frozenset("«»—–№“”„’‘…§°\xa0•·")
_ODD: Final = re.compile(r"[а-яё][А-ЯЁ]|[^\W\d_][\u2500-\u259f]|[\u2500-\u259f][^\W\d_]")
_CAPITAL: Final = 0.8
_ODD_CASE: Final = 9


def decode(content: bytes) -> Text:
    """Return the text of these bytes and the encoding it was read in.

    Raises:
        ValueError: they are no text in any encoding we read.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Text(text=content.decode(encoding), encoding=encoding)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(content)
    return _eight_bit(content) if _is_accident(text) else Text(text=text, encoding="utf-8")


def _is_accident(text: str) -> bool:
    """Say whether a few bytes are UTF-8 by chance: one to three letters in all that nobody here writes.

    «список» in cp866 is two letters of Bali. A longer text cannot be UTF-8 by chance.
    """
    strange = [letter for letter in text if letter > "\x7f"]
    return 0 < len(strange) <= _FEW and all(
        unicodedata.category(letter) in _LETTER_KINDS and not unicodedata.name(letter, "").startswith(_KNOWN_SCRIPTS)
        for letter in strange
    )


def _eight_bit(content: bytes) -> Text:
    candidates = list(_readings(content))
    if not candidates:
        msg = "no text in UTF-8, UTF-16, cp1251, koi8-r or cp866"
        raise ValueError(msg)
    first = next(place for place, byte in enumerate(content) if byte > 0x7F)  # one byte is one letter in all of them
    encoding, text = max(candidates, key=lambda one: _likeness(one[1][first : first + _SAMPLE]))
    return Text(text=text, encoding=encoding)


def _readings(content: bytes) -> Iterator[tuple[str, str]]:
    if content.translate(None, _CONTROLS) != content:
        return
    for encoding in _EIGHT_BIT:
        try:
            yield encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue


def _likeness(text: str) -> float:
    """Return how much a text reads like Cyrillic words: letters that follow one another, case where it belongs.

    Case says little, since KOI8-R and cp1251 swap it, and headings stand in capitals; between two readings that differ
    in nothing but luck the one in small letters is likelier.
    """
    points = sum(_follows(one, two) for one, two in pairwise(f" {text.lower()} "))
    capitals = sum(letter.isupper() for letter in text if letter > "\x7f")
    return points - _CAPITAL * capitals - _ODD_CASE * len(_ODD.findall(text))


def _follows(one: str, two: str) -> int:
    """Return the points of one pair: the second letter's, and those of the first that leads to it."""
    first, second = _PLACES.get(one, 0), _PLACES.get(two, 0)
    if one in _NEIGHBOURS:
        return _NEIGHBOUR
    if two > "\x7f" and not second:
        return _NEIGHBOUR if two in _NEIGHBOURS else 0 if two in _SIGNS else _NO_LETTER
    return (int(_PAIRS[first][second]) or _NEVER) if first or second else 0
