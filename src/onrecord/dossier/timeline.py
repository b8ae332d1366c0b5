"""Owns the timeline: what is dated on record, each line once. Never dates a thing closer than its source did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from onrecord.dossier.model import ClaimCard, Moment, Trail
from onrecord.dossier.trails import TrailKey, card_of, key_of
from onrecord.kernel import PartialDate, Quantity
from onrecord.ledger import Book, Claim
from onrecord.vault import Item

_NOT_EVENTS: Final = frozenset({"source"})
_ORDER: Final = ("event", "figure", "said")


def moments_of(
    book: Book, items: Mapping[str, Item], trails: Mapping[TrailKey, Trail], subjects: Iterable[str]
) -> tuple[Moment, ...]:
    """Return dated facts, the first time each number was given, and what was said, in the order of time.

    Facts of other kinds of subject (letters, documents) belong to the incidents they were written about and are shown.
    """
    wanted = frozenset(subjects)
    claims = [
        claim
        for claim in book.claims
        if claim.status.is_counted
        and claim.subject_kind not in _NOT_EVENTS
        and (claim.subject in wanted or (isinstance(claim.value, PartialDate) and claim.subject_kind != "incident"))
    ]
    found = [*_events(claims, book, items), *_numbers(trails.values()), *_words(claims, book, items)]
    linked = {key: trail for key, trail in trails.items() if not trail.is_quantity}
    placed = [_with_trail(moment, linked) for moment in found]
    return tuple(sorted(placed, key=_order))


def _events(claims: Sequence[Claim], book: Book, items: Mapping[str, Item]) -> Iterator[Moment]:
    together: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.value, PartialDate):
            together[key_of(claim), claim.value.earliest, claim.value.latest].append(claim)
    for same in together.values():
        value = same[0].value
        if isinstance(value, PartialDate):
            card = card_of(same[0], book, items)
            yield Moment(date=value, kind="event", card=card, repeated=len(same) - 1, trail=None)


def _numbers(trails: Iterable[Trail]) -> Iterator[Moment]:
    for trail in trails:
        together: dict[object, list[ClaimCard]] = defaultdict(list)
        for card in trail.cards:
            quantity = card.value
            if isinstance(quantity, Quantity) and card.moment is not None:
                together[quantity.low, quantity.high, quantity.qualifier].append(card)
        for same in together.values():
            first = min(same, key=_when)
            if first.moment is not None:
                yield Moment(date=first.moment, kind="figure", card=first, repeated=len(same) - 1, trail=trail)


def _words(claims: Sequence[Claim], book: Book, items: Mapping[str, Item]) -> Iterator[Moment]:
    for claim in claims:
        date = claim.as_of or claim.said_on
        if isinstance(claim.value, str | bool) and date is not None:
            yield Moment(date=date, kind="said", card=card_of(claim, book, items), repeated=0, trail=None)


def _with_trail(moment: Moment, trails: Mapping[TrailKey, Trail]) -> Moment:
    card = moment.card
    trail = trails.get((card.property, card.subject, card.unit, card.about))
    return replace(moment, trail=trail) if moment.trail is None and trail is not None else moment


def _when(card: ClaimCard) -> tuple[object, ...]:
    date = card.moment
    return (date.latest, date.earliest, card.seq) if date else ()


def _order(moment: Moment) -> tuple[object, ...]:
    # A month comes before the days inside it: what is said of "February" opens February.
    width = -(moment.date.latest - moment.date.earliest).days
    return moment.date.earliest, width, _ORDER.index(moment.kind), moment.card.seq, moment.card.id
