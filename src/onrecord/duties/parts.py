"""Owns which claims are of which duty: all of a letter; a paragraph's and its document's; those of a petition's step.

What is told of a whole document is worked out once for all of its paragraphs. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from onrecord.duties.bound import is_of
from onrecord.duties.duty import Kind
from onrecord.duties.norms import Treaty, body_of, treaties
from onrecord.duties.periods import Period, period_of
from onrecord.duties.told import Told, told
from onrecord.kernel import SpeakerKind
from onrecord.ledger import Claim

PETITION: Final = "petition"
_OBSERVATIONS: Final = "concluding_observations"
_STEPS: Final = ("submission", "observations", "follow_up")
_USUAL_STEP: Final = "observations"
_ASKS: Final = {"letter": "asked", "document": "recommendation", PETITION: "asked"}
# What a body says itself when it asks: where nobody tells whose letter it is, who says this tells it.
_SPEAKS: Final = ("asked", "recommendation", "sent_on", "due_on", "adopted_on")
# A document is a duty of its own, without recommendations, where one of these is told of it.
_DEMANDING: Final = ("due_on", "replied_on", "no_reply_as_of", "due_extended_to")
_Place = tuple[str | None, str | None]
_WHOLE: Final[_Place] = (None, None)


class Placed:
    """The claims about one subject: by property, and by the paragraph and part that they are of."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        """Lay them out."""
        self._by: dict[str, dict[_Place, list[Claim]]] = {}
        for one in claims:
            place = (one.dimension("paragraph"), one.dimension("part")) if one.about else _WHOLE
            self._by.setdefault(one.property, {}).setdefault(place, []).append(one)
        self._paragraphs = {name: {place[0] for place in places} for name, places in self._by.items()}
        self._of_whole: dict[str, tuple[Told, ...]] = {}

    def every(self, name: str) -> list[Claim]:
        """Return all claims of a property, in the order in which they were recorded."""
        places = self._by.get(name)
        if places is None:
            return []
        found = [one for same in places.values() for one in same]
        return found if len(found) == 1 else sorted(found, key=lambda one: one.seq)

    def of_whole(self, name: str) -> list[Claim]:
        """Return what is told of the document as a whole."""
        return self._by[name].get(_WHOLE, []) if name in self._by else []

    def told_of_whole(self, name: str) -> tuple[Told, ...]:
        """Return the same as values, each with its claims."""
        if name not in self._of_whole:
            self._of_whole[name] = told(self.of_whole(name))
        return self._of_whole[name]

    def own(self, name: str, paragraph: str | None, part: str | None) -> list[Claim] | None:
        """Return what is told of a paragraph or a part of it; None where it is told of neither but of the whole.

        What is told of one part of a paragraph is of no other part of it.
        """
        if name not in self._by:
            return None
        places = self._by[name]
        own = places.get((paragraph, part), [])
        if paragraph is not None and part is not None:
            own = [*places.get((paragraph, None), []), *own]
        if own or (paragraph is not None and paragraph in self._paragraphs[name]):
            return own
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """The claims of one duty, and which one it is."""

    subject: str
    kind: Kind
    placed: Placed
    paragraph: str | None = None
    part: str | None = None
    step: str | None = None
    asks: str = field(init=False)

    def __post_init__(self) -> None:
        """Know by which property it is asked."""
        object.__setattr__(self, "asks", _ASKS.get(self.subject.partition(":")[0], "asked"))

    @property
    def id(self) -> str:
        """Subject, paragraph and part, or step: the same at every reading."""
        paragraph = f"#{self.paragraph}" if self.paragraph else ""
        part = f"/{self.part}" if self.part else ""
        return f"{self.subject}{paragraph}{part}{f'#{self.step}' if self.step else ''}"

    def of(self, name: str) -> list[Claim]:
        """Return the claims of a property, of this recommendation where any is, else of the whole document.

        Of a letter everything is the letter's.
        """
        if self.kind is not Kind.RECOMMENDATION:
            return self.placed.every(name)
        own = self.placed.own(name, self.paragraph, self.part)
        return self.placed.of_whole(name) if own is None else own

    def told(self, name: str) -> tuple[Told, ...]:
        """Return the values of the same claims."""
        if self.kind is not Kind.RECOMMENDATION:
            found = self.placed.every(name)
            return told(found) if found else ()
        own = self.placed.own(name, self.paragraph, self.part)
        return self.placed.told_of_whole(name) if own is None else told(own)

    def of_step(self, name: str) -> list[Claim]:
        """Return the claims of a property that are of this step of a petition, or of everything elsewhere.

        What names no step is of the observations: they are what a State is asked for. Where a body chose paragraphs for
        follow-up, the day that its document names for a reply is of these alone.
        """
        found = self.of(name)
        if not found or self.kind not in (Kind.RECOMMENDATION, Kind.PETITION):
            return found
        if self.kind is Kind.PETITION:
            return [one for one in found if (one.dimension("duty_step") or _USUAL_STEP) == self.step]
        return [one for one in found if one.dimension("paragraph") is not None] if self._is_left_out() else found

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
        """Return whom what is asked is addressed to: as claimed, else where that is a dimension of it."""
        if stated := self.told("addressed_to"):
            return stated
        names: dict[str, list[str]] = {}
        for one in self.of(self.asks):
            if name := one.dimension("addressee"):
                names.setdefault(name, []).append(one.id)
        return tuple(Told(value=name, on=None, claims=tuple(ids)) for name, ids in names.items())

    def _is_left_out(self) -> bool:
        return any(one.value is True for one in self.placed.every("chosen_for_follow_up")) and not self.is_chosen()

    def is_chosen(self) -> bool:
        """Say whether the body chose this paragraph for follow-up, as all say who speak of it."""
        return {one.value for one in self.of("chosen_for_follow_up")} == {True}

    def period(self, body: str | None, procedures: Sequence[Told]) -> Period | None:
        """Return the period of the procedure claimed; of a petition, of its step.

        Recommendations of a body without a procedure told are taken for concluding observations: the period is theirs,
        and counts for those that it chose.
        """
        if self.kind is Kind.PETITION:
            return period_of(PETITION, body, self.step)
        named = procedures[0].value if len(procedures) == 1 else None
        if named is None and self.kind is Kind.RECOMMENDATION and not procedures:
            named = _OBSERVATIONS
        return period_of(named, body) if named is not None else None


def parts_of_document(subject: str, claims: Sequence[Claim]) -> Iterator[Part]:
    """Yield the recommendations of a document; the document itself where something was asked by it as a whole."""
    asked = [one for one in claims if one.property == "recommendation"]
    keys = dict.fromkeys((one.dimension("paragraph"), one.dimension("part")) for one in asked)
    placed = Placed(claims)
    for paragraph, part in keys:
        yield Part(subject, Kind.RECOMMENDATION, placed, paragraph=paragraph, part=part)
    if not keys and any(one.property in _DEMANDING for one in claims):
        yield Part(subject, Kind.DOCUMENT, placed)


def steps_of_petition(subject: str, claims: Sequence[Claim]) -> Iterator[Part]:
    """Yield the steps of a petition that have begun, or of which something is told."""
    for step in _STEPS:
        period = period_of(PETITION, None, step)
        begun = any(period is not None and one.property == period.starts for one in claims)
        if begun or any(one.dimension("duty_step") == step for one in claims):
            yield Part(subject, Kind.PETITION, Placed(claims), step=step)


def reports_of_state(claims: Sequence[Claim]) -> Iterator[tuple[Treaty, str | None, list[Claim]]]:
    """Yield the reports that a State owes or has given: by treaty, and by the period reported on."""
    for treaty in treaties().values():
        same = [one for one in claims if is_of(one, treaty)]
        told_of = [one for one in same if one.property in ("report_due_on", "report_submitted_on")]
        for period in dict.fromkeys(one.dimension("period") for one in told_of):
            mine = [one for one in told_of if one.dimension("period") == period]
            yield treaty, period, [*mine, *(one for one in same if one.property in ("bound_since", "no_reply_as_of"))]
