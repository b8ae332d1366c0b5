"""Owns the finding of figures in prose: numbers that get through the screens, with hedge, unit and guesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.kernel import Vocabulary
from onrecord.reading.articles import articles_in
from onrecord.reading.quantities.hedges import Hedged, hedge_of, quantity_of
from onrecord.reading.quantities.lexicon import Lexicon, lexicon
from onrecord.reading.quantities.meaning import Surroundings, group_of, unit_of
from onrecord.reading.quantities.model import QuantityInText
from onrecord.reading.quantities.numbers import Number, Token, number_at, range_at, tokens_of
from onrecord.reading.quantities.relations import Guess, related, wholes_in
from onrecord.reading.quantities.screens import is_no_figure, is_of_harm, masked_spans

_PHRASE: Final = 4  # words behind a number that may name what it counts


def quantities_in(
    text: str,
    language: str | None,
    vocabulary: Vocabulary | None = None,
    *,
    is_bound: bool = False,
    every: bool = False,
) -> tuple[QuantityInText, ...]:
    """Return the figures of a text in order: digits and words, hedged or not.

    English, Russian, Kazakh, Kyrgyz, Ukrainian, Polish, German and French are read in full, other languages by their
    digits. Numbers that count nothing (dates, articles, ages, distances, addresses, ordinals) yield nothing. With a
    vocabulary, property and group are guessed, and what counts no harm yields nothing either: shares, votes, prices,
    bare numbers in a sentence that speaks of neither harm nor justice. `every` asks for those too, as the check of a
    statement must. `is_bound` says that the text is the words of a binding: an author has said that it is a figure.
    """
    words = lexicon(language)
    if is_bound:  # what looks like a number to nobody else is one where its author says so: «оны» are ten of them
        words = replace(words, never=frozenset())
    tokens = tokens_of(text, words)
    known = vocabulary or Vocabulary()
    seen = [
        one
        for number in _numbers(text, tokens, words)
        if (one := _seen(text, tokens, number, words, is_bound=is_bound)) is not None
    ]
    spans = [(one.hedged.start, one.hedged.end) for one in seen]
    around = Surroundings(text, known, words, spans)
    wholes = wholes_in(text, spans, words, around)
    guesses = [
        _guess(text, tokens, one, words, known, around, _whole_behind(spans, at, wholes), at in wholes)
        for at, one in enumerate(seen)
    ]
    figures = related(text, guesses, words, around)
    if is_bound or every:
        return tuple(figures)
    kept = (
        figure
        for figure, one in zip(figures, seen, strict=True)
        if is_of_harm(text, tokens, one.number, words, figure, around)
    )
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A number that got through the screens, with its hedge."""

    number: Number
    hedged: Hedged


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


def _seen(text: str, tokens: Sequence[Token], number: Number, words: Lexicon, *, is_bound: bool) -> _Seen | None:
    if is_no_figure(text, tokens, number, words, is_bound=is_bound):
        return None
    hedged = hedge_of(text, tokens, number, words)
    if hedged.qualifier is not None and tokens[number.first].low in words.singular:
        number = replace(number, value=number.value / 2, is_vague=False)
    return _Seen(number, hedged)


def _whole_behind(spans: Sequence[tuple[int, int]], at: int, wholes: frozenset[int]) -> tuple[int, int] | None:
    """Return where the whole stands that follows its part: the 19 of "14 of the 19"."""
    return spans[at + 1] if at + 1 in wholes and at not in wholes else None


def _guess(
    text: str,
    tokens: Sequence[Token],
    seen: _Seen,
    words: Lexicon,
    vocabulary: Vocabulary,
    around: Surroundings,
    whole: tuple[int, int] | None,
    is_whole: bool,
) -> Guess:
    """Return a figure with what it seems to count. `whole` is where the number stands that this one is a part of."""
    number, hedged = seen.number, seen.hedged
    quote = text[hedged.start : hedged.end]
    unit = unit_of(text, tokens, number, words)
    if is_whole:
        said = around.named(hedged.start, hedged.end, unit)
    else:
        said = around.said_of(hedged.start, hedged.end if whole is None else whole[1], unit)
    figure = QuantityInText(
        start=hedged.start,
        end=hedged.end,
        quote=quote,
        phrase_end=_phrase_end(tokens, number, hedged.end, words),
        quantity=quantity_of(number, hedged, quote),
        unit=unit,
        property=said.name,
        group=group_of(tokens, number, vocabulary, words),
    )
    return Guess(figure, is_named=said.is_named, is_whole=is_whole)


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
