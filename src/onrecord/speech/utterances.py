"""Owns an utterance as a value: its words, who spoke in which office, how far it reached, against whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import ClaimId, Label, PartialDate, Quantity, SourceId
from onrecord.speech.rabat import Block, FormFinding, SpeechClass, Worksheet, block
from onrecord.speech.replies import Request
from onrecord.speech.responses import Responses
from onrecord.speech.timeline import Near

OF_AUTHORITY: Final = Label(
    en="Said in public office: public authorities shall not promote or incite racial discrimination "
    "(ICERD, article 4 (c); General Recommendation 35, paragraph 22).",
    ru="Сказано по должности: органы власти не должны поощрять расовую дискриминацию или подстрекать к ней "
    "(МКЛРД, статья 4 (c); Общая рекомендация 35, пункт 22).",
    kk="Лауазым бойынша айтылған: билік нәсілдік кемсітуді қолдамауға және оған шақырмауға тиіс (НКЖК, 4 (c)-бап; "
    "35-жалпы ұсыным, 22-тармақ).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that a claim says of an utterance, in words."""

    value: str
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return `{value, claim}`."""
        return {"value": self.value, "claim": self.claim}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The exact words in their own language. `is_quoted`: they stand in the passage that the claim quotes (SP-01)."""

    text: str
    claim: ClaimId
    source: SourceId | None
    is_quoted: bool

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of them."""
        return {"text": self.text, "claim": self.claim, "source": self.source, "quoted": self.is_quoted}


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The words in another language, and who translated them."""

    text: str
    language: str
    translator: str | None
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of it."""
        return {"text": self.text, "language": self.language, "translator": self.translator, "claim": self.claim}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office of the speaker. `of_that_day`: whether it is told for the day of the words; None where none is told."""

    value: str
    of_that_day: bool | None
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of it."""
        return {"value": self.value, "of_that_day": self.of_that_day, "claim": self.claim}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far the words went, counted in one unit, and how that is known. Units are never added up."""

    quantity: Quantity
    unit: str | None
    basis: str
    basis_label: Label
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of it."""
        return {**self.quantity.to_record(), "unit": self.unit, "basis": self.basis, "claim": self.claim}


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One utterance as of a day, from the claims that may be seen. Sources that differ stand side by side.

    There is a translation only where there are the words themselves (SP-02); `kept_back` counts those without them.
    """

    id: str
    words: tuple[Words, ...]
    languages: tuple[Said, ...]
    translations: tuple[Translation, ...]
    kept_back: int
    uttered_on: tuple[tuple[PartialDate, ClaimId], ...]
    speakers: tuple[Said, ...]
    offices: tuple[Office, ...]
    capacities: tuple[Said, ...]
    channels: tuple[Said, ...]
    groups: tuple[Said, ...]
    criticised: tuple[Said, ...]
    reach: tuple[Reach, ...]
    forms: tuple[FormFinding, ...]
    worksheets: tuple[Worksheet, ...]
    responses: Responses
    replies: tuple[Request, ...]
    near: tuple[Near, ...] | None  # None: not looked for, or of no day

    @property
    def is_in_public_role(self) -> bool:
        """Whether somebody in a public role spoke: in office, or holding one on that day. In doubt a private person."""
        capacities = {one.value for one in self.capacities}
        holds_office = any(one.of_that_day for one in self.offices)
        return capacities == {"official"} or (holds_office and "private" not in capacities)

    @property
    def is_criticism(self) -> bool:
        """Whether the words are on record as against an authority and against no group."""
        return bool(self.criticised) and not self.groups

    @property
    def classes(self) -> tuple[SpeechClass, ...]:
        """The classes that stand, of one analyst or of several; they are not averaged."""
        return tuple(one.speech_class for one in self.worksheets if one.speech_class is not None)

    @property
    def withheld(self) -> Block | None:
        """Why it is not published, None where it may be: SP-03, private persons in class 1 or 2 only.

        Where analysts differ the mildest class decides.
        """
        mildest = max((one.number for one in self.classes), default=None)
        is_grave = mildest is not None and mildest <= SpeechClass.OTHER_SANCTION.number
        if self.is_in_public_role or is_grave:
            return None
        return block("speech.private-below-class-two")

    def to_row(self, language: str = "en", *, with_names: bool = False) -> dict[str, Any]:
        """Return what `onrecord speech --json` prints: who a private person is only where it is asked for (SP-03).

        Office and channel can tell who it is as well as a name can.
        """
        is_named = with_names or self.is_in_public_role
        return {
            "utterance": self.id,
            "words": [one.to_row() for one in self.words],
            "language": [one.to_row() for one in self.languages],
            "translations": [one.to_row() for one in self.translations],
            "translations_kept_back": self.kept_back,
            "uttered_on": [{"on": day.text(), "claim": claim} for day, claim in self.uttered_on],
            "speaker": [one.to_row() for one in self.speakers] if is_named else None,
            "office": [one.to_row() for one in self.offices] if is_named else None,
            "capacity": [one.to_row() for one in self.capacities],
            "public_role": self.is_in_public_role,
            "icerd_4c": OF_AUTHORITY.text(language) if self.is_in_public_role and self.groups else None,
            "channel": [one.to_row() for one in self.channels] if is_named else None,
            "target_group": [one.to_row() for one in self.groups],
            "criticised_authority": [one.to_row() for one in self.criticised],
            "reach": [one.to_row() for one in self.reach],
            "gr35_forms": [one.to_row(language) for one in self.forms],
            "classes": sorted({one.number for one in self.classes}),
            "worksheets": [one.to_row(language) for one in self.worksheets],
            "responses": self.responses.to_row(language),
            "replies": [_reply_row(one, language, is_named=is_named) for one in self.replies],
            "near": [one.to_row() for one in self.near] if self.near is not None else None,
            "withheld": self.withheld.to_row(language) if self.withheld is not None else None,
        }


def _reply_row(one: Request, language: str, *, is_named: bool) -> dict[str, Any]:
    """Return a request for a reply; without who was asked, where that would name a private person (SP-03)."""
    row = one.to_row(language)
    return row if is_named else {**row, "asked_of": None, "channel": None, "text": None}


def block_of_office(offices: tuple[Office, ...]) -> Block | None:
    """Return what is wrong where offices are on record and none may be that of the day of the words (METHOD 5.1, b)."""
    if not offices or any(one.of_that_day for one in offices):
        return None
    return block("speech.office-of-another-day", claims=", ".join(one.claim for one in offices))


def blocks_of_words(words: tuple[Words, ...], groups: tuple[Said, ...], criticised: tuple[Said, ...]) -> list[Block]:
    """Return what is missing of an utterance before anybody can put it into a class.

    The Plan of Action is about hatred against a group; criticism of an authority is none, whoever was prosecuted.
    """
    found = [block("speech.words-not-quoted", claim=one.claim) for one in words if not one.is_quoted]
    if not words:
        found.append(block("speech.no-words"))
    if not groups:
        found.append(block("speech.criticism-of-authority" if criticised else "speech.no-target-group"))
    return found
