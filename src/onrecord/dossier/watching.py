"""Owns the watch over what was published: which statements need a correction today, and which have grown old.

A statement spoke up to its own day. What is known today about that day may prove it wrong: that needs a correction.
What happened since makes it old and not wrong: that needs a newer release (METHOD R0.3). Nothing is published while an
error stands, so every error of today is news.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from onrecord import ledger
from onrecord.dossier.diagnostics import Diagnostic
from onrecord.dossier.forms import parse
from onrecord.dossier.holding import Books, holding
from onrecord.dossier.releases import Release, releases
from onrecord.kernel import PartialDate, Visibility
from onrecord.store import Desk


class Standing(StrEnum):
    """How a published statement stands today, from the gravest."""

    CORRECTION = "needs_correction"
    UPDATE = "needs_update"
    EXPUNGED = "expunged"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The newest release of a statement, how it stands today, and what shows it."""

    release: Release
    standing: Standing
    found: tuple[Diagnostic, ...] = ()

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord watch --json` prints of it."""
        return {
            **self.release.to_row(),
            "standing": self.standing.value,
            "diagnostics": [one.to_row(language) for one in self.found],
        }


def watch(desk: Desk) -> tuple[Watched, ...]:
    """Return how the newest release of each statement stands today, those that need a correction first.

    Raises:
        DigestMismatch: the text of a release is not what was published.
    """
    newest = {(one.name, one.edition): one for one in releases(desk)}
    books: dict[str, Books] = {}
    found = [_watched(desk, one, books) for one in newest.values()]
    order = list(Standing)
    return tuple(sorted(found, key=lambda one: (order.index(one.standing), one.release.name, one.release.edition)))


def _watched(desk: Desk, release: Release, books: dict[str, Books]) -> Watched:
    if release.outdated_at is not None:
        return Watched(release=release, standing=Standing.EXPUNGED)
    text = desk.blobs.read(release.sha256).decode("utf-8-sig")
    day = dt.date.fromisoformat(release.published_at[:10])
    horizon = parse(text).as_of or PartialDate.on(day)
    if release.edition not in books:
        books[release.edition] = _books(desk, release.edition)
    known, today = books[release.edition], desk.clock.now().date()
    wrong = holding(known, text, today=today, horizon=horizon).errors
    if wrong:
        return Watched(release=release, standing=Standing.CORRECTION, found=wrong)
    old = holding(known, text, today=today, horizon=PartialDate.on(today)).errors
    return Watched(release=release, standing=Standing.UPDATE if old else Standing.HOLDS, found=old)


def _books(desk: Desk, edition: str) -> Books:
    shown = ledger.book(desk, public_only=edition == Visibility.PUBLIC.value)
    return Books(edition=edition, shown=shown, everything=ledger.book(desk))
