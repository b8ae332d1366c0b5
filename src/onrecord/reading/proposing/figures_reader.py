"""Owns the reader that is always there: figures in prose by our own rules, with the day that stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.kernel import PartialDate, Vocabulary
from onrecord.reading.dates import DateInText, dates_in
from onrecord.reading.proposing.model import Suggestion
from onrecord.reading.quantities import QuantityInText, quantities_in
from onrecord.reading.sentences import sentence_around


class FiguresReader:
    """Suggests every figure whose property the words around it tell."""

    name = "onrecord figures@1"

    def suggestions(self, text: str, language: str | None, vocabulary: Vocabulary) -> Iterator[Suggestion]:
        """Yield a suggestion for each figure that says what it counts."""
        dates = dates_in(text, language)
        for figure in quantities_in(text, language, vocabulary):
            if figure.property is not None:
                yield _suggestion(text, figure, figure.property, dates, vocabulary)


def _suggestion(
    text: str, figure: QuantityInText, name: str, dates: Sequence[DateInText], vocabulary: Vocabulary
) -> Suggestion:
    declared = vocabulary.property(name)
    units = declared.units if declared else ()
    return Suggestion(
        start=figure.start,
        end=figure.end,
        property=name,
        value=figure.quantity,
        rule=name,
        unit=figure.unit if figure.unit in units else None,
        about=(("group", figure.group),) if figure.group else (),
        as_of=_day_of(text, figure, dates),
    )


def _day_of(text: str, figure: QuantityInText, dates: Sequence[DateInText]) -> PartialDate | None:
    """Return the one date of the figure's sentence; where there are none or several, a person has to say."""
    begin, finish = sentence_around(text, figure.start, figure.end)
    inside = [one.date for one in dates if begin <= one.start and one.end <= finish]
    return inside[0] if len(inside) == 1 else None
