"""Text layers: what an item says, letter for letter, or a recorded reason why there is none."""

from pathlib import Path

import pytest

from onrecord import reading, vault
from onrecord.store import Desk

_LONG = "В ночь на восьмое февраля в сёлах Кордайского района погибли люди, сообщило министерство."


def _read(desk: Desk, tmp_path: Path, name: str, content: bytes) -> reading.ReadOutcome:
    (tmp_path / name).write_bytes(content)
    vault.seal(desk, [tmp_path / name])
    (outcome,) = reading.read(desk, [name])
    return outcome


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("text", [_LONG, "Погибли десять человек.", "Задержаны 47 участников", "сёла"])
def test_cyrillic_is_read_in_any_of_its_encodings(encoding: str, text: str) -> None:
    """Short texts too, which general detectors take for Japanese."""
    assert reading.decode(text.encode(encoding)).text == text


def test_a_text_is_kept_to_the_letter(desk: Desk, tmp_path: Path) -> None:
    """Line ends, composed and decomposed letters, no-break spaces: nothing is normalised."""
    text = "й и\u0306\r\nа\u00a0b \n"
    outcome = _read(desk, tmp_path, "a.txt", text.encode())
    assert reading.layer_text(desk, outcome.layers[0]) == text


def test_html_gives_what_a_reader_of_the_page_sees(desk: Desk, tmp_path: Path) -> None:
    """No script, no style, no hidden text; blocks on lines of their own."""
    page = (
        "<!DOCTYPE html><head><title>t</title><style>p{}</style></head><body><script>var x = '99 killed'</script>"
        "<h1>Korday</h1><p>Eleven <b>people</b>\n were killed.</p><p hidden>secret</p><ul><li>one<li>two</ul></body>"
    )
    outcome = _read(desk, tmp_path, "page.html", page.encode())
    assert reading.layer_text(desk, outcome.layers[0]) == "Korday\nEleven people were killed.\none\ntwo\n"


def test_a_bottomless_page_is_an_outcome(desk: Desk, tmp_path: Path) -> None:
    """Nesting beyond all sense neither crashes nor loses the item."""
    outcome = _read(desk, tmp_path, "deep.html", b"<html><body>" + b"<div>" * 100_000 + b"x")
    assert outcome.status is reading.ReadStatus.NOT_READABLE
    assert vault.item(desk, "deep.html").name == "deep.html"


def test_a_pdf_gives_its_text_with_pages(desk: Desk, tmp_path: Path) -> None:
    """Kazakh letters come back, and a quote knows its page."""
    import typst

    source = tmp_path / "two.typ"
    source.write_text("Он бір адам қаза тапты.\n#pagebreak()\nЕкінші бет: жүз жиырма іс.", encoding="utf-8")
    content = typst.compile(str(source))
    assert content is not None
    outcome = _read(desk, tmp_path, "two.pdf", bytes(content))  # type: ignore[arg-type]
    assert outcome.status is reading.ReadStatus.READ
    quote = reading.find_quote(desk, "two.pdf", "жүз жиырма іс")
    assert quote is not None
    assert quote.page == 2


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("broken.pdf", b"%PDF-1.7 and nothing more", "not_readable"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "not_supported"),
        ("blank.txt", b" \n\n", "no_text"),
        ("empty.md", b"", "not_supported"),
    ],
)
def test_what_cannot_be_read_is_an_outcome_with_a_reason(
    desk: Desk, tmp_path: Path, name: str, content: bytes, status: str
) -> None:
    """Never a crash, never a lost item."""
    outcome = _read(desk, tmp_path, name, content)
    assert outcome.status.value == status
    assert outcome.problem
    assert outcome.layers == ()
    assert vault.item(desk, name).size == len(content)


def test_nothing_is_read_twice(desk: Desk, tmp_path: Path) -> None:
    """The same tool makes one layer of one item, whatever came of it."""
    first = _read(desk, tmp_path, "a.txt", b"words")
    size = desk.log.size()
    assert reading.read(desk) == (first,)
    assert desk.log.size() == size


def test_a_quote_is_found_letter_for_letter_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    """No folding of case, spaces or letters; the place leads back to the words."""
    text = "Первая 😀 строка.\nПогибли десять человек."
    outcome = _read(desk, tmp_path, "a.txt", text.encode())
    quote = reading.find_quote(desk, "a.txt", "Погибли десять")
    assert quote is not None
    assert text[quote.start : quote.end] == "Погибли десять"
    assert quote.layer == outcome.layers[0]
    for words in ("погибли десять", "Погибли  десять", "Пoгибли десять", ""):
        assert reading.find_quote(desk, "a.txt", words) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that eight people had been killed in the villages.", "en"),
        ("Министр сообщил, что в сёлах погибли восемь человек.", "ru"),
        ("Министр ауылдарда сегіз адам қаза тапқанын айтты және тергеу басталды.", "kk"),
        ("---\nlanguage: pl\n---\nW procesie zasiadło 51 osób.", "pl"),
        ("Eight.", None),
        ("Osiem osób zginęło w nocy na południu kraju.", None),
    ],
)
def test_the_language_is_guessed_or_left_open(text: str, language: str | None) -> None:
    """Short and foreign texts get no language rather than a wrong one."""
    assert reading.language_of(text) == language
