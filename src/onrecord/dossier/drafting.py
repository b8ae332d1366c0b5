"""Owns how a draft becomes a statement that holds: each line is tried against the check, and what fails is left out.

A draft never says what the check would refuse. What could not be said is told with the code of the reason, so that a
person can see what the ledger lacks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.dossier.check import CheckReport, check
from onrecord.dossier.diagnostics import Diagnostic
from onrecord.dossier.errors import DraftDoesNotHold
from onrecord.dossier.remembering import remembering
from onrecord.dossier.writing import head_of
from onrecord.ledger import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a draft; its level as Markdown counts them."""

    words: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a draft says to its authors: neither checked nor published."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence in the ways that it can be said, the best first; a point of a list, or a paragraph."""

    ways: tuple[str, ...]
    is_point: bool = True

    def written(self, words: str) -> str:
        """Return it in one of its ways as it stands in the file."""
        return f"- {words}" if self.is_point else words


Piece = Heading | Comment | Line


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A line that could not be said, and the code and sentence of why not."""

    words: str
    diagnostic: Diagnostic

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord draft --json` prints of it."""
        return {"words": self.words, "code": self.diagnostic.code.name, "why": self.diagnostic.message(language)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement file that the check lets pass, what the check still warns of, and what was left out of it."""

    text: str
    report: CheckReport
    left_out: tuple[LeftOut, ...]


def drafted(book: Book, head: Mapping[str, str], pieces: Iterable[Piece], *, today: dt.date) -> Draft:
    """Return the draft of these pieces: without errors, and with every line that can be said without one.

    Raises:
        DraftDoesNotHold: the title says what no claim carries.
    """
    return _Drafting(remembering(book), head_of(head), today).run(list(pieces))


@dataclass
class _Drafting:
    book: Book
    head: str
    today: dt.date
    left_out: list[LeftOut] = field(default_factory=list)

    def run(self, pieces: Sequence[Piece]) -> Draft:
        kept = [said for piece in pieces for said in self._said(piece)]
        while True:
            text, ends = self._written(kept)
            report = check(self.book, text, today=self.today)
            if not report.errors:
                return Draft(text=text, report=report, left_out=tuple(self.left_out))
            wrong = {at: one for one in reversed(report.errors) for at in [_piece_at(ends, one.start)]}
            lines = {at: one for at, one in wrong.items() if isinstance(kept[at][0], Line)}
            if not lines:  # what the person said for its head: a name with a number in it
                raise DraftDoesNotHold(code=report.errors[0].code.name, words=report.errors[0].text)
            self.left_out += [LeftOut(words=kept[at][1], diagnostic=one) for at, one in sorted(lines.items())]
            kept = [said for at, said in enumerate(kept) if at not in lines]

    def _said(self, piece: Piece) -> Iterator[tuple[Piece, str]]:
        """Yield a piece with its words; a line in the first of its ways that holds, none where no way does."""
        if not isinstance(piece, Line):
            yield (
                piece,
                f"{'#' * piece.level} {piece.words}" if isinstance(piece, Heading) else f"<!-- {piece.words} -->",
            )
            return
        first: Diagnostic | None = None
        for words in dict.fromkeys(piece.ways):
            errors = check(self.book, f"{self.head}{piece.written(words)}\n", today=self.today).errors
            if not errors:
                yield piece, piece.written(words)
                return
            first = first or errors[0]
        if first is not None:
            self.left_out.append(LeftOut(words=piece.ways[0], diagnostic=first))

    def _written(self, kept: Sequence[tuple[Piece, str]]) -> tuple[str, list[int]]:
        """Return the file, and where each piece ends in it."""
        text, ends = self.head, []
        for at, (piece, words) in enumerate(kept):
            is_next = at + 1 < len(kept) and _is_point(piece) and _is_point(kept[at + 1][0])
            text += words + ("\n" if is_next else "\n\n")
            ends.append(len(text))
        return text.rstrip("\n") + "\n", ends


def _is_point(piece: Piece) -> bool:
    return isinstance(piece, Line) and piece.is_point


def _piece_at(ends: Sequence[int], place: int) -> int:
    return next((at for at, end in enumerate(ends) if place < end), len(ends) - 1)
