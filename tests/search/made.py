"""An index by itself, without an archive: texts in, ranked texts out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from onrecord.search.query import Query, parse
from onrecord.search.reading_index import Blocks, Ranking, rank
from onrecord.search.tables import make_tables
from onrecord.search.writing import Kind, Thing, Writer
from onrecord.store import DerivedDatabase

PUBLIC = 2


class Index:
    """An index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.database = DerivedDatabase(folder, "search", None)
        with self.database.writing() as connection:
            make_tables(connection)
        self._stand = 0

    def put(self, texts: Iterable[tuple[str, str]], *, of_class: int = PUBLIC, together: int = 10_000) -> None:
        """Put in texts with their names, so many in one transaction."""
        waiting = list(texts)
        for start in range(0, len(waiting), together):
            with self.database.writing() as connection:
                writer = Writer(connection)
                for name, text in waiting[start : start + together]:
                    thing = Thing(name=name, kind=Kind.CLAIM, ref=name, of_class=of_class, seq=int(name))
                    writer.put(thing, [(text, 0, len(text))])
                writer.finish()
        self._stand += 1

    def remove(self, name: str) -> None:
        """Take a text out."""
        with self.database.writing() as connection:
            writer = Writer(connection)
            writer.remove(name)
            writer.finish()
        self._stand += 1

    def ranking(self, query: str | Query, *, classes: Sequence[int] = (PUBLIC,), limit: int = 1000) -> Ranking:
        """Return what is found by these classes."""
        asked = parse(query) if isinstance(query, str) else query
        with self.database.reading() as connection:
            blocks = list(Blocks().of(connection, str(self._stand), classes))
            return rank(connection, asked, blocks=blocks, limit=limit)

    def names(self, query: str | Query, *, classes: Sequence[int] = (PUBLIC,), limit: int = 1000) -> list[str]:
        """Return the names of the texts that are found, best first."""
        ranking = self.ranking(query, classes=classes, limit=limit)
        with self.database.reading() as connection:
            wanted = "SELECT g.name FROM texts t JOIN things g ON g.id = t.thing WHERE t.id = ?"
            return [connection.execute(wanted, (one.text,)).fetchone()[0] for one in ranking.best]
