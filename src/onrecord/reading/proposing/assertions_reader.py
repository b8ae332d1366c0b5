"""Owns the reader of what is no quantity: stages of a case, letters, absences, allegations, days, demands."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.kernel import Vocabulary
from onrecord.reading.assertions import Assertion, assertions_in
from onrecord.reading.proposing.model import Suggestion


class AssertionsReader:
    """Suggests what a text asserts in words that a rule knows, and nothing that it denies, fears or asks."""

    name = "onrecord assertions@1"

    def suggestions(self, text: str, language: str | None, vocabulary: Vocabulary) -> Iterator[Suggestion]:
        """Yield a suggestion for each assertion of a property that the archive declares. Who says it is left open."""
        for one in assertions_in(text, language, vocabulary):
            if vocabulary.property(one.property) is not None:
                yield _suggestion(one)


def _suggestion(one: Assertion) -> Suggestion:
    return Suggestion(
        start=one.start,
        end=one.end,
        property=one.property,
        value=one.value,
        rule=one.rule,
        about=one.about,
        as_of=one.as_of,
    )
