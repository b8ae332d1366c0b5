"""Owns where on the paper a quote stands: the boxes of its lines. It never guesses: what it cannot tell has none."""

from __future__ import annotations

from typing import Final

from onrecord import vault
from onrecord.kernel import Role
from onrecord.reading.model import Box, Quote
from onrecord.reading.parsing import Parsers, Unread
from onrecord.reading.quotes import layer
from onrecord.store import Desk

_PURPOSE: Final = "place of a quote"
_PDF: Final = "application/pdf"


def boxes_of(desk: Desk, quote: Quote) -> tuple[Box, ...]:
    """Return a box for each line of a quote of a PDF, page by page; none where it has no pages or cannot be told.

    The item is opened in a confined child for it, and that is recorded where its openings are.

    Raises:
        NotAllowed: the actor may only read what others made.
        NoSuchLayer: the quote's layer is not there, or not to be seen.
        NotConfined: no confined child can be started on this machine.
    """
    desk.require(Role.ANALYST)
    found = layer(desk, quote.layer)
    item = vault.item(desk, found.item)
    if item.media_type != _PDF:
        return ()
    accesses = vault.read_by_program(item, tool=found.tool, purpose=_PURPOSE)
    if accesses:
        desk.append(accesses)
    content = desk.blobs.read(item.sha256)
    boxes: list[Box] = []
    with Parsers() as parsers:
        for page in found.pages:
            start, end = max(quote.start, page.start), min(quote.end, page.end - 1)
            if start >= end:
                continue
            words = quote.text[start - quote.start : end - quote.start]
            where = {"page": page.page, "start": start - page.start, "end": end - page.start}
            try:
                boxes += parsers.boxes("pdf_boxes", content, words=words, **where)
            except Unread:
                return ()
    return tuple(boxes)
