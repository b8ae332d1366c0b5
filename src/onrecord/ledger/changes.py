"""Owns what changed in the ledger between two moments: claims that came, went or were disputed, figures that moved.

Pure: two books in, changes out. A change says what it rests on, never which of the two states is the better one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import ClaimId, Label, number_record, number_text
from onrecord.ledger.book import Book
from onrecord.ledger.errors import MomentsReversed
from onrecord.ledger.model import Claim, ClaimStatus, Figure


class Became(StrEnum):
    """What became of a claim between two moments."""

    STATED = "stated"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    REFUTED = "refuted"


class Moved(StrEnum):
    """What is other about a figure. A figure may move in several ways at once."""

    APPEARED = "appeared"
    GONE = "gone"
    RANGE = "range"
    STATUS = "status"
    LATEST_OFFICIAL = "latest_official"
    ORIGINS = "origins"
    READINGS = "readings"


_WAS: Final = Label(en="was {before}, is {after}", ru="было {before}, стало {after}", kk="{before} еді, {after} болды")
_CAME: Final = Label(en="is on record: {after}", ru="появилось в записях: {after}", kk="жазбаға енді: {after}")
_WENT: Final = Label(
    en="is no longer on record: {before}", ru="больше не в записях: {before}", kk="енді жазбада жоқ: {before}"
)
_SAME: Final = Label(en="still {after}", ru="по-прежнему {after}", kk="әлі де {after}")
_BY: Final = Label(
    en="{what}; claims added: {added}, gone: {gone}",
    ru="{what}; утверждений добавлено: {added}, выбыло: {gone}",
    kk="{what}; қосылған мәлімдеме: {added}, кеткені: {gone}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """A claim that came, went or was disputed. `why` is the reason that was given."""

    claim: Claim
    became: Became
    why: str | None = None

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord diff --json` promises of it."""
        return {
            "claim": self.claim.id,
            "became": self.became.value,
            "why": self.why,
            "subject": self.claim.subject,
            "property": self.claim.property,
            "value": self.claim.value_text(),
            "speaker": self.claim.speaker,
            "source": self.claim.source,
            "stated_at": self.claim.stated_at or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A figure as it was and as it is, and the claims that made the difference."""

    before: Figure | None
    after: Figure | None
    moved: tuple[Moved, ...]
    added: tuple[ClaimId, ...]
    gone: tuple[ClaimId, ...]

    @property
    def figure(self) -> Figure:
        """The figure as it is, or as it was when it is no more."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change has one side at least
        return found

    def reading(self) -> Label:
        """Return the change as a sentence."""
        shown = {"before": _shown(self.before), "after": _shown(self.after)}
        what = _CAME if self.before is None else _WENT if self.after is None else _WAS
        if shown["before"] == shown["after"]:
            what = _SAME
        count = {"added": len(self.added), "gone": len(self.gone)}
        return Label(
            **{one: _BY.fill(one, what=what.fill(one, **shown), **count) for one in ("en", "ru", "kk")},
        )

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord diff --json` promises of it."""
        figure = self.figure
        return {
            "property": figure.property,
            "about": {"subject": figure.subject, "unit": figure.unit, **dict(figure.about)},
            "moved": [one.value for one in self.moved],
            "before": _state(self.before),
            "after": _state(self.after),
            "added": list(self.added),
            "gone": list(self.gone),
            "reading": self.reading().text(language),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that changed between two moments, claims in the order in which they were recorded."""

    claims: tuple[ClaimChange, ...]
    figures: tuple[FigureChange, ...]


def refuse_reversed(since: str, until: str) -> None:
    """Let two moments pass of which the first is not the later one: in the wrong order, all that came would be gone.

    Raises:
        MomentsReversed: they are in the wrong order.
    """
    if since > until:
        raise MomentsReversed(since=since, until=until)


def changes(before: Book, after: Book) -> Changes:
    """Return what changed from one book to a later one of the same ledger."""
    return Changes(claims=tuple(_claims(before, after)), figures=tuple(_figures(before, after)))


def _claims(before: Book, after: Book) -> Iterator[ClaimChange]:
    earlier = {claim.id: claim for claim in before.claims}
    for claim in after.claims:
        known = earlier.get(claim.id)
        if known is None:
            yield ClaimChange(claim=claim, became=Became.STATED)
        if claim.status is not ClaimStatus.STANDS and (known is None or known.status is not claim.status):
            yield ClaimChange(claim=claim, became=Became(claim.status.value), why=claim.status_why)


def _figures(before: Book, after: Book) -> Iterator[FigureChange]:
    old, new = _by_key(before.figures()), _by_key(after.figures())
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        moved = tuple(_moved(was, now))
        if moved:
            held, holds = _ids(was), _ids(now)
            added = tuple(one for one in holds if one not in held)
            gone = tuple(one for one in held if one not in holds)
            yield FigureChange(before=was, after=now, moved=moved, added=added, gone=gone)


def _by_key(figures: Iterable[Figure]) -> Mapping[str, Figure]:
    return {one.key: one for one in figures if one.readings}


def _ids(figure: Figure | None) -> tuple[ClaimId, ...]:
    return figure.claims if figure else ()


def _moved(was: Figure | None, now: Figure | None) -> Iterator[Moved]:
    if was is None or now is None:
        yield Moved.APPEARED if was is None else Moved.GONE
        return
    if (was.low, was.high) != (now.low, now.high):
        yield Moved.RANGE
    if was.status is not now.status:
        yield Moved.STATUS
    if was.latest_official != now.latest_official:
        yield Moved.LATEST_OFFICIAL
    if was.origins != now.origins:
        yield Moved.ORIGINS
    if set(was.claims) != set(now.claims):
        yield Moved.READINGS


def _state(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "range": {"low": number_record(figure.low), "high": number_record(figure.high)},
        "status": figure.status.value,
        "latest_official": figure.latest_official,
        "origins": list(figure.origins),
        "claims": list(figure.claims),
    }


def _shown(figure: Figure | None) -> str:
    """Return the range for a person: "10-11", "10 or more", "up to 300"."""
    if figure is None:
        return "—"
    low, high = number_text(figure.low), number_text(figure.high)
    if low == high:
        return low
    return f"{low or '…'}–{high or '…'}"
