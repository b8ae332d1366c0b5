"""Owns how people and losses are told as rows: what is on record of each, with its claims. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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


def loss_row(loss: ListedRow) -> dict[str, Any]:
    """Return one loss as `onrecord losses --json` promises; what nobody said is none."""
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
        "place": loss.about("place"),
        "claims": [claim.id for claim in loss.claims],
    }


def amount(row: dict[str, Any] | None) -> str:
    """Return a sum or a quantity for a person: "12500000 KZT", "40–?", nothing where nobody said."""
    if row is None or (row["low"] is None and row["high"] is None):
        return ""
    low, high = row["low"], row["high"]
    number = str(low) if low == high else f"{low if low is not None else '…'}–{high if high is not None else '…'}"
    return f"{number} {row['currency']}" if row.get("currency") else number


def _said(rows: Sequence[ListedRow], *names: str) -> list[str]:
    return list(dict.fromkeys(claim.value_text() for one in rows for name in names for claim in one.all(name)))
