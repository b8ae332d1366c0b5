"""Owns the reader of what is no quantity: stages of a case, letters, absences, allegations, days, demands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.kernel import SpeakerKind, Vocabulary
from onrecord.reading.assertions import UNDATED, Assertion, assertions_in
from onrecord.reading.circumstances import Circumstance, Circumstances
from onrecord.reading.localities import DIMENSION
from onrecord.reading.proposing.model import Suggestion
from onrecord.reading.proposing.parting import by_stretch
from onrecord.reading.speakers import Stance

# An absence holds up to a day, be it the day of saying so; a stage holds since its own day, which is no other.
_UP_TO_A_DAY: Final = "absence"

# Whoever writes or answers a letter is its subject; that they did is the text's to say.
_OF_LETTERS: Final = frozenset({"sent_on", "replied_on", "sender"})


class AssertionsReader:
    """Suggests what a text asserts in words that a rule knows, and nothing that it denies, fears or asks."""

    name = "onrecord assertions@1"

    def suggestions(self, text: str, language: str | None, vocabulary: Vocabulary) -> Iterator[Suggestion]:
        """Yield a suggestion for each assertion of a property that the archive declares, with who says so and where."""
        return by_stretch(text, language, lambda part, spoken: _suggestions(part, spoken, vocabulary))


def _suggestions(text: str, language: str | None, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    around = Circumstances(text, language, vocabulary)
    for one in assertions_in(text, language, vocabulary):
        if vocabulary.property(one.property) is None:
            continue
        found = around.of(one.told, one.end)
        if found.stance is Stance.SAID:
            yield _suggestion(one, found, vocabulary)


def _suggestion(one: Assertion, found: Circumstance, vocabulary: Vocabulary) -> Suggestion:
    declared = vocabulary.property(one.property)
    place = found.place if declared and DIMENSION in declared.dimensions else None
    is_told = found.speaker is not None and found.speaker.role is not None and one.property not in _OF_LETTERS
    speaker = found.speaker if is_told else None
    as_of = found.as_of if one.property == _UP_TO_A_DAY and one.as_of is None else None
    rules = {"speaker": speaker, DIMENSION: place, "as_of": as_of}
    return Suggestion(
        start=one.start,
        end=one.end,
        property=one.property,
        value=one.value,
        rule=one.rule.removesuffix(UNDATED) if as_of else one.rule,
        about=(*one.about, *([(DIMENSION, place.place)] if place else [])),
        as_of=as_of.date if as_of else one.as_of,
        speaker=speaker.role if speaker else None,
        speaker_kind=SpeakerKind(speaker.kind) if speaker else None,
        speaker_start=speaker.role_start if speaker else None,
        found_by=tuple((part, rule.rule) for part, rule in sorted(rules.items()) if rule is not None),
    )
