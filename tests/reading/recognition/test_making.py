"""Layers of recognised words: page by page, resumable, marked wherever they are quoted, seen no further than the item."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.personas import ANALYST, OUTSIDER, READER
from tests.reading.stubs import MISSING, STUB, Stub
from tests.reading.stubs import picture as _picture
from tests.rot import lose

from onrecord import ledger, reading, vault
from onrecord.kernel import LayerId, Visibility
from onrecord.reading.model import Box
from onrecord.reading.tables import PAGE_RECOGNISED
from onrecord.store import Desk

_TEXT = "Погибли десять человек.\nРанены 178 человек."


def _sealed(desk: Desk, folder: Path, name: str, content: bytes, **settings: object) -> None:
    (folder / name).write_bytes(content)
    vault.seal(desk, [folder / name], **settings)  # type: ignore[arg-type]


def _read(desk: Desk, recognition: Stub = STUB, **settings: object) -> reading.ReadOutcome:
    (outcome,) = reading.read(desk, recognition=recognition, **settings)  # type: ignore[arg-type]
    return outcome


def test_words_of_a_picture_are_a_layer_that_says_how_it_was_made(desk: Desk, tmp_path: Path) -> None:
    """The text, the tool with its data, and the mark; and the words can be found."""
    _sealed(desk, tmp_path, "a.png", _picture(_TEXT))
    outcome = _read(desk)
    assert (outcome.status, outcome.made_by, outcome.problem) == (reading.ReadStatus.READ, reading.MadeBy.OCR, None)
    (layer,) = reading.layers(desk, "a.png")
    assert layer.tool == "onrecord ocr@1, stub rus kaz kir eng"
    assert layer.recognised == (1,)
    assert reading.layer_text(desk, layer.id) == _TEXT + "\n\n"
    quote = reading.find_quote(desk, "a.png", "178 человек")
    assert quote is not None
    assert (quote.page, quote.made_by) == (1, reading.MadeBy.OCR)
    assert reading.quote_holds(desk, quote)
    assert not reading.quote_holds(desk, replace(quote, made_by=None))


def test_a_quote_of_recognised_words_knows_its_rectangle_and_how_sure_the_machine_was(
    desk: Desk, tmp_path: Path
) -> None:
    """A box for each line that it touches, around the words it touches; no child is started for it."""
    _sealed(desk, tmp_path, "a.png", _picture("blank", "Погибли дес?ть человек.\nРанены 178."))
    _read(desk)
    quote = reading.find_quote(desk, "a.png", "дес?ть человек.\nРанены")
    assert quote is not None
    assert reading.boxes_of(desk, quote) == (
        Box(page=2, left=8, bottom=90, right=23, top=98),
        Box(page=2, left=0, bottom=80, right=6, top=88),
    )
    assert reading.certainty_of(desk, quote) == 50
    other = reading.find_quote(desk, "a.png", "178")
    assert other is not None
    assert reading.certainty_of(desk, other) == 90


def test_a_proposal_and_a_claim_from_recognised_words_say_so(desk: Desk, tmp_path: Path) -> None:
    """From the layer to the proposal, the claim and its rows, the mark travels with the quote."""
    _sealed(desk, tmp_path, "a.png", _picture(_TEXT))
    _read(desk)
    ledger.propose(desk)
    (killed,) = reading.proposals(desk, property_name="killed")
    assert killed.quote.made_by is reading.MadeBy.OCR
    assert killed.to_row()["quote"]["made_by"] == "ocr"
    ledger.state(desk, {"source": "S-1", "publisher": "Ministry", "item": "a.png"})
    report = ledger.accept(desk, [killed.id], {"subject": "incident:valley", "source": "S-1", "speaker": "Ministry"})
    assert not report.refused
    (claim,) = (one for one in ledger.claims(desk) if one.property == "killed")
    assert claim.quote is not None
    assert claim.quote.made_by is reading.MadeBy.OCR
    assert claim.to_row()["made_by"] == "ocr"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "(OCR)"), ("ru", "распознано машиной"), ("kk", "машина таныған")]
)
def test_the_mark_is_there_in_three_languages(language: str, words: str) -> None:
    """Whoever reads a quote is told in their language; of words that a person wrote nothing is said."""
    quote = reading.Quote(layer=LayerId("a"), start=0, end=1, text="x", page=3, made_by=reading.MadeBy.OCR)
    assert words in reading.marks_of(quote, language)
    assert "3" in reading.marks_of(quote, language)
    assert reading.marks_of(replace(quote, made_by=None, page=None), language) == ""


@pytest.mark.parametrize("persona", [ANALYST, READER, OUTSIDER])
def test_a_recognised_layer_is_seen_no_further_than_its_item(
    desk_of: Callable[..., Desk], tmp_path: Path, persona: object
) -> None:
    """G8: text, rectangles, certainty and proposals of a restricted picture are not there for others."""
    _sealed(desk_of(), tmp_path, "a.png", _picture(_TEXT), visibility=Visibility.RESTRICTED, in_clear=True)
    outcome = _read(desk_of())
    ledger.propose(desk_of())
    (proposal, *_) = reading.proposals(desk_of())
    other = desk_of(persona)
    for attempt in (
        lambda: reading.layer_text(other, outcome.layers[0]),
        lambda: reading.certainty_of(other, proposal.quote),
        lambda: reading.boxes_of(desk_of(ANALYST), proposal.quote),
    ):
        with pytest.raises(reading.NoSuchLayer):
            attempt()
    with pytest.raises(vault.NoSuchItem):
        reading.find_quote(other, "a.png", "Погибли")
    assert reading.proposals(other) == ()
    assert reading.newest_layers(other) == ()


def test_an_interrupted_run_goes_on_with_the_next_page(desk: Desk, tmp_path: Path) -> None:
    """Each page is on the log before the next is looked at; progress is told page by page."""
    _sealed(desk, tmp_path, "a.tiff", _picture(*(f"Погибли {n} человек." for n in range(5)), form=b"II*\0"))
    told: list[tuple[int, int | None]] = []

    def interrupted(done: int, total: int | None) -> None:
        told.append((done, total))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _read(desk, on_page=interrupted)
    assert told == [(1, 5), (2, 5), (3, 5)]
    seen = [one for one in desk.log.entries() if one.kind == PAGE_RECOGNISED]
    outcome = _read(desk)
    assert reading.layer_text(desk, outcome.layers[0]).count("Погибли") == 5
    after = [one for one in desk.log.entries() if one.kind == PAGE_RECOGNISED]
    assert (len(seen), len(after)) == (3, 5)
    assert _read(desk) == outcome


def test_a_page_that_ends_its_reader_costs_that_page(desk: Desk, tmp_path: Path) -> None:
    """The others are read; what is missing stands beside them, and is tried once more when asked."""
    _sealed(desk, tmp_path, "a.png", _picture("Погибли десять.", "die", "Ранены пять."))
    outcome = _read(desk)
    assert outcome.status is reading.ReadStatus.READ
    assert outcome.problem is not None
    assert outcome.problem.startswith("1 of 3 pages could not be recognised: 2 (stopped:")
    assert _read(desk) == outcome
    size = desk.log.size()
    assert _read(desk, again=True).layers != outcome.layers
    assert desk.log.size() > size


def test_a_picture_without_words_has_none(desk: Desk, tmp_path: Path) -> None:
    """An outcome with its reason; nothing is invented, and nothing is looked at twice."""
    _sealed(desk, tmp_path, "a.png", _picture(""))
    outcome = _read(desk)
    assert (outcome.status, outcome.problem) == (reading.ReadStatus.NO_TEXT, "no words were recognised in it")
    size = desk.log.size()
    assert _read(desk) == outcome
    assert desk.log.size() == size


def test_lines_that_may_say_something_else_are_told(desk: Desk, tmp_path: Path) -> None:
    """Whoever reads the list of outcomes sees which pages to compare with the original."""
    _sealed(desk, tmp_path, "a.png", _picture("Погибли десять.", "Ранены? п?ть?\nсто"))
    assert _read(desk).problem == "1 lines are hardly legible and may say something else: pages 2"


def test_what_is_missing_is_an_outcome_that_says_what_to_install(desk: Desk, tmp_path: Path) -> None:
    """The item waits; once everything is there, plain `read` goes on by itself."""
    _sealed(desk, tmp_path, "a.png", _picture(_TEXT))
    first = _read(desk, MISSING)
    assert first.status is reading.ReadStatus.UNAVAILABLE
    assert first.problem is not None
    for word in ("Tesseract is not installed", "onrecord[ocr]", "tesseract-ocr-rus", "ONRECORD_TESSDATA"):
        assert word in first.problem
    size = desk.log.size()
    assert _read(desk, MISSING) == first
    assert desk.log.size() == size
    assert _read(desk).status is reading.ReadStatus.READ


def test_a_machine_without_the_tool_keeps_what_another_recognised(desk: Desk, tmp_path: Path) -> None:
    """Two people with one archive: the poorer machine adds no worse layer and no complaint."""
    _sealed(desk, tmp_path, "a.png", _picture(_TEXT))
    outcome = _read(desk)
    size = desk.log.size()
    assert _read(desk, MISSING) == outcome
    assert _read(desk, Stub(languages=("rus",))) == outcome
    assert desk.log.size() == size


def test_more_language_data_make_a_layer_beside_the_old_one(desk: Desk, tmp_path: Path) -> None:
    """The poorer layer says what it lacked; its quotes go on to hold."""
    _sealed(desk, tmp_path, "a.png", _picture(_TEXT))
    first = _read(desk, Stub(languages=("rus",)))
    assert first.problem == "read without the language data of kaz, kir, eng"
    quote = reading.find_quote(desk, "a.png", "Погибли")
    second = _read(desk)
    assert second.layers != first.layers
    assert quote is not None
    assert reading.quote_holds(desk, quote)


def test_without_being_asked_pictures_are_left_alone(desk: Desk, tmp_path: Path) -> None:
    """A program that calls the room decides for itself whether pictures are looked at."""
    _sealed(desk, tmp_path, "a.png", _picture(_TEXT))
    (outcome,) = reading.read(desk)
    assert outcome.status is reading.ReadStatus.NOT_SUPPORTED


def test_a_text_that_was_lost_is_put_together_from_its_pages(desk: Desk, tmp_path: Path) -> None:
    """To the same bytes, without looking at the picture again."""
    _sealed(desk, tmp_path, "a.png", _picture("Погибли десять.", "Ранены пять."))
    outcome = _read(desk)
    (layer,) = reading.layers(desk, "a.png")
    assert layer.sha256 is not None
    text = reading.layer_text(desk, layer.id)
    lose(desk.info.folder, layer.sha256)
    size = desk.log.size()
    assert _read(desk) == outcome
    assert reading.layer_text(desk, layer.id) == text
    assert desk.log.size() == size


def test_what_is_too_large_is_kept_and_not_looked_at(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of any other form."""
    monkeypatch.setattr(sys.modules["onrecord.reading.layers"], "LARGEST_BYTES", 20)
    _sealed(desk, tmp_path, "a.png", _picture(_TEXT))
    assert _read(desk).status is reading.ReadStatus.TOO_LARGE
