"""Claims about invented letters, observations and petitions of a valley's State: rows as `onrecord state` takes them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from onrecord import duties, ledger

TODAY: Final = dt.date(2036, 1, 1)
LETTER: Final = "letter:l1"
DOCUMENT: Final = "document:obs"
CERD: Final = "Committee on the Elimination of Racial Discrimination"
SEARCH: Final = {"searched_in": "treaty body database", "search_words": "early warning", "note": "read page by page"}


def row(claim_id: str, subject: str, name: str, value: Any, **more: Any) -> dict[str, Any]:
    """Return a claim row of a body; everything can be overruled, and a field that is None is left out."""
    fields: dict[str, Any] = {
        "id": claim_id, "subject": subject, "property": name, "value": value, "as_of": "2031-01-01",
        "speaker": CERD, "speaker_kind": "un_body", "source": "S1", "quote": "so it says", "visibility": "public",
    }  # fmt: skip
    return {key: one for key, one in (fields | more).items() if one is not None}


def ours(claim_id: str, subject: str, name: str, value: Any, **more: Any) -> dict[str, Any]:
    """Return a row of our own: a search, or a grade with its reason."""
    own = {"speaker": "Valley Watch", "speaker_kind": "ourselves", "source": None, "quote": None}
    return row(claim_id, subject, name, value, **(own | more))


def searched(claim_id: str, day: str, subject: str = LETTER, **more: Any) -> dict[str, Any]:
    """Return a search for a reply of a day that found none, told so that another can repeat it."""
    return ours(
        claim_id,
        subject,
        "no_reply_as_of",
        day,
        **({"as_of": day, **SEARCH, "basis": ["L-due"]} | more),
    )


def letter(**more: Any) -> list[dict[str, Any]]:
    """Return a letter of 1 March 2031 that asks for an answer by 1 June."""
    return [
        row("L-sent", LETTER, "sent_on", "2031-03-01"),
        row("L-by", LETTER, "sender", CERD),
        row("L-to", LETTER, "addressed_to", "Kazakhstan"),
        row("L-asked", LETTER, "asked", "an independent inquiry"),
        row("L-due", LETTER, "due_on", "2031-06-01", **more),
    ]


def book(*rows: dict[str, Any]) -> ledger.Book:
    """Return a book of these claims; a row that is refused is a mistake of the test."""
    whole = [{"source": "S1", "publisher": "Valley Herald", "visibility": "public"}, *rows]
    numbered = [ledger.Row(number=n, fields=one, original="") for n, one in enumerate(whole, start=1)]
    refused: list[ledger.RefusedRow] = []
    made = ledger.book_from_rows(numbered, today=TODAY, on_refused=refused.append)
    assert not refused, [one.problem.message() for one in refused]
    return made


def owed(day: str, *rows: dict[str, Any], **narrowed: str) -> duties.Owed:
    """Return what is owed as of a day."""
    return duties.owed(book(*rows), dt.date.fromisoformat(day), **narrowed)


def one(day: str, *rows: dict[str, Any]) -> duties.Duty:
    """Return the only duty there is."""
    (found,) = owed(day, *rows).duties
    return found
