"""Owns what States owe as of a day: everything asked of them that is on record, and which treaties bind them. Pure.

A recommendation is a row of its own where it has a paragraph; what a document says as a whole holds for each of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.duties.bound import STATE, Bound, bound_in
from onrecord.duties.clocks import State
from onrecord.duties.duty import Duty, Kind, Relied
from onrecord.duties.errors import NoSuchDuty
from onrecord.duties.grades import BodyGrade, OwnGrade
from onrecord.duties.norms import Treaty, article_of, body_of
from onrecord.duties.parts import PETITION, Part, Placed, parts_of_document, reports_of_state, steps_of_petition
from onrecord.duties.periods import Period
from onrecord.duties.sessions import Session, sessions_in
from onrecord.duties.standing import answers_of, due_of, searches_of, stood
from onrecord.duties.states import state_by_code, state_called
from onrecord.duties.told import Told, hull, is_known, told
from onrecord.kernel import PartialDate
from onrecord.ledger import Book, Claim

_LETTER: Final = "letter"
_DOCUMENT: Final = "document"
SUBJECT_KINDS: Final = (_LETTER, _DOCUMENT, PETITION, STATE)
_BEGINS: Final = {_LETTER: "sent_on", _DOCUMENT: "adopted_on"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What was asked of States, each with its clock, as of a day; and what binds them."""

    as_of: dt.date
    duties: tuple[Duty, ...]
    bound: tuple[Bound, ...]
    sessions: tuple[Session, ...] = ()

    def duty(self, wanted: str) -> Duty:
        """Return one of them by its id, with or without its kind of subject.

        Raises:
            NoSuchDuty: there is none, or none that may be seen.
        """
        for one in self.duties:
            if wanted in (one.id, one.id.partition(":")[2]):
                return one
        raise NoSuchDuty(duty=wanted, as_of=self.as_of)

    def binding(self, one: Duty) -> tuple[tuple[Relied, Bound | None], ...]:
        """Return each article relied on with what makes it bind the State asked; None where that is not on record."""
        codes = {_code_of(state.value) for state in one.states}
        found = []
        for relied in one.articles:
            treaty = relied.article.treaty.id if relied.article else None
            held = (each for each in self.bound if each.treaty.id == treaty and _code_of(each.state) in codes)
            found.append((relied, next(held, None)))
        return tuple(found)

    def counts(self) -> Mapping[State, int]:
        """Return how many clocks stand how."""
        found: dict[State, int] = dict.fromkeys(State, 0)
        for one in self.duties:
            found[one.stand.state] += 1
        return found


def owed(
    book: Book, as_of: dt.date, *, state: str | None = None, incident: str | None = None, body: str | None = None
) -> Owed:
    """Return what States owe as of a day, from the claims of a book; narrowed to a State, an incident, a body.

    A narrowing never guesses: what does not say of which State or incident it is, is left out by it.
    """
    subjects = _subjects(book, as_of)
    reading = _Reading(book, as_of)
    found = [one for subject, claims in subjects.items() for one in reading.of(subject, claims)]
    wanted = [one for one in found if _is_wanted(one, state, incident, body)]
    bound = _binding(subjects, state)
    sessions = tuple(one for one in sessions_in(subjects) if state is None or _same_state(one.state, state))
    return Owed(as_of=as_of, duties=tuple(sorted(wanted, key=_order)), bound=bound, sessions=sessions)


def binding(book: Book, as_of: dt.date, *, state: str | None = None) -> tuple[Bound, ...]:
    """Return what binds States by the claims that count on a day, treaty by treaty; narrowed to a State."""
    return _binding(_subjects(book, as_of), state)


def _binding(subjects: Mapping[str, Sequence[Claim]], state: str | None) -> tuple[Bound, ...]:
    return tuple(one for one in bound_in(subjects) if state is None or _same_state(one.state, state))


def _subjects(book: Book, as_of: dt.date) -> dict[str, list[Claim]]:
    """Return the claims about letters, documents, petitions and States that count on a day, subject by subject."""
    names = [one.name for one in book.vocabulary.properties.values() if not set(SUBJECT_KINDS).isdisjoint(one.subjects)]
    every = [claim for name in names for claim in book.claims_of(name)]
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(every, key=lambda one: one.seq):
        if claim.subject_kind in SUBJECT_KINDS and is_known(claim, as_of):
            found[claim.subject].append(claim)
    return dict(sorted(found.items()))


def _sent_days(book: Book) -> Mapping[str, PartialDate | None]:
    sent: dict[str, list[Claim]] = defaultdict(list)
    for claim in book.claims_of("sent_on"):
        if claim.status.is_counted:
            sent[claim.subject].append(claim)
    return {subject: hull(told(claims)) for subject, claims in sent.items()}


def _order(one: Duty) -> tuple[dt.date, str, tuple[tuple[int, str], ...]]:
    start = hull(one.started)
    words = f"{one.paragraph or ''} {one.part or ''} {one.step or ''}"
    number = "".join(letter if letter.isalnum() else " " for letter in words).split()
    places = tuple((int(part), "") if part.isascii() and part.isdecimal() else (0, part) for part in number)
    return start.latest if start else dt.date.max, one.subject, places


def _is_wanted(one: Duty, state: str | None, incident: str | None, body: str | None) -> bool:
    about = None if incident is None else f"incident:{incident.removeprefix('incident:')}"
    named = body_of(body) if body is not None else None
    return (
        (state is None or any(_same_state(told_state.value, state) for told_state in one.states))
        and (about is None or about in {each.value for each in one.incidents})
        and (body is None or one.body == (named.id if named else body))
    )


def _code_of(words: str) -> str:
    found = state_called(words)
    return found.code if found else words.casefold()


def _same_state(one: str, other: str) -> bool:
    return _code_of(one) == _code_of(other)


class _Reading:
    """Reads duties out of one book as of one day; what they all need is looked up once."""

    def __init__(self, book: Book, as_of: dt.date) -> None:
        """Look up when letters were sent, also later than the day, and who signed what off by then."""
        self._as_of = as_of
        self._sent = _sent_days(book)
        self._reviewers: dict[str, list[str]] = defaultdict(list)
        for review in book.shelf.reviews():
            for claim_id in review.claims if review.day <= as_of.isoformat() else ():
                self._reviewers[claim_id].append(review.by)

    def of(self, subject: str, claims: Sequence[Claim]) -> Iterator[Duty]:
        """Yield the duties of one subject."""
        kind = subject.partition(":")[0]
        if kind == _LETTER:
            yield self._made(Part(subject, Kind.LETTER, Placed(claims)))
        elif kind == _DOCUMENT:
            yield from (self._made(one) for one in parts_of_document(subject, claims))
        elif kind == PETITION:
            yield from (self._made(one) for one in steps_of_petition(subject, claims))
        else:
            yield from (self._report(subject, *report) for report in reports_of_state(claims))

    def _made(self, part: Part) -> Duty:
        """Return the duty that a letter, a paragraph or a step of a petition is."""
        bodies = part.bodies()
        body = next((found.id for one in bodies if (found := body_of(one.value))), None)
        procedures = part.told("under_procedure")
        period = part.period(body, procedures)
        begins = period.starts if period is not None else _BEGINS.get(part.subject.partition(":")[0], "transmitted_on")
        started = part.told(begins)
        is_asked = part.kind is not Kind.RECOMMENDATION or part.is_chosen()
        stops = period.stops if period is not None else "replied_on"
        replies = part.of_step(stops) if stops == "replied_on" else part.of(stops)
        return self._duty(
            part,
            bodies=bodies,
            body=body,
            procedures=procedures,
            period=period,
            started=started,
            states=part.addressees(),
            asked=part.told(part.asks),
            due=due_of(part.of_step("due_on"), part.of_step("due_extended_to"), period, started, is_asked=is_asked),
            usual=_usual(period, started),
            answers=answers_of(replies),
        )

    def _report(self, subject: str, treaty: Treaty, name: str | None, claims: Sequence[Claim]) -> Duty:
        """Return a report that a State owes the body of a treaty."""
        part = Part(subject, Kind.REPORT, Placed(claims), step=f"{treaty.id}{f'/{name}' if name else ''}")
        due = [one for one in claims if one.property == "report_due_on"]
        code = subject.removeprefix(f"{STATE}:")
        named = state_by_code(code)
        return self._duty(
            part,
            bodies=(),
            body=treaty.body.id if treaty.body else None,
            procedures=(),
            period=None,
            started=told(one for one in claims if one.property == "bound_since"),
            states=(Told(value=named.name if named else code, on=None, claims=()),),
            asked=(),
            due=due_of(due, (), None, (), is_asked=True),
            usual=None,
            answers=answers_of(one for one in claims if one.property == "report_submitted_on"),
        )

    def _duty(self, part: Part, **known: Any) -> Duty:
        searches = searches_of(part.of_step("no_reply_as_of"))
        replaced = part.told("replaced_by_letter")
        later = hull(Told(value="", on=self._replaced_on(part, one), claims=()) for one in replaced)
        stand, is_open = stood(known["due"], known["answers"], searches, later, self._as_of)
        return Duty(
            id=part.id,
            kind=part.kind,
            subject=part.subject,
            paragraph=part.paragraph,
            part=part.part,
            step=part.step,
            incidents=part.told("concerns_incident"),
            articles=tuple(
                Relied(value=one.value, article=article_of(one.value), claims=one.claims)
                for one in part.told("under_article")
            ),
            symbols=part.told("symbol"),
            concerns=part.told("concern"),
            made_by=part.told("recommended_by"),
            responses=part.told("state_response"),
            themes=part.told("theme"),
            said=told(part.of_step("reply_content")),
            searches=searches,
            replaced_by=replaced,
            done=part.told("done_about"),
            body_grades=tuple(_body_grade(one, known["body"]) for one in part.of("body_grade")),
            own_grades=tuple(self._own_grade(one) for one in part.of("own_grade")),
            stand=stand,
            open=is_open,
            **known,
        )

    def _replaced_on(self, part: Part, replaced: Told) -> PartialDate | None:
        """Return the day of the letter that took the place of this one, else of which that is told."""
        sent = self._sent.get(replaced.value)
        days = (one.as_of or one.said_on for one in part.of("replaced_by_letter") if one.id in replaced.claims)
        return sent or next((day for day in days if day is not None), None)

    def _own_grade(self, claim: Claim) -> OwnGrade:
        author = claim.speaker.strip().casefold()
        others = [by for by in self._reviewers.get(claim.id, ()) if by.strip().casefold() != author]
        return OwnGrade(
            words=claim.value_text(),
            reason=claim.note or "",
            basis=tuple(claim.basis),
            by=claim.speaker,
            on=claim.as_of or claim.said_on,
            claim=claim.id,
            reviewers=tuple(dict.fromkeys(others)),
        )


def _usual(period: Period | None, started: Sequence[Told]) -> PartialDate | None:
    """Return the last day by the period of the procedure, whether or not it was asked for."""
    start = hull(started)
    return period.rule.due(start) if period is not None and period.rule is not None and start is not None else None


def _body_grade(claim: Claim, body: str | None) -> BodyGrade:
    named = body_of(claim.dimension("body") or "") or body_of(claim.speaker)
    return BodyGrade(
        words=claim.value_text(),
        body=named.id if named else claim.dimension("body") or body,
        on=claim.as_of or claim.said_on,
        claim=claim.id,
    )
