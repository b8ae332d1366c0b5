"""Owns the vault's one shadow: items and custody, what others said of signed heads, and captures, folded together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection

from onrecord.store import Entry, Shadow
from onrecord.vault import examinations, tables
from onrecord.vault.outside import tables as outside
from onrecord.vault.pages import tables as pages

_PARTS: Final = (tables.SHADOW, outside.SHADOW, examinations.SHADOW, pages.SHADOW)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables of all."""
    for part in _PARTS:
        own = [entry for entry in entries if entry.kind in part.kinds]
        if own:
            part.fold(connection, own)


def objects(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, owner) of every object of all."""
    for part in _PARTS:
        yield from part.objects(connection)


def seconds(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, SHA-512) of every object that is on record by both."""
    for part in _PARTS:
        yield from part.seconds(connection)


SHADOW: Final = Shadow(
    name="vault",
    version=sum(1_000**place * part.version for place, part in enumerate(_PARTS)),
    kinds=frozenset(kind for part in _PARTS for kind in part.kinds),
    tables=tuple(table for part in _PARTS for table in part.tables),
    fold=fold,
    objects=objects,
    seconds=seconds,
)
