"""Owns which form a file has, and the one way from the bytes of a file to a statement."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from onrecord.dossier.errors import StatementUnreadable
from onrecord.dossier.forms import docx, html, markdown, plain
from onrecord.dossier.forms.letters import Letters, LettersRefused, letters_of
from onrecord.dossier.statement import Form, Statement
from onrecord.kernel import Label

_SUFFIXES: Final = {
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".txt": Form.PLAIN,
    ".text": Form.PLAIN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".docx": Form.DOCX,
    ".docm": Form.DOCX,
}
# What is often sent in the place of a statement and is none that can be read here, with what to do.
_AS_DOCX: Final = Label(
    en="save it as DOCX in the program it was written with",
    ru="сохраните его как DOCX в той программе, где он написан",
    kk="оны жазылған бағдарламада DOCX түрінде сақтаңыз",
)
_PICTURE: Final = Label(
    en="a PDF is a picture of a text; check the file that it was made from",
    ru="PDF — это изображение текста; проверьте файл, из которого он сделан",
    kk="PDF — мәтіннің бейнесі; ол жасалған файлды тексеріңіз",
)
_OLD_WORD: Final = Label(
    en="it is an old or an encrypted Word file; {way}",
    ru="это старый или зашифрованный файл Word; {way}",
    kk="бұл — ескі немесе шифрланған Word файлы; {way}",
)
_PACKAGE: Final = Label(
    en="it is a ZIP package and no text; a Word file is named .docx",
    ru="это пакет ZIP, а не текст; имя файла Word кончается на .docx",
    kk="бұл — мәтін емес, ZIP пакеті; Word файлының аты .docx-пен бітеді",
)
_TOO_LARGE: Final = Label(
    en="it has more than {size} MiB, which no statement has",
    ru="в нём больше {size} МиБ, таких заявлений не бывает",
    kk="онда {size} МиБ-тан көп, мұндай мәлімет болмайды",
)
_WORD_UNREAD: Final = Label(
    en="the Word file cannot be read ({problem}); save it anew in the program it was written with",
    ru="файл Word не читается ({problem}); сохраните его заново в той программе, где он написан",
    kk="Word файлы оқылмайды ({problem}); оны жазылған бағдарламада қайта сақтаңыз",
)
_EMPTY: Final = Label(
    en="there is not a word in it, so nothing could be checked; look whether it was saved whole",
    ru="в нём нет ни слова, проверять нечего; посмотрите, целиком ли он сохранён",
    kk="онда бір сөз де жоқ, тексеретін ештеңе жоқ; толық сақталғанын қараңыз",
)
_OTHERS: Final = {
    ".doc": _AS_DOCX,
    ".odt": _AS_DOCX,
    ".rtf": _AS_DOCX,
    ".pages": _AS_DOCX,
    ".pdf": _PICTURE,
}
_ZIP: Final = b"PK\x03\x04"
_PDF: Final = b"%PDF-"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_HEAD: Final = 1024
_LARGEST: Final = 64 << 20


def form_of(name: str, content: bytes) -> Form:
    """Return the form of a file: what its name says, else what its bytes say, else Markdown.

    Raises:
        StatementUnreadable: name and bytes cannot be a statement, or say different things.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _OTHERS:
        raise StatementUnreadable(path=name, problem=_OTHERS[suffix])
    if content.startswith(_PDF):
        raise StatementUnreadable(path=name, problem=_PICTURE)
    if content.startswith(_OLE):
        raise StatementUnreadable(path=name, problem=_OLD_WORD.filled(way=_AS_DOCX))
    named = _SUFFIXES.get(suffix)
    is_zip = content.startswith(_ZIP)
    if is_zip and named not in (None, Form.DOCX):
        raise StatementUnreadable(path=name, problem=_PACKAGE)
    if named is not None:
        return named
    if is_zip:
        return Form.DOCX
    head = content[:_HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    return Form.HTML if head.startswith(b"<") and _HTML.search(head) else Form.MARKDOWN


def statement_of(
    name: str, content: bytes, *, form: Form | None = None, head: Mapping[str, str] | None = None
) -> Statement:
    """Return the statement in the bytes of a file. `form` and `head` are what a person says of it, and overrule it.

    Raises:
        StatementUnreadable: the bytes are no statement of that form, with what to do.
        NotConfined: a Word file is to be read and nothing confines its reader on this machine.
    """
    if len(content) > _LARGEST:
        raise StatementUnreadable(path=name, problem=_TOO_LARGE.filled(size=_LARGEST >> 20))
    chosen = form or form_of(name, content)
    read = _word(name, content) if chosen is Form.DOCX else _letters(name, content, chosen)
    if not read.prose.strip() and read.title_span is None:
        raise StatementUnreadable(path=name, problem=_EMPTY)
    return read.with_head(head or {})


def _word(name: str, content: bytes) -> Statement:
    try:
        return docx.parse(content)
    except ValueError as err:
        raise StatementUnreadable(path=name, problem=_WORD_UNREAD.filled(problem=str(err))) from err


def _letters(name: str, content: bytes, form: Form) -> Statement:
    try:
        return _parsed(form, letters_of(form, content))
    except LettersRefused as err:
        raise StatementUnreadable(path=name, problem=err.problem) from err


def _parsed(form: Form, letters: Letters) -> Statement:
    readers = {Form.MARKDOWN: markdown.parse, Form.PLAIN: plain.parse, Form.HTML: html.parse}
    return readers[form](letters.text)
