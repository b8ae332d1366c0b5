"""Owns the register of utterances as of a day: made from a book of claims, never from what the day did not yet hold."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import ClaimId, Label, PartialDate, Quantity, SourceId, SpeakerKind, Vocabulary
from onrecord.ledger import Book, Claim, Review
from onrecord.speech.errors import NoSuchUtterance
from onrecord.speech.rabat import (
    Block,
    ClassFinding,
    Factor,
    FactorFinding,
    FormFinding,
    SpeechClass,
    Support,
    Worksheet,
    block,
    blocks_of,
)
from onrecord.speech.replies import PROPERTIES as OF_REPLIES
from onrecord.speech.replies import requests_from
from onrecord.speech.responses import PROSECUTIONS, responses
from onrecord.speech.timeline import HAPPENINGS, Near, Timeline
from onrecord.speech.utterances import (
    Office,
    Reach,
    Said,
    Translation,
    Utterance,
    Words,
    block_of_office,
    blocks_of_words,
)

_OF_AN_UTTERANCE: Final = "utterance"
_RESPONSE: Final = "response_to_utterance"
_PROSECUTION: Final = "speech_prosecution"
_OF_INCIDENTS: Final = ("hostile_speech", _PROSECUTION, "official_response_to_speech")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a claim about an incident says of speech. It has no words of its own, and so never a class."""

    property: str
    incident: str
    value: str
    on: PartialDate | None
    source: SourceId | None
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of it."""
        return {
            "property": self.property,
            "incident": self.incident,
            "value": self.value,
            "on": self.on.text() if self.on else None,
            "source": self.source,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The utterances on record as of a day, and what is reported of speech in incidents.

    `withheld` counts the utterances that are left out because they are not published (SP-03).
    """

    as_of: dt.date
    utterances: tuple[Utterance, ...]
    reported: tuple[Reported, ...]
    prosecutions: tuple[Reported, ...]
    answers: tuple[Reported, ...]
    withheld: int

    def utterance(self, wanted: str) -> Utterance:
        """Return one of them, by its id with or without its kind.

        Raises:
            NoSuchUtterance: there is none, or none that may be seen.
        """
        for one in self.utterances:
            if wanted.removeprefix(f"{_OF_AN_UTTERANCE}:") == one.id:
                return one
        raise NoSuchUtterance(utterance=wanted, as_of=self.as_of)


def register(
    book: Book,
    as_of: dt.date,
    *,
    within_days: int | None = None,
    to_publish: bool = False,
    only: str | None = None,
    incident: str | None = None,
) -> Register:
    """Return the register as of a day, from the claims of the book; `only` reads one utterance.

    With `within_days` it is told what happened so many days around each utterance; otherwise that is not looked for.
    A claim counts from its day on (`as_of`, else `said_on`); one known by its month, when the month is over. With
    `to_publish` the utterances of private persons are left out that SP-03 keeps from the public. Of one `incident`:
    what is reported of speech in it, the utterances that concern it, and those of which nobody says what they concern.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    by_utterance = _of_incident(book, _by_utterance(book, as_of, only), incident)
    reading = _Reading(book, as_of, by_utterance, within_days)
    found = [reading.utterance(one, claims) for one, claims in by_utterance.items()]
    told = [one for one in found if _is_uttered_by(one, as_of)]
    shown = tuple(one for one in told if not to_publish or one.withheld is None)
    reported = {name: _reported(book, name, as_of, incident) for name in _OF_INCIDENTS}
    return Register(
        as_of=as_of,
        utterances=shown,
        reported=reported["hostile_speech"],
        prosecutions=reported[_PROSECUTION],
        answers=reported["official_response_to_speech"],
        withheld=len(told) - len(shown),
    )


def _of_incident(book: Book, found: Mapping[str, list[Claim]], incident: str | None) -> Mapping[str, list[Claim]]:
    if incident is None:
        return found
    ties = book.ties(incident)
    return {one: claims for one, claims in found.items() if ties.may_be_of(f"{_OF_AN_UTTERANCE}:{one}", incident)}


def _by_utterance(book: Book, as_of: dt.date, only: str | None) -> Mapping[str, list[Claim]]:
    names = [one.name for one in book.vocabulary.properties.values() if _OF_AN_UTTERANCE in one.subjects]
    subject = None if only is None else f"{_OF_AN_UTTERANCE}:{only.removeprefix(f'{_OF_AN_UTTERANCE}:')}"
    found: dict[str, list[Claim]] = defaultdict(list)
    claims = [claim for name in names for claim in book.claims_of(name, subject=subject)]
    for claim in sorted(claims, key=lambda one: one.seq):
        if claim.subject_kind == _OF_AN_UTTERANCE and (claim.property in OF_REPLIES or _stood(claim, as_of)):
            found[claim.subject_id].append(claim)
    return dict(sorted(found.items()))


class _Reading:
    """Reads utterances out of one book, as of one day; what they all need is looked up once."""

    def __init__(
        self, book: Book, as_of: dt.date, by_utterance: Mapping[str, Sequence[Claim]], within_days: int | None
    ) -> None:
        self._book = book
        self._as_of = as_of
        self._within_days = within_days
        self._labels = {factor: _label(book.vocabulary, "factor", factor.value) for factor in Factor}
        self._signed: dict[ClaimId, list[Review]] = defaultdict(list)
        self._reviews = book.shelf.reviews()
        for review in self._reviews:
            for claim_id in review.claims if review.day <= as_of.isoformat() else ():
                self._signed[claim_id].append(review)
        happenings = HAPPENINGS if by_utterance and within_days is not None else ()
        dated = (claim for name in happenings for claim in book.claims_of(name) if _stood(claim, as_of))
        self._timeline = Timeline(dated)

    def utterance(self, name: str, claims: Sequence[Claim]) -> Utterance:
        """Return one utterance from the claims about it that stood on the day."""
        of: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            of[claim.property].append(claim)
        words = tuple(_words(one) for one in of["uttered_words"])
        translations = tuple(_translation(one) for one in of["words_translated"])
        days = tuple((one.value, one.id) for one in of["uttered_on"] if isinstance(one.value, PartialDate))
        groups, criticised = _said(of["target_group"]), _said(of["criticised_authority"])
        offices = tuple(_office(one, [day for day, _ in days]) for one in of["office_held"])
        blocks = blocks_of_words(words, groups, criticised)
        return Utterance(
            id=name,
            words=words,
            languages=_said(of["uttered_in"]),
            translations=translations if words else (),
            kept_back=0 if words else len(translations),
            uttered_on=days,
            speakers=_said(of["uttered_by"]),
            offices=offices,
            capacities=_said(of["capacity"]),
            channels=_said(of["channel"]),
            groups=groups,
            criticised=criticised,
            reach=tuple(self._reach(one, one.value) for one in of["reach"] if isinstance(one.value, Quantity)),
            forms=tuple(self._form(one, blocks) for one in of["gr35_form"]),
            worksheets=self._worksheets(of, blocks, block_of_office(offices)),
            responses=responses(of[_RESPONSE], self._as_of),
            replies=requests_from([one for name in sorted(OF_REPLIES) for one in of[name]], self._reviews, self._as_of),
            near=self._near([day for day, _ in days]),
        )

    def _near(self, days: Sequence[PartialDate]) -> tuple[Near, ...] | None:
        if self._within_days is None or not days:
            return None
        return self._timeline.near(_hull(days), self._within_days)

    def _worksheets(
        self, of: Mapping[str, Sequence[Claim]], blocks: Sequence[Block], office: Block | None
    ) -> tuple[Worksheet, ...]:
        """Return the worksheet of each analyst: of every factor, and of the class, what they found last."""
        classed = [one for one in of["rabat_class"] if one.value in set(SpeechClass)]
        findings = [*of["rabat_factor"], *classed]
        return tuple(
            self._worksheet(author, [one for one in findings if one.speaker.strip() == author], blocks, office)
            for author in dict.fromkeys(one.speaker.strip() for one in findings)
        )

    def _worksheet(
        self, author: str, claims: Sequence[Claim], blocks: Sequence[Block], office: Block | None
    ) -> Worksheet:
        last: dict[str, Claim] = {}
        for claim in sorted(claims, key=_day_of):
            last[claim.dimension("factor") or ""] = claim
        factors = tuple(self._factor(factor, last[factor]) for factor in Factor if factor in last)
        proposed = self._class(last[""]) if "" in last else None
        held = blocks_of(author, proposed, factors, self._labels, blocks, office)
        return Worksheet(author=author, factors=factors, proposed=proposed, blocks=held)

    def _factor(self, factor: Factor, claim: Claim) -> FactorFinding:
        return FactorFinding(
            factor=factor,
            label=self._labels[factor],
            support=_support(claim),
            text=claim.note or "",
            evidence=tuple(one for one in claim.basis if self._is_evidence(one)),
            claim=claim.id,
            on=_day(claim),
            reviewers=self._reviewers(claim),
        )

    def _class(self, claim: Claim) -> ClassFinding:
        return ClassFinding(
            speech_class=SpeechClass(claim.value_text()),
            text=claim.note or "",
            claim=claim.id,
            on=_day(claim),
            reviewers=self._reviewers(claim),
            last_reviewed_on=self._last_reviewed(claim),
        )

    def _form(self, claim: Claim, blocks: Sequence[Block]) -> FormFinding:
        reviewers, author = self._reviewers(claim), claim.speaker.strip()
        unseen = [] if reviewers else [block("speech.form-unreviewed", author=author, claim=claim.id)]
        return FormFinding(
            value=claim.value_text(),
            author=author,
            claim=claim.id,
            on=_day(claim),
            reviewers=reviewers,
            blocks=(*blocks, *unseen),
        )

    def _last_reviewed(self, claim: Claim) -> str | None:
        """Return the day on which somebody else last signed a finding off."""
        author = claim.speaker.strip().casefold()
        days = (one.day for one in self._signed.get(claim.id, ()) if one.by.strip().casefold() != author)
        return max(days, default=None)

    def _reviewers(self, claim: Claim) -> tuple[str, ...]:
        """Return who else has signed a finding off; the ledger lets nobody sign what they stated themselves."""
        author = claim.speaker.strip().casefold()
        found = [one.by for one in self._signed.get(claim.id, ()) if one.by.strip().casefold() != author]
        return tuple(dict.fromkeys(found))

    def _is_evidence(self, claim_id: ClaimId) -> bool:
        """Say whether a claim can carry a factor: it stood on the day, is none of our own and no prosecution."""
        claim = self._book.claim(claim_id)
        if claim is None or not _stood(claim, self._as_of):
            return False
        is_prosecution = claim.property == _PROSECUTION or (
            claim.property == _RESPONSE and claim.value_text() in PROSECUTIONS
        )
        return claim.speaker_kind is not SpeakerKind.OURSELVES and not is_prosecution

    def _reach(self, claim: Claim, quantity: Quantity) -> Reach:
        basis = claim.dimension("reach_basis") or "unknown"
        label = _label(self._book.vocabulary, "reach_basis", basis)
        return Reach(quantity=quantity, unit=claim.unit, basis=basis, basis_label=label, claim=claim.id)


def _stood(claim: Claim, as_of: dt.date) -> bool:
    """Say whether a claim counts and is of no later day; its day is that of which it speaks, else that of the word."""
    day = claim.as_of or claim.said_on
    return claim.status.is_counted and (day is None or day.latest <= as_of)


def _is_uttered_by(one: Utterance, as_of: dt.date) -> bool:
    return not one.uttered_on or any(day.earliest <= as_of for day, _ in one.uttered_on)


def _hull(days: Sequence[PartialDate]) -> PartialDate:
    """Return all days that sources give for one utterance as one span."""
    earliest, latest = min(day.earliest for day in days), max(day.latest for day in days)
    return PartialDate(earliest=earliest, latest=latest, wording=f"{earliest}/{latest}")


def _day(claim: Claim) -> PartialDate:
    assert claim.as_of is not None  # noqa: S101 - findings are dated: the ledger refuses one without its day
    return claim.as_of


def _day_of(claim: Claim) -> tuple[dt.date, int]:
    return _day(claim).latest, claim.seq


def _support(claim: Claim) -> Support:
    """Return what a factor shows; a word that an organisation added decides nothing, so it counts as unknown."""
    return Support(claim.value) if claim.value in set(Support) else Support.UNKNOWN


def _said(claims: Iterable[Claim]) -> tuple[Said, ...]:
    return tuple(Said(value=one.value_text(), claim=one.id) for one in claims)


def _words(claim: Claim) -> Words:
    text = claim.value_text()
    is_quoted = claim.quote is not None and _folded(text) in _folded(claim.quote.text)
    return Words(text=text, claim=claim.id, source=claim.source, is_quoted=is_quoted)


def _folded(text: str) -> str:
    """Return the text in NFC with every run of blanks as one: lines are broken anew by every layout (SP-01)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _translation(claim: Claim) -> Translation:
    return Translation(
        text=claim.value_text(),
        language=claim.dimension("language") or "und",
        translator=claim.dimension("translator"),
        claim=claim.id,
    )


def _office(claim: Claim, days: Sequence[PartialDate]) -> Office:
    told = claim.as_of
    of_that_day = None if told is None or not days else any(told.overlaps(day) for day in days)
    return Office(value=claim.value_text(), of_that_day=of_that_day, claim=claim.id)


def _label(vocabulary: Vocabulary, dimension: str, name: str) -> Label:
    term = vocabulary.term(dimension, name)
    return term.label if term is not None else Label.alike(name)


def _reported(book: Book, name: str, as_of: dt.date, incident: str | None) -> tuple[Reported, ...]:
    return tuple(
        Reported(
            property=name,
            incident=claim.subject,
            value=claim.value_text(),
            on=claim.as_of or claim.said_on,
            source=claim.source,
            claim=claim.id,
        )
        for claim in book.claims_of(name)
        if _stood(claim, as_of) and incident in (None, claim.subject_id)
    )
