"""Owns what is taken from a reader: only what stands in the text. A reader may be a machine, and machines invent."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from onrecord.kernel import (
    PartialDate,
    Property,
    Quantity,
    Value,
    ValueType,
    Vocabulary,
    is_currency,
)
from onrecord.reading.articles import articles_in
from onrecord.reading.carrying import carries
from onrecord.reading.dates import DateInText, dates_in
from onrecord.reading.localities import DIMENSION, is_named
from onrecord.reading.proposing.model import Suggestion
from onrecord.reading.prose import PROSE_LANGUAGES
from onrecord.reading.sentences import sentence_around

_NUMBERS: Final = (ValueType.QUANTITY, ValueType.MONEY)
_WORDS: Final = (ValueType.TEXT, ValueType.REFERENCE)
_NEAR: Final = 2_000  # code points before a sentence within which its speaker may be named
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
_DIGITS: Final = re.compile(r"\d+")


def standing(one: Suggestion, text: str, language: str | None, vocabulary: Vocabulary) -> Suggestion | None:
    """Return what of a suggestion stands in the text, or None where its property, words or value do not.

    A value that its sentence does not carry ends the suggestion. A unit, a dimension, a day or a speaker that nothing
    carries only falls: a person has to say it.
    """
    if one.language is not None and not _TAG.fullmatch(one.language):
        one = replace(one, language=None)
    declared, language = vocabulary.property(one.property), one.language or language
    if declared is None or not (0 <= one.start < one.end <= len(text)) or not text[one.start : one.end].strip():
        return None
    begin, finish = sentence_around(text, one.start, one.end)
    sentence = text[begin:finish]
    if not _value_stands(one, declared.value_type, text, sentence, language):
        return None
    speaker = (
        one.speaker if one.speaker and one.speaker.strip() and _speaker_stands(one, text, begin, sentence) else None
    )
    kept = replace(
        one,
        unit=one.unit if _unit_stands(one.unit, declared) else None,
        about=tuple(
            sorted(
                pair
                for pair in one.about
                if _is_about(pair, declared, sentence, language, vocabulary)
                and _place_stands(pair, text, (begin, finish), vocabulary)
            )
        ),
        as_of=one.as_of if one.as_of and _day_stands(one.as_of, text, text, language) else None,
        speaker=speaker,
        speaker_kind=one.speaker_kind if speaker else None,
        speaker_start=one.speaker_start if speaker and speaker not in sentence else None,
    )
    left = {*dict(kept.about), *(name for name in ("as_of", "speaker") if getattr(kept, name) is not None)}
    return replace(kept, found_by=tuple(sorted(pair for pair in kept.found_by if pair[0] in left)))


def _speaker_stands(one: Suggestion, text: str, begin: int, sentence: str) -> bool:
    """Say whether the sentence names the speaker, or what stands close before it does where the suggestion says."""
    if one.speaker is None:
        return False
    if re.search(rf"(?<!\w){re.escape(one.speaker)}(?!\w)", sentence):
        return True
    start = one.speaker_start
    return start is not None and begin - _NEAR <= start < begin and text.startswith(one.speaker, start)


def _value_stands(one: Suggestion, kind: ValueType, text: str, sentence: str, language: str | None) -> bool:
    value: Value = one.value
    if isinstance(value, bool):
        return kind is ValueType.YES_NO
    if isinstance(value, Quantity):
        words = value.wording
        return (
            kind in _NUMBERS
            and bool(words.strip())
            and words in text[one.start : one.end]
            and carries(sentence, value, language)
        )
    if isinstance(value, PartialDate):
        return kind is ValueType.DATE and _day_stands(value, sentence, text, language)
    return kind in _WORDS and bool(value.strip()) and value in sentence


def _day_stands(day: PartialDate, words: str, text: str, language: str | None) -> bool:
    """Say whether words of the text say this day and no vaguer one; a year may stand elsewhere in the text.

    In a language whose dates we read, a date has to be found at these words; in another, the digits have to be there.
    """
    if not day.wording.strip() or day.wording not in words:
        return False
    said = [*_dates_at(day.wording, text, language), *(one.date for one in dates_in(day.wording, language))]
    if any(day.contains(one) for one in said):
        return True
    if not all(one.contains(day) for one in said) or (not said and language in PROSE_LANGUAGES):
        return False
    if not {f"{day.earliest.year:04d}", f"{day.latest.year:04d}"} <= set(_DIGITS.findall(text)):
        return False
    return not day.is_exact_day or day.earliest.day in {int(one) for one in _DIGITS.findall(day.wording)}


def _dates_at(wording: str, text: str, language: str | None) -> list[PartialDate]:
    """Return the dates that stand where the words do, with the years that the text gives them."""
    places = [match.span() for match in re.finditer(re.escape(wording), text)]
    return [
        one.date
        for one in _dates_of(text, language)
        if any(start < one.end and one.start < end for start, end in places)
    ]


@lru_cache(maxsize=2)
def _dates_of(text: str, language: str | None) -> tuple[DateInText, ...]:
    return tuple(dates_in(text, language))


def _unit_stands(unit: str | None, declared: Property) -> bool:
    if unit is None:
        return True
    return is_currency(unit) if declared.value_type is ValueType.MONEY else unit in declared.units


def _is_about(
    pair: tuple[str, str], declared: Property, sentence: str, language: str | None, vocabulary: Vocabulary
) -> bool:
    """Say whether a dimension may be said of the property: a declared word, words of the sentence, its articles."""
    name, value = pair
    if name not in declared.dimensions or not value.strip():
        return False
    if vocabulary.term(name, value) is not None or value in sentence:
        return True
    if name != "article":
        return False
    said = {article for found in articles_in(sentence, language) for article in found.articles}
    return {one.strip() for one in value.split(",")} <= said


def _place_stands(pair: tuple[str, str], text: str, sentence: tuple[int, int], vocabulary: Vocabulary) -> bool:
    """Say whether the sentence or what stands close before it, such as a heading, names the place that is declared."""
    name, value = pair
    if name != DIMENSION or vocabulary.term(name, value) is None:
        return True
    begin, finish = sentence
    return is_named(text, begin, finish, value, vocabulary) or is_named(
        text, max(0, begin - _NEAR), begin, value, vocabulary
    )
