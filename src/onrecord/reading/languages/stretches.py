"""Owns how a text of several languages is parted for readers: each stretch is read by the words of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.languages.texts import language_of, passages_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a text that is read in one language: code points, and the language, None where nothing tells."""

    start: int
    end: int
    language: str | None


def stretches_in(text: str, otherwise: str | None = None) -> Iterator[Stretch]:
    """Yield the stretches of a text; together they are the whole text.

    A stretch that is not clear is read like the one before it, at the beginning like most of the text, or as somebody
    said (`otherwise`).
    """
    begin, language = 0, otherwise or language_of(text)
    for passage in passages_in(text):
        if passage.tag is None or passage.tag == language:
            continue
        if passage.start > begin:
            yield Stretch(start=begin, end=passage.start, language=language)
        begin, language = passage.start, passage.tag
    yield Stretch(start=begin, end=len(text), language=language)
