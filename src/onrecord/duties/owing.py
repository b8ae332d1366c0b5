"""Owns what States owe as of a day: everything asked of them that is on record, and which treaties bind them. Pure.

A recommendation is a row of its own where it has a paragraph; what a document says as a whole holds for each of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.duties.clocks import State
from onrecord.duties.duty import Duty, Kind, Relied
from onrecord.duties.errors import NoSuchDuty
from onrecord.duties.grades import BodyGrade, OwnGrade
from onrecord.duties.norms import Treaty, article_of, body_of, treaties, treaty_of
from onrecord.duties.periods import Period, period_of
from onrecord.duties.standing import answers_of, due_of, searches_of, stood
from onrecord.duties.states import state_by_code, state_called
from onrecord.duties.told import Told, hull, is_known, rows, told
from onrecord.kernel import PartialDate, SpeakerKind
from onrecord.ledger import Book, Claim

_LETTER: Final = "letter"
_DOCUMENT: Final = "document"
_PETITION: Final = "petition"
_STATE: Final = "state"
SUBJECT_KINDS: Final = (_LETTER, _DOCUMENT, _PETITION, _STATE)
_OBSERVATIONS: Final = "concluding_observations"
_STEPS: Final = ("submission", "observations", "follow_up")
_USUAL_STEP: Final = "observations"
_ASKS: Final = {_LETTER: "asked", _DOCUMENT: "recommendation", _PETITION: "asked"}
_BEGINS: Final = {_LETTER: "sent_on", _DOCUMENT: "adopted_on"}
# What a body says itself when it asks: where nobody tells whose letter it is, who says this tells it.
_SPEAKS: Final = ("asked", "recommendation", "sent_on", "due_on", "adopted_on")
# A document is a duty of its own, without recommendations, where one of these is told of it.
_DEMANDING: Final = ("due_on", "replied_on", "no_reply_as_of", "due_extended_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Since when a treaty binds a State, what it accepts under it, and its reservations; all as claimed."""

    state: str
    treaty: Treaty
    since: tuple[Told, ...]
    left: tuple[Told, ...]
    procedures: tuple[tuple[str, Told], ...]
    reservations: tuple[Told, ...]

    def is_bound(self, as_of: dt.date) -> bool:
        """Say whether the treaty binds the State on a day, as far as that is claimed."""
        begun, ended = hull(self.since), hull(self.left)
        return begun is not None and begun.latest <= as_of and (ended is None or ended.earliest > as_of)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "state": self.state,
            "treaty": self.treaty.id,
            "label": self.treaty.label.text(language),
            "since": rows(self.since),
            "left": rows(self.left),
            "procedures": [{"procedure": name, **one.to_row()} for name, one in self.procedures],
            "reservations": rows(self.reservations),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A day on which a body examines a State, planned or past; `named` is the body or treaty as it is claimed."""

    state: str
    named: str
    body: str | None
    day: PartialDate
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "state": self.state,
            "named": self.named,
            "body": self.body,
            "day": self.day.text(),
            "claims": list(self.claims),
        }


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
        raise NoSuchDuty(duty=wanted, as_of=self.as_of.isoformat())

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
    bound = tuple(one for one in _bound(subjects) if state is None or _same_state(one.state, state))
    sessions = tuple(one for one in _sessions(subjects) if state is None or _same_state(one.state, state))
    return Owed(as_of=as_of, duties=tuple(sorted(wanted, key=_order)), bound=bound, sessions=sessions)


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


def _bound(subjects: Mapping[str, Sequence[Claim]]) -> Iterator[Bound]:
    for subject, claims in subjects.items():
        if not subject.startswith(f"{_STATE}:"):
            continue
        for treaty in treaties().values():
            same = [one for one in claims if _is_of(one, treaty)]
            since = told(one for one in same if one.property == "bound_since")
            accepted = [one for one in same if one.property == "procedure_accepted_since"]
            reservations = told(one for one in same if one.property == "reservation")
            if since or accepted or reservations:
                yield Bound(
                    state=subject.removeprefix(f"{_STATE}:"),
                    treaty=treaty,
                    since=since,
                    left=told(one for one in same if one.property == "no_longer_bound_since"),
                    procedures=tuple((one.dimension("procedure") or "", told([one])[0]) for one in accepted),
                    reservations=reservations,
                )


def _sessions(subjects: Mapping[str, Sequence[Claim]]) -> Iterator[Session]:
    """Yield the days on which States are examined, one for each body and day that is told."""
    for subject, claims in subjects.items():
        same: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for one in claims:
            if one.property == "reviewed_on" and isinstance(one.value, PartialDate):
                same[one.dimension("body") or one.dimension("treaty") or "", one.value.text()].append(one)
        for (named, _), found in same.items():
            treaty = treaty_of(named)
            known = body_of(named) or (treaty.body if treaty is not None else None)
            (told_day,) = told(found)
            if told_day.on is not None:
                yield Session(
                    state=subject.removeprefix(f"{_STATE}:"),
                    named=named,
                    body=known.id if known else None,
                    day=told_day.on,
                    claims=told_day.claims,
                )


def _is_of(claim: Claim, treaty: Treaty) -> bool:
    named = treaty_of(claim.dimension("treaty") or "")
    return named is not None and named.id == treaty.id


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
            yield self._made(_Part(subject, Kind.LETTER, _by_place(claims)))
        elif kind == _DOCUMENT:
            yield from (self._made(one) for one in _parts_of_document(subject, claims))
        elif kind == _PETITION:
            yield from (self._made(one) for one in _steps_of_petition(subject, claims))
        else:
            yield from (self._report(subject, treaty, period, same) for treaty, period, same in _reports(claims))

    def _made(self, part: _Part) -> Duty:
        """Return the duty that a letter, a paragraph or a step of a petition is."""
        bodies = part.bodies()
        body = next((found.id for one in bodies if (found := body_of(one.value))), None)
        procedures = told(part.of("under_procedure"))
        period = part.period(body, procedures)
        begins = period.starts if period is not None else _BEGINS.get(part.subject.partition(":")[0], "transmitted_on")
        started = told(part.of(begins))
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
            states=told(part.of("addressed_to")) or part.addressees(),
            asked=told(part.of(_ASKS[part.subject.partition(":")[0]])),
            due=due_of(part.of_step("due_on"), part.of_step("due_extended_to"), period, started, is_asked=is_asked),
            usual=_usual(period, started),
            answers=answers_of(replies),
        )

    def _report(self, subject: str, treaty: Treaty, name: str | None, claims: Sequence[Claim]) -> Duty:
        """Return a report that a State owes the body of a treaty."""
        part = _Part(subject, Kind.REPORT, _by_place(claims), step=f"{treaty.id}{f'/{name}' if name else ''}")
        due = [one for one in claims if one.property == "report_due_on"]
        code = subject.removeprefix(f"{_STATE}:")
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

    def _duty(self, part: _Part, **known: Any) -> Duty:
        searches = searches_of(part.of_step("no_reply_as_of"))
        replaced = told(part.of("replaced_by_letter"))
        later = hull(Told(value="", on=self._replaced_on(part, one), claims=()) for one in replaced)
        stand, is_open = stood(known["due"], known["answers"], searches, later, self._as_of)
        return Duty(
            id=part.id,
            kind=part.kind,
            subject=part.subject,
            paragraph=part.paragraph,
            part=part.part,
            step=part.step,
            incidents=told(part.of("concerns_incident")),
            articles=tuple(
                Relied(value=one.value, article=article_of(one.value), claims=one.claims)
                for one in told(part.of("under_article"))
            ),
            symbols=told(part.of("symbol")),
            concerns=told(part.of("concern")),
            made_by=told(part.of("recommended_by")),
            responses=told(part.of("state_response")),
            themes=told(part.of("theme")),
            said=told(part.of_step("reply_content")),
            searches=searches,
            replaced_by=replaced,
            done=told(part.of("done_about")),
            body_grades=tuple(_body_grade(one, known["body"]) for one in part.of("body_grade")),
            own_grades=tuple(self._own_grade(one) for one in part.of("own_grade")),
            stand=stand,
            open=is_open,
            **known,
        )

    def _replaced_on(self, part: _Part, replaced: Told) -> PartialDate | None:
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


_ByPlace = Mapping[str, Mapping[tuple[str | None, str | None], list[Claim]]]


def _by_place(claims: Sequence[Claim]) -> _ByPlace:
    """Return claims by property, and by the paragraph and part that they are of: once for all parts of a document."""
    found: dict[str, dict[tuple[str | None, str | None], list[Claim]]] = {}
    for one in claims:
        place = one.dimension("paragraph"), one.dimension("part")
        found.setdefault(one.property, {}).setdefault(place, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """The claims of one duty: all of a letter; of a document, those of one paragraph and of the whole."""

    subject: str
    kind: Kind
    claims: _ByPlace
    paragraph: str | None = None
    part: str | None = None
    step: str | None = None

    @property
    def id(self) -> str:
        """Subject, paragraph and part, or step: the same at every reading."""
        paragraph = f"#{self.paragraph}" if self.paragraph else ""
        part = f"/{self.part}" if self.part else ""
        return f"{self.subject}{paragraph}{part}{f'#{self.step}' if self.step else ''}"

    def of(self, name: str) -> list[Claim]:
        """Return the claims of a property, of this recommendation where any is, else of the whole document.

        What is told of one part of a paragraph is of no other part of it; of a letter everything is the letter's.
        """
        places = self.claims.get(name, {})
        if self.kind is not Kind.RECOMMENDATION:
            return sorted((one for same in places.values() for one in same), key=lambda one: one.seq)
        own = places.get((self.paragraph, self.part), [])
        if self.paragraph is not None and self.part is not None:
            own = [*places.get((self.paragraph, None), []), *own]
        if own or (self.paragraph is not None and any(place[0] == self.paragraph for place in places)):
            return own
        return places.get((None, None), [])

    def of_step(self, name: str) -> list[Claim]:
        """Return the claims of a property that are of this step of a petition, or of everything elsewhere.

        What names no step is of the observations: they are what a State is asked for. Where a body chose paragraphs for
        follow-up, the day that its document names for a reply is of these alone.
        """
        found = self.of(name)
        if self.kind is Kind.RECOMMENDATION and self._is_left_out():
            return [one for one in found if one.dimension("paragraph") is not None]
        if self.kind is not Kind.PETITION:
            return found
        return [one for one in found if (one.dimension("duty_step") or _USUAL_STEP) == self.step]

    def bodies(self) -> tuple[Told, ...]:
        """Return the body as claimed; where nobody says, the body that speaks of itself in what is asked."""
        stated = told(one for name in ("sender", "issued_by") for one in self.of(name))
        if stated:
            return stated
        asking = (one for name in _SPEAKS for one in self.of(name))
        own = [one for one in asking if one.speaker_kind is SpeakerKind.UN_BODY and body_of(one.speaker)]
        speakers: dict[str, list[str]] = {}
        for one in own:
            speakers.setdefault(one.speaker, []).append(one.id)
        return tuple(Told(value=name, on=None, claims=tuple(ids)) for name, ids in speakers.items())

    def addressees(self) -> tuple[Told, ...]:
        """Return whom what is asked is addressed to, where that is a dimension of it."""
        names: dict[str, list[str]] = {}
        for one in self.of(_ASKS[self.subject.partition(":")[0]]):
            if name := one.dimension("addressee"):
                names.setdefault(name, []).append(one.id)
        return tuple(Told(value=name, on=None, claims=tuple(ids)) for name, ids in names.items())

    def _is_left_out(self) -> bool:
        told_of = self.claims.get("chosen_for_follow_up", {})
        chosen = any(one.value is True for same in told_of.values() for one in same)
        return chosen and not self.is_chosen()

    def is_chosen(self) -> bool:
        """Say whether the body chose this paragraph for follow-up, as all say who speak of it."""
        values = {one.value for one in self.of("chosen_for_follow_up")}
        return values == {True}

    def period(self, body: str | None, procedures: Sequence[Told]) -> Period | None:
        """Return the period of the procedure claimed; of a petition, of its step.

        Recommendations of a body without a procedure told are taken for concluding observations: the period is theirs,
        and counts for those that it chose.
        """
        if self.kind is Kind.PETITION:
            return period_of(_PETITION, body, self.step)
        named = procedures[0].value if len(procedures) == 1 else None
        if named is None and self.kind is Kind.RECOMMENDATION and not procedures:
            named = _OBSERVATIONS
        return period_of(named, body) if named is not None else None


def _parts_of_document(subject: str, claims: Sequence[Claim]) -> Iterator[_Part]:
    """Yield the recommendations of a document; the document itself where something was asked by it as a whole."""
    asked = [one for one in claims if one.property == "recommendation"]
    keys = dict.fromkeys((one.dimension("paragraph"), one.dimension("part")) for one in asked)
    places = _by_place(claims)
    for paragraph, part in keys:
        yield _Part(subject, Kind.RECOMMENDATION, places, paragraph=paragraph, part=part)
    if not keys and any(one.property in _DEMANDING for one in claims):
        yield _Part(subject, Kind.DOCUMENT, places)


def _steps_of_petition(subject: str, claims: Sequence[Claim]) -> Iterator[_Part]:
    """Yield the steps of a petition that have begun, or of which something is told."""
    for step in _STEPS:
        period = period_of(_PETITION, None, step)
        begun = any(period is not None and one.property == period.starts for one in claims)
        if begun or any(one.dimension("duty_step") == step for one in claims):
            yield _Part(subject, Kind.PETITION, _by_place(claims), step=step)


def _reports(claims: Sequence[Claim]) -> Iterator[tuple[Treaty, str | None, list[Claim]]]:
    """Yield the reports that a State owes or has given: by treaty, and by the period reported on."""
    for treaty in treaties().values():
        same = [one for one in claims if _is_of(one, treaty)]
        told_of = [one for one in same if one.property in ("report_due_on", "report_submitted_on")]
        for period in dict.fromkeys(one.dimension("period") for one in told_of):
            mine = [one for one in told_of if one.dimension("period") == period]
            yield treaty, period, [*mine, *(one for one in same if one.property in ("bound_since", "no_reply_as_of"))]


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
