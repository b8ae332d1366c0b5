"""OR134 to OR136: a person named in a public edition without their consent, or as a child (METHOD 7.1, 7.3: ET-03).

Who is on record as suspected, charged or convicted is named by other rules (METHOD 7.5); of the dead the family agrees.
An official is named by the office, which the statement says before the name; a child by no office.
Births are restricted: to whoever runs the check and may not see them it says that nobody looked, whether there is one
or not, so that nothing of them is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from onrecord import justice, register
from onrecord.dossier.rules import persons
from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import Visibility
from onrecord.ledger import Claim

# Whose name needs no consent of theirs; who was acquitted is named only if they ask for it.
_BY_LAW: Final = (
    justice.Status.SUSPECT,
    justice.Status.CHARGED,
    justice.Status.CONVICTED_NOT_FINAL,
    justice.Status.CONVICTED,
)


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each person whose name is public and who may not be named, once; and whose age could not be looked at."""
    if asked.edition != PUBLIC or (asked.book.is_public_only and not asked.book.lacks_restricted):
        return
    names = [one for one in persons.names_on_record(asked) if one.visibility is Visibility.PUBLIC]
    named = list(persons.named_as_persons(asked, names))
    if named and asked.book.lacks_restricted:
        first, span = min(named, key=lambda one: one[1])
        start, end = asked.plain.in_file(*span)
        yield Finding(code="OR136", start=start, end=end, facts={"person": first.subject}, claims=())
    if not asked.book.is_public_only:  # what the team was told may not be in there
        yield from _not_agreed(asked, names, named)


def _not_agreed(
    asked: Examination, names: Sequence[Claim], named: Sequence[tuple[Claim, tuple[int, int]]]
) -> Iterator[Finding]:
    told: set[str] = set()
    private = {one.id for one, _ in persons.named_as_persons(asked, names, but_by_office=True)}
    officials = {one.subject for one, _ in named if one.id not in private}
    for claim, span in named:
        if claim.subject in told:
            continue
        told.add(claim.subject)
        (found,) = register.consents(
            asked.book, asked.horizon.latest, subjects=[claim.subject, *justice.ids_of(asked.book, claim.subject)]
        )
        start, end = asked.plain.in_file(*span)
        if found.is_child:
            if not found.may_be_named_as_child:
                facts: dict[str, object] = {"person": claim.subject}
                yield Finding(code="OR135", start=start, end=end, facts=facts, claims=(*found.child, *found.decided))
        elif (
            claim.subject not in officials
            and not found.holds(register.ConsentLevel.PUBLISH_NAMED)
            and _needs_consent(asked, claim.subject)
        ):
            given = found.levels.get(register.ConsentLevel.PUBLISH_NAMED)
            claims = given.claims if given is not None else ()
            yield Finding(code="OR134", start=start, end=end, facts={"person": claim.subject}, claims=claims)


def _needs_consent(asked: Examination, subject: str) -> bool:
    return justice.status_of(asked.book, subject, asked.horizon.latest) not in _BY_LAW
