"""Owns the second look: items that have all words, though no passage of theirs has. Asked where nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from onrecord.search.query import Query
from onrecord.search.reading_index import Asked, Block, Ranked, Scratch, ask, counts_of, language_of, passes
from onrecord.search.tables import class_of_text, number_of_text, text_id
from onrecord.search.writing import Kind
from onrecord.store import Statements


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of one class that have more than one passage: from which text to which."""

    firsts: Any
    stops: Any

    def of(self, numbers: Any) -> Any:
        """Return which item each text is of; -1 for one of none of them."""
        if not len(self.firsts):
            return np.full(len(numbers), -1)
        at = np.searchsorted(self.firsts, numbers, side="right") - 1
        return np.where((at >= 0) & (numbers < self.stops[np.maximum(at, 0)]), at, -1)


def spread(
    connection: Statements, query: Query, *, blocks: Sequence[Block], limit: int
) -> tuple[tuple[Ranked, ...], int]:
    """Return the items that have all terms, each by the passage that has most of them, and how many there are."""
    asked = [ask(connection, term) for term in query.terms]
    found: list[tuple[int, int, int]] = []  # terms that it lacks, the number of its entry, the text
    for of_class, own in groupby(blocks, key=lambda block: class_of_text(text_id(block.id, 0))):
        found += _of_class(connection, query, asked, of_class, list(own))
    return tuple(Ranked(text, 0.0) for _, _, text in sorted(found)[:limit]), len(found)


def _of_class(
    connection: Statements, query: Query, asked: Sequence[Asked], of_class: int, blocks: Sequence[Block]
) -> list[tuple[int, int, int]]:
    items = _items(connection, of_class)
    held = np.zeros((len(asked), len(items.firsts)), dtype=bool)
    columns: list[Any] = []  # (item, terms that the text lacks, entry, text), a text each
    for block in blocks:
        masks = _masks(connection, block, query, asked)
        first = text_id(block.id, 0)
        for place, mask in enumerate(masks):
            of_items = items.of(np.flatnonzero(mask) + number_of_text(first))
            held[place, of_items[of_items >= 0]] = True
        many = masks.sum(axis=0)
        numbers = np.flatnonzero(many)
        own = items.of(numbers + number_of_text(first))
        columns.append(
            np.stack((own, len(asked) - many[numbers], block.seqs[numbers], numbers + first)).astype(np.int64)
        )
    whole = np.flatnonzero(held.all(axis=0))
    rows = np.concatenate(columns, axis=1)
    rows = rows[:, np.isin(rows[0], whole)]
    rows = rows[:, np.lexsort((rows[3], rows[1], rows[0]))]
    best = np.unique(rows[0], return_index=True)[1]
    return [(int(lacks), int(seq), int(text)) for _, lacks, seq, text in rows[:, best].T]


def _masks(connection: Statements, block: Block, query: Query, asked: Sequence[Asked]) -> Any:
    """Return, for each term, which texts of a block have it."""
    allowed = passes(block, query, language_of(connection, query.language), None)
    nowhere = np.zeros(len(block.sizes), dtype=bool)
    counts = counts_of(connection, block, asked, Scratch())
    return np.stack([nowhere if one is None else (one > 0) & allowed for one in counts])


def _items(connection: Statements, of_class: int) -> _Items:
    wanted = "SELECT first, texts FROM things WHERE class = ? AND kind = ? AND texts > 1 ORDER BY first"
    rows = connection.execute(wanted, (of_class, int(Kind.ITEM))).fetchall()
    firsts = np.array([number_of_text(first) for first, _ in rows], dtype=np.int64)
    return _Items(firsts, firsts + np.array([count for _, count in rows], dtype=np.int64))
