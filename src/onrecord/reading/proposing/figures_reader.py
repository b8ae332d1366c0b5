"""Owns the reader that is always there: figures in prose by our own rules, with who says them, where, as of when."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.kernel import SpeakerKind, Vocabulary
from onrecord.reading.circumstances import Circumstance, Circumstances
from onrecord.reading.localities import DIMENSION
from onrecord.reading.proposing.model import Suggestion
from onrecord.reading.proposing.parting import by_stretch
from onrecord.reading.quantities import QuantityInText, quantities_in
from onrecord.reading.speakers import Stance


class FiguresReader:
    """Suggests every figure whose property the words around it tell, unless the text says that nobody claims it."""

    name = "onrecord figures@2"

    def suggestions(self, text: str, language: str | None, vocabulary: Vocabulary) -> Iterator[Suggestion]:
        """Yield a suggestion for each figure that says what it counts and is not denied, asked or only supposed."""
        return by_stretch(text, language, lambda part, spoken: _suggestions(part, spoken, vocabulary))


def _suggestions(text: str, language: str | None, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    figures = quantities_in(text, language, vocabulary)
    around = Circumstances(text, language, vocabulary, figures=[(one.start, one.end) for one in figures])
    for figure in figures:
        if figure.property is None:
            continue
        found = around.of(figure.start, figure.end)
        if found.stance is Stance.SAID:
            yield _suggestion(figure, figure.property, found, vocabulary)


def _suggestion(figure: QuantityInText, name: str, found: Circumstance, vocabulary: Vocabulary) -> Suggestion:
    declared = vocabulary.property(name)
    units, dimensions = (declared.units, declared.dimensions) if declared else ((), ())
    place = found.place if DIMENSION in dimensions else None
    speaker = found.speaker if found.speaker and found.speaker.role else None
    about = {"group": figure.group, DIMENSION: place.place if place else None}
    rules = {"speaker": speaker, DIMENSION: place, "as_of": found.as_of}
    return Suggestion(
        start=figure.start,
        end=figure.end,
        property=name,
        value=figure.quantity,
        rule=name,
        unit=figure.unit if figure.unit in units else None,
        about=tuple((dimension, value) for dimension, value in sorted(about.items()) if value),
        as_of=found.as_of.date if found.as_of else None,
        speaker=speaker.role if speaker else None,
        speaker_kind=SpeakerKind(speaker.kind) if speaker else None,
        speaker_start=speaker.role_start if speaker else None,
        found_by=tuple((part, one.rule) for part, one in sorted(rules.items()) if one is not None),
    )
