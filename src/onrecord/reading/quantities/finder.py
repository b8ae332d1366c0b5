"""Owns the finding of figures in prose: numbers that get through the screens, with hedge, unit and guesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.kernel import Vocabulary
from onrecord.reading.quantities.hedges import hedge_of, quantity_of
from onrecord.reading.quantities.lexicon import Lexicon, lexicon
from onrecord.reading.quantities.meaning import group_of, property_of, unit_of
from onrecord.reading.quantities.model import QuantityInText
from onrecord.reading.quantities.numbers import Number, Token, number_at, range_at, tokens_of
from onrecord.reading.quantities.screens import is_no_figure, masked_spans


def quantities_in(
    text: str, language: str | None, vocabulary: Vocabulary | None = None, *, is_bound: bool = False
) -> tuple[QuantityInText, ...]:
    """Return the figures of a text in order: digits and words, hedged or not.

    English, Russian and Kazakh are read in full, other languages by their digits. Numbers that count nothing (dates,
    articles, ages, distances, addresses, ordinals) yield nothing. With a vocabulary, property and group are guessed.
    `is_bound` says that the text is the words of a binding: then an author has said that it is a figure.
    """
    words = lexicon(language)
    tokens = tokens_of(text, words)
    known = vocabulary or Vocabulary()
    found = (_figure(text, tokens, number, words, known, is_bound=is_bound) for number in _numbers(text, tokens, words))
    return tuple(one for one in found if one is not None)


def _numbers(text: str, tokens: Sequence[Token], words: Lexicon) -> Iterator[Number]:
    """Yield the numbers of a text, ranges as one, masked stretches left out."""
    masked = masked_spans(text)
    at = 0
    while at < len(tokens):
        number = None if _is_masked(tokens[at], masked) else number_at(tokens, at, words)
        if number is None:
            at += 1
            continue
        number = range_at(tokens, number, words)
        yield number
        at = number.after


def _is_masked(token: Token, masked: Sequence[tuple[int, int]]) -> bool:
    return any(start < token.end and token.start < end for start, end in masked)


def _figure(
    text: str, tokens: Sequence[Token], number: Number, words: Lexicon, vocabulary: Vocabulary, *, is_bound: bool
) -> QuantityInText | None:
    if is_no_figure(text, tokens, number, words, is_bound=is_bound):
        return None
    hedged = hedge_of(text, tokens, number, words)
    if hedged.qualifier is not None and tokens[number.first].low in words.singular:
        number = replace(number, value=number.value / 2, is_vague=False)
    quote = text[hedged.start : hedged.end]
    unit = unit_of(text, tokens, number, words)
    return QuantityInText(
        start=hedged.start,
        end=hedged.end,
        quote=quote,
        quantity=quantity_of(number, hedged, quote),
        unit=unit,
        property=property_of(text, tokens, number, vocabulary, words.language, unit),
        group=group_of(tokens, number, vocabulary, words.language),
    )
