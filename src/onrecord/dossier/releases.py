"""Owns the releases of a statement: which there were, and what changed from one to another, sentence and figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord import ledger
from onrecord.dossier.entries import STATEMENT_PUBLISHED
from onrecord.dossier.errors import NoSuchRelease, ReleaseExpunged
from onrecord.dossier.forms import parse
from onrecord.dossier.statement import Statement
from onrecord.dossier.tables import publications
from onrecord.kernel import Visibility
from onrecord.store import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A figure of a release: its words, what they are bound to, and the claims it rested on when it was published."""

    text: str
    target: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One publication of a statement. `outdated_at` is when what it rested on was expunged: its words are gone."""

    statement: str
    seq: int
    name: str
    edition: str
    language: str
    sha256: str
    published_at: str
    outdated_at: str | None
    bindings: tuple[Bound, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return what tells a release from another."""
        names = ("statement", "name", "edition", "language", "sha256", "published_at", "outdated_at")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebound:
    """A figure that two releases bind otherwise: other words, or other claims, and what became of those since."""

    target: str
    before: Bound | None
    after: Bound | None
    why: tuple[ledger.ClaimChange, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord diff --json` promises of it."""
        sides = {"before": self.before, "after": self.after}
        return {
            "target": self.target,
            **{name: {"text": one.text, "claims": list(one.claims)} if one else None for name, one in sides.items()},
            "why": [one.to_row() for one in self.why],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What changed from one release to another: figures with their reasons, sentences taken out and put in."""

    before: Release
    after: Release
    figures: tuple[Rebound, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord diff STATEMENT --json` prints."""
        return {
            "before": self.before.to_row(),
            "after": self.after.to_row(),
            "figures": [one.to_row() for one in self.figures],
            "removed": list(self.removed),
            "added": list(self.added),
        }


def releases(desk: Desk, name: str | None = None, *, edition: str | None = None) -> tuple[Release, ...]:
    """Return the releases that the actor may see, the oldest first; of one name and edition where these are given."""
    with desk.reading() as connection:
        rows = publications(connection, name=name, edition=edition)
    bound = _bindings(desk)
    names = ("statement", "seq", "name", "edition", "language", "sha256", "published_at", "outdated_at")
    return tuple(
        Release(**{one: getattr(row, one) for one in names}, bindings=bound.get(row.statement, ()))
        for row in rows
        if Visibility(row.edition) in desk.sees
    )


def _bindings(desk: Desk) -> Mapping[str, tuple[Bound, ...]]:
    found = {}
    for entry in desk.log.entries(kinds=[STATEMENT_PUBLISHED]):
        payload = entry.payload
        if payload is not None:
            found[payload["statement"]] = tuple(
                Bound(text=one["text"], target=one["target"], claims=tuple(one["claims"]))
                for one in payload["bindings"]
            )
    return found


def revision(desk: Desk, name: str, *, edition: str, since: str | None, until: str) -> Revision:
    """Return what changed in a statement between the releases that stood at two instants; from the first without one.

    Raises:
        MomentsReversed: `since` is later than `until`.
        NoSuchRelease: nothing of this name and edition had been published by then, for this actor.
        ReleaseExpunged: the release that stood then was expunged; an earlier one is not shown in its place.
        DigestMismatch: the text of a release is not what was published.
    """
    known = releases(desk, name, edition=edition)
    if since is not None:
        ledger.refuse_reversed(since, until)
    first = known[:1] if since is None else known  # two releases of one second are told apart by their order alone
    before, after = _standing(first, name, since or until), _standing(known, name, until)
    was, now = (parse(desk.blobs.read(one.sha256).decode("utf-8-sig")) for one in (before, after))
    changed = ledger.changes(_book(desk, before), _book(desk, after))
    old, new = list(_sentences(was)), list(_sentences(now))
    return Revision(
        before=before,
        after=after,
        figures=tuple(_rebound(before.bindings, after.bindings, changed.claims)),
        removed=tuple(one for one in old if one not in new),
        added=tuple(one for one in new if one not in old),
    )


def _standing(known: Sequence[Release], name: str, instant: str) -> Release:
    earlier = [one for one in known if one.published_at <= instant]
    if not earlier:
        raise NoSuchRelease(name=name, instant=instant)
    found = earlier[-1]
    if found.outdated_at is not None:
        raise ReleaseExpunged(name=name, published_at=found.published_at, outdated_at=found.outdated_at)
    return found


def _book(desk: Desk, release: Release) -> ledger.Book:
    return ledger.book(desk, known_by=release.published_at, public_only=release.edition == Visibility.PUBLIC.value)


def _rebound(
    before: Sequence[Bound], after: Sequence[Bound], changed: Sequence[ledger.ClaimChange]
) -> Iterator[Rebound]:
    """Yield the figures that are bound otherwise. A target that is used several times is matched place by place."""
    targets = dict.fromkeys([*(one.target for one in before), *(one.target for one in after)])
    for target in targets:
        old = [one for one in before if one.target == target]
        new = [one for one in after if one.target == target]
        for place in range(max(len(old), len(new))):
            was = old[place] if place < len(old) else None
            now = new[place] if place < len(new) else None
            if was != now:
                yield Rebound(target=target, before=was, after=now, why=_why(was, now, changed))


def _why(was: Bound | None, now: Bound | None, changed: Sequence[ledger.ClaimChange]) -> tuple[ledger.ClaimChange, ...]:
    """Return what became of the claims that only one of the two rests on."""
    own = set(was.claims if was else ()) ^ set(now.claims if now else ())
    return tuple(one for one in changed if one.claim.id in own)


def _sentences(statement: Statement) -> Iterator[str]:
    """Yield the sentences of the body as a reader sees them, headings and entries of lists among them."""
    place = statement.body_start
    while place < len(statement.text):
        span = statement.sentence_at(place)
        words = " ".join(statement.shown[span.start : span.end].split())
        if words:
            yield words
        place = max(span.end, place) + 1
