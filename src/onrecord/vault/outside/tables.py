"""Owns the tables of what others have said about signed heads: stamps, cosignatures, contradictions, anchors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from onrecord.store import Entry, Shadow
from onrecord.vault.outside.entries import (
    ABOUT_HEADS,
    ANCHOR_DECLINED,
    CHECKPOINT_ANCHORED,
    CHECKPOINT_COSIGNED,
    CHECKPOINT_STAMPED,
    COSIGNATURE_DECLINED,
    HEAD_CONTRADICTED,
    STAMP_DECLINED,
)

_METADATA: Final = MetaData()


def _table(name: str, *columns: Column[Any]) -> Table:
    """Return a table with what every one of them has: the entry, its time, the head that it speaks of."""
    return Table(
        name,
        _METADATA,
        Column("seq", Integer, primary_key=True),
        Column("at", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("size", Integer, nullable=False, index=True),
        Column("root", Text, nullable=False),
        *columns,
    )


STAMPS: Final = _table(
    "stamps",
    Column("imprint", Text, nullable=False),
    Column("authority", Text, nullable=False, index=True),
    Column("request", Text, nullable=False),
    Column("reply", Text),  # none where nothing came back
    Column("chain", Text, nullable=False),
    Column("gen_time", Text),
    Column("policy", Text),
    Column("serial", Text),
    Column("signer", Text),
    Column("clock_difference_seconds", Integer),
    Column("reason", Text),
    Column("http_status", Integer),
    Column("status", Integer),
    Column("failures", Text),
)
COSIGNATURES: Final = _table(
    "cosignatures",
    Column("imprint", Text, nullable=False),
    Column("witness", Text, nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("line", Text),
    Column("signed_at", Text),
    Column("clock_difference_seconds", Integer),
    Column("reason", Text),
    Column("http_status", Integer),
    Column("witness_size", Integer),
    Column("reply", Text),
)
CONTRADICTIONS: Final = _table(
    "contradicted_heads",
    Column("note", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("own_root", Text),
    Column("own_size", Integer, nullable=False),
)
ANCHORS: Final = _table(
    "anchors",
    Column("imprint", Text, nullable=False),
    Column("proof", Text),
    Column("attestations", Text),
    Column("upgrades", Text),
    Column("calendar", Text),
    Column("reason", Text),
    Column("http_status", Integer),
    Column("reply", Text),
)
_HOMES: Final = {
    CHECKPOINT_STAMPED: STAMPS,
    STAMP_DECLINED: STAMPS,
    CHECKPOINT_COSIGNED: COSIGNATURES,
    COSIGNATURE_DECLINED: COSIGNATURES,
    HEAD_CONTRADICTED: CONTRADICTIONS,
    CHECKPOINT_ANCHORED: ANCHORS,
    ANCHOR_DECLINED: ANCHORS,
}
_OBJECTS: Final = (
    (STAMPS, "reply"),
    (STAMPS, "chain"),
    (COSIGNATURES, "reply"),
    (CONTRADICTIONS, "note"),
    (ANCHORS, "proof"),
    (ANCHORS, "reply"),
)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables."""
    for entry in entries:
        table = _HOMES[entry.kind]
        connection.execute(insert(table), [_row(table, entry)])


def objects(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, entry) of everything that others sent and of the chains it was checked with."""
    for table, name in _OBJECTS:
        column = table.c[name]
        for row in connection.execute(select(column, table.c.seq).where(column.is_not(None)).order_by(table.c.seq)):
            yield row[0], f"entry-{row.seq}"


def _row(table: Table, entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    given = {column.name: _flat(payload.get(column.name)) for column in table.columns}
    return {**given, "seq": entry.seq, "at": entry.at, "kind": entry.kind}


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, list | dict) else value


SHADOW: Final = Shadow(
    name="vault-time",
    version=1,
    kinds=ABOUT_HEADS,
    tables=(STAMPS, COSIGNATURES, CONTRADICTIONS, ANCHORS),
    fold=fold,
    objects=objects,
)
