"""A book with every kind of claim, for what goes out, and how a document comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tests.ledger.world import TODAY, claim, source

from onrecord import ledger
from onrecord.ledger.exchange.shape import Outgoing

ROWS: tuple[dict[str, Any], ...] = (
    source("S1", title="Eleven dead", language="en", item="item-1", remark="from the office"),
    source("S2", "AGENCY", language="ru"),
    source("AGENCY"),
    claim("K1", 11, group="dungan", place="masanchi", item="item-1"),
    claim("K2", 40, high=None, qualifier="at_least", wording="at least forty", property="injured", source="S2",
          quote="не менее 40 раненых", note="heard twice", as_of="2031-03", as_of_wording="in March"),
    claim("K3", 20, high=25, qualifier="range", wording="20 to 25", property="houses_destroyed",
          quote='"20 to 25" houses,\nall of them', visibility="team"),
    claim("K4", 10, group="dungan", status="superseded", status_why="typed wrong", superseded_by="K1"),
    claim("K5", 12, status="withdrawn", status_why="the office corrected itself"),
    claim("K6", "1200.5", property="damage_sum", unit="KZT", wording="1200.5", quote="1200.5 tenge"),
    claim("K7", None, property="happened_on", value="2031-03-07/2031-03-08", wording="in the night",
          quote="in the night of 7 to 8 March", as_of=None, qualifier=None),
    claim("K8", None, property="legal_stage", value="on_trial", wording=None, quote="the trial goes on", qualifier=None),
    claim("K9", None, property="observer_access", value=False, wording=None, quote="nobody was let in", qualifier=None),
    claim("F1", 11, source=None, quote=None, speaker="ourselves", speaker_kind="ourselves", basis=["K1"], level="inference"),
)  # fmt: skip


def book(rows: Iterable[dict[str, Any]] = ROWS) -> ledger.Book:
    """Return the book of these rows; none of them may be refused."""
    refused: list[ledger.RefusedRow] = []
    numbered = [ledger.Row(number=at, fields=row, original="") for at, row in enumerate(rows, start=1)]
    made = ledger.book_from_rows(numbered, today=TODAY, on_refused=refused.append)
    assert [one.problem.message() for one in refused] == []
    return made


def outgoing(made: ledger.Book | None = None, *, is_public: bool = False) -> Outgoing:
    """Return what an export is made of."""
    return Outgoing(book=made or book(), is_public=is_public, dataset="valley", digests={"item-1": "ab" * 32})


def incoming(**more: Any) -> ledger.Incoming:
    """Return how a document is taken."""
    taken = ledger.Incoming(
        item="doc",
        name="doc.json",
        speaker="Valley archive",
        speaker_kind="ngo",
        vocabulary=ledger.shipped_vocabulary(),
    )
    return replace(taken, **more)


def claims_in(found: ledger.Read) -> list[dict[str, Any]]:
    """Return the claims of what was read, without the sources."""
    return [dict(row.fields or {}) for row in found.rows if "property" in (row.fields or {})]


def sources_in(found: ledger.Read) -> list[dict[str, Any]]:
    """Return the sources of what was read."""
    return [dict(row.fields or {}) for row in found.rows if "property" not in (row.fields or {})]
