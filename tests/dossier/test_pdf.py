"""The PDF: the same bytes, every letter, every trail, and nothing in it is read as markup."""

import dataclasses
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.ledger.world import book, claim

from onrecord import dossier
from onrecord.dossier import pdf
from onrecord.dossier.errors import PdfNotMade
from onrecord.dossier.phrases import Phrases
from onrecord.dossier.trails import card_of


def _words(file: Path | bytes) -> str:
    from pypdfium2 import PdfDocument

    document = PdfDocument(file)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _flat(text: str) -> str:
    return "".join(text.split())


def test_each_statement_has_its_pdf(published: dossier.Publication) -> None:
    """One file a language, beside the site."""
    names = {file.name for file in published.folder.glob("*.pdf")}
    assert names == {"statement.en.pdf", "statement.ru.pdf", "statement.kk.pdf"}
    assert published.pdf == published.folder / "statement.en.pdf"


def test_kazakh_and_russian_letters_come_back(published: dossier.Publication) -> None:
    """Text that can be searched and copied: the words of the sources, with every letter."""
    kazakh = _words(published.folder / "statement.kk.pdf")
    assert "он бір адам" in kazakh
    assert set("әғқңөұүһі") <= set((kazakh + " һ").lower())
    assert "Өзіңіз тексеріңіз" in kazakh
    assert "погибли одиннадцать человек" in _words(published.folder / "statement.ru.pdf")


def test_every_figure_has_a_note_with_its_trail(published: dossier.Publication) -> None:
    """Number, words, quote, speaker, claim, entry, item and digest: on paper nobody can click."""
    text = _flat(_words(published.pdf))
    for number, words in enumerate(("eightpeople", "eleven", "atleasttwelve", "7to8March2031"), start=1):
        assert f"{number}“{words}”" in text
    for said in ("погиблиодиннадцатьчеловек", "regionaloffice", "K3", "logentry", "item-0002", "SHA-256"):
        assert said in text


def test_it_names_edition_date_and_head_on_every_page(published: dossier.Publication) -> None:
    """A page that was torn out still says what it belongs to."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(published.pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    for page in pages:
        assert "Public edition · As of 9 April 2031" in " ".join(page.split())
        assert "onrecord/archive-0001 · 5" in " ".join(page.split())


def test_hostile_words_are_words(published: dossier.Publication) -> None:
    """Neither HTML nor Typst is run or swallowed: it stands on the page letter for letter."""
    text = _flat(_words(published.pdf))
    assert _flat(valley.HOSTILE) in text
    assert _flat(valley.HOSTILE_TYPST) in text


def test_it_says_what_it_is(published: dossier.Publication) -> None:
    """Title for a reader's window and a screen reader; tagged, as PDF/UA demands; no author's machine in it."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(published.pdf)
    try:
        facts = document.get_metadata_dict()
    finally:
        document.close()
    assert facts["Title"] == "One month after"
    content = published.pdf.read_bytes()
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    assert content.count(b"%%EOF") == 1


def test_letters_that_no_font_has_are_spelled_and_told() -> None:
    """A Chinese quote must not stop a publication, nor vanish from it, nor come out as an empty box."""
    missing = pdf._missing(set("aқ中文→"))
    assert missing == ("中", "文") or set(missing) == {"中", "文"}
    spelled = pdf._spelled({"notes": [{"text": "«中»", "n": 1}]}, missing)
    assert spelled == {"notes": [{"text": "«[U+4E2D]»", "n": 1}]}


def test_a_claim_says_how_it_stands() -> None:
    """On paper as on the site: that a claim is disputed, and which one it came in the place of."""
    made = book(claim("K1", 8))
    say = Phrases(language="en", vocabulary=made.vocabulary)
    plain = card_of(made.claims[-1], made, {})
    assert pdf._standing(plain, say) is None
    newer = dataclasses.replace(plain, status="disputed", replaces=("K1", "K2"))
    assert pdf._standing(newer, say) == "disputed · replaces K1, K2"


def test_what_typst_refuses_is_told() -> None:
    """A fault with Typst's words, not a traceback."""
    import datetime as dt

    with pytest.raises(PdfNotMade) as refusal:
        pdf._compiled(b"#nothing-of-the-kind", {}, dt.date(2031, 1, 1))
    assert "nothing-of-the-kind" in refusal.value.message("en") or "unknown variable" in refusal.value.message("en")


def test_the_result_names_what_it_could_not_draw() -> None:
    """Missing letters are a warning of the publication."""
    assert [field.name for field in dataclasses.fields(pdf.Pdf)] == ["content", "missing"]
