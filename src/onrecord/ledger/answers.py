"""Owns the disagreements among claims that are no numbers: words, dates, yes and no, where only one answer can hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.kernel import Counts, PartialDate
from onrecord.ledger.kinds import CHANGED_STATE, Kind
from onrecord.ledger.model import Reading
from onrecord.ledger.relations import days_of
from onrecord.ledger.telling import Contradiction, Teller


def answered(readings: Iterable[Reading], teller: Teller) -> Iterator[Contradiction]:
    """Yield each question that claims answer differently, where the vocabulary says that one answer can hold.

    Yes and no always exclude each other. What differs only in its date is a state that changed.
    """
    together: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[Reading]] = defaultdict(list)
    for reading in readings:
        declared = teller.vocabulary.property(reading.claim.property)
        if declared is not None and (declared.one_answer or isinstance(reading.claim.value, bool)):
            together[reading.claim.subject, reading.claim.property, reading.claim.about].append(reading)
    for key in sorted(together):
        kind = _kind(together[key], teller) if teller.is_asked(together[key]) else None
        if kind is not None:
            says = CHANGED_STATE if kind is Kind.TIME_DRIFT else None
            yield teller.tell(kind, together[key], of=together[key][0], says=says)


def _kind(readings: Sequence[Reading], teller: Teller) -> Kind | None:
    dates = [reading.claim.value for reading in readings if isinstance(reading.claim.value, PartialDate)]
    if dates:
        latest_start = max(date.earliest for date in dates)
        return Kind.CONFLICT if latest_start > min(date.latest for date in dates) else None
    answers: dict[tuple[int, int], set[str]] = defaultdict(set)
    for reading in readings:
        answers[days_of(reading)].add(" ".join(reading.claim.value_text().split()).casefold())
    if len(set().union(*answers.values())) < 2:
        return None
    declared = teller.vocabulary.property(readings[0].claim.property)
    is_yes_no = isinstance(readings[0].claim.value, bool)
    is_state = is_yes_no or (declared is not None and declared.counts is Counts.STOCK)
    is_dated = not any(first == 0 for first, _ in answers)
    if is_state and is_dated and all(len(said) == 1 for said in answers.values()):
        return Kind.TIME_DRIFT
    return Kind.CONFLICT if is_yes_no else Kind.NARRATIVE
