"""Owns our own rows as a format: JSONL comes back as the same book; CSV and XLSX hold the same columns for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from onrecord.ledger.exchange.losses import Losses
from onrecord.ledger.exchange.shape import Document, Outgoing
from onrecord.ledger.model import Claim
from onrecord.ledger.sheets.updating import columns_of
from onrecord.ledger.sheets.writing import csv_of, workbook_of

_SOURCE_COLUMNS: Final = (
    "source", "publisher", "title", "published_on", "published_on_wording", "address", "language", "source_kind",
    "derived_from", "how", "connection", "item", "visibility", "remark",
)  # fmt: skip
_COLLEAGUES: Final = ("note", "remark")


def rows_of(outgoing: Outgoing, losses: Losses) -> Iterator[dict[str, Any]]:
    """Yield the rows of a book as they can be stated: sources first, then claims as they were recorded."""
    for source in outgoing.sources():
        yield _shown(source.to_row(), source.id, outgoing, losses)
    for claim in (*outgoing.claims(), *outgoing.grades()):
        yield _shown(_claim_row(claim), claim.id, outgoing, losses)


def jsonl(outgoing: Outgoing) -> Document:
    """Return JSON Lines. Stated, or read as a claims file, they are the same book again."""
    losses = Losses()
    lines = [json.dumps(row, ensure_ascii=False) for row in rows_of(outgoing, losses)]
    content = "".join(f"{line}\n" for line in lines).encode()
    return Document(content=content, claims=len(outgoing.claims()), losses=losses.listed())


def csv(outgoing: Outgoing) -> Document:
    """Return one table of sources and claims; a row without a property is a source."""
    losses = Losses()
    rows = list(rows_of(outgoing, losses))
    used = {name for row in rows for name in row}
    names = [*_columns(outgoing), *_SOURCE_COLUMNS, "status_basis"]
    columns = [name for name in dict.fromkeys(names) if name in used]
    return Document(content=csv_of(columns, rows), claims=len(outgoing.claims()), losses=losses.listed())


def xlsx(outgoing: Outgoing) -> Document:
    """Return a workbook with a sheet of claims and one of sources.

    Raises:
        ValueError: a sheet cannot hold it.
    """
    losses = Losses()
    rows = list(rows_of(outgoing, losses))
    used = {name for row in rows for name in row}
    claims = [name for name in dict.fromkeys((*_columns(outgoing), "status_basis")) if name in used]
    sheets = {
        "claims": (claims, (row for row in rows if "property" in row)),
        "sources": (_SOURCE_COLUMNS, (row for row in rows if "property" not in row)),
    }
    return Document(content=workbook_of(sheets), claims=len(outgoing.claims()), losses=losses.listed())


def _columns(outgoing: Outgoing) -> tuple[str, ...]:
    return columns_of((*outgoing.claims(), *outgoing.grades()))


def _claim_row(claim: Claim) -> dict[str, Any]:
    return {name: value for name, value in claim.to_row().items() if value is not None}


def _shown(row: dict[str, Any], example: str, outgoing: Outgoing, losses: Losses) -> dict[str, Any]:
    """Return a row as far as the edition shows it: no remarks for colleagues, no names of what others may not see."""
    why = "not-public" if outgoing.is_public else "not-seen"
    for name in _COLLEAGUES if outgoing.is_public else ():
        if row.pop(name, None) is not None:
            losses.add(name, example, "for-colleagues")
    item = row.get("item")
    if outgoing.is_public and item is not None and item not in outgoing.digests:
        del row["item"]
        losses.add("item", example, why)
    for name in ("basis", "status_basis"):
        hidden = [one for one in row.get(name, ()) if outgoing.book.claim(one) is None]
        if hidden:
            row[name] = [one for one in row[name] if one not in hidden]
            losses.add(name, example, why)
    if "superseded_by" in row and outgoing.book.claim(row["superseded_by"]) is None:
        del row["superseded_by"]
        losses.add("superseded_by", example, why)
    return row
