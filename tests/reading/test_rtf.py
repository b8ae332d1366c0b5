"""The text of Rich Text: letters by code page and in Unicode, tables, notes, what is hidden."""

from __future__ import annotations

import pytest

from onrecord.reading import rtf


def _bytes(words: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" if byte > 0x7F else chr(byte) for byte in words.encode(encoding))


def _text(inner: str, head: str = "\\rtf1\\ansi\\ansicpg1251") -> str:
    return rtf.text_of(f"{{{head} {inner}}}".encode("latin-1")).text


def test_cyrillic_by_escapes_and_by_unicode_is_read() -> None:
    """The two ways in which programs of the region write."""
    assert _text(_bytes("Погибли десять человек.", "cp1251") + "\\par") == "Погибли десять человек.\n"
    kazakh = "".join(f"\\u{ord(letter)}?" for letter in "Он бір адам қаза тапты")
    assert _text(kazakh) == "Он бір адам қаза тапты\n"
    assert _text("\\uc2\\u1178??\\uc0\\u1179 x\\uc1\\u-10179\\'3f\\u-8704\\'3f") == "Ққx😀\n"


def test_a_font_names_the_page_of_its_letters() -> None:
    """A document of one page may quote in another; a group's font ends with the group."""
    fonts = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times CYR;}{\\f2\\fcharset238 CE;}}"
    inner = f"{fonts}\\f0 caf\\'e9 {{\\f1 {_bytes('сёла', 'cp1251')}}} {{\\f2 {_bytes('łąka', 'cp1250')}}} caf\\'e9"
    assert _text(inner, "\\rtf1\\ansi\\ansicpg1252") == "café сёла łąka café\n"
    assert _text("\xd1\xb8\xeb\xe0") == "Сёла\n"


def test_tables_notes_and_signs_are_read() -> None:
    """A row is a line; what stands in a cell stays in it."""
    inner = (
        "{\\header Head\\par}a\\tab b\\~c\\emdash d\\{\\}\\\\\\line e\\par\\pard\\intbl x\\par y\\cell\\cell z\\cell\\row"
        "\\pard word{\\footnote note\\par} end\\par"
    )
    assert _text(inner) == "Head\na\tb\xa0c—d{}\\\ne\nx y\t\tz\nword note end\n"


def test_what_is_no_text_is_passed_over() -> None:
    """Styles, pictures, fields' codes, bytes of objects, destinations that nobody knows."""
    inner = (
        "{\\stylesheet{\\s0 Normal;}}{\\info{\\author Someone}}{\\*\\generator X;}{\\*\\unknown secret}"
        "{\\pict\\pngblip 89504e47}{\\field{\\*\\fldinst DDEAUTO c}{\\fldrslt shown}}\\bin5 {{{{{ after"
        "{\\shp{\\*\\shpinst{\\sp{\\sn name}{\\sv 1}}{\\shptxt  box}}}"
    )
    assert _text(inner) == "shown after box\n"


def test_deleted_and_hidden_words_are_left_out_and_told() -> None:
    """As in other documents."""
    made = rtf.text_of(b"{\\rtf1 a{\\deleted GONE}b{\\v HIDDEN}c\\v1 X\\v0 d\\v Y\\plain e}")
    assert made.text == "abcde\n"
    assert made.problem == "deletions under tracked changes, left out: 1; hidden runs, left out: 3"


@pytest.mark.parametrize(
    ("content", "why"), [(b"{\\rtf1" + b"{" * 100_000, "nested more than 2000 deep"), (b"{\\rt", "not readable as RTF")]
)
def test_what_is_no_rich_text_is_refused(content: bytes, why: str) -> None:
    """With a reason, and without recursion."""
    with pytest.raises(ValueError, match=why):
        rtf.text_of(content)


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1 }}}}}} \\'zz \\u99999999999999 \\u-99999 x",
        b"{\\rtf1\\ansicpg99999 a\\bin2000000000 b",
        b"{\\rtf1\\uc1000000000\\u1? rest",
        b"{\\rtf1{\\fonttbl" + b"{\\f1\\fcharset204 a;}" * 20_000 + b"} \\u55357? half",
        b"{\\rtf1" + b"\\" * 1_000_001,
        b"{\\rtf1" + b"\\a" * 500_000,
    ],
)
def test_broken_rich_text_ends_with_what_can_be_read(content: bytes) -> None:
    """Whatever stands in it, it is read once from left to right."""
    rtf.text_of(content).text.encode("utf-8")
