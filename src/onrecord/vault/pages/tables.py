"""Owns the tables of captures: what was captured, as which items, and by whom, folded from the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert

from onrecord.kernel import canonical_bytes
from onrecord.store import Entry, Shadow
from onrecord.vault.pages.entries import COLLECTION_DESCRIBED, PAGE_CAPTURED

_METADATA: Final = MetaData()
CAPTURES: Final = Table(
    "captures",
    _METADATA,
    Column("capture", Text, primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("url_requested", Text, nullable=False, index=True),
    Column("captured_at", Text, nullable=False),
    Column("record", Text, nullable=False),
)
CAPTURE_PARTS: Final = Table(
    "capture_parts",
    _METADATA,
    Column("capture", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("item", Text, nullable=False, index=True),
)
COLLECTIONS: Final = Table(
    "collections",
    _METADATA,
    Column("capture", Text, primary_key=True),
    Column("record", Text, nullable=False),
)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables."""
    for entry in entries:
        payload = dict(entry.payload or {})
        if not payload:
            continue
        record = canonical_bytes(payload).decode()
        if entry.kind == COLLECTION_DESCRIBED:
            connection.execute(insert(COLLECTIONS), [{"capture": payload["capture"], "record": record}])
            continue
        row = {name: payload[name] for name in ("capture", "url_requested")}
        connection.execute(insert(CAPTURES), [{**row, "seq": entry.seq, "captured_at": entry.at, "record": record}])
        parts = [
            {"capture": payload["capture"], "number": number, "item": part["item"]}
            for number, part in enumerate(payload["parts"])
        ]
        if parts:
            connection.execute(insert(CAPTURE_PARTS), parts)


def objects(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield nothing: the parts of a capture are items, and the vault's own table tells of their objects."""
    del connection
    return ()


SHADOW: Final = Shadow(
    name="captures",
    version=1,
    kinds=frozenset({PAGE_CAPTURED, COLLECTION_DESCRIBED}),
    tables=(CAPTURES, CAPTURE_PARTS, COLLECTIONS),
    fold=fold,
    objects=objects,
)
