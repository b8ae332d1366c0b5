"""Owns the check of an archive: file, chain, heads, tables, objects. It collects every problem and says what it left.

It only reads, so that nobody waits for it: what the log makes of the tables is folded aside, in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from onrecord.kernel import (
    Checkpoint,
    NoteRefused,
    Role,
    SignedNote,
    Tree,
    VerifierKey,
    canonical_bytes,
    is_sha256_hex,
    leaf_hash,
)
from onrecord.store import fixity
from onrecord.store.archive import LOG_FILE, SIZE_NOTE, ArchiveInfo, is_size_readable, mark_problem, noted_size
from onrecord.store.database import scratch
from onrecord.store.desk import Desk
from onrecord.store.errors import (
    ArchiveDamaged,
    DigestUnknown,
    KeyMissing,
    KeysDamaged,
    LogBehind,
    LogDamaged,
    ObjectMissing,
    RebuildDiffers,
    SyncFailed,
    WrongKey,
)
from onrecord.store.exchanging import MARK
from onrecord.store.keys import LogKey, is_signed_by
from onrecord.store.log import (
    CHECKPOINTS,
    ENTRIES,
    PAYLOADS,
    SECOND,
    TRIGGERS,
    Log,
    check_against_signed,
    leaf_record,
    payload_problem,
    rows_of_entries,
    size_of,
)
from onrecord.store.master import Keys
from onrecord.store.pages import SUFFIX as PAGES
from onrecord.store.second import second_problems
from onrecord.store.shadow import (
    RebuildReport,
    Shadow,
    bring_in_step,
    compare,
    digest_of_tables,
    folded_size,
    refold,
)
from onrecord.store.ways import keyring_problems, untried

Problem = fixity.Problem
_PARTS: Final = "SELECT type, name, tbl_name FROM sqlite_master WHERE type <> 'trigger'"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Every problem found: code, seq, item, expected, found. Empty means that all that was read holds."""

    problems: tuple[Problem, ...]
    untracked: tuple[str, ...] = ()  # stored names that no row speaks of, and files that are nothing of ours
    not_read: int = 0  # objects whose bytes were not looked at
    untried: tuple[str, ...] = ()  # ways to recover the archive that nobody has tried yet
    notes: tuple[Problem, ...] = ()  # what is worth a look and is no damage
    not_judged: tuple[str, ...] = field(default=(), compare=False)  # what nobody could tell while somebody writes

    @property
    def changed(self) -> tuple[Problem, ...]:
        """Objects and packs whose bytes are not what they were."""
        return tuple(one for one in self.problems if one["code"] in fixity.CHANGED)

    @property
    def missing(self) -> tuple[Problem, ...]:
        """Objects that are spoken of and not here."""
        return tuple(one for one in self.problems if one["code"] in fixity.MISSING)


def check(desk: Desk, *, deep: bool, distrust: str | None = None) -> CheckReport:
    """Check the chain of the log, the tables against it, which objects are there and, if `deep`, all their bytes.

    The log is held against both its digests; objects against SHA-256 or, where that is distrusted (`sha256`), against
    SHA-512 alone, and one of which no SHA-512 is on record does not hold (RELIABILITY B8).

    Raises:
        ArchiveDamaged: the database is so broken that it cannot be read on.
    """
    desk.require(Role.READER)
    problems: list[Problem] = []
    with desk.reading() as connection:
        problems.extend(_log_problems(connection))
        if not problems:
            problems.extend(_size_problems(desk, connection))
        mentioned, table_problems = _tables(desk, connection, is_log_sound=not problems)
        problems.extend(table_problems)
        problems.extend(_head_problems(connection, desk.info))
        problems.extend(_file_problems(connection, deep=deep, is_encrypted=desk.is_encrypted))
        problems.extend(_shape_problems(connection, desk.shadows))
        seconds = dict(_seconds(connection, desk.shadows)) if distrust == "sha256" else None
        problems.extend(_key_problems(connection, desk.info, desk.keys))
    if words := mark_problem(desk.info):
        problems.append(_problem(ArchiveDamaged.code, found=words))
    page_problems, not_judged = _page_problems(desk)
    problems.extend(page_problems if not problems else ())  # a page that holds a broken row has been told by that row
    present = set(desk.blobs.names())
    missing, here = _presence(desk, mentioned, present)
    problems.extend(missing)
    unnamed = [one for one in sorted(here) if seconds is not None and one not in seconds]
    problems.extend(_problem(DigestUnknown.code, item=here[one], expected="sha512", found=one) for one in unnamed)
    looks = [*_looks(desk, here, seconds)] if deep else []
    problems.extend(look.problem for look in looks if look.problem)
    unknown = sorted(present - {desk.blobs.stored_name(sha256) for sha256 in mentioned})
    lost = {sha256: owner for sha256, owner in mentioned.items() if sha256 not in here}
    unknown += desk.blobs.strays()
    renamed = list(fixity.untracked(desk.blobs, unknown, lost)) if deep and lost else []
    problems.extend(
        _doubt(desk, is_settled=deep and not missing and not unnamed and not any(look.problem for look in looks))
    )
    return CheckReport(
        problems=tuple(problems),
        untracked=tuple(unknown),
        not_read=0 if deep else len(here),
        untried=() if desk.keys is None else untried(desk.info, desk.keys),
        notes=(*(look.note for look in looks if look.note), *renamed),
        not_judged=not_judged,
    )


def chain_problems(desk: Desk) -> tuple[Problem, ...]:
    """Return what the log contradicts itself in: entries, payloads, leaves, signed heads."""
    with desk.reading() as connection:
        return (*_log_problems(connection), *_head_problems(connection, desk.info))


def spoken_of(desk: Desk) -> dict[str, str]:
    """Return the SHA-256 of every object that a row speaks of, with the id of one thing that it belongs to."""
    with desk.reading() as connection:
        return _mentioned(desk.shadows, connection)


def rebuild(desk: Desk, *, check_only: bool) -> RebuildReport:
    """Fold the log anew and compare digests table by table; with `check_only` nothing is written.

    Raises:
        LogDamaged: a payload is not what its entry committed to; tables are not made from it.
    """
    if check_only:
        desk.require(Role.READER)
        with desk.reading() as connection, scratch() as aside:
            return compare(connection, aside, desk.shadows)
    desk.require(Role.KEEPER)
    with desk.database.writing() as connection:
        return refold(connection, desk.shadows)


def table_digest(desk: Desk) -> str:
    """Return one SHA-256 over all rows of all tables."""
    with desk.reading() as connection:
        return digest_of_tables(connection, desk.shadows)


def _log_problems(connection: Connection) -> Iterator[Problem]:
    """Yield what contradicts itself between entries, payloads, leaves and signed heads."""
    leaves: list[bytes] = []
    for place, row in enumerate(connection.execute(rows_of_entries())):
        if row.seq != place:
            yield _problem(LogDamaged.code, seq=place, expected=place, found=row.seq)
            return
        leaf = _leaf(row)
        if leaf != row.leaf_hash:
            expected = row.leaf_hash.hex() if isinstance(row.leaf_hash, bytes) else None
            yield _problem(LogDamaged.code, seq=row.seq, expected=expected, found=leaf.hex())
        elif facts := payload_problem(row):
            yield _problem(LogDamaged.code, seq=row.seq, **facts)
        leaves.append(leaf)
    strays = select(func.count()).select_from(PAYLOADS).where(PAYLOADS.c.seq.not_in(select(ENTRIES.c.seq)))
    if count := connection.execute(strays).scalar_one():
        yield _problem(LogDamaged.code, seq=len(leaves), expected="no payload", found=f"{count} payloads")
    if (seen := folded_size(connection)) > len(leaves):
        yield _problem(LogDamaged.code, seq=len(leaves), expected=f"{seen} entries", found=f"{len(leaves)} entries")
    for seq, problem in second_problems(connection) if connection.dialect.has_table(connection, SECOND.name) else ():
        yield _problem(LogDamaged.code, seq=seq, found=problem)
    try:
        check_against_signed(connection, Tree(leaves))
    except LogDamaged as fault:
        yield _problem(LogDamaged.code, seq=fault.facts["seq"], found=fault.facts["problem"])


def _leaf(row: Row[Any]) -> bytes:
    """Return the leaf hash that the row has earned; one of another type than ours has earned none."""
    texts = (row.at, row.actor, row.kind, row.commitment)
    if not all(isinstance(text, str) for text in texts):
        return b""
    return leaf_hash(canonical_bytes(leaf_record(row.seq, *texts)))


def _tables(desk: Desk, connection: Connection, *, is_log_sound: bool) -> tuple[dict[str, str], list[Problem]]:
    """Return which objects are spoken of, and what is wrong with the tables.

    A sound log says which objects there must be; from a damaged one nothing is folded, and the tables have to do.
    """
    if not is_log_sound:
        return _mentioned(desk.shadows, connection), []
    with scratch() as aside:
        report = compare(connection, aside, desk.shadows)
        mentioned = _mentioned(desk.shadows, aside)
    problems = [
        _problem(RebuildDiffers.code, table=name, expected=report.after[name], found=report.before[name])
        for name in report.differing
    ]
    return mentioned, problems


def _mentioned(shadows: tuple[Shadow, ...], connection: Connection) -> dict[str, str]:
    found = {sha256: owner for shadow in shadows for sha256, owner in shadow.objects(connection)}
    return {sha256: owner for sha256, owner in found.items() if isinstance(sha256, str) and is_sha256_hex(sha256)}


def _size_problems(desk: Desk, connection: Connection) -> Iterator[Problem]:
    """Yield that the log is shorter than it has been: this folder is a copy that lacks its newest entries."""
    if not is_size_readable(desk.info.folder):
        yield _problem(ArchiveDamaged.code, found=f"{SIZE_NOTE} cannot be read; the next entry writes it anew")
    expected, found = noted_size(desk.info.folder), size_of(connection)
    if expected > found and expected > desk.log.size():  # somebody may have written since we began to read
        yield _problem(LogBehind.code, seq=found, expected=f"{expected} entries", found=f"{found} entries")


def _head_problems(connection: Connection, info: ArchiveInfo) -> Iterator[Problem]:
    """Yield the heads whose note does not say what was signed, or is not signed by the archive's key."""
    for size, root, note in connection.execute(select(CHECKPOINTS).order_by(CHECKPOINTS.c.size)):
        try:
            parsed = SignedNote.parse(note)
            states = parsed.text == Checkpoint(origin=info.origin, size=size, root=root).text()
            is_sound = states and is_signed_by(parsed, VerifierKey.parse(info.verifier_key))
        except (NoteRefused, TypeError, AttributeError):  # a column may hold anything once somebody wrote there
            is_sound = False
        if not is_sound:
            yield _problem(LogDamaged.code, seq=size, expected=info.verifier_key, found="a head without its signature")


def _file_problems(connection: Connection, *, deep: bool, is_encrypted: bool) -> Iterator[Problem]:
    """Yield what the database engine says of its file, and which guards of the log were taken away or added."""
    if connection.dialect.name != "sqlite":
        return
    for (words,) in connection.exec_driver_sql(f"PRAGMA {'integrity_check' if deep else 'quick_check'}"):
        if words != "ok":
            yield _problem(ArchiveDamaged.code, found=words)
    if deep and is_encrypted:  # the code over each page, also of those that no table uses
        for (words,) in connection.exec_driver_sql("PRAGMA cipher_integrity_check").all():
            yield _problem(ArchiveDamaged.code, found=words)
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = {row.name: row.sql for row in found}
    for name in sorted(guards.keys() | TRIGGERS.keys(), key=str):
        if guards.get(name) != TRIGGERS.get(name):
            yield _problem(LogDamaged.code, expected=TRIGGERS.get(name), found=guards.get(name))


def _shape_problems(connection: Connection, shadows: tuple[Shadow, ...]) -> Iterator[Problem]:
    """Yield the tables whose columns, references or indexes are not those that we make."""
    if connection.dialect.name != "sqlite":
        return
    with scratch() as model:
        Log.create_tables(model)
        bring_in_step(model, shadows)
        there = {tuple(row) for row in connection.exec_driver_sql(_PARTS)}
        for kind, name, table in model.exec_driver_sql(_PARTS).all():
            expected, found = _shape(model, name), _shape(connection, name)
            if expected != found or (kind, name, table) not in there:
                yield _problem(ArchiveDamaged.code, table=name, expected=expected, found=found)


def _shape(connection: Connection, table: str) -> list[str]:
    """Return what a table is made of, whatever the order or wording it was made in (sqlite.org/pragma.html)."""
    columns = connection.exec_driver_sql(f"PRAGMA table_xinfo({table})").all()
    references = connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})").all()
    indexes = connection.exec_driver_sql(f"PRAGMA index_list({table})").all()
    below = [(row[1:], connection.exec_driver_sql(f"PRAGMA index_xinfo({row.name})").all()) for row in indexes]
    return sorted(str(row).upper() for row in (*columns, *(row[1:] for row in references), *below))


def _key_problems(connection: Connection, info: ArchiveInfo, keys: Keys | None) -> Iterator[Problem]:
    """Yield what is wrong with the signing key and, where the archive is encrypted, with its keyring."""
    try:
        LogKey.load(info.key_path, name=info.origin, published=info.verifier_key, keys=keys)
    except KeyMissing as fault:
        if info.key_path.exists():  # a key may well be kept elsewhere; signing will say so
            yield _problem(KeyMissing.code, found=fault.facts["problem"])
    except WrongKey as fault:
        yield _problem(WrongKey.code, expected=fault.facts["expected"], found=fault.facts["found"])
    if keys is not None:
        for expected, found in keyring_problems(connection, info, keys):
            yield _problem(KeysDamaged.code, expected=expected, found=found)


def _presence(desk: Desk, mentioned: Mapping[str, str], present: set[str]) -> tuple[list[Problem], dict[str, str]]:
    """Return what is spoken of and not here, and what is, each with what it belongs to."""
    here = {sha256: owner for sha256, owner in mentioned.items() if desk.blobs.stored_name(sha256) in present}
    lost = sorted(mentioned.keys() - here.keys())
    return [_problem(ObjectMissing.code, item=mentioned[sha256], expected=sha256) for sha256 in lost], here


def _seconds(connection: Connection, shadows: tuple[Shadow, ...]) -> Iterator[tuple[str, str]]:
    """Yield (SHA-256, SHA-512) of the objects that are on record by both."""
    return (pair for shadow in shadows for pair in shadow.seconds(connection))


def _looks(desk: Desk, here: Mapping[str, str], seconds: Mapping[str, str] | None) -> Iterator[fixity.Look]:
    """Yield what came of reading all packs, with the bytes that belong to no object, and all objects.

    With `seconds` objects are held against their SHA-512; packs are named by nothing but SHA-256.
    """
    if seconds is None:
        yield from fixity.look_at_packs(desk.blobs, desk.blobs.pack_names())
    named = here if seconds is None else {sha256: owner for sha256, owner in here.items() if sha256 in seconds}
    yield from fixity.look_at_objects(desk.blobs, named, from_disk=desk.blobs.is_in_doubt, seconds=seconds)


def _page_problems(desk: Desk) -> tuple[list[Problem], tuple[str, ...]]:
    """Return which pages of the database are not as the last writer left them, and what nobody could tell."""
    found = desk.database.found_in_pages()
    noticed = desk.noticed_at_opening
    problems = [] if noticed is None else [_page_problem(page) for page in noticed.differing]
    if found is None:
        return problems, () if problems else ("pages",)
    problems += [_page_problem(page) for page in found.differing]
    if found.is_mark_changed:
        problems.append(_problem(ArchiveDamaged.code, expected=MARK, found="changed since it was last written to"))
    if found.are_digests_damaged:
        problems.append(_problem(ArchiveDamaged.code, expected=f"{LOG_FILE}{PAGES}", found="not as it was written"))
    return problems, ()


def _page_problem(page: int) -> Problem:
    return _problem(ArchiveDamaged.code, page=page, expected=f"page {page} of {LOG_FILE}", found="another byte")


def _doubt(desk: Desk, *, is_settled: bool) -> Iterator[Problem]:
    """Yield that a write was once not confirmed, until every object has been read and holds."""
    if desk.blobs.is_in_doubt:
        if is_settled:
            desk.blobs.trust_again()
        else:
            yield _problem(SyncFailed.code, expected="confirmed", found="not confirmed")


def _problem(code: str, **facts: object) -> Problem:
    return fixity.told(code, **facts)
