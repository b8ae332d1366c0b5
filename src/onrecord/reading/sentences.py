"""Owns where a sentence begins and ends: the words around a figure that a person has to see to judge it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_LONGEST: Final = 600  # code points; a longer sentence is cut at white space around what it is wanted for
# An end of a sentence: its mark, what closes after it, white space. Or an empty line.
_END: Final = re.compile(r"[.!?…]+[\"'»”’)\]]*\s+|\n\s*\n")
# The same, bounded, so that a text of nothing but marks is read in linear time.
_PLAIN_END: Final = re.compile(r"(?<![.!?…])[.!?…]{1,6}[\"'»”’)\]]{0,4}\s{1,9}|\n[^\S\n]{0,99}\n\s{0,99}")
# «5. März»: a day's number with its point, before the name of a month.
_DAY: Final = re.compile(r"(?<!\d)\d{1,2}\Z")
_MONTH: Final = re.compile(r"(?:Jan|Jän|Feb|März|Apr|Mai|Jun|Jul|Aug|Sept|Okt|Nov|Dez)\w*")
# A line that is no sentence and ends none: a heading, an entry of a list.
_APOSTROPHES: Final = frozenset("'’")
_SHORT_LINE: Final = 60
_LAST_WORD: Final = re.compile(r"[^\W\d_]+\Z")
_ABBREVIATIONS: Final = frozenset(
    word
    for words in (
        "jan feb mar apr aug sept sep oct nov dec",
        "mr mrs ms dr st no nos art gen col lt sgt vs al approx ca inc",
        "г гг ст ч п пп т тт см им ул д обл р руб тыс млн млрд чел др пр ред",
        "ж жж б бап ауд",
        "nr ul płk str abs bzw usw vgl mme m mm",
    )
    for word in words.split()
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of the sentence that holds `start` to `end`, without white space at its edges.

    A line break inside a paragraph ends nothing, since documents break their lines anywhere. A very long sentence is
    cut at white space on both sides.
    """
    first = max(0, start - _LONGEST)
    last = min(len(text), end + _LONGEST)
    begin = _last_end(text, first, start)
    finish = _next_end(text, end, last)
    begin, finish = _cut(text, begin, finish, start, end)
    while begin < start and text[begin].isspace():
        begin += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    return begin, finish


def sentences_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a text begins and ends, in order and in linear time; one too long in pieces."""
    begin = 0
    for mark in _PLAIN_END.finditer(text):
        if _ends(text, mark):
            yield from _pieces(text, begin, mark.end())
            begin = mark.end()
    yield from _pieces(text, begin, len(text))


def _pieces(text: str, begin: int, finish: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch without its headings and white space, cut at white space where it is too long."""
    line = text.find("\n", begin, finish)
    while line >= 0:
        if _is_heading(text, line):
            yield from _cut_in_pieces(text, begin, line)
            begin = line + 1
        line = text.find("\n", line + 1, finish)
    yield from _cut_in_pieces(text, begin, finish)


def _cut_in_pieces(text: str, begin: int, finish: int) -> Iterator[tuple[int, int]]:
    while finish - begin > _LONGEST:
        cut = begin + _LONGEST
        while cut > begin + _LONGEST // 2 and not text[cut].isspace():
            cut -= 1
        yield begin, cut
        begin = cut
    while begin < finish and text[begin].isspace():
        begin += 1
    while finish > begin and text[finish - 1].isspace():
        finish -= 1
    if begin < finish:
        yield begin, finish


def _last_end(text: str, first: int, start: int) -> int:
    found = first
    for mark in _END.finditer(text, first, start):
        if _ends(text, mark):
            found = mark.end()
    line = text.rfind("\n", found, start)
    while line >= 0:
        if _is_heading(text, line):
            return max(found, line + 1)
        line = text.rfind("\n", found, line)
    return found


def _next_end(text: str, end: int, last: int) -> int:
    for mark in _END.finditer(text, end, last):
        if _ends(text, mark):
            return mark.start() + len(mark.group().rstrip())
    return last


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Say whether a mark ends a sentence: not after an abbreviation or an initial, not before a small letter."""
    if not mark.group().strip() or mark.group().count("\n") > 1:
        return True
    if text[mark.end() : mark.end() + 1].islower():
        return False
    if not mark.group().startswith("."):
        return True
    if _DAY.search(text, max(0, mark.start() - 3), mark.start()) and _MONTH.match(text, mark.end()):
        return False
    word = _LAST_WORD.search(text, max(0, mark.start() - 20), mark.start())
    if word is not None and text[word.start() - 1 : word.start()] in _APOSTROPHES:
        return True  # the "s" of "the union's" is no initial
    return word is None or (len(word.group()) > 1 and word.group().lower() not in _ABBREVIATIONS)


def _is_heading(text: str, line_end: int) -> bool:
    """Say whether the line that ends here stands by itself: short, without a mark, and what follows begins anew."""
    begin = text.rfind("\n", 0, line_end) + 1
    line = text[begin:line_end].strip()
    follows = text[line_end + 1 : line_end + 2]
    return 0 < len(line) < _SHORT_LINE and line[-1].isalnum() and (follows.isupper() or follows.isdigit())


def _cut(text: str, begin: int, finish: int, start: int, end: int) -> tuple[int, int]:
    if finish - begin <= _LONGEST:
        return begin, finish
    room = max(0, _LONGEST - (end - start)) // 2
    left, right = max(begin, start - room), min(finish, end + room)
    while begin < left < start and not text[left - 1].isspace():
        left += 1
    while end < right < finish and not text[right].isspace():
        right -= 1
    return left, right
