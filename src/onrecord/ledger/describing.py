"""Owns what a row of a sheet says otherwise of a source: which claims about it take the place of which, and which go.

A description is claims like any others: nothing is written over. A cell that was emptied takes its claim back; an item
and a remark do not go so, since an edition that does not show them leaves their cells empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import Visibility, Vocabulary
from onrecord.ledger.model import UNGRADED, Claim
from onrecord.ledger.origins import SOURCE, sources_from
from onrecord.ledger.rules import item_claim, source_claims

_KEPT: Final = ("item", "remark")
_LISTS: Final = ("derived_from", "how")
_FIELDS: Final = (
    "publisher", "title", "published_on", "published_on_wording", "address", "language", "source_kind", "derived_from",
    "how", "connection", "item", "visibility", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Redescribed:
    """What a row changes of a source: claims to be stated, each with the one that it replaces, and those that go."""

    stated: tuple[tuple[Claim, Claim | None], ...]
    gone: tuple[Claim, ...]


def redescribed(
    source: str,
    cells: Mapping[str, str],
    columns: Iterable[str],
    on_record: Sequence[Claim],
    *,
    row: int,
    vocabulary: Vocabulary,
    today: dt.date,
) -> Redescribed:
    """Return what a row says otherwise than the claims on record that describe its source.

    Raises:
        RowRefused: with every problem of the row.
    """
    described = [claim for claim in on_record if claim.subject_kind == SOURCE and claim.property not in UNGRADED]
    standing = [claim for claim in described if claim.status.is_counted]
    fields = _fields(source, cells, columns, standing)
    name, wanted, item = source_claims(fields, row=row, vocabulary=vocabulary, today=today)
    if item is not None:
        visibility = Visibility(fields.get("visibility", Visibility.TEAM))
        wanted = (*wanted, item_claim(name, item, visibility))
    return _compared(wanted, standing)


def _fields(source: str, cells: Mapping[str, str], columns: Iterable[str], standing: Sequence[Claim]) -> dict[str, Any]:
    """Return the row that describes the source now, with what the sheet says where it has a column."""
    fields = _own(source, standing)
    touched = [name for name in columns if name in _FIELDS and (cells.get(name) or name not in _KEPT)]
    for name in touched:
        fields.pop(name, None)
    fields |= {name: cells[name] for name in touched if cells.get(name)}
    if "published_on" in touched and "published_on_wording" not in touched:
        fields.pop("published_on_wording", None)
    if "derived_from" in touched and "how" not in touched:
        fields.pop("how", None)
    for name in _LISTS:
        if isinstance(fields.get(name), str):
            fields[name] = [part.strip() for part in fields[name].split(";") if part.strip()]
    return fields


def _own(source: str, standing: Sequence[Claim]) -> dict[str, Any]:
    found = sources_from(standing)
    return next(iter(found.values())).to_row() if found else {"source": source}


def _compared(wanted: Sequence[Claim], standing: Sequence[Claim]) -> Redescribed:
    left = list(standing)
    changed: list[Claim] = []
    for claim in wanted:
        same = next((one for one in left if _says(one) == _says(claim)), None)
        if same is None:
            changed.append(claim)
        else:
            left.remove(same)
    stated: list[tuple[Claim, Claim | None]] = []
    for claim in changed:
        former = next((one for one in left if _place(one) == _place(claim)), None)
        if former is not None:
            left.remove(former)
        stated.append((claim, former))
    gone = tuple(one for one in left if one.property not in _KEPT or any(_place(one) == _place(new) for new in wanted))
    return Redescribed(stated=tuple(stated), gone=gone)


def _says(claim: Claim) -> tuple[object, ...]:
    return claim.property, claim.value, claim.about, claim.narrowed_from or claim.visibility


def _place(claim: Claim) -> tuple[object, ...]:
    """Return what a claim is the answer to: a source has one title, and derives from each other source in one way."""
    return (claim.property, claim.value) if claim.property == "derived_from" else (claim.property,)
