"""Owns the guess at what a number counts, from the words around it. A guess proposes; it never decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from onrecord.kernel import ValueType, Vocabulary
from onrecord.reading.quantities.hedges import currency_start
from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.numbers import DASHES, Number, Token

_SENTENCE_END: Final = re.compile(r"[.!?…]\s+(?=[^\W_a-zа-яё])|\n\s*\n")
_CLAUSE: Final = 12  # the cost of a comma or another number between a number and a word that may be its noun
_TOO_FAR: Final = 14  # beyond this a word of the vocabulary is about something else in the sentence
_GROUP_REACH: Final = 3


def unit_of(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> str | None:
    """Return a currency's code, `percent`, or the unit of a term; None for what is simply counted."""
    start, at = tokens[number.first].start, number.after
    if start > 0 and text[start - 1] in words.currencies:
        return words.currencies[text[start - 1]]
    if currency_start(text, start, words) < start:
        return words.currencies[tokens[number.first - 1].low]
    if at < len(tokens) and (tokens[at].low in words.linking or tokens[at].text in DASHES):
        at += 1
    following = tokens[at].low if at < len(tokens) else ""
    if following == "%" or following.startswith(("percent", "процент", "пайыз")) or following == "per":
        return "percent"
    if following in words.period_units:
        return words.period_units[following]
    return next((code for word, code in words.currencies.items() if len(word) > 2 and following.startswith(word)), None)


def property_of(
    text: str, tokens: Sequence[Token], number: Number, vocabulary: Vocabulary, language: str, unit: str | None
) -> str | None:
    """Return the property whose words stand nearest in the same sentence, those behind the number first."""
    start, end = tokens[number.first].start, tokens[number.after - 1].end
    left, right = _sentence(text, start, end)
    best: tuple[float, int, str] | None = None
    for name, stems in _stems(vocabulary, language, unit):
        for stem in stems:
            for match in re.finditer(rf"(?<!\w){re.escape(stem)}", text[left:right], re.IGNORECASE):
                place = left + match.start()
                cost = _cost(text, start, end, place)
                candidate = (cost, -len(stem), name)
                best = candidate if best is None or candidate < best else best
    return best[2] if best is not None and best[0] <= _TOO_FAR else None


def group_of(tokens: Sequence[Token], number: Number, vocabulary: Vocabulary, language: str) -> str | None:
    """Return the group named within three words behind the number."""
    following = [token for token in tokens[number.after : number.after + _GROUP_REACH] if token.kind == "word"]
    for token in following:
        for term in vocabulary.terms_of("group"):
            if any(token.low.startswith(stem) for stem in term.prose.get(language, ())):
                return term.name
    return None


def _stems(vocabulary: Vocabulary, language: str, unit: str | None) -> Iterator[tuple[str, Iterable[str]]]:
    wanted = {ValueType.QUANTITY, ValueType.MONEY}
    prose: Mapping[str, tuple[str, ...]]
    for name, declared in vocabulary.properties.items():
        if declared.value_type not in wanted:
            continue
        is_money = declared.value_type is ValueType.MONEY
        is_sum = unit is not None and len(unit) == 3
        if is_money is not is_sum or (unit in {"years", "months"}) is not (declared.unit in {"years", "months"}):
            continue
        prose = declared.prose
        yield name, prose.get(language, ())


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((end for match in _SENTENCE_END.finditer(text) if (end := match.end()) <= start), default=0)
    after = _SENTENCE_END.search(text, end)
    return left, after.start() + 1 if after else len(text)


def _cost(text: str, start: int, end: int, place: int) -> float:
    """Return how far a word is from the number: words between, dearer over commas and other numbers."""
    between = text[end:place] if place >= end else text[place:start]
    words = len(between.split())
    hurdles = len(re.findall(r"[,;:()—]|\d+", between))
    return words + _CLAUSE * hurdles + (0 if place >= end else 1.5)
