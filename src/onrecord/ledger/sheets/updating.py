"""Owns updates by spreadsheet: what a person changed in a sheet of claims, row by row, and what is recorded of it.

Nothing is written over: a changed row becomes a claim of its own that takes the place of the old one. A sheet that is
older than what somebody else did since undoes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import ClaimId, Problem, Role
from onrecord.ledger.asking import Scope, read_claims
from onrecord.ledger.commands import RefusedRow, Stating
from onrecord.ledger.entries import claim_stated, claim_superseded, claim_withdrawn
from onrecord.ledger.errors import REASONS, FileNotRows, NoListOfSheet, ReasonMissing
from onrecord.ledger.model import Claim, ClaimStatus
from onrecord.ledger.origins import SOURCE
from onrecord.ledger.rows import LISTS, Row, unescaped
from onrecord.ledger.rules import RowRefused
from onrecord.ledger.sheets.tables import Table, TableRow, is_workbook
from onrecord.ledger.sheets.writing import cell_text, csv_of, workbook_of
from onrecord.ledger.shelf import ClaimQuery
from onrecord.reading import CellKind
from onrecord.store import Desk, Transaction

LIST_SUFFIX: Final = ".sheet.json"
_FIRST: Final = (
    "id", "subject", "property", "low", "high", "qualifier", "wording", "value", "unit", "group", "place",
    "as_of", "as_of_wording", "said_on", "said_on_wording", "speaker", "speaker_kind", "source", "quote",
)  # fmt: skip
_LAST: Final = ("item", "level", "visibility", "basis", "note", "made_by", "status", "status_why", "superseded_by")
_MARKS: Final = ("status", "status_why", "status_basis", "superseded_by")  # what became of it: the sheet's own age
_KEPT: Final = frozenset({"id", "made_by", "seq", *_MARKS})
_BOUNDS: Final = frozenset({"low", "high", "qualifier"})
_WITH_TOP: Final = ("range", "up_to", "less_than")
_REVISION: Final = re.compile(r"(.+)\.r(\d+)")
_LONGEST_ID: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that is other in the sheet than on record."""

    field: str
    before: str
    after: str

    def to_row(self) -> dict[str, str]:
        """Return `{field, from, to}`."""
        return {"field": self.field, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A row that says something else than its claim: what, and the claim that takes its place."""

    row: int
    claim: ClaimId
    by: ClaimId
    changes: tuple[FieldChange, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord update --json` prints of it."""
        changes = [one.to_row() for one in self.changes]
        return {"row": self.row, "claim": self.claim, "superseded_by": self.by, "changes": changes}


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateReport:
    """What became of every row of a sheet, and of the claims that were in it once and are no longer."""

    changed: tuple[Changed, ...]
    added: tuple[ClaimId, ...]
    unchanged: int
    done_before: int
    refused: tuple[RefusedRow, ...]
    missing: tuple[ClaimId, ...]
    withdrawn: tuple[ClaimId, ...]
    is_dry_run: bool

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord update --json` prints."""
        return {
            "changed": [one.to_row() for one in self.changed],
            "added": list(self.added),
            "unchanged": self.unchanged,
            "done_before": self.done_before,
            "refused": [one.to_row(language) for one in self.refused],
            "missing": list(self.missing),
            "withdrawn": list(self.withdrawn),
            "dry_run": self.is_dry_run,
        }


def columns_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the columns that a sheet of these claims has: those that all have first, dimensions between."""
    used = {name for claim in claims for name in claim.to_row()}
    between = sorted(used - {*_FIRST, *_LAST})
    return tuple(name for name in (*_FIRST, *between, *_LAST) if name in used or name in ("note", "status"))


def write_sheet(claims: Iterable[Claim], target: Path, *, log_size: int) -> None:
    """Write a sheet of claims to be corrected and given to `update`, and beside it the list of what it holds.

    Raises:
        FileNotRows: a workbook cannot hold it.
    """
    shown = [claim for claim in claims if claim.status.is_counted and claim.subject_kind != "source"]
    columns, rows = columns_of(shown), [_sheet_row(claim) for claim in shown]
    try:
        made = workbook_of({"claims": (columns, rows)}) if is_workbook(target) else csv_of(columns, rows)
    except ValueError as err:
        raise FileNotRows(path=str(target), problem=str(err)) from err
    target.write_bytes(made)
    listed = {"log_size": log_size, "claims": [claim.id for claim in shown]}
    list_of(target).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def list_of(sheet: Path) -> Path:
    """Return where the list of a sheet's claims lies."""
    return sheet.with_name(sheet.name + LIST_SUFFIX)


def listed_in(sheet: Path) -> frozenset[str]:
    """Return the claims that a sheet held when it was written.

    Raises:
        NoListOfSheet: its list is not beside it.
    """
    path = list_of(sheet)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["claims"]
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise NoListOfSheet(path=str(path)) from err
    return frozenset(str(one) for one in found)


def update(
    desk: Desk,
    table: Table,
    *,
    why: str,
    listed: frozenset[str] | None = None,
    withdraw_missing: bool = False,
    dry_run: bool = False,
) -> UpdateReport:
    """Record what a sheet of claims says otherwise than the ledger, in one transaction; a dry run records nothing.

    `listed` are the claims that the sheet held when it was written: those of them that are in no row are told, and
    withdrawn only when that is asked for.

    Raises:
        NotAllowed: the actor may only read.
        ReasonMissing: no reason was given.
    """
    desk.require(Role.ANALYST)
    if not why.strip():
        raise ReasonMissing
    with desk.writing() as transaction:
        found = _on_record(transaction, desk, {*_ids_in(table), *(listed or ())})
        work = _Updating(found, Stating(desk, transaction), desk, table.columns)
        for row in table.rows:
            work.take(row)
        missing = tuple(sorted(_missing(found, listed, work.named)))
        withdrawn = missing if withdraw_missing else ()
        if not dry_run:
            drafts = [*(claim_stated(claim) for claim in work.stating.new), *work.stating.became]
            drafts += [claim_superseded(one.claim, one.by, why.strip()) for one in work.changed]
            transaction.append([*drafts, *(claim_withdrawn(one, why.strip()) for one in (*withdrawn, *work.gone))])
    return UpdateReport(
        changed=tuple(work.changed),
        added=tuple(work.added),
        unchanged=work.unchanged,
        done_before=work.done_before,
        refused=tuple(work.refused),
        missing=missing,
        withdrawn=(*withdrawn, *work.gone),
        is_dry_run=dry_run,
    )


def _ids_in(table: Table) -> Iterator[str]:
    return (row.cells["id"].text.strip() for row in table.rows if "id" in row.cells)


def _on_record(transaction: Transaction, desk: Desk, ids: Iterable[str]) -> dict[ClaimId, Claim]:
    """Return the claims of these ids that the actor may see, and those that took their place."""
    found: dict[ClaimId, Claim] = {}
    wanted = frozenset(ids)
    while wanted:
        scope = Scope(sees=desk.sees)
        read = {one.id: one for one in read_claims(transaction.connection, ClaimQuery(ids=wanted), scope)}
        found |= read
        wanted = frozenset(str(one.superseded_by) for one in read.values() if one.superseded_by) - found.keys()
    return found


def _missing(found: Mapping[ClaimId, Claim], listed: frozenset[str] | None, named: set[str]) -> Iterable[ClaimId]:
    """Yield the claims that the sheet held, that still count, and that none of its rows names."""
    return (one for one in found if listed and one in listed and one not in named and found[one].status.is_counted)


@dataclass
class _Updating:
    """One run over a sheet."""

    found: Mapping[ClaimId, Claim]
    stating: Stating
    desk: Desk
    columns: tuple[str, ...]
    changed: list[Changed] = field(default_factory=list)
    added: list[ClaimId] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    gone: list[ClaimId] = field(default_factory=list)  # of sources: what a row no longer says of them
    unchanged: int = 0
    done_before: int = 0

    def take(self, row: TableRow) -> None:
        """Take one row: the same, changed, new, done before, or refused."""
        cells = self._cells(row)
        if cells is None:
            return
        if cells.get("source") and not cells.get("id") and not cells.get("property"):
            self._source(row, cells)
            return
        claim_id = ClaimId(cells.get("id", ""))
        if claim_id in self.named:
            self._refuse(row, "ledger.row-twice", claim=claim_id)
        elif claim_id:
            self.named.add(claim_id)
            self._known(row, claim_id, cells)
        else:
            self._new(row, cells)

    def _cells(self, row: TableRow) -> dict[str, str] | None:
        if row.problem:
            self._refuse(row, "ledger.not-a-row", problem=row.problem)
            return None
        broken = [name for name, cell in row.cells.items() if cell.kind in (CellKind.ERROR, CellKind.LOST)]
        if broken:
            self._refuse(row, "ledger.cell-without-value", column=broken[0], cell=row.cells[broken[0]].shown or "=…")
            return None
        return {name: unescaped(cell.text).strip() for name, cell in row.cells.items()}

    def _known(self, row: TableRow, claim_id: ClaimId, cells: Mapping[str, str]) -> None:
        claim = self.found.get(claim_id)
        if claim is None:
            self._refuse(row, "ledger.row-of-no-claim", claim=claim_id)
            return
        changes = _changes(claim, cells, self.columns)
        if not changes:
            self.unchanged += 1
            return
        latest = _latest(claim, self.found)
        if latest is not claim and not _changes(latest, cells, self.columns):
            self.done_before += 1
            return
        now, then = claim.status.value, cells.get("status", ClaimStatus.STANDS.value)
        if not claim.status.is_counted or (now, claim.status_why or "") != (then, cells.get("status_why", "")):
            became = f"{now} → {latest.id}" if latest is not claim else now
            self._refuse(row, "ledger.changed-since", claim=claim_id, now=became, then=then)
            return
        self._supersede(row, claim, cells, changes)

    def _supersede(
        self, row: TableRow, claim: Claim, cells: Mapping[str, str], changes: tuple[FieldChange, ...]
    ) -> None:
        new_id = self._next_id(claim.id)
        fields = _changed_fields(claim, cells, changes) | {"id": new_id}
        words_stay = all(one.field not in ("quote", "item") for one in changes)
        if not self._state(row, fields, claim if words_stay else None):
            return
        self.changed.append(Changed(row=row.number, claim=claim.id, by=new_id, changes=changes))

    def _source(self, row: TableRow, cells: Mapping[str, str]) -> None:
        """Take a row that describes a source: each of its claims by itself, so that who sees one change sees what."""
        name = f"{SOURCE}:{cells['source']}"
        if name in self.named:
            self._refuse(row, "ledger.row-twice", claim=cells["source"])
            return
        self.named.add(name)
        try:
            made = self.stating.redescribe(row.number, cells, self.columns)
        except RowRefused as refusal:
            self.refused += [RefusedRow(row=row.number, problem=one, original=row.original) for one in refusal.problems]
            return
        for claim, former in made.stated:
            stated = replace(claim, id=self._next_id(claim.id)) if self.stating.is_taken(claim.id) else claim
            self.stating.put(stated)
            if former is None:
                self.added.append(stated.id)
                continue
            before, after = (" ".join([one.value_text(), *(how for _, how in one.about)]) for one in (former, stated))
            change = FieldChange(field=claim.property, before=before, after=after)
            self.changed.append(Changed(row=row.number, claim=former.id, by=stated.id, changes=(change,)))
        self.gone += [one.id for one in made.gone]
        self.unchanged += not made.stated and not made.gone

    def _new(self, row: TableRow, cells: Mapping[str, str]) -> None:
        fields = _typed({name: text for name, text in cells.items() if text and name not in _KEPT})
        if self._state(row, fields, None) and self.stating.last is not None:
            self.added.append(self.stating.last.id)

    def _state(self, row: TableRow, fields: Mapping[str, Any], like: Claim | None) -> bool:
        made = Row(number=row.number, fields=fields, original=row.original)
        problems = list(self.stating.take(made, at=like.quote if like is not None else None))
        self.refused += problems
        return not problems

    def _next_id(self, claim_id: ClaimId) -> ClaimId:
        """Return an id that tells which revision of which claim it is: K1, K1.r2, K1.r3."""
        match = _REVISION.fullmatch(claim_id)
        stem, number = (match[1], int(match[2])) if match else (claim_id, 1)
        while True:
            number += 1
            wanted = f"{stem}.r{number}"
            if len(wanted) > _LONGEST_ID:
                return ClaimId(self.desk.ids.new("claim"))
            if not self.stating.is_taken(ClaimId(wanted)):
                return ClaimId(wanted)

    def _refuse(self, row: TableRow, code: str, **facts: object) -> None:
        problem = Problem(code=code, row=row.number, says=REASONS[code], facts=facts)
        self.refused.append(RefusedRow(row=row.number, problem=problem, original=row.original))


def _sheet_row(claim: Claim) -> dict[str, Any]:
    return {**claim.to_row(), "status": claim.status.value}


def _latest(claim: Claim, found: Mapping[ClaimId, Claim]) -> Claim:
    """Return the claim at the end of the chain that this one begins, as far as the actor may see it."""
    seen = {claim.id}
    while claim.superseded_by is not None and claim.superseded_by in found and claim.superseded_by not in seen:
        claim = found[claim.superseded_by]
        seen.add(claim.id)
    return claim


def _changes(claim: Claim, cells: Mapping[str, str], columns: Iterable[str]) -> tuple[FieldChange, ...]:
    """Return the fields in which a row says something else than the claim; columns that a sheet lacks say nothing."""
    own = {name: _spaced(cell_text(name, value)) for name, value in claim.to_row().items() if name not in _KEPT}
    found = []
    for name in columns:
        if name in _KEPT:
            continue
        before, after = own.get(name, ""), _spaced(cells.get(name, ""))
        if before != after:
            found.append(FieldChange(field=name, before=before, after=after))
    return tuple(found)


def _spaced(text: str) -> str:
    """Return words as a sheet keeps them: programs alter white space at the ends and at line ends."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def _changed_fields(claim: Claim, cells: Mapping[str, str], changes: Iterable[FieldChange]) -> dict[str, Any]:
    """Return the claim's own row with the changes in it: what was not touched stays to the letter.

    Where the number is another and its words are not, the words are dropped: they were of the old number.
    """
    fields = {name: value for name, value in claim.to_row().items() if name not in _KEPT and value is not None}
    touched = {one.field for one in changes}
    for name in touched:
        fields.pop(name, None)
        if cells.get(name):
            fields[name] = cells[name]
    for date in ("as_of", "said_on"):
        if date in touched and f"{date}_wording" not in touched:
            fields.pop(f"{date}_wording", None)
    if touched & _BOUNDS and "wording" not in touched:
        fields.pop("wording", None)
    if touched & _BOUNDS and "high" not in touched and fields.get("qualifier", "exact") not in _WITH_TOP:
        fields.pop("high", None)
    return _typed(fields)


def _typed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [part.strip() for part in value.split(";") if part.strip()]
        if name in LISTS and isinstance(value, str)
        else value
        for name, value in fields.items()
    }
