"""Owns the sign-off: a second person who stated none of the claims looks at them and stands for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from onrecord.kernel import ClaimId, Role
from onrecord.ledger.book import Book
from onrecord.ledger.entries import claims_reviewed
from onrecord.ledger.errors import NoSuchClaim, NoSuchFigure, NotStanding, OwnClaimsReviewed, ReasonMissing
from onrecord.ledger.model import Figure
from onrecord.ledger.queries import read_book
from onrecord.ledger.reviews import Review, review_from
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk


def review(desk: Desk, references: Iterable[str], *, note: str) -> Review:
    """Put on record that the actor has looked at these claims, or at all claims of these figures; return the sign-off.

    A figure is named by its property and what narrows it: `killed?group=dungan`. The sign-off names each claim, so that
    it lapses when another comes.

    Raises:
        NotAllowed: the actor may only read.
        ReasonMissing: it is not said what was looked at.
        NoSuchClaim, NoSuchFigure: there is none, or none that the actor may see.
        NotStanding: a claim was withdrawn, replaced or refuted.
        OwnClaimsReviewed: the actor stated one of them.
    """
    desk.require(Role.ANALYST)
    if not note.strip():
        raise ReasonMissing
    words = vocabulary_of(desk.info.folder)
    with desk.writing() as transaction:
        book = read_book(transaction.connection, desk.sees, words)
        claims = tuple(dict.fromkeys(one for reference in references for one in _claims(book, reference)))
        if not claims:
            raise NoSuchFigure(figure="")
        own = [one for one in claims if desk.log.entry(_seq(book, one)).actor == desk.actor.name]
        if own:
            raise OwnClaimsReviewed(claims=", ".join(own), actor=desk.actor.name)
        (entry,) = transaction.append([claims_reviewed(claims, note.strip())])
    return review_from(entry.payload or {}, by=entry.actor, at=entry.at, seq=entry.seq)


def _claims(book: Book, reference: str) -> Iterator[ClaimId]:
    claim = book.claim(reference)
    if claim is not None:
        if not claim.status.is_counted:
            raise NotStanding(claim=claim.id, why=claim.status_why)
        yield claim.id
        return
    found = _figures(book, reference)
    if not found:
        known = book.vocabulary.property(reference.partition("?")[0].rpartition("/")[2])
        raise NoSuchFigure(figure=reference) if known is not None else NoSuchClaim(claim=reference)
    for figure in found:
        yield from figure.claims


def _figures(book: Book, reference: str) -> tuple[Figure, ...]:
    """Return the figures that a reference names: its key, or a property and some of its dimensions."""
    named, _, options = reference.partition("?")
    subject, _, name = named.rpartition("/")
    about = dict(parse_qsl(options, keep_blank_values=True))
    if book.vocabulary.property(name) is None:
        return ()
    narrowed = {key: value for key, value in about.items() if value}
    return tuple(one for one in book.figures(name, about=narrowed, subject=subject or None) if one.readings)


def _seq(book: Book, claim_id: ClaimId) -> int:
    claim = book.claim(claim_id)
    assert claim is not None  # noqa: S101 - it was read from this book
    return claim.seq
