"""OR109: different things joined as if one were a share of the other (METHOD 3.5, FG-06, FG-07).

Cases, persons and houses are counted apart; a funnel, a share or a percentage joins counts of one unit only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Final

from onrecord.dossier.rules.examination import Examination, Placed, Sentence
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import ValueType, Vocabulary
from onrecord.reading import QuantityInText

_JOINED: Final = 5  # words between a part and its whole: "men out of the"
_LEAD: Final = 3  # words before a whole, "of" the first of them: "of the registered 120 cases"
_BEHIND: Final = 40  # code points behind a part in which "of them" stands
_MARK: Final = re.compile(r"[,;:—(]")
_ARROW: Final = re.compile(r"→|->|⇒")
_GENITIVE: Final = re.compile(r"[нтд][ыі]ң\s*$")  # «он бір күдіктінің бесеуі»: the whole stands in the genitive
_NUMBER: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*$")
_COURSE: Final = frozenset({"cases", "persons"})
_PEOPLE: Final = {"persons", "families"}
_TERMS: Final = frozenset({"years", "months", "days", "hours", "minutes", "percent"})
_ROUNDING: Final = Decimal("0.6")  # of a percentage point
_ABOUT: Final = Decimal(5)  # percentage points by which "a third" may be more or less
_FRACTIONS: Final = {
    "half": 50, "third": 33, "quarter": 25, "fifth": 20, "sixth": 17, "seventh": 14, "eighth": 13, "ninth": 11,
    "tenth": 10, "two_thirds": 67, "three_quarters": 75,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """A number of a sentence and the unit that it counts."""

    start: int
    end: int
    unit: str
    number: Decimal | None
    claims: tuple[str, ...] = ()


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each sentence that makes a count of one unit a part of a count of another, at most once."""
    for sentence in asked.sentences:
        counts = _counts(asked, sentence)
        if len({one.unit for one in counts}) < 2:
            continue
        pair = (
            _joined(asked, counts)
            or _funnel(asked, sentence, counts)
            or _called_one(asked, sentence, counts)
            or _percentage(asked, sentence, counts)
        )
        if pair is not None:
            first, second = sorted(pair, key=lambda one: one.start)
            start, end = asked.plain.in_file(first.start, second.end)
            facts: dict[str, object] = {"unit": first.unit, "other": second.unit}
            claims = (*first.claims, *second.claims)
            yield Finding(code="OR109", start=start, end=end, facts=facts, claims=claims)


def _counts(asked: Examination, sentence: Sentence) -> list[_Count]:
    """Return the counts of a sentence: what is bound by its unit, what is not by what its words say it counts."""
    found = [_bound(one, asked.figure_at(one)) for one in sentence.bound]
    bound = [one for one in found if one is not None]
    for figure in asked.figures:
        is_here = sentence.begin <= figure.start < sentence.end
        if is_here and not any(figure.start < one.end and one.start < figure.end for one in sentence.bound):
            unit = _unit_of(asked.book.vocabulary, figure)
            if unit is not None:
                bound.append(_Count(start=figure.start, end=figure.end, unit=unit, number=figure.quantity.low))
    return sorted(bound, key=lambda one: one.start)


def _bound(placed: Placed, figure: QuantityInText | None) -> _Count | None:
    binding = placed.binding
    is_count = any(claim.quantity is not None for claim in binding.named_claims())
    if not is_count or binding.unit is None or binding.unit in _TERMS or binding.unit.isupper():
        return None
    number = figure.quantity.low if figure else None
    return _Count(start=placed.start, end=placed.end, unit=binding.unit, number=number, claims=binding.claims)


def _unit_of(vocabulary: Vocabulary, figure: QuantityInText) -> str | None:
    declared = vocabulary.property(figure.property or "")
    if declared is None or declared.value_type is not ValueType.QUANTITY or figure.unit is not None:
        return None
    return None if declared.unit in _TERMS else declared.unit


def _joined(asked: Examination, counts: Sequence[_Count]) -> tuple[_Count, _Count] | None:
    """Return a part and its whole: "seven of 120 cases", «семь из 120 дел», «120 істің ішінен 7»."""
    for one, other in pairwise(counts):
        between = asked.low[one.end : other.start]
        if not _are_apart(one, other) or len(between.split()) > _JOINED or _MARK.search(between):
            continue
        is_part = asked.cues.has("share", between) and _is_not_above(one, other)
        is_whole = asked.cues.has("share_behind", asked.low[one.start : other.start]) and _is_not_above(other, one)
        is_of_whole = asked.language.startswith("kk") and _GENITIVE.search(asked.low, one.start, other.start)
        if is_part or is_whole or is_of_whole or asked.cues.has("share_of", between):
            return one, other
    return None


def _are_apart(one: _Count, other: _Count) -> bool:
    """Say whether counts are of things of which none holds the other: houses are objects, and families are people."""
    units = {one.unit, other.unit}
    return len(units) == 2 and bool(units & _COURSE) and units != _PEOPLE


def _is_not_above(one: _Count, other: _Count) -> bool:
    return one.number is None or other.number is None or one.number <= other.number


def _funnel(asked: Examination, sentence: Sentence, counts: Sequence[_Count]) -> tuple[_Count, _Count] | None:
    """Return a whole and what is given as a part of it: "of 120 cases, 60 were charged", "120 cases, 60 of them"."""
    for place, (one, other) in enumerate(pairwise(counts)):
        if not _are_apart(one, other):
            continue
        following = counts[place + 2].start if place + 2 < len(counts) else sentence.end
        mark = _MARK.search(asked.low, other.end)
        behind = asked.low[other.end : min(following, other.end + _BEHIND, mark.start() if mark else sentence.end)]
        before = _MARK.split(asked.low[one.end : other.start])[-1]
        is_of_cases = {one.unit, other.unit} == _COURSE
        between = asked.low[one.end : other.start]
        if asked.cues.has("of_them", before):
            return one, other
        if _opens_with(asked, sentence, one) and {one.unit, other.unit} == _COURSE:
            return one, other
        if not _is_not_above(other, one):
            continue
        if (
            _opens_with(asked, sentence, one)
            or asked.cues.has("of_them", behind)
            or (is_of_cases and (asked.cues.has("became", between) or _ARROW.search(between)))
        ):
            return one, other
    return None


def _called_one(asked: Examination, sentence: Sentence, counts: Sequence[_Count]) -> tuple[_Count, _Count] | None:
    """Return counts of cases and of people that the sentence itself calls a funnel, a chain, a yield."""
    if not asked.cues.has("funnel", asked.low, sentence.begin, sentence.end):
        return None
    return next((pair for pair in pairwise(counts) if {one.unit for one in pair} == _COURSE), None)


def _opens_with(asked: Examination, sentence: Sentence, one: _Count) -> bool:
    """Say whether a clause opens with a whole: "Of the 120 cases"."""
    begin = max((mark.end() for mark in _MARK.finditer(asked.low, sentence.begin, one.start)), default=sentence.begin)
    lead = asked.low[begin : one.start]
    opened = next(asked.cues.found("out_of", lead), None)
    return opened is not None and not lead[: opened[0]].strip() and len(lead.split()) <= _LEAD


def _percentage(asked: Examination, sentence: Sentence, counts: Sequence[_Count]) -> tuple[_Count, _Count] | None:
    """Return two counts of different units whose ratio the sentence gives as a percentage or a fraction."""
    shares = [
        Decimal(share)
        for name, share in _FRACTIONS.items()
        if asked.cues.has(f"fraction.{name}", asked.low, sentence.begin, sentence.end)
    ]
    signs = [match.start() for match in re.finditer("%", asked.low[sentence.begin : sentence.end])]
    places = [sentence.begin + one for one in signs]
    places += [begin for begin, _ in asked.cues.found("percent", asked.low, sentence.begin, sentence.end)]
    for place in places:
        number = _NUMBER.search(asked.low[max(sentence.begin, place - 8) : place])
        shares += [Decimal(number[1].replace(",", "."))] if number else []
    for one, other in combinations(counts, 2):
        if _are_apart(one, other) and any(_is_share(one, other, share) for share in shares):
            return one, other
    return None


def _is_share(one: _Count, other: _Count, share: Decimal) -> bool:
    if not one.number or not other.number:
        return False
    ratios = 100 * one.number / other.number, 100 * other.number / one.number  # more people than cases: 138 per cent
    return any(abs(ratio - share) <= (_ABOUT if share in _FRACTIONS.values() else _ROUNDING) for ratio in ratios)
