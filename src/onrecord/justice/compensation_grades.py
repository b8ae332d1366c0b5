"""Owns the summary grade of compensation: HURIDOCS microthesaurus 47, full to none, by whoever gives it (METHOD 3.6).

A grade of a body and one of our own stand apart (METHOD R0.10). Ours is held back while nobody else has reviewed it, or
while the sums on record say otherwise: "full" where less was paid than assessed, "none" where something was paid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.money import Money
from onrecord.kernel import Label, SpeakerKind
from onrecord.ledger import Claim, Review

GRADE: Final = "compensation_grade"
HELD_BACK: Final[Mapping[str, Label]] = {
    "justice.grade-unreviewed": Label(
        en="Nobody but {author} has reviewed the grade: `onrecord review {claim}`.",
        ru="Оценку никто, кроме {author}, не проверил: `onrecord review {claim}`.",
        kk="Бағаны {author} дегеннен басқа ешкім тексермеген: `onrecord review {claim}`.",
    ),
    "justice.grade-against-the-sums": Label(
        en="The sums on record say otherwise than the grade “{grade}”: {claims}.",
        ru="Суммы в записях расходятся с оценкой «{grade}»: {claims}.",
        kk="Жазбадағы сомалар «{grade}» бағасына қайшы: {claims}.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Why a grade of ours does not stand."""

    code: str
    facts: tuple[tuple[str, str], ...]

    def says(self, language: str) -> str:
        """Return the sentence for a person."""
        return HELD_BACK[self.code].fill(language, **dict(self.facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One grade: of whom, by whom, on which day, for which class of loss; what holds it back if it is ours."""

    subject: str
    grade: str
    by: str
    is_ours: bool
    on: str
    of: str | None
    claim: str
    held: tuple[Held, ...]

    @property
    def stands(self) -> bool:
        """Whether it may be told: another's is told as theirs, ours where nothing holds it back."""
        return not self.held

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {
            "subject": self.subject,
            "grade": self.grade,
            "by": self.by,
            "ours": self.is_ours,
            "on": self.on,
            "of": self.of,
            "stands": self.stands,
            "held_back": [{"code": one.code, "says": one.says(language)} for one in self.held],
            "claim": self.claim,
        }


def grades(claims: Iterable[Claim], money: Money, reviews: Iterable[Review], as_of: dt.date) -> tuple[Graded, ...]:
    """Return the grades that stand on record, the newest last; `money` is all that is on record of sums."""
    signed: dict[str, list[Review]] = {}
    for review in reviews:
        for claim_id in review.claims if review.day <= as_of.isoformat() else ():
            signed.setdefault(claim_id, []).append(review)
    found = [_graded(one, money, signed.get(one.id, ())) for one in claims if one.property == GRADE]
    return tuple(sorted(found, key=lambda one: (one.on, one.claim)))


def _graded(claim: Claim, money: Money, reviews: Iterable[Review]) -> Graded:
    is_ours = claim.speaker_kind is SpeakerKind.OURSELVES
    day = claim.as_of
    return Graded(
        subject=claim.subject,
        grade=claim.value_text(),
        by=claim.dimension("body") or claim.speaker,
        is_ours=is_ours,
        on=day.text() if day is not None else "",
        of=claim.dimension("loss_class"),
        claim=claim.id,
        held=tuple(_held(claim, money, reviews)) if is_ours else (),
    )


def _held(claim: Claim, money: Money, reviews: Iterable[Review]) -> Iterator[Held]:
    author = claim.speaker.strip()
    if all(one.by.strip().casefold() == author.casefold() for one in reviews):
        yield Held(code="justice.grade-unreviewed", facts=(("author", author), ("claim", claim.id)))
    against = tuple(dict.fromkeys(_against(claim, money)))
    if against:
        facts = (("grade", claim.value_text()), ("claims", ", ".join(against)))
        yield Held(code="justice.grade-against-the-sums", facts=facts)


def _against(claim: Claim, money: Money) -> Iterator[str]:
    """Yield the claims of sums that a grade cannot be true beside; of its class of loss where it names one."""
    only = claim.dimension("loss_class")
    if claim.value == "full":
        for of, _, _, most, claims in money.paid_of_assessed:
            if only in (None, of) and most < 1:
                yield from claims
    if claim.value == "none":
        for one in (*money.persons, *money.reported):
            if only in (None, one.of) and one.step == "paid" and (one.low or 0) > 0:
                yield from one.claims
