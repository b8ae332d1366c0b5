"""Owns what is asked about a figure besides its number: who says it, about which place, as of when.

Each comes from the words of the text by a rule that is named; where they do not tell, there is none, and a person
has to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.kernel import Vocabulary
from onrecord.reading.dates import AsOf, Times
from onrecord.reading.localities import Governing, Localities
from onrecord.reading.sentences import sentence_around
from onrecord.reading.speakers import SpeakerInText, Speakers, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """Who says what a stretch of a text says, about which place and as of when; None where the text does not tell.

    `stance` is another than `said` where the text says that nobody claims it: it was denied, asked or supposed.
    """

    speaker: SpeakerInText | None
    place: Governing | None
    as_of: AsOf | None
    stance: Stance = Stance.SAID


class Circumstances:
    """The speakers, places and days of one text, each sentence of it read once."""

    def __init__(
        self,
        text: str,
        language: str | None,
        vocabulary: Vocabulary,
        *,
        written_on: dt.date | None = None,
        figures: Sequence[tuple[int, int]] = (),
    ) -> None:
        """Take the text, and where its figures stand: two places beside two figures are a place each."""
        self._text = text
        self._speakers = Speakers(text, language)
        self._places = Localities(text, language, vocabulary)
        self._times = Times(text, language, written_on=written_on)
        self._figures = sorted(figures)

    def of(self, start: int, end: int) -> Circumstance:
        """Return the circumstances of what stands between two code points."""
        within = sentence_around(self._text, start, end)
        speaker = self._speakers.of(start, end, within)
        stance = speaker.stance if speaker else Stance.SAID
        said = (speaker.said_start, speaker.said_end) if speaker and stance is Stance.SAID else None
        return Circumstance(
            speaker=speaker if stance is Stance.SAID else None,
            place=self._places.of(start, end, self._figures, said, within),
            as_of=self._times.of(start, end, said, within),
            stance=stance,
        )
