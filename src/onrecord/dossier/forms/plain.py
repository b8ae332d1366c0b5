"""Owns the statement in plain text: every letter is prose, nothing is markup, and nothing can be bound in it."""

from __future__ import annotations

import re
from typing import Final

from onrecord.dossier.statement import Form, Statement

_FIRST: Final = re.compile(r"\A\s*(?P<line>\S[^\r\n]*)\r?\n[ \t]*\r?\n")
_LONGEST_HEADING: Final = 160
_ENDS: Final = (".", "!", "…", ";", ":", ",")


def parse(text: str) -> Statement:
    """Return the statement in a plain text. A first line that stands alone and ends no sentence is its heading."""
    first = _FIRST.match(text)
    line = first["line"].rstrip() if first else ""
    is_heading = bool(line) and len(line) <= _LONGEST_HEADING and not line.endswith(_ENDS)
    return Statement(
        text=text,
        shown=text,
        prose=text,
        body_start=0,
        fields={},
        title_span=None,
        links=(),
        form=Form.PLAIN,
        heading=line if is_heading else "",
    )
