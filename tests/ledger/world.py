"""An invented incident for tests: a valley, two groups, four sources, three of which trace to one agency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from onrecord import ledger

TODAY = dt.date(2031, 7, 1)
SUBJECT = "incident:valley-2031"


def claim(claim_id: str, low: int | str | None, **more: Any) -> dict[str, Any]:
    """Return a claim row about the killed; everything can be overruled."""
    row: dict[str, Any] = {
        "id": claim_id,
        "subject": SUBJECT,
        "property": "killed",
        "low": low,
        "high": low,
        "qualifier": "exact",
        "wording": f"{low} people",
        "as_of": "2031-03-09",
        "speaker": "regional office",
        "speaker_kind": "official",
        "source": "S1",
        "quote": f"{low} people were killed",
        "visibility": "public",
    } | more
    return {name: value for name, value in row.items() if value is not None}


def source(source_id: str, *derived_from: str, **more: Any) -> dict[str, Any]:
    """Return a source row."""
    row = {"source": source_id, "publisher": f"Publisher {source_id}", "address": f"https://example.org/{source_id}"}
    return row | {"derived_from": list(derived_from), "published_on": "2031-03-10", "visibility": "public"} | more


SOURCES = (source("S1"), source("S2", "AGENCY"), source("S3", "S2"), source("S4", "AGENCY"), source("AGENCY"))


def book(*rows: dict[str, Any], sources: Iterable[dict[str, Any]] = SOURCES) -> ledger.Book:
    """Return a book of these claims."""
    numbered = [
        ledger.Row(number=number, fields=row, original="") for number, row in enumerate([*sources, *rows], start=1)
    ]
    return ledger.book_from_rows(numbered, today=TODAY)
