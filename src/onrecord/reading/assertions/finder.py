"""Owns the finding of assertions: sentence by sentence, rule by rule, with what undoes them.

What is denied, feared, asked whether, planned or said of everybody is asserted of nobody, and yields nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import Vocabulary
from onrecord.reading.articles import articles_in
from onrecord.reading.assertions.clauses import Sentence, has_any, keys_in, lowered, sentence_of
from onrecord.reading.assertions.model import UNDATED, Assertion
from onrecord.reading.assertions.rules import Rule, Rules, rules_of
from onrecord.reading.dates import DateInText
from onrecord.reading.quantities import quantities_in
from onrecord.reading.sentences import sentences_in

_BEFORE: Final = 30  # code points before the words in which a negation undoes them
_AFTER: Final = 16
_COUNTED: Final = frozenset({None, "persons", "cases"})
_SAME: Final = 8  # code points between two numbers that share their unit
_MOST: Final = 3  # assertions of one rule in one sentence
_OF_A_CASE: Final = frozenset({"legal_stage", "verdict_on", "trial_opened_on", "absence", "no_reply_as_of"})
_WITH_ARTICLES: Final = frozenset({"legal_stage", "verdict_on", "trial_opened_on"})
_EDGES: Final = " \t\r\n.,;:!?…–—-"
_PAIRS: Final = {"»": "«", "”": "“", ")": "(", '"': '"'}
_CLOSED_BY: Final = {"«": {"»"}, "“": {"”"}, "(": {")"}, '"': {'"'}}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Words that a rule fits, in their sentence."""

    rule: Rule
    start: int
    end: int
    match: re.Match[str]


def assertions_in(text: str, language: str | None, vocabulary: Vocabulary | None = None) -> Iterator[Assertion]:
    """Yield what a text asserts that is no quantity, in the order of the text.

    With a vocabulary, what a figure says already ("20 people were charged") is left to it, but for the articles.
    """
    rules = rules_of(language)
    if rules is None:
        return
    before = (0, 0)
    for begin, finish in sentences_in(text):
        yield from _of_sentence(text, begin, finish, before, rules, vocabulary)
        before = (begin, finish)


def _of_sentence(
    text: str, at: int, end: int, before: tuple[int, int], rules: Rules, vocabulary: Vocabulary | None
) -> Iterator[Assertion]:
    words = text[at:end]
    present = keys_in(lowered(words), rules)
    candidates = [one for one in rules.rules if not one.keys.isdisjoint(present)]
    if not candidates or words.rstrip("\"'»”’) ").endswith("?"):
        return
    sentence = sentence_of(words, at, rules, present, before=text[slice(*before)])
    if sentence.has(rules.general):
        candidates = [one for one in candidates if "general" not in one.screens]
    found = _without_overlaps(one for rule in candidates for one in _matches(rule, sentence, rules))
    counts = _Counts(sentence.text, rules.language, vocabulary)
    said = (_assertion(one, sentence, rules, counts) for one in sorted(found, key=lambda one: one.start))
    once = {(one.property, one.start, one.end, one.about): one for one in said if one is not None}
    yield from once.values()


def _matches(rule: Rule, sentence: Sentence, rules: Rules) -> Iterator[_Found]:
    """Yield where a rule fits and nothing undoes it."""
    low = sentence.low
    if rule.needs and not rule.weak and not _is_in_context(rule, sentence, rules):
        return
    if any(_has_context(name, sentence, rules) for name in rule.unless):
        return
    patterns = list(rule.patterns)
    if rule.weak and _is_in_context(rule, sentence, rules):
        patterns += rule.weak
    count = 0
    for one in patterns:
        if one.keys.isdisjoint(sentence.present):
            continue
        for match in one.expression.finditer(low):
            if not _is_undone(rule, sentence, rules, match):
                yield _Found(rule=rule, start=match.start(), end=match.end(), match=match)
                count += 1
                if count >= _MOST:
                    return


def _is_in_context(rule: Rule, sentence: Sentence, rules: Rules) -> bool:
    """Say whether all that a rule needs stands in the sentence, or, where it may, in the one before."""
    return all(
        sentence.has(rules.contexts[name]) or (rule.reaches_back and sentence.before_has(rules.contexts[name]))
        for name in rule.needs
    )


def _has_context(name: str, sentence: Sentence, rules: Rules) -> bool:
    return sentence.has(rules.contexts[name])


def _is_undone(rule: Rule, sentence: Sentence, rules: Rules, match: re.Match[str]) -> bool:
    """Say whether words are denied or merely possible: by what stands before, in or behind them in their clause."""
    begin, finish = sentence.clause(match.start(), match.end())
    low = sentence.low
    end = match.start("value") if rule.value == "marked" else match.end()
    if "negation" in rule.screens:
        after = _word_end(low, min(finish, match.end() + _AFTER))
        if has_any(rules.negation, low, max(begin, match.start() - _BEFORE), end):
            return True
        if has_any(rules.negation_after, low, match.start(), after):
            return True
        last_word = max(match.start(), low.rfind(" ", match.start(), match.end()) + 1)
        if rules.negated_verb is not None and rules.negated_verb.search(low, last_word, after):
            return True
    if "hypothetical" in rule.screens:
        if has_any(rules.hypothetical, low, begin, end):
            return True
        return has_any(rules.hypothetical_after, low, match.start(), finish)
    return False


def _word_end(low: str, at: int) -> int:
    """Return where the word ends that a place may cut in two."""
    while at < len(low) and low[at - 1].isalnum() and low[at].isalnum():
        at += 1
    return at


def _without_overlaps(found: Iterator[_Found]) -> list[_Found]:
    """Return what was found; of two that share words and a subject, the rule that is named first."""
    kept: list[_Found] = []
    for one in found:
        if not any(_shares(one, other) for other in kept):
            kept.append(one)
    return kept


def _shares(one: _Found, other: _Found) -> bool:
    is_apart = one.end <= other.start or other.end <= one.start
    return not is_apart and _kin(one.rule.property) == _kin(other.rule.property)


def _kin(name: str) -> str:
    return "case" if name in _OF_A_CASE else name


class _Counts:
    """The figures of a sentence, looked for once and only where a rule asks."""

    def __init__(self, text: str, language: str, vocabulary: Vocabulary | None) -> None:
        self._of = (text, language, vocabulary)

    @functools.cached_property
    def _figures(self) -> Sequence[tuple[int, int, str | None]]:
        text, language, vocabulary = self._of
        if vocabulary is None:
            return ()
        found = quantities_in(text, language, vocabulary)
        behind = [*(one.start if one.unit not in _COUNTED else -1 for one in found[1:]), -1]
        return [
            (one.start, one.end, one.property)
            for one, of_another in zip(found, behind, strict=False)
            if one.unit in _COUNTED and not 0 <= of_another - one.end < _SAME  # not the "nine" of "nine to seven years"
        ]

    def tell(self, names: frozenset[str], start: int, end: int) -> bool:
        """Say whether a figure of one of these properties stands between two places."""
        return any(start <= first and last <= end and name in names for first, last, name in self._figures)


def _assertion(one: _Found, sentence: Sentence, rules: Rules, counts: _Counts) -> Assertion | None:
    rule = one.rule
    begin, finish = sentence.clause(one.start, one.end)
    day = _day(one, sentence, rules)
    if rule.value == "date" and day is None:
        return None
    if day is not None and rule.dated:
        return _made(one, sentence, rules, property=rule.dated, day=day)
    made = _made(one, sentence, rules, property=rule.property, day=day)
    is_counted = bool(rule.counted) and counts.tell(rule.counted, begin, finish)
    tells_more = made is not None and "article" in dict(made.about)
    return None if is_counted and not tells_more else made


def _day(one: _Found, sentence: Sentence, rules: Rules) -> DateInText | None:
    """Return the day that a rule asks for."""
    if one.rule.date == "match":
        inside = sentence.dates_within(one.start, one.end)
        return inside[0] if len(inside) == 1 else None
    if one.rule.date == "as_of":
        return _as_of(sentence, rules)
    return sentence.day_of(one.start, one.end) if one.rule.date == "clause" else None


def _as_of(sentence: Sentence, rules: Rules) -> DateInText | None:
    """Return the day up to which an absence is said: "as of", never the day since when."""
    for pattern in rules.as_of:
        for match in pattern.expression.finditer(sentence.low):
            inside = sentence.dates_within(match.start(), match.end())
            if len(inside) == 1:
                return inside[0]
    return None


def _made(one: _Found, sentence: Sentence, rules: Rules, *, property: str, day: DateInText | None) -> Assertion | None:  # noqa: A002
    rule, at = one.rule, sentence.at
    is_date = rule.value == "date" or (day is not None and property == rule.dated)
    start, end = _words(one, sentence)
    if is_date and day is not None:
        start, end = min(one.start, day.start), max(one.end, day.end)
    if start >= end:
        return None
    is_undated = rule.date == "as_of" and day is None
    about = dict(_about(one, sentence, rules, property)) | ({} if is_date else dict(rule.about))
    return Assertion(
        start=at + start,
        end=at + end,
        told=at + min(max(one.start, start), end - 1),
        property=property,
        value=day.date if is_date and day is not None else sentence.text[start:end],
        rule=rule.name + (UNDATED if is_undated else ""),
        about=tuple(sorted(about.items())),
        as_of=day.date if day is not None and not is_date else None,
    )


def _words(one: _Found, sentence: Sentence) -> tuple[int, int]:
    """Return the place of the words that are taken, without marks at their edges."""
    is_marked = one.rule.value == "marked"
    start, end = one.match.span("value") if is_marked else sentence.clause(one.start, one.end)
    return _trimmed(sentence.text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a place without white space, marks and halves of pairs at its edges."""
    while start < end:
        first, last = text[start], text[end - 1]
        if first in _EDGES or (first in _CLOSED_BY and not _CLOSED_BY[first].intersection(text[start + 1 : end])):
            start += 1
        elif last in _EDGES or (last in _PAIRS and _PAIRS[last] not in text[start : end - 1]):
            end -= 1
        else:
            break
    return start, end


def _about(one: _Found, sentence: Sentence, rules: Rules, property: str) -> Iterator[tuple[str, str]]:  # noqa: A002
    """Yield dimensions that the words themselves tell: articles, who is spoken to, where people were held."""
    begin, finish = sentence.clause(one.start, one.end)
    if property in _WITH_ARTICLES:
        clause = sentence.text[begin:finish]
        told = [article for found in articles_in(clause, rules.language) for article in found.articles]
        if told:
            yield "article", ", ".join(dict.fromkeys(told))
    if "to" in one.match.re.groupindex and one.match["to"]:
        yield "addressee", sentence.text[slice(*one.match.span("to"))]
    for name in one.rule.within:
        for pattern in rules.contexts[name]:
            match = pattern.expression.search(sentence.low)
            if match:
                yield name, sentence.text[slice(*_trimmed(sentence.text, *match.span()))]
                break
