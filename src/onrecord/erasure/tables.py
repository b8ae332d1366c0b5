"""Owns the tables of erasure: holds and past expungings, folded from the log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, delete, insert

from onrecord.erasure.entries import EXPUNGING_APPROVED, HOLD_LIFTED, HOLD_PLACED
from onrecord.store import Entry, Shadow

_METADATA: Final = MetaData()
HOLDS: Final = Table(
    "holds",
    _METADATA,
    Column("subject", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("ground", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("review_on", Text, nullable=False),
    Column("placed_at", Text, nullable=False),
)
EXPUNGINGS: Final = Table(
    "expungings",
    _METADATA,
    Column("expunging", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("entries", Integer, nullable=False),
)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables; a lifted hold holds no more."""
    for entry in entries:
        payload = entry.payload or {}
        approved = json.dumps(payload.get("approved_by"), ensure_ascii=False)
        if entry.kind == EXPUNGING_APPROVED:
            own = {name: payload[name] for name in ("expunging", "reason", "entries")}
            row = {**own, "seq": entry.seq, "at": entry.at, "actor": entry.actor, "approved_by": approved}
            connection.execute(insert(EXPUNGINGS).values(row))
            continue
        connection.execute(delete(HOLDS).where(HOLDS.c.subject == payload["subject"]))
        if entry.kind == HOLD_PLACED:
            own = {name: payload[name] for name in ("subject", "ground", "review_on")}
            row = {**own, "seq": entry.seq, "placed_at": entry.at, "approved_by": approved}
            connection.execute(insert(HOLDS).values(row))


SHADOW: Final = Shadow(
    name="erasure",
    version=1,
    kinds=frozenset({EXPUNGING_APPROVED, HOLD_PLACED, HOLD_LIFTED}),
    tables=(HOLDS, EXPUNGINGS),
    fold=fold,
)
