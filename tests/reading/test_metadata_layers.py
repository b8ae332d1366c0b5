"""Metadata layers: what a file says of its making can be quoted, is proposed as an inference, and stays with the team."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests import pictures
from tests.personas import ANALYST, KEEPER, READER

from onrecord import dossier, ledger, reading, vault
from onrecord.kernel import Level, PartialDate, Visibility
from onrecord.reading import LayerKind
from onrecord.store import Desk


def _photo(clock: str = "2031:03:08 09:41:12") -> bytes:
    scene = pictures.scene(7)
    block = pictures.exif(scene).replace(b"2031:03:08 09:41:12", clock.encode())
    return pictures.saved(scene, exif=block)


def _examined(desk: Desk, folder: Path, content: bytes, visibility: Visibility = Visibility.TEAM) -> None:
    (folder / "bridge.jpg").write_bytes(content)
    vault.seal(desk, [folder / "bridge.jpg"], visibility=visibility, in_clear=True)
    vault.examine(desk)
    reading.describe(desk)


@pytest.fixture
def examined(desk_of: Callable[..., Desk], tmp_path: Path) -> Desk:
    """A keeper's desk at an archive with one public picture that was examined."""
    _examined(desk_of(KEEPER), tmp_path, _photo(), Visibility.PUBLIC)
    return desk_of(KEEPER)


def _text(desk: Desk) -> str:
    (layer,) = reading.newest_layers(desk, LayerKind.METADATA)
    return reading.layer_text(desk, layer.id)


def test_what_a_picture_says_of_its_making_can_be_quoted(examined: Desk) -> None:
    """When with its zone and the satellites' time beside it, where in degrees; not who, and not with what."""
    assert _text(examined) == (
        "EXIF DateTimeOriginal: 2031:03:08 09:41:12 +05:00\n"
        "GPS GPSDate, GPS GPSTimeStamp: 2031:03:08 [4, 41, 12] UTC\n\n"
        "EXIF GPS: 43.0388250, 74.7128500"
    )


def test_clocks_that_disagree_are_shown_beside_each_other(desk: Desk, tmp_path: Path) -> None:
    """Whoever decides about the one sees the other in the same quote, and by how much they differ."""
    _examined(desk, tmp_path, _photo("2031:03:06 09:41:12"))
    text = _text(desk)
    assert "172800 seconds lie between these clocks, more than any time zone explains" in text
    ledger.propose(desk)
    days = [one for one in reading.proposals(desk) if one.property == "taken_on"]
    assert [one.value for one in days] == [
        PartialDate.parse("2031-03-06", wording="2031:03:06 09:41:12 +05:00"),
        PartialDate.parse("2031-03-08", wording="2031:03:08 [4, 41, 12] UTC"),
    ]
    assert all("172800 seconds" in one.quote.text for one in days)


def test_the_same_is_not_said_twice(examined: Desk) -> None:
    """Another examination that finds the same makes no other layer, and nothing is proposed again."""
    assert reading.describe(examined) == ()
    ledger.propose(examined)
    vault.examine(examined, again=True)
    assert reading.describe(examined) == ()
    before = len(reading.proposals(examined))
    ledger.propose(examined)
    assert len(reading.proposals(examined)) == before == 3


def test_day_and_place_become_claims_about_the_item_as_inferences(examined: Desk) -> None:
    """The subject is the item itself; who says so is the field; the claim is for the team though the item is public."""
    ledger.propose(examined)
    ledger.state(examined, {"source": "S1", "title": "A photo", "item": "bridge.jpg"})
    ids = [one.id for one in reading.proposals(examined)]
    report = ledger.accept(examined, ids)
    assert report.refused == ()
    claims = [ledger.claim(examined, one.claim) for one in report.accepted]
    item = vault.item(examined, "bridge.jpg").id
    assert {claim.subject for claim in claims} == {f"item:{item}"}
    assert {claim.level for claim in claims} == {Level.INFERENCE}
    assert {claim.visibility for claim in claims} == {Visibility.TEAM}
    (place,) = [claim for claim in claims if claim.property == "taken_at"]
    assert (place.value, place.speaker) == ("43.0388250, 74.7128500", "EXIF GPS")
    assert place.quote is not None
    assert reading.quote_holds(examined, place.quote)


def test_metadata_are_for_the_team_though_the_item_is_public(examined: Desk, desk_of: Callable[..., Desk]) -> None:
    """G8: they can tell where a witness stood; no layer, no text, no proposal, no public edition has them."""
    ledger.propose(examined)
    (layer,) = reading.newest_layers(examined, LayerKind.METADATA)
    (first, *_) = reading.proposals(examined)
    reader = desk_of(READER)
    assert vault.item(reader, "bridge.jpg")
    assert reading.newest_layers(reader, LayerKind.METADATA) == ()
    assert reading.layers(reader, "bridge.jpg") == ()
    assert reading.proposals(reader, decision=None) == ()
    with pytest.raises(reading.NoSuchLayer):
        reading.layer_text(reader, layer.id)
    assert reading.newest_layers(desk_of(ANALYST), LayerKind.METADATA) == (layer,)
    report = ledger.accept(examined, [first.id], {"visibility": "public", "source": "S1"})
    assert [one.to_row()["code"] for one in report.refused] == ["ledger.wider-than-item"]
    shown = [str(entry.payload) for entry in dossier.disclosed(examined)]
    assert shown
    assert not [one for one in shown if "metadata" in one or "43.03" in one]


def test_a_file_that_says_neither_when_nor_where_has_no_such_layer(desk: Desk, tmp_path: Path) -> None:
    """A picture without metadata, and one whose clock was never set."""
    _examined(desk, tmp_path, pictures.saved(pictures.scene(3)))
    assert reading.newest_layers(desk, LayerKind.METADATA) == ()


@pytest.mark.parametrize("said", ["0000:00:00 00:00:00", "1970:01:01 00:00:00", "2031:13:45 00:00:00"])
def test_a_clock_that_was_never_set_says_no_day(desk: Desk, tmp_path: Path, said: str) -> None:
    """What the field holds can be seen; nobody is asked to decide about a day that is none."""
    _examined(desk, tmp_path, _photo(said))
    assert said in _text(desk)
    ledger.propose(desk)
    assert [one.rule for one in reading.proposals(desk) if one.property == "taken_on"] == [
        "GPS GPSDate, GPS GPSTimeStamp"
    ]


def test_a_film_says_when_and_where_too(desk: Desk, tmp_path: Path) -> None:
    """Containers have a clock and a place of their own."""
    (tmp_path / "film.mp4").write_bytes(pictures.film(created=3_700_000_000, place="+43.0388+074.7128/"))
    vault.seal(desk, [tmp_path / "film.mp4"], in_clear=True)
    vault.examine(desk)
    reading.describe(desk)
    ledger.propose(desk)
    assert {one.property for one in reading.proposals(desk)} == {"taken_on", "taken_at"}
