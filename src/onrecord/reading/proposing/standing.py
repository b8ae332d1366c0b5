"""Owns what is taken from a reader: only what stands in the text. A reader may be a machine, and machines invent."""

from __future__ import annotations

import re
from dataclasses import replace
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
from onrecord.reading.carrying import carries
from onrecord.reading.dates import dates_in
from onrecord.reading.proposing.model import Suggestion
from onrecord.reading.sentences import sentence_around

_NUMBERS: Final = (ValueType.QUANTITY, ValueType.MONEY)
_WORDS: Final = (ValueType.TEXT, ValueType.REFERENCE)
_DIGITS: Final = re.compile(r"\d+")


def standing(one: Suggestion, text: str, language: str | None, vocabulary: Vocabulary) -> Suggestion | None:
    """Return what of a suggestion stands in the text, or None where its property, words or value do not.

    A value that its sentence does not carry ends the suggestion. A unit, a dimension, a day or a speaker that nothing
    carries only falls: a person has to say it.
    """
    declared = vocabulary.property(one.property)
    if declared is None or not (0 <= one.start < one.end <= len(text)) or not text[one.start : one.end].strip():
        return None
    begin, finish = sentence_around(text, one.start, one.end)
    sentence = text[begin:finish]
    if not _value_stands(one, declared.value_type, text, sentence, language):
        return None
    speaker = one.speaker if one.speaker and one.speaker.strip() and one.speaker in sentence else None
    return replace(
        one,
        unit=one.unit if _unit_stands(one.unit, declared) else None,
        about=tuple(sorted(pair for pair in one.about if _dimension_stands(*pair, declared, sentence, vocabulary))),
        as_of=one.as_of if one.as_of and _day_stands(one.as_of, text, text, language) else None,
        speaker=speaker,
        speaker_kind=one.speaker_kind if speaker else None,
    )


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
    """Say whether words of the text say this day and no vaguer one; a year may stand elsewhere in the text."""
    if not day.wording.strip() or day.wording not in words:
        return False
    said = [one.date for one in dates_in(day.wording, language)]
    if any(day.contains(one) for one in said):
        return True
    if not all(one.contains(day) for one in said):  # the words say another day
        return False
    numbers = set(_DIGITS.findall(text))
    if not {f"{day.earliest.year:04d}", f"{day.latest.year:04d}"} <= numbers:
        return False
    is_a_day = day.is_exact_day
    return not is_a_day or day.earliest.day in {int(one) for one in _DIGITS.findall(day.wording)}


def _unit_stands(unit: str | None, declared: Property) -> bool:
    if unit is None:
        return True
    return is_currency(unit) if declared.value_type is ValueType.MONEY else unit in declared.units


def _dimension_stands(name: str, value: str, declared: Property, sentence: str, vocabulary: Vocabulary) -> bool:
    """Say whether a dimension may be said of the property, in a declared word or in words of the sentence."""
    is_known = vocabulary.term(name, value) is not None
    return name in declared.dimensions and (is_known or (bool(value.strip()) and value in sentence))
