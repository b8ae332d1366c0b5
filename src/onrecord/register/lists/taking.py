"""Owns taking a list in, and taking in a newer form of it: what is new, what changed, what is gone, row by row.

Everything is stated through the ledger. Nothing is written over: a cell that changed becomes a claim of its own which
takes the place of the old one, with the reason; a row that is gone is told, and taken back only when that is asked for.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from onrecord import ledger, reading, vault
from onrecord.kernel import INTERFACE_LANGUAGES, ClaimId, Label, Problem, Role, Visibility
from onrecord.ledger import Claim, Row
from onrecord.register.errors import (
    ROW_PROBLEMS,
    ListIsOtherKind,
    ListMapRefused,
    ListNotRead,
    ListNotSealed,
    ListSaysOtherwise,
    NoSuchList,
)
from onrecord.register.lists.making import Made, MadeRow, Said, make
from onrecord.register.lists.mapping import ListMap, ListOf
from onrecord.register.lists.model import LIST, LOSS, ON_LIST, PERSON, REVISION, ListedRow, Register, content
from onrecord.register.lists.reading_back import on_record
from onrecord.register.lists.words_of_rows import RowsOfALayer, places_of
from onrecord.store import Desk, RoleTooNarrow

_CARD: Final = 0  # the number of rows that are of no row of the table: what the list itself is
_DERIVED: Final = frozenset({ON_LIST, "owner.on_list", "owned_by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One thing that a row says otherwise than before: the claim on record, and the one that takes its place."""

    row: int
    slot: str
    claim: ClaimId
    by: ClaimId
    before: str
    after: str

    def to_row(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            "row": self.row, "what": self.slot, "claim": self.claim, "superseded_by": self.by,
            "from": self.before, "to": self.after,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A row, or a cell of one, that is on record and is in the file no longer; `number` is that of its first taking."""

    subject: str
    number: int | None
    slot: str | None
    claims: tuple[ClaimId, ...]

    def to_row(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {"subject": self.subject, "row": self.number, "what": self.slot, "claims": list(self.claims)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReport:
    """What became of every row of a list."""

    list: str
    made: Made
    added: tuple[int, ...]
    unchanged: int
    changes: tuple[CellChange, ...]
    absent: tuple[Absent, ...]
    withdrawn: tuple[ClaimId, ...]
    refused: tuple[ledger.RefusedRow, ...]
    claims: tuple[ClaimId, ...]
    is_dry_run: bool

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord lists add --json` and `lists update --json` promise."""
        prepared = self.made.prepared
        return {
            "list": self.list,
            "added": list(self.added),
            "unchanged": self.unchanged,
            "changed": [one.to_row() for one in self.changes],
            "absent": [one.to_row() for one in self.absent],
            "withdrawn": list(self.withdrawn),
            "refused": [one.to_row(language) for one in self.refused],
            "silent": list(self.made.silent),
            "unmapped": list(prepared.unmapped),
            "told": prepared.told.to_row(),
            "claims": list(self.claims),
            "dry_run": self.is_dry_run,
        }


def take_list(
    desk: Desk,
    path: Path,
    mapping: ListMap,
    *,
    item: str | None = None,
    sheet: str | None = None,
    update: bool = False,
    why: str = "",
    withdraw_absent: bool = False,
    dry_run: bool = False,
) -> ListReport:
    """Put the rows of a list on record; with `update`, as the newer form of one that is there.

    Without `update` rows are only added: one that is on record and says something else is refused. Rows that are gone
    are looked for with `update` alone, and taken back (`withdraw_absent`) only where no row of the file was refused:
    a row that cannot be read is not gone.

    Raises:
        NotAllowed: the actor may only read, or may not see what the list would state.
        ListNotSealed, ListNotRead, NoSuchList, ListIsOtherKind: see these.
        ListMapRefused: what the mapping says of the list itself cannot be stated.
        FileNotRows, SheetNotChosen: the file cannot be read as a table.
        ReasonMissing: something changed and no reason was given.
    """
    desk.require(Role.ANALYST)
    if mapping.visibility not in desk.sees:  # a newer form is compared with the rows on record: they have to be seen
        raise RoleTooNarrow(actor=desk.actor.name, role=desk.actor.role.value, needed=Role.KEEPER.value)
    made = make(path, mapping, ledger.vocabulary_of(desk.info.folder), sheet=sheet)
    found = _item(desk, path, item)
    known = on_record(desk)
    _check_lists(mapping, known)
    source, source_rows = _source(desk, mapping, found)
    layers = [
        (one, reading.layer_text(desk, one.id)) for one in reading.layers(desk, found.id) if one.sha256 is not None
    ]
    if not layers:
        raise ListNotRead(item=found.name)
    table = made.prepared.table
    places = places_of(((row.number, row.words) for row in made.rows), layers, table.sheet if table else None)
    work = _Taking(mapping, known, source, str(found.id), places, is_update=update)
    work.card()
    if work.card_replaces and not update:
        raise ListSaysOtherwise(list=mapping.id, claims=", ".join(work.card_replaces.values()))
    for row in made.rows:
        work.take(row)
    absent = tuple(work.absent(made)) if update else ()
    return _recorded(desk, work, made, [*source_rows, *work.rows], absent, why, withdraw_absent, dry_run)


def _recorded(
    desk: Desk, work: _Taking, made: Made, rows: list[Row], absent: tuple[Absent, ...], why: str, withdraws: bool,
    dry_run: bool,
) -> ListReport:  # fmt: skip
    """State what is right, a row whole or not at all: a first run finds the rows that the ledger refuses."""
    trial = ledger.replace_rows(desk, rows, why=why, replaces={}, dry_run=True)
    of_the_list = [one for one in trial.refused if one.row == _CARD]
    if of_the_list:
        found = of_the_list[0].problem
        called = {name: "compiled_on" if fact == "published_on" else fact for name, fact in found.facts.items()}
        wrong_with = replace(found, facts=called)  # as the mapping calls it
        problem = Label(**{one: wrong_with.message(one).rstrip(".") for one in INTERFACE_LANGUAGES})
        raise ListMapRefused(path=work.mapping.id, problem=problem)
    wrong = {one.row for one in trial.refused}
    refused = sorted((*made.refused, *work.refused, *trial.refused), key=lambda one: one.row)
    kept = [one for one in rows if one.number not in wrong]
    changes = tuple(one for one in work.changes if one.row not in wrong)
    gone = tuple(c for one in absent for c in one.claims) if withdraws and not refused else ()
    replaces = {**{one.by: one.claim for one in changes}, **work.card_replaces}
    if (replaces or gone) and not why.strip():
        raise ledger.ReasonMissing
    done = trial
    if not dry_run:
        done = ledger.replace_rows(desk, kept, why=why, replaces=replaces, withdrawn=gone)
        refused = sorted((*refused, *done.refused), key=lambda one: one.row)
    changed = {one.row for one in changes}
    unchanged = sum(1 for one in made.rows if one.number not in wrong and one.number not in work.added
                    and one.number not in changed and one.number not in work.refused_rows)  # fmt: skip
    return ListReport(
        list=work.mapping.id,
        made=made,
        added=tuple(one for one in work.added if one not in wrong),
        unchanged=unchanged,
        changes=changes,
        absent=absent,
        withdrawn=gone,
        refused=tuple(refused),
        claims=() if dry_run else done.claims,
        is_dry_run=dry_run,
    )


def _item(desk: Desk, path: Path, reference: str | None) -> vault.Item:
    """Return the item that a file is, by its bytes, unless it is named."""
    if reference is not None:
        return vault.item(desk, reference)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return vault.item(desk, digest)
    except vault.AmbiguousItem:
        return next(one for one in vault.items(desk) if one.sha256 == digest)
    except vault.NoSuchItem as err:
        raise ListNotSealed(path=str(path)) from err


def _check_lists(mapping: ListMap, known: Register) -> None:
    card = known.cards.get(mapping.id)
    if card is not None and card.text("list_of") not in (None, mapping.of.value):
        raise ListIsOtherKind(list=mapping.id, found=card.text("list_of"), expected=mapping.of.value)
    for origin in mapping.copied_from or ():
        if origin not in known.cards:
            raise NoSuchList(list=origin, known=", ".join(known.cards) or "—")


def _source(desk: Desk, mapping: ListMap, item: vault.Item) -> tuple[str, list[Row]]:
    """Return the source that this form of the list is, and the row that describes it where it is new.

    Another form of one list derives from its first, and a copy from what it was copied from: they are one origin.
    """
    start = f"list.{mapping.id}"
    own = {str(name): one for name, one in ledger.sources(desk).items() if str(name).partition(".v")[0] == start}
    for name, one in own.items():
        if one.item == item.id:
            return name, []
    name = f"{start}.v{len(own) + 1}" if own else start
    fields: dict[str, Any] = {
        "source": name,
        "title": mapping.title,
        "publisher": mapping.compiler,
        "source_kind": "list",
        "item": str(item.id),
        "derived_from": [start] if own else [f"list.{one}" for one in mapping.copied_from or ()],
        "visibility": _card_visibility(mapping).value,
    }
    if mapping.compiled_on is not None:
        fields["published_on"] = mapping.compiled_on.text()
    kept = {one: value for one, value in fields.items() if value}
    return name, [Row(number=_CARD, fields=kept, original=str(mapping.id))]


def _card_visibility(mapping: ListMap) -> Visibility:
    """Return who may see what the list is: the team, or everybody where its rows are public."""
    return Visibility.PUBLIC if mapping.visibility is Visibility.PUBLIC else Visibility.TEAM


@dataclass
class _Taking:
    """One run over a list."""

    mapping: ListMap
    known: Register
    source: str
    item: str
    places: Mapping[int, tuple[RowsOfALayer, int]]
    is_update: bool
    rows: list[Row] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    emptied: list[Absent] = field(default_factory=list)
    refused: list[ledger.RefusedRow] = field(default_factory=list)
    refused_rows: set[int] = field(default_factory=set)
    card_replaces: dict[ClaimId, ClaimId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._matched: set[str] = set()
        self._on_record: dict[str, dict[str, Claim]] = defaultdict(dict)
        self._subjects: dict[str, list[ListedRow]] = defaultdict(list)
        by_key: dict[str, str] = {}
        alike: dict[object, list[str]] = defaultdict(list)
        for row in self.known.of_list(self.mapping.id):
            self._on_record[row.id] |= row.slots()
            self._subjects[row.id].append(row)
            if row.key is not None:
                by_key[row.key] = row.id
        for name, slots in self._on_record.items():
            alike[_signature({s: c.to_row() for s, c in slots.items() if s not in _DERIVED})].append(name)
        self._by_key, self._alike = by_key, alike
        self._keys = {name: rows[0].key for name, rows in self._subjects.items()}
        start = f"{self.mapping.id}."  # a number that was given once is never another's, whatever became of its claims
        parts = (one.removeprefix(start).partition(".")[0] for one in self.known.ids if one.startswith(start))
        self._numbers = {int(one) for one in parts if one.isdecimal()}

    def card(self) -> None:
        """State what the list is, where that is new or has changed."""
        card = self.known.cards.get(self.mapping.id)
        own = f"{self.mapping.id}.list."
        slots = {REVISION.sub("", one.id.removeprefix(own)): one for one in (card.claims if card else ())}
        for slot, fields in _card_fields(self.mapping):
            old = slots.get(slot)
            if old is not None and content(old.to_row()) == content(fields):
                continue
            claim_id = self._free(f"{own}{slot}")
            if old is not None:
                self.card_replaces[claim_id] = old.id
            self.rows.append(Row(number=_CARD, original=self.mapping.id, fields=self._of_the_list(claim_id, fields)))

    def _of_the_list(self, claim_id: ClaimId, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": claim_id, "subject": f"{LIST}:{self.mapping.id}", **fields, "speaker": "ourselves",
            "speaker_kind": "ourselves", "basis": [f"source.{self.source}.item"], "level": "interpretation",
            "visibility": _card_visibility(self.mapping).value,
        }  # fmt: skip

    def take(self, row: MadeRow) -> None:
        """Take one row: new, the same, changed, or refused since it may only be added."""
        name = self._match(row)
        if name is None:
            self._new(row)
            return
        self._matched.add(name)
        on_record, said = self._on_record[name], {one.slot: one for one in row.said}
        differs = [slot for slot, one in said.items() if slot in on_record and not _same(on_record[slot], one)]
        more = [slot for slot in said if slot not in on_record]
        if (differs or more) and not self.is_update:
            facts = {"slots": ", ".join(sorted(differs + more))}
            self._refuse(row, "register.row-differs", **facts)
            return
        for slot in (*differs, *more):
            claim_id = self._free(f"{name}.{slot}")
            self._state(row, name, said[slot], claim_id)
            if slot in on_record:
                old = on_record[slot]
                self.changes.append(
                    CellChange(row=row.number, slot=slot, claim=old.id, by=claim_id, before=_told(old.to_row()),
                               after=_told(said[slot].fields))
                )  # fmt: skip
        for slot, old in on_record.items():
            if slot not in said and slot not in _DERIVED:
                number = self._subjects[name][0].number
                self.emptied.append(Absent(subject=old.subject, number=number, slot=slot, claims=(old.id,)))

    def absent(self, made: Made) -> Iterator[Absent]:
        """Yield the cells and rows on record that are in the file no longer; a refused row is not gone."""
        yield from self.emptied
        refused = self._refused_keys(made)
        for name, slots in self._on_record.items():
            rows = self._subjects[name]
            if name in self._matched or rows[0].key in refused:
                continue
            yield Absent(
                subject=rows[0].subject,
                number=rows[0].number,
                slot=None,
                claims=tuple(one.id for one in slots.values()),
            )

    def _refused_keys(self, made: Made) -> set[str]:
        table, column = made.prepared.table, self.mapping.key
        if table is None or column is None:
            return set()
        numbers = {one.row for one in made.refused} | {*made.silent}
        return {
            " ".join(row.cells[column].text.split())
            for row in table.rows
            if row.number in numbers and column in row.cells
        }

    def _match(self, row: MadeRow) -> str | None:
        """Return the row on record that this one is: by its key; else by what it says, or by place and name.

        A row that was taken in before the list had keys is still found by what it says.
        """
        if row.key is not None and row.key in self._by_key:
            return self._by_key[row.key]
        alike = self._alike.get(_signature({one.slot: one.fields for one in row.said}), [])
        for name in alike:
            if self._may_be(name, row):
                return name
        here = f"{self.mapping.id}.{row.number}"
        return here if self._may_be(here, row) and self._is_called(here, row) else None

    def _may_be(self, name: str, row: MadeRow) -> bool:
        is_free = name in self._on_record and name not in self._matched
        return is_free and (row.key is None or self._keys[name] is None)

    def _is_called(self, name: str, row: MadeRow) -> bool:
        """Say whether a row without a key stands where it stood, under the same name, though other cells changed."""
        slot = "name" if self.mapping.of is ListOf.PEOPLE else "owner.name"
        old = self._on_record[name].get(slot)
        return old is not None and row.value(slot) is not None and old.value_text() == row.value(slot)

    def _new(self, row: MadeRow) -> None:
        number = row.number if row.number not in self._numbers else max(self._numbers) + 1
        self._numbers.add(number)
        name = f"{self.mapping.id}.{number}"
        self.added.append(row.number)
        kinds = [LOSS] if self.mapping.of is ListOf.LOSSES else [PERSON]
        on: dict[str, Any] = {"property": ON_LIST, "value": f"{LIST}:{self.mapping.id}"}
        if row.key is not None:
            on["row"] = row.key
        derived = [Said(slot=ON_LIST, subject=kinds[0], fields=on)]
        owner = next((one for one in row.said if one.slot == "owner.name"), None)
        if owner is not None:
            derived.append(Said(slot="owner.on_list", subject=PERSON, fields=on))
            owned = {"property": "owned_by", "value": f"{PERSON}:{name}", "level": "interpretation"}
            derived.append(Said(slot="owned_by", subject=LOSS, fields=owned, cell=owner.cell))
        for one in (*derived, *row.said):
            self._state(row, name, one, self._free(f"{name}.{one.slot}"))

    def _state(self, row: MadeRow, name: str, one: Said, claim_id: ClaimId) -> None:
        words, at = row.words, None
        if row.number in self.places:
            found, start = self.places[row.number]
            begin, end = one.cell or (0, len(words))
            words, at = words[begin:end], found.quote(start + begin, start + end)
        fields = {
            "id": claim_id, "subject": f"{one.subject}:{name}", **one.fields, "speaker": self.mapping.compiler,
            "speaker_kind": self.mapping.compiler_kind.value, "source": self.source, "item": self.item,
            "quote": words, "visibility": self.mapping.visibility.value,
        }  # fmt: skip
        if self.mapping.compiled_on is not None:
            fields |= {"as_of": self.mapping.compiled_on.text(), "said_on": self.mapping.compiled_on.text()}
        self.rows.append(Row(number=row.number, fields=fields, original=row.original, at=at))

    def _free(self, wanted: str) -> ClaimId:
        """Return the id, or the next revision of it that stands for nothing yet: K, K.r2, K.r3."""
        number, name = 1, wanted
        while name in self.known.ids:
            number += 1
            name = f"{wanted}.r{number}"
        return ClaimId(name)

    def _refuse(self, row: MadeRow, code: str, **facts: object) -> None:
        self.refused_rows.add(row.number)
        problem = Problem(code=code, row=row.number, says=ROW_PROBLEMS[code], facts=facts)
        self.refused.append(ledger.RefusedRow(row=row.number, problem=problem, original=row.original))


def _card_fields(mapping: ListMap) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the mapping says of the list itself, by slot."""
    scope = {"incident": mapping.incident, "place": mapping.place, "period": mapping.period}
    texts = {
        "list_of": mapping.of.value, "list_title": mapping.title, "list_compiler": mapping.compiler,
        "compiled_on": mapping.compiled_on.text() if mapping.compiled_on else None,
        "listed_for": mapping.outcome, "partitioned_by": mapping.partitioned_by,
        "near_complete": mapping.near_complete, "absorbing": mapping.absorbing,
        "compiled_by_itself": None if mapping.copied_from is None else not mapping.copied_from,
    }  # fmt: skip
    yield from ((name, {"property": name, "value": value}) for name, value in texts.items() if value is not None)
    about = {name: value for name, value in scope.items() if value is not None}
    yield "inclusion_rule", {"property": "inclusion_rule", "value": mapping.rule, **about}
    for origin in mapping.copied_from or ():
        yield f"copied_from.{origin}", {"property": "copied_from", "value": f"{LIST}:{origin}"}


def _same(old: Claim, new: Said) -> bool:
    return content(old.to_row()) == content(new.fields)


def _signature(slots: Mapping[str, Mapping[str, Any]]) -> object:
    return frozenset(Counter((slot, content(fields)) for slot, fields in slots.items()).items())


def _told(fields: Mapping[str, Any]) -> str:
    """Return a value for a person: its words, or what it is."""
    for name in ("wording", "value", "low", "high"):
        if fields.get(name) not in (None, ""):
            return str(fields[name])
    return ""


def counts_of(known: Register, list_id: str, rows: Iterable[ListedRow]) -> tuple[int, int]:
    """Return how many rows a list has, and how many distinct persons stand on them."""
    own = list(rows)
    numbers = {one.id for one in own}
    persons = [group for group in known.persons() if any(one.list == list_id for one in group)]
    return len(numbers), len(persons)
