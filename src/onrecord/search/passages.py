"""Owns the cutting of a text into passages: what is found is a passage, and all words of a query stand in one.

A passage ends with a paragraph once it is long enough, else with a sentence, and only a sentence without end is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.search.words import WORD

_ENOUGH: Final = 100  # words, after which the end of a paragraph ends a passage
_LONG: Final = 200  # after which the end of a sentence does
_LONGEST: Final = 250  # the most there are; a place in a passage has to fit into a byte
_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n|\f")
_SENTENCE: Final = re.compile(r"[.!?…。！？]|\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, in code points."""

    start: int
    end: int


def passages(text: str) -> Iterator[Passage]:
    """Yield the passages of a text in order; every word of it stands in one of them, and in no other."""
    start, count, ended = 0, 0, 0
    sentence: tuple[int, int] | None = None  # where the last sentence of this passage ended, and after how many words
    for word in WORD.finditer(text):
        if count:
            gap = text[ended : word.start()]
            if count >= _ENOUGH and _PARAGRAPH.search(gap):
                yield Passage(start, ended)
                start, count, sentence = word.start(), 0, None
            elif _SENTENCE.search(gap):
                sentence = (word.start(), count)
        else:
            start = word.start()
        if count >= _LONG and sentence is not None and sentence[1] >= _ENOUGH:
            yield Passage(start, _trimmed(text, start, sentence[0]))
            start, count, sentence = sentence[0], count - sentence[1], None
        elif count >= _LONGEST:
            yield Passage(start, ended)
            start, count, sentence = word.start(), 0, None
        count, ended = count + 1, word.end()
    if count:
        yield Passage(start, len(text.rstrip()) if len(text) - ended < 3 else ended)


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
