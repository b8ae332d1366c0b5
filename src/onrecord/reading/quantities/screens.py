"""Owns the reasons why a number in a text is no figure: a date, an article, an age, a distance, an address.

A number that gets through is claimed to count something; one that should have been stopped becomes a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.numbers import Number, Token

_MASKED: Final = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+"  # addresses
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}[:.]\d{2}(?=\s*(?:a\.m|p\.m|am|pm|час|h\b))|\b\d{1,2}:\d{2}\b"
    r"|\b[A-Z][A-Z0-9]*(?:/[A-Z0-9.\-]+)+"  # document symbols: CERD/C/KAZ/CO/8-10
    r"|\+\d[\d\s()\-]{7,}\d|\b\d{2,4}(?:-\d{2,4}){2,}\b"  # telephone numbers
    r"|\[\^?\d+\]|[№§#]\s*\d[\d\-/.]*"
    r"|\b\d+[\-/]\d+[\-/.][\w\-/]+"
)
_DASHES: Final = frozenset("-–—‑")
_MARKER: Final = re.compile(r"(?:^|\n)[ \t>]*$")
_NEAR: Final = 70


def masked_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches in which no number counts anything: addresses, numeric dates, symbols, telephones."""
    return [match.span() for match in _MASKED.finditer(text)]


def is_no_figure(text: str, tokens: Sequence[Token], number: Number, words: Lexicon, *, is_bound: bool = False) -> bool:
    """Say whether the number is a date, a label, an age, a distance, an ordinal, a list marker or a lone "one".

    Where an author has bound the words, hours, distances and a lone "one" are what the author says they are.
    """
    checks = (_is_date, _is_label, _is_ordinal) if is_bound else _ALL_CHECKS
    return any(check(text, tokens, number, words) for check in checks)


def is_term(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether years or months behind a number are a term of punishment: words of justice stand near."""
    if _word(tokens, number.after) not in words.period_units:
        return False
    if _word(tokens, number.after + 1) in {"old", "of"} and _word(tokens, number.after + 2) in {"age", ""}:
        return False
    if _before(tokens, number) in words.screens["time_before"]:
        return False
    if _word(tokens, number.after + 1) in words.screens["time_after"]:
        return False
    near = text[max(0, tokens[number.first].start - _NEAR) : tokens[number.after - 1].end + _NEAR].lower()
    return any(stem in near for stem in words.screens["justice"])


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) and tokens[at].kind == "word" else ""


def _before(tokens: Sequence[Token], number: Number) -> str:
    """Return the word before the number, over a full stop ("art. 272")."""
    at = number.first - 1
    if 0 <= at < len(tokens) and tokens[at].text in {".", ":"}:
        at -= 1
    return _word(tokens, at)


def _is_date(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    if not number.is_digits or number.scale != 1:
        return False
    months = words.screens["months"]
    following = _word(tokens, number.after)
    if number.value <= 31 and following in months:
        return True
    if number.value <= 99 and _before(tokens, number) in months:  # a day, or the year of "12 Nov 89"
        return True
    if number.value <= 31 and _opens_dates(tokens, number.after, months):
        return True
    return _is_year(tokens, number, words, following)


def _opens_dates(tokens: Sequence[Token], at: int, months: frozenset[str]) -> bool:
    """Say whether a second day and a month follow: "7 and 8 February", «с 7 на 8 февраля»."""
    if at + 2 >= len(tokens) or tokens[at + 1].kind != "num":
        return False
    is_glue = tokens[at].text in _DASHES or tokens[at].low in {"and", "to", "на", "по", "и", "до", "мен", "және"}
    return is_glue and tokens[at + 2].low in months


def _is_year(tokens: Sequence[Token], number: Number, words: Lexicon, following: str) -> bool:
    written = tokens[number.after - 1].text if number.high is not None else tokens[number.first].text
    value = number.high if number.high is not None else number.value
    if not (written.isdigit() and len(written) == 4 and 1500 <= value <= 2100):
        return False
    return not any(following.startswith(stem) for stem in words.counted)


def _is_label(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the number names a thing: "article 272", "articles 99 and 272", «272-бап»."""
    labels = words.screens["labels"]
    if _word(tokens, number.after) in labels and words.language == "kk":
        return True
    at = number.first - 1
    while at >= 0:
        token = tokens[at]
        if token.low in labels and token.kind == "word":
            return _is_really_label(token, tokens, at)
        is_glue = (
            token.kind == "num"
            or token.text in {",", ".", "-", "–", "(", ")"}
            or token.low in {"and", "и", "және", "or", "или"}
        )
        if not is_glue or number.first - at > 12:
            return False
        at -= 1
    return False


def _is_really_label(token: Token, tokens: Sequence[Token], at: int) -> bool:
    """Say whether a one-letter label is one: «с 7», «п. 5» against a preposition or an initial."""
    if len(token.text) > 1:
        return True
    return at + 1 < len(tokens) and tokens[at + 1].text == "."


def _is_measure(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    if not number.is_digits:
        return _word(tokens, number.after) in words.screens["measures"] - {"m", "м"}
    start, end = tokens[number.first].start, tokens[number.after - 1].end
    glued_before = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "/_#@\\")
    hyphened = start > 1 and text[start - 1] in _DASHES and text[start - 2].isalpha()
    glued_after = end < len(text) and text[end].isalpha() and not number.scale > 1
    decimal_tail = end + 1 < len(text) and text[end] in "./" and text[end + 1].isdigit()
    return (
        glued_before
        or hyphened
        or glued_after
        or decimal_tail
        or _word(tokens, number.after) in words.screens["measures"]
    )


def _is_age_or_period(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    if _before(tokens, number) in words.screens["age_before"] or _is_age_in_commas(tokens, number):
        return True
    at = number.after
    if at < len(tokens) and tokens[at].text in _DASHES:
        at += 1
    if _word(tokens, at) in words.screens["year_words"] and at > number.after:
        return True
    if _word(tokens, number.after) not in words.screens["periods"]:
        return False
    return not is_term(text, tokens, number, words)


def _is_age_in_commas(tokens: Sequence[Token], number: Number) -> bool:
    """Say whether the number stands between commas behind a name, as newspapers give ages: "the guard, 47, said"."""
    first, after = number.first, number.after
    if not number.is_digits or number.value > 120 or first < 2 or after >= len(tokens):
        return False
    return tokens[first - 1].text == "," == tokens[after].text and tokens[first - 2].text[:1].isupper()


def _is_ordinal(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    at = number.after
    if at < len(tokens) and tokens[at].text in _DASHES and tokens[at].start == tokens[at - 1].end:
        at += 1
    glued = at < len(tokens) and tokens[at].start == tokens[at - 1].end
    return number.is_digits and glued and _word(tokens, at) in words.screens["ordinal_endings"]


def _is_marker(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the number leads a line as in a list or a numbered heading."""
    if not number.is_digits or number.after >= len(tokens):
        return False
    start = tokens[number.first].start
    lead = text[:start].rsplit("\n", 1)[-1].strip(" \t>#*")
    return (
        not lead
        and tokens[number.after].text in {".", ")"}
        and tokens[number.after].start == tokens[number.after - 1].end
    )


def _is_population(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    near = text[max(0, tokens[number.first].start - 40) : tokens[number.after - 1].end + 30].lower()
    return any(phrase in near for phrase in words.screens["population"])


def _is_pronoun(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether a lone "one" counts nothing: "no one", "one of them", «один из них», «бір жылдан кейін»."""
    if not number.is_alone:
        return False
    if _word(tokens, number.first - 1) in words.screens["not_before_alone"]:
        return True
    following = _word(tokens, number.after)
    if following in words.screens["not_after_alone"]:
        return True
    candidates = (following, _word(tokens, number.after + 1))
    return not any(word.startswith(stem) for word in candidates for stem in words.counted)


_ALL_CHECKS: Final = (
    _is_date,
    _is_label,
    _is_measure,
    _is_age_or_period,
    _is_ordinal,
    _is_marker,
    _is_population,
    _is_pronoun,
)
