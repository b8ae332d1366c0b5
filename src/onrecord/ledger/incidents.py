"""Owns which claims are of one incident: of itself, of its cases and utterances, and of who is tied to it.

A case is tied by `case_concerns`, an utterance by `utterance_concerns`, a person by a case or an incident that a claim
about them names. What is tied to other incidents alone is left out; what is tied to none stays, since
nobody has said that it is of another, and whoever shows it says of how many that is so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from onrecord.kernel import Vocabulary
from onrecord.ledger.model import Claim
from onrecord.ledger.sameness import PERSON, same_person

INCIDENT: Final = "incident"
CASE: Final = "case"
CONCERNS: Final = frozenset({"case_concerns", "utterance_concerns"})


def tying(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the properties whose claims can tie a person, a case or an utterance to an incident."""
    declared = vocabulary.properties.values()
    return CONCERNS | {
        one.name for one in declared if PERSON in one.subjects and {CASE, INCIDENT}.intersection(one.dimensions)
    }


class Ties:
    """To which incidents cases, utterances and persons are tied by these claims."""

    def __init__(self, claims: Iterable[Claim], same: Iterable[Claim] = ()) -> None:
        """Read the claims that count; `same` says which ids are one person."""
        self._chiefs = same_person(same)
        self._concerned: dict[str, set[str]] = defaultdict(set)
        named: dict[tuple[str, str | None, str | None], None] = {}  # each once: most claims on a person name one case
        for claim in claims:
            if not claim.status.is_counted:
                continue
            if claim.property in CONCERNS:
                self._concerned[claim.subject].add(claim.value_text().removeprefix(f"{INCIDENT}:"))
            elif claim.subject_kind == PERSON and claim.about:
                case = incident = None
                for name, value in claim.about:
                    if name == CASE:
                        case = value
                    elif name == INCIDENT:
                        incident = value
                if case is not None or incident is not None:
                    named[claim.subject_id, case, incident] = None
        self._persons: dict[str, set[str]] = defaultdict(set)
        for person, case, incident in named:
            subject = f"{PERSON}:{person}"
            tied = {incident} if incident is not None else self._concerned.get(f"{CASE}:{case}", set())
            self._persons[self._chiefs.get(subject, subject)] |= tied

    def incidents(self) -> frozenset[str]:
        """Return every incident to which something is tied."""
        return frozenset(one for ties in (self._concerned, self._persons) for found in ties.values() for one in found)

    def of(self, subject: str) -> frozenset[str]:
        """Return the incidents to which a subject (`kind:id`) is tied; none where nobody says so."""
        if subject.startswith(f"{INCIDENT}:"):
            return frozenset({subject.removeprefix(f"{INCIDENT}:")})
        if subject.startswith(f"{PERSON}:"):
            return frozenset(self._persons.get(self._chiefs.get(subject, subject), ()))
        return frozenset(self._concerned.get(subject, ()))

    def may_be_of(self, subject: str, incident: str) -> bool:
        """Say whether a subject is tied to an incident, or to none."""
        tied = self.of(subject)
        return not tied or incident in tied

    def takes(self, claim: Claim, incident: str) -> bool:
        """Say whether a claim may be of an incident, by its subject and by the case and incident that it names."""
        named, case = claim.dimension(INCIDENT), claim.dimension(CASE)
        return (
            named in (None, incident)
            and (case is None or self.may_be_of(f"{CASE}:{case}", incident))
            and self.may_be_of(claim.subject, incident)
        )
