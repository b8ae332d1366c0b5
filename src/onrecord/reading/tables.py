"""Owns reading's tables: text layers, and what was seen on pages that were recognised; both folded from the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from onrecord.kernel import canonical_bytes
from onrecord.store import Draft, Entry, Shadow

LAYER_MADE: Final = "layer-made@1"
PAGE_RECOGNISED: Final = "page-recognised@1"

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
    Column("recognised", Text, nullable=False),
)
SEEN: Final = Table(
    "pages_recognised",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("item", Text, nullable=False, index=True),
    Column("tool", Text, nullable=False),
    Column("page", Integer, nullable=False),
    Column("sha256", Text),
    Column("status", Text, nullable=False),
    Column("problem", Text),
)


def layer_made(payload: dict[str, Any]) -> Draft:
    """Return the entry for a text layer, or for the reason why there is none."""
    return Draft(kind=LAYER_MADE, payload=payload)


def page_recognised(payload: dict[str, Any]) -> Draft:
    """Return the entry for what was seen on one page, or for the reason why nothing was."""
    return Draft(kind=PAGE_RECOGNISED, payload=payload)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables."""
    layers = [_row(entry) for entry in entries if entry.kind == LAYER_MADE]
    pages = [_page(entry) for entry in entries if entry.kind == PAGE_RECOGNISED]
    for table, rows in ((LAYERS, layers), (SEEN, pages)):
        if rows:
            connection.execute(insert(table), rows)


def objects(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, id) of every layer that has text, and of what was seen on pages."""
    texts = select(LAYERS.c.sha256, LAYERS.c.layer).where(LAYERS.c.sha256.is_not(None))
    pages = select(SEEN.c.sha256, SEEN.c.item, SEEN.c.page).where(SEEN.c.sha256.is_not(None))
    yield from ((row.sha256, row.layer) for row in connection.execute(texts))
    yield from ((row.sha256, f"page {row.page} of {row.item}") for row in connection.execute(pages))


def _row(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    names = ("layer", "item", "sha256", "tool", "status", "problem", "language", "characters")
    parts = {name: canonical_bytes(payload.get(name, [])).decode() for name in ("pages", "places")}
    recognised = canonical_bytes(payload.get("recognised", {})).decode()
    return {
        **{name: payload[name] for name in names},
        "seq": entry.seq,
        "kind": payload.get("kind", "content"),
        **parts,
        "recognised": recognised,
    }


def _page(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    return {
        "seq": entry.seq,
        **{name: payload[name] for name in ("item", "tool", "page", "sha256", "status", "problem")},
    }


SHADOW: Final = Shadow(
    name="reading",
    version=4,
    kinds=frozenset({LAYER_MADE, PAGE_RECOGNISED}),
    tables=(LAYERS, SEEN),
    fold=fold,
    objects=objects,
)
