"""One origin, wherever it is shown: what an agency takes back lowers the level in figure, trail, check and data alike."""

import datetime as dt
import json
from typing import Any

import pytest
from tests.dossier.valley import with_items
from tests.ledger.world import SUBJECT, book, claim, source

from onrecord import dossier
from onrecord.dossier.composing import Checked, compose
from onrecord.dossier.data import figures_json
from onrecord.dossier.model import LogHead
from onrecord.dossier.trails import trails_of
from onrecord.kernel import ItemId, Visibility
from onrecord.ledger import Book, Confirmation
from onrecord.vault import Item

_HEAD = LogHead(origin="o", size=7, root="0" * 64, note="", verifier_key="", key_id="", key_sha256="")
_ITEM = Item(id=ItemId("item-1"), seq=3, sha256="a" * 64, size=9, media_type="text/plain", name="a.md",
             visibility=Visibility.PUBLIC, sealed_at="2031-03-01T00:00:00Z")  # fmt: skip
_TEXT = "---\nlanguage: en\nincident: valley-2031\nas_of: 2031-04-01\n---\n[Eleven people](fig:killed) were killed.\n"
_OUTLETS = [f"R{number}" for number in range(10)]
_SOURCES = [source("AGENCY"), source("NGO"), *(source(one, "AGENCY", how="reprint") for one in _OUTLETS)]


def _made(**agency: Any) -> Book:
    rows = [
        claim("K-AGENCY", 11, source="AGENCY", quote="11 people", **agency), claim("K-NGO", 11, source="NGO"),
        *(claim(f"K-{one}", 11, source=one) for one in _OUTLETS),
    ]  # fmt: skip
    made = book(*rows, sources=_SOURCES)
    return with_items(made, {one.id: "item-1" for one in made.claims if one.property == "killed"})


def _levels(made: Book) -> dict[str, Any]:
    """Return what each place says: the level, or the codes of the check."""
    items = {"item-1": _ITEM}
    (figure,) = made.figures("killed")
    (trail,) = trails_of(made, items, subjects=[SUBJECT], facts=[]).values()
    report = dossier.check(made, _TEXT, today=dt.date(2031, 4, 1))
    page = compose(
        made, items, [Checked(name="a.md", sha256="", report=report)],
        archive="a", title="A", edition="public", published_on=dt.date(2031, 4, 1), head=_HEAD,
    )  # fmt: skip
    (data,) = json.loads(figures_json(page))["figures"]
    return {
        "figure": int(figure.confirmation.level),
        "trail": int(trail.confirmation),
        "data": data["confirmation"],
        "reason": data["confirmation_reason"],
        "is_noted": any(one.code.name == "OR108" for one in report.diagnostics),
        "origins": [list(figure.origins), list(trail.origins), data["origins"]],
    }


@pytest.mark.parametrize("status", ["withdrawn", "refuted", "superseded"])
def test_what_the_agency_takes_back_lowers_the_level_everywhere(status: str) -> None:
    """Ten outlets and an independent NGO: corroborated while the agency stands by its number, alleged from then on."""
    before, after = _levels(_made()), _levels(_made(status=status, status_why="corrected"))
    assert (before["figure"], before["trail"], before["data"]) == (2, 2, 2)
    assert (before["is_noted"], after["is_noted"]) == (False, True)
    assert (after["figure"], after["trail"], after["data"]) == (0, 0, 0)
    assert before["origins"] == [["AGENCY", "NGO"]] * 3
    assert after["origins"] == [["NGO"]] * 3
    assert len(set(after["reason"].values())) == 3


def test_a_refuted_claim_is_shown_beside_the_others_and_in_no_total() -> None:
    """In the trail and in the data, apart from what is counted."""
    made = _made(status="refuted", status_why="the register has ten")
    (trail,) = trails_of(made, {"item-1": _ITEM}, subjects=[SUBJECT], facts=[]).values()
    assert [card.id for card in trail.refuted] == ["K-AGENCY"]
    assert "K-AGENCY" not in {card.id for card in trail.cards}


def test_a_quantity_whose_every_claim_was_refuted_is_still_there() -> None:
    """Level 9, without a range."""
    made = book(claim("K1", 11, status="refuted", status_why="the register has none"))
    (trail,) = trails_of(made, {}, subjects=[SUBJECT], facts=[]).values()
    assert (trail.confirmation, trail.cards, trail.is_quantity) == (Confirmation.REFUTED, (), True)
    assert trail.status == "refuted"
