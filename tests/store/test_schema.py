"""Tables are made by statements that are put into words once: the same that SQLAlchemy would send for each of them."""

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, MetaData, Table, Text

from onrecord import app
from onrecord.store import log
from onrecord.store.database import scratch
from onrecord.store.schema import make_anew, make_missing, names_of_tables

_METADATA = MetaData()
_PEOPLE = Table("people", _METADATA, Column("id", Integer, primary_key=True), Column("name", Text, nullable=False))
_HOUSES = Table(
    "houses",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("of", ForeignKey("people.id")),
    Column("at", Text),
)
Index("houses_at", _HOUSES.c.at)


def _schema(connection: Connection) -> set[tuple[str, str, str | None]]:
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
    return {(row.type, row.name, row.sql) for row in rows}


def test_an_archive_has_the_tables_indexes_and_triggers_that_are_declared() -> None:
    """Of the log and of every room."""
    with scratch() as made, scratch() as declared:
        log.Log.create_tables(made)
        make_anew(made, [table for shadow in app.shadows() for table in shadow.tables])
        for table in [*log._METADATA.sorted_tables, *(one for shadow in app.shadows() for one in shadow.tables)]:
            table.create(declared)
        assert _schema(made) == _schema(declared)
        assert {kind for kind, _, _ in _schema(made)} == {"table", "index", "trigger"}


def test_what_is_missing_is_made_and_what_is_there_is_let_be() -> None:
    """A log that was begun before there was a second digest gets that table, and keeps its rows."""
    with scratch() as connection:
        make_missing(connection, [_PEOPLE])
        connection.exec_driver_sql("INSERT INTO people VALUES (1, 'Zuleikha Korlas')")
        make_missing(connection, [_PEOPLE, _HOUSES])
        assert names_of_tables(connection) == {"people", "houses"}
        assert connection.exec_driver_sql("SELECT count(*) FROM people").scalar() == 1


def test_tables_made_anew_are_empty_whatever_bore_their_names() -> None:
    """Also with other columns, or spelt otherwise."""
    with scratch() as connection:
        connection.exec_driver_sql("CREATE TABLE HOUSES (something TEXT)")
        connection.exec_driver_sql("INSERT INTO HOUSES VALUES ('x')")
        make_anew(connection, [_PEOPLE, _HOUSES])
        assert connection.exec_driver_sql("SELECT count(*), max(at) FROM houses").one() == (0, None)
        assert ("index", "houses_at") in {(kind, name) for kind, name, _ in _schema(connection)}
