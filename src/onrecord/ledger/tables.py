"""Owns the ledger's tables: claims and what became of them, judgements of contradictions; folded from the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, bindparam, insert, update

from onrecord.kernel import canonical_bytes
from onrecord.ledger.entries import (
    CLAIM_DISPUTED,
    CLAIM_REFUTED,
    CLAIM_STATED,
    CLAIM_WITHDRAWN,
    CONTRADICTION_JUDGED,
    CONTRADICTION_JUDGED_1,
)
from onrecord.ledger.model import ClaimStatus
from onrecord.store import Entry, Shadow

_METADATA: Final = MetaData()
CLAIMS: Final = Table(
    "claims",
    _METADATA,
    Column("claim", Text, primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("property", Text, nullable=False, index=True),
    Column("visibility", Text, nullable=False),
    Column("stated_at", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("status_why", Text),
    Column("status_at", Text),
)
STATUSES: Final = Table(  # all that became of each claim, so that the ledger answers as it would have on any past day
    "claim_statuses",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("claim", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("why", Text),
    Column("basis", Text, nullable=False),
)
JUDGEMENTS: Final = Table(  # every judgement of a contradiction, also those that were taken back
    "contradiction_judgements",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("record", Text, nullable=False),
)
_JUDGED: Final = frozenset({CONTRADICTION_JUDGED_1, CONTRADICTION_JUDGED})
_STATUS: Final = {
    CLAIM_WITHDRAWN: ClaimStatus.WITHDRAWN,
    CLAIM_DISPUTED: ClaimStatus.DISPUTED,
    CLAIM_REFUTED: ClaimStatus.REFUTED,
}


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the table; a withdrawal marks its claim and removes nothing."""
    stated = [_row(entry) for entry in entries if entry.kind == CLAIM_STATED]
    if stated:
        connection.execute(insert(CLAIMS), stated)
    judged = [_judgement(entry) for entry in entries if entry.kind in _JUDGED]
    if judged:
        connection.execute(insert(JUDGEMENTS), judged)
    became = [_status(entry) for entry in entries if entry.kind in _STATUS]
    if became:
        connection.execute(insert(STATUSES), became)
    changed = [_change(entry) for entry in entries if entry.kind in _STATUS]
    if changed:
        statement = (
            update(CLAIMS)
            .where(CLAIMS.c.claim == bindparam("of_claim"))
            .values(status=bindparam("to_status"), status_why=bindparam("why"), status_at=bindparam("moment"))
        )
        connection.execute(statement, changed)


def _judgement(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "by": entry.actor,
        "record": canonical_bytes(entry.payload or {}).decode(),
    }


def _row(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    return {
        "claim": payload["claim"],
        "seq": entry.seq,
        "subject_kind": payload["subject"]["kind"],
        "subject_id": payload["subject"]["id"],
        "property": payload["property"],
        "visibility": payload["visibility"],
        "stated_at": entry.at,
        "record": canonical_bytes(payload).decode(),
        "status": ClaimStatus.STANDS.value,
        "status_why": None,
        "status_at": None,
    }


def _status(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    return {
        "seq": entry.seq,
        "claim": payload["claim"],
        "at": entry.at,
        "by": entry.actor,
        "status": _STATUS[entry.kind].value,
        "why": payload["why"],
        "basis": canonical_bytes(payload.get("basis", [])).decode(),
    }


def _change(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    status = _STATUS[entry.kind].value
    return {"of_claim": payload["claim"], "to_status": status, "why": payload["why"], "moment": entry.at}


SHADOW: Final = Shadow(
    name="ledger",
    version=3,
    kinds=frozenset({CLAIM_STATED, *_STATUS, *_JUDGED}),
    tables=(CLAIMS, STATUSES, JUDGEMENTS),
    fold=fold,
)
