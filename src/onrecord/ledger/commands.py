"""Owns what writes to the ledger: one way to state a fact, whole files of it, withdrawal and dispute."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from onrecord import reading, vault
from onrecord.kernel import (
    ClaimId,
    ItemId,
    PartialDate,
    Problem,
    Quantity,
    Role,
    SourceId,
    Value,
    Visibility,
    number_text,
)
from onrecord.ledger.asking import Scope, read_claims
from onrecord.ledger.describing import Redescribed, redescribed
from onrecord.ledger.entries import (
    claim_disputed,
    claim_record,
    claim_refuted,
    claim_stated,
    claim_superseded,
    claim_withdrawn,
)
from onrecord.ledger.errors import (
    REASONS,
    NoSuchClaim,
    NotStanding,
    ReasonMissing,
    RefutationWithoutBasis,
    RefutedBefore,
)
from onrecord.ledger.looking_up import OnRecord, Texts
from onrecord.ledger.model import Claim, ClaimStatus, Source
from onrecord.ledger.order import order_problems
from onrecord.ledger.origins import SOURCE, would_circle
from onrecord.ledger.rows import Row
from onrecord.ledger.rules import (
    RowRefused,
    Stated,
    claim_from_row,
    is_source_row,
    item_claim,
    source_claims,
)
from onrecord.ledger.shelf import ClaimQuery
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk, Draft, Transaction

_MAY_COME: Final = frozenset({"ledger.unknown-source", "ledger.unknown-basis", "ledger.source-cannot-be-cited"})
_AT_ONCE: Final = 1_000  # rows that are looked up, and then recorded, together


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not stated: where it stands, why, and as it came, so that nothing is lost."""

    row: int
    problem: Problem
    original: str

    @property
    def code(self) -> str:
        """The code of the reason."""
        return self.problem.code

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return `{row, code, problem}` as CLI.md promises."""
        return self.problem.to_record(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateReport:
    """What became of every row: how many were stated, how many said nothing new, which were refused."""

    stated: int
    known: int
    refused: tuple[RefusedRow, ...]
    claims: tuple[ClaimId, ...]
    made: tuple[Claim, ...] = ()


def state(desk: Desk, row: Mapping[str, Any]) -> StateReport:
    """State one claim or one source; see `state_rows`."""
    return state_rows(desk, [Row(number=1, fields=row, original=str(dict(row)))])


def state_rows(desk: Desk, rows: Iterable[Row], *, dry_run: bool = False) -> StateReport:
    """State every row that is right, report every one that is not, in one transaction; a dry run records nothing.

    A claim's quote must stand in its item letter for letter, and carry its number. A row that says again what is on
    record under the same id is counted as known, not stated twice. What a row says of its claim's `status` is put on
    record beside the claim, by an entry of its own.

    Raises:
        NotAllowed: the actor may only read.
    """
    desk.require(Role.ANALYST)
    with desk.writing() as transaction, _looked_through_once():
        stating = Stating(desk, transaction)
        refused, ids = taken_in_any_order(stating, rows, dry_run=dry_run)
        made = tuple(stating.new)  # of a dry run alone: what was recorded is let go
    return StateReport(stated=stating.stated, known=stating.known, refused=tuple(refused), claims=tuple(ids), made=made)


@contextmanager
def _looked_through_once() -> Iterator[None]:
    """Leave what is in memory already out of every search for garbage: with a file of rows that costs a tenth."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def taken_in_any_order(
    stating: Stating, rows: Iterable[Row], *, dry_run: bool
) -> tuple[list[RefusedRow], list[ClaimId]]:
    """Take rows in whatever order they come: one that names what a later row states is taken again after it."""
    waiting, refused, ids = iter(rows), list[RefusedRow](), list[ClaimId]()
    while True:
        later, before = list[tuple[Row, list[RefusedRow]]](), stating.stated + stating.known
        while some := list(islice(waiting, _AT_ONCE)):
            stating.expect(some)
            for row in some:
                problems = list(stating.take(row, at=row.at))
                if problems and all(one.code in _MAY_COME for one in problems):
                    later.append((row, problems))
                else:
                    refused += problems
            ids += [] if dry_run else stating.record()
        if not later or stating.stated + stating.known == before:
            refused += [one for _, problems in later for one in problems]
            ids += [claim.id for claim in stating.new]
            return sorted(refused, key=lambda one: one.row), ids
        waiting = iter([row for row, _ in later])


def withdraw(desk: Desk, claim_id: str, *, why: str) -> None:
    """Take a claim back: it stays on record and counts no more.

    Raises:
        NoSuchClaim: there is none, or none that the actor may see.
        NotStanding: it was withdrawn or replaced before.
    """
    desk.require(Role.ANALYST)
    with desk.writing() as transaction:
        found = _standing(transaction, desk, claim_id)
        transaction.append([claim_withdrawn(found.id, why)])


def dispute(desk: Desk, claim_id: str, *, why: str) -> None:
    """Put a dispute beside a claim: it goes on being read, marked.

    Raises:
        NoSuchClaim: there is none, or none that the actor may see.
        NotStanding: it was withdrawn or replaced before.
        RefutedBefore: a dispute would say less than is on record.
    """
    desk.require(Role.ANALYST)
    with desk.writing() as transaction:
        found = _not_refuted(_standing(transaction, desk, claim_id))
        transaction.append([claim_disputed(found.id, why)])


def refute(desk: Desk, claim_id: str, *, why: str, basis: Iterable[str]) -> None:
    """Put on record that a claim is false: it stays, is shown beside the others, and counts no more (METHOD 1.4, 9).

    Raises:
        NotAllowed: the actor may only read.
        ReasonMissing, RefutationWithoutBasis: nobody could weigh it.
        NoSuchClaim: there is none, or no such basis, or none that the actor may see.
        NotStanding: it, or a claim that it is refuted by, was withdrawn or replaced before.
        RefutedBefore: it, or a claim that it is refuted by, was refuted before.
    """
    desk.require(Role.ANALYST)
    rests_on = tuple(dict.fromkeys(basis))
    if not why.strip():
        raise ReasonMissing
    if not rests_on or claim_id in rests_on:
        raise RefutationWithoutBasis(claim=claim_id)
    with desk.writing() as transaction:
        found, *against = [_not_refuted(_standing(transaction, desk, one)) for one in (claim_id, *rests_on)]
        transaction.append([claim_refuted(found.id, why.strip(), [one.id for one in against])])


def _standing(transaction: Transaction, desk: Desk, claim_id: str) -> Claim:
    query = ClaimQuery(ids=frozenset({claim_id}))
    found = read_claims(transaction.connection, query, Scope(sees=desk.sees))
    if not found:
        raise NoSuchClaim(claim=claim_id)
    if found[0].status in (ClaimStatus.WITHDRAWN, ClaimStatus.SUPERSEDED):
        raise NotStanding(claim=claim_id, why=found[0].status_why)
    return found[0]


def _not_refuted(found: Claim) -> Claim:
    if found.status is ClaimStatus.REFUTED:
        raise RefutedBefore(claim=found.id, why=found.status_why)
    return found


@dataclass
class Stating:
    """One run of stating: what is on record, what this run adds, and the texts it has looked into."""

    desk: Desk
    transaction: Transaction
    new: list[Claim] = field(default_factory=list)
    became: list[Draft] = field(default_factory=list)  # what the rows say became of their claims
    stated: int = 0
    known: int = 0
    last: Claim | None = None  # that the last row stated, or said again

    def __post_init__(self) -> None:
        self._vocabulary = vocabulary_of(self.desk.info.folder)
        self._today = self.desk.clock.now().date()
        self._on_record = OnRecord(self.transaction.connection, self._vocabulary, self.desk.sees)
        self._texts = Texts(self.desk)

    def expect(self, rows: Iterable[Row]) -> None:
        """Look up at once what these rows will be held against; without it each row asks for its own."""
        self._on_record.expect(row.fields for row in rows)

    def record(self) -> tuple[ClaimId, ...]:
        """Put on record what was taken since the last time, and return the ids of the claims."""
        self.transaction.append([*(claim_stated(claim) for claim in self.new), *self.became])
        ids = tuple(claim.id for claim in self.new)
        self.new, self.became = [], []
        self._on_record.let_go()
        return ids

    def take(self, row: Row, *, at: reading.Quote | None = None) -> Iterator[RefusedRow]:
        """Take one row: add its claims, or yield why not. `at` is where its quote stands, if that is known."""
        try:
            if row.fields is None:
                raise RowRefused([_problem("ledger.not-a-row", row.number, problem=row.problem)])
            claims = self._source(row) if is_source_row(row.fields) else [self._claim(row, at)]
            became = [draft for claim in claims for draft in self._status(claim, row.number)]
            self._add(claims, row.number)
            self.became += became
        except RowRefused as refusal:
            yield from (RefusedRow(row=row.number, problem=one, original=row.original) for one in refusal.problems)

    def is_taken(self, claim: ClaimId) -> bool:
        """Say whether an id stands for a claim already, on record or in this run."""
        return self._on_record.claim(claim) is not None

    def put(self, claim: Claim) -> None:
        """Add a claim that is right, to be recorded with the others."""
        self._on_record.add([claim])
        self.new.append(claim)

    def redescribe(self, row: int, cells: Mapping[str, str], columns: Iterable[str]) -> Redescribed:
        """Return what a row of a sheet says otherwise of a source than what is on record and may be seen.

        Raises:
            RowRefused: it is wrong, its item is not there, or the source would trace to itself.
        """
        source = SourceId(cells["source"])
        beside = self._on_record.beside(f"{SOURCE}:{source}")
        made = redescribed(source, cells, columns, beside, row=row, vocabulary=self._vocabulary, today=self._today)
        items = {claim.id: self._item(str(claim.value), row).id for claim, _ in made.stated if claim.property == "item"}
        derived = [SourceId(str(claim.value)) for claim, _ in made.stated if claim.property == "derived_from"]
        if would_circle(source, derived, self._on_record.sources):
            raise RowRefused([_problem("ledger.source-in-a-circle", row, source=source)])
        found = [(replace(one, value=str(items[one.id])) if one.id in items else one, was) for one, was in made.stated]
        return replace(
            made,
            stated=tuple(
                (one, was)
                for one, was in found
                if was is None or one.value != was.value or one.about != was.about or one.visibility != was.visibility
            ),
        )

    def _source(self, row: Row) -> list[Claim]:
        source, claims, item = source_claims(
            row.fields or {}, row=row.number, vocabulary=self._vocabulary, today=self._today
        )
        derived = [SourceId(str(claim.value)) for claim in claims if claim.property == "derived_from"]
        if would_circle(source, derived, self._on_record.sources):
            raise RowRefused([_problem("ledger.source-in-a-circle", row.number, source=source)])
        found = list(claims)
        if item is not None:
            visibility = claims[0].visibility if claims else Visibility.TEAM
            found.append(item_claim(source, self._item(item, row.number).id, visibility))
        beside = self._on_record.beside(f"{SOURCE}:{source}")
        said = {claim.id: claim for claim in beside}
        return [claim for claim in found if claim.id not in said or not _is_said_anew(claim, said[claim.id], beside)]

    def _claim(self, row: Row, at: reading.Quote | None) -> Claim:
        fields = row.fields or {}
        stated = claim_from_row(fields, row=row.number, vocabulary=self._vocabulary, today=self._today)
        item, quote = self._support(stated, row.number, at)
        visibility = None if "visibility" in fields else self._seen_with_its_item(stated, item)
        claim_id = stated.id
        if not claim_id:
            claim_id = ClaimId(self.desk.ids.new("claim"))
            self._on_record.is_free(claim_id)
        claim = stated.claim(id=claim_id, visibility=visibility, item=item, quote=quote)
        beside = self._beside(claim)
        problems = list(order_problems(claim, beside, self._vocabulary, row.number)) if beside else []
        if problems:
            raise RowRefused(problems)
        return claim

    def _seen_with_its_item(self, stated: Stated, item: ItemId | None) -> Visibility:
        """Return how far a claim may be seen of which the row does not say so: no further than its item and source.

        One that is on record so far stays as it was stated, so that saying it again says nothing new.
        """
        known = self._on_record.claim(stated.id) if stated.id else None
        if known is not None:
            return known.narrowed_from or known.visibility
        named = stated.said["source"]
        source = self._on_record.source(named) if named is not None else None
        found = stated.visibility
        for one in (self._texts.item(item) if item is not None else None, source):
            if one is not None and one.visibility is not found and one.visibility.width < found.width:
                found = one.visibility
        return found

    def _beside(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the days on record that a claim has to be held against; none where it is of no day itself."""
        is_of_a_day = isinstance(claim.value, PartialDate) or (claim.quantity is not None and claim.as_of is not None)
        return self._on_record.beside(claim.subject) if is_of_a_day else ()

    def _support(
        self, stated: Stated, row: int, at: reading.Quote | None
    ) -> tuple[ItemId | None, reading.Quote | None]:
        """Return item and quote of a claim, found; every reason why it has no support otherwise."""
        missing = self._on_record.missing(stated.said["basis"])
        if missing:
            raise RowRefused([_problem("ledger.unknown-basis", row, claim=one) for one in missing])
        named = stated.said["source"]
        if named is None:
            return None, None
        source = self._on_record.source(named)
        if source is None:
            raise RowRefused([_problem("ledger.unknown-source", row, source=named)])
        item = stated.item or source.item
        if item is None and source.address is None:
            raise RowRefused([_problem("ledger.source-cannot-be-cited", row, source=named)])
        if item is None or stated.quote is None:
            if stated.quote is not None:
                raise RowRefused([_problem("ledger.no-such-item", row, item=named)])
            return None, None
        return self._quoted(stated.said["value"], item, stated.quote, source, row, at)

    def _quoted(
        self, value: Value, item: str, words: str, source: Source, row: int, at: reading.Quote | None
    ) -> tuple[ItemId, reading.Quote]:
        try:
            found, texts = self._texts.of(item)
        except (vault.NoSuchItem, vault.AmbiguousItem) as err:
            raise RowRefused([_problem("ledger.no-such-item", row, item=item)]) from err
        if not texts:
            raise RowRefused([_problem("ledger.item-not-read", row, item=found.name)])
        quote = next(_standing_in(texts, words, at), None)
        if quote is None:
            raise RowRefused([_problem("ledger.quote-not-in-text", row, item=found.name, quote=words)])
        if isinstance(value, Quantity):
            language = texts[0][0].language or source.language  # the item may be a digest in another language
            if not reading.carries(words, value, language):
                number = number_text(value.low if value.low is not None else value.high)
                raise RowRefused([_problem("ledger.quote-without-the-number", row, number=number, quote=words)])
        return found.id, quote

    def _item(self, reference: str, row: int) -> vault.Item:
        try:
            return self._texts.item(reference)
        except (vault.NoSuchItem, vault.AmbiguousItem) as err:
            raise RowRefused([_problem("ledger.no-such-item", row, item=reference)]) from err

    def _status(self, claim: Claim, row: int) -> Iterator[Draft]:
        """Yield the entry that says what became of a claim, where the row says so and it is not on record yet.

        Raises:
            RowRefused: why it became so is not said, or it is refuted by nothing that is on record.
        """
        if claim.status is ClaimStatus.STANDS:
            return
        on_record = self._on_record.claim(claim.id)
        if on_record is not None and on_record.status is claim.status:
            return
        if claim.status_why is None:
            raise RowRefused([_problem("ledger.field-missing", row, field="status_why")])
        needed = {ClaimStatus.REFUTED: "status_basis", ClaimStatus.SUPERSEDED: "superseded_by"}.get(claim.status)
        if needed is not None and not claim.status_basis:
            raise RowRefused([_problem("ledger.field-missing", row, field=needed)])
        missing = self._on_record.missing(claim.status_basis)
        if missing:
            raise RowRefused([_problem("ledger.unknown-basis", row, claim=one) for one in missing])
        yield _BECAME[claim.status](claim)

    def _add(self, claims: Sequence[Claim], row: int) -> None:
        fresh = [claim for claim in claims if not self._is_known(claim, row)]
        self._on_record.add(fresh)
        self.new += fresh
        self.last = claims[-1] if claims else None
        self.stated += bool(fresh)
        self.known += not fresh

    def _is_known(self, claim: Claim, row: int) -> bool:
        """Say whether exactly this is on record under this id, and stands.

        Raises:
            RowRefused: the id stands for something else.
        """
        on_record = self._on_record.claim(claim.id)
        if on_record is None:
            return False
        is_same = claim_record(on_record) == claim_record(claim)
        if is_same and (on_record.status.is_counted or on_record.status is claim.status):
            return True
        raise RowRefused([_problem("ledger.duplicate-id", row, id=claim.id)])


def _standing_in(
    texts: Sequence[tuple[reading.Layer, reading.Concordance]], words: str, at: reading.Quote | None
) -> Iterator[reading.Quote]:
    """Yield where the words stand: within the place that was named, then first in each layer.

    The same words may stand in a text twice, and a row may know where it has them from.
    """
    for layer, text in texts:
        start = text.text.find(words, at.start, at.end) if at is not None and layer.id == at.layer and words else -1
        if start >= 0:
            yield reading.quote_at(layer, text.text, start, start + len(words))
    for layer, text in texts:
        quote = reading.quote_in(layer, text, words)
        if quote is not None:
            yield quote


def _is_said_anew(claim: Claim, was: Claim, beside: Iterable[Claim]) -> bool:
    """Say whether a claim about a source that was replaced under its first id stands under a later one already."""
    return not was.status.is_counted and any(
        one.status.is_counted and claim_record(replace(one, id=claim.id)) == claim_record(claim) for one in beside
    )


_BECAME: Final[Mapping[ClaimStatus, Callable[[Claim], Draft]]] = {
    ClaimStatus.WITHDRAWN: lambda claim: claim_withdrawn(claim.id, claim.status_why or ""),
    ClaimStatus.DISPUTED: lambda claim: claim_disputed(claim.id, claim.status_why or ""),
    ClaimStatus.REFUTED: lambda claim: claim_refuted(claim.id, claim.status_why or "", claim.status_basis),
    ClaimStatus.SUPERSEDED: lambda claim: claim_superseded(claim.id, claim.status_basis[0], claim.status_why or ""),
}


def _problem(code: str, row: int, **facts: object) -> Problem:
    return Problem(code=code, row=row, says=REASONS[code], facts=facts)
