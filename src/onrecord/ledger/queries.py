"""Owns reading the ledger: rows to claims, visible ones only, as they are or as they were known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext

from sqlalchemy import Connection

from onrecord.kernel import ClaimId, PartialDate, SourceId, Visibility, Vocabulary
from onrecord.ledger import asking
from onrecord.ledger.asking import Scope, read_claims
from onrecord.ledger.book import Book
from onrecord.ledger.errors import NoSuchClaim
from onrecord.ledger.model import Claim, Figure, Source, end_of_day
from onrecord.ledger.origins import SOURCE, sources_from
from onrecord.ledger.shelf import ClaimQuery
from onrecord.ledger.table_shelf import TableShelf
from onrecord.ledger.telling import Contradiction
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk, size_at


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
    query = ClaimQuery(
        ids=None if ids is None else frozenset(ids),
        properties=None if property is None else frozenset({property}),
        subjects=None if subject is None else frozenset({subject}),
    )
    with desk.reading() as connection:
        return read_claims(connection, query, _scope(connection, desk.sees, known_by))


def claim(desk: Desk, claim_id: str) -> Claim:
    """Return one claim.

    Raises:
        NoSuchClaim: there is none, or none that the actor may see.
    """
    for found in claims(desk, ids=[claim_id]):
        return found
    raise NoSuchClaim(claim=claim_id)


def claims_of_item(desk: Desk, item: str) -> tuple[ClaimId, ...]:
    """Return the claims the actor may see that rest on an item: read from it, about it, or about a source in it."""
    with desk.reading() as connection:
        return asking.claims_of_item(connection, item, Scope(sees=desk.sees))


def narrowed_claims(desk: Desk) -> frozenset[ClaimId]:
    """Return the claims that were stated to be seen further than they are, since their item was narrowed.

    For what decides what is disclosed, not for showing: hidden ones are among them.
    """
    with desk.reading() as connection:
        return asking.narrowed_claims(connection)


def sources(desk: Desk) -> Mapping[SourceId, Source]:
    """Return the sources the actor may see."""
    with desk.reading() as connection:
        return sources_from(read_claims(connection, ClaimQuery(subject_kind=SOURCE), Scope(sees=desk.sees)))


def book(desk: Desk, *, known_by: str | None = None, public_only: bool = False) -> Book:
    """Return the book of all claims the actor may see; with `public_only`, of what anybody may.

    It is of this moment, or of `known_by`, and reads what a question needs when that is asked: leave the desk open.
    """
    sees = frozenset({Visibility.PUBLIC}) & desk.sees if public_only else desk.sees
    with desk.reading() as connection:
        scope = _scope(connection, sees, known_by)
    return Book(
        shelf=TableShelf(desk.reading, scope),
        vocabulary=vocabulary_of(desk.info.folder),
        is_public_only=sees <= {Visibility.PUBLIC},
        lacks_restricted=Visibility.RESTRICTED not in desk.sees,
    )


def read_book(connection: Connection, sees: Iterable[Visibility], vocabulary: Vocabulary) -> Book:
    """Return the book of the claims that may be seen, read inside the caller's transaction as long as that lasts."""

    def reading() -> AbstractContextManager[Connection]:
        return nullcontext(connection)

    return Book(shelf=TableShelf(reading, Scope(sees=frozenset(sees))), vocabulary=vocabulary)


def figures(
    desk: Desk,
    property: str | None = None,  # noqa: A002
    *,
    about: Mapping[str, str] | None = None,
    by: str | None = None,
    as_of: PartialDate | None = None,
    subject: str | None = None,
    known_by: str | None = None,
) -> tuple[Figure, ...]:
    """Return figures from the claims the actor may see; only the claims asked for are loaded."""
    return book(desk, known_by=known_by).figures(property, about=about, by=by, as_of=as_of, subject=subject)


def contradictions(
    desk: Desk,
    property: str | None = None,  # noqa: A002
    *,
    known_by: str | None = None,
) -> tuple[Contradiction, ...]:
    """Return what does not agree among the claims the actor may see, with what persons have judged of it."""
    return book(desk, known_by=known_by).contradictions(property)


def _scope(connection: Connection, sees: Iterable[Visibility], known_by: str | None) -> Scope:
    size = None if known_by is None else size_at(connection, end_of_day(known_by))
    return Scope(sees=frozenset(sees), size=size)
