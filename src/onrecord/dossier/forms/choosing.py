"""Owns which form a file has, and the one way from the bytes of a file to a statement."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from onrecord.dossier.errors import StatementUnreadable
from onrecord.dossier.forms import docx, html, markdown, plain
from onrecord.dossier.forms.letters import Letters, letters_of
from onrecord.dossier.statement import Form, Statement

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
_OTHERS: Final = {
    ".doc": "save it as DOCX in the program it was written with",
    ".odt": "save it as DOCX in the program it was written with",
    ".rtf": "save it as DOCX in the program it was written with",
    ".pages": "export it as DOCX in the program it was written with",
    ".pdf": "a PDF is a picture of a text; check the file that it was made from",
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
        raise StatementUnreadable(path=name, problem=_OTHERS[".pdf"])
    if content.startswith(_OLE):
        raise StatementUnreadable(path=name, problem=f"it is an old or an encrypted Word file; {_OTHERS['.doc']}")
    named = _SUFFIXES.get(suffix)
    is_zip = content.startswith(_ZIP)
    if is_zip and named not in (None, Form.DOCX):
        raise StatementUnreadable(path=name, problem="it is a ZIP package and no text; a Word file is named .docx")
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
        problem = f"it has more than {_LARGEST >> 20} MiB, which no statement has"
        raise StatementUnreadable(path=name, problem=problem)
    chosen = form or form_of(name, content)
    try:
        read = docx.parse(content) if chosen is Form.DOCX else _parsed(chosen, letters_of(chosen, content))
    except ValueError as err:
        raise StatementUnreadable(path=name, problem=str(err)) from err
    return read.with_head(head or {})


def _parsed(form: Form, letters: Letters) -> Statement:
    readers = {Form.MARKDOWN: markdown.parse, Form.PLAIN: plain.parse, Form.HTML: html.parse}
    return readers[form](letters.text)
