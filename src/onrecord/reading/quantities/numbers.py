"""Owns numbers in prose: digits and words to values, with the place of each. Never asks what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from onrecord.reading.quantities.lexicon import Lexicon

_SPACE: Final = "\u0020\u00a0\u202f\u2009"
_WORD: Final = r"[^\W\d_]+(?:[’'][^\W\d_]+)?"
_WITH_COMMA: Final = re.compile(
    rf"(?P<num>\d{{1,3}}(?:[{_SPACE},]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<word>{_WORD})|(?P<sign>\S)"
)
_WITHOUT: Final = re.compile(
    rf"(?P<num>\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)|(?P<word>{_WORD})|(?P<sign>\S)"
)
_WITH_DOTS: Final = re.compile(
    rf"(?P<num>\d{{1,3}}(?:[{_SPACE}.]\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)|(?P<word>{_WORD})|(?P<sign>\S)"
)
DASHES: Final = frozenset("-–—‑")
_STOPS: Final = frozenset(".;!?")
_CHANGE_REACH: Final = 8  # tokens before a number in which a word of change is about that number


@dataclass(frozen=True, slots=True)
class Token:
    """A number in digits, a word, or a sign; `low` is its text in lower case."""

    kind: str
    text: str
    start: int
    end: int
    low: str


@dataclass(frozen=True, slots=True)
class Number:
    """A value that stands in the text: tokens `first` up to `after`, and how it was written."""

    first: int
    after: int
    value: Decimal
    is_vague: bool = False
    is_digits: bool = False
    is_alone: bool = False
    scale: int = 1
    high: Decimal | None = None


def tokens_of(text: str, words: Lexicon) -> list[Token]:
    """Return the tokens of a text, spaces left out."""
    with_point = _WITH_DOTS if words.dots_group else _WITHOUT
    pattern = with_point if words.decimal_comma else _WITH_COMMA
    return [
        Token(match.lastgroup or "", said := match.group(), match.start(), match.end(), said.lower())
        for match in pattern.finditer(text)
    ]


def number_at(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    """Return the number that begins with token `at`, or None."""
    token = tokens[at]
    if token.kind == "num":
        return _with_half(tokens, _digits(tokens, at, words), words)
    if token.kind != "word":
        return None
    worded = _several(tokens, at, words) or _phrase(tokens, at, words) or _in_words(tokens, at, words)
    return _with_half(tokens, worded, words) if worded else _vague(tokens, at, words)


def range_at(tokens: Sequence[Token], number: Number, words: Lexicon) -> Number:
    """Return the range that `number` opens ("24-25 thousand", "from 5 to 18"), or the number itself."""
    opened = number.first > 0 and tokens[number.first - 1].low in words.range_openers
    if number.is_vague or number.after + 1 >= len(tokens):
        return number
    if opened and tokens[number.first - 1].low not in words.between and is_change(tokens, number.first, words):
        return number
    second = _until(tokens, number, words)
    if second is not None:
        return _range(number.first, number, second)
    second = _joined(tokens, number, words, opened=opened)
    return number if second is None else _range(number.first - opened, number, second)


def _joined(tokens: Sequence[Token], number: Number, words: Lexicon, *, opened: bool) -> Number | None:
    """Return the number that a dash, a "to" or an "or" joins to this one as the end of a range."""
    join = number.after
    if opened and _repeats_its_unit(tokens, join, words):
        join += 1
    if not _joins(tokens, join, words, opened=opened):
        return None
    second = number_at(tokens, join + 1, words)
    if second is None or second.is_vague or _low(number, second) >= second.value:
        return None
    is_either = tokens[join].low in words.either and not opened
    return None if is_either and second.value > 2 * _low(number, second) + 1 else second


def _low(number: Number, second: Number) -> Decimal:
    """Return the first number, in thousands where only the second says so: "24-25 thousand"."""
    is_shared = number.scale == 1 and number.value < second.value / second.scale
    return number.value * second.scale if is_shared else number.value


def _range(first: int, number: Number, second: Number) -> Number:
    return Number(
        first,
        second.after,
        _low(number, second),
        is_digits=number.is_digits,
        scale=second.scale,
        high=second.value,
    )


def is_change(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Say whether a word of change stands shortly before: "rose from 8 to 10", «возросло до 10»."""
    for token in reversed(tokens[max(0, at - _CHANGE_REACH) : at]):
        if token.text in _STOPS:
            return False
        if token.kind == "word" and token.low.startswith(words.change):
            return True
    return False


def _until(tokens: Sequence[Token], number: Number, words: Lexicon) -> Number | None:
    """Return the second number of a range told by case endings: «5 жылдан 18 жылға дейін», «40-тан 50-ге дейін»."""
    for at in (number.after, number.after + 1) if words.until else ():
        if at >= len(tokens) or not tokens[at - 1].low.endswith(words.from_endings):
            continue
        second = number_at(tokens, at, words)
        if second is None or second.is_vague or second.value <= _low(number, second):
            continue
        for place in range(second.after, min(second.after + 2, len(tokens))):
            if tokens[place].low in words.until:
                return None if _starts_change(tokens, place + 1, words) else second
    return None


def _starts_change(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Say whether a word of change stands here: «12-ден 19-ға дейін өсті» is two numbers and no range."""
    return at < len(tokens) and bool(words.change) and tokens[at].low.startswith(words.change)


def _repeats_its_unit(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Say whether a range names its unit twice: "from two years to five years"."""
    return at + 1 < len(tokens) and tokens[at].low in words.period_units and tokens[at + 1].low in words.range_joining


def _joins(tokens: Sequence[Token], at: int, words: Lexicon, *, opened: bool) -> bool:
    token = tokens[at]
    if token.text in DASHES:
        return tokens[at + 1].kind == "num" or tokens[at - 1].kind == "word"
    if token.low in words.either:
        return True
    if token.low not in words.range_joining:
        return False
    return opened or (token.low in words.range_alone and not is_change(tokens, at, words))


def _digits(tokens: Sequence[Token], at: int, words: Lexicon) -> Number:
    value, after = _value(tokens[at].text, words), at + 1
    scale, after = _scale_after(tokens, after, words)
    if scale >= 1000 and after < len(tokens) and tokens[after].kind == "num":  # «2 млрд 300 млн», «2 тысячи 300»
        rest = _digits(tokens, after, words)
        if rest.value < scale and (rest.scale > 1 or (scale == 1000 and rest.value >= 100)) and rest.value % 1 == 0:
            return Number(at, rest.after, value * scale + rest.value, is_digits=True, scale=rest.scale)
    after = _case_ending(tokens, after, words)
    return Number(at, after, value * scale, is_digits=True, scale=scale)


def _value(text: str, words: Lexicon) -> Decimal:
    plain = re.sub(rf"[{_SPACE}]", "", text)
    if words.dots_group and re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    return Decimal(plain.replace(",", ".") if words.decimal_comma else plain.replace(",", ""))


def _scale_after(tokens: Sequence[Token], at: int, words: Lexicon) -> tuple[int, int]:
    """Return the scale a number is followed by and the next token; (1, at) where there is none."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return 1, at
    scale = words.scale(tokens[at].low) or words.tallies.get(tokens[at].low)
    if scale is None or (len(tokens[at].text) == 1 and tokens[at].start != tokens[at - 1].end):
        return 1, at
    at += 1
    if at < len(tokens) and tokens[at].text == "." and len(tokens[at - 1].text) <= 4 and _goes_on(tokens, at):
        at += 1
    return scale, at


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the sentence goes on behind the full stop of an abbreviation."""
    return at + 1 < len(tokens) and tokens[at + 1].text[:1].islower()


def _case_ending(tokens: Sequence[Token], at: int, words: Lexicon) -> int:
    """Return the token behind a case ending hung on digits: «120-дан», «37сі», «10-ти»."""
    place = at
    if place < len(tokens) and tokens[place].text in DASHES and tokens[place].start == tokens[place - 1].end:
        place += 1
    if place >= len(tokens) or tokens[place].start != tokens[place - 1].end:
        return at
    return place + 1 if tokens[place].low in words.suffixes else at


def _several(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    """Return "several hundred" as a vague number: at least two of them (METHOD 6.1)."""
    if tokens[at].low not in words.several_begin:
        return None
    for phrase in words.several:
        parts = phrase.split()
        after = at + len(parts)
        if [token.low for token in tokens[at:after]] == parts and after < len(tokens):
            word = tokens[after].low
            several = _vague(tokens, after, words)  # "several hundreds", "several tens of thousands"
            if several is not None:
                return replace(several, first=at)
            scale = 2 * (words.scale(word) or words.tallies.get(word) or 0)
            if scale:
                return Number(at, after + 1, Decimal(scale), is_vague=True)
    return None


def _with_half(tokens: Sequence[Token], number: Number, words: Lexicon) -> Number:
    """Return the number with the half that follows it: "two and a half", «два с половиной», «бір жарым»."""
    for phrase in words.and_a_half:
        parts = phrase.split()
        after = number.after + len(parts)
        if [token.low for token in tokens[number.after : after]] == parts:
            value = number.value + number.scale * Decimal("0.5")
            scale, after = _scale_after(tokens, after, words)  # «бір жарым мың» is fifteen hundred
            return replace(number, after=after, value=value * scale, scale=number.scale * scale)
    return number


def _vague(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    value = words.vague.get(tokens[at].low)
    if value is None:
        return None
    after = at + 1
    further = after + 1 if after < len(tokens) and tokens[after].low in words.linking else after
    if further < len(tokens):  # "tens of thousands", «десятки тысяч», «ондаған мың»
        word = tokens[further].low
        size = words.scale(word) or words.vague.get(word, 0) // 2
        if size > value // 2:
            value, after = value * size, further + 1
    return Number(at, after, Decimal(value), is_vague=True)


def _phrase(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    """Return a number of several words that is no sum of them: "half a dozen"."""
    if tokens[at].low not in words.phrases_begin:
        return None
    for phrase, value in words.phrases.items():
        parts = phrase.split()
        if [token.low for token in tokens[at : at + len(parts)]] == parts:
            return Number(at, at + len(parts), Decimal(value))
    return None


def _in_words(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    """Return a number written in words: units, tens and hundreds in falling order, then scales."""
    place, total, current = at, Decimal(0), Decimal(0)
    last: int | None = None
    if tokens[at].low in words.article and at + 1 < len(tokens) and _counts_one(tokens[at + 1].low, words):
        place, current = at + 1, Decimal(1) if words.scale(tokens[at + 1].low) else Decimal(0)
    scale = 1
    while place < len(tokens) and not (place > at and _has_case(tokens[place - 1], words)):
        word = tokens[place].low
        value = words.number_word(word)
        tally = words.tallies.get(word) if last is not None and current and last < 100 else None
        if tally is not None:
            current, last, place = current * tally, 100, place + 1
        elif value is not None and _may_follow(value, last, words):
            current, last, place = current + value, value, place + 1
        elif word in words.halves and last is None and _has_scale(tokens, place + 1, words):
            current, last, place = Decimal("0.5"), 1, place + 1
        elif word in words.half and last is None:
            current, last, place = Decimal("1.5"), 1, place + 1
        elif (
            len(word) > 1
            and (size := words.scale(word)) is not None
            and (current or total or _stands_alone(word, words))
        ):
            total, current, last = _scaled(total, current, size)
            scale, place = (size if size > 100 else scale), place + 1
        elif _is_glue(tokens, place, words, last=last, seen=place > at):
            place += 1
        else:
            break
    if place == at or not (total or current):
        return None
    is_alone = place == at + 1 and tokens[at].low in words.alone
    return Number(at, place, total + current, is_alone=is_alone, scale=scale if not current else 1)


def _has_case(token: Token, words: Lexicon) -> bool:
    """Say whether a case hangs on a number word, which ends its number: «екі жүз елуден үш жүз елуге» are two."""
    if not words.hangs_endings or token.low in words.cardinals or token.low in words.scales:
        return False
    return words.number_word(token.low) is not None or words.scale(token.low) is not None


def _has_scale(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    return at < len(tokens) and (words.scale(tokens[at].low) or 0) >= 1000


def _counts_one(word: str, words: Lexicon) -> bool:
    return (len(word) > 1 and words.scale(word) is not None) or words.cardinals.get(word) == 12


def _may_follow(value: int, last: int | None, words: Lexicon) -> bool:
    if last is None:
        return True
    if last >= 1000:  # «тысяча двести»
        return value < 1000
    if last % 100 == 0:
        return value < 100
    tens = last in range(20, 100, 10) or (last == 10 and words.hangs_endings)
    return tens and value < 10


def _stands_alone(word: str, words: Lexicon) -> bool:
    """Say whether a scale word is a number without another before it: «жүз адам» is a hundred people."""
    return words.hangs_endings or word in words.alone_scales


def _scaled(total: Decimal, current: Decimal, size: int) -> tuple[Decimal, Decimal, int]:
    if size == 100:
        return total, (current or Decimal(1)) * 100, 100
    return total + (current or Decimal(1)) * size, Decimal(0), size


def _is_glue(tokens: Sequence[Token], place: int, words: Lexicon, *, last: int | None, seen: bool) -> bool:
    """Say whether a hyphen ("twenty-three") or an "and" ("a hundred and twenty") holds two number words together."""
    if not seen or place + 1 >= len(tokens) or last is None:
        return False
    following = words.number_word(tokens[place + 1].low) if tokens[place + 1].kind == "word" else None
    if following is None or not _may_follow(following, last, words):
        return False
    if tokens[place].text in DASHES:
        return last < 100
    return tokens[place].low in words.joining and last % 100 == 0
