"""Owns reading the index: which texts have what is looked for, how well they fit, and which fit best.

Only the classes that the asker sees are looked at, and every number comes from them: how many texts there are, how many
have a word, what a text scores, in which order equal ones stand. What lies in another class changes none of it (G5).

A text scores by BM25 (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework) against a text of fixed
length, since passages are cut to one size and a mean over the archive would move with every other text. Scores are
computed for all texts found, not for some of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from onrecord.search.forms import EXACT, FORM, SPELLING, forms_of, words_from
from onrecord.search.postings import BLOCK, Rotten, count_into, unpack, unpack_places
from onrecord.search.query import Beginning, Exactly, Query, Term
from onrecord.search.tables import (
    BEGINNINGS,
    beginning,
    block_id,
    class_of_text,
    posting_id,
    text_id,
    word_of_posting,
)
from onrecord.search.writing import Kind
from onrecord.store import Statements

_K1: Final = 1.2
_B: Final = 0.5
_USUAL_WORDS: Final = 48  # of a text that scores neither more nor less for its length
_MOST_COUNTED: Final = 255  # of a word in one text, in quarters
_AT_ONCE: Final = 512
_OF_SEVERAL_CLASSES: Final = (Kind.SOURCE, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A text that was found, and how well it fits."""

    text: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The best texts in order, how many there are; of each term, in how many texts it stands, and as which words."""

    best: tuple[Ranked, ...]
    total: int
    having: tuple[int, ...] = ()
    words: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What is known of the texts of a block; `dead` are those that are gone, None where none is."""

    id: int
    sizes: Any
    kinds: Any
    languages: Any
    seqs: Any
    alive: Any
    dead: Any
    count: int  # of those that are there


@dataclass(slots=True)
class Asked:
    """A term as words of the index: with the weight of each, or in this order."""

    weights: dict[int, int]
    phrase: tuple[int, ...] = ()
    is_impossible: bool = False
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Found:
    """The texts of one block that have all terms: their numbers, and how often each term stands in each."""

    block: Block
    numbers: Any
    counts: list[Any]


class Blocks:
    """Blocks as they were when the index was last written; kept from one query to the next."""

    def __init__(self) -> None:
        self._stand = ""
        self._blocks: dict[int, list[Block]] = {}

    def of(self, connection: Statements, stand: str, classes: Iterable[int]) -> Iterator[Block]:
        """Yield the blocks of these classes in order."""
        if stand != self._stand:
            self._stand, self._blocks = stand, {}
        for of_class in sorted(classes):
            if of_class not in self._blocks:
                self._blocks[of_class] = list(_read_blocks(connection, of_class))
            yield from self._blocks[of_class]


def rank(
    connection: Statements,
    query: Query,
    *,
    blocks: Sequence[Block],
    limit: int,
    within: Sequence[tuple[int, int]] | None = None,
) -> Ranking:
    """Return the `limit` best texts for a query; `within` narrows it to texts from one number up to another.

    Raises:
        Rotten: the index is not as it was written.
    """
    asked = [ask(connection, term) for term in query.terms]
    without = [ask(connection, term, least=FORM) for term in query.without]
    language = language_of(connection, query.language)
    having = [0] * len(asked)
    found: list[_Found] = []
    alive = 0
    is_plain = not query.kinds and language is None and within is None
    scratch = Scratch()
    for block in blocks:
        alive += block.count
        counts = counts_of(connection, block, asked, scratch)
        masks = [None if one is None else one > 0 for one in counts]
        for place, mask in enumerate(masks):
            having[place] += 0 if mask is None else int(np.count_nonzero(mask))
        if any(mask is None for mask in masks):
            continue
        hit = _all_of(masks, None if is_plain else passes(block, query, language, within))
        for one in counts_of(connection, block, without, Scratch()) if without else ():
            if one is not None:
                hit &= one == 0
        numbers = np.flatnonzero(hit)
        if len(numbers):
            found.append(_Found(block, numbers, [one[numbers] for one in counts]))
    best, total = _ranked(connection, found, having, alive, limit)
    return Ranking(best=best, total=total, having=tuple(having), words=tuple(one.words for one in asked))


def _read_blocks(connection: Statements, of_class: int) -> Iterator[Block]:
    wanted = "SELECT id, sizes, kinds, languages, seqs FROM blocks WHERE id >= ? AND id < ? ORDER BY id"
    for row in connection.execute(wanted, (block_id(of_class, 0), block_id(of_class + 1, 0))).fetchall():
        block, *columns, seqs = row
        sizes, kinds, languages = (np.frombuffer(one, dtype=np.uint8) for one in columns)
        if not len(sizes) == len(kinds) == len(languages) == len(seqs) // 4:
            raise Rotten
        alive = sizes > 0
        count = int(np.count_nonzero(alive))
        dead = None if count == len(sizes) else np.flatnonzero(~alive)
        yield Block(block, sizes, kinds, languages, np.frombuffer(seqs, dtype="<u4"), alive, dead, count)


def ask(connection: Statements, term: Term, *, least: int = SPELLING) -> Asked:
    """Return a term as words of the index; forms and spellings that count for less than `least` are left out."""
    if isinstance(term, Exactly):
        known = _numbers(connection, term.words)
        ids = tuple(known.get(word, 0) for word in term.words)
        if len(ids) == 1 and ids[0]:
            return Asked({ids[0]: EXACT})
        return Asked(dict.fromkeys(filter(None, ids), EXACT), phrase=ids, is_impossible=0 in ids)
    if isinstance(term, Beginning):
        return Asked(dict.fromkeys(_beginning_numbers(connection, term.letters), EXACT))
    forms = forms_of(connection, term.word, least=least)
    return Asked(forms.found, words=frozenset(forms.words))


def _numbers(connection: Statements, words: Iterable[str]) -> dict[str, int]:
    wanted = list(dict.fromkeys(words))
    marks = ",".join("?" * len(wanted))
    rows = connection.execute(f"SELECT word, id FROM words WHERE word IN ({marks})", wanted)  # noqa: S608
    return dict(rows.fetchall())


def _beginning_numbers(connection: Statements, letters: str) -> list[int]:
    """Return the words of the index that together have the texts with a word that begins so."""
    kept = next((one for one in BEGINNINGS if one >= len(letters)), None)
    low = letters if kept is None else beginning(letters, kept)
    return [number for _, number in words_from(connection, low)]


def language_of(connection: Statements, tag: str | None) -> frozenset[int] | None:
    """Return the numbers of a language and its scripts; None where any will do."""
    if tag is None:
        return None
    rows = connection.execute("SELECT id FROM languages WHERE tag = ? OR tag LIKE ? || '-%'", (tag, tag)).fetchall()
    return frozenset(number for (number,) in rows)


def passes(
    block: Block, query: Query, language: frozenset[int] | None, within: Sequence[tuple[int, int]] | None
) -> Any:
    """Return which texts of a block are there and are of what is asked for."""
    passes = block.alive
    if query.kinds:
        passes = passes & np.isin(block.kinds, list(query.kinds))
    if language is not None:
        passes = passes & np.isin(block.languages, list(language))
    if within is not None:
        inside = np.zeros(len(passes), dtype=bool)
        for stretch in within:
            first, stop = (max(0, min(one - text_id(block.id, 0), BLOCK)) for one in stretch)
            inside[first:stop] = True
        passes = passes & inside
    return passes


class Scratch:
    """Memory to count in, used again for each block: to ask for it anew costs more than to count."""

    def __init__(self) -> None:
        self._arrays: dict[int, Any] = {}

    def array(self, place: int) -> Any:
        """Return a row of zeros for the term at this place."""
        found = self._arrays.get(place)
        if found is None:
            found = self._arrays[place] = np.zeros(BLOCK, dtype=np.uint16)
        else:
            found.fill(0)
        return found


def _all_of(masks: Sequence[Any], allowed: Any) -> Any:
    hit: Any = masks[0]
    for one in masks[1:]:
        hit = hit & one
    return hit if allowed is None else hit & allowed


def counts_of(connection: Statements, block: Block, asked: Sequence[Asked], scratch: Scratch) -> list[Any]:
    """Return, for each term, how often it stands in each text of a block, in quarters; None where it is in none.

    What is returned lies in `scratch`, and is gone when that is used for the next block.
    """
    wanted = sorted({word for one in asked if not one.is_impossible for word in one.weights})
    bodies = _bodies(connection, block, wanted)
    return [_count(connection, block, one, bodies, scratch, place) for place, one in enumerate(asked)]


def _bodies(connection: Statements, block: Block, words: Sequence[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for start in range(0, len(words), _AT_ONCE):
        group = [posting_id(block.id, word) for word in words[start : start + _AT_ONCE]]
        group += group[-1:] * (-len(group) % 16)  # few forms of one statement, so that each is prepared once
        marks = ",".join("?" * len(group))
        rows = connection.execute(f"SELECT id, body FROM postings WHERE id IN ({marks})", group)  # noqa: S608
        found.update((word_of_posting(posting), body) for posting, body in rows)
    return found


def _count(
    connection: Statements, block: Block, asked: Asked, bodies: Mapping[int, bytes], scratch: Scratch, place: int
) -> Any:
    if asked.is_impossible:
        return None
    if asked.phrase:
        return _phrase(connection, block, asked.phrase, bodies)
    found = [(bodies[word], weight) for word, weight in asked.weights.items() if word in bodies]
    if not found:
        return None
    total = scratch.array(place)
    count_into(total, found)
    total = total[: len(block.sizes)]
    if block.dead is not None:
        total[block.dead] = 0
    return total


def _phrase(connection: Statements, block: Block, words: Sequence[int], bodies: Mapping[int, bytes]) -> Any:
    """Return how often words stand one after the other in each text of a block."""
    if any(word not in bodies for word in words):
        return None
    ids = [posting_id(block.id, word) for word in dict.fromkeys(words)]
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"SELECT id, places FROM postings WHERE id IN ({marks})", ids)  # noqa: S608
    places = {word_of_posting(posting): unpack_places(packed) for posting, packed in rows.fetchall()}
    stands: Any = None
    for offset, word in enumerate(words):
        posting = unpack(bodies[word])
        texts = posting.texts.astype(np.int64)
        each = texts if posting.counts is None else np.repeat(texts, posting.counts)
        own = (each << 10) + places[word] - offset + 512
        stands = own if stands is None else np.intersect1d(stands, own)
        if not len(stands):
            return None
    total = np.bincount(stands >> 10, minlength=len(block.sizes))[: len(block.sizes)]
    total = (np.minimum(total, _MOST_COUNTED // EXACT) * EXACT).astype(np.uint16)
    total[~block.alive] = 0
    return total


def _ranked(
    connection: Statements, found: Sequence[_Found], having: Sequence[int], alive: int, limit: int
) -> tuple[tuple[Ranked, ...], int]:
    texts = (
        np.concatenate([one.numbers + text_id(one.block.id, 0) for one in found]) if found else np.empty(0, np.int64)
    )
    if not len(texts):
        return (), 0
    scores = np.concatenate([_scores(one, having, alive) for one in found])
    kept = _once(connection, found, texts, scores)
    if kept is not None:
        texts, scores = texts[kept], scores[kept]
    seqs = np.concatenate([one.block.seqs[one.numbers] for one in found])
    order = _best(scores, seqs if kept is None else seqs[kept], texts, limit)
    best = tuple(Ranked(int(texts[at]), round(float(scores[at]), 4)) for at in order)
    return best, len(texts)


def _scores(found: _Found, having: Sequence[int], alive: int) -> Any:
    """Return what each text of a block scores."""
    table = _table()
    sizes = found.block.sizes[found.numbers]
    total = np.zeros(len(sizes), dtype=np.float32)
    for count, in_all in zip(found.counts, having, strict=True):
        rare = np.float32(np.log(1 + (alive - in_all + 0.5) / (in_all + 0.5)))
        total += rare * table.take(np.minimum(count, _MOST_COUNTED) << 8 | sizes)
    return total


def _table() -> Any:
    """Return what a word adds by how often it stands (in quarters) in a text of so many words."""
    if not _TABLES:
        often = np.arange(_MOST_COUNTED + 1, dtype=np.float64)[:, None] / EXACT
        length = np.arange(256, dtype=np.float64)[None, :] / _USUAL_WORDS
        _TABLES.append((often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * length))).astype(np.float32).ravel())
    return _TABLES[0]


_TABLES: list[Any] = []


def _best(scores: Any, seqs: Any, texts: Any, limit: int) -> list[int]:
    """Return the places of the best: by score, then as they came on record, then by their place in a thing."""
    count = len(scores)
    if count > limit:
        least = np.partition(scores, count - limit)[count - limit]
        above = np.flatnonzero(scores > least)
        level = np.flatnonzero(scores == least)
        if (room := limit - len(above)) < len(level):
            last = np.partition(seqs[level], room - 1)[room - 1]
            level = level[seqs[level] <= last]
        chosen = np.concatenate((above, level))
    else:
        chosen = np.arange(count)
    order = np.lexsort((texts[chosen], seqs[chosen], -scores[chosen]))
    return [int(one) for one in chosen[order][:limit]]


def _once(connection: Statements, found: Sequence[_Found], texts: Any, scores: Any) -> Any:
    """Return which texts to keep, so that a source or a person of two classes counts once; None to keep all."""
    if len({class_of_text(text_id(one.block.id, 0)) for one in found}) < 2:
        return None
    kinds = np.concatenate([one.block.kinds[one.numbers] for one in found])
    doubtful = np.flatnonzero(np.isin(kinds, _OF_SEVERAL_CLASSES))
    if not len(doubtful):
        return None
    refs = references(connection, [int(one) for one in texts[doubtful]])
    best: dict[tuple[int, str], int] = {}
    keep = np.ones(len(texts), dtype=bool)
    for at in doubtful.tolist():
        key = (int(kinds[at]), refs[int(texts[at])])
        other = best.setdefault(key, at)
        if other != at:
            loser, winner = (other, at) if scores[at] > scores[other] else (at, other)
            keep[loser], best[key] = False, winner
    return np.flatnonzero(keep)


def references(connection: Statements, texts: Sequence[int]) -> dict[int, str]:
    """Return the id of what each text is of."""
    found: dict[int, str] = {}
    for start in range(0, len(texts), _AT_ONCE):
        group = list(texts[start : start + _AT_ONCE])
        marks = ",".join("?" * len(group))
        wanted = f"SELECT t.id, g.ref FROM texts t JOIN things g ON g.id = t.thing WHERE t.id IN ({marks})"  # noqa: S608
        found.update(connection.execute(wanted, group).fetchall())
    return found
