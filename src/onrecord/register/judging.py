"""Owns a person's judgement on two rows: one person, or two. A finding with its reason, which can be taken back.

Judgements join rows; nothing else does. One that would join what was judged to be two people is refused, and names the
judgement that stands in its way: whoever is right takes the other back first (METHOD 8.4, 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from onrecord import ledger
from onrecord.kernel import Role
from onrecord.ledger import Claim
from onrecord.register.errors import JudgedBefore, JudgedOtherwise, NoSuchPerson
from onrecord.register.lists.model import OTHER_PERSON, PERSON, SAME_PERSON, ListedRow, Register
from onrecord.register.lists.reading_back import on_record
from onrecord.store import Desk


def judge(desk: Desk, one: str, other: str, *, is_same: bool, why: str) -> Claim:
    """Put on record that two rows are one person, or two, and return the finding.

    It rests on both rows and is seen no further than either of them.

    Raises:
        NotAllowed: the actor may only read.
        ReasonMissing: nobody could weigh it.
        NoSuchPerson: there is none of that id, or none that the actor may see.
        JudgedBefore: that follows from what was judged before.
        JudgedOtherwise: the contrary does.
    """
    desk.require(Role.ANALYST)
    if not why.strip():
        raise ledger.ReasonMissing
    known = on_record(desk)
    first, second = (_person(known, name.removeprefix(f"{PERSON}:")) for name in (one, other))
    _check(known, first, second, is_same=is_same)
    rows = [_row(first, one), _row(second, other)]
    report = ledger.state(desk, finding(*rows, is_same=is_same, why=why.strip()))
    return ledger.claim(desk, report.claims[0])


def finding(one: ListedRow, other: ListedRow, *, is_same: bool, why: str) -> dict[str, Any]:
    """Return the judgement on two rows as fields of a row of the ledger: it rests on both, is seen as far as either."""
    seen = min((claim.visibility for row in (one, other) for claim in row.claims), key=lambda found: found.width)
    return {
        "subject": one.subject,
        "property": SAME_PERSON if is_same else OTHER_PERSON,
        "value": other.subject,
        "speaker": "ourselves",
        "speaker_kind": "ourselves",
        "level": "inference",
        "basis": [claim.id for row in (one, other) for claim in row.claims[:1]],
        "note": why,
        "visibility": seen.value,
    }


def _person(known: Register, name: str) -> tuple[ListedRow, ...]:
    for rows in known.persons():
        if any(row.id == name for row in rows):
            return rows
    raise NoSuchPerson(person=name)


def _row(rows: Sequence[ListedRow], name: str) -> ListedRow:
    return next(row for row in rows if row.id == name.removeprefix(f"{PERSON}:"))


def _check(known: Register, first: Sequence[ListedRow], second: Sequence[ListedRow], *, is_same: bool) -> None:
    ids, others = {row.id for row in first}, {row.id for row in second}
    joining = _claims(known, ids | others, is_same=True)
    parting = [one.claim for one in known.judged if not one.is_same and _is_between(one.one, one.other, ids, others)]
    if ids == others:
        fault = JudgedBefore if is_same else JudgedOtherwise
        raise fault(claims=", ".join(joining) or "—")
    if parting:
        fault = JudgedOtherwise if is_same else JudgedBefore
        raise fault(claims=", ".join(parting))


def _claims(known: Register, ids: set[str], *, is_same: bool) -> Iterable[str]:
    return [one.claim for one in known.judged if one.is_same is is_same and {one.one, one.other} <= ids]


def _is_between(one: str, other: str, ids: set[str], others: set[str]) -> bool:
    return (one in ids and other in others) or (one in others and other in ids)
