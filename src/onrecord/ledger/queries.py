"""Owns reading the ledger: rows to claims, visible ones only, as they are or as they were known on a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from onrecord.kernel import ClaimId, PartialDate, SourceId, Visibility, Vocabulary
from onrecord.ledger.book import Book
from onrecord.ledger.entries import claim_from
from onrecord.ledger.errors import NoSuchClaim
from onrecord.ledger.figures import figures_of
from onrecord.ledger.judgements import Judgement, judgement_from
from onrecord.ledger.model import Claim, ClaimStatus, Figure, FigureQuery, Source, end_of_day
from onrecord.ledger.origins import SOURCE, sources_from
from onrecord.ledger.tables import CLAIMS, JUDGEMENTS, STATUSES
from onrecord.ledger.telling import Contradiction
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk

_AT_ONCE: Final = 500  # values in one question; every database takes as many


def claims(
    desk: Desk,
    *,
    subject: str | None = None,
    property: str | None = None,  # noqa: A002 - the ledger's own word
    ids: Iterable[str] | None = None,
    known_by: str | None = None,
) -> tuple[Claim, ...]:
    """Return the claims the actor may see, in the order they were recorded.

    With `known_by` (a day, or a full instant) the ledger answers as it would have then.
    """
    with desk.reading() as connection:
        return read_claims(connection, desk.sees, subject=subject, property=property, ids=ids, known_by=known_by)


def read_claims(
    connection: Connection,
    sees: Iterable[Visibility],
    *,
    subject: str | None = None,
    property: str | None = None,  # noqa: A002
    ids: Iterable[str] | None = None,
    known_by: str | None = None,
    subject_kind: str | None = None,
) -> tuple[Claim, ...]:
    """Return claims inside the caller's transaction."""
    wanted = select(CLAIMS).where(CLAIMS.c.visibility.in_([one.value for one in sees])).order_by(CLAIMS.c.seq)
    if property is not None:
        wanted = wanted.where(CLAIMS.c.property == property)
    if subject_kind is not None:
        wanted = wanted.where(CLAIMS.c.subject_kind == subject_kind)
    if subject is not None:
        kind, _, subject_id = subject.partition(":")
        wanted = wanted.where(CLAIMS.c.subject_kind == kind, CLAIMS.c.subject_id == subject_id)
    if ids is not None:
        wanted = wanted.where(CLAIMS.c.claim.in_(list(ids)))
    moment = end_of_day(known_by) if known_by is not None else None
    if moment is not None:
        wanted = wanted.where(CLAIMS.c.stated_at <= moment)
    rows = connection.execute(wanted).all()
    became = _became(connection, [row.claim for row in rows if row.status != ClaimStatus.STANDS.value], moment)
    return tuple(_claim(row, became.get(row.claim)) for row in rows)


def _became(connection: Connection, claims: Sequence[str], moment: str | None) -> dict[str, Row[Any]]:
    """Return what became of each of these claims last, by that moment."""
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(claims), _AT_ONCE):
        wanted = select(STATUSES).where(STATUSES.c.claim.in_(claims[start : start + _AT_ONCE])).order_by(STATUSES.c.seq)
        if moment is not None:
            wanted = wanted.where(STATUSES.c.at <= moment)
        found |= {row.claim: row for row in connection.execute(wanted)}
    return found


def claim(desk: Desk, claim_id: str) -> Claim:
    """Return one claim.

    Raises:
        NoSuchClaim: there is none, or none that the actor may see.
    """
    for found in claims(desk, ids=[claim_id]):
        return found
    raise NoSuchClaim(claim=claim_id)


def sources(desk: Desk) -> Mapping[SourceId, Source]:
    """Return the sources the actor may see."""
    with desk.reading() as connection:
        return sources_from(read_claims(connection, desk.sees, subject_kind=SOURCE))


def book(desk: Desk, *, known_by: str | None = None, public_only: bool = False) -> Book:
    """Return the book of all claims the actor may see; with `public_only`, of what anybody may."""
    sees = frozenset({Visibility.PUBLIC}) & desk.sees if public_only else desk.sees
    with desk.reading() as connection:
        return read_book(connection, sees, vocabulary_of(desk.info.folder), known_by=known_by)


def read_book(
    connection: Connection, sees: Iterable[Visibility], vocabulary: Vocabulary, *, known_by: str | None = None
) -> Book:
    """Return the book of the claims that may be seen, inside the caller's transaction.

    A judgement that may not be seen, or of claims of which one may not, is left out whole: its reason may speak of it.
    """
    found = read_claims(connection, allowed := frozenset(sees), known_by=known_by)
    seen = {claim.id for claim in found}
    judgements = [
        one
        for one in _read_judgements(connection, known_by)
        if one.visibility in allowed and seen.issuperset(one.claims)
    ]
    return Book.of(found, vocabulary, judgements)


def _read_judgements(connection: Connection, known_by: str | None) -> Iterator[Judgement]:
    wanted = select(JUDGEMENTS).order_by(JUDGEMENTS.c.seq)
    if known_by is not None:
        wanted = wanted.where(JUDGEMENTS.c.at <= end_of_day(known_by))
    for row in connection.execute(wanted):
        yield judgement_from(json.loads(row.record), by=row.by, at=row.at)


def figures(
    desk: Desk,
    property: str | None = None,  # noqa: A002
    *,
    about: Mapping[str, str] | None = None,
    by: str | None = None,
    as_of: PartialDate | None = None,
    known_by: str | None = None,
) -> tuple[Figure, ...]:
    """Return figures from the claims the actor may see; only the claims asked for are loaded."""
    with desk.reading() as connection:
        found = read_claims(connection, desk.sees, property=property, known_by=known_by)
        known = sources_from(read_claims(connection, desk.sees, subject_kind=SOURCE, known_by=known_by))
    query = FigureQuery(property=property, about=about or {}, by=by, as_of=as_of)
    return figures_of(found, known, query, vocabulary=vocabulary_of(desk.info.folder))


def contradictions(
    desk: Desk,
    property: str | None = None,  # noqa: A002
    *,
    known_by: str | None = None,
) -> tuple[Contradiction, ...]:
    """Return what does not agree among the claims the actor may see, with what persons have judged of it."""
    return book(desk, known_by=known_by).contradictions(property)


def _claim(row: Row[Any], became: Row[Any] | None) -> Claim:
    found = claim_from(json.loads(row.record), seq=row.seq, stated_at=row.stated_at)
    if became is None:
        return found
    basis = tuple(ClaimId(one) for one in json.loads(became.basis))
    return replace(found, status=ClaimStatus(became.status), status_why=became.why, status_basis=basis)
