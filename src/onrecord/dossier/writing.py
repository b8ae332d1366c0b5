"""Owns how words are bound in each form of file, and how a plain text becomes Markdown that reads the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from onrecord.dossier.statement import HEAD, Form

# What Markdown would take for markup (CommonMark 2.4): kept as letters by a backslash.
_ALWAYS: Final = frozenset("\\`*_[]<|&~")
_AT_START: Final = re.compile(r"[#>=]|(?:[-+])(?=[-+=\s]*$)|\d{3,}(?=[.)])")
_NUMBER_START: Final = re.compile(r"(\d{3,})([.)])")


def bound_words(form: Form, words: str, target: str) -> str:
    """Return words bound to a target as this form of file has it; in a Word file that is set by hand."""
    if form is Form.HTML:
        return f'<a href="{escape(target)}">{words}</a>'
    if form is Form.DOCX:
        return f"{words} → {target}"
    return f"[{words}]({target})"


def escaped(text: str) -> list[str]:
    """Return, for each letter of a plain text, what stands for it in Markdown; together they read the same.

    Blanks at the beginning of a line would make code of it and are left out.
    """
    written = [f"\\{one}" if one in _ALWAYS else one for one in text]
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.lstrip(" \t\u00a0\u2003")
        first = at + len(line) - len(stripped)
        written[at:first] = [""] * (first - at)
        if opening := _AT_START.match(stripped):
            numbered = _NUMBER_START.match(stripped)
            place = first + (numbered.end(1) if numbered else opening.start())
            written[place] = f"\\{text[place]}"
        at += len(line)
    return written


def head_of(fields: Mapping[str, str], line_end: str = "\n") -> str:
    """Return the front matter of a Markdown file that says these fields; nothing where there are none."""
    said = [f"{name}: {' '.join(value.split())}" for name in HEAD if (value := fields.get(name))]
    return line_end.join(["---", *said, "---", "", ""]) if said else ""
