"""Trails: what of a claim, an item and a source is published, field by field, and how far a figure is confirmed."""

import dataclasses

import pytest
from tests.dossier.valley import with_items
from tests.ledger.world import SUBJECT, book, claim, source

from onrecord.dossier import model
from onrecord.dossier.trails import card_of, key_of, sources_of, trails_of, with_uses
from onrecord.kernel import ItemId, Visibility
from onrecord.vault import Item

# What may be published of each thing. A name is added here by a person who has thought about whom it may hurt.
_ALLOWED = {
    model.ItemCard: {"id", "name", "sha256", "size", "media_type", "sealed_at", "seq", "is_damaged"},
    model.SourceCard: {"id", "publisher", "title", "published_on", "address", "language", "kind", "remark",
                       "derived_from", "item", "claims", "ways", "reliability", "admiralty"},
    model.QuoteCard: {"text", "language", "layer", "start", "end", "page", "places", "made_by"},
    model.ClaimCard: {"id", "seq", "stated_at", "property", "subject", "about", "value", "unit", "as_of", "said_on",
                      "speaker", "speaker_kind", "level", "status", "source", "quote", "item", "origins", "basis"},
}  # fmt: skip
_ITEM = Item(id=ItemId("item-1"), seq=3, sha256="a" * 64, size=9, media_type="text/plain", name="a.md",
             visibility=Visibility.PUBLIC, sealed_at="2031-03-01T00:00:00Z")  # fmt: skip


@pytest.mark.parametrize("card", _ALLOWED)
def test_adding_a_field_does_not_publish_it(card: type) -> None:
    """J13: the page model names what is shown; nothing is passed on as it is."""
    assert {field.name for field in dataclasses.fields(card)} == _ALLOWED[card]


def test_what_we_noted_about_a_claim_is_not_shown() -> None:
    """Notes are ours."""
    made = book(claim("K1", 8, note="the speaker lives in the second house"))
    card = card_of(made.claims[-1], made, {})
    assert "second house" not in repr(card)


def test_every_figure_of_the_incident_has_a_trail_and_no_other() -> None:
    """Figures about other subjects are not dragged in."""
    made = book(claim("K1", 8), claim("K2", 3, group="dungan"), claim("K3", 5, subject="incident:other"))
    trails = trails_of(made, {}, subjects=[SUBJECT], facts=[])
    assert [trail.slug for trail in trails.values()] == ["killed", "killed-dungan"]


def test_slugs_are_plain_and_never_the_same() -> None:
    """Names in any script make a file name that every system takes."""
    made = book(claim("K1", 8, place="Масанчи"), claim("K2", 8, place="Сортобе"), claim("K3", 8, place="a/../b"))
    slugs = [trail.slug for trail in trails_of(made, {}, subjects=[SUBJECT], facts=[]).values()]
    assert len(set(slugs)) == 3
    assert all(set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for slug in slugs)
    assert "killed-a-b" in slugs


def test_a_fact_has_a_trail_with_all_that_say_it() -> None:
    """A date bound in a statement: every claim about it, not only the one that is named."""
    rows = [
        claim(f"K{n}", None, qualifier=None, wording=None, property="happened_on", value=f"2031-03-0{n}")
        for n in (7, 8)
    ]
    made = book(*rows)
    fact = made.claim("K7")
    assert fact is not None
    (trail,) = trails_of(made, {}, subjects=[SUBJECT], facts=[fact]).values()
    assert {card.id for card in trail.cards} == {"K7", "K8"}
    assert not trail.is_quantity


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([claim("K1", 8), claim("K2", 8, source="S2")], 1),
        ([claim("K1", 8, source="S2"), claim("K2", 8, source="S4")], 0),
        ([claim("K1", 8), claim("K2", 9, source="S2")], 1),
        ([claim("K1", 8), claim("K2", 8, source="S2", as_of="2031-03-10")], 1),
    ],
)
def test_confirmation_counts_origins_that_agree(rows: list[dict[str, object]], level: int) -> None:
    """Reprints of one agency stay one; agreement needs the same number for the same day."""
    made = book(*rows)
    (trail,) = trails_of(made, {}, subjects=[SUBJECT], facts=[]).values()
    expected = 2 if rows[1]["as_of"] == "2031-03-09" and rows[1]["low"] == 8 and level == 1 else level
    assert trail.confirmation == expected


def test_a_trail_finds_its_items_and_sources() -> None:
    """An item of the edition is shown with its digest; one that is not in it leaves a gap, not a name."""
    made = with_items(book(claim("K1", 8), claim("K2", 9, source="S3")), {"K1": "item-1", "K2": "item-2"})
    (trail,) = trails_of(made, {"item-1": _ITEM}, subjects=[SUBJECT], facts=[]).values()
    assert [item.id for item in trail.items] == ["item-1"]
    assert trail.card("K2") is not None
    assert [card.item for card in trail.cards if card.id == "K2"] == [None]
    shown = sources_of(made, {"item-1": _ITEM}, trail.cards)
    assert set(shown) == {"S1", "S2", "S3", "AGENCY"}
    assert shown["S1"].claims == 1
    assert shown["AGENCY"].claims == 0


def test_an_address_becomes_a_link_only_on_the_web() -> None:
    """A source may name any address; only web addresses can be followed."""
    for address, followed in (("https://a.example", True), ("javascript:alert(1)", False), ("file:///etc/x", False)):
        made = book(claim("K1", 8, source="S7"), sources=[source("S7", address=address)])
        (card,) = sources_of(made, {}, [card_of(made.claims[-1], made, {})]).values()
        assert (card.web_address is not None) is followed


def test_uses_are_added_without_touching_the_rest() -> None:
    """A trail with its places is the same trail."""
    made = book(claim("K1", 8))
    (trail,) = trails_of(made, {}, subjects=[SUBJECT], facts=[]).values()
    use = model.Use(statement="a.md", number=1, words="eight", sentence=())
    assert dataclasses.replace(with_uses(trail, [use]), uses=()) == trail
    assert key_of(made.claims[-1]) == ("killed", SUBJECT, "persons", ())
