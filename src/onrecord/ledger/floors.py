"""Owns the floor of a figure: persons on record, one by one, of whom somebody says that it happened to them.

METHOD FG-02 and FG-05: named individuals are a floor, and a count of records says that it is a minimum. It is a number
with its claims; who they are is said by claims of their own, which are restricted (R0.14), and never by this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from onrecord.kernel import Property, Vocabulary
from onrecord.ledger.model import Claim, FigureQuery, Floor
from onrecord.ledger.shelf import SAME_PERSON

OUTCOME: Final = "outcome"
INCIDENT: Final = "incident"
_PLACE: Final = "place"
_DEATHS: Final = frozenset({"killed", "died_later"})  # who died is among the dead, whatever was said before


class Persons:
    """The persons of a ledger by what happened to them. Two records that are one person count once."""

    def __init__(self, claims: Iterable[Claim], vocabulary: Vocabulary) -> None:
        """Take what stands of what is said of persons."""
        counted = [claim for claim in claims if claim.status.is_counted]
        self._vocabulary = vocabulary
        self._same = _joined(claim for claim in counted if claim.property == SAME_PERSON)
        self._outcomes: dict[str, list[Claim]] = defaultdict(list)
        for claim in counted:
            if claim.property == OUTCOME:
                self._outcomes[f"{INCIDENT}:{claim.dimension(INCIDENT)}"].append(claim)

    def floor(
        self, declared: Property | None, subject: str, about: Mapping[str, str], query: FigureQuery
    ) -> Floor | None:
        """Return the floor of a figure; None where its property has none, or nobody is on record with it."""
        if declared is None or not declared.floor:
            return None
        claims = [one for one in self._outcomes.get(subject, ()) if self._is_within(one, about, query)]
        dead = {self._person(one) for one in claims if one.value in _DEATHS}
        is_of_death = bool(_DEATHS.intersection(declared.floor))
        shown = [
            one for one in claims if one.value in declared.floor and (is_of_death or self._person(one) not in dead)
        ]
        persons = {self._person(one) for one in shown}
        return Floor(count=len(persons), claims=tuple(sorted(one.id for one in shown))) if persons else None

    def _person(self, claim: Claim) -> str:
        return self._same.get(claim.subject_id, claim.subject_id)

    def _is_within(self, claim: Claim, about: Mapping[str, str], query: FigureQuery) -> bool:
        if query.as_of is not None and (claim.as_of is None or claim.as_of.earliest > query.as_of.latest):
            return False
        if query.by is not None and claim.speaker_kind.value != query.by:
            return False
        own = dict(claim.about)
        return all(self._is_part(name, own.get(name), value) for name, value in about.items())

    def _is_part(self, dimension: str, own: str | None, wanted: str) -> bool:
        """Say whether a person's group or place is the one of a figure, or a place that lies in it."""
        while own is not None and own != wanted and dimension == _PLACE:
            term = self._vocabulary.term(dimension, own)
            own = term.broader if term is not None else None
        return own == wanted


def _joined(claims: Iterable[Claim]) -> dict[str, str]:
    """Return for each person who has several records the one that stands for all."""
    chief: dict[str, str] = {}

    def found(person: str) -> str:
        while chief.get(person, person) != person:
            person = chief[person]
        return person

    for claim in claims:
        one, other = sorted((found(claim.subject_id), found(claim.value_text().removeprefix("person:"))))
        chief[other] = one
    return {person: found(person) for person in chief}
