"""Owns the tables' obedience: they are folded from the log and can be made anew to the same digest at any time.

No event framework, no bus: a fold is a function from entries to rows. Never holds a room's columns: rooms declare them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, insert, select, update

from onrecord.kernel import canonical_bytes, new_sha256
from onrecord.store.log import Entry, read_entries

_METADATA: Final = MetaData()
_FOLDED: Final = Table(
    "folded",
    _METADATA,
    Column("shadow", Text, primary_key=True),
    Column("version", Text, nullable=False),
)
_BATCH: Final = 5_000

Fold = Callable[[Connection, Sequence[Entry]], None]
Objects = Callable[[Connection], Iterable[tuple[str, str]]]


def _no_objects(_connection: Connection) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """One room's tables: the kinds of entry it folds, the tables, the fold, and which objects its rows speak of.

    `version` changes whenever tables or fold change; an archive written before is then folded anew. `objects` yields
    (SHA-256, id of what it belongs to).
    """

    name: str
    version: int
    kinds: frozenset[str]
    tables: tuple[Table, ...]
    fold: Fold
    objects: Objects = _no_objects


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """The tables' digest as they were, and as the log makes them."""

    digest_before: str
    digest_after: str

    @property
    def same(self) -> bool:
        """Whether the tables were what the log says."""
        return self.digest_before == self.digest_after


def bring_in_step(connection: Connection, shadows: Sequence[Shadow]) -> None:
    """Make what tables are missing and fold the log into those that are new or of another version."""
    _METADATA.create_all(connection)
    known = {row.shadow: row.version for row in connection.execute(select(_FOLDED))}
    stale = [shadow for shadow in shadows if known.get(shadow.name) != str(shadow.version)]
    for shadow in stale:
        for table in reversed(shadow.tables):
            table.drop(connection, checkfirst=True)
        for table in shadow.tables:
            table.create(connection)
        _remember(connection, shadow, known)
    fold_all(connection, stale)


def are_in_step(connection: Connection, shadows: Sequence[Shadow]) -> bool:
    """Say whether every shadow's tables exist in its present version."""
    if not connection.dialect.has_table(connection, _FOLDED.name):
        return False
    known = {row.shadow: row.version for row in connection.execute(select(_FOLDED))}
    return all(known.get(shadow.name) == str(shadow.version) for shadow in shadows)


def fold_all(connection: Connection, shadows: Sequence[Shadow]) -> None:
    """Fold the whole log into the shadows' empty tables, in batches."""
    if not shadows:
        return
    kinds = frozenset().union(*(shadow.kinds for shadow in shadows))
    for batch in _batches(read_entries(connection, kinds=kinds)):
        fold(connection, batch, shadows)


def fold(connection: Connection, entries: Sequence[Entry], shadows: Sequence[Shadow]) -> None:
    """Fold new entries into the tables, each shadow its own kinds, in the order of the log."""
    for shadow in shadows:
        own = [entry for entry in entries if entry.kind in shadow.kinds]
        if own:
            shadow.fold(connection, own)


def digest_of_tables(connection: Connection, shadows: Sequence[Shadow]) -> str:
    """Return one SHA-256 over the rows of every table, ordered by their primary keys."""
    digest = new_sha256()
    for table in sorted((table for shadow in shadows for table in shadow.tables), key=lambda table: table.name):
        digest.update(canonical_bytes([table.name, [column.name for column in table.columns]]))
        rows = connection.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key))
        for row in rows:
            digest.update(canonical_bytes([_plain(value) for value in row]))
    return digest.hexdigest()


def refold(connection: Connection, shadows: Sequence[Shadow]) -> RebuildReport:
    """Empty the tables, fold the log anew, and compare the digests. The caller commits or rolls back."""
    before = digest_of_tables(connection, shadows)
    for shadow in shadows:
        for table in reversed(shadow.tables):
            connection.execute(delete(table))
    fold_all(connection, shadows)
    return RebuildReport(digest_before=before, digest_after=digest_of_tables(connection, shadows))


def _remember(connection: Connection, shadow: Shadow, known: Mapping[str, str]) -> None:
    if shadow.name in known:
        change = update(_FOLDED).where(_FOLDED.c.shadow == shadow.name).values(version=str(shadow.version))
        connection.execute(change)
    else:
        connection.execute(insert(_FOLDED).values(shadow=shadow.name, version=str(shadow.version)))


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
