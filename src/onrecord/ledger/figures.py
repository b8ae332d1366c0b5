"""Owns figures: the claims about one quantity, side by side. Pure functions from claims to figures.

METHOD 6.1: FG-01 contradictory figures stand side by side, newest first; FG-04 the range is the default rule; FG-06
compare only equal unit, place and period. Ten reprints of one agency are one origin (R0.8).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.kernel import ClaimId, Counts, SourceId, SpeakerKind, Vocabulary
from onrecord.ledger.confirmation import confirmed
from onrecord.ledger.floors import Persons
from onrecord.ledger.model import (
    Claim,
    ClaimStatus,
    Figure,
    FigureQuery,
    FigureStatus,
    Reading,
    Source,
    range_of,
)
from onrecord.ledger.origins import SOURCE
from onrecord.ledger.relations import Relation, relations_of
from onrecord.ledger.reviews import Review
from onrecord.ledger.standing import Origins, standing_origins
from onrecord.ledger.words import shipped_vocabulary

_OFFICIAL: Final = (SpeakerKind.OFFICIAL, SpeakerKind.COURT)
_BEGINNING: Final = dt.date.min

_Key = tuple[str, str, str | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The readings of one figure, newest first: all that whoever looks for disagreement needs of it."""

    property: str
    subject: str
    unit: str | None
    about: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]


def figures_of(
    claims: Iterable[Claim],
    sources: Mapping[SourceId, Source],
    query: FigureQuery | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    reviews: Iterable[Review] = (),
    unseen: Iterable[Claim] = (),
    persons: Iterable[Claim] = (),
) -> tuple[Figure, ...]:
    """Return the figures that stand, each quantity of each subject, unit and set of dimensions on its own.

    The vocabulary tells what a number of each property counts; the shipped one where none is given. `persons` are the
    claims about persons, of which floors are made. A figure whose claims were all refuted is there without a reading.
    `unseen` are claims by which a sign-off may have lapsed and which may not be shown.
    """
    asked = query or FigureQuery()
    together = _together(claims)
    signed = _Signed(reviews=tuple(reviews), unseen=_together(unseen))
    made = _Maker(sources, vocabulary or shipped_vocabulary(), asked, signed, persons)
    figures = (made.figure(key, together[key]) for key in sorted(together, key=_order))
    return tuple(one for one in figures if one is not None)


def gathered(
    claims: Iterable[Claim], sources: Mapping[SourceId, Source], vocabulary: Vocabulary
) -> tuple[Gathered, ...]:
    """Return the readings of each figure that stands, as `figures_of` has them and in its order, and nothing more."""
    made = _Maker(sources, vocabulary, FigureQuery(), _Signed(), ())
    together = _together(claims)
    found = ((key, made.readings(together[key])) for key in sorted(together, key=_order))
    return tuple(Gathered(*key, readings) for key, readings in found if readings)


def _together(claims: Iterable[Claim]) -> dict[_Key, list[Claim]]:
    found: dict[_Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.quantity is not None:
            found[claim.property, claim.subject, claim.unit, claim.about].append(claim)
    return found


def answers_of(
    claims: Iterable[Claim], sources: Mapping[SourceId, Source], *, vocabulary: Vocabulary
) -> tuple[Reading, ...]:
    """Return the claims that stand and are no numbers, each with where it traces to; what sources are is left out."""
    said = [
        claim
        for claim in newest_first(claims)
        if claim.quantity is None and claim.status.is_counted and claim.subject_kind != SOURCE
    ]
    traced = Origins(sources).traced(said)
    return tuple(
        Reading(claim=claim, origins=traced.origins[claim.id], counts=_counts(claim.property, vocabulary))
        for claim in said
    )


def newest_first(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims by the date they are about, the newest first; undated ones last; ties by id."""
    return sorted(claims, key=lambda claim: (_age(claim), claim.id))


def figures_table(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Return one flat row per reading, for a data frame: what was said, by whom, as of when, from which origin."""
    return [_table_row(figure, reading) for figure in figures for reading in figure.readings]


def _is_asked(claim: Claim, query: FigureQuery) -> bool:
    if query.property not in (None, claim.property) or query.subject not in (None, claim.subject, claim.subject_id):
        return False
    if query.by is not None and claim.speaker_kind.value != query.by:
        return False
    if query.as_of is not None and (claim.as_of is None or claim.as_of.earliest > query.as_of.latest):
        return False
    own = {**dict(claim.about), "unit": claim.unit}
    return all(own.get(name) == value for name, value in query.about.items())


def _counts(name: str, vocabulary: Vocabulary) -> Counts:
    declared = vocabulary.property(name)
    return declared.counts if declared is not None else Counts.TOTAL


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed:
    """The sign-offs, and by figure the claims that may not be shown by which one may have lapsed."""

    reviews: tuple[Review, ...] = ()
    unseen: Mapping[_Key, Sequence[Claim]] = field(default_factory=dict)


class _Maker:
    """Makes the figures that are asked for, each of all claims of its key."""

    def __init__(
        self,
        sources: Mapping[SourceId, Source],
        vocabulary: Vocabulary,
        asked: FigureQuery,
        signed: _Signed,
        persons: Iterable[Claim],
    ) -> None:
        self._sources = sources
        self._vocabulary = vocabulary
        self._asked = asked
        self._signed = signed
        self._persons = Persons(persons, vocabulary)
        self._origins = Origins(sources)

    def figure(self, key: _Key, claims: Sequence[Claim]) -> Figure | None:
        """Return the figure of a key; None where nothing that is asked for stands or is refuted."""
        name, subject, unit, about = key
        asked = [claim for claim in claims if _is_asked(claim, self._asked)]
        readings = self._read(claims, [claim for claim in asked if claim.status.is_counted])
        refuted = self._read(claims, [claim for claim in asked if claim.status is ClaimStatus.REFUTED])
        if not readings and not refuted:
            return None
        unseen = [claim for claim in self._signed.unseen.get(key, ()) if _is_asked(claim, self._asked)]
        level = confirmed(readings, refuted, self._sources, self._vocabulary, self._signed.reviews, unseen)
        origins = standing_origins(root for reading in readings for root in reading.stands_on)
        declared = self._vocabulary.property(name)
        low, high = range_of(readings)
        return Figure(
            property=name,
            subject=subject,
            unit=unit,
            about=about,
            readings=readings,
            origins=origins,
            low=low,
            high=high,
            latest_official=_latest_official(readings),
            status=_status(readings, origins),
            confirmation=level,
            refuted=refuted,
            floor=self._persons.floor(declared, subject, dict(about), self._asked),
        )

    def readings(self, claims: Sequence[Claim]) -> tuple[Reading, ...]:
        """Return the readings that count, of all claims of one key."""
        return self._read(claims, [claim for claim in claims if claim.status.is_counted])

    def _read(self, claims: Sequence[Claim], asked: Sequence[Claim]) -> tuple[Reading, ...]:
        if not asked:
            return ()
        traced = self._origins.traced(claims)
        counts = _counts(asked[0].property, self._vocabulary)
        return tuple(
            Reading(
                claim=claim,
                origins=traced.origins[claim.id],
                counts=counts,
                source=self._sources.get(claim.source) if claim.source else None,
                fallen=traced.fallen.get(claim.id, ()),
            )
            for claim in newest_first(asked)
        )


def _latest_official(readings: Sequence[Reading]) -> ClaimId | None:
    return next((one.claim.id for one in readings if one.claim.speaker_kind in _OFFICIAL), None)


def _status(readings: Sequence[Reading], origins: Sequence[str]) -> FigureStatus:
    """Return what the readings are to each other, the gravest first.

    Contested: two of one time leave no number for both, or a later one falls behind an earlier one. Changing: one
    count that grew as time went on. A month named for two counts proves no conflict: either may be the earlier.
    """
    if not readings:
        return FigureStatus.REFUTED
    found = relations_of(readings)
    if found[Relation.CONFLICT] or found[Relation.STALE]:
        return FigureStatus.CONTESTED
    if found[Relation.TIME_DRIFT]:
        return FigureStatus.CHANGING
    return FigureStatus.SINGLE_ORIGIN if len(origins) < 2 else FigureStatus.AGREED


def _age(claim: Claim) -> int:
    date = claim.as_of or claim.said_on
    return -(date.latest if date else _BEGINNING).toordinal()


def _order(key: _Key) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    return key[0], key[1], key[2] or "", key[3]


def _table_row(figure: Figure, reading: Reading) -> dict[str, Any]:
    claim, quantity = reading.claim, reading.quantity
    return {
        "property": figure.property,
        "subject": figure.subject,
        **{f"about_{name}": value for name, value in figure.about},
        "claim": claim.id,
        "low": None if quantity.low is None else float(quantity.low),
        "high": None if quantity.high is None else float(quantity.high),
        "qualifier": quantity.qualifier.value,
        "wording": quantity.wording,
        "unit": figure.unit,
        "as_of_earliest": claim.as_of.earliest if claim.as_of else None,
        "as_of_latest": claim.as_of.latest if claim.as_of else None,
        "speaker": claim.speaker,
        "speaker_kind": claim.speaker_kind.value,
        "source": claim.source,
        "origin": reading.origin,
        "quote": claim.quote.text if claim.quote else None,
        "made_by": claim.made_by,
    }
