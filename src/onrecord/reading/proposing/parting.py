"""Owns that a text of several languages is read by our readers stretch by stretch, each in its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from onrecord.reading.languages import Stretch, stretches_in
from onrecord.reading.proposing.model import Suggestion


def by_stretch(
    text: str, language: str | None, read: Callable[[str, str | None], Iterable[Suggestion]]
) -> Iterator[Suggestion]:
    """Yield what `read` suggests of each stretch and its language, at its place in the whole text."""
    for stretch in stretches_in(text, language):
        for one in read(text[stretch.start : stretch.end], stretch.language):
            yield _placed(one, stretch)


def _placed(one: Suggestion, stretch: Stretch) -> Suggestion:
    speaker_start = None if one.speaker_start is None else one.speaker_start + stretch.start
    return replace(
        one,
        start=one.start + stretch.start,
        end=one.end + stretch.start,
        speaker_start=speaker_start,
        language=stretch.language,
    )
