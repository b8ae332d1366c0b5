"""Owns the shelf that lies in an archive's tables: claims are read when a question needs them, and kept for the next.

A book is of one moment: it sees the first entries of the log and no later one, however often it reads and whoever
writes meanwhile. Only what was expunged since cannot be told as it was, and then it tells nothing more.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from sqlalchemy import Connection

from onrecord.kernel import SourceId, Visibility
from onrecord.ledger.asking import Scope, read_claims, read_judgements, read_reviews, size_of_subject, subject_sizes
from onrecord.ledger.errors import ExpungedMeanwhile
from onrecord.ledger.judgements import Judgement
from onrecord.ledger.model import Claim, Source
from onrecord.ledger.on_demand import SourcesOnDemand
from onrecord.ledger.origins import SOURCE
from onrecord.ledger.reviews import Review
from onrecord.ledger.shelf import EVERYTHING, SAME_PERSON, ClaimQuery, MemoryShelf
from onrecord.store import is_expunged_since, size_of

_KEPT: Final = 60_000  # claims of earlier answers, about 100 MB
_BATCH: Final = 20_000  # claims that are read at once where whole subjects are looked through

_TWICE: Final = 2  # questions about a subject after which it is read as a whole

Reading = Callable[[], AbstractContextManager[Connection]]


class TableShelf:
    """The claims of an archive that may be seen, as its log was when the shelf was made, or earlier."""

    def __init__(self, reading: Reading, scope: Scope) -> None:
        """Read through connections that `reading` opens; each question is answered within one of them."""
        self._reading = reading
        with reading() as connection:
            self._made_at = size_of(connection)
        size = self._made_at if scope.size is None else min(scope.size, self._made_at)
        self._scope = Scope(sees=scope.sees, size=size)
        self._kept = _Answers()
        self._asked: Counter[str] = Counter()
        self._subject: tuple[str, MemoryShelf | None] | None = None
        self._judgements: tuple[Judgement, ...] | None = None
        self._reviews: tuple[Review, ...] | None = None
        self._joined: tuple[Claim, ...] | None = None
        sees_all = scope.sees == frozenset(Visibility)
        self._sources = SourcesOnDemand(self._described, None if sees_all else self._unseen)
        self._everything: MemoryShelf | None = None

    def claims(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return the claims that are asked for."""
        if query == EVERYTHING or self._everything is not None:
            return self._all().claims(query)
        known = self._kept.get(query)
        if known is None:
            subject = self._whole_subject(query)
            known = self._kept.keep(query, self._read(query) if subject is None else subject.claims(query))
        return known

    def by_subject(self, property: str | None) -> Iterator[tuple[Claim, ...]]:  # noqa: A002 - the ledger's own word
        """Yield whole subjects, as many at once as make a batch; none of them is kept."""
        if self._everything is not None:
            yield from self._everything.by_subject(property)
            return
        for subjects in self._batches(property):
            yield tuple(claim for claim in self._read(ClaimQuery(subjects=subjects)) if claim.subject_kind != SOURCE)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the judgements."""
        if self._judgements is None:
            with self._connection() as connection:
                self._judgements = tuple(read_judgements(connection, self._scope))
        return self._judgements

    def reviews(self) -> tuple[Review, ...]:
        """Return the sign-offs."""
        if self._reviews is None:
            with self._connection() as connection:
                self._reviews = tuple(read_reviews(connection, self._scope))
        return self._reviews

    def sources(self) -> Mapping[SourceId, Source]:
        """Return the sources; each is read when it is looked up, all of them when they are gone through."""
        return self._sources

    def sources_of(self, claims: Iterable[Claim]) -> Mapping[SourceId, Source]:
        """Return the sources, with those of these claims read in few questions."""
        self._sources.let_go()
        self._sources.fetch(claim.source for claim in claims if claim.source is not None)
        return self._sources

    def joined_persons(self) -> tuple[Claim, ...]:
        """Return the claims that join records of persons, whoever may see them."""
        if self._joined is None:
            self._joined = self._unseen(ClaimQuery(properties=frozenset({SAME_PERSON})))
        return self._joined

    def unseen_beside_signed(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Return what may not be seen, of the same subjects and properties as those of these that were signed off."""
        if self._scope.sees == frozenset(Visibility):
            return ()
        named = frozenset(one for review in self.reviews() for one in review.claims)
        signed = [one for one in claims if one.id in named]
        if not signed:
            return ()
        properties, subjects = frozenset(one.property for one in signed), frozenset(one.subject for one in signed)
        every = self._unseen(ClaimQuery(properties=properties, subjects=subjects))
        return tuple(one for one in every if one.visibility not in self._scope.sees)

    def _described(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return claims about sources; not they are kept, but the sources made of them."""
        return self._read(query) if self._everything is None else self._everything.claims(query)

    def _unseen(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return claims whoever may see them: they are counted by, and never shown."""
        with self._connection() as connection:
            return read_claims(connection, query, Scope(sees=frozenset(Visibility), size=self._scope.size))

    def _whole_subject(self, query: ClaimQuery) -> MemoryShelf | None:
        """Return all claims about a subject that is asked about again and again; None if it is not.

        A statement about one incident asks a hundred narrow questions about it: together they would read it many times.
        """
        if query.subjects is None or len(query.subjects) != 1 or query.ids is not None:
            return None
        (subject,) = query.subjects
        self._asked[subject] += 1
        if self._asked[subject] <= _TWICE:
            return None
        if self._subject is None or self._subject[0] != subject:
            self._subject = subject, self._read_subject(subject)
        return self._subject[1]

    def _read_subject(self, subject: str) -> MemoryShelf | None:
        """Return all claims about a subject; None if they are more than memory should hold."""
        with self._connection() as connection:
            if size_of_subject(connection, subject) > _BATCH:
                return None
        return MemoryShelf(self._read(ClaimQuery(subjects=frozenset({subject}))))

    def _read(self, query: ClaimQuery) -> tuple[Claim, ...]:
        with self._connection() as connection:
            return read_claims(connection, query, self._scope)

    def _batches(self, property_name: str | None) -> Iterator[frozenset[str]]:
        with self._connection() as connection:
            sizes = tuple(subject_sizes(connection, property_name))
        subjects: set[str] = set()
        waiting = 0
        for subject, count in sizes:
            if subjects and waiting + count > _BATCH:
                yield frozenset(subjects)
                subjects, waiting = set(), 0
            subjects.add(subject)
            waiting += count
        if subjects:
            yield frozenset(subjects)

    def _all(self) -> MemoryShelf:
        """Return the whole ledger, from now on in memory: whoever asks for everything will ask again."""
        if self._everything is None:
            self._everything = MemoryShelf(self._read(EVERYTHING), self.judgements(), self.reviews())
            self._kept = _Answers()
        return self._everything

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with self._reading() as connection:
            if is_expunged_since(connection, self._made_at):
                raise ExpungedMeanwhile
            yield connection


class _Answers:
    """Earlier answers, the ones that were used last; together no more claims than memory should hold."""

    def __init__(self) -> None:
        self._answers: OrderedDict[ClaimQuery, tuple[Claim, ...]] = OrderedDict()
        self._held = 0

    def get(self, query: ClaimQuery) -> tuple[Claim, ...] | None:
        """Return an answer that is kept."""
        if query in self._answers:
            self._answers.move_to_end(query)
        return self._answers.get(query)

    def keep(self, query: ClaimQuery, answer: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Keep an answer, at the cost of those that were not used for longest, and return it."""
        self._answers[query] = answer
        self._held += len(answer) + 1
        while self._held > _KEPT:
            _, oldest = self._answers.popitem(last=False)
            self._held -= len(oldest) + 1
        return answer
