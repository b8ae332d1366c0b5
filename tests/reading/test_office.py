"""The text of Word, Excel and OpenDocument files: what is shown stands in it, what is hidden is told, bombs end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.reading import documents
from tests.reading.documents import paragraph

from onrecord import reading, vault
from onrecord.reading import docx, odf, xlsx
from onrecord.reading.model import ReadStatus
from onrecord.reading.numbers_shown import BUILT_IN, shown
from onrecord.reading.parsing import Parsers, Unread
from onrecord.store import Desk

_CELL = "<w:tc>{}</w:tc>"


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    """Return the real parsers."""
    with Parsers() as started:
        yield started


def _row(*cells: str) -> str:
    return "<w:tr>" + "".join(_CELL.format(cell) for cell in cells) + "</w:tr>"


def test_paragraphs_tabs_and_breaks_of_a_document_are_kept() -> None:
    """Words in one run or many read the same."""
    body = (
        "<w:p><w:r><w:t>Погибли </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>десять</w:t></w:r><w:r><w:t> человек.</w:t>"
        "</w:r></w:p><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>бір</w:t><w:tab/><w:t>екі</w:t><w:br/>"
        "<w:t>үш</w:t></w:r></w:p>"
    )
    assert docx.text_of(documents.docx(body)).text == "Погибли десять человек.\nбір\tекі\nүш\n"


def test_a_row_of_a_table_is_a_line() -> None:
    """Paragraphs in a cell are apart by a blank, empty cells keep their place, tables in cells stay in theirs."""
    inner = "<w:tbl>" + _row(paragraph("x"), paragraph("y")) + "</w:tbl>"
    table = (
        "<w:tbl>"
        + _row(paragraph("Район"), paragraph("Погибло") + paragraph("всего"), paragraph("Ранено"))
        + _row(paragraph("Долина"), "<w:p/>", paragraph("47"))
        + _row(paragraph("a") + inner, paragraph("b"))
        + "</w:tbl>"
    )
    text = docx.text_of(documents.docx(table + paragraph("Конец."))).text
    assert text == "Район\tПогибло всего\tРанено\nДолина\t\t47\na x y\tb\nКонец.\n"


def test_notes_heads_and_comments_are_parts_with_names() -> None:
    """A number in a footnote is quoted as one of a footnote."""
    made = documents.docx(
        paragraph("Body."),
        header1=paragraph("Head."),
        footnotes=f"<w:footnote>{paragraph('Note: 11 killed.')}</w:footnote>",
        endnotes=f"<w:endnote>{paragraph('End.')}</w:endnote>",
        footer2=paragraph("Foot."),
        comments=f"<w:comment>{paragraph('Is this so?')}</w:comment>",
    )
    text = docx.text_of(made)
    assert text.text == "Head.\nBody.\nNote: 11 killed.\nEnd.\nFoot.\nIs this so?\n"
    assert [(one.name, text.text[one.start : one.end]) for one in text.places][2] == ("footnotes", "Note: 11 killed.\n")


def test_what_was_deleted_or_hidden_is_left_out_and_told() -> None:
    """Who looks at the document does not see it; that it is there must not be lost either."""
    body = (
        "<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>GONE</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>MOVED</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>b</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDEN</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>c</w:t></w:r>"
        "<w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r></w:p>"
        "<mc:AlternateContent xmlns:mc='m'><mc:Choice>"
        + paragraph("box")
        + "</mc:Choice><mc:Fallback>"
        + paragraph("box")
        + "</mc:Fallback></mc:AlternateContent>"
    )
    text = docx.text_of(documents.docx(body))
    assert text.text == "abc\nbox\n"
    assert text.problem == (
        "deletions under tracked changes, left out: 1; passages moved away, left out: 1; "
        "insertions under tracked changes, read: 1; hidden runs, left out: 1"
    )


def test_a_workbook_gives_numbers_as_they_are_shown() -> None:
    """A reader who looks for 8 февраля 2031 г. or 12,500 finds what the sheet shows."""
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/><numFmt numFmtId="165" formatCode="#,##0&quot; тг&quot;"/>'
        '</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>'
        '<xf numFmtId="165"/><xf numFmtId="10"/></cellXfs>'
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>47887</v></c><c r="B2" s="2"><v>12500</v></c><c r="C2" s="3"><v>0.125</v></c></row>'
        '<row r="3"><c r="A3"><v>0.1</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="e"><v>#N/A</v></c>'
        '<c r="D3" t="inlineStr"><is><t>сөз</t></is></c><c r="E3" t="str"><f>A1&amp;B1</f><v>сумма</v></c></row>'
        '<row r="4" hidden="1"><c t="s"><v>99</v></c><c><v>7</v></c></row>'
    )
    strings = "<si><t>Дата</t></si><si><r><t>Ущ</t></r><r><t>ерб</t></r><rPh><t>x</t></rPh></si>"
    made = documents.xlsx(
        {"Лист 1": rows, "Скрытый": "<row><c><v>1</v></c></row>"},
        hidden=("Скрытый",),
        strings=strings,
        styles=styles,
        extra={"xl/comments1.xml": "<comments><comment><text><r><t>см. протокол</t></r></text></comment></comments>"},
    )
    text = xlsx.text_of(made)
    assert text.text == (
        "Лист 1\nДата\t\tУщерб\n08.02.2031\t12,500 тг\t12.50%\n0.1\tTRUE\t#N/A\tсөз\tсумма\n\t7\nСкрытый\n1\nсм. протокол\n"
    )
    assert [(one.kind, one.name) for one in text.places] == [
        ("sheet", "Лист 1"),
        ("hidden sheet", "Скрытый"),
        ("part", "comments"),
    ]
    assert text.problem == "hidden sheets, read: Скрытый; hidden rows, read: 1"


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ("47887", "yyyy-mm-dd", "2031-02-08"),
        ("47887.75", BUILT_IN[22], "2031-02-08 18:00"),
        ("47887.75", "h:mm AM/PM", "6:00 PM"),
        ("47887", '[$-419]d mmmm yyyy" г.";@', "8 февраля 2031 г."),
        ("47887", "[$-FC19]d mmmm yyyy", "8 февраля 2031"),
        ("47887", "[$-43F]d mmmm yyyy", "8 ақпан 2031"),
        ("47887", "dddd, d-mmm-yy", "Saturday, 8-Feb-31"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.5", "hh:mm:ss", "12:00:00"),
        ("-1", "yyyy", "-1"),
        ("1e300", "yyyy", "1e300"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1234567890123", "General", "1.23457E+12"),
        ("-2.50", "General", "-2.5"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234567", "#,##0", "1,234,567"),
        ("2.5", "0", "3"),
        ("-0.4", "0", "0"),
        ("7", "000", "007"),
        ("0.5", "#.##", ".5"),
        ("0.125", "0.0%", "12.5%"),
        ("-5", "0;(0)", "(5)"),
        ("0", '0;-0;"нет"', "нет"),
        ("12500", "#,##0\\ [$₸-43F]", "12,500 ₸"),
        ("1500000", '0.0,,"M"', "1.5M"),
        ("15", "0.00E+00", "1.50E+01"),
        ("text", "0", "text"),
        ("nan", "0", "nan"),
        ("1e999999", "0", "1e999999"),
        ("5", ";;;", ""),
    ],
)
def test_a_number_is_shown_by_its_format(value: str, code: str, words: str) -> None:
    """ECMA-376, 18.8.30: sections, decimals, thousands, percent, dates, elapsed time."""
    assert shown(value, code) == words


def test_a_year_that_begins_in_1904_is_known() -> None:
    """Workbooks of old Macintoshes count from another day: four years off is another event."""
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    sheet = {"a": '<row><c s="0"><v>46425</v></c></row>'}
    made = documents.xlsx(sheet, styles=styles, book='<workbookPr date1904="1"/>')
    assert "2031-02-08" in xlsx.text_of(made).text


def test_a_text_document_gives_tables_notes_and_feet() -> None:
    """Deleted passages are counted; who made a remark, and when, is none of its words."""
    content = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>GONE</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:h>Сведения</text:h>"
        '<text:p>Погибли<text:s text:c="2"/>десять<text:note><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>По словам жителей.</text:p></text:note-body></text:note> человек<text:tab/>.<office:annotation>"
        "<dc:creator>Someone</dc:creator><dc:date>2031</dc:date><text:p>Так ли?</text:p></office:annotation></text:p>"
        "<table:table table:name='Т'><table:table-row><table:table-cell><text:p>а</text:p><text:p>б</text:p>"
        "</table:table-cell><table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>в</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    feet = "<style:master-page><style:footer><text:p>Стр. 1</text:p></style:footer></style:master-page>"
    text = odf.text_of(documents.odf("text", content, styles=f"<text:p>unseen</text:p>{feet}"))
    assert text.text == ("Сведения\nПогибли  десять По словам жителей. человек\t. Так ли?\nа б\t\t\tв\nСтр. 1\n")
    assert text.problem is not None
    assert "deletions" in text.problem
    assert [one.name for one in text.places] == ["Т", "header or footer"]


def test_a_hidden_sheet_of_a_spreadsheet_is_read_and_told() -> None:
    """The value stands there as it is shown."""
    content = (
        "<table:table table:name='Open' table:style-name='a'><table:table-row><table:table-cell office:value='12500'>"
        "<text:p>12 500 тг</text:p></table:table-cell></table:table-row></table:table>"
        "<table:table table:name='Secret' table:style-name='b'><table:table-row><table:table-cell><text:p>x</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    automatic = (
        "<style:style style:name='a'><style:table-properties table:display='true'/></style:style>"
        "<style:style style:name='b'><style:table-properties table:display='false'/></style:style>"
    )
    text = odf.text_of(documents.odf("spreadsheet", content, automatic=automatic))
    assert text.text == "12 500 тг\nx\n"
    assert [(one.kind, one.name) for one in text.places] == [("table", "Open"), ("hidden sheet", "Secret")]
    assert text.problem == "hidden sheets, read: Secret"


def test_a_password_is_told() -> None:
    """The person may have it."""
    with pytest.raises(ValueError, match="encrypted with a password"):
        odf.text_of(documents.odf("text", "", manifest="<encryption-data/>"))


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY c SYSTEM "file://{}">]>'


def _bomb(kind: str) -> bytes:
    """Return a document whose one member is 520 MiB."""
    made = io.BytesIO()
    name = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odf": "content.xml"}[kind]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file, file.open(name, "w") as member:
        member.write(b"<a>")
        for _ in range(520):
            member.write(b" " * (1 << 20))
    return made.getvalue()


def _deep(kind: str) -> bytes:
    inner = "<w:sdt>" * 300_000
    return documents.docx(inner) if kind == "docx" else documents.odf("text", inner)


@pytest.mark.parametrize(
    ("task", "content", "why"),
    [
        ("docx", documents.docx(paragraph("&c;"), before=_LAUGHS), "declares entities"),
        ("odf", documents.odf("text", "<text:p>&c;</text:p>", before=_LAUGHS), "declares entities"),
        ("docx", documents.docx(paragraph("&c;"), before=_OUTSIDE.format("/etc/passwd")), "declares entities"),
        ("xlsx", documents.xlsx({"a": _LAUGHS}), "not readable as XML"),
        ("docx", partial(_bomb, "docx"), "more than 512 MiB when unpacked"),
        ("xlsx", partial(_bomb, "xlsx"), "more than 512 MiB when unpacked"),
        ("odf", partial(_bomb, "odf"), "more than 512 MiB when unpacked"),
        ("docx", _deep("docx"), "nested more than 2000 deep"),
        ("odf", _deep("odf"), "nested more than 2000 deep"),
        ("docx", documents.package({f"{number}": b"" for number in range(10_001)}), "10001 members"),
        ("docx", documents.package({"word/other.xml": "<a/>"}), "no body of a document in it"),
        ("xlsx", documents.package({"a": "b"}), "xl/workbook.xml is not readable"),
        ("docx", b"PK\3\4 and nothing more", "not readable as a ZIP package"),
        ("docx", documents.docx("<w:p><w:r>"), "not readable as XML"),
    ],
)
def test_a_document_made_to_hurt_is_refused_with_a_reason(
    parsers: Parsers, task: str, content: bytes | Callable[[], bytes], why: str
) -> None:
    """D5: nothing is expanded, nothing fetched, nothing unpacked beyond the limit; the next document is read."""
    with pytest.raises(Unread) as told:
        parsers.text(task, content if isinstance(content, bytes) else content())
    assert told.value.status is ReadStatus.NOT_READABLE
    assert why in told.value.problem
    assert parsers.text("docx", documents.docx(paragraph("next"))).text == "next\n"


def test_a_sheet_that_writes_without_end_is_stopped(parsers: Parsers) -> None:
    """One long string that a million cells point to: a small file, a text beyond the limit."""
    rows = '<row><c t="s"><v>0</v></c></row>' * 20_000
    made = documents.xlsx({"a": rows}, strings=f"<si><t>{'x' * 32_000}</t></si>")
    with pytest.raises(Unread) as told:
        parsers.text("xlsx", made)
    assert told.value.status is ReadStatus.STOPPED


def test_documents_are_known_by_their_bytes_and_read(desk: Desk, tmp_path: Path) -> None:
    """From the file to a quote that knows its part."""
    (tmp_path / "a.docx").write_bytes(documents.docx(paragraph("Он бір адам қаза тапты.")))
    (tmp_path / "b.xlsx").write_bytes(documents.xlsx({"Лист": "<row><c><v>47</v></c></row>"}))
    (tmp_path / "c.odt").write_bytes(documents.odf("text", "<text:p>Eleven people.</text:p>"))
    vault.seal(desk, list(tmp_path.glob("*.*")))
    outcomes = {one.name: one for one in reading.read(desk)}
    assert {one.status for one in outcomes.values()} == {ReadStatus.READ}
    quote = reading.find_quote(desk, "b.xlsx", "47")
    assert quote is not None
    place = reading.layer(desk, quote.layer).place_at(quote.start)
    assert place is not None
    assert (place.kind, place.name) == ("sheet", "Лист")
    assert reading.quote_holds(desk, quote)
