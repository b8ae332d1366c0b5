"""Owns the data of a dossier: its claims as CSV and its figures as JSON, column by column from the page model."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from onrecord.dossier.model import ClaimCard, Dossier, Trail
from onrecord.kernel import PartialDate, Quantity, number_record
from onrecord.reading import places_of

CLAIMS_CSV: Final = "data/claims.csv"
_COLUMNS: Final = (
    "id",
    "subject",
    "property",
    "about",
    "low",
    "high",
    "qualifier",
    "value",
    "unit",
    "as_of",
    "said_on",
    "speaker",
    "speaker_kind",
    "level",
    "status",
    "source",
    "publisher",
    "published_on",
    "address",
    "quote",
    "quote_language",
    "quote_place",
    "quote_made_by",
    "item",
    "item_sha256",
    "item_damaged",
    "entry",
)
# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def files(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    """Yield the files of data with their paths."""
    yield CLAIMS_CSV, claims_csv(dossier)
    yield "data/figures.json", figures_json(dossier)


def claims_csv(dossier: Dossier) -> bytes:
    """Return every claim shown, one a row, in the order of the log; with a mark of UTF-8 for spreadsheets."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for card in dossier.cards:
        writer.writerow({name: _harmless(value) for name, value in _row(card, dossier).items()})
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def figures_json(dossier: Dossier) -> bytes:
    """Return every figure with its readings, and the head of the log they rest on."""
    document = {
        "archive": dossier.archive,
        "title": dossier.title,
        "edition": dossier.edition,
        "published_on": dossier.published_on.isoformat(),
        "log": {"origin": dossier.head.origin, "size": dossier.head.size, "root": dossier.head.root},
        "figures": [_figure(trail) for trail in dossier.trails if trail.is_quantity],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _row(card: ClaimCard, dossier: Dossier) -> dict[str, Any]:
    quantity = card.quantity
    source = dossier.sources.get(card.source) if card.source else None
    return {
        "id": card.id,
        "subject": card.subject,
        "property": card.property,
        "about": "; ".join(f"{name}={value}" for name, value in card.about),
        "low": number_record(quantity.low) if quantity else None,
        "high": number_record(quantity.high) if quantity else None,
        "qualifier": quantity.qualifier.value if quantity else None,
        "value": _value(card),
        "unit": card.unit,
        "as_of": card.as_of.text() if card.as_of else None,
        "said_on": card.said_on.text() if card.said_on else None,
        "speaker": card.speaker,
        "speaker_kind": card.speaker_kind,
        "level": card.level,
        "status": card.status,
        "source": card.source,
        "publisher": source.publisher if source else None,
        "published_on": source.published_on.text() if source and source.published_on else None,
        "address": source.address if source else None,
        "quote": card.quote.text if card.quote else None,
        "quote_language": card.quote.language if card.quote else None,
        "quote_place": places_of(card.quote.page, card.quote.places, "en") or None if card.quote else None,
        "quote_made_by": card.quote.made_by.value if card.quote and card.quote.made_by else None,
        "item": card.item.id if card.item else None,
        "item_sha256": card.item.sha256 if card.item else None,
        "item_damaged": str(card.item.is_damaged).lower() if card.item else None,
        "entry": card.seq,
    }


def _value(card: ClaimCard) -> str:
    match card.value:
        case Quantity():
            return card.value.wording
        case PartialDate():
            return card.value.text()
        case bool():
            return "yes" if card.value else "no"
    return card.value


def _figure(trail: Trail) -> dict[str, Any]:
    return {
        "property": trail.property,
        "subject": trail.subject,
        "about": dict(trail.about),
        "unit": trail.unit,
        "range": {"low": number_record(trail.low), "high": number_record(trail.high)},
        "status": trail.status,
        "confirmation": int(trail.confirmation),
        "confirmation_reason": trail.confirmation_reason.to_record(),
        "floor": trail.floor,
        "origins": list(trail.origins),
        "latest_official": trail.latest_official,
        "readings": [_reading(card) for card in trail.cards],
        "refuted": [_reading(card) for card in trail.refuted],
        "used_in": [{"statement": use.statement, "note": use.number, "words": use.words} for use in trail.uses],
    }


def _reading(card: ClaimCard) -> dict[str, Any]:
    quantity = card.quantity
    return {
        "claim": card.id,
        **(quantity.to_record() if quantity else {}),
        "as_of": card.as_of.to_record() if card.as_of else None,
        "said_on": card.said_on.to_record() if card.said_on else None,
        "speaker": card.speaker,
        "speaker_kind": card.speaker_kind,
        "source": card.source,
        "origins": list(card.origins),
        "status": card.status,
        "made_by": card.quote.made_by.value if card.quote and card.quote.made_by else None,
    }


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
