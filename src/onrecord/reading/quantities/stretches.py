"""Owns the reading of figures in a text of several languages: each stretch by the words of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.kernel import Vocabulary
from onrecord.reading.languages import language_of, passages_in
from onrecord.reading.quantities.finder import quantities_in
from onrecord.reading.quantities.model import QuantityInText


def quantities_by_language(text: str, vocabulary: Vocabulary | None = None) -> tuple[QuantityInText, ...]:
    """Return the figures of a text whose language nobody told, each stretch read in the language it seems to be in.

    A stretch that is not clear is read like the one before it, at the beginning like most of the text. Places are
    those in the whole text.
    """
    return tuple(
        replace(one, start=one.start + start, end=one.end + start, phrase_end=one.phrase_end + start)
        for start, end, language in _stretches(text)
        for one in quantities_in(text[start:end], language, vocabulary)
    )


def _stretches(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield (start, end, language); together they are the whole text."""
    begin, language = 0, language_of(text)
    for passage in passages_in(text):
        if passage.tag is None or passage.tag == language:
            continue
        if passage.start > begin:
            yield begin, passage.start, language
        begin, language = passage.start, passage.tag
    yield begin, len(text), language
