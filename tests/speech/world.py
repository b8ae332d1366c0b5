"""An invented register: a governor's words and a private post against one group, and a critic of the police."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from onrecord import ledger, speech

TODAY = dt.date(2031, 12, 31)
FACTORS = ("context", "speaker", "intent", "content_and_form", "extent", "likelihood")
_SAID = "Бұл дүнгендерді ауылдан қуып шығу керек"


def row(claim_id: str, property_name: str, subject: str = "utterance:u1", **more: Any) -> dict[str, Any]:
    """Return a row that a source states."""
    words = str(more.get("value", more.get("low")))
    known = {"id": claim_id, "subject": subject, "property": property_name, "speaker": "valley gazette"}
    known |= {"speaker_kind": "media", "source": "S1", "quote": words, "visibility": "public"}
    return {name: value for name, value in (known | more).items() if value is not None}


def finding(claim_id: str, property_name: str, value: str, *basis: str, **more: Any) -> dict[str, Any]:
    """Return a row that an analyst finds, with a reason and what it rests on."""
    known = {"id": claim_id, "subject": "utterance:u1", "property": property_name, "value": value}
    known |= {"speaker": "analyst A", "speaker_kind": "ourselves", "basis": list(basis), "visibility": "public"}
    return known | {"as_of": "2031-05-01", "note": f"reason of {claim_id}"} | more


def worksheet(speech_class: str = "criminal_threshold", **more: str) -> list[dict[str, Any]]:
    """Return a worksheet in which each factor supports the threshold by a claim of its own; `more` overrules some."""
    rows = [
        finding(f"F-{one}", "rabat_factor", more.get(one, "supports"), "E-press", factor=one) for one in FACTORS
    ]  # fmt: skip
    return [*rows, finding("F-class", "rabat_class", speech_class, "U1-words")]


SOURCE = {"source": "S1", "publisher": "Valley Gazette", "published_on": "2031-03-04", "visibility": "public"}
GOVERNOR = (
    row("U1-words", "uttered_words", value=_SAID, quote=f"Әкім айтты: «{_SAID}!»"),
    row("U1-on", "uttered_on", value="2031-03-03"),
    row("U1-by", "uttered_by", value="district governor"),
    row("U1-office", "office_held", value="district governor", as_of="2031-03"),
    row("U1-capacity", "capacity", value="official"),
    row("U1-group", "target_group", value="dungan"),
    row("U1-in", "uttered_in", value="kk"),
    row("U1-en", "words_translated", value="They should be driven out", language="en", translator="analyst B"),
    row("U1-reach", "reach", low=12000, high=12000, wording="12,000", unit="views", reach_basis="counter"),
    row("E-press", "cause_claim", "incident:valley", value="weeks of threats at the market", as_of="2031-03-01"),
)  # fmt: skip


def register(
    *rows: dict[str, Any], as_of: str = "2031-07-01", reviewed: Iterable[str] = (), **more: Any
) -> speech.Register:
    """Return the register of these rows; `reviewed` were signed off by somebody else on 2 May 2031."""
    refused: list[str] = []
    numbered = [ledger.Row(number=at, fields=one, original="") for at, one in enumerate([SOURCE, *rows], start=1)]
    book = ledger.book_from_rows(
        numbered, today=TODAY, on_refused=lambda one: refused.append(one.problem.message("en"))
    )
    assert not refused, refused
    names = tuple(reviewed)
    by = str(more.pop("by", "analyst B"))
    review = ledger.Review(
        claims=tuple(one.id for one in book.claims if one.id in names),
        note="read",
        by=by,
        at="2031-05-02T10:00:00Z",
        seq=99,
    )
    statuses = more.pop("statuses", {})
    claims = [replace(one, status=statuses.get(one.id, one.status), seq=at) for at, one in enumerate(book.claims)]
    again = ledger.Book.of(claims, book.vocabulary, reviews=[review] if names else [])
    return speech.register(again, dt.date.fromisoformat(as_of), **more)


ALL_REVIEWED = (*(f"F-{one}" for one in FACTORS), "F-class")
