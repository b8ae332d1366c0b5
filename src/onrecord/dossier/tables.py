"""Owns the dossier's tables: what was published, and the files of each publication, folded from the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, Text, insert, select, update

from onrecord.dossier.entries import STATEMENT_OUTDATED, STATEMENT_PUBLISHED
from onrecord.store import Entry, Shadow

_METADATA: Final = MetaData()
PUBLICATIONS: Final = Table(
    "publications",
    _METADATA,
    Column("statement", Text, primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("outdated_at", Text),
)
PUBLISHED_FILES: Final = Table(
    "published_files",
    _METADATA,
    Column("statement", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables; what is outdated is marked and stays."""
    for entry in entries:
        payload = entry.payload or {}
        if entry.kind == STATEMENT_OUTDATED:
            of = PUBLICATIONS.c.statement == payload["statement"]
            connection.execute(update(PUBLICATIONS).where(of).values(outdated_at=entry.at))
            continue
        connection.execute(insert(PUBLICATIONS).values(_row(entry, payload)))
        files = [{"statement": payload["statement"], **_file(one)} for one in payload["files"]]
        if files:
            connection.execute(insert(PUBLISHED_FILES), files)


def publications(connection: Connection, *, name: str | None = None, edition: str | None = None) -> Sequence[Row[Any]]:
    """Return the publications, the oldest first; of one name and edition where these are given."""
    wanted = select(PUBLICATIONS).order_by(PUBLICATIONS.c.seq)
    for column, value in ((PUBLICATIONS.c.name, name), (PUBLICATIONS.c.edition, edition)):
        if value is not None:
            wanted = wanted.where(column == value)
    return connection.execute(wanted).all()


def objects(connection: Connection) -> Iterable[tuple[str, str]]:
    """Yield (SHA-256, statement id) of every statement and file of a publication that is not outdated."""
    standing = select(PUBLICATIONS.c.statement).where(PUBLICATIONS.c.outdated_at.is_(None))
    for table in (PUBLICATIONS, PUBLISHED_FILES):
        rows = connection.execute(select(table.c.sha256, table.c.statement).where(table.c.statement.in_(standing)))
        yield from ((row.sha256, row.statement) for row in rows)


def _row(entry: Entry, payload: Any) -> dict[str, Any]:
    own = {name: payload[name] for name in ("statement", "name", "edition", "language", "sha256")}
    return {**own, "seq": entry.seq, "published_at": entry.at, "outdated_at": None}


def _file(record: Any) -> dict[str, str]:
    return {"path": record["path"], "sha256": record["sha256"]}


SHADOW: Final = Shadow(
    name="dossier",
    version=1,
    kinds=frozenset({STATEMENT_PUBLISHED, STATEMENT_OUTDATED}),
    tables=(PUBLICATIONS, PUBLISHED_FILES),
    fold=fold,
    objects=objects,
)
