"""OR120: the date that words give, against the date on record: of a fact, and as of which a figure is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from onrecord.dossier.bindings import Binding, current
from onrecord.dossier.rules.examination import Examination, Placed
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.numbers import readings_of
from onrecord.dossier.rules.telling import ids
from onrecord.kernel import PartialDate
from onrecord.ledger import Reading
from onrecord.reading import AsOf, DateInText, dates_in

_SHARP: Final = dt.timedelta(days=27)  # shorter than a month: words that name a day or a night
_DAY: Final = re.compile(r"\d{1,2}\s[^\W\d_]+(?!\s\d{4})")
_REACH: Final = 24  # code points between "as of" and its day
_BESIDE: Final = 8  # code points between a day and who speaks: "On 1 May prosecutors said"
_PARTED: Final = re.compile(r"[,;:—(]")


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each date in the words of a link, or over its figure, that is not the one on record."""
    for sentence in asked.sentences:
        for placed in sentence.bound:
            yield from _of_fact(asked, placed.binding)
            yield from _of_figure(asked, placed)


def _of_fact(asked: Examination, binding: Binding) -> Iterator[Finding]:
    claim = binding.claim
    if claim is None or not isinstance(claim.value, PartialDate):
        return
    said = dates_in(binding.link.text, asked.language) or _without_year(asked, binding.link.text, claim.value)
    if said and not any(claim.value.contains(one.date) or one.date.contains(claim.value) for one in said):
        yield at(binding, "OR120", date=claim.value.text(), suggestion=claim.value.wording)


def _without_year(asked: Examination, words: str, known: PartialDate) -> tuple[DateInText, ...]:
    """Return the day that words name without its year, as one of the year on record: "6 May"."""
    year = known.earliest.year
    dated = f"{year} жылғы {words}" if asked.language.startswith("kk") else f"{words} {year}"
    return tuple(one for one in dates_in(dated, asked.language) if one.date.latest - one.date.earliest < _SHARP)


def _of_figure(asked: Examination, placed: Placed) -> Iterator[Finding]:
    """Tell a number that was not known yet, or no longer, on the day as of which the sentence says it."""
    binding = placed.binding
    readings = readings_of(binding, asked.book)
    numbers = asked.said(binding) if readings else ()
    saying = [one for one in readings if any(number.contains(one.quantity) for number in numbers)]
    told = _told(asked, placed, saying) if saying else None
    if told is None or not _governs(asked, told.start, told.end, placed):
        return
    is_wrong = (
        _was_other(asked, binding, saying, told.date)
        if told.rule == "as_of"
        else told.rule == "said" and _was_said_otherwise(saying, told.date)
    )
    if is_wrong:
        start, end = asked.plain.in_file(told.start, told.end)
        days = [moment for one in saying if (moment := _day(one, told.rule)) is not None]
        yield Finding(
            code="OR120", start=start, end=end, facts={"date": days[0].text()}, claims=ids(saying),
            suggestion=days[0].wording, figure=binding.figure.key if binding.figure else None,
        )  # fmt: skip


def _told(asked: Examination, placed: Placed, saying: Sequence[Reading]) -> AsOf | None:
    """Return the day as of which the sentence says a figure, or on which it was said."""
    found = asked.circumstance(placed.start, placed.end)
    if found.as_of is None:
        return _as_of_without_year(asked, placed, saying)
    speaker = found.speaker
    if found.as_of.rule == "clause" and speaker is not None:
        gap = asked.plain.text[found.as_of.end : speaker.said_start]
        if found.as_of.end <= speaker.said_start and len(gap) <= _BESIDE and not _PARTED.search(gap):
            return replace(found.as_of, rule="said")
    return found.as_of


def _as_of_without_year(asked: Examination, placed: Placed, saying: Sequence[Reading]) -> AsOf | None:
    """Return the day that a sentence names before a figure without its year: "As of 3 May"."""
    known = next((one.claim.as_of for one in saying if one.claim.as_of is not None), None)
    sentence = asked.sentence_of(placed.binding)
    if known is None:
        return None
    for begin, end in asked.cues.found("as_of", asked.low, sentence.begin, placed.start):
        for day in _DAY.finditer(asked.low, max(sentence.begin, begin - _REACH), min(placed.start, end + _REACH)):
            is_beside = not asked.low[end : day.start()].strip() if day.start() >= end else day.end() >= begin - 1
            dates = _without_year(asked, day.group(), known) if is_beside else ()
            if dates:
                return AsOf(date=dates[0].date, rule="as_of", start=day.start(), end=day.end())
    return None


def _governs(asked: Examination, start: int, end: int, placed: Placed) -> bool:
    """Say whether a date is of this figure: before it with no other between, or behind it in the same clause."""
    if start >= placed.end:
        between = [one for one in asked.figures if placed.end <= one.start and one.end <= start]
        return not between and not _PARTED.search(asked.low, placed.end, start)
    if any(end <= one.start and one.end <= placed.start for one in asked.figures):
        return False
    before = [one.end for one in asked.figures if one.end <= start]
    is_of_before = (
        bool(before) and not _PARTED.search(asked.low, max(before), start) and "." not in asked.low[max(before) : start]
    )
    return not (is_of_before and _PARTED.search(asked.low, end, placed.start))


def _day(reading: Reading, rule: str) -> PartialDate | None:
    claim = reading.claim
    return (claim.said_on or claim.as_of) if rule == "said" else claim.as_of


def _was_other(asked: Examination, binding: Binding, saying: Sequence[Reading], day: PartialDate) -> bool:
    """Say whether on that day the number was not yet on record, or another one was by then."""
    if any(one.claim.as_of is None for one in saying):
        return False
    if all(one.claim.as_of is not None and one.claim.as_of.earliest > day.latest for one in saying):
        return True
    figure = binding.figure
    if figure is None:
        return False
    by = binding.link.target.option("by")
    figures = asked.book.figures(figure.property, about=dict(figure.about), by=by, as_of=day, subject=figure.subject)
    newest = [
        one
        for other in figures
        if other.about == figure.about and other.unit == figure.unit
        for one in current(other.readings)
    ]
    numbers = [one.quantity for one in saying]
    return bool(newest) and not any(one.quantity in numbers for one in newest)


def _was_said_otherwise(saying: Sequence[Reading], day: PartialDate) -> bool:
    """Say whether all that say the number are dated, and none was said on that day or speaks of it."""
    claims = [one.claim for one in saying]
    if not all(claim.said_on or claim.as_of for claim in claims):
        return False
    return not any(
        known is not None and known.overlaps(day) for claim in claims for known in (claim.said_on, claim.as_of)
    )
