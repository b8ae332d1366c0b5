"""Owns the entries that say of which item a sidecar speaks. What sidecars say, `proofs` reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from onrecord.kernel import Role
from onrecord.store import Desk, Draft, Transaction
from onrecord.vault.entries import sidecar_matched
from onrecord.vault.errors import FileRefused
from onrecord.vault.model import Sealed, Sidecar
from onrecord.vault.proofs import Beside, Matched, matched, may_speak
from onrecord.vault.tables import SIDECARS

_COLUMNS: Final = ("sidecar", "item", "form", "matched_by", "line", "signature", "refused", "problem")


def match_beside(desk: Desk, sealed: Sequence[Sealed]) -> tuple[list[Sidecar], list[FileRefused]]:
    """Record what proofs and lists among these files belong to; return that, and what does not fit."""
    desk.require(Role.ANALYST)
    found = found_beside(desk, sealed)
    if not found:
        return [], []
    with desk.writing() as transaction:
        return recorded_sidecars(transaction, found), [one.fault for one in found if one.fault is not None]


def found_beside(desk: Desk, sealed: Sequence[Sealed]) -> list[Matched]:
    """Return what proofs and lists among these files speak of; nothing is read where no name promises one."""
    if not any(may_speak(one.name) for one in sealed):
        return []
    beside = [Beside(item=one.item, sha256=one.sha256, name=one.name, path=one.path, size=one.size) for one in sealed]
    return list(matched(beside, lambda one: desk.blobs.read(one.sha256)))


def recorded_sidecars(transaction: Transaction, found: Sequence[Matched]) -> list[Sidecar]:
    """Record what is not on the log yet and return all of it as it stands there."""
    records = [_record(one) for one in found]
    known = _known(transaction, {str(record["sidecar"]) for record in records})
    drafts = [_draft(one) for one, record in zip(found, records, strict=True) if _key(record) not in known]
    transaction.append(drafts)
    known = _known(transaction, {str(record["sidecar"]) for record in records})
    return [known[_key(record)] for record in records]


def _known(transaction: Transaction, items: set[str]) -> dict[tuple[object, ...], Sidecar]:
    rows = transaction.connection.execute(select(SIDECARS).where(SIDECARS.c.sidecar.in_(sorted(items))))
    return {_key(row._mapping): Sidecar(**row._mapping) for row in rows}  # noqa: SLF001 - SQLAlchemy's public name


def _key(record: object) -> tuple[object, ...]:
    return tuple(record[name] for name in _COLUMNS)  # type: ignore[index]


def _record(one: Matched) -> dict[str, object]:
    return {
        "sidecar": one.sidecar,
        "item": one.item,
        "form": one.form,
        "matched_by": one.matched_by,
        "line": one.line,
        "signature": one.signature,
        "refused": None if one.fault is None else one.fault.code,
        "problem": None if one.fault is None else one.fault.message(),
    }


def _draft(one: Matched) -> Draft:
    return sidecar_matched(
        one.sidecar,
        item=one.item,
        form=one.form,
        matched_by=one.matched_by,
        line=one.line,
        signature=one.signature,
        refused=None if one.fault is None else one.fault.code,
        problem=None if one.fault is None else one.fault.message(),
    )
