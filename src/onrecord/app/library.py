"""Owns the library door: an archive opened for reading from a notebook or a script. Never writes.

Every table is a list of plain rows, which polars and pandas take as they are: `polars.DataFrame(rows)`.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from onrecord.app.settings import settings_from
from onrecord.app.wiring import find_archive, open_desk

if TYPE_CHECKING:
    from onrecord.ledger import Book, Figure
    from onrecord.store import Desk

Row = dict[str, Any]


class Archive:
    """An archive, open for reading. Use it with `with`, or call `close` when done."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._books: dict[str | None, Book] = {}

    @property
    def title(self) -> str:
        """What the archive is about."""
        return self._desk.info.title

    @property
    def log_size(self) -> int:
        """How many entries the log has."""
        return self._desk.log.size()

    def book(self, *, known_by: str | None = None) -> Book:
        """Return all claims and sources as they stand, or as they stood at the end of the day `known_by`."""
        from onrecord import ledger

        if known_by not in self._books:
            self._books[known_by] = ledger.book(self._desk, known_by=known_by)
        return self._books[known_by]

    def figures(self, property: str | None = None, *, known_by: str | None = None, **about: str) -> list[Row]:  # noqa: A002
        """Return every reading of a quantity as rows, newest first: `archive.figures("killed", group="dungan")`."""
        from onrecord import ledger

        return ledger.figures_table(self.figure_values(property, known_by=known_by, **about))

    def figure_values(
        self,
        property: str | None = None,  # noqa: A002 - the ledger's own word
        *,
        known_by: str | None = None,
        **about: str,
    ) -> tuple[Figure, ...]:
        """Return the figures themselves, with readings, range, origins and status."""
        return self.book(known_by=known_by).figures(property, about=about)

    def claims(self, property: str | None = None, *, known_by: str | None = None) -> list[Row]:  # noqa: A002
        """Return the claims as rows, in the order they were recorded."""
        return [claim.to_row() for claim in self.book(known_by=known_by).claims_of(property)]

    def items(self) -> list[Row]:
        """Return the sealed items as rows."""
        from onrecord import vault

        return [item.to_row() for item in vault.items(self._desk)]

    def search(self, words: str, *, limit: int = 20) -> list[Row]:
        """Return the best hits for these words as rows: `archive.search('погибшие kind:claim')`."""
        from onrecord import search

        return [hit.to_row() for hit in search.search(self._desk, words, limit=limit).hits]

    def close(self) -> None:
        """Leave the desk."""
        self._desk.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_archive(path: str | Path | None = None) -> Archive:
    """Open the archive at or above `path` (the current folder by default) for reading.

    Raises:
        NotFound: there is no archive.
        Refused: it was written by a newer Onrecord.
    """
    settings = settings_from()
    folder = find_archive(Path(path) if path is not None else settings.archive or Path.cwd())
    return Archive(open_desk(folder, actor=settings.actor, reading_only=True))
