"""A custody report on paper: every event, every letter, digests that can be copied, pages that say what they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import dossier, vault
from onrecord.kernel import Actor, FixedClock, PartialDate, Role, Visibility
from onrecord.store import Desk

_NAME = "Тізім — список (شاهد) 村.pdf"
_LONG = "Айгүл Қуанышбекқызы Жұмағалиева-Сейітқазиева"


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    """The desk of a keeper whose name stands in no text of ours."""
    return desk_of(Actor(name="documenter-7", role=Role.KEEPER))


@pytest.fixture
def item(desk: Desk, tmp_path: Path) -> str:
    """An item with more than sixty events, and names in every script."""
    (tmp_path / _NAME).write_bytes(b"%PDF-1.4 evidence")
    item = vault.seal(
        desk, [tmp_path / _NAME], received_from=_LONG, received_on=PartialDate.parse("2031-03-31"),
        visibility=Visibility.PUBLIC,
    ).sealed[0].item  # fmt: skip
    for number in range(20):
        vault.record_custody(desk, item, "transferred_out", to_custodian=f"Expert {number} of the laboratory")
        vault.record_custody(desk, item, "transferred_in", place="Алматы, Достык 13")
        vault.record_custody(desk, item, "accessed", purpose='#panic("x") *b* $x$ @ref <label> `code` \\u{41}')
    vault.record_custody(desk, item, "hashed", note="x" * 3_000)
    return item


def _report(desk: Desk, item: str, **more: Any) -> vault.CustodyReport:
    return vault.custody_report(desk, item, **more)


def _pages(content: bytes) -> list[str]:
    from pypdfium2 import PdfDocument

    document = PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _flat(text: str) -> str:
    return "".join(text.split())


def test_every_event_stands_on_paper_in_order(desk: Desk, item: str) -> None:
    """All sixty-three of them, over several pages, each with its number; the head of the table stands on each page."""
    pages = _pages(dossier.custody_paper(_report(desk, item)).content)
    text = _flat("".join(pages))
    assert len(pages) > 4
    assert text.count("Handedover") == text.count("Takenover") == 20
    assert [f"Expert{number}ofthelaboratory" for number in range(20) if f"Expert{number}ofthe" not in text] == []
    assert sum("What happened" in page for page in pages) > 2


def test_names_of_every_script_come_back_and_what_cannot_be_drawn_is_spelled(desk: Desk, item: str) -> None:
    """Kazakh, Russian and Arabic letters as they are; a Chinese one by its number, and the report says so."""
    paper = dossier.custody_paper(_report(desk, item, language="kk"))
    text = _flat("".join(_pages(paper.content)))
    assert paper.missing == ("村",)
    assert _flat(_LONG) in text
    assert "U+6751]" in text  # the bracket before it stands beside Arabic, and readers mirror it as they please
    assert "Юникод" in text
    assert any("\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in text)


def test_a_digest_is_copied_without_a_letter_between(desk: Desk, item: str) -> None:
    """Who pastes it beside `sha256sum` must find them the same: no hidden space, no hyphen."""
    found = vault.item(desk, item)
    text = "".join(_pages(dossier.custody_paper(_report(desk, item)).content))
    bare = text.replace("\r", "").replace("\n", "")
    assert found.sha256 in bare
    assert str(found.sha512) in bare
    assert "\u200b" not in text


def test_nothing_that_somebody_wrote_is_read_as_markup(desk: Desk, item: str) -> None:
    """A purpose full of Typst's own signs stands there letter for letter, but for what backticks set apart."""
    text = _flat("".join(_pages(dossier.custody_paper(_report(desk, item)).content)))
    assert '#panic("x")*b*$x$@ref<label>' in text


def test_the_same_report_gives_the_same_bytes(desk: Desk, item: str) -> None:
    """Two copies in two offices can be compared."""
    report = _report(desk, item, language="ru")
    assert dossier.custody_paper(report).content == dossier.custody_paper(report).content


def test_it_is_kept_for_long_and_read_by_everybody(desk: Desk, item: str) -> None:
    """PDF/A-2a and PDF/UA-1, as its own description says; a title, a language, tags."""
    content = dossier.custody_paper(_report(desk, item, language="ru")).content
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang(ru)" in content
    assert b"/StructTreeRoot" in content


def test_each_page_says_what_it_belongs_to(desk: Desk, item: str) -> None:
    """Item, archive, head of the log, number of pages: a page that was torn out can be put back."""
    report = _report(desk, item)
    pages = _pages(dossier.custody_paper(report).content)
    for number, page in enumerate(pages, start=1):
        assert item in page
        assert desk.info.title in page
        assert report.values["log"]["root"][:24] in page
        assert f"page {number} of {len(pages)}" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("What this report does not prove", "Method", "Custodian", "Signature")),
        ("ru", ("Чего этот отчёт не доказывает", "Метод", "Хранитель", "Подпись")),
        ("kk", ("Бұл есеп нені дәлелдемейді", "Әдіс", "Сақтаушы", "Қолы")),
    ],
)
def test_limits_method_and_signatures_close_it(desk: Desk, item: str, language: str, words: tuple[str, ...]) -> None:
    """In the reader's language, in this order, the lines to sign at the very end."""
    text = " ".join(" ".join(_pages(dossier.custody_paper(_report(desk, item, language=language)).content)).split())
    places = [text.rindex(one) for one in words]
    assert places == sorted(places)


def test_the_public_edition_on_paper_names_nobody(desk: Desk, item: str) -> None:
    """EV-10: what the report leaves out is not on paper either; every event still is."""
    text = _flat("".join(_pages(dossier.custody_paper(_report(desk, item, edition="public")).content)))
    for hidden in (_flat(_LONG), "Expert3", "Достык", "documenter-7", "#panic"):
        assert hidden not in text
    assert text.count("Handedover") == 20


def test_an_item_that_was_never_received_and_never_handed_on(desk: Desk, clock: FixedClock, tmp_path: Path) -> None:
    """The shortest history there is sets too: captured pages have no receipt."""
    from onrecord.store import Draft

    del clock
    blob = desk.blobs.put_bytes(b"page")
    facts = {"item": "item-0009", "event": "captured", "hash_after": blob.sha256, "tool": "t"}
    sealed = {
        "item": "item-0009", "sha256": blob.sha256, "sha512": None, "size": 4, "media_type": "text/html",
        "name": "page.html", "visibility": "team", "tool": "t",
    }  # fmt: skip
    desk.append([Draft(kind="custody-recorded@1", payload=facts), Draft(kind="item-sealed@2", payload=sealed)])
    text = " ".join(_pages(dossier.custody_paper(_report(desk, "item-0009")).content))
    assert "Captured from the web" in text
    assert "no second one" in text
