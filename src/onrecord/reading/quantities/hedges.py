"""Owns hedges: the words before or behind a number that say how sure its speaker was (METHOD 6.1)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import Qualifier, Quantity
from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.numbers import DASHES, Number, Token, is_change

_CURRENCY_BEFORE: Final = re.compile(r"(?:(?<![A-Za-z])[A-Z]{2})?(?P<sign>[$€₸₽])$|(?<![A-Za-z])(?P<code>[A-Z]{3})\s$")
_REACH: Final = 60  # code points a hedge with its spaces may take
_BETWEEN: Final = " \t\r\n\u00a0\u202f*_>"  # what may stand between a hedge and its number: spaces and Markdown


@dataclass(frozen=True, slots=True)
class Hedged:
    """A number with its hedge: the code points both cover, and the qualifier."""

    start: int
    end: int
    qualifier: Qualifier | None


def hedge_of(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> Hedged:
    """Return the hedge that stands at the number, if any."""
    start, end = currency_start(text, tokens[number.first].start, words), tokens[number.after - 1].end
    left = max(0, start - _REACH)
    before = text[left:start]
    for phrase, qualifier in words.before:
        begins = _begins(before, phrase)
        if begins is not None:
            if phrase in words.change_to and is_change(tokens, number.first - 1, words):
                break
            return Hedged(left + begins, end, qualifier)
    turned = _turned(text, tokens, number, words)
    if turned is not None:
        return Hedged(turned, end, Qualifier.ABOUT)
    if number.is_digits and text[end : end + 1] == "+":
        return Hedged(start, end + 1, Qualifier.AT_LEAST)
    behind = _behind(text, tokens, number, words)
    if behind is not None:
        return Hedged(start, behind[0], behind[1])
    if tokens[number.after - 1].low.endswith(words.about_endings):
        return Hedged(start, end, Qualifier.ABOUT)
    return Hedged(start, end, None)


def currency_start(text: str, start: int, words: Lexicon) -> int:
    """Return where a number begins with the currency before it: "$5", "US$5", "KZT 5"."""
    mark = _CURRENCY_BEFORE.search(text[max(0, start - 6) : start])
    if mark is None:
        return start
    is_known = mark["sign"] is not None or mark["code"].lower() in words.currencies
    return start - len(mark.group()) if is_known else start


def quantity_of(number: Number, hedged: Hedged, wording: str) -> Quantity:
    """Return number and hedge as one quantity, with the bounds of METHOD 6.1."""
    if number.high is not None:
        return Quantity.of(number.value, Qualifier.RANGE, wording, high=number.high)
    if number.is_vague:
        return Quantity.of(number.value, Qualifier.VAGUE, wording)
    return Quantity.of(number.value, hedged.qualifier or Qualifier.EXACT, wording)


def _begins(before: str, phrase: str) -> int | None:
    """Return where a phrase begins that ends what stands before a number, or None; its words may stand in two lines."""
    text = before.rstrip(_BETWEEN)
    between = before[len(text) :]
    if len(between) > 6 or between.count("\n") > 1 or not text[-1:].lower().endswith(phrase[-1]):
        return None
    found = _written(phrase).search(text)
    if found is None or (found.start() > 0 and text[found.start() - 1].isalnum()):
        return None
    return found.start()


@functools.cache
def _written(phrase: str) -> re.Pattern[str]:
    return re.compile(r"\s{1,3}".join(map(re.escape, phrase.split())) + r"\Z", re.IGNORECASE)


def _turned(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> int | None:
    """Return where a counted noun begins that stands before its number and so makes it vague: «человек тридцать»."""
    at = number.first - 1
    if at < 0 or tokens[at].low not in words.inverted or text[tokens[at].end : tokens[at + 1].start].strip():
        return None
    is_counted = at > 0 and (
        tokens[at - 1].kind == "num" or tokens[at - 1].text in DASHES or _is_number(tokens, at, words)
    )
    has_noun = number.after < len(tokens) and tokens[number.after].low.startswith(words.counted)
    return None if is_counted or has_noun else tokens[at].start


def _is_number(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    word = tokens[at - 1].low
    return word in words.vague or words.number_word(word) is not None or words.scale(word) is not None


def _behind(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> tuple[int, Qualifier] | None:
    """Return the end and qualifier of a hedge behind the number; in Kazakh one word may stand between."""
    reach = 2 if words.hangs_endings else 1
    if number.high is None and _changed_to(tokens, number, words):
        return None
    for at in range(number.after, min(number.after + reach, len(tokens))):
        rest = text[tokens[at].start : tokens[at].start + _REACH].lower()
        for phrase, qualifier in words.after:
            if rest.startswith(phrase) and not rest[len(phrase) : len(phrase) + 1].isalnum():
                return tokens[at].start + len(phrase), qualifier
    return None


def _changed_to(tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether a word of change follows the word behind the number: «11-ге дейін өсті»."""
    following = tokens[number.after : number.after + 3]
    for at, token in enumerate(following[:-1]):
        if token.low in words.until:
            return following[at + 1].low.startswith(words.change)
    return False
