"""Owns what a row is held against before it is stated: what is on record, and the texts of the items it quotes.

Both are looked up as rows come, many at once where it is known which are coming, and let go again: a file of any length
is stated in the same memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from onrecord import reading, vault
from onrecord.kernel import ClaimId, PartialDate, SourceId, ValueType, Visibility, Vocabulary
from onrecord.ledger.asking import Scope, read_claims
from onrecord.ledger.model import Claim, Source
from onrecord.ledger.on_demand import SourcesOnDemand
from onrecord.ledger.origins import SOURCE, sources_from
from onrecord.ledger.rules import ids_named, is_source_row
from onrecord.ledger.shelf import ClaimQuery
from onrecord.store import Desk

_EVERY_CIRCLE: Final = frozenset(Visibility)
_SEEN_OR_NOT: Final = Scope(sees=_EVERY_CIRCLE)  # an id that is taken is taken, whoever may see its claim
_CHARACTERS: Final = 20_000_000  # of texts that are kept
_ITEMS: Final = 1_000
_Texts = tuple[vault.Item, list[tuple[reading.Layer, reading.Concordance]]]


class OnRecord:
    """What is on record, and what was added in this run, as far as the rows in hand can touch it."""

    def __init__(self, connection: Connection, vocabulary: Vocabulary, sees: frozenset[Visibility]) -> None:
        """Look things up within this transaction, for somebody who may see this far."""
        self._connection = connection
        self._sees = sees
        self._made: set[str] = set()  # in this run, and no further to be seen: who states it may go on to speak of it
        self._citable: dict[SourceId, bool] = {}
        self._claims: dict[str, Claim | None] = {}
        self._subjects: dict[str, list[Claim]] = {}
        self._sources = SourcesOnDemand(self._read)
        declared = vocabulary.properties.values()
        self._dated = frozenset(one.name for one in declared if one.value_type is ValueType.DATE)

    def expect(self, rows: Iterable[Mapping[str, Any] | None]) -> None:
        """Look up, in few questions, what these rows name."""
        fields = [one for one in rows if one is not None]
        ids = {one for row in fields for one in ids_named(row)}
        self._look_up(one for one in ids if one not in self._claims)
        self._sources.fetch({SourceId(str(row["source"])) for row in fields if "source" in row})
        described = {f"{SOURCE}:{row['source']}" for row in fields if is_source_row(row)}
        dated = {str(row["subject"]) for row in fields if "subject" in row and self._is_of_a_day(row)}
        self._look_into(described | dated)

    def _is_of_a_day(self, row: Mapping[str, Any]) -> bool:
        """Say whether the days on record of its subject have to be known: it is one of them, or it is as of one."""
        return str(row.get("property")) in self._dated or "as_of" in row

    def claim(self, claim_id: str) -> Claim | None:
        """Return the claim of an id, standing or not; None where the id is free."""
        if claim_id not in self._claims:
            self._look_up([claim_id])
        return self._claims[claim_id]

    def is_free(self, claim_id: str) -> None:
        """Take it that an id is nobody's, since it was made just now."""
        self._claims.setdefault(claim_id, None)

    def missing(self, ids: Iterable[ClaimId]) -> list[ClaimId]:
        """Return those of the ids that are no claim's, as far as the actor may know."""
        return [one for one in ids if not self._is_known(self.claim(one))]

    def beside(self, subject: str) -> tuple[Claim, ...]:
        """Return what a claim about a subject is held against: its dates, which have an order; of a source all.

        Only what may be seen: a refusal names the day it rests on.
        """
        if subject not in self._subjects:
            self._look_into({subject})
        return tuple(claim for claim in self._subjects[subject] if self._is_known(claim))

    def source(self, source: SourceId) -> Source | None:
        """Return a source; None where there is none, or none that the actor may see."""
        found = self._sources.get(source)
        return found if found is not None and self._may_be_cited(source) else None

    @property
    def sources(self) -> Mapping[SourceId, Source]:
        """The sources, each looked up when it is asked for, whoever may see them."""
        return self._sources

    def _is_known(self, claim: Claim | None) -> bool:
        return claim is not None and (claim.visibility in self._sees or claim.id in self._made)

    def _may_be_cited(self, source: SourceId) -> bool:
        """Say whether something of what describes a source may be seen."""
        if self._sees == _EVERY_CIRCLE:
            return True
        if source not in self._citable:
            subject = f"{SOURCE}:{source}"
            self._look_into({subject})
            self._citable[source] = any(self._is_known(claim) for claim in self._subjects[subject])
        return self._citable[source]

    def add(self, claims: Iterable[Claim]) -> None:
        """Take in claims that are about to be recorded."""
        described: set[str] = set()
        for claim in claims:
            self._claims[claim.id] = claim
            if claim.visibility not in self._sees:
                self._made.add(claim.id)
            if isinstance(claim.value, PartialDate) or claim.subject_kind == SOURCE:
                self._look_into({claim.subject})
                self._subjects[claim.subject].append(claim)
            if claim.subject_kind == SOURCE:
                described.add(claim.subject)
        for subject in described:
            self._citable.pop(SourceId(subject.partition(":")[2]), None)
            self._sources.put(sources_from(self._subjects[subject]))

    def let_go(self) -> None:
        """Forget what was looked up, once all that was added is recorded: it can be looked up again."""
        self._claims.clear()
        self._subjects.clear()
        self._sources.let_go()
        self._citable.clear()

    def _look_up(self, ids: Iterable[str]) -> None:
        wanted = frozenset(ids)
        self._claims |= dict.fromkeys(wanted)
        self._claims |= {claim.id: claim for claim in self._read(ClaimQuery(ids=wanted))}

    def _look_into(self, subjects: Iterable[str]) -> None:
        new = {one for one in subjects if one not in self._subjects}
        sources = frozenset(one for one in new if one.startswith(f"{SOURCE}:"))
        found = self._read(ClaimQuery(subjects=sources)) if sources else ()
        others = frozenset(new - sources)
        found += self._read(ClaimQuery(subjects=others, properties=self._dated)) if others else ()
        self._subjects |= {one: [] for one in new}
        for claim in found:
            self._subjects.setdefault(claim.subject, []).append(claim)

    def _read(self, query: ClaimQuery) -> tuple[Claim, ...]:
        return read_claims(self._connection, query, _SEEN_OR_NOT)


class Texts:
    """The texts of items, by what rows call them; those that were used last are kept."""

    def __init__(self, desk: Desk) -> None:
        """Read them at this desk."""
        self._desk = desk
        self._kept: OrderedDict[str, _Texts] = OrderedDict()
        self._characters = 0
        self._items: dict[str, vault.Item] = {}

    def item(self, reference: str) -> vault.Item:
        """Return an item; several sources lie in one.

        Raises:
            NoSuchItem, AmbiguousItem: as `vault.item`.
        """
        if reference not in self._items:
            if len(self._items) >= _ITEMS:
                self._items.clear()
            self._items[reference] = vault.item(self._desk, reference)
        return self._items[reference]

    def of(self, reference: str) -> _Texts:
        """Return an item and its layers with their texts, the newest first.

        Raises:
            NoSuchItem, AmbiguousItem: as `vault.item`.
        """
        if reference not in self._kept:
            item = self.item(reference)
            layers = [one for one in reading.layers(self._desk, item.id) if one.sha256 is not None]
            texts = [(one, reading.Concordance(reading.layer_text(self._desk, one.id))) for one in layers]
            self._keep(reference, (item, texts))
        self._kept.move_to_end(reference)
        return self._kept[reference]

    def _keep(self, reference: str, texts: _Texts) -> None:
        self._kept[reference] = texts
        self._characters += _length(texts)
        while self._characters > _CHARACTERS and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._characters -= _length(oldest)


def _length(texts: _Texts) -> int:
    return sum(len(words.text) for _, words in texts[1])
