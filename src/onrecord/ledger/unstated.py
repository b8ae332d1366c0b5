"""Owns books of rows that nobody stated: a file of claims read for one question, without an archive.

Every row is judged when the book is made, as far as it can be without evidence: quotes are taken as given. A row of a
file becomes a claim when a question needs it: of a hundred thousand a statement needs a few thousand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from onrecord import reading
from onrecord.kernel import ClaimId, ItemId, LayerId, PartialDate, Problem, Visibility, Vocabulary
from onrecord.ledger.book import Book
from onrecord.ledger.commands import RefusedRow
from onrecord.ledger.errors import REASONS
from onrecord.ledger.model import Claim
from onrecord.ledger.order import HAPPENED, order_problems
from onrecord.ledger.row_forms import Forms, Look
from onrecord.ledger.row_lines import Lines
from onrecord.ledger.row_shelf import Kept, RowShelf
from onrecord.ledger.rows import Row, fields_of, is_jsonl, jsonl_row, lines_from, rows_from
from onrecord.ledger.rules import (
    RowRefused,
    claim_from_row,
    day_of,
    is_source_row,
    item_claim,
    quoted_words,
    source_claims,
)
from onrecord.ledger.words import shipped_vocabulary

_NO_LAYER: Final = LayerId("")  # a claims file has the words, not the text they stand in
_NOT_A_ROW: Final = "ledger.not-a-row"
OnRefused = Callable[[RefusedRow], None]


def book_from_rows(
    rows: Iterable[Row],
    *,
    today: dt.date,
    vocabulary: Vocabulary | None = None,
    on_refused: OnRefused = lambda _refused: None,
) -> Book:
    """Return the book of rows without an archive: quotes are taken as given.

    A row that is wrong in itself, or stands in an impossible order to those before it, is left out and handed to
    `on_refused`, problem by problem: what was left out could have contradicted a statement, so whoever checks against
    such a book must say so.
    """
    judging = _Judging(vocabulary or shipped_vocabulary(), today, on_refused)
    return Book.of([claim for row in rows for claim in judging.claims_of(row)], judging.vocabulary)


def book_from_file(
    path: Path, *, today: dt.date, vocabulary: Vocabulary | None = None, on_refused: OnRefused = lambda _refused: None
) -> Book:
    """Return the book of a JSONL or CSV file: the same as of its rows, and each is made a claim when it is asked for.

    Raises:
        FileNotRows: the file cannot be read, is not UTF-8, or has a CSV header nobody could follow.
    """
    judging = _Judging(vocabulary or shipped_vocabulary(), today, on_refused)
    shelf = RowShelf(lambda number, kept: judging.claim_of(number, fields_of(kept) if isinstance(kept, str) else kept))
    if is_jsonl(path):
        _put_lines(shelf, lines_from(path), judging)
    else:
        _put_rows(shelf, rows_from(path), judging)
    return Book(shelf=shelf, vocabulary=judging.vocabulary)


def _put_lines(shelf: RowShelf, lines: Iterable[str], judging: _Judging) -> None:
    """Put what the lines state on the shelf; a line as others were is not even read."""
    written = Lines(judging.forms)
    for number, line in enumerate(lines, start=1):
        seen = written.look(line)
        if seen is not None and judging.is_right(seen):
            shelf.put_row(number, seen, line)
            continue
        row = jsonl_row(number, line)
        if row is not None:
            _put_row(shelf, row, line, judging)
            if seen is None and row.fields is not None:
                written.learn(line, row.fields)


def _put_rows(shelf: RowShelf, rows: Iterable[Row], judging: _Judging) -> None:
    for row in rows:
        _put_row(shelf, row, row.fields or {}, judging)


def _put_row(shelf: RowShelf, row: Row, kept: Kept, judging: _Judging) -> None:
    """Put what a row states on the shelf: to be read from what is kept of it where another of its form was right."""
    seen = None if row.fields is None else judging.forms.look(row.fields)
    if seen is not None and judging.is_right(seen):
        shelf.put_row(row.number, seen, kept)
        return
    claims = judging.claims_of(row)
    for claim in claims:
        shelf.put(claim)
    if claims and seen is not None:
        judging.forms.add_right(seen)


class _Judging:
    """Judges rows in the order of their file: each for itself, and each day beside the days that came before it."""

    def __init__(self, vocabulary: Vocabulary, today: dt.date, on_refused: OnRefused) -> None:
        self.vocabulary = vocabulary
        self._today = today
        self._on_refused = on_refused
        self.forms = Forms(vocabulary, today)
        self._days: dict[str, list[Claim]] = defaultdict(list)  # of each subject, what was claimed to be a day
        self._begun: dict[str, dt.date] = {}  # of each subject, the day from which on nothing is before it happened

    def is_right(self, look: Look) -> bool:
        """Say whether a row surely states one claim that stands, because another of its form did.

        False proves nothing.
        """
        if not self.forms.is_right(look):
            return False
        begun = self._begun.get(look.subject) if look.as_of is not None else None
        return begun is None or day_of(look.as_of or "", None).latest >= begun

    def claims_of(self, row: Row) -> list[Claim]:
        """Return the claims that a row states; none where it is refused, and then why was told."""
        try:
            claims = self._claims(row)
        except RowRefused as refusal:
            for problem in refusal.problems:
                self._on_refused(RefusedRow(row=row.number, problem=problem, original=row.original))
            return []
        for claim in claims:
            self._keep_day(claim)
        return claims

    def claim_of(self, number: int, fields: Mapping[str, Any]) -> Claim:
        """Return the claim of a row that was found right."""
        words = quoted_words(fields)
        made_by = reading.MadeBy.OCR if fields.get("made_by") == reading.MadeBy.OCR.value else None
        quote = None
        if words is not None:
            quote = reading.Quote(layer=_NO_LAYER, start=0, end=len(words), text=words, made_by=made_by)
        stated = claim_from_row(fields, row=number, vocabulary=self.vocabulary, today=self._today)
        item = ItemId(stated.item) if stated.item is not None else None
        return stated.claim(id=stated.id or ClaimId(f"row-{number}"), item=item, quote=quote)

    def _claims(self, row: Row) -> list[Claim]:
        if row.fields is None:
            facts = {"problem": row.problem}
            raise RowRefused([Problem(code=_NOT_A_ROW, row=row.number, says=REASONS[_NOT_A_ROW], facts=facts)])
        if is_source_row(row.fields):
            return list(self._source_claims(row.fields, row.number))
        claim = self.claim_of(row.number, row.fields)
        problems = list(order_problems(claim, self._days.get(claim.subject, ()), self.vocabulary, row.number))
        if problems:
            raise RowRefused(problems)
        return [claim]

    def _source_claims(self, fields: Mapping[str, Any], number: int) -> Iterator[Claim]:
        source, claims, item = source_claims(fields, row=number, vocabulary=self.vocabulary, today=self._today)
        yield from claims
        if item is not None:
            yield item_claim(source, item, claims[0].visibility if claims else Visibility.TEAM)

    def _keep_day(self, claim: Claim) -> None:
        if not isinstance(claim.value, PartialDate):
            return
        self._days[claim.subject].append(claim)
        if claim.property == HAPPENED:
            earliest = claim.value.earliest
            self._begun[claim.subject] = max(earliest, self._begun.get(claim.subject, earliest))
