"""Owns how a question becomes SQL: a `ClaimQuery` in, the claims of the first entries of the log out.

Columns narrow the question; what no column holds (a unit, a dimension beyond group and place) is told by the claims
themselves. Index and column names stand in `tables`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, tuple_

from onrecord.kernel import ClaimId, Visibility, number_record
from onrecord.ledger.entries import claim_from
from onrecord.ledger.judgements import Judgement, judgement_from
from onrecord.ledger.model import Claim, ClaimStatus
from onrecord.ledger.origins import SOURCE
from onrecord.ledger.reviews import Review, review_from
from onrecord.ledger.shelf import Bounds, ClaimQuery
from onrecord.ledger.tables import (
    CLAIMS,
    COLUMN_OF,
    JUDGEMENTS,
    NOT_STANDING,
    REVIEWS,
    STATUSES,
    bound_text,
    of_item,
)

_COLUMNS: Final = tuple(
    CLAIMS.c[name] for name in ("seq", "claim", "stated_at", "status", "record", "visibility", "stated_as")
)
_READER: Final = json.JSONDecoder()  # `json.loads` looks for a byte-order mark first, claim by claim
_AT_ONCE: Final = 400  # names in one question; every database takes as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of the ledger is looked at: what may be seen, of the first `size` entries of the log."""

    sees: frozenset[Visibility]
    size: int | None = None


def read_claims(connection: Connection, query: ClaimQuery, scope: Scope) -> tuple[Claim, ...]:
    """Return the claims that are asked for, in the order they were recorded."""
    query = _with_kinds(connection, query)
    found = (row for part in _parts(query) for row in connection.execute(_wanted(part, scope)))
    rows = sorted((row for row in found if scope.size is None or row.seq < scope.size), key=lambda row: int(row.seq))
    changed = frozenset(row.claim for row in rows if row.status != ClaimStatus.STANDS.value)
    became = _became(connection, changed, scope) if changed else {}
    hidden = _hidden(connection, became.values(), scope)
    return tuple(claim for row in rows if query.takes(claim := _claim(row, became.get(row.claim), hidden)))


def claims_of_item(connection: Connection, item: str, scope: Scope) -> tuple[ClaimId, ...]:
    """Return the claims that rest on an item and may be seen, in the order they were recorded."""
    wanted = select(CLAIMS.c.claim).where(of_item(item), CLAIMS.c.visibility.in_([one.value for one in scope.sees]))
    return tuple(ClaimId(one) for one in connection.scalars(wanted.order_by(CLAIMS.c.seq)))


def narrowed_claims(connection: Connection) -> frozenset[ClaimId]:
    """Return the claims that may be seen less far than they were stated to be, whoever asks; none without a ledger."""
    if not connection.dialect.has_table(connection, CLAIMS.name):
        return frozenset()
    wanted = select(CLAIMS.c.claim).where(CLAIMS.c.stated_as.is_not(None))
    return frozenset(ClaimId(one) for one in connection.scalars(wanted))


def read_judgements(connection: Connection, scope: Scope) -> Iterator[Judgement]:
    """Yield the judgements that may be seen with all their claims, the oldest first: a reason may speak of each."""
    wanted = select(JUDGEMENTS).order_by(JUDGEMENTS.c.seq)
    if scope.size is not None:
        wanted = wanted.where(JUDGEMENTS.c.seq < scope.size)
    found = [judgement_from(json.loads(row.record), by=row.by, at=row.at) for row in connection.execute(wanted)]
    named = frozenset(claim for one in found for claim in one.claims)
    seen = {claim.id for claim in read_claims(connection, ClaimQuery(ids=named), scope)}
    return (one for one in found if one.visibility in scope.sees and seen.issuperset(one.claims))


def read_reviews(connection: Connection, scope: Scope) -> Iterator[Review]:
    """Yield the sign-offs whose claims may all be seen, the oldest first: a note may speak of each of them."""
    wanted = select(REVIEWS).order_by(REVIEWS.c.seq)
    if scope.size is not None:
        wanted = wanted.where(REVIEWS.c.seq < scope.size)
    rows = connection.execute(wanted)
    found = [review_from(json.loads(row.record), by=row.by, at=row.at, seq=row.seq) for row in rows]
    named = frozenset(claim for one in found for claim in one.claims)
    seen = {claim.id for claim in read_claims(connection, ClaimQuery(ids=named), scope)}
    return (one for one in found if seen.issuperset(one.claims))


def subject_sizes(connection: Connection, property_name: str | None) -> Iterator[tuple[str, int]]:
    """Yield each subject that is no source, with how many claims there are of it.

    With a property, only subjects of which it is claimed, by whomever.
    """
    subject = (CLAIMS.c.subject_kind, CLAIMS.c.subject_id)
    wanted = select(*subject, func.count()).where(CLAIMS.c.subject_kind != SOURCE)
    if property_name is not None:
        wanted = wanted.where(tuple_(*subject).in_(select(*subject).where(CLAIMS.c.property == property_name)))
    for kind, name, count in connection.execute(wanted.group_by(*subject).order_by(*subject)):
        yield f"{kind}:{name}", int(count)


def size_of_subject(connection: Connection, subject: str) -> int:
    """Return how many claims there are about a subject, seen or not; of one named without its kind, about all such."""
    names = _with_kinds(connection, ClaimQuery(subjects=frozenset({subject}))).subjects or ()
    counted = select(func.count()).select_from(CLAIMS).where(*_of_subjects(names))
    return int(connection.execute(counted).scalar_one())


def _wanted(query: ClaimQuery, scope: Scope) -> Select[Any]:
    wanted = select(*_COLUMNS)
    if scope.sees != frozenset(Visibility):
        wanted = wanted.where(CLAIMS.c.visibility.in_([one.value for one in scope.sees]))
    if scope.size is not None and query.status is None:  # few have a status: their own index is the shorter way
        wanted = wanted.where(CLAIMS.c.seq < scope.size)
    return wanted.where(*_narrowed(query))


def _narrowed(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    """Yield a condition for each thing that the question names and a column holds."""
    if query.ids is not None:
        yield CLAIMS.c.claim.in_(query.ids)
    if query.subject_kind is not None:
        yield CLAIMS.c.subject_kind == query.subject_kind
    if query.subjects is not None:
        yield from _of_subjects(query.subjects)
    if query.properties is not None:
        yield CLAIMS.c.property.in_(query.properties)
    for name, value in query.about:
        if name in COLUMN_OF:
            yield COLUMN_OF[name] == value
    if query.bounds is not None:
        yield from _with_bounds(query.bounds)
    if query.status not in (None, ClaimStatus.STANDS):
        yield NOT_STANDING  # which of them it had become by then, `_became` knows


def _of_subjects(subjects: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions for subjects. Another one of the same kinds and ids may slip in, and is taken out later."""
    named = [one.partition(":") for one in subjects]
    yield CLAIMS.c.subject_kind.in_({kind for kind, _, _ in named})
    yield CLAIMS.c.subject_id.in_({subject for _, _, subject in named})


def _with_kinds(connection: Connection, query: ClaimQuery) -> ClaimQuery:
    """Return the question with every subject that is named without its kind named with each kind there is."""
    bare = [one for one in query.subjects or () if ":" not in one]
    if not bare:
        return query
    full = {f"{kind}:{one}" for kind in _kinds(connection) for one in bare}
    return replace(query, subjects=frozenset(full | (query.subjects or frozenset()).difference(bare)))


def _kinds(connection: Connection) -> Iterator[str]:
    """Yield each kind of subject, from one to the next: a database would go through the whole index for them."""
    kind = connection.execute(select(func.min(CLAIMS.c.subject_kind))).scalar()
    while kind is not None:
        yield str(kind)
        kind = connection.execute(select(func.min(CLAIMS.c.subject_kind)).where(CLAIMS.c.subject_kind > kind)).scalar()


def _with_bounds(bounds: Bounds) -> Iterator[ColumnElement[bool]]:
    for column, bound in zip((CLAIMS.c.low, CLAIMS.c.high), bounds, strict=True):
        yield column == bound_text(number_record(bound)) if bound is not None else column.is_(None)


def _parts(query: ClaimQuery) -> Iterator[ClaimQuery]:
    """Yield the question in parts that name no more ids or subjects than a database takes at once."""
    for ids in _in_parts(query.ids):
        for subjects in _in_parts(query.subjects):
            yield replace(query, ids=ids, subjects=subjects)


def _became(connection: Connection, claims: frozenset[str], scope: Scope) -> dict[str, Row[Any]]:
    """Return what became of each of these claims last, within the scope."""
    found: dict[str, Row[Any]] = {}
    for some in _in_parts(claims):
        wanted = select(STATUSES).where(STATUSES.c.claim.in_(some or ())).order_by(STATUSES.c.seq)
        if scope.size is not None:
            wanted = wanted.where(STATUSES.c.seq < scope.size)
        found |= {row.claim: row for row in connection.execute(wanted)}
    return found


def _hidden(connection: Connection, became: Iterable[Row[Any]], scope: Scope) -> frozenset[str]:
    """Return which of the claims that refute others or took their place may not be seen."""
    if scope.sees == frozenset(Visibility):
        return frozenset()
    named = frozenset(one for row in became for one in json.loads(row.basis))
    seen: set[str] = set()
    for some in _in_parts(named):
        wanted = select(CLAIMS.c.claim).where(CLAIMS.c.claim.in_(some or ()))
        seen.update(connection.scalars(wanted.where(CLAIMS.c.visibility.in_([one.value for one in scope.sees]))))
    return named - seen


def _in_parts(names: frozenset[str] | None) -> Iterator[frozenset[str] | None]:
    if names is None or len(names) <= _AT_ONCE:
        yield names
        return
    waiting = iter(sorted(names))
    while some := frozenset(islice(waiting, _AT_ONCE)):
        yield some


def _claim(row: Row[Any], became: Row[Any] | None, hidden: frozenset[str]) -> Claim:
    """Return a claim with what became of it. A reason may speak of all it rests on, and is hidden with any of it."""
    found = claim_from(_READER.decode(row.record), seq=row.seq, stated_at=row.stated_at)
    if row.stated_as is not None:
        found = replace(found, visibility=Visibility(row.visibility), narrowed_from=Visibility(row.stated_as))
    if became is None:
        return found
    named = [ClaimId(one) for one in json.loads(became.basis)]
    basis = tuple(one for one in named if one not in hidden)
    why = became.why if len(basis) == len(named) else None
    return replace(found, status=ClaimStatus(became.status), status_why=why, status_basis=basis, status_seq=became.seq)
