"""Owns the tables' making: which are there, and the statements that make one, put into words once for each process.

An archive has some forty tables. To ask for each on its own, and to have SQLAlchemy word each anew at every making,
cost more than all else that opening an archive does.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, create_mock_engine


def names_of_tables(connection: Connection) -> frozenset[str]:
    """Return the name of every table that is there (sqlite.org/schematab.html)."""
    return frozenset(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())


def make_missing(connection: Connection, tables: Iterable[Table]) -> None:
    """Make those of the tables that are not there, in the order given, each with its indexes and triggers."""
    there = names_of_tables(connection)
    for table in tables:
        if table.name not in there:
            _make(connection, table)


def make_anew(connection: Connection, tables: Iterable[Table]) -> None:
    """Make the tables, empty, in place of whatever bore their names."""
    wanted = list(tables)
    for table in reversed(wanted):
        connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{table.name}"')
    for table in wanted:
        _make(connection, table)


def _make(connection: Connection, table: Table) -> None:
    for statement in _statements(table):
        connection.exec_driver_sql(statement)


@cache
def _statements(table: Table) -> tuple[str, ...]:
    """Return what SQLAlchemy would send to make the table (docs.sqlalchemy.org/en/20/faq/metadata_schema.html)."""
    said: list[str] = []

    def say(statement: Any, *_: object, **__: object) -> None:
        said.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("sqlite://", say)
    table.create(engine, checkfirst=False)
    return tuple(said)
