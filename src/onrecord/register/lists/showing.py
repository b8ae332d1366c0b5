"""Owns how people and losses are told as rows: what is on record of each, with its claims. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from onrecord.kernel import Qualifier, number_text
from onrecord.register.lists.model import ListedRow


def person_row(rows: Sequence[ListedRow]) -> dict[str, Any]:
    """Return one person as `onrecord people --json` promises: every spelling, every list, nothing chosen among them."""
    return {
        "person": rows[0].id,
        "rows": [{"person": one.id, "list": one.list, "row": one.number, "key": one.key} for one in rows],
        "names": _said(rows, "name", "alias"),
        "sex": _said(rows, "sex"),
        "born": _said(rows, "born_on"),
        "age": _said(rows, "age"),
        "groups": _said(rows, "ethnic_group"),
        "outcomes": _said(rows, "outcome"),
        "places": list(dict.fromkeys(found for one in rows if (found := one.about("place")) is not None)),
        "claims": [claim.id for one in rows for claim in one.claims],
    }


def loss_row(loss: ListedRow, owner: ListedRow | None = None) -> dict[str, Any]:
    """Return one loss as `onrecord losses --json` promises; what nobody said is none. `owner` is who it belonged to."""
    value = next(iter(loss.all("loss_value")), None)
    count = next((claim.quantity for claim in loss.all("loss_count")), None)
    said = value.quantity if value is not None else None
    return {
        "loss": loss.id,
        "list": loss.list,
        "row": loss.number,
        "key": loss.key,
        "kind": loss.text("loss_kind"),
        "state": loss.text("loss_state"),
        "described": loss.text("loss_described"),
        "count": count.to_record() if count is not None else None,
        "value": {"currency": value.unit, **said.to_record()} if value is not None and said is not None else None,
        "owner": loss.text("owned_by"),
        "owner_names": _said([owner], "name", "alias") if owner is not None else [],
        "place": loss.about("place"),
        "claims": [claim.id for claim in loss.claims],
    }


def amount(row: dict[str, Any] | None) -> str:
    """Return a sum or a quantity for a person: "12 500 000 KZT", "≈ 40", "40–…", nothing where nobody said."""
    if row is None or (row["low"] is None and row["high"] is None):
        return ""
    low, high = (None if row[one] is None else number_text(Decimal(str(row[one]))) for one in ("low", "high"))
    number = str(low) if low == high else f"{low or '…'}–{high or '…'}"
    hedged = f"≈\u00a0{number}" if row.get("about") or row.get("qualifier") == Qualifier.ABOUT else number
    return f"{hedged}\u00a0{row['currency']}" if row.get("currency") else hedged


def _said(rows: Sequence[ListedRow], *names: str) -> list[str]:
    return list(dict.fromkeys(claim.value_text() for one in rows for name in names for claim in one.all(name)))
