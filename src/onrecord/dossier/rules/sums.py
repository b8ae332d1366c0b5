"""OR110: a total that the parts named in the same sentence do not make up, bound or not.

Parts are groups of one quantity, and quantities of which the vocabulary says that together they make up another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from onrecord.dossier.rules.examination import Examination, Sentence
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import Qualifier, Vocabulary, number_text
from onrecord.reading import QuantityInText


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """A number of a sentence: what it counts, of which group, about what else, and what it rests on."""

    property: str
    group: str | None
    about: tuple[tuple[str, str], ...]
    number: Decimal | None
    start: int
    end: int
    claims: tuple[str, ...] = ()
    is_bound: bool = False


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each total that its parts do not make up."""
    for sentence in asked.sentences:
        counts = _counts(asked, sentence)
        is_open = asked.cues.has("including", asked.low, sentence.begin, sentence.end)
        for name in dict.fromkeys(one.property for one in counts):
            same = [one for one in counts if one.property == name]
            yield from _of_groups(asked, same, is_open=is_open)
            yield from _of_kinds(asked, name, counts, is_open=is_open)


def _counts(asked: Examination, sentence: Sentence) -> list[_Count]:
    figures = [one for one in asked.figures if sentence.begin <= one.start < sentence.end]
    found = [_bound_or_not(asked, figure, sentence) for figure in figures]
    return [one for one in found if one is not None]


def _bound_or_not(asked: Examination, figure: QuantityInText, sentence: Sentence) -> _Count | None:
    quantity = figure.quantity
    number = quantity.low if quantity.qualifier is Qualifier.EXACT else None
    for one in sentence.bound:
        if figure.start < one.end and one.start < figure.end:
            bound = one.binding.figure
            if bound is None:
                return None
            about = dict(bound.about)
            group = about.pop("group", None)
            rest = tuple(sorted(about.items()))
            return _Count(
                property=bound.property, group=group, about=rest, number=number, start=one.start, end=one.end,
                claims=one.binding.claims, is_bound=True,
            )  # fmt: skip
    if figure.property is None:
        return None
    return _Count(
        property=figure.property,
        group=asked.group_at(figure),
        about=(),
        number=number,
        start=figure.start,
        end=figure.end,
    )


def _of_groups(asked: Examination, same: Sequence[_Count], *, is_open: bool) -> Iterator[Finding]:
    """Tell a total beside groups of it; where they are said to be some of it only, they may fall short of it."""
    totals = [one for one in same if one.group is None]
    parts = {one.group: one for one in same if one.group is not None}
    if len(totals) == 1 and len(parts) >= 2 and all(_is_of_same(one, totals[0]) for one in parts.values()):
        yield from _compared(asked, totals[0], list(parts.values()), may_fall_short=is_open)


def _of_kinds(asked: Examination, name: str, counts: Sequence[_Count], *, is_open: bool) -> Iterator[Finding]:
    """Tell a total beside the quantities that make it up: defendants who were imprisoned, suspended and acquitted."""
    declared = _makes_up(asked.book.vocabulary, name)
    for total in (one for one in counts if one.property == name):
        alike = [one for one in counts if one.group == total.group and _is_of_same(one, total)]
        parts = {one.property: one for one in alike if one.property in declared}
        is_only = sum(one.property == name for one in alike) == 1
        if is_only and len(parts) >= 2:
            yield from _compared(asked, total, list(parts.values()), may_fall_short=is_open)


def _is_of_same(one: _Count, total: _Count) -> bool:
    """Say whether two numbers are about the same place, trial and so on, as far as the words tell."""
    return one.about == total.about or not (one.is_bound and total.is_bound)


def _makes_up(vocabulary: Vocabulary, name: str) -> frozenset[str]:
    return frozenset(one.name for one in vocabulary.properties.values() if one.makes_up == name)


def _compared(asked: Examination, total: _Count, parts: Sequence[_Count], *, may_fall_short: bool) -> Iterator[Finding]:
    known = [one.number for one in parts if one.number is not None]
    if total.number is None or len(known) < len(parts):
        return
    together = sum(known, Decimal(0))
    if together > total.number or (together < total.number and not may_fall_short):
        start, end = asked.plain.in_file(total.start, total.end)
        facts: dict[str, object] = {"sum": number_text(together)}
        yield Finding(code="OR110", start=start, end=end, facts=facts, claims=total.claims)
