"""Owns the log by its second digest, SHA-512: so that it can be believed when SHA-256 cannot (RELIABILITY B8).

The entries are the same; the commitment in each leaf is the second one, and leaves and nodes are hashed by SHA-512. It
never replaces the log by SHA-256: heads, stamps and witnesses go by that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from onrecord.kernel import SALT_BYTES, Checkpoint, canonical_bytes, root_of
from onrecord.store.database import insert_rows
from onrecord.store.errors import LogDamaged
from onrecord.store.log import (
    ENTRIES,
    PAYLOADS,
    SECOND,
    Log,
    leaf_record,
    rows_of_entries,
    second_commitment,
    second_leaf_hash,
)
from onrecord.store.schema import names_of_tables

ALGORITHM: Final = "sha512"
_BATCH: Final = 5_000


def second_origin(origin: str) -> str:
    """Return the origin under which the head by SHA-512 is signed: no reader may take one head for the other."""
    return f"{origin}/{ALGORITHM}"


def second_commitments(connection: Connection, stop: int) -> Iterator[bytes]:
    """Yield the second commitment of each of the first `stop` entries.

    Raises:
        LogDamaged: one is missing.
    """
    return (bytes(row.commitment) for row in _rows(connection, stop))


def second_root(connection: Connection, stop: int) -> bytes:
    """Return the root over the first `stop` entries by SHA-512.

    Raises:
        LogDamaged: one is missing.
    """
    return root_of([bytes(row.leaf_hash) for row in _rows(connection, stop)], ALGORITHM)


def second_head(connection: Connection, log: Log, stop: int) -> str:
    """Return the head over the first `stop` entries by SHA-512, signed with the log's key.

    Raises:
        LogDamaged: a commitment is missing.
        KeyMissing, WrongKey: the signing key cannot be read, or is another.
    """
    head = Checkpoint(origin=second_origin(log.origin), size=stop, root=second_root(connection, stop))
    return log.signed(head.text())


def second_problems(connection: Connection) -> Iterator[tuple[int, str]]:
    """Yield number and fault of each entry whose second commitment or leaf is not the one it has earned."""
    seconds = connection.execution_options(yield_per=_BATCH).execute(select(SECOND).order_by(SECOND.c.seq))
    for row in connection.execution_options(yield_per=_BATCH).execute(rows_of_entries()):
        second = next(seconds, None)
        if second is None or second.seq != row.seq:
            yield row.seq, "no commitment by SHA-512"
            return
        try:
            is_sound = _leaf_hash(row, second.commitment) == second.leaf_hash
            is_kept = _is_salted(row) and second_commitment(row.salt, row.payload) == second.commitment
        except (TypeError, ValueError, AttributeError):  # a column may hold anything once somebody wrote there
            is_sound = is_kept = False
        if not is_sound or not (is_kept or row.payload is None):
            yield row.seq, "another commitment by SHA-512"


def lacks_second(connection: Connection) -> bool:
    """Say whether the log was begun before there was a second digest."""
    return SECOND.name not in names_of_tables(connection)


def add_second(connection: Connection) -> None:
    """Commit to every entry by SHA-512 as well.

    Of one that was expunged before only its first commitment is left, and that is what is committed to: nothing can be
    shown of it by either digest.
    """
    Log.create_tables(connection)
    joined = ENTRIES.outerjoin(PAYLOADS, ENTRIES.c.seq == PAYLOADS.c.seq)
    wanted = select(ENTRIES, PAYLOADS.c.salt, PAYLOADS.c.payload).select_from(joined).order_by(ENTRIES.c.seq)
    rows = [(row.seq, second := _late_commitment(row), _leaf_hash(row, second)) for row in connection.execute(wanted)]
    insert_rows(connection, SECOND, rows)


def _late_commitment(row: Row[Any]) -> bytes:
    if row.payload is None:
        return hashlib.sha512(row.commitment.encode("ascii")).digest()
    return second_commitment(row.salt, row.payload)


def _leaf_hash(row: Row[Any], commitment: bytes) -> bytes:
    """Return the hash of an entry's leaf with the second commitment in it."""
    return second_leaf_hash(canonical_bytes(leaf_record(row.seq, row.at, row.actor, row.kind, commitment.hex())))


def _rows(connection: Connection, stop: int) -> Iterator[Row[Any]]:
    wanted = select(SECOND).where(SECOND.c.seq < stop).order_by(SECOND.c.seq)
    number = 0
    for row in connection.execution_options(yield_per=_BATCH).execute(wanted):
        if row.seq != number:
            break
        yield row
        number += 1
    if number < stop:
        raise LogDamaged(seq=number, problem="its commitment by SHA-512 is missing")


def _is_salted(row: Row[Any]) -> bool:
    return isinstance(row.salt, bytes) and isinstance(row.payload, bytes) and len(row.salt) == SALT_BYTES
