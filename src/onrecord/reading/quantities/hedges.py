"""Owns hedges: the words before or behind a number that say how sure its speaker was (METHOD 6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.kernel import Qualifier, Quantity
from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.numbers import Number, Token


@dataclass(frozen=True, slots=True)
class Hedged:
    """A number with its hedge: the code points both cover, and the qualifier."""

    start: int
    end: int
    qualifier: Qualifier | None


def hedge_of(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> Hedged:
    """Return the hedge that stands at the number, if any."""
    start, end = tokens[number.first].start, tokens[number.after - 1].end
    if start > 0 and text[start - 1] in "$€₸₽":
        start -= 1
    before = text[:start].lower()
    for phrase, qualifier in words.before:
        if _ends_with(before, phrase):
            return Hedged(len(before.rstrip()) - len(phrase), end, qualifier)
    behind = _behind(text, tokens, number, words)
    if behind is not None:
        return Hedged(start, behind[0], behind[1])
    return Hedged(start, end, None)


def quantity_of(number: Number, hedged: Hedged, wording: str) -> Quantity:
    """Return number and hedge as one quantity, with the bounds of METHOD 6.1."""
    if number.high is not None:
        return Quantity.of(number.value, Qualifier.RANGE, wording, high=number.high)
    if number.is_vague:
        return Quantity.of(number.value, Qualifier.VAGUE, wording)
    return Quantity.of(number.value, hedged.qualifier or Qualifier.EXACT, wording)


def _ends_with(before: str, phrase: str) -> bool:
    text = before.rstrip()
    if not text.endswith(phrase) or len(before) - len(text) > 2:
        return False
    left = len(text) - len(phrase)
    return left == 0 or not text[left - 1].isalnum()


def _behind(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> tuple[int, Qualifier] | None:
    """Return the end and qualifier of a hedge behind the number; in Kazakh one word may stand between."""
    reach = 2 if words.language == "kk" else 1
    for at in range(number.after, min(number.after + reach, len(tokens))):
        rest = text[tokens[at].start :].lower()
        for phrase, qualifier in words.after:
            if rest.startswith(phrase) and not rest[len(phrase) : len(phrase) + 1].isalnum():
                return tokens[at].start + len(phrase), qualifier
    return None
