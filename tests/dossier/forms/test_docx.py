"""Statements in Word files: hyperlinks bind, paragraphs are lines, and nothing hostile does harm."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from tests.ledger.world import book, claim

from onrecord import dossier
from onrecord.dossier.forms.docx import statement_of
from onrecord.reading.linked import LinkedText, linked_text_of

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TODAY = dt.date(2031, 4, 1)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_R}/hyperlink" Target="fig:killed?by=official" TargetMode="External"/>'
    f'<Relationship Id="r2" Type="{_R}/image" Target="media/a.png"/></Relationships>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>One year after</dc:title><dc:creator>A. B.</dc:creator>'
    "<dc:language>ru-RU</dc:language></cp:coreProperties>"
)
_CUSTOM = (
    '<Properties xmlns="p" xmlns:vt="v"><property name="onrecord:incident"><vt:lpwstr>valley-2031</vt:lpwstr></property>'
    '<property name="title"><vt:lpwstr>not this</vt:lpwstr></property>'
    '<property name="onrecord:as_of"><vt:lpwstr>2031-04-01</vt:lpwstr></property></Properties>'
)


def _t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _file(body: str, **parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        document = f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
        package.writestr("word/_rels/document.xml.rels", _RELATIONS)
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


def _lines(content: bytes) -> list[str]:
    return statement_of(linked_text_of(content)).file.splitlines()


_LINK = f'<w:hyperlink r:id="r1">{_t("Eleven")}{_t(" people ")}</w:hyperlink>'
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "fig:killed" \\o "x" </w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_t("ten")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (_LINK + _t("died"), [("Eleven people", "fig:killed?by=official")]),
        (_FIELD + _t(" died"), [("ten", "fig:killed")]),
        (f'<w:fldSimple w:instr=" HYPERLINK claim:K1 ">{_t("ten")}</w:fldSimple>', [("ten", "claim:K1")]),
        (f'<w:hyperlink r:id="r2">{_t("a picture")}</w:hyperlink>', []),
        (f'<w:hyperlink w:anchor="below">{_t("a mark")}</w:hyperlink>', []),
        (f'<w:hyperlink r:id="r1">{_t("  ")}</w:hyperlink>', []),
        (f'<w:fldSimple w:instr=" PAGE ">{_t("7")}</w:fldSimple>', []),
    ],
    ids=["element", "field", "simple field", "picture", "anchor", "blanks", "page number"],
)
def test_hyperlinks_bind(body: str, links: list[tuple[str, str]]) -> None:
    """As elements and as fields, without the blanks that Word takes along; what leads nowhere binds nothing."""
    statement = statement_of(linked_text_of(_file(f"<w:p>{body}</w:p>")))
    assert [(one.text, one.target.text) for one in statement.links] == links
    assert all(one.words.of(statement.text) == one.text for one in statement.links)


def test_paragraphs_are_lines_whatever_they_stand_in() -> None:
    """Headings, empty ones, line breaks, cells and notes: a line each, so that the number tells where to look."""
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_t("The toll")}</w:p><w:p/>'
        f"<w:p>{_t('one')}<w:r><w:br/></w:r>{_t('two')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{_t('killed')}</w:p></w:tc><w:tc><w:p>{_t('11')}</w:p></w:tc></w:tr></w:tbl>"
    )
    notes = f'<w:footnotes xmlns:w="{_W}"><w:footnote><w:p>{_t("a note")}</w:p></w:footnote></w:footnotes>'
    content = _file(body, word__footnotes_xml=notes)
    assert _lines(content) == ["The toll", "", "one two", "killed", "11", "a note"]
    statement = statement_of(linked_text_of(content))
    assert statement.heading == "The toll"
    assert statement.sentence_at(statement.text.index("11")).of(statement.text) == "11"


def test_what_is_deleted_or_hidden_is_not_read_and_what_is_inserted_is() -> None:
    """Tracked changes are read as if they were accepted."""
    body = (
        f"<w:p>{_t('Ten ')}<w:del><w:r><w:delText>twelve </w:delText></w:r></w:del><w:ins>{_t('more ')}</w:ins>"
        f"<w:moveFrom>{_t('moved ')}</w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>{_t('died')}</w:p>"
    )
    assert _lines(_file(body)) == ["Ten more died"]


def test_the_head_comes_from_the_properties() -> None:
    """Title, author and language from the core ones, the rest from custom ones of our name."""
    content = _file("<w:p/>", docProps__core_xml=_CORE, docProps__custom_xml=_CUSTOM)
    statement = statement_of(linked_text_of(content))
    assert dict(statement.fields) == {
        "title": "One year after",
        "language": "ru",
        "incident": "valley-2031",
        "as_of": "2031-04-01",
        "authors": "A. B.",
    }


def test_a_diagnostic_names_the_paragraph() -> None:
    """The line is the number of the paragraph, the column a letter of it."""
    content = _file(f"<w:p>{_t('The toll')}</w:p><w:p>{_t('In all twelve people were killed.')}</w:p>")
    report = dossier.check(book(claim("K1", 11)), statement_of(linked_text_of(content)), today=_TODAY)
    (told,) = [one for one in report.diagnostics if one.code.name == "OR101"]
    assert (told.line, told.column, told.text, told.fix) == (2, 8, "twelve", None)
    assert told.suggestion == "twelve → fig:killed"


def _entities() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>')
    return held.getvalue()


def _deep() -> bytes:
    return _file("<w:p>" * 3_000)


def _other() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_entities, "declares entities"),
        (_deep, "deep"),
        (_other, "no body of a Word document"),
        (lambda: b"PK\x03\x04 and no more", "not readable as a ZIP"),
        (lambda: _file("<w:p>&undeclared;</w:p>"), "not readable as XML"),
    ],
    ids=["entities", "deep", "no document", "no zip", "no XML"],
)
def test_a_hostile_file_is_refused_with_a_sentence(make: Callable[[], bytes], says: str) -> None:
    """Read in the confined child: what is made to hurt ends there, and is told."""
    with pytest.raises(dossier.StatementUnreadable) as told:
        dossier.statement_of("a.docx", make())
    assert says in told.value.message("en")


def test_a_bomb_is_refused_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than the limit is not read to its end."""
    monkeypatch.setattr("onrecord.reading.markup._MOST_UNPACKED", 1 << 20)
    with pytest.raises(ValueError, match="more than 1 MiB when unpacked"):
        linked_text_of(_file(f"<w:p>{_t(' ' * (2 << 20))}</w:p>"))


def test_the_confined_child_reads_what_the_reader_reads() -> None:
    """The same paragraphs, links and properties come out of the child."""
    content = _file(f"<w:p>{_LINK}{_t('were killed.')}</w:p>", docProps__core_xml=_CORE)
    statement = dossier.statement_of("a.docx", content)
    assert statement == statement_of(linked_text_of(content))


@pytest.mark.parametrize(
    "record",
    [
        None,
        {"paragraphs": [], "properties": {}, "more": 1},
        {"paragraphs": [["text", "ab", [[0, 3, "fig:x"]]]], "properties": {}},
        {"paragraphs": [["text", "ab", [[True, 2, "fig:x"]]]], "properties": {}},
        {"paragraphs": [["script", "ab", []]], "properties": {}},
        {"paragraphs": [["text", 7, []]], "properties": {}},
        {"paragraphs": [], "properties": {"title": 7}},
        {"paragraphs": [["text", "ab", [[0, 1, "x" * 5_000]]]], "properties": {}},
    ],
)
def test_an_answer_of_the_child_is_not_believed(record: object) -> None:
    """Other fields, places outside of the text, other types: the whole answer is refused."""
    with pytest.raises(ValueError, match=r".+"):
        LinkedText.from_record(record)
