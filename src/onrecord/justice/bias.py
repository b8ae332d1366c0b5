"""Owns the worksheet of a bias motive: which indicators are on record, in whose words, and what a body has recognised.

METHOD 3.4, ODIHR, Using Bias Indicators (2019): an indicator is a reason to investigate and no proof. Nothing is scored
and nothing follows from how many there are; one that is not recorded was not recorded, and is no sign of its absence.
A hate crime is an offence with a bias motive; that it was one is for a body to find, and is told of its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.justice.said import Read, Said, Told, rows
from onrecord.kernel import Label, SpeakerKind
from onrecord.ledger import Book, Claim, LoggedSearch

INDICATORS: Final = (
    "victim_or_witness_perception",
    "comments_gestures_writing_graffiti",
    "difference_of_identity",
    "organised_group_involved",
    "location_and_timing",
    "pattern_of_incidents",
    "nature_of_violence",
    "target_was_symbolic",
    "absence_of_other_motive",
)
SEARCH_DAYS: Final = 90  # as long as "no response found" holds (METHOD 5.3): a motive is looked for as an answer is
_INDICATOR: Final = "bias_indicator"
_MOTIVE: Final = "bias_motive"
_KIND: Final = "offence_kind"
_NONE_FOUND: Final = "none_found"
PROPERTIES: Final = frozenset({_INDICATOR, _MOTIVE, _KIND})
CAUTION: Final = Label(
    en="An indicator is a reason to investigate and no proof; nothing follows from how many there are.",
    ru="Признак — повод расследовать, а не доказательство; из их числа ничего не следует.",
    kk="Белгі — тергеуге негіз, дәлел емес; олардың санынан ештеңе шықпайды.",
)


class Qualified(StrEnum):
    """What may be said of a decision on the motive, as of a day."""

    DECIDED = "decided"
    NONE_FOUND = "none_found"
    LAPSED = "search_lapsed"
    INCOMPLETE = "search_incomplete"
    NOT_SEARCHED = "not_searched"


SAYS: Final[Mapping[Qualified, Label]] = {
    Qualified.DECIDED: Label(
        en="{n} of {of} kinds of indicators recorded; official qualification: {decided}, as of {as_of}.",
        ru="Записано видов признаков: {n} из {of}; официальная квалификация: {decided}, на {as_of}.",
        kk="Жазылған белгі түрі: {of} ішінен {n}; ресми саралау: {decided}, {as_of} күні.",
    ),
    Qualified.NONE_FOUND: Label(
        en="{n} of {of} kinds of indicators recorded; official qualification: none found as of {searched_on}.",
        ru="Записано видов признаков: {n} из {of}; официальная квалификация: не найдена на {searched_on}.",
        kk="Жазылған белгі түрі: {of} ішінен {n}; ресми саралау: {searched_on} күні табылмады.",
    ),
    Qualified.LAPSED: Label(
        en="{n} of {of} kinds of indicators recorded; the last search for an official qualification, of {searched_on}, "
        "is older than {days} days as of {as_of}: search again.",
        ru="Записано видов признаков: {n} из {of}; последнему поиску официальной квалификации ({searched_on}) на "
        "{as_of} больше {days} дней: поищите снова.",
        kk="Жазылған белгі түрі: {of} ішінен {n}; ресми саралауды соңғы іздеуге ({searched_on}) {as_of} күні {days} "
        "күннен асты: қайта іздеңіз.",
    ),
    Qualified.INCOMPLETE: Label(
        en="{n} of {of} kinds of indicators recorded; of the search for an official qualification it is not told where "
        "and for what it was, so nothing is said of it as of {as_of}.",
        ru="Записано видов признаков: {n} из {of}; о поиске официальной квалификации не сказано, где и что искали, "
        "поэтому на {as_of} о ней ничего не утверждается.",
        kk="Жазылған белгі түрі: {of} ішінен {n}; ресми саралауды қайда, не бойынша іздегені айтылмаған, сондықтан "
        "{as_of} күні ол туралы ештеңе айтылмайды.",
    ),
    Qualified.NOT_SEARCHED: Label(
        en="{n} of {of} kinds of indicators recorded; nobody has searched for an official qualification as of {as_of}.",
        ru="Записано видов признаков: {n} из {of}; официальную квалификацию на {as_of} никто не искал.",
        kk="Жазылған белгі түрі: {of} ішінен {n}; ресми саралауды {as_of} күні ешкім іздемеген.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One claim of an indicator: what it says, its exact words where it quotes any, and who says it."""

    value: str
    quote: str | None
    speaker: str
    claim: str

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord bias --json` prints."""
        return {"value": self.value, "quote": self.quote, "speaker": self.speaker, "claim": self.claim}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a body has decided of the motive, under which article, on which day."""

    value: str
    body: str | None
    article: str | None
    on: str
    claim: str

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord bias --json` prints."""
        return {
            "value": self.value,
            "body": self.body,
            "article": self.article,
            "on": self.on,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Bias:
    """The worksheet of one incident, case or person as of a day. It has no result: a body finds a motive, not a sum."""

    subject: str
    as_of: dt.date
    offences: tuple[Said, ...]
    indicators: Mapping[str, tuple[Recorded, ...]]
    decisions: tuple[Decision, ...]
    searches: tuple[LoggedSearch, ...]
    status: Qualified

    @property
    def recorded(self) -> tuple[str, ...]:
        """The kinds of indicators of which anything is on record."""
        return tuple(name for name, found in self.indicators.items() if found)

    def says(self, language: str = "en", *, decided: str = "") -> str:
        """Return the sentence that may be told, with its day; `decided` is how the decisions are called."""
        searched = self.searches[-1].on if self.searches else ""
        return SAYS[self.status].fill(
            language,
            n=len(self.recorded),
            of=len(INDICATORS),
            decided=decided or ", ".join(one.value for one in self.decisions),
            as_of=self.as_of,
            searched_on=searched,
            days=SEARCH_DAYS,
        )

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord bias --json` prints; an indicator of which nothing is recorded is there, and empty."""
        return {
            "subject": self.subject,
            "offences": rows(self.offences),
            "indicators": {name: [one.to_row() for one in found] for name, found in self.indicators.items()},
            "recorded": len(self.recorded),
            "kinds": len(INDICATORS),
            "qualification": {
                "status": self.status.value,
                "decisions": [one.to_row() for one in self.decisions],
                "searches": [{**one.facts(), "claim": one.claim} for one in self.searches],
            },
            "says": self.says(language),
            "caution": CAUTION.text(language),
        }


def bias(book: Book, as_of: dt.date, incident: str | None = None) -> tuple[Bias, ...]:
    """Return the worksheets that a book has by the end of a day, of one incident or of all, by subject.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    return bias_from(Read.of(book, PROPERTIES, incident), as_of)


def bias_from(read: Read, as_of: dt.date) -> tuple[Bias, ...]:
    """Return the worksheets that claims make. What we conclude ourselves is no indicator: sources tell those."""
    return tuple(_bias(subject, claims, as_of) for subject, claims in sorted(read.by_subject(as_of).items()))


def _bias(subject: str, claims: Sequence[Claim], as_of: dt.date) -> Bias:
    told = Told(claims)
    of: dict[str, list[Recorded]] = {name: [] for name in INDICATORS}
    for one in told.claims(_INDICATOR):
        if one.speaker_kind is not SpeakerKind.OURSELVES:
            of.setdefault(one.dimension(_INDICATOR) or "", []).append(_recorded(one))
    motives = told.claims(_MOTIVE)
    decided = [one for one in motives if one.value != _NONE_FOUND]
    searched = [LoggedSearch.of(one, one.as_of) for one in motives if one.value == _NONE_FOUND and one.as_of]
    searches = sorted(searched, key=lambda one: (one.is_repeatable, one.on.earliest))
    return Bias(
        subject=subject,
        as_of=as_of,
        offences=told.said(_KIND),
        indicators={name: tuple(found) for name, found in of.items() if name},
        decisions=tuple(map(_decision, decided)),
        searches=tuple(searches),
        status=_status(bool(decided), searches, as_of),
    )


def _status(is_decided: bool, searches: Sequence[LoggedSearch], as_of: dt.date) -> Qualified:
    if is_decided:
        return Qualified.DECIDED
    told = [one for one in searches if one.is_repeatable]
    if any(0 <= one.age(as_of) <= SEARCH_DAYS for one in told):
        return Qualified.NONE_FOUND
    if told:
        return Qualified.LAPSED
    return Qualified.INCOMPLETE if searches else Qualified.NOT_SEARCHED


def _recorded(claim: Claim) -> Recorded:
    quote = claim.quote.text if claim.quote is not None else None
    return Recorded(value=claim.value_text(), quote=quote, speaker=claim.speaker, claim=claim.id)


def _decision(claim: Claim) -> Decision:
    day = claim.as_of or claim.said_on
    return Decision(
        value=claim.value_text(),
        body=claim.dimension("body") or claim.dimension("court"),
        article=claim.dimension("article"),
        on=day.text() if day is not None else "",
        claim=claim.id,
    )
