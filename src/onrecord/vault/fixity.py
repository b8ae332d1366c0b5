"""Owns the fixity of evidence: the day's share is read, what came of it recorded, and a changed item frozen (EV-02).

What is due is `rota`; how an object is read is the store's. Never repairs, and never takes a digest that is found for
the one that was sealed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from onrecord.kernel import ItemId, Role, instant_text, is_sha256_hex, parse_instant
from onrecord.store import (
    CHANGED,
    MISSING,
    CheckReport,
    Desk,
    Draft,
    Look,
    ObjectMissing,
    Problem,
    Transaction,
    check,
    look_at_objects,
    look_at_packs,
    spoken_of,
)
from onrecord.vault.custody import recorded
from onrecord.vault.entries import custody_recorded, fixity_checked
from onrecord.vault.model import CustodyEvent, CustodyEventName
from onrecord.vault.queries import damaged_items, find_item, items_of_object
from onrecord.vault.rota import AFTER_ALL, BEFORE_ALL, Plan, Stretch, plan
from onrecord.vault.tables import FIXITY, ITEMS, disposed

TOOL: Final = "onrecord store check@1"
_PACK: Final = ".zip"  # what tells a pack's name from an object's, which may be the same digits
_SHARE, _ALL = "share", "all"
_FEWEST_TOGETHER: Final = 64
_MOST_PIECES: Final = 8  # a day's work is recorded in at most so many entries, so that a killed run loses little

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """What a quick check found, what was due and read, and what came of it."""

    quick: CheckReport
    objects: int
    due: int
    read: int
    size: int
    overdue: int
    share: int
    oldest_at: str | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    is_recorded: bool

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord store check --due --json` prints."""
        problems = (*self.quick.problems, *(one for one in self.problems if one["code"] not in MISSING))
        return {
            "ok": not problems,
            "objects": self.objects,
            "due": self.due,
            "read": self.read,
            "bytes": self.size,
            "overdue": self.overdue,
            "share": self.share,
            "oldest_reading": self.oldest_at,
            "not_read": self.objects - self.read,
            "recorded": self.is_recorded,
            "problems": [dict(one) for one in problems],
            "changed": [dict(one) for one in problems if one["code"] in CHANGED],
            "missing": [dict(one) for one in problems if one["code"] in MISSING],
            "untracked": list(self.quick.untracked),
            "notes": [dict(one) for one in (*self.quick.notes, *self.notes)],
        }


def check_due(desk: Desk, *, on_progress: Progress = lambda _done, _total: None) -> DueReport:
    """Read what is due today from the disk, record stretch by stretch what came of it, and freeze what has changed.

    Called again on the same day it goes on where it was, and has nothing to do once the share is read. Nothing is read
    or recorded while log or tables do not hold.

    Raises:
        RoleTooNarrow: only a keeper may.
        DiskFull, NotWritable, Locked: what was recorded before stands; the next call goes on behind it.
    """
    desk.require(Role.KEEPER)
    quick = check(desk, deep=False)
    owners = spoken_of(desk)
    units = _units(desk, owners)
    due = _plan(desk, units)
    if any(one["code"] not in MISSING for one in quick.problems):
        return _report(quick, units, due, [], is_recorded=False)
    looks: list[Look] = []
    _freeze_missing(desk, quick)
    pieces = due.stretches(max(_FEWEST_TOGETHER, -(-len(due.names) // _MOST_PIECES)))
    for after, upto, names in pieces:
        found = list(_looks(desk, [units[name] for name in names], owners))
        _record(desk, found, after=after, upto=upto, scope=_SHARE, wanted=len(due.names))
        looks += found
        on_progress(len(looks), len(due.names))
    return _report(quick, units, due, looks, is_recorded=bool(pieces))


def record_full_check(desk: Desk, report: CheckReport) -> bool:
    """Record a check that has read every object, and freeze what it found changed; say whether that was possible.

    While log or tables do not hold, nothing is written to them.

    Raises:
        RoleTooNarrow: only a keeper may.
        DiskFull, NotWritable, Locked: nothing was recorded.
    """
    desk.require(Role.KEEPER)
    if any(one["code"] not in CHANGED | MISSING for one in report.problems) or report.not_read:
        return False
    _freeze_missing(desk, report)
    looks = [Look(name="", problem=one) for one in report.changed] + [Look(name="", note=one) for one in report.notes]
    read = len(spoken_of(desk)) - len(report.missing)
    _record(desk, looks, after=BEFORE_ALL, upto=AFTER_ALL, scope=_ALL, wanted=read, read=read)
    return True


def verify_item(desk: Desk, reference: str) -> CustodyEvent:
    """Read an item's bytes from the disk and record what came of it: `verified_ok`, or `integrity_failure`.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchItem: there is none, or none that the actor may see.
        CustodyBroken: it was disposed of, or is frozen and reads as it was sealed: record `restored` then.
    """
    desk.require(Role.ANALYST)
    with desk.reading() as connection:
        item = find_item(connection, desk, reference)
    (look,) = look_at_objects(desk.blobs, {item.sha256: item.id}, from_disk=True)
    facts = {"tool": TOOL, "hash_before": item.sha256}
    if look.problem is None:
        event, facts["hash_after"] = CustodyEventName.VERIFIED_OK, item.sha256
    else:
        event = CustodyEventName.INTEGRITY_FAILURE
        facts |= _what_was_found(look.problem)
    if look.note is not None:
        facts["note"] = "read wrong once, and right the second time"
    with desk.writing() as transaction:
        return recorded(transaction, item, event, facts)


def readings(connection: Connection) -> tuple[Stretch, ...]:
    """Return what was read when, in order."""
    rows = connection.execute(select(FIXITY).order_by(FIXITY.c.seq))
    return tuple(
        Stretch(
            at=parse_instant(row.at),
            after=row.after,
            upto=row.upto,
            read=row.read,
            wanted=row.wanted,
            seq=row.seq,
            is_round=row.scope == _SHARE,
        )
        for row in rows
    )


def _units(desk: Desk, owners: Mapping[str, str]) -> dict[str, str]:
    """Return what there is to read, by the name under which it lies: objects by SHA-256, packs by their own names."""
    present = set(desk.blobs.names())
    objects = {desk.blobs.stored_name(sha256): sha256 for sha256 in owners}
    units = {name: sha256 for name, sha256 in objects.items() if name in present}
    return units | {f"{pack}{_PACK}": f"{pack}{_PACK}" for pack in desk.blobs.pack_names()}


def _plan(desk: Desk, units: Mapping[str, str]) -> Plan:
    with desk.reading() as connection:
        done = readings(connection)
        first = connection.execute(select(func.min(ITEMS.c.sealed_at))).scalar()
    since = parse_instant(str(first or desk.info.created_at))
    return plan(sorted(units), done, since=since, now=desk.clock.now())


def _looks(desk: Desk, units: Iterable[str], owners: Mapping[str, str]) -> Iterator[Look]:
    chosen = list(units)
    yield from look_at_packs(desk.blobs, [one.removesuffix(_PACK) for one in chosen if one.endswith(_PACK)])
    objects = {one: owners[one] for one in chosen if not one.endswith(_PACK)}
    yield from look_at_objects(desk.blobs, objects, from_disk=True)


def _record(
    desk: Desk, looks: Sequence[Look], *, after: str, upto: str, scope: str, wanted: int, read: int | None = None
) -> None:
    problems = [look.problem for look in looks if look.problem]
    with desk.writing() as transaction:
        told = fixity_checked(
            after=after,
            upto=upto,
            scope=scope,
            wanted=wanted,
            read=len(looks) if read is None else read,
            size=sum(look.size for look in looks),
            problems=[_plain(one) for one in problems],
            notes=[_plain(look.note) for look in looks if look.note],
            tool=TOOL,
        )
        transaction.append([told, *_failures(transaction, problems)])


def _freeze_missing(desk: Desk, quick: CheckReport) -> None:
    """Record of each item whose object is gone that it failed, unless that is on record already."""
    if quick.missing:
        with desk.writing() as transaction:
            transaction.append(list(_failures(transaction, quick.missing)))


def _failures(transaction: Transaction, problems: Iterable[Problem]) -> Iterator[Draft]:
    """Yield the event for every item that is one of these objects, and is not frozen or disposed of already."""
    silent = {*damaged_items(transaction.connection), *_disposed(transaction.connection)}
    for problem in problems:
        for item in items_of_object(transaction.connection, str(problem["expected"])):
            if item not in silent:
                silent.add(item)
                facts = {"tool": TOOL, "hash_before": problem["expected"], **_what_was_found(problem)}
                yield custody_recorded(item, CustodyEventName.INTEGRITY_FAILURE.value, facts)


def _disposed(connection: Connection) -> frozenset[ItemId]:
    return frozenset(ItemId(row.item) for row in connection.execute(disposed()))


def _what_was_found(problem: Problem) -> dict[str, str]:
    found = problem["found"]
    if isinstance(found, str) and is_sha256_hex(found):
        return {"hash_after": found}
    return {"note": "the object is missing" if problem["code"] == ObjectMissing.code else str(found)}


def _plain(problem: Problem) -> dict[str, Any]:
    return {name: problem[name] for name in ("code", "item", "expected", "found")}


def _report(
    quick: CheckReport, units: Mapping[str, str], due: Plan, looks: Sequence[Look], *, is_recorded: bool
) -> DueReport:
    return DueReport(
        quick=quick,
        objects=len(units),
        due=len(due.names),
        read=len(looks),
        size=sum(look.size for look in looks),
        overdue=due.overdue,
        share=due.share,
        oldest_at=_text(due.oldest_at),
        problems=tuple(look.problem for look in looks if look.problem),
        notes=tuple(look.note for look in looks if look.note),
        is_recorded=is_recorded,
    )


def _text(at: dt.datetime | None) -> str | None:
    return None if at is None else instant_text(at)
