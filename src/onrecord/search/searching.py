"""Owns the search itself: what somebody typed, to what they may see of it, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from onrecord import vault
from onrecord.kernel import Label, Role
from onrecord.search import russian
from onrecord.search.delivering import Delivery, places, stretches
from onrecord.search.gathering import NAME, TRIES, Progress, bring_in_step, give_up, is_in_step, text_names
from onrecord.search.model import Found
from onrecord.search.postings import Rotten
from onrecord.search.query import AnyForm, Beginning, Query, Term, parse
from onrecord.search.reading_index import Blocks, Ranking, rank
from onrecord.search.spreading import spread
from onrecord.search.tables import class_of, facts, has_tables
from onrecord.search.writing import Kind
from onrecord.store import ArchiveDamaged, DerivedDatabase, Desk, ThrownAway, derived

MOST_HITS: Final = 1_000
_WITHOUT_LEMMAS: Final = Label(
    en="Russian words are found by rules for endings only, since no dictionary is installed: погиб does not find "
    "погибшие. Install pymorphy3 and pymorphy3-dicts-ru.",
    ru="Русские слова ищутся только по правилам окончаний, словарь не установлен: «погиб» не найдёт «погибшие». "
    "Установите pymorphy3 и pymorphy3-dicts-ru.",
    kk="Орыс сөздері тек жалғау ережелерімен ізделеді, сөздік орнатылмаған: «погиб» «погибшие» сөзін таппайды. "
    "pymorphy3 және pymorphy3-dicts-ru орнатыңыз.",
)


def _unseen(_done: int, _total: int | None) -> None:
    """Let progress go where nobody watches."""


class Search:
    """A desk's way into the index. Use it with `with`; several searches through one are faster than one each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._index: DerivedDatabase = derived(desk, NAME)
        self._blocks = Blocks()

    def __enter__(self) -> Search:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def is_in_step(self) -> bool:
        """Say whether the index knows all that is on record; if not, the next search takes it in first."""
        self._desk.require(Role.READER)
        if not self._index.is_there:
            return False
        try:
            with self._index.reading() as connection:
                return is_in_step(self._desk, connection)
        except (ArchiveDamaged, ThrownAway):
            return False

    def bring_in_step(self, *, on_progress: Progress = _unseen) -> int:
        """Let the index know all that is on record, and return how many bytes it takes.

        Raises:
            RoleTooNarrow: the actor may not even read.
            Locked, DiskFull, NotWritable: it knows what it knew before.
            ThrownAway: others throw it away again and again.
        """
        self._desk.require(Role.READER)
        bring_in_step(self._desk, self._index, on_progress=on_progress)
        return self._index.size()

    def rebuild(self, *, on_progress: Progress = _unseen) -> int:
        """Throw the index away and make it again from log and objects; return how many bytes it takes."""
        self._desk.require(Role.READER)
        self._index.discard()
        return self.bring_in_step(on_progress=on_progress)

    def find(
        self, words: str, *, kinds: Iterable[Kind] = (), limit: int = 20, on_progress: Progress = _unseen
    ) -> Found:
        """Return what stands on record with all these words, as far as the actor may see it, the best first.

        What came on record since the last search is taken in first.

        Raises:
            NothingToSearch, OnlyExclusions, QueryTooLong, TooManyWords, StarMisplaced, UnknownFilter: no query.
            NoSuchItem: `item:` names none that the actor may see.
            Locked, DiskFull, NotWritable, ThrownAway: the index cannot be brought up to date.
        """
        self._desk.require(Role.READER)
        query = parse(words)
        query = replace(query, kinds=query.kinds | frozenset(kinds))
        limit = max(1, min(limit, MOST_HITS))
        for left in reversed(range(TRIES)):
            self.bring_in_step(on_progress=on_progress)
            try:
                return self._answer(query, limit)
            except (Rotten, ArchiveDamaged, ThrownAway) as err:
                give_up(self._index, err, left)
        raise AssertionError

    def _answer(self, query: Query, limit: int) -> Found:
        item = None if query.item is None else vault.item(self._desk, query.item)
        classes = sorted(class_of(one) for one in self._desk.sees)
        is_spread = False
        with self._index.reading() as connection:
            if not has_tables(connection):  # an expunging threw it away since it was brought in step
                raise ThrownAway(place=str(self._index.path))
            known = facts(connection)
            stand = f"{known.get('made')} {known.get('leaf')}"
            blocks = list(self._blocks.of(connection, stand, classes))
            within = None if item is None else stretches(connection, text_names(item.id))
            ranking = rank(connection, query, blocks=blocks, limit=limit, within=within)
            best, total = ranking.best, ranking.total
            if not total and len(query.terms) > 1 and not query.without and Kind.ITEM in (query.kinds or set(Kind)):
                best, total = spread(connection, query, blocks=blocks, limit=limit)
                is_spread = bool(total)
            found = places(connection, best)
        hits = Delivery(self._desk, query, ranking.words).hits(found)
        return Found(
            hits=hits,
            total=total,
            is_spread=is_spread,
            missing=() if total else _missing(query, ranking),
            notes=() if russian.has_lemmas() else (_WITHOUT_LEMMAS,),
        )


def search(
    desk: Desk, words: str, *, kinds: Iterable[Kind] = (), limit: int = 20, on_progress: Progress = _unseen
) -> Found:
    """Return what stands on record with all these words, as `Search.find` does."""
    with Search(desk) as way:
        return way.find(words, kinds=kinds, limit=limit, on_progress=on_progress)


def _missing(query: Query, ranking: Ranking) -> tuple[str, ...]:
    pairs = zip(query.terms, ranking.having, strict=True)
    return tuple(_typed(term) for term, texts in pairs if not texts)


def _typed(term: Term) -> str:
    if isinstance(term, AnyForm):
        return term.word
    return f"{term.letters}*" if isinstance(term, Beginning) else f'"{" ".join(term.words)}"'
