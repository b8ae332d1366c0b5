"""Owns the reading of a book that all about proceedings starts from: persons, cases and counts, with their claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.justice.case_files import RefusedCourse
from onrecord.justice.cases import PROPERTIES as OF_CASES
from onrecord.justice.cases import Case, cases_of
from onrecord.justice.counts import Beside, Count
from onrecord.justice.courses import PROPERTIES as OF_PERSONS
from onrecord.justice.courses import courses
from onrecord.justice.persons import Person, persons_of
from onrecord.justice.reported import PROPERTIES as COUNTED
from onrecord.justice.reported import beside_records, counts_from
from onrecord.kernel import Vocabulary
from onrecord.ledger import Book, Claim, Ties, same_person

_OUTCOME = "outcome"  # which incident did something to a person: it ties them to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """What a book has of proceedings: who may read less finds less in it, and no trace of the rest.

    Somebody who has several ids counts once, also where the finding that says so may not be seen.
    """

    persons: tuple[Person, ...]
    cases: tuple[Case, ...]
    counts: tuple[Count, ...]
    refused: tuple[RefusedCourse, ...]
    unread: tuple[Claim, ...]  # of a stage or a term, and in no event: without a day, or of no alteration on record
    ties: Ties = field(default_factory=lambda: Ties(()))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that persons on record are known to be of, in the order of the alphabet."""
        return tuple(sorted({one.group for one in self.persons if one.group is not None}))

    @property
    def untied(self) -> tuple[str, ...]:
        """The persons and cases (`kind:id`) of whom no incident is on record: they may be of any."""
        persons = (subject for one in self.persons if not self.ties.of(subject := f"person:{one.ids[0]}"))
        return (*persons, *(f"case:{one.id}" for one in self.cases if not one.incidents))

    def reported(self, words: Vocabulary | None = None) -> tuple[Beside, ...]:
        """Return each reported count beside what is on record of its own incident as of its day.

        `words` are the archive's own, in which a refusal is told; without them those that ship.
        """
        several = len(self.ties.incidents() | {one.incident for one in self.counts}) > 1
        tied = [self.ties.of(f"person:{one.ids[0]}") for one in self.persons] if several else []
        made: dict[str, Beside] = {}
        for incident in dict.fromkeys(one.incident for one in self.counts):
            counts = [one for one in self.counts if one.incident == incident]
            persons, cases = self._of(incident, tied) if several and incident else (self.persons, self.cases)
            made |= {one.count.id: one for one in beside_records(counts, persons, cases, words)}
        return tuple(made[one.id] for one in self.counts)

    def _of(self, incident: str, tied: Sequence[frozenset[str]]) -> tuple[Sequence[Person], Sequence[Case]]:
        """Return who and what may be of one incident, without what persons lived through in a case of another.

        `tied` are the incidents of each person.
        """
        others = {one.id for one in self.cases if one.incidents and incident not in one.incidents}
        both = zip(self.persons, tied, strict=True)
        persons = [_without(one, others) for one, ties in both if not ties or incident in ties]
        return persons, [one for one in self.cases if one.id not in others]


def proceedings(book: Book, incident: str | None = None) -> Proceedings:
    """Return what a book has of proceedings, of one incident or of all.

    Of one incident: the counts claimed of it, the cases and persons tied to it or to none, and of those persons what
    they did not live through in a case of another.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    claims = book.claims_among(OF_PERSONS | OF_CASES | set(COUNTED) | {_OUTCOME})
    ties = book.ties(incident) if incident is not None else None
    return proceedings_from(claims, book.same_persons(), incident=incident, ties=ties)


def proceedings_of(book: Book, person: str, incident: str | None = None) -> Proceedings:
    """Return what a book has of the proceedings of one person, under all ids that may be seen to be theirs.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    subjects = ids_of(book, person)
    claims = book.claims_among(OF_PERSONS, subjects=subjects)
    cases = {f"case:{case}" for one in claims if (case := one.dimension("case")) is not None}
    claims += book.claims_among(OF_CASES, subjects=cases) if cases else ()
    ties = book.ties(incident) if incident is not None else None
    return proceedings_from(claims, incident=incident, ties=ties)


def ids_of(book: Book, person: str) -> tuple[str, ...]:
    """Return the subjects (`person:ID`) that one person is on record as, by the findings that may be seen."""
    subject = f"person:{person.removeprefix('person:')}"
    same = same_person(book.claims_of("same_person_as"))
    if subject not in same:
        return (subject,)
    return tuple(sorted(one for one, chief in same.items() if chief == same[subject]))


def proceedings_from(
    claims: Iterable[Claim], same: Iterable[Claim] = (), *, incident: str | None = None, ties: Ties | None = None
) -> Proceedings:
    """Return what these claims have of proceedings; `same` says which ids are one person, and is counted by alone."""
    every, unseen = tuple(claims), tuple(same)
    known = ties if ties is not None else Ties(every, unseen)
    if incident is not None:
        every = tuple(one for one in every if known.takes(one, incident))
    cases = cases_of(every)
    found = courses(every, unseen)
    trials = {one.id: one.trial for one in cases if one.trial}
    persons = persons_of(found.courses, found.same)
    return Proceedings(
        persons=tuple([_with_trials(one, trials) for one in persons]) if trials else persons,
        cases=cases,
        counts=counts_from(every),
        refused=found.refused,
        unread=found.unread,
        ties=known,
    )


def _with_trials(person: Person, trials: Mapping[str, str]) -> Person:
    """Return a person whose events say in which trial they were, where the case does: counts are told by trial."""
    lacking = [one for one in person.events if one.trial is None and one.case in trials]
    if not lacking:
        return person
    named = {one: one._replace(trial=trials[one.case or ""]) for one in lacking}
    return replace(person, events=tuple([named.get(one, one) for one in person.events]))


def _without(person: Person, cases: set[str]) -> Person:
    """Return a person without what happened in these cases."""
    if cases.isdisjoint([one.case for one in person.events]):
        return person
    return replace(person, events=tuple(one for one in person.events if one.case not in cases))
