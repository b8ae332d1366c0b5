"""Owns the finding of figures in prose: numbers that get through the screens, with hedge, unit and guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from onrecord.kernel import Vocabulary
from onrecord.reading.articles import articles_in
from onrecord.reading.quantities.hedges import hedge_of, quantity_of
from onrecord.reading.quantities.lexicon import Lexicon, lexicon
from onrecord.reading.quantities.meaning import Surroundings, group_of, unit_of
from onrecord.reading.quantities.model import QuantityInText
from onrecord.reading.quantities.numbers import Number, Token, number_at, range_at, tokens_of
from onrecord.reading.quantities.screens import is_no_figure, masked_spans

_PHRASE: Final = 4  # words behind a number that may name what it counts
_OF_THEM: Final = 24  # code points between a figure and the "of them" that makes it a part of the one before
# What people are who got a term of this kind.
_TRIED: Final = frozenset({None, "convicted", "defendants", "imprisoned"})
_GOT: Final = {"prison_term": "imprisoned", "suspended_term": "suspended"}


def quantities_in(
    text: str, language: str | None, vocabulary: Vocabulary | None = None, *, is_bound: bool = False
) -> tuple[QuantityInText, ...]:
    """Return the figures of a text in order: digits and words, hedged or not.

    English, Russian, Kazakh, Kyrgyz, Ukrainian, Polish, German and French are read in full, other languages by
    their digits. Numbers that count nothing (dates,
    articles, ages, distances, addresses, ordinals) yield nothing. With a vocabulary, property and group are guessed.
    `is_bound` says that the text is the words of a binding: then an author has said that it is a figure.
    """
    words = lexicon(language)
    tokens = tokens_of(text, words)
    known = vocabulary or Vocabulary()
    around = Surroundings(text, known, words)
    found = (
        _figure(text, tokens, number, words, known, around, is_bound=is_bound)
        for number in _numbers(text, tokens, words)
    )
    return tuple(_inherited(text, [one for one in found if one is not None], words, around))


def _numbers(text: str, tokens: Sequence[Token], words: Lexicon) -> Iterator[Number]:
    """Yield the numbers of a text, ranges as one, masked stretches left out."""
    articles = ((one.start, one.end) for one in articles_in(text, words.language, of_any_law=True))
    masked = _joined(sorted([*masked_spans(text), *articles]))
    at = stretch = 0
    while at < len(tokens):
        if tokens[at].kind == "sign":
            at += 1
            continue
        while stretch < len(masked) and masked[stretch][1] <= tokens[at].start:
            stretch += 1
        is_masked = stretch < len(masked) and masked[stretch][0] < tokens[at].end
        number = None if is_masked else number_at(tokens, at, words)
        if number is None:
            at += 1
            continue
        number = range_at(tokens, number, words)
        yield number
        at = number.after


def _joined(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _figure(
    text: str,
    tokens: Sequence[Token],
    number: Number,
    words: Lexicon,
    vocabulary: Vocabulary,
    around: Surroundings,
    *,
    is_bound: bool,
) -> QuantityInText | None:
    if is_no_figure(text, tokens, number, words, is_bound=is_bound):
        return None
    hedged = hedge_of(text, tokens, number, words)
    if hedged.qualifier is not None and tokens[number.first].low in words.singular:
        number = replace(number, value=number.value / 2, is_vague=False)
    quote = text[hedged.start : hedged.end]
    unit = unit_of(text, tokens, number, words)
    phrase_end = _phrase_end(tokens, number, hedged.end, words)
    return QuantityInText(
        start=hedged.start,
        end=hedged.end,
        quote=quote,
        phrase_end=phrase_end,
        quantity=quantity_of(number, hedged, quote),
        unit=unit,
        property=around.property_of(hedged.start, hedged.end, phrase_end, unit),
        group=group_of(tokens, number, vocabulary, words),
    )


def _phrase_end(tokens: Sequence[Token], number: Number, end: int, words: Lexicon) -> int:
    """Return where the words that follow a number as its noun end: "six" of "six priests were"."""
    at = number.after
    while at < len(tokens) and tokens[at].start < end:
        at += 1
    reach = _PHRASE if words.stops else 1
    for token in tokens[at : at + reach]:
        if token.kind != "word" or token.low in words.stops:
            break
        end = token.end
    return end


def _inherited(
    text: str, figures: Sequence[QuantityInText], words: Lexicon, around: Surroundings
) -> list[QuantityInText]:
    """Return the figures; a part takes the property of its whole, one of two joined figures that of the other.

    "20 were tried, eight of them Dungans": eight were tried too. "10 Dungans and one Kazakh died": both died.
    """
    given = [_sentenced(figures, at, around) for at in range(len(figures))]
    for at, one in enumerate(given):
        if one.property is not None or one.unit is not None:
            continue
        before = given[at - 1] if at else None
        if before is not None and before.unit is None and _is_part(text, before, one, words, around):
            given[at] = replace(one, property=around.part_of(before.property, one.start, one.end))
    for at in range(len(given) - 2, -1, -1):
        one, behind = given[at], given[at + 1]
        is_open = one.property is None and one.unit is None and behind.unit is None
        is_pair = one.group is not None and behind.group is not None
        if (
            is_open
            and (is_pair or _has_of_them(text, one, behind, words))
            and around.sentence(one.start, one.end) == around.sentence(behind.start, behind.end)
        ):
            given[at] = replace(one, property=behind.property)
    return given


def _is_part(text: str, before: QuantityInText, one: QuantityInText, words: Lexicon, around: Surroundings) -> bool:
    """Say whether a figure is of the people of the figure before it: "of them" stands at it, or a group is named."""
    if _has_of_them(text, before, one, words):
        return True
    is_same = around.sentence(one.start, one.end) == around.sentence(before.start, before.end)
    return is_same and one.group is not None


def _has_of_them(text: str, before: QuantityInText, one: QuantityInText, words: Lexicon) -> bool:
    near = text[max(before.end, one.start - _OF_THEM) : one.end + _OF_THEM].lower()
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", near) for phrase in words.of_them)


def _sentenced(figures: Sequence[QuantityInText], at: int, around: Surroundings) -> QuantityInText:
    """Return a figure of people; where a term follows in their sentence, they are those who got it."""
    one = figures[at]
    behind = figures[at + 1] if at + 1 < len(figures) else None
    if behind is None or one.unit is not None or one.property not in _TRIED:
        return one
    got = _GOT.get(behind.property or "")
    if got is None or around.sentence(one.start, one.end) != around.sentence(behind.start, behind.end):
        return one
    return replace(one, property=got)
