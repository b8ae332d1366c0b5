"""Owns the check of an archive: chain, tables, objects. It collects every problem and says what it did not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from onrecord.kernel import SALT_BYTES, Role, Tree, canonical_bytes, commitment, leaf_hash
from onrecord.store.desk import Desk
from onrecord.store.errors import DigestMismatch, LogDamaged, ObjectMissing, RebuildDiffers
from onrecord.store.log import ENTRIES, PAYLOADS, check_against_signed, leaf_record
from onrecord.store.shadow import RebuildReport, digest_of_tables, refold

Problem = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Every problem found: code, seq, item, expected, found. Empty means that all that was read holds."""

    problems: tuple[Problem, ...]
    untracked: tuple[str, ...] = ()


def check(desk: Desk, *, deep: bool) -> CheckReport:
    """Check the chain of the log, the tables against it, which objects are there and, if `deep`, all their bytes."""
    desk.require(Role.READER)
    problems: list[Problem] = []
    with desk.database.writing() as connection:  # nobody writes meanwhile, and what is folded for comparison is undone
        problems.extend(_log_problems(connection))
        mentioned = _mentioned(desk, connection)
        if not problems:
            problems.extend(_table_problems(desk, connection))
    present = set(desk.blobs.names())
    for sha256, owner in sorted(mentioned.items()):
        problems.extend(_object_problem(desk, sha256, owner, present=present, deep=deep))
    return CheckReport(problems=tuple(problems), untracked=tuple(sorted(present - set(mentioned))))


def rebuild(desk: Desk, *, check_only: bool) -> RebuildReport:
    """Fold the log anew into the tables and compare digests; with `check_only` the tables stay as they were."""
    if not check_only:
        desk.require(Role.KEEPER)
    with desk.database.writing() as connection:
        attempt = connection.begin_nested()
        report = refold(connection, desk.shadows)
        if check_only:
            attempt.rollback()
        else:
            attempt.commit()
    return report


def table_digest(desk: Desk) -> str:
    """Return one SHA-256 over all rows of all tables."""
    with desk.reading() as connection:
        return digest_of_tables(connection, desk.shadows)


def _log_problems(connection: Connection) -> Iterator[Problem]:
    """Yield what contradicts itself between entries, payloads, leaves and signed heads."""
    wanted = select(ENTRIES, PAYLOADS.c.salt, PAYLOADS.c.payload).outerjoin(PAYLOADS, ENTRIES.c.seq == PAYLOADS.c.seq)
    leaves: list[bytes] = []
    for place, row in enumerate(connection.execute(wanted.order_by(ENTRIES.c.seq))):
        if row.seq != place:
            yield _problem(LogDamaged.code, seq=place, expected=place, found=row.seq)
            return
        leaf = leaf_hash(canonical_bytes(leaf_record(row.seq, row.at, row.actor, row.kind, row.commitment)))
        if leaf != row.leaf_hash:
            yield _problem(LogDamaged.code, seq=row.seq, expected=bytes(row.leaf_hash).hex(), found=leaf.hex())
        if row.payload is not None:
            found = _commitment(row.salt, row.payload)
            if found != row.commitment:
                yield _problem(LogDamaged.code, seq=row.seq, expected=row.commitment, found=found)
        leaves.append(leaf)
    try:
        check_against_signed(connection, Tree(leaves))
    except LogDamaged as fault:
        yield _problem(LogDamaged.code, seq=fault.facts["seq"], found=fault.facts["problem"])


def _table_problems(desk: Desk, connection: Connection) -> Iterator[Problem]:
    attempt = connection.begin_nested()
    report = refold(connection, desk.shadows)
    attempt.rollback()
    if not report.same:
        yield _problem(RebuildDiffers.code, expected=report.digest_after, found=report.digest_before)


def _mentioned(desk: Desk, connection: Connection) -> dict[str, str]:
    return {sha256: owner for shadow in desk.shadows for sha256, owner in shadow.objects(connection)}


def _object_problem(desk: Desk, sha256: str, owner: str, *, present: set[str], deep: bool) -> Iterator[Problem]:
    if sha256 not in present:
        yield _problem(ObjectMissing.code, item=owner, expected=sha256)
    elif deep:
        try:
            desk.blobs.check(sha256)
        except DigestMismatch as fault:
            yield _problem(DigestMismatch.code, item=owner, expected=sha256, found=fault.facts["found"])
        except OSError as err:
            yield _problem(ObjectMissing.code, item=owner, expected=sha256, found=err.strerror)


def _commitment(salt: Any, payload: Any) -> str:
    """Return what salt and payload commit to; an insider may have left text or a short salt where bytes were."""
    salt_bytes, content = (one.encode() if isinstance(one, str) else bytes(one) for one in (salt, payload))
    return commitment(salt_bytes, content) if len(salt_bytes) == SALT_BYTES else "no salt"


def _problem(code: str, **facts: object) -> Problem:
    return {"code": code, "seq": None, "item": None, "expected": None, "found": None, **facts}
