"""Presentations, drawings and books: what a reader of them sees, part by part, and what is made to hurt."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from onrecord import reading, vault
from onrecord.reading import epub, pptx, svg
from onrecord.store import Desk

_A = 'xmlns:a="urn:a" xmlns:p="urn:p" xmlns:r="urn:r"'


def _zip(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def _relations(*pairs: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="urn:x/{kind}" Target="{target}"/>' for i, kind, target in pairs)
    return f"<Relationships>{inner}</Relationships>"


def _slide(*paragraphs: str, more: str = "", show: str = "1") -> str:
    inner = "".join(f"<a:p><a:r><a:t>{one}</a:t></a:r></a:p>" for one in paragraphs)
    return f'<p:sld {_A} show="{show}"><p:sp><p:txBody>{inner}</p:txBody></p:sp>{more}</p:sld>'


def _presentation(**parts: str) -> bytes:
    table = (
        "<a:tbl><a:tr><a:tc><a:p><a:r><a:t>Долина</a:t></a:r></a:p></a:tc>"
        "<a:tc><a:p><a:r><a:t>10</a:t></a:r></a:p></a:tc></a:tr></a:tbl>"
    )
    corner = '<p:sp><p:nvPr><p:ph type="sldNum"/></p:nvPr><a:p><a:fld><a:t>7</a:t></a:fld></a:p></p:sp>'
    return _zip(
        {
            "ppt/presentation.xml": f'<p:presentation {_A}><p:sldIdLst><p:sldId id="256" r:id="rId9"/>'
            '<p:sldId id="257" r:id="rId3"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": _relations(
                ("rId3", "slide", "slides/slide1.xml"), ("rId9", "slide", "slides/slide2.xml")
            ),
            "ppt/slides/slide1.xml": _slide("Скрытый слайд.", show="0"),
            "ppt/slides/slide2.xml": _slide("Погибли десять человек.", "Он бір адам.", more=table + corner),
            "ppt/slides/_rels/slide2.xml.rels": _relations(("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")),
            "ppt/notesSlides/notesSlide1.xml": f"<p:notes {_A}><a:p><a:r><a:t>Сказать о 178 раненых.</a:t></a:r></a:p></p:notes>",
            **parts,
        }
    )


def test_slides_stand_in_the_order_in_which_they_are_shown() -> None:
    """Tables are lines, notes are parts of their own, the number in the corner is no word; hidden ones are told."""
    text = pptx.text_of(_presentation())
    assert text.text == ("Погибли десять человек.\nОн бір адам.\nДолина\t10\nСказать о 178 раненых.\nСкрытый слайд.\n")
    assert [(one.kind, one.name) for one in text.places] == [
        ("slide", "1"), ("notes of slide", "1"), ("hidden slide", "2")
    ]  # fmt: skip
    assert text.problem == "hidden slides, read: 2"


def test_a_presentation_that_does_not_say_its_order_is_read_by_number() -> None:
    """Nothing of it is lost."""
    text = pptx.text_of(_presentation(**{"ppt/_rels/presentation.xml.rels": _relations()}))
    assert "Погибли десять" in text.text
    assert "Скрытый слайд" in text.text


def test_words_of_a_drawing_are_those_that_are_shown() -> None:
    """No script, no style, nothing hidden; pieces of one text stay on one line."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg"><title>Карта</title><style>text{}</style><script>var x="9 killed"</script>'
        '<text x="1">Погибли <tspan>десять</tspan>\n  <tspan x="9" y="2">человек</tspan></text>'
        '<text display="none">99 killed</text><g visibility="hidden"><text>secret</text></g><text>Он бір</text></svg>'
    )
    text = svg.text_of(drawing.encode())
    assert text.text == "Карта\nПогибли десять человек\nОн бір\n"
    assert text.problem == "hidden elements, left out: 2"


_CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
_BOOK = (
    '<package><manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="b" href="sub/tw%6f.xhtml" media-type="application/xhtml+xml"/><item id="c" href="x.png" '
    'media-type="image/png"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
)


def _book(**parts: str) -> bytes:
    return _zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OEBPS/book.opf": _BOOK,
            "OEBPS/one.xhtml": "<html><body><p>Погибли десять.</p></body></html>",
            "OEBPS/sub/two.xhtml": "<html><body><h1>Бірінші</h1><script>9</script></body></html>",
            **parts,
        }
    )


def test_a_book_is_read_in_the_order_of_its_chapters() -> None:
    """A quote knows its chapter."""
    text = epub.text_of(_book())
    assert text.text == "Бірінші\nПогибли десять.\n"
    assert [(one.kind, one.name) for one in text.places] == [("chapter", "1"), ("chapter", "2")]


def test_a_locked_book_is_refused_and_one_with_disguised_fonts_is_not() -> None:
    """What cannot be read is told, not given as garbage."""
    locked = '<encryption><EncryptedData><EncryptionMethod Algorithm="urn:aes"/></EncryptedData></encryption>'
    with pytest.raises(ValueError, match="locked against copying"):
        epub.text_of(_book(**{"META-INF/encryption.xml": locked}))
    fonts = locked.replace("urn:aes", "http://www.idpf.org/2008/embedding")
    assert epub.text_of(_book(**{"META-INF/encryption.xml": fonts})).text.startswith("Бірінші")


_BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (svg.text_of, f"{_BOMB}<svg>&a;&b;</svg>".encode()),
        (svg.text_of, b"<svg>" + b"<g>" * 5_000),
        (svg.text_of, b"<svg><text>cut"),
        (pptx.text_of, _presentation(**{"ppt/slides/slide2.xml": f"{_BOMB}<p:sld {_A}>&b;</p:sld>"})),
        (pptx.text_of, _zip({"ppt/slides/slide1.xml": _slide("a")})),
        (pptx.text_of, b"PK\3\4 and no more"),
        (epub.text_of, _zip({"mimetype": "application/epub+zip"})),
        (epub.text_of, _book(**{"OEBPS/book.opf": f"{_BOMB}<package>&b;</package>"})),
    ],
)
def test_what_is_made_to_hurt_is_refused(reader: object, content: bytes) -> None:
    """D5: entities are refused where they are declared; a file that is cut gives no half of its words."""
    with pytest.raises(ValueError, match=r"."):
        reader(content)  # type: ignore[operator]


def test_they_are_known_by_their_bytes_and_read(desk: Desk, tmp_path: Path) -> None:
    """Through the confined child, like every form."""
    for name, content in (
        ("a.bin", _presentation()),
        ("b.bin", _book()),
        ("c.bin", b"<svg><text>ten killed</text></svg>"),
    ):
        (tmp_path / name).write_bytes(content)
    vault.seal(desk, sorted(tmp_path.iterdir()))
    assert [one.status.value for one in reading.read(desk)] == ["read"] * 3
    quote = reading.find_quote(desk, "a.bin", "Погибли десять")
    assert quote is not None
    assert reading.marks_of(quote, "ru") == "слайд 1"
