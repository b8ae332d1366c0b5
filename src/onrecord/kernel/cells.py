"""Owns which sign parts the cells of a table that somebody sends: spreadsheets of each country write another."""

from __future__ import annotations

from typing import Final

_DELIMITERS: Final = ",;\t"


def delimiter_of(text: str) -> str:
    """Return what parts the cells of a table: the one of comma, semicolon and tab that its head has most of."""
    head = text.split("\n", maxsplit=1)[0]
    return max(_DELIMITERS, key=head.count)
