"""Composing: notes in the order of the text, each with the claims that carry its words; uses back from each trail."""

import datetime as dt
from typing import Any

from tests.dossier.valley import with_items
from tests.ledger.world import book, claim

from onrecord import dossier
from onrecord.dossier.composing import Checked, compose, head_of
from onrecord.dossier.model import Dossier, LogHead
from onrecord.kernel import ItemId, Visibility
from onrecord.store import Desk
from onrecord.vault import Item

_HEAD = LogHead(origin="o", size=1, root="0" * 64, note="", verifier_key="", key_id="", key_sha256="")
_ITEM = Item(id=ItemId("item-1"), seq=3, sha256="a" * 64, size=9, media_type="text/plain", name="a.md",
             visibility=Visibility.PUBLIC, sealed_at="2031-03-01T00:00:00Z")  # fmt: skip
_ROWS = (
    claim("K1", 8, as_of="2031-03-08"),
    claim("K2", 11, as_of="2031-03-14"),
    claim("K3", 11, as_of="2031-03-20", source="S2"),
    claim("K4", 3, group="dungan"),
)


def _dossier(*bodies: str, rows: tuple[dict[str, Any], ...] = _ROWS) -> Dossier:
    made = with_items(book(*rows), {"K1": "item-1", "K4": "item-1"})
    checked = []
    for place, body in enumerate(bodies):
        text = f"---\ntitle: T{place}\nlanguage: en\nincident: valley-2031\nas_of: 2031-04-01\n---\n{body}\n"
        report = dossier.check(made, text, today=dt.date(2031, 4, 1))
        checked.append(Checked(name=f"{place}.md", sha256="", report=report))
    return compose(
        made, {"item-1": _ITEM}, checked,
        archive="a", title="A", edition="public", published_on=dt.date(2031, 4, 1), head=_HEAD,
    )  # fmt: skip


def test_notes_count_from_one_in_the_order_of_the_text() -> None:
    """The number at the words, the number of the note and the number on the trail are the same."""
    made = _dossier("[Eleven](fig:killed) died; [three Dungans](fig:killed?group=dungan) among them.")
    (page,) = made.statements
    assert [(note.number, note.words, note.trail.slug) for note in page.notes] == [
        (1, "Eleven", "killed"),
        (2, "three Dungans", "killed-dungan"),
    ]
    assert [(use.number, use.words) for use in made.trails[0].uses] == [(1, "Eleven")]


def test_a_note_names_the_claims_that_carry_its_words_first() -> None:
    """Eight and eleven are both bound to the same figure; each note leads with who said that number."""
    (page,) = _dossier("From [eight](fig:killed?as_of=2031-03-08) to [eleven](fig:killed).").statements
    assert [[card.id for card in note.carrying] for note in page.notes] == [["K1"], ["K3", "K2"]]


def test_figures_of_the_statement_come_first_and_the_rest_follow() -> None:
    """A reader of the page of figures meets those of the text in its order."""
    made = _dossier("[Three Dungans](fig:killed?group=dungan) died.")
    assert [(trail.slug, len(trail.uses)) for trail in made.trails] == [("killed-dungan", 1), ("killed", 0)]


def test_two_statements_share_their_trails() -> None:
    """One trail, used in both; the languages stand in the order of the statements."""
    made = _dossier("[Eleven](fig:killed) died.", "[11 people](fig:killed) died.")
    assert [use.statement for use in made.trails[0].uses] == ["0.md", "1.md"]
    assert made.languages == ("en",)


def test_disagreements_lead_to_their_trail() -> None:
    """What the ledger finds at odds is shown with the claims themselves."""
    rows = (*_ROWS, claim("K5", 12, as_of="2031-03-14", source="S3"))
    made = _dossier("[Three Dungans](fig:killed?group=dungan) died.", rows=rows)
    (conflict, *_) = made.disagreements
    assert conflict.kind == "conflict"
    assert conflict.trail is not None
    assert {card.id for card in conflict.cards} >= {"K2", "K5"}


def test_the_head_is_what_was_signed(desk: Desk) -> None:
    """Origin, size, root and key of the note, in the form a person compares."""
    head = head_of(desk.log.checkpoint(), desk.info.verifier_key)
    assert head.size == desk.log.size()
    assert head.root == desk.log.root().hex()
    assert head.verifier_key == desk.info.verifier_key
    assert head.key_id in desk.info.verifier_key
