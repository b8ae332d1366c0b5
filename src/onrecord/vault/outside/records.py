"""Owns reading what others have said of the log's heads: rows to values. What they add up to, `proven` says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from onrecord.store import Desk
from onrecord.vault.outside.entries import CHECKPOINT_ANCHORED, CHECKPOINT_COSIGNED, CHECKPOINT_STAMPED
from onrecord.vault.outside.tables import ANCHORS, CONTRADICTIONS, COSIGNATURES, STAMPS


@dataclass(frozen=True, slots=True, kw_only=True)
class StampRecord:
    """What the log says of one question to an authority: a stamp, or why there is none."""

    seq: int
    at: str
    is_stamp: bool
    size: int
    root: str
    imprint: str
    authority: str
    request: str
    reply: str | None
    chain: str
    gen_time: str | None
    signer: str | None
    clock_difference_seconds: int | None
    reason: str | None
    http_status: int | None
    failures: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return the record as one flat row for a table or JSON."""
        return {
            "seq": self.seq,
            "at": self.at,
            "authority": self.authority,
            "outcome": "stamped" if self.is_stamp else "declined",
            "size": self.size,
            "gen_time": self.gen_time,
            "signer": self.signer,
            "clock_difference_seconds": self.clock_difference_seconds,
            "reason": self.reason,
            "http_status": self.http_status,
            "failures": list(self.failures),
            "imprint": self.imprint,
            "reply": self.reply,
            "chain": self.chain,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignatureRecord:
    """What the log says of one question to a witness: a cosignature, or why there is none."""

    seq: int
    at: str
    is_cosignature: bool
    size: int
    root: str
    witness: str
    key: str
    line: str | None
    signed_at: str | None
    clock_difference_seconds: int | None
    reason: str | None
    http_status: int | None
    witness_size: int | None

    def to_row(self) -> dict[str, Any]:
        """Return the record as one flat row for a table or JSON."""
        return {
            "seq": self.seq,
            "at": self.at,
            "witness": self.witness,
            "outcome": "cosigned" if self.is_cosignature else "declined",
            "size": self.size,
            "signed_at": self.signed_at,
            "clock_difference_seconds": self.clock_difference_seconds,
            "reason": self.reason,
            "http_status": self.http_status,
            "witness_size": self.witness_size,
            "key": self.key,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionRecord:
    """A head that our key has signed and our log does not agree with."""

    seq: int
    at: str
    size: int
    root: str
    note: str
    why: str
    own_size: int

    def to_row(self) -> dict[str, Any]:
        """Return the record as one flat row."""
        return {name: getattr(self, name) for name in ("seq", "at", "size", "root", "note", "why", "own_size")}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorRecord:
    """An OpenTimestamps proof of a head, with what it attests so far."""

    seq: int
    at: str
    size: int
    imprint: str
    proof: str
    attestations: tuple[Mapping[str, Any], ...]

    def to_row(self) -> dict[str, Any]:
        """Return the record as one flat row."""
        return {
            "seq": self.seq,
            "at": self.at,
            "size": self.size,
            "proof": self.proof,
            "attestations": [dict(one) for one in self.attestations],
        }


def stamp_records(desk: Desk) -> tuple[StampRecord, ...]:
    """Return every question to an authority and what came of it, in the order of the log."""
    return tuple(
        StampRecord(
            is_stamp=row.kind == CHECKPOINT_STAMPED,
            failures=tuple(json.loads(row.failures or "[]")),
            **_picked(
                row, "seq", "at", "size", "root", "imprint", "authority", "request", "reply", "chain", "gen_time"
            ),
            **_picked(row, "signer", "clock_difference_seconds", "reason", "http_status"),
        )
        for row in _rows(desk, STAMPS)
    )


def cosignature_records(desk: Desk) -> tuple[CosignatureRecord, ...]:
    """Return every question to a witness and what came of it, in the order of the log."""
    return tuple(
        CosignatureRecord(
            is_cosignature=row.kind == CHECKPOINT_COSIGNED,
            **_picked(row, "seq", "at", "size", "root", "witness", "key", "line", "signed_at"),
            **_picked(row, "clock_difference_seconds", "reason", "http_status", "witness_size"),
        )
        for row in _rows(desk, COSIGNATURES)
    )


def contradiction_records(desk: Desk) -> tuple[ContradictionRecord, ...]:
    """Return every head that contradicts the log, in the order in which they were shown to us."""
    return tuple(
        ContradictionRecord(**_picked(row, "seq", "at", "size", "root", "note", "why", "own_size"))
        for row in _rows(desk, CONTRADICTIONS)
    )


def anchor_records(desk: Desk) -> tuple[AnchorRecord, ...]:
    """Return every OpenTimestamps proof, newest state of each last."""
    return tuple(
        AnchorRecord(
            attestations=tuple(json.loads(row.attestations)),
            **_picked(row, "seq", "at", "size", "imprint", "proof"),
        )
        for row in _rows(desk, ANCHORS)
        if row.kind == CHECKPOINT_ANCHORED
    )


def _rows(desk: Desk, table: Table) -> list[Row[Any]]:
    with desk.reading() as connection:
        return _all(connection, table)


def _all(connection: Connection, table: Table) -> list[Row[Any]]:
    return list(connection.execute(select(table).order_by(table.c.seq)))


def _picked(row: Row[Any], *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
