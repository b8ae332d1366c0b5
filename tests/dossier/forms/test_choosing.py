"""Which form a file has: by its name, by its bytes; what cannot be one is refused with what to do."""

import codecs

import pytest

from onrecord import dossier
from onrecord.dossier import Form


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.md", b"<!doctype html>", Form.MARKDOWN),
        ("A.TXT", b"# no heading", Form.PLAIN),
        ("a.htm", b"no tag", Form.HTML),
        ("a.docx", b"PK\x03\x04", Form.DOCX),
        ("", b"PK\x03\x04", Form.DOCX),
        ("", b"\xef\xbb\xbf  <!-- x --> <!DOCTYPE HTML>", Form.HTML),
        ("draft", b"<html lang=ru>", Form.HTML),
        ("draft", b"A text about <html> tags", Form.MARKDOWN),
        ("draft.v2", b"", Form.MARKDOWN),
    ],
)
def test_name_and_bytes_tell_the_form(name: str, content: bytes, form: Form) -> None:
    """The name first, then the bytes, then Markdown."""
    assert dossier.form_of(name, content) is form


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.md", b"PK\x03\x04", "a Word file is named .docx"),
        ("a.pdf", b"", "check the file that it was made from"),
        ("a.txt", b"%PDF-1.7", "check the file that it was made from"),
        ("a.odt", b"PK\x03\x04", "save it as DOCX"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "encrypted Word file"),
        ("a.md", b"\xff\xfe", "no UTF-8"),
        ("a.txt", b"\x00\x01\xff", "no text in"),
        ("a.html", b'<meta charset="windows-1257">\xa1', "it says that it is windows-1257"),
        ("a.md", b"", "not a word in it"),
        ("a.md", b"---\nlanguage: en\n---\n \n", "not a word in it"),
        ("a.html", b"<p> </p>", "not a word in it"),
    ],
)
def test_what_is_no_statement_is_refused_with_what_to_do(name: str, content: bytes, says: str) -> None:
    """The sentence names the file and a way out."""
    with pytest.raises(dossier.StatementUnreadable) as told:
        dossier.statement_of(name, content)
    assert says in told.value.message("en")
    assert len({told.value.message(one) for one in ("en", "ru", "kk")}) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", codecs.BOM_UTF8 + "---\nlanguage: kk\n---\nОн адам\r\n".encode()),
        ("a.txt", "Погибли десять человек, и это не всё, что известно.".encode("cp1251")),
        ("a.html", '<meta charset="windows-1251"><p>Погибли десять'.encode("cp1251")),
        ("a.html", codecs.BOM_UTF16_LE + "<p>Десять".encode("utf-16-le")),
        ("a.txt", "Он адам қаза тапты".encode()),
    ],
)
def test_letters_are_written_back_as_they_were(name: str, content: bytes) -> None:
    """The mark before a text is none of it, and comes back; so do encodings and line ends."""
    form = dossier.form_of(name, content)
    letters = dossier.letters_of(form, content)
    assert letters.text[0] != "\ufeff"
    assert letters.bytes_of(letters.text) == content


def test_what_a_person_says_overrules_the_head() -> None:
    """`--language`, `--as-of` and the like come in the place of what the file says."""
    statement = dossier.statement_of("a.md", b"---\nlanguage: kk\ntitle: T\n---\nx", head={"language": "en"})
    assert (statement.language, statement.title) == ("en", "T")


def test_a_mark_before_the_front_matter_hides_nothing() -> None:
    """Windows editors put U+FEFF first; the head is read all the same."""
    statement = dossier.statement_of("a.md", codecs.BOM_UTF8 + b"---\nincident: valley\n---\nOne.\n")
    assert statement.fields["incident"] == "valley"
