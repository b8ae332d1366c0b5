"""Text layers: what an item says, letter for letter, or a recorded reason why there is none."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.personas import ANALYST

from onrecord import reading, vault
from onrecord.kernel import LayerId, Visibility
from onrecord.store import Desk

_LONG = "В ночь на восьмое февраля в сёлах Кордайского района погибли люди, сообщило министерство."


def _read(desk: Desk, tmp_path: Path, name: str, content: bytes) -> reading.ReadOutcome:
    (tmp_path / name).write_bytes(content)
    vault.seal(desk, [tmp_path / name])
    (outcome,) = reading.read(desk, [name])
    return outcome


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "text",
    [_LONG, _LONG.upper(), "Погибли десять человек.", "ПОГИБЛИ ДЕСЯТЬ ЧЕЛОВЕК.", "Задержаны 47 участников", "сёла"],
)
def test_cyrillic_is_read_in_any_of_its_encodings(encoding: str, text: str) -> None:
    """Short texts too, which general detectors take for Japanese; and headings in capitals."""
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


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "cp1251"),
        ("", "koi8-r"),
        ("", "utf-16"),
        ("utf-8", "cp1251"),
        ("windows-1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("windows-1251", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("", "utf-8-sig"),
    ],
)
def test_a_page_that_says_nothing_or_a_wrong_thing_of_its_letters_is_read(
    desk: Desk, tmp_path: Path, declared: str, encoding: str
) -> None:
    """Servers name the encoding, saved pages often do not: no letter of a quote may come out as another."""
    meta = f'<meta charset="{declared}">' if declared else ""
    outcome = _read(desk, tmp_path, "a.html", f"<html><head>{meta}</head><body><p>{_LONG}</p>".encode(encoding))
    assert reading.layer_text(desk, outcome.layers[0]) == _LONG + "\n"


def test_one_broken_letter_does_not_change_the_encoding_of_a_page(desk: Desk, tmp_path: Path) -> None:
    """UTF-8 with a byte lost stays UTF-8; the lost letter is marked as lost."""
    content = b"<html><body><p>" + _LONG.encode()[:-5] + b"\xd0</p><p>" + _LONG.encode()
    outcome = _read(desk, tmp_path, "a.html", content)
    text = reading.layer_text(desk, outcome.layers[0])
    assert text.endswith(f"\ufffd\n{_LONG}\n")


@pytest.mark.parametrize("style", ["display:none", "color: red; DISPLAY : none", "visibility: hidden"])
def test_what_a_style_hides_is_not_read(desk: Desk, tmp_path: Path, style: str) -> None:
    """Hidden words are no quote: nobody who looked at the page could have read them."""
    outcome = _read(desk, tmp_path, "a.html", f'<html><body><p style="{style}">99 killed</p>shown'.encode())
    assert reading.layer_text(desk, outcome.layers[0]) == "shown\n"


def test_a_page_names_no_file_into_its_text(desk: Desk, tmp_path: Path) -> None:
    """D5: an external entity stays the letters it is written in."""
    (tmp_path / "secret").write_text("secret words")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><html><body>a &x; b</body></html>'
    outcome = _read(desk, tmp_path, "a.html", page.encode())
    assert "secret words" not in reading.layer_text(desk, outcome.layers[0])


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


def test_a_scanned_page_among_typed_ones_is_told(desk: Desk, tmp_path: Path) -> None:
    """The text that is there is read; which pages have none is on record."""
    import typst

    source = tmp_path / "two.typ"
    source.write_text("Погибли десять.\n#pagebreak()\n#rect()\n#pagebreak()\nКонец.", encoding="utf-8")
    outcome = _read(desk, tmp_path, "two.pdf", bytes(typst.compile(str(source))))  # type: ignore[arg-type]
    assert outcome.status is reading.ReadStatus.READ
    assert outcome.problem == "1 of 3 pages have no text layer: 2"
    (again,) = reading.read(desk, ["two.pdf"])
    assert again == outcome


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


def test_a_quote_that_was_moved_or_reworded_does_not_hold(desk: Desk, tmp_path: Path) -> None:
    """A quote is its place and its words together."""
    _read(desk, tmp_path, "a.txt", "Погибли десять человек. Погибли все.".encode())
    quote = reading.find_quote(desk, "a.txt", "Погибли")
    assert quote is not None
    assert reading.quote_holds(desk, quote)
    for change in ({"start": 1}, {"end": 8}, {"text": "погибли"}, {"page": 2}, {"start": 99, "end": 99, "text": ""}):
        assert not reading.quote_holds(desk, replace(quote, **change))  # type: ignore[arg-type]
    with pytest.raises(reading.NoSuchLayer):
        reading.quote_holds(desk, replace(quote, layer=LayerId("layer-that-never-was")))


def test_a_layer_is_seen_no_further_than_its_item(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G8: by layer or by quote, the text of a restricted item is not there for an analyst."""
    (tmp_path / "a.txt").write_text("restricted words")
    vault.seal(desk_of(), [tmp_path / "a.txt"], visibility=Visibility.RESTRICTED, in_clear=True)
    (outcome,) = reading.read(desk_of())
    assert reading.read(desk_of(ANALYST)) == ()
    with pytest.raises(reading.NoSuchLayer):
        reading.layer_text(desk_of(ANALYST), outcome.layers[0])
    with pytest.raises(vault.NoSuchItem):
        reading.find_quote(desk_of(ANALYST), "a.txt", "words")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that eight people had been killed in the villages.", "en"),
        ("Министр сообщил, что в сёлах погибли восемь человек.", "ru"),
        ("Министр ауылдарда сегіз адам қаза тапқанын айтты және тергеу басталды.", "kk"),
        ("---\nlanguage: pl\n---\nW procesie zasiadło 51 osób.", "pl"),
        ("Eight.", None),
        ("Osiem osób zginęło w nocy na południu kraju.", "pl"),
    ],
)
def test_the_language_is_guessed_or_left_open(text: str, language: str | None) -> None:
    """Short and foreign texts get no language rather than a wrong one."""
    assert reading.language_of(text) == language


def test_a_newer_version_of_a_tool_makes_a_layer_beside_the_old_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was quoted yesterday stands where it stood, whatever the tool of today reads."""
    from onrecord.reading import formats

    page = "<html><body><p>Eleven people were killed.</p></body></html>"
    first = _read(desk, tmp_path, "a.html", page.encode())
    quote = reading.find_quote(desk, "a.html", "Eleven people")
    assert quote is not None
    newer = replace(formats._FORMATS["text/html"], tool="onrecord html@99")
    monkeypatch.setitem(formats._FORMATS, "text/html", newer)
    (second,) = reading.read(desk)
    assert second.layers != first.layers
    assert next(one.tool for one in reading.layers(desk, "a.html")) == "onrecord html@99"
    assert len(reading.layers(desk, "a.html")) == 2
    assert reading.quote_holds(desk, quote)
    assert quote.layer == first.layers[0]
    assert reading.read(desk) == (second,)


def test_a_run_that_was_interrupted_goes_on_where_it_was(desk: Desk, tmp_path: Path) -> None:
    """What was read is on the log before the next file is opened; progress is told item by item."""
    for number in range(4):
        (tmp_path / f"{number}.html").write_text(f"<html><body><p>words {number}</p></body></html>")
    vault.seal(desk, sorted(tmp_path.glob("*.html")))
    told: list[tuple[int, int | None]] = []

    def interrupted(done: int, total: int | None) -> None:
        told.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading.read(desk, on_progress=interrupted)
    size = desk.log.size()
    assert len(reading.read(desk)) == 4
    assert desk.log.size() == size + 2
    assert told == [(1, 4), (2, 4)]


def test_what_was_stopped_is_tried_once_more_when_asked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of a busy day is no verdict; without being asked nothing is tried twice."""
    from onrecord.reading.parsing import Parsers, Unread

    def stopped(self: Parsers, task: str, content: bytes) -> None:
        raise Unread(reading.ReadStatus.STOPPED, "stopped: no answer within 120 seconds")

    with monkeypatch.context() as busy:
        busy.setattr(Parsers, "text", stopped)
        first = _read(desk, tmp_path, "a.html", b"<html><body>words</body></html>")
    assert first.status is reading.ReadStatus.STOPPED
    assert reading.read(desk) == (first,)
    (again,) = reading.read(desk, again=True)
    assert again.status is reading.ReadStatus.READ
    assert reading.read(desk) == (again,)


def test_a_newer_tool_that_fails_does_not_hide_the_text_of_the_older(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who searches goes on finding what was read once."""
    from onrecord.reading import formats

    first = _read(desk, tmp_path, "a.html", b"<html><body>words</body></html>")
    monkeypatch.setitem(formats._FORMATS, "text/html", formats.Format(tool="onrecord html@99", task="pdf"))
    (second,) = reading.read(desk)
    assert second.status is reading.ReadStatus.NOT_READABLE
    assert [one.id for one in reading.newest_layers(desk)] == list(first.layers)


def test_a_container_says_that_its_members_are_read(desk: Desk, tmp_path: Path) -> None:
    """Nobody has to wonder why a web archive has no text."""
    outcome = _read(desk, tmp_path, "a.mbox", b"From a@b Sat Feb  8 10:00:00 2031\nFrom: a@b\nTo: c@d\n\nwords\n")
    assert outcome.problem == "application/mbox is a container; what lies in it is read as items of their own"
