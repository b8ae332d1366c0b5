"""Owns the writing of the index: texts in, texts out. What lies in memory is one block of texts at most.

Everything happens in the caller's transaction: an index is as of one entry of the log, or of another, never between.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

import numpy as np

from onrecord.search.postings import BLOCK, MOST_PLACES, pack, pack_places, unpack, unpack_places
from onrecord.search.skeletons import coarse_skeleton
from onrecord.search.tables import (
    BEGINNINGS,
    beginning,
    block_id,
    class_of_text,
    number_of_text,
    posting_id,
    text_id,
    word_of_posting,
)
from onrecord.search.words import GROUPED, WORD, folded, parts
from onrecord.store import Statements

_MOST_REMEMBERED: Final = 400_000  # spellings of words, of whom the numbers are kept in memory
MOST_WORDS: Final = 2_000_000  # of texts that wait to be written
_ROWS_THAT_WAIT: Final = 5_000
_AT_ONCE: Final = 500


class Kind(IntEnum):
    """What a text is of; the numbers lie in the index."""

    ITEM = 0
    CLAIM = 1
    SOURCE = 2
    PERSON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that texts are of: an item's layer, a claim, a source or a person as one visibility shows them."""

    name: str
    kind: Kind
    ref: str
    of_class: int
    seq: int
    layer: str | None = None
    language: str | None = None


@dataclass(slots=True)
class _Pending:
    """Texts of one block that are not written yet."""

    block: int
    number: int  # of the next text
    is_new: bool
    words: array[int] = field(default_factory=lambda: array("I"))
    sizes: list[int] = field(default_factory=list)
    first: int = 0
    more: list[tuple[int, int, int]] = field(default_factory=list)  # (word, text, place): parts of numbers
    kinds: bytearray = field(default_factory=bytearray)
    languages: bytearray = field(default_factory=bytearray)
    seqs: array[int] = field(default_factory=lambda: array("I"))


class Writer:
    """Writes into the index of one transaction; call `finish` before it ends."""

    def __init__(self, connection: Statements) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}  # of words as they are spelled
        self._pending: dict[int, _Pending] = {}
        self._beginnings: dict[int, tuple[int, ...]] = {}
        self._languages: dict[str | None, int] = {}
        self._next_word = self._after_last("words")
        self._next_thing = self._after_last("things")
        self._new_words: dict[str, int] = {}  # that no statement has written yet
        self._new_things: dict[str, tuple[Any, ...]] = {}
        self._new_texts: list[tuple[int, int, int, int]] = []
        self.taken = 0  # words so far

    def put(self, thing: Thing, texts: Sequence[tuple[str, int, int]]) -> None:
        """Let a thing be found by these texts, and by nothing it was found by before."""
        self.remove(thing.name)
        stretches = [(ids, start, stop, text) for text, start, stop in texts if (ids := self._ids(text))]
        made = self._next_thing
        self._next_thing += 1
        numbers = [self._add(thing, ids, text) for ids, _, _, text in stretches]
        self._new_texts += [
            (number, made, start, stop) for number, (_, start, stop, _) in zip(numbers, stretches, strict=True)
        ]
        first = numbers[0] if numbers else -1
        self._new_things[thing.name] = (
            *(made, thing.name, int(thing.kind), thing.ref, thing.layer, thing.of_class, first, len(numbers)),
        )
        if len(self._new_things) >= _ROWS_THAT_WAIT:
            self._write_things()

    def remove(self, name: str) -> None:
        """Let a thing be found no more."""
        if name in self._new_things:
            self._write_things()
        wanted = "SELECT id, first, texts FROM things WHERE name = ?"
        found = self._connection.execute(wanted, (name,)).fetchone()
        if found is None:
            return
        thing, first, count = found
        if count:
            self._empty(first, count)
            self._connection.execute("DELETE FROM texts WHERE id >= ? AND id < ?", (first, first + count))
        self._connection.execute("DELETE FROM things WHERE id = ?", (thing,))

    def set_speaker(self, claim: str, name: str | None, of_class: int) -> tuple[tuple[str, int], ...]:
        """Note who speaks in a claim, or nobody, and return whom this concerns: who did until now, and who does.

        Each with how far they may be seen: a claim that is narrowed takes its speaker along.
        """
        row = self._connection.execute("SELECT name, class FROM speakers WHERE claim = ?", (claim,)).fetchone()
        self._connection.execute("DELETE FROM speakers WHERE claim = ?", (claim,))
        if name is not None:
            self._connection.execute("INSERT INTO speakers VALUES (?, ?, ?)", (claim, name, of_class))
        former = None if row is None else (str(row[0]), int(row[1]))
        present = None if name is None else (name, of_class)
        return () if former == present else tuple(one for one in (former, present) if one is not None)

    def speaks(self, name: str, of_class: int) -> bool:
        """Say whether any claim of this class has this speaker."""
        wanted = "SELECT 1 FROM speakers WHERE name = ? AND class = ? LIMIT 1"
        return self._connection.execute(wanted, (name, of_class)).fetchone() is not None

    def finish(self) -> None:
        """Write what waits."""
        for of_class in sorted(self._pending):
            self._flush(self._pending.pop(of_class))
        self._write_words()
        self._write_things()

    def _ids(self, text: str) -> list[int]:
        known = self._numbers
        ids = [known.get(raw) or self._number(raw) for raw in WORD.findall(text)]
        if 0 in ids:
            ids = [one for one in ids if one]
        if len(ids) > MOST_PLACES:
            msg = f"a text of {len(ids)} words: passages are shorter"
            raise ValueError(msg)
        return ids

    def _number(self, raw: str) -> int:
        """Return the number of a word, however it is spelled; 0 for what is no word after all."""
        word = folded(raw)
        if not word:
            return 0
        if len(self._numbers) >= _MOST_REMEMBERED:
            self._numbers.clear()
        self._numbers[raw] = number = self._number_of(word)
        return number

    def _number_of(self, word: str) -> int:
        waiting = self._new_words.get(word)
        if waiting is not None:
            return waiting
        row = self._connection.execute("SELECT id FROM words WHERE word = ?", (word,)).fetchone()
        if row is not None:
            return int(row[0])
        number = self._new_words[word] = self._next_word
        self._next_word += 1
        if len(self._new_words) >= _ROWS_THAT_WAIT:
            self._write_words()
        return number

    def _write_words(self) -> None:
        """Write new words, and how those that are no beginnings of words sound."""
        rows, self._new_words = list(self._new_words.items()), {}
        self._connection.executemany("INSERT INTO words (word, id) VALUES (?, ?)", rows)
        sounds = [(coarse_skeleton(word), number) for word, number in rows if "|" not in word]
        self._connection.executemany("INSERT INTO keys VALUES (?, ?)", [one for one in sounds if one[0] is not None])

    def _write_things(self) -> None:
        rows, self._new_things = list(self._new_things.values()), {}
        self._connection.executemany("INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        texts, self._new_texts = self._new_texts, []
        self._connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", texts)

    def _after_last(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608

    def _add(self, thing: Thing, ids: list[int], text: str) -> int:
        """Put a text's words into the block that waits, and return the text's number."""
        pending = self._room(thing.of_class)
        number = pending.number
        pending.number += 1
        pending.words.extend(ids)
        pending.sizes.append(len(ids))
        pending.kinds.append(thing.kind)
        pending.languages.append(self._language(thing.language))
        pending.seqs.append(thing.seq & 0xFFFFFFFF)
        self._add_parts(pending, number, text)
        self.taken += len(ids)
        made = text_id(pending.block, number)
        if pending.number == BLOCK or len(pending.words) >= MOST_WORDS:
            self._flush(self._pending.pop(thing.of_class))
        return made

    def _add_parts(self, pending: _Pending, number: int, text: str) -> None:
        if not GROUPED.search(text):
            return
        raws = [raw for raw in WORD.findall(text) if folded(raw)]
        for place, raw in enumerate(raws):
            pending.more.extend((self._number(one), number, place) for one in parts(raw))

    def _room(self, of_class: int) -> _Pending:
        pending = self._pending.get(of_class)
        if pending is None:
            pending = self._pending[of_class] = self._last_block(of_class)
            pending.first = pending.number
        return pending

    def _last_block(self, of_class: int) -> _Pending:
        low, high = block_id(of_class, 0), block_id(of_class + 1, 0)
        wanted = "SELECT id, length(sizes) FROM blocks WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1"
        row = self._connection.execute(wanted, (low, high)).fetchone()
        if row is None:
            return _Pending(block=low, number=0, is_new=True)
        block, count = row
        if count == BLOCK:
            return _Pending(block=block + 1, number=0, is_new=True)
        return _Pending(block=block, number=count, is_new=False)

    def _language(self, tag: str | None) -> int:
        known = self._languages.get(tag)
        if known is not None:
            return known
        self._connection.execute("INSERT OR IGNORE INTO languages (tag) VALUES (?)", (tag or "",))
        row = self._connection.execute("SELECT id FROM languages WHERE tag = ?", (tag or "",)).fetchone()
        self._languages[tag] = int(row[0])
        return self._languages[tag]

    def _empty(self, first: int, count: int) -> None:
        """Mark texts as gone: they have no words any more."""
        of_class, number, left = class_of_text(first), number_of_text(first), count
        waits = self._pending.get(of_class)
        if waits is not None and first + count > text_id(waits.block, waits.first):
            self._flush(self._pending.pop(of_class))
        while left:
            block, place = block_id(of_class, number // BLOCK), number % BLOCK
            here = min(left, BLOCK - place)
            row = self._connection.execute("SELECT sizes FROM blocks WHERE id = ?", (block,)).fetchone()
            sizes = bytearray(row[0])
            sizes[place : place + here] = bytes(here)
            self._connection.execute("UPDATE blocks SET sizes = ? WHERE id = ?", (bytes(sizes), block))
            number, left = number + here, left - here

    def _flush(self, pending: _Pending) -> None:
        if not pending.sizes:
            return
        self._write_block(pending)
        rows = _postings(pending)
        begun = self._begun(pending)
        for group in _groups((*rows, *begun)):
            whole = group if pending.is_new else self._joined(pending.block, group)
            packed = [
                (posting_id(pending.block, word), pack(texts, counts), None if places is None else pack_places(places))
                for word, texts, counts, places in whole
            ]
            self._connection.executemany("INSERT OR REPLACE INTO postings VALUES (?, ?, ?)", packed)

    def _write_block(self, pending: _Pending) -> None:
        new = (bytes(pending.sizes), bytes(pending.kinds), bytes(pending.languages), _little(pending.seqs))
        if not pending.is_new:
            wanted = "SELECT sizes, kinds, languages, seqs FROM blocks WHERE id = ?"
            old = self._connection.execute(wanted, (pending.block,)).fetchone()
            new = tuple(before + after for before, after in zip(old, new, strict=True))
        self._connection.execute("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?, ?)", (pending.block, *new))

    def _begun(self, pending: _Pending) -> Iterator[tuple[int, Any, None, None]]:
        """Yield, of each beginning of words, the texts that have such a word."""
        words, texts, _ = _columns(pending)
        present = np.bincount(words.astype(np.intp))
        distinct = np.flatnonzero(present)
        self._learn_beginnings(distinct)
        for place in range(len(BEGINNINGS)):
            own = np.zeros(len(present), dtype=np.uint64)
            own[distinct] = [self._beginnings[one][place] for one in distinct.tolist()]
            pairs = _distinct(np.sort(own[words.astype(np.intp)] << np.uint64(16) | texts))
            for beginning_number, start, stop in _runs(pairs >> np.uint64(16)):
                yield beginning_number, (pairs[start:stop] & np.uint64(0xFFFF)).astype(np.uint16), None, None

    def _learn_beginnings(self, distinct: Any) -> None:
        self._write_words()
        unknown = [one for one in distinct.tolist() if one not in self._beginnings]
        if len(self._beginnings) + len(unknown) > _MOST_REMEMBERED:
            self._beginnings.clear()
            unknown = distinct.tolist()
        for start in range(0, len(unknown), _AT_ONCE):
            group = unknown[start : start + _AT_ONCE]
            marks = ",".join("?" * len(group))
            rows = self._connection.execute(f"SELECT id, word FROM words WHERE id IN ({marks})", group)  # noqa: S608
            for number, word in rows.fetchall():
                self._beginnings[number] = tuple(self._beginning(beginning(word, letters)) for letters in BEGINNINGS)

    def _beginning(self, name: str) -> int:
        known = self._numbers.get(name)
        if known is None:
            known = self._numbers[name] = self._number_of(name)
        return known

    def _joined(self, block: int, group: list[Any]) -> list[Any]:
        """Return new postings with what the block has of the same words before them."""
        marks = ",".join("?" * len(group))
        ids = [posting_id(block, one[0]) for one in group]
        rows = self._connection.execute(f"SELECT id, body, places FROM postings WHERE id IN ({marks})", ids)  # noqa: S608
        old = {word_of_posting(posting): (body, places) for posting, body, places in rows.fetchall()}
        return [_after(old[one[0]], one) if one[0] in old else one for one in group]


def _little(numbers: array[int]) -> bytes:
    return np.asarray(numbers, dtype="<u4").tobytes()


def _columns(pending: _Pending) -> tuple[Any, Any, Any]:
    """Return word, text and place of each word of a block's new texts, side by side."""
    sizes = np.asarray(pending.sizes, dtype=np.int64)
    words = np.frombuffer(pending.words, dtype=np.uint32).astype(np.uint64)
    texts = np.repeat(np.arange(pending.first, pending.number, dtype=np.uint64), sizes)
    places = (np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)).astype(np.uint64)
    if pending.more:
        more = np.asarray(pending.more, dtype=np.uint64)
        words, texts = np.concatenate((words, more[:, 0])), np.concatenate((texts, more[:, 1]))
        places = np.concatenate((places, more[:, 2]))
    return words, texts, places


def _postings(pending: _Pending) -> Iterator[tuple[int, Any, Any, Any]]:
    """Yield word, texts, counts and places of a block's new texts, in the order of the words' numbers."""
    words, texts, places = _columns(pending)
    order = np.sort(words << np.uint64(24) | texts << np.uint64(8) | places)
    starts = _starts(order >> np.uint64(8))
    pairs = order[starts] >> np.uint64(8)
    counts = np.minimum(np.diff(np.append(starts, len(order))), MOST_PLACES).astype(np.uint8)
    numbers = (pairs & np.uint64(0xFFFF)).astype(np.uint16)
    stands = (order & np.uint64(0xFF)).astype(np.uint8)
    bounds = np.append(starts, len(order))
    for word, start, stop in _runs(pairs >> np.uint64(16)):
        yield word, numbers[start:stop], counts[start:stop], stands[bounds[start] : bounds[stop]]


def _runs(values: Any) -> Iterator[tuple[int, int, int]]:
    """Yield each value of a sorted array with the stretch it stands in."""
    starts = _starts(values)
    firsts = values[starts].tolist()
    places = [*starts.tolist(), len(values)]
    for at, value in enumerate(firsts):
        yield value, places[at], places[at + 1]


def _starts(values: Any) -> Any:
    """Return where in a sorted array each value begins."""
    is_new = np.ones(len(values), dtype=bool)
    is_new[1:] = values[1:] != values[:-1]
    return np.flatnonzero(is_new)


def _distinct(values: Any) -> Any:
    return values[_starts(values)]


def _groups(rows: Iterable[Any]) -> Iterator[list[Any]]:
    group: list[Any] = []
    for row in rows:
        group.append(row)
        if len(group) == _AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def _after(old: tuple[bytes, bytes | None], new: tuple[int, Any, Any, Any]) -> tuple[int, Any, Any, Any]:
    word, texts, counts, places = new
    before = unpack(old[0])
    joined = np.concatenate((before.texts, texts))
    if places is None or old[1] is None:
        return word, joined, None, None
    ones = np.ones(len(before.texts), dtype=np.uint8)
    both = np.concatenate((ones if before.counts is None else before.counts, counts))
    return word, joined, both, np.concatenate((unpack_places(old[1]), places))
