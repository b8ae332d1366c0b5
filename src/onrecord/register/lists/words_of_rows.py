"""Owns where a row of a table, and each of its cells, stands in the text layer of its item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onrecord import reading
from onrecord.ledger import Table, TableRow

WORDS_OF_THE_ROW: Final = "onrecord: words of the row"  # a column of refused rows: what a corrected row is quoted by
_SHEETS: Final = ("sheet", "hidden sheet")


def cells_in(row: TableRow, table: Table) -> Mapping[str, tuple[int, int]]:
    """Return where each cell stands in the words of its row: from and to, without the quotation marks of a CSV."""
    if table.sheet is None:
        spans = dict(enumerate(_of_a_csv(row.original, table.delimiter)))
    else:
        first = next((at for at, name in enumerate(table.columns) if _is_own(row, name)), 0)
        spans = {first + at: span for at, span in enumerate(_between(row.original, "\t"))}
    return {name: spans[at] for at, name in enumerate(table.columns) if name in row.cells and at in spans}


def _is_own(row: TableRow, name: str) -> bool:
    return name in row.cells and not row.cells[name].is_filled


def _between(words: str, sign: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in words.split(sign):
        yield _narrowed(words, start, start + len(part))
        start += len(part) + len(sign)


def _of_a_csv(words: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Yield the cells of one row of CSV (RFC 4180): a delimiter within quotation marks parts nothing."""
    start, is_quoted = 0, False
    for at, letter in enumerate(words):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == delimiter and not is_quoted:
            yield _narrowed(words, start, at)
            start = at + 1
    yield _narrowed(words, start, len(words))


def _narrowed(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and words[start].isspace():
        start += 1
    while start < end and words[end - 1].isspace():
        end -= 1
    if end - start >= 2 and words[start] == words[end - 1] == '"':
        return start + 1, end - 1
    return start, end


class RowsOfALayer:
    """Where rows stand in a text layer, asked for in the order of the table: the same words may stand in it twice."""

    def __init__(self, layer: reading.Layer, text: str, sheet: str | None) -> None:
        """Look from the beginning of the sheet, where the layer knows of sheets."""
        self._layer, self._text = layer, text
        place = next((one for one in layer.places if one.kind in _SHEETS and one.name == sheet), None)
        self._at = place.start if place is not None else 0
        self._end = place.end if place is not None else len(text)

    def find(self, words: str) -> int | None:
        """Return where the next row of these words begins, a line for itself; None where there is none."""
        at = self._text.find(words, self._at, self._end) if words else -1
        while at >= 0 and not self._is_whole(at, at + len(words)):
            at = self._text.find(words, at + 1, self._end)
        if at < 0:
            return None
        self._at = at + len(words)
        return at

    def quote(self, start: int, end: int) -> reading.Quote:
        """Return the quote of these letters of the layer."""
        return reading.quote_at(self._layer, self._text, start, end)

    def _is_whole(self, start: int, end: int) -> bool:
        text = self._text
        return (start == 0 or text[start - 1] in "\r\n\t") and (end >= len(text) or text[end] in "\r\n\t")


def places_of(
    rows: Iterable[tuple[int, str]], layers: Iterable[tuple[reading.Layer, str]], sheet: str | None
) -> Mapping[int, tuple[RowsOfALayer, int]]:
    """Return for each row, by its number, where its words begin in the newest layer that has them all, or the most."""
    best: dict[int, tuple[RowsOfALayer, int]] = {}
    wanted = list(rows)
    for layer, text in layers:
        looked = RowsOfALayer(layer, text, sheet)
        found = {number: (looked, at) for number, words in wanted if (at := looked.find(words)) is not None}
        if len(found) > len(best):
            best = found
    return best
