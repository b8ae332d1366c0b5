"""Owns how far the claims of one thing are confirmed: the levels of METHOD 1.4, computed from claims, never typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from onrecord.kernel import ClaimId, PartialDate, Quantity, SourceId, SpeakerKind, Vocabulary
from onrecord.ledger.levels import Confirmation, Confirmed
from onrecord.ledger.model import Claim, Reading, Source
from onrecord.ledger.origins import above
from onrecord.ledger.reviews import Review
from onrecord.ledger.standing import standing_origins, voice_of

SOURCE_KIND: Final = "source_kind"
PRIMARY: Final = "primary"


def confirmed(
    readings: Sequence[Reading],
    refuted: Sequence[Reading],
    sources: Mapping[SourceId, Source],
    vocabulary: Vocabulary,
    reviews: Iterable[Review] = (),
    unseen: Iterable[Claim] = (),
) -> Confirmed:
    """Return how far the claims of one quantity or fact are confirmed; all of them are about one place and group.

    `unseen` are claims of the same that the reader may not see. A sign-off that lapsed by one of them confirms nothing
    for anybody, and the reader is told no more than that none holds.
    """
    gone = tuple(reading.claim.id for reading in refuted)
    if not readings and gone:
        return Confirmed(level=Confirmation.REFUTED, origins=(), refuted=gone)
    origins = standing_origins(one for reading in readings for one in reading.stands_on)
    fallen = tuple(sorted({one for reading in readings for one in reading.fallen}))
    if len(origins) < 2:
        return Confirmed(level=Confirmation.ALLEGED, origins=origins, fallen=fallen, refuted=gone)
    together = _agreeing(readings)
    if not together:
        return Confirmed(level=Confirmation.REPORTED, origins=origins, fallen=fallen, refuted=gone)
    agreed = max(together, key=lambda same: len({one for each in same for one in each.stands_on}))
    last_unseen = max((max(one.seq, one.status_seq) for one in unseen if one.status.is_counted), default=-1)
    found = _signed(agreed, readings, sources, vocabulary, reviews, last_unseen)
    corroborated = tuple(one.claim.id for same in together for one in same)
    return replace(found, fallen=fallen, refuted=gone, corroborated=corroborated)


def is_primary(reading: Reading, sources: Mapping[SourceId, Source], vocabulary: Vocabulary) -> bool:
    """Say whether a claim comes from a primary document or a first-hand witness, not from somebody's repetition."""
    source = sources.get(reading.claim.source) if reading.claim.source else None
    if source is None or above(source.id, sources) or not reading.stands_on:
        return False
    kind = source.source_kind
    while kind is not None:
        if kind == PRIMARY:
            return True
        term = vocabulary.term(SOURCE_KIND, kind)
        kind = term.broader if term is not None else None
    return reading.claim.speaker_kind is SpeakerKind.WITNESS


def _signed(
    agreed: Sequence[Reading],
    readings: Sequence[Reading],
    sources: Mapping[SourceId, Source],
    vocabulary: Vocabulary,
    reviews: Iterable[Review],
    last_unseen: int,
) -> Confirmed:
    primary = [one for one in agreed if is_primary(one, sources, vocabulary)]
    holding, lapsed = None, None
    for review in reviews:
        seen = [one for one in agreed if one.claim.id in review.claims]
        if not _is_independent(seen):
            continue
        if _since(review, readings):
            lapsed = review
        elif review.seq > last_unseen and (not primary or any(one in seen for one in primary)):
            holding = review
    first = agreed[0].claim
    return Confirmed(
        level=Confirmation.CONFIRMED if primary and holding else Confirmation.CORROBORATED,
        origins=standing_origins(one for reading in agreed for one in reading.stands_on),
        agreed=tuple(one.claim.id for one in agreed),
        said=first.value_text(),
        day=first.as_of,
        primary=primary[0].claim.id if primary else None,
        review=holding,
        lapsed=lapsed if holding is None else None,
        since=_since(lapsed, readings) if lapsed is not None and holding is None else (),
    )


def _since(review: Review, readings: Iterable[Reading]) -> tuple[ClaimId, ...]:
    """Return the claims that were stated, or of which something became, after a sign-off: it lapses by them."""
    return tuple(one.claim.id for one in readings if max(one.claim.seq, one.claim.status_seq) > review.seq)


def _agreeing(readings: Iterable[Reading]) -> list[list[Reading]]:
    """Return the claims of independent origins that say the same of the same day, each value and day for itself."""
    together: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
    for reading in readings:
        key = _said(reading.claim)
        if key is not None and reading.stands_on:
            together[key].append(reading)
    return [same for same in together.values() if _is_independent(same)]


def _said(claim: Claim) -> tuple[object, ...] | None:
    """Return what has to be equal for two claims to agree; None where that cannot be said of this one."""
    match claim.value:
        case Quantity() as number:
            value: tuple[object, ...] = (number.low, number.high, number.qualifier)
        case PartialDate() as date:  # the day it gives is the day it is about
            return (date.earliest,) if date.is_exact_day else None
        case bool():
            value = (claim.value,)
        case _:
            return None  # words are not compared by us
    day = claim.as_of
    return (*value, day.earliest) if day is not None and day.is_exact_day else None


def _is_independent(readings: Iterable[Reading]) -> bool:
    """Say whether two of the claims share no origin, and are no two prints of one speaker's words of one day.

    What we conclude ourselves rests on what others say, and agrees with nobody independently.
    """
    told = {(frozenset(one.stands_on), voice_of(one.claim)) for one in readings if one.claim.source is not None}
    return any(
        roots.isdisjoint(others) and (voice is None or voice != other)
        for (roots, voice), (others, other) in combinations(told, 2)
    )
