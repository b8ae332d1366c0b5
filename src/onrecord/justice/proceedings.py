"""Owns the reading of a book that all about proceedings starts from: persons, cases and counts, with their claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from onrecord.justice.case_files import RefusedCourse
from onrecord.justice.cases import PROPERTIES as OF_CASES
from onrecord.justice.cases import Case, cases_of
from onrecord.justice.counts import Beside, Count
from onrecord.justice.courses import PROPERTIES as OF_PERSONS
from onrecord.justice.courses import courses
from onrecord.justice.persons import Person, persons_of
from onrecord.justice.reported import PROPERTIES as COUNTED
from onrecord.justice.reported import all_beside_records, counts_from
from onrecord.ledger import Book, Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """What a book has of proceedings: who may read less finds less in it, and no trace of the rest."""

    persons: tuple[Person, ...]
    cases: tuple[Case, ...]
    counts: tuple[Count, ...]
    refused: tuple[RefusedCourse, ...]
    unread: tuple[Claim, ...]  # of a stage or a term, and in no event: without a day, or of no alteration on record

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that persons on record are known to be of, in the order of the alphabet."""
        return tuple(sorted({one.group for one in self.persons if one.group is not None}))

    def reported(self) -> tuple[Beside, ...]:
        """Return each reported count beside what is on record as of its day."""
        return all_beside_records(self.counts, self.persons, self.cases)


def proceedings(book: Book, incident: str | None = None) -> Proceedings:
    """Return what a book has of proceedings, of one incident or of all.

    Of one incident: the counts claimed of it, its cases, and what persons did not live through in a case of another.
    """
    wanted = OF_PERSONS | OF_CASES | set(COUNTED)
    return proceedings_from(_claims(book, wanted), incident)


def proceedings_from(claims: Iterable[Claim], incident: str | None = None) -> Proceedings:
    """Return what these claims have of proceedings."""
    every = tuple(claims)
    known = cases_of(every)
    others = {one.id for one in known if incident is not None and one.incidents and incident not in one.incidents}
    found = courses(every)
    trials = {one.id: one.trial for one in known}
    persons = [_with_trials(one, trials) for one in persons_of(found.courses)]
    return Proceedings(
        persons=tuple(left for one in persons if (left := _without(one, others)) is not None),
        cases=tuple(one for one in known if one.id not in others),
        counts=counts_from(one for one in every if incident in (None, one.subject_id)),
        refused=found.refused,
        unread=tuple(one for one in found.unread if one.dimension("case") not in others),
    )


def _with_trials(person: Person, trials: Mapping[str, str | None]) -> Person:
    """Return a person whose events say in which trial they were, where the case does: counts are told by trial."""
    lacking = [one for one in person.events if one.trial is None and one.case is not None and trials.get(one.case)]
    if not lacking:
        return person
    named = {one: replace(one, trial=trials[one.case or ""]) for one in lacking}
    return replace(person, events=tuple(named.get(one, one) for one in person.events))


def _without(person: Person, cases: set[str]) -> Person | None:
    """Return a person without what happened in these cases; None where nothing else is on record."""
    if not cases:
        return person
    kept = tuple(one for one in person.events if one.case not in cases)
    return replace(person, events=kept) if kept or not person.events else None


def _claims(book: Book, properties: Iterable[str]) -> tuple[Claim, ...]:
    return book.claims_among(properties)
