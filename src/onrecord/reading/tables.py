"""Owns reading's table: text layers, folded from the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from onrecord.kernel import canonical_bytes
from onrecord.store import Draft, Entry, Shadow

LAYER_MADE: Final = "layer-made@1"

_METADATA: Final = MetaData()
LAYERS: Final = Table(
    "layers",
    _METADATA,
    Column("layer", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("item", Text, nullable=False, index=True),
    Column("sha256", Text),
    Column("tool", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("problem", Text),
    Column("language", Text),
    Column("characters", Integer, nullable=False),
    Column("pages", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("kind", Text, nullable=False),
)


def layer_made(payload: dict[str, Any]) -> Draft:
    """Return the entry for a text layer, or for the reason why there is none."""
    return Draft(kind=LAYER_MADE, payload=payload)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the table."""
    connection.execute(insert(LAYERS), [_row(entry) for entry in entries])


def objects(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, layer id) of every layer that has text."""
    wanted = select(LAYERS.c.sha256, LAYERS.c.layer).where(LAYERS.c.sha256.is_not(None))
    return ((row.sha256, row.layer) for row in connection.execute(wanted))


def _row(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    names = ("layer", "item", "sha256", "tool", "status", "problem", "language", "characters")
    parts = {name: canonical_bytes(payload.get(name, [])).decode() for name in ("pages", "places")}
    return {
        **{name: payload[name] for name in names},
        "seq": entry.seq,
        "kind": payload.get("kind", "content"),
        **parts,
    }


SHADOW: Final = Shadow(
    name="reading", version=3, kinds=frozenset({LAYER_MADE}), tables=(LAYERS,), fold=fold, objects=objects
)
