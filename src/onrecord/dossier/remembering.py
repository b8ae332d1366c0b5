"""Owns a book that remembers, for one check, which figures it was asked for: statements ask for the same ones often."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from onrecord.kernel import PartialDate
from onrecord.ledger import Book, Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering(Book):
    """A book that reads each figure once. What it is made of does not change while it lives."""

    known: dict[Hashable, tuple[Figure, ...]] = field(default_factory=dict, compare=False, repr=False)

    def figures(
        self,
        property: str | None = None,  # noqa: A002 - the ledger's own word
        *,
        about: Mapping[str, str] | None = None,
        by: str | None = None,
        as_of: PartialDate | None = None,
        subject: str | None = None,
        bounds: tuple[Decimal | None, Decimal | None] | None = None,
    ) -> tuple[Figure, ...]:
        """Return figures as the book does."""
        when = (as_of.earliest, as_of.latest) if as_of is not None else None
        key = (property, tuple(sorted((about or {}).items())), by, when, subject, bounds)
        if key not in self.known:
            self.known[key] = Book.figures(
                self, property, about=about, by=by, as_of=as_of, subject=subject, bounds=bounds
            )
        return self.known[key]


def remembering(book: Book) -> Remembering:
    """Return the book as one that remembers."""
    if isinstance(book, Remembering):
        return book
    return Remembering(
        shelf=book.shelf,
        vocabulary=book.vocabulary,
        is_public_only=book.is_public_only,
        lacks_restricted=book.lacks_restricted,
    )
