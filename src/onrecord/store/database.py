"""Owns the database: its engine, its transactions and what the engine's faults mean to a person.

SQLAlchemy Core, no ORM. By default pysqlite opens its transaction at the first write, so that four writers doing
"read the head, append" would take one number twice; here every writing transaction begins IMMEDIATE.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from onrecord.store.errors import ArchiveDamaged, DiskFull, Locked, NotWritable

BUSY_SECONDS: Final = 30
_WRITING: Final = "onrecord_writing"


class Database:
    """One database file, reached through short transactions."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self.engine = _engine(path, busy_seconds)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database throughout."""
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write until it ends; everything in it happens, or nothing.

        Raises:
            Locked: another process kept writing for too long.
            DiskFull: there is no room.
            NotWritable: the disk or the file is read-only.
        """
        with (
            self._told(),
            self.engine.connect().execution_options(**{_WRITING: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as err:
            raise self._fault(str(err.orig)) from err
        except DatabaseError as err:
            if "malformed" in str(err.orig) or "not a database" in str(err.orig):
                raise ArchiveDamaged(place=str(self._path), problem=str(err.orig)) from err
            raise

    def _fault(self, words: str) -> Locked | DiskFull | NotWritable | ArchiveDamaged:
        """Return the fault that SQLite's words stand for (sqlite.org/rescode.html)."""
        place = str(self._path)
        if "locked" in words:
            return Locked(place=place, seconds=self._busy_seconds)
        if "full" in words:
            return DiskFull(place=place)
        if "readonly" in words or "unable to open" in words or "disk I/O error" in words:
            return NotWritable(place=place, problem=words)
        return ArchiveDamaged(place=place, problem=words)


def _engine(path: Path, busy_seconds: float) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": busy_seconds, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # before the pragmas: we send BEGIN ourselves
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")  # acknowledged means on the disk, also in WAL mode
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
