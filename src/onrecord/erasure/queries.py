"""Owns reading what was decided: holds and past expungings. Only a keeper sees them: each says what was there."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from onrecord.erasure.model import Expunging, Hold
from onrecord.erasure.tables import EXPUNGINGS, HOLDS
from onrecord.kernel import Role
from onrecord.store import Desk


def holds(desk: Desk) -> tuple[Hold, ...]:
    """Return the holds that stand, the one to be looked at first leading.

    Raises:
        RoleTooNarrow: only a keeper may.
    """
    desk.require(Role.KEEPER)
    with desk.reading() as connection:
        return holds_in(connection)


def holds_in(connection: Connection) -> tuple[Hold, ...]:
    """Return the same inside the caller's transaction."""
    return tuple(
        Hold(
            subject=row.subject,
            seq=row.seq,
            ground=row.ground,
            approved_by=tuple(json.loads(row.approved_by)),
            review_on=row.review_on,
            placed_at=row.placed_at,
        )
        for row in connection.execute(select(HOLDS).order_by(HOLDS.c.review_on, HOLDS.c.subject))
    )


def expungings(desk: Desk) -> tuple[Expunging, ...]:
    """Return what was expunged so far, in numbers, in the order it was decided.

    Raises:
        RoleTooNarrow: only a keeper may.
    """
    desk.require(Role.KEEPER)
    with desk.reading() as connection:
        rows = connection.execute(select(EXPUNGINGS).order_by(EXPUNGINGS.c.seq)).all()
    return tuple(
        Expunging(
            expunging=row.expunging,
            seq=row.seq,
            at=row.at,
            actor=row.actor,
            reason=row.reason,
            approved_by=tuple(json.loads(row.approved_by)),
            entries=row.entries,
        )
        for row in rows
    )
