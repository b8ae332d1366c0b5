"""Owns a contradiction as a value, and how it is told: values side by side with speaker and date, oldest first."""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.kernel import (
    INTERFACE_LANGUAGES,
    ClaimId,
    Label,
    Quantity,
    Vocabulary,
    canonical_bytes,
    number_record,
    sha256_hex,
)
from onrecord.ledger.judgements import Judgement
from onrecord.ledger.kinds import SAYS, Kind
from onrecord.ledger.model import Claim, Reading
from onrecord.ledger.relations import moment

_SHOWN: Final = 12  # values in a sentence; every claim is listed beside it
_MORE: Final = Label(en="and {count} more", ru="и ещё {count}", kk="тағы {count}")
_NO_DATE: Final = Label(en="no date", ru="без даты", kk="күні жоқ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Claims that do not agree, of what kind, and what that means; with what a person has judged of it."""

    id: str
    property: str
    subject: str
    about: tuple[tuple[str, str], ...]
    kind: str
    claims: tuple[ClaimId, ...]
    reading: Label
    readings: tuple[Reading, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @builtins.property  # `property` is a field here
    def properties(self) -> frozenset[str]:
        """The properties of its claims."""
        return frozenset({self.property, *(reading.claim.property for reading in self.readings)})

    @builtins.property  # `property` is a field here
    def judged(self) -> Judgement | None:
        """What stands of a person's judgements: the last one, unless it was taken back."""
        last = self.judgements[-1] if self.judgements else None
        return last if last is not None and last.verdict is not None else None

    @builtins.property  # `property` is a field here
    def unjudged(self) -> tuple[ClaimId, ...]:
        """Its claims of which the judgement that stands did not know: they came since, and nobody has weighed them."""
        judged = self.judged
        return () if judged is None else tuple(one for one in self.claims if one not in judged.claims)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return the contradiction as CLI.md promises it."""
        judged = self.judged
        return {
            "id": self.id,
            "property": self.property,
            "about": {"subject": self.subject, **dict(self.about)},
            "kind": self.kind,
            "claims": list(self.claims),
            "reading": self.reading.text(language),
            "values": [side_by_side(reading) for reading in self.readings],
            "judged": {**judged.to_row(), "unjudged": list(self.unjudged)} if judged is not None else None,
        }


def side_by_side(reading: Reading) -> dict[str, Any]:
    """Return what one claim says, with who said it, when, and from which origin."""
    claim = reading.claim
    quantity = claim.quantity
    return {
        "claim": claim.id,
        "property": claim.property,
        "about": dict(claim.about),
        "value": claim.value_text(),
        "low": number_record(quantity.low) if quantity else None,
        "high": number_record(quantity.high) if quantity else None,
        "unit": claim.unit,
        "as_of": claim.as_of.text() if claim.as_of else None,
        "said_on": claim.said_on.text() if claim.said_on else None,
        "speaker": claim.speaker,
        "source": claim.source,
        "origin": reading.origin,
    }


class Teller:
    """Makes contradictions of readings, in the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, of: str | None = None, judged: frozenset[ClaimId] = frozenset()) -> None:
        """Tell of every property, or of one: of it, and of it among others; and of claims that were `judged`."""
        self.vocabulary = vocabulary
        self._of = of
        self._judged = judged

    def is_asked(self, readings: Iterable[Reading]) -> bool:
        """Say whether what these readings show is asked for."""
        return self._of is None or any(
            one.claim.property == self._of or one.claim.id in self._judged for one in readings
        )

    def tell(
        self,
        kind: Kind,
        readings: Iterable[Reading],
        *,
        mark: str = "",
        facts: Mapping[str, object] | None = None,
        of: Reading | None = None,
        says: Label | None = None,
    ) -> Contradiction:
        """Return the contradiction these readings show.

        `of` is the reading it is filed under, `mark` tells two apart, `says` is for what needs a sentence of its own.
        """
        shown = _oldest_last(readings)
        about = _shared(shown) if of is None else of.claim.about
        chief = (of or shown[0]).claim
        name = chief.property if of is not None else min(reading.claim.property for reading in shown)
        is_named = len({(one.claim.property, one.claim.about, one.claim.unit) for one in shown}) > 1
        distinct = _distinct(shown)
        given = {"count": len(shown), **(facts or {})}
        label = says or SAYS[kind]
        return Contradiction(
            id=_id(kind, name, chief.subject, about, chief.unit if of is not None else None, mark),
            property=name,
            subject=chief.subject,
            about=about,
            kind=kind.value,
            claims=tuple(reading.claim.id for reading in shown),
            reading=Label(
                **{
                    one: label.fill(one, **given, values=self._values(distinct, one, is_named))
                    for one in INTERFACE_LANGUAGES
                }
            ),
            readings=tuple(shown),
        )

    def _values(self, claims: Sequence[Claim], language: str, is_named: bool) -> str:
        """Return the values, each with speaker and date, and what is counted where it varies."""
        shown = [self._value(claim, language, is_named) for claim in claims[:_SHOWN]]
        if len(claims) > _SHOWN:
            shown.append(_MORE.fill(language, count=len(claims) - _SHOWN))
        return "; ".join(shown)

    def _value(self, claim: Claim, language: str, is_named: bool) -> str:
        date = moment(claim)
        by = self.vocabulary.term_called("speaker", claim.speaker, language)
        told = f"{claim.value_text()} ({by}, {date.written(language) if date else _NO_DATE.text(language)})"
        return f"{self._name(claim, language)}: {told}" if is_named else told

    def _name(self, claim: Claim, language: str) -> str:
        about = (self.vocabulary.term_called(dimension, value, language) for dimension, value in claim.about)
        return ", ".join([self.vocabulary.property_called(claim.property, language), *about])


def judged(
    found: Sequence[Contradiction], judgements: Sequence[Judgement], standing: frozenset[ClaimId]
) -> tuple[Contradiction, ...]:
    """Return the contradictions, each with the judgements made of its claims, whatever claims were added since.

    A judgement belongs to the contradiction of its kind that holds all its claims that still stand; where the machine
    has come to another kind since, to every one that holds them.
    """
    if not judgements:
        return tuple(found)
    holding: dict[ClaimId, set[int]] = defaultdict(set)
    for place, one in enumerate(found):
        for claim in one.claims:
            holding[claim].add(place)
    made: dict[int, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        left = [claim for claim in judgement.claims if claim in standing]
        if len(left) < 2:
            continue
        places = set.intersection(*(holding.get(claim, set()) for claim in left))
        same = {place for place in places if found[place].kind == judgement.kind}
        for place in same or places:
            made[place].append(judgement)
    return tuple(replace(one, judgements=tuple(made.get(place, ()))) for place, one in enumerate(found))


def _distinct(readings: Sequence[Reading]) -> list[Claim]:
    """Return the first claim of each value, oldest first."""
    values: dict[tuple[object, ...], Claim] = {}
    for reading in reversed(readings):
        claim = reading.claim
        values.setdefault((claim.property, claim.about, claim.unit, *_value_key(claim)), claim)
    return list(values.values())


def _value_key(claim: Claim) -> tuple[object, ...]:
    value = claim.value
    return (value.low, value.high, value.qualifier) if isinstance(value, Quantity) else (claim.value_text(),)


def _oldest_last(readings: Iterable[Reading]) -> list[Reading]:
    """Return each reading once, the newest first, undated ones last, ties by id."""
    by_id = {reading.claim.id: reading for reading in readings}
    return sorted(by_id.values(), key=lambda one: (-_day(one.claim), one.claim.id))


def _day(claim: Claim) -> int:
    date = moment(claim)
    return date.latest.toordinal() if date else 0


def _shared(readings: Sequence[Reading]) -> tuple[tuple[str, str], ...]:
    """Return the dimensions in which all readings agree."""
    together = set(readings[0].claim.about).intersection(*(one.claim.about for one in readings))
    return tuple(sorted(together))


def _id(kind: Kind, name: str, subject: str, about: tuple[tuple[str, str], ...], unit: str | None, mark: str) -> str:
    parts = {"kind": kind.value, "property": name, "subject": subject, "about": dict(about), "unit": unit, "mark": mark}
    return "D-" + sha256_hex(canonical_bytes(parts))[:12]
