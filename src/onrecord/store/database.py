"""Owns the database: its engine, its transactions and what the engine's faults mean to a person.

SQLAlchemy Core, no ORM. By default pysqlite opens its transaction at the first write, so that four writers doing
"read the head, append" would take one number twice; here every writing transaction begins IMMEDIATE.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from onrecord.store.disk import told_apart
from onrecord.store.errors import ArchiveDamaged, DiskFull, Locked, NotWritable
from onrecord.store.pages import Pages, PagesFound

BUSY_SECONDS: Final = 30
LOCK_NOTE: Final = ".onrecord-lock"
_WRITING: Final = "onrecord_writing"
_OF_TRUTH: Final = ("synchronous = FULL",)  # acknowledged means on the disk, also in WAL mode
# Where it lies in clear, pages are read from the operating system's memory; SQLCipher keeps decrypted ones in its own.
_OF_DERIVED: Final = ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536", "mmap_size = 1073741824")
_VALUES_AT_ONCE: Final = 999  # as many as every build of SQLite takes in one statement


class Database:
    """One database file, reached through short transactions; with a `key` of 32 bytes it is encrypted (SQLCipher 4)."""

    def __init__(
        self, path: Path, *, busy_seconds: float = BUSY_SECONDS, key: bytes | None = None, is_derived: bool = False
    ) -> None:
        """Reach the file. One that `is_derived` can be made again: its pages are not watched, and a cut costs work."""
        self._path = path
        self._lock_note = path.with_name(LOCK_NOTE)
        self._busy_seconds = busy_seconds
        self._key = key
        self.is_encrypted = key is not None
        self.engine = _engine(path, busy_seconds, key, _OF_DERIVED if is_derived else _OF_TRUTH)
        self._is_derived = is_derived
        self._pages = Pages(path)
        self._has_written = False

    @property
    def errors(self) -> Any:
        """The driver, for the names of what it raises."""
        return self.engine.dialect.dbapi

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database throughout."""
        with self._told(), self._connect() as connection, connection.begin():
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
            self._connect().execution_options(**{_WRITING: True}) as connection,
            connection.begin(),
        ):
            self._say_who_writes()
            self._will_write()
            yield connection

    def scrub(self) -> None:
        """Write the file anew and empty its journal: afterwards no byte of a destroyed row is left in either.

        Raises:
            Locked: somebody reads or writes.
            DiskFull: there is no room for a second copy.
        """
        with self._told(), self._connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None  # noqa: S101 - a connection that is open has one
            self._will_write()
            raw.execute("VACUUM")
            (is_busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            raise self._locked()

    def empty_journal(self) -> bool:
        """Put what the journal holds into the file and cut it; False where somebody reads or writes just now."""
        with self._told(), self._connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None  # noqa: S101 - a connection that is open has one
            (is_busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def copy_to(self, path: Path) -> None:
        """Write one state of the whole database to the new file `path`, while others go on reading and writing.

        No byte of a destroyed row is in the copy, and one that was encrypted stays so under the same key.

        Raises:
            DiskFull: there is no room for it.
            NotWritable: something is at `path`, or the disk cannot be written.
        """
        with self._told(), self._connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None  # noqa: S101 - a connection that is open has one
            raw.execute("VACUUM INTO ?", (str(path),))

    def beside(self, path: Path) -> Database:
        """Return the database in another file, which `copy_to` made of this one."""
        return Database(path, busy_seconds=self._busy_seconds, key=self._key)

    def keep_journal(self) -> None:
        """Let the file have its write-ahead log again: a copy that `copy_to` made has none."""
        with self._told(), self._connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None  # noqa: S101 - a connection that is open has one
            raw.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Let go of the file; if it was written to, leave a digest of each of its pages beside it."""
        self.engine.dispose()
        if self._has_written:
            self._has_written = False
            self._pages.remember()

    def found_in_pages(self) -> PagesFound | None:
        """Return which pages are not as the last writer left them; None where nobody can tell."""
        return self._pages.found()

    def _will_write(self) -> None:
        if not self._has_written and not self._is_derived:
            self._pages.forget()
            self._has_written = True

    def _connect(self) -> Connection:
        try:
            return self.engine.connect()
        except UnicodeDecodeError as err:  # SQLite quotes the damaged schema in its message, and that is no text
            raise ArchiveDamaged(place=str(self._path), problem="its schema cannot be read") from err

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as err:
            raise self.fault(str(err.orig)) from err
        except DatabaseError as err:
            if "malformed" in str(err.orig) or "not a database" in str(err.orig):
                raise ArchiveDamaged(place=str(self._path), problem=str(err.orig)) from err
            raise

    def fault(self, words: str) -> Locked | DiskFull | NotWritable | ArchiveDamaged:
        """Return the fault that SQLite's words stand for (sqlite.org/rescode.html)."""
        place = str(self._path)
        if "locked" in words:
            return self._locked()
        if "full" in words:
            return DiskFull(place=place)
        if "readonly" in words or "unable to open" in words or "disk I/O error" in words:
            return NotWritable(place=place, problem=words)
        return ArchiveDamaged(place=place, problem=words)

    def _say_who_writes(self) -> None:
        """Note this process's number. The lock itself is SQLite's and ends with the process; the note only names it."""
        with told_apart(self._lock_note):
            handle = os.open(self._lock_note, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.write(handle, f"{os.getpid():<10}\n".encode())  # of one length, so that no rest of another stays
            finally:
                os.close(handle)

    def _locked(self) -> Locked:
        try:
            process = self._lock_note.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            process = ""
        return Locked(place=str(self._path), seconds=self._busy_seconds, process=process or "?")


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of the table's columns, straight through the driver.

    SQLAlchemy takes apart and puts together each row that it is given: with tens of thousands of small files that
    costs more than the database itself. Many rows go in one statement, during which other threads may run.
    """
    at_once = _VALUES_AT_ONCE // len(table.columns)
    whole = len(rows) - len(rows) % at_once
    if connection.dialect.paramstyle != "qmark":
        whole = 0
    for start in range(0, whole, at_once):
        values = chain.from_iterable(rows[start : start + at_once])
        connection.exec_driver_sql(_insertion(table, at_once), tuple(values))
    if whole < len(rows):
        names = [column.name for column in table.columns]
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows[whole:]])


@cache
def _insertion(table: Table, count: int) -> str:
    names = ", ".join(column.name for column in table.columns)
    row = f"({', '.join('?' * len(table.columns))})"
    return f"INSERT INTO {table.name} ({names}) VALUES {', '.join([row] * count)}"  # noqa: S608 - our own names


@contextmanager
def scratch() -> Iterator[Connection]:
    """An empty database in memory, gone afterwards: no row of evidence reaches a temporary file."""
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _record: object) -> None:
        raw.isolation_level = None
        raw.execute("PRAGMA journal_mode = OFF")

    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(path: Path, busy_seconds: float, key: bytes | None, settings: Sequence[str]) -> Engine:
    given = {"timeout": busy_seconds, "check_same_thread": False}
    engine = create_engine(f"sqlite:///{path}", connect_args=given, module=_module(key))

    @event.listens_for(engine, "connect", insert=True)
    def _connect(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # before the pragmas: we send BEGIN ourselves
        cursor = raw.cursor()
        for pragma in _unlocking(key):
            cursor.execute(pragma)
        cursor.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
        cursor.execute("PRAGMA foreign_keys = ON")
        for setting in settings:
            cursor.execute(f"PRAGMA {setting}")
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _module(key: bytes | None) -> ModuleType:
    """Return the driver: the standard library's, or SQLCipher's where there is a key."""
    if key is None:
        import sqlite3

        return sqlite3
    from sqlcipher3 import dbapi2

    return dbapi2  # type: ignore[no-any-return]


def _unlocking(key: bytes | None) -> Iterator[str]:
    """Yield what opens an encrypted file (zetetic.net/sqlcipher/sqlcipher-api), with every setting said.

    The key is raw, not a passphrase, so that the engine stretches nothing. What is sorted or rewritten stays in memory:
    no row reaches a temporary file.
    """
    if key is None:
        return
    yield "PRAGMA cipher_log_level = NONE"  # it would write to standard error; we tell a fault in words
    yield f"PRAGMA key = \"x'{key.hex()}'\""
    yield "PRAGMA cipher_page_size = 4096"
    yield "PRAGMA cipher_use_hmac = ON"
    yield "PRAGMA cipher_hmac_algorithm = HMAC_SHA512"
    yield "PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA512"
    yield "PRAGMA cipher_plaintext_header_size = 0"
    # To wipe what the engine frees makes writing four times slower, and Python around it wipes nothing.
    yield "PRAGMA cipher_memory_security = OFF"
    yield "PRAGMA temp_store = MEMORY"
