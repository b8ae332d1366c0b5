"""Owns judging many rows at once: a table, looked through by somebody, that says which rows are one person.

The table is that of `onrecord people link --out`, or any with a column of people and one of rows. Linking proposes, a
person decides (METHOD 8.4, step 9): each joined pair is a finding of its own with the reason, and can be taken back.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from onrecord import ledger
from onrecord.kernel import ClaimId, Problem, Role, delimiter_of, file_problem
from onrecord.ledger import Row
from onrecord.register.errors import GROUPS_PROBLEMS, GroupsUnreadable, JudgedOtherwise, NoSuchPerson
from onrecord.register.judging import finding
from onrecord.register.lists.model import PERSON, ListedRow, Register
from onrecord.register.lists.reading_back import on_record
from onrecord.store import Desk

_PEOPLE: Final = "person"
_ROWS: Final = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTogether:
    """One line of the table: by which name a person goes there, and the row that is theirs."""

    line: int
    person: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of a table: the findings stated, how many followed from earlier ones, and the lines refused."""

    claims: tuple[ClaimId, ...]
    known: int
    refused: tuple[Problem, ...]
    is_dry_run: bool
    pairs: tuple[tuple[str, str], ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return it as `onrecord people same --from FILE --json` promises."""
        return {
            "claims": list(self.claims),
            "joined": [{"one": one, "other": other} for one, other in self.pairs],
            "known": self.known,
            "refused": [one.to_record(language) for one in self.refused],
            "dry_run": self.is_dry_run,
        }


def people_from(path: Path) -> tuple[SaidTogether, ...]:
    """Return the lines of a table with the columns `person` and `row`; a line without a person joins nothing.

    Raises:
        GroupsUnreadable: it is no such table.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = csv.DictReader(text.splitlines(), delimiter=delimiter_of(text), strict=True)
        rows = [(table.line_num, one) for one in table]
    except (OSError, UnicodeDecodeError) as err:
        raise GroupsUnreadable(path=str(path), problem=file_problem(err)) from err
    except (ValueError, csv.Error) as err:
        raise GroupsUnreadable(path=str(path), problem=type(err).__name__) from err
    missing = [name for name in (_PEOPLE, _ROWS) if name not in (table.fieldnames or ())]
    if missing:
        raise GroupsUnreadable(path=str(path), problem=", ".join(missing))
    cells = ((line, (one[_PEOPLE] or "").strip(), (one[_ROWS] or "").strip()) for line, one in rows)
    return tuple(
        SaidTogether(line=line, person=person, row=row.removeprefix(f"{PERSON}:"))
        for line, person, row in cells
        if person
    )


def join(desk: Desk, said: Iterable[SaidTogether], *, why: str, dry_run: bool = False) -> Joined:
    """Put on record which rows are one person, each row with the first of its person; a dry run records nothing.

    What follows from judgements on record is counted and not stated again. A line is refused whose row is not there,
    would be joined with what was judged to be another person, or goes with another person of the table already, by the
    table itself or by judgements on record; the others are kept.

    Raises:
        NotAllowed: the actor may only read.
        ReasonMissing: nobody could weigh it.
    """
    desk.require(Role.ANALYST)
    if not why.strip():
        raise ledger.ReasonMissing
    work = _Joining(on_record(desk), why.strip())
    rows = list(work.rows(said))
    report = ledger.state_rows(desk, rows, dry_run=dry_run)
    wrong = {one.row for one in report.refused}
    return Joined(
        claims=() if dry_run else report.claims,
        known=work.known,
        refused=tuple(sorted((*work.refused, *(one.problem for one in report.refused)), key=lambda one: one.row or 0)),
        is_dry_run=dry_run,
        pairs=tuple(pair for line, pair in work.pairs.items() if line not in wrong),
    )


@dataclass
class _Joining:
    """People as they are put together, line by line."""

    register: Register
    why: str
    known: int = 0
    refused: list[Problem] = field(default_factory=list)
    pairs: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows: Mapping[str, ListedRow] = {one.id: one for one in self.register.people}
        self._group = {one.id: at for at, rows in enumerate(self.register.persons()) for one in rows}
        self._members: dict[int, list[str]] = {}
        for name, at in self._group.items():
            self._members.setdefault(at, []).append(name)
        self._parted: dict[str, dict[str, str]] = {}
        for one in self.register.judged:
            if not one.is_same:
                self._parted.setdefault(one.one, {})[one.other] = one.claim
                self._parted.setdefault(one.other, {})[one.one] = one.claim

    def rows(self, said: Iterable[SaidTogether]) -> Iterator[Row]:
        """Yield a finding for each line that joins two people who are not joined yet; note the lines that cannot."""
        first: dict[str, str] = {}
        holders: dict[str, str] = {}  # of each row that a line spoke of, the person whose it is
        for one in said:
            if one.row not in self._rows:
                self._refuse(one.line, NoSuchPerson.code, person=one.row)
                continue
            theirs = holders.keys() & self._members[self._group[one.row]]
            if elsewhere := next((row for row in sorted(theirs) if holders[row] != one.person), None):
                facts = {"one": one.row, "person": one.person, "other": holders[elsewhere], "beside": elsewhere}
                self._refuse(one.line, "register.row-of-two", **facts)
                continue
            chief = first.setdefault(one.person, one.row)
            group, other = self._group[chief], self._group[one.row]
            if group == other:
                self.known += chief != one.row
                holders[one.row] = one.person
                continue
            if standing := self._between(group, other):
                self._refuse(one.line, JudgedOtherwise.code, claims=", ".join(standing))
                continue
            self._put_together(group, other)
            holders[one.row] = one.person
            self.pairs[one.line] = (chief, one.row)
            fields = finding(self._rows[chief], self._rows[one.row], is_same=True, why=self.why)
            yield Row(number=one.line, fields=fields, original=f"{chief} = {one.row}")

    def _between(self, group: int, other: int) -> list[str]:
        """Return the judgements that keep two groups of rows apart."""
        few, many = sorted((self._members[group], self._members[other]), key=len)
        theirs = set(many)
        return sorted({claim for one in few for row, claim in self._parted.get(one, {}).items() if row in theirs})

    def _put_together(self, group: int, other: int) -> None:
        for name in self._members.pop(other):
            self._group[name] = group
            self._members[group].append(name)

    def _refuse(self, line: int, code: str, **facts: object) -> None:
        self.refused.append(Problem(code=code, says=GROUPS_PROBLEMS[code], row=line, facts=facts))
