"""Owns the tables' obedience: they are folded from the log and can be made anew to the same digest at any time.

No event framework, no bus: a fold is a function from entries to rows. Never holds a room's columns: rooms declare them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, bindparam, delete, insert, select, update

from onrecord.kernel import canonical_bytes, is_sha256_hex, new_sha256
from onrecord.store.errors import LogDamaged
from onrecord.store.log import Entry, read_entries, size_of
from onrecord.store.schema import make_anew, make_missing, names_of_tables

_FOLDS: Final = Table(  # how each room's tables were made: by which version of its fold, from how many entries
    "folds",
    MetaData(),
    Column("shadow", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
)
_NEW_SIZE: Final = update(_FOLDS).where(_FOLDS.c.shadow == bindparam("name")).values(size=bindparam("end"))
_BATCH: Final = 5_000
_LINE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # flat rows of plain values: one form each

Fold = Callable[[Connection, Sequence[Entry]], None]
Objects = Callable[[Connection], Iterable[tuple[str, str]]]


def _no_objects(_connection: Connection) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """One room's tables: the kinds of entry it folds, the tables, the fold, and which objects its rows speak of.

    `version` changes whenever tables or fold change; an archive written before is then folded anew. `objects` yields
    (SHA-256, id of what it belongs to), `seconds` (SHA-256, SHA-512) of those that are on record by both.
    """

    name: str
    version: int
    kinds: frozenset[str]
    tables: tuple[Table, ...]
    fold: Fold
    objects: Objects = _no_objects
    seconds: Objects = _no_objects


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """The digest of every table as it was, and as the log makes it."""

    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def digest_before(self) -> str:
        """One digest over all tables as they were."""
        return _digest_of(self.before)

    @property
    def digest_after(self) -> str:
        """One digest over all tables as the log makes them."""
        return _digest_of(self.after)

    @property
    def same(self) -> bool:
        """Whether the tables were what the log says."""
        return self.before == self.after

    @property
    def differing(self) -> tuple[str, ...]:
        """The tables that were not what the log says."""
        return tuple(sorted(name for name in self.after if self.before.get(name) != self.after[name]))


def objects_spoken_of(connection: Connection, shadows: Sequence[Shadow]) -> Iterator[str]:
    """Yield the SHA-256 of every object that any row speaks of."""
    for shadow in shadows:
        yield from (sha256 for sha256, _ in shadow.objects(connection) if is_sha256_hex(sha256))


def are_in_step(connection: Connection, shadows: Sequence[Shadow]) -> bool:
    """Say whether every shadow's tables exist in its present version and have been folded to the end of the log."""
    there = names_of_tables(connection)
    if _FOLDS.name not in there:
        return False
    size, known = size_of(connection), _known(connection)
    return all(_is_current(there, known, shadow) and known[shadow.name][1] >= size for shadow in shadows)


def bring_in_step(connection: Connection, shadows: Sequence[Shadow]) -> None:
    """Make tables that are missing or of another version anew, and fold into each what it lacks of the log."""
    make_missing(connection, [_FOLDS])
    there = names_of_tables(connection)
    size, known = size_of(connection), _known(connection)
    for shadow in shadows:
        folded = known[shadow.name][1] if _is_current(there, known, shadow) else 0
        if not folded:
            make_tables(connection, shadow)
        if folded < size:
            fold_log(connection, connection, shadow, start=folded)
            _remember(connection, shadow, size)


def make_tables(connection: Connection, shadow: Shadow) -> None:
    """Make the shadow's tables, empty, in place of whatever bore their names."""
    make_anew(connection, shadow.tables)
    _remember(connection, shadow, 0)


def fold_log(log: Connection, tables: Connection, shadow: Shadow, *, start: int = 0) -> None:
    """Fold the log from entry `start` on into the shadow's tables, in batches."""
    for batch in _batches(read_entries(log, start=start, kinds=shadow.kinds)):
        _fold(tables, batch, shadow)


def fold_new(connection: Connection, entries: Sequence[Entry], shadows: Sequence[Shadow]) -> None:
    """Fold what has just been put at the end of the log, in the transaction that put it there.

    A program that knows fewer rooms may have appended before; what these tables lack of that is folded first.

    Raises:
        LogDamaged: the tables know of more entries than the log had left.
    """
    if not entries or not shadows:
        return
    start, end, known = entries[0].seq, entries[-1].seq + 1, _known(connection)
    steps = {known.get(shadow.name) == (str(shadow.version), start) for shadow in shadows}
    if steps != {True}:
        _refuse_a_cut_log(known, start)
        bring_in_step(connection, shadows)
        return
    for shadow in shadows:
        _fold(connection, [entry for entry in entries if entry.kind in shadow.kinds], shadow)
    connection.execute(_NEW_SIZE, [{"name": shadow.name, "end": end} for shadow in shadows])


def folded_size(connection: Connection) -> int:
    """Return how many entries any table has seen; a log that is shorter now was cut."""
    if _FOLDS.name not in names_of_tables(connection):
        return 0
    return max((size for _, size in _known(connection).values()), default=0)


def digests_of_tables(connection: Connection, shadows: Sequence[Shadow]) -> dict[str, str]:
    """Return a SHA-256 per table over its rows, ordered by primary key: how they lie in the file does not matter."""
    return {table.name: _table_digest(connection, table) for shadow in shadows for table in shadow.tables}


def digest_of_tables(connection: Connection, shadows: Sequence[Shadow]) -> str:
    """Return one SHA-256 over all rows of all tables."""
    return _digest_of(digests_of_tables(connection, shadows))


def refold(connection: Connection, shadows: Sequence[Shadow]) -> RebuildReport:
    """Make the tables anew from the whole log, in the caller's transaction, and compare."""
    before = digests_of_tables(connection, shadows)
    for shadow in shadows:
        for table in reversed(shadow.tables):
            connection.execute(delete(table))
        fold_log(connection, connection, shadow)
        _remember(connection, shadow, size_of(connection))
    return RebuildReport(before=before, after=digests_of_tables(connection, shadows))


def compare(connection: Connection, aside: Connection, shadows: Sequence[Shadow]) -> RebuildReport:
    """Fold the whole log into empty tables `aside` and compare; nothing is written to the archive, nobody waits."""
    before = digests_of_tables(connection, shadows)
    make_missing(aside, [_FOLDS])
    for shadow in shadows:
        make_tables(aside, shadow)
        fold_log(connection, aside, shadow)
    return RebuildReport(before=before, after=digests_of_tables(aside, shadows))


def _fold(connection: Connection, entries: Sequence[Entry], shadow: Shadow) -> None:
    present = [entry for entry in entries if entry.payload is not None]  # what was expunged leaves no row
    if present:
        shadow.fold(connection, present)


def _known(connection: Connection) -> dict[str, tuple[str, int]]:
    return {row.shadow: (row.version, row.size) for row in connection.execute(select(_FOLDS))}


def _is_current(there: Set[str], known: Mapping[str, tuple[str, int]], shadow: Shadow) -> bool:
    """Say whether the shadow's tables are all there, made by its present version."""
    if known.get(shadow.name, ("", 0))[0] != str(shadow.version):
        return False
    return all(table.name in there for table in shadow.tables)


def _remember(connection: Connection, shadow: Shadow, size: int) -> None:
    connection.execute(delete(_FOLDS).where(_FOLDS.c.shadow == shadow.name))
    connection.execute(insert(_FOLDS).values(shadow=shadow.name, version=str(shadow.version), size=size))


def _refuse_a_cut_log(known: Mapping[str, tuple[str, int]], size: int) -> None:
    seen = max((size for _, size in known.values()), default=0)
    if seen > size:
        raise LogDamaged(seq=size, problem=f"{seen} entries were folded into tables, {size} are left")


def _table_digest(connection: Connection, table: Table) -> str:
    digest = new_sha256()
    digest.update(canonical_bytes([table.name, [column.name for column in table.columns]]))
    rows = connection.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key))
    for row in rows:
        digest.update(_LINE.encode([_plain(value) for value in row]).encode())
    return digest.hexdigest()


def _digest_of(digests: Mapping[str, str]) -> str:
    digest = new_sha256()
    digest.update(canonical_bytes(dict(digests)))
    return digest.hexdigest()


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
    """Return a value as one line of JSON can hold it; kinds that only damage can bring keep apart from texts."""
    if value is None or isinstance(value, str | bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    return {type(value).__name__: value.hex() if isinstance(value, bytes) else repr(value)}
