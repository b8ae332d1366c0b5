"""Owns the right of reply: whether who is accused or criticised was asked, what they answered, until when one waits.

METHOD 7.5: seven days unless another was given; the gist is published, or "did not answer by" a day. Where asking would
endanger a witness, a second person's signature allows the exception, and nothing less does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import ClaimId, Label, PartialDate
from onrecord.ledger import Book, Claim, Review

DAYS_TO_REPLY: Final = 7
ASKED, BY, TEXT, NONE_BY = "reply_asked_on", "reply_asked_by", "reply_text", "no_reply_by"
NOT_ASKED: Final = "reply_not_asked"
PROPERTIES: Final = frozenset({ASKED, BY, TEXT, NONE_BY, NOT_ASKED})


class Reply(StrEnum):
    """How far the right of reply was kept, as of a day."""

    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    WAITING = "waiting"
    EXCUSED = "excused"
    EXCUSE_UNSIGNED = "excuse_unsigned"
    NOT_ASKED = "not_asked"


SAYS: Final[Mapping[Reply, Label]] = {
    Reply.ANSWERED: Label(
        en="Answered on {answered_on}.", ru="Ответ получен {answered_on}.", kk="{answered_on} күні жауап берді."
    ),
    Reply.NOT_ANSWERED: Label(
        en="Asked on {asked_on}, did not answer by {due}.",
        ru="Запрошен {asked_on}, к {due} не ответил.",
        kk="{asked_on} күні сұралды, {due} күніне дейін жауап бермеді.",
    ),
    Reply.WAITING: Label(
        en="Asked on {asked_on}; there is time to answer until {due}.",
        ru="Запрошен {asked_on}; время на ответ — до {due}.",
        kk="{asked_on} күні сұралды; жауапқа {due} күніне дейін уақыт бар.",
    ),
    Reply.EXCUSED: Label(
        en="Not asked, since that would endanger a witness; {reviewers} has signed it.",
        ru="Не спрашивали: это подвергло бы опасности свидетеля; подписал {reviewers}.",
        kk="Сұралмады: бұл куәге қауіп төндірер еді; қол қойған {reviewers}.",
    ),
    Reply.EXCUSE_UNSIGNED: Label(
        en="Not asked, and nobody but {author} has signed the exception: `onrecord review {claim}`.",
        ru="Не спрашивали, а исключение не подписал никто, кроме {author}: `onrecord review {claim}`.",
        kk="Сұралмады, ал ерекше жағдайға {author} дегеннен басқа ешкім қол қоймаған: `onrecord review {claim}`.",
    ),
    Reply.NOT_ASKED: Label(
        en="Nobody is on record as having asked for a reply.",
        ru="О запросе ответа записи нет.",
        kk="Жауап сұралғаны жазылмаған.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, on which day."""

    text: str
    on: PartialDate
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord replies --json` prints."""
        return {"text": self.text, "on": self.on.text(), "claim": self.claim}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The right of reply of one who is accused or criticised, as of a day. `asked_of` is who, where it is told."""

    subject: str
    asked_of: str | None
    status: Reply
    asked_on: PartialDate | None
    channel: str | None
    text: str | None
    due: dt.date | None
    answers: tuple[Answer, ...]
    reviewers: tuple[str, ...]
    claims: tuple[ClaimId, ...]
    author: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether publication need not wait: answered, asked in vain and in time, or excused by two persons."""
        return self.status in (Reply.ANSWERED, Reply.NOT_ANSWERED, Reply.EXCUSED)

    def says(self) -> Label:
        """Return the sentence for a person."""
        return SAYS[self.status].filled(
            asked_on=self.asked_on or "",
            answered_on=self.answers[-1].on if self.answers else "",
            due=self.due or "",
            reviewers=", ".join(self.reviewers),
            author=self.author,
            claim=", ".join(self.claims),
        )

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord replies --json` prints."""
        return {
            "subject": self.subject,
            "asked_of": self.asked_of,
            "status": self.status.value,
            "says": self.says().text(language),
            "asked_on": self.asked_on.text() if self.asked_on else None,
            "channel": self.channel,
            "text": self.text,
            "due": self.due.isoformat() if self.due else None,
            "answers": [one.to_row() for one in self.answers],
            "claims": list(self.claims),
        }


def requests(book: Book, as_of: dt.date, *, subject: str | None = None) -> tuple[Request, ...]:
    """Return every request for a reply that a book has by the end of a day, and every exception, by subject."""
    claims = book.claims_among(PROPERTIES, subjects=None if subject is None else [subject])
    return requests_from(claims, book.shelf.reviews(), as_of)


def requests_from(claims: Iterable[Claim], reviews: Sequence[Review], as_of: dt.date) -> tuple[Request, ...]:
    """Return what claims tell of replies, of each subject and whoever was asked."""
    of: dict[tuple[str, str], list[Claim]] = {}
    for one in claims:
        if one.property in PROPERTIES and one.status.is_counted and _is_by(one, as_of):
            of.setdefault((one.subject, one.dimension("asked_of") or ""), []).append(one)
    return tuple(_request(subject, whom or None, told, reviews, as_of) for (subject, whom), told in sorted(of.items()))


def none_asked(subject: str, asked_of: str | None = None) -> Request:
    """Return the request that nobody has made."""
    return Request(
        subject=subject, asked_of=asked_of, status=Reply.NOT_ASKED, asked_on=None, channel=None, text=None, due=None,
        answers=(), reviewers=(), claims=(),
    )  # fmt: skip


def _is_by(claim: Claim, as_of: dt.date) -> bool:
    """Say whether a claim is of a day that has come; the day given for an answer may lie ahead."""
    day = claim.value if claim.property == ASKED else claim.as_of or claim.said_on
    return not isinstance(day, PartialDate) or day.latest <= as_of


def _request(
    subject: str, asked_of: str | None, told: Sequence[Claim], reviews: Sequence[Review], as_of: dt.date
) -> Request:
    asked = max((one for one in told if one.property == ASKED), key=_day, default=None)
    answers = sorted(
        (_answer(one) for one in told if one.property == TEXT and one.as_of), key=lambda one: one.on.latest
    )
    excuse = max((one for one in told if one.property == NOT_ASKED), key=_day, default=None)
    signed = _signed(excuse, reviews, as_of) if excuse is not None else ()
    due = _due(told, asked)
    return Request(
        subject=subject,
        asked_of=asked_of,
        status=_status(asked, answers, due, excuse, signed, as_of),
        asked_on=asked.value if asked is not None and isinstance(asked.value, PartialDate) else None,
        channel=asked.dimension("reply_channel") if asked is not None else None,
        text=asked.note if asked is not None else None,
        due=due,
        answers=tuple(answers),
        reviewers=signed,
        claims=tuple(one.id for one in told),
        author=excuse.speaker.strip() if excuse is not None else "",
    )


def _status(
    asked: Claim | None,
    answers: Sequence[Answer],
    due: dt.date | None,
    excuse: Claim | None,
    signed: Sequence[str],
    as_of: dt.date,
) -> Reply:
    if answers:
        return Reply.ANSWERED
    if asked is not None and due is not None:
        return Reply.NOT_ANSWERED if as_of > due else Reply.WAITING
    if excuse is not None:
        return Reply.EXCUSED if signed else Reply.EXCUSE_UNSIGNED
    return Reply.NOT_ASKED


def _due(told: Iterable[Claim], asked: Claim | None) -> dt.date | None:
    """Return the last day on which an answer is in time: the latest given, else the seventh after the request."""
    if asked is None:
        return None
    start = _day(asked)
    given = [
        one.value.latest
        for one in told
        if one.property == BY and isinstance(one.value, PartialDate) and one.value.latest >= start
    ]
    return max(given, default=start + dt.timedelta(days=DAYS_TO_REPLY))


def _day(claim: Claim) -> dt.date:
    """Return the day of a request or an exception; of one known by its month, the last."""
    day = claim.value if isinstance(claim.value, PartialDate) else claim.as_of or claim.said_on
    return day.latest if day is not None else dt.date.min


def _answer(claim: Claim) -> Answer:
    assert claim.as_of is not None  # noqa: S101 - the ledger takes none without its day
    return Answer(text=claim.value_text(), on=claim.as_of, claim=claim.id)


def _signed(excuse: Claim, reviews: Iterable[Review], as_of: dt.date) -> tuple[str, ...]:
    """Return who has signed an exception besides its author."""
    author = excuse.speaker.strip().casefold()
    found = (
        one.by
        for one in reviews
        if excuse.id in one.claims and one.day <= as_of.isoformat() and one.by.strip().casefold() != author
    )
    return tuple(dict.fromkeys(found))
