"""Owns stating rows that take the place of claims on record: what was said stays, and the log says what replaced it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.kernel import ClaimId, Role
from onrecord.ledger.asking import Scope, read_claims
from onrecord.ledger.commands import StateReport, Stating, taken_in_any_order
from onrecord.ledger.entries import claim_superseded, claim_withdrawn
from onrecord.ledger.errors import NoSuchClaim, NotStanding, ReasonMissing
from onrecord.ledger.rows import Row
from onrecord.ledger.shelf import ClaimQuery
from onrecord.store import Desk, Transaction


def replace_rows(
    desk: Desk,
    rows: Iterable[Row],
    *,
    why: str,
    replaces: Mapping[ClaimId, ClaimId],
    withdrawn: Iterable[ClaimId] = (),
    dry_run: bool = False,
) -> StateReport:
    """State rows, let those named in `replaces` take the place of older claims, and take others back, all at once.

    `replaces` leads from the id of a new claim to the older one. A row that is refused replaces nothing.

    Raises:
        NotAllowed: the actor may only read.
        ReasonMissing: something is replaced or taken back without a reason.
        NoSuchClaim: an older claim is not there, or not for the actor to see.
        NotStanding: it was replaced or taken back before.
    """
    desk.require(Role.ANALYST)
    gone = tuple(withdrawn)
    if (replaces or gone) and not why.strip():
        raise ReasonMissing
    with desk.writing() as transaction:
        _check_standing(transaction, desk, (*replaces.values(), *gone))
        stating = Stating(desk, transaction)
        refused, ids = taken_in_any_order(stating, rows, dry_run=dry_run)
        made = tuple(stating.new)  # of a dry run alone: what was recorded is let go
        if not dry_run:
            taken = frozenset(ids)
            drafts = [claim_superseded(old, new, why.strip()) for new, old in replaces.items() if new in taken]
            transaction.append([*drafts, *(claim_withdrawn(one, why.strip()) for one in gone)])
    return StateReport(stated=stating.stated, known=stating.known, refused=tuple(refused), claims=tuple(ids), made=made)


def _check_standing(transaction: Transaction, desk: Desk, ids: Iterable[ClaimId]) -> None:
    wanted = frozenset(str(one) for one in ids)
    if not wanted:
        return
    found = {one.id: one for one in read_claims(transaction.connection, ClaimQuery(ids=wanted), Scope(sees=desk.sees))}
    for one in sorted(wanted):
        claim = found.get(ClaimId(one))
        if claim is None:
            raise NoSuchClaim(claim=one)
        if not claim.status.is_counted:
            raise NotStanding(claim=one, why=claim.status_why)
