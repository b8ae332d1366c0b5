"""Owns where on the paper a quote stands: the boxes of its lines. It never guesses: what it cannot tell has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import select

from onrecord import vault
from onrecord.kernel import Role
from onrecord.reading.model import Box, Layer, Page, Quote
from onrecord.reading.parsing import Parsers
from onrecord.reading.quotes import layer
from onrecord.reading.recognition import PER_POINT, Seen, Word
from onrecord.reading.tables import SEEN
from onrecord.reading.unread import Unread
from onrecord.store import Desk

_PURPOSE: Final = "place of a quote"
_PDF: Final = "application/pdf"


def boxes_of(desk: Desk, quote: Quote) -> tuple[Box, ...]:
    """Return a box for each line of a quote, page by page; none where it has no pages or cannot be told.

    Of words that were recognised they are the rectangles recorded then: of a PDF in points, of a picture in its dots,
    as it is shown upright, both from the lower left corner. For other words of a PDF the item is opened in a confined
    child, and that is recorded where its openings are.

    Raises:
        NotAllowed: the actor may only read what others made.
        NoSuchLayer: the quote's layer is not there, or not to be seen.
        NotConfined: no confined child can be started on this machine.
    """
    desk.require(Role.ANALYST)
    found = layer(desk, quote.layer)
    recognised = frozenset(found.recognised)
    boxes = [box for page, words in _recognised(desk, found, quote) for box in _around(page, words)]
    typed = [one for one, _, _ in _touched(found, quote) if one.page not in recognised]
    if typed and vault.item(desk, found.item).media_type == _PDF:
        drawn = _drawn(desk, found, quote, typed)
        if drawn is None:
            return ()
        boxes += drawn
    return tuple(sorted(boxes, key=lambda box: box.page))


def certainty_of(desk: Desk, quote: Quote) -> int | None:
    """Return how sure the machine was, 0 to 100, of the least certain recognised word in a quote; None without any.

    Raises:
        NoSuchLayer: the quote's layer is not there, or not to be seen.
    """
    found = layer(desk, quote.layer)
    return min(
        (word.confidence for _, lines in _recognised(desk, found, quote) for line in lines for word in line),
        default=None,
    )


def _touched(found: Layer, quote: Quote) -> Iterator[tuple[Page, int, int]]:
    """Yield the pages that a quote touches, each with the quote's place within it."""
    for page in found.pages:
        start, end = max(quote.start, page.start), min(quote.end, page.end - 1)
        if start < end:
            yield page, start - page.start, end - page.start


def _recognised(desk: Desk, found: Layer, quote: Quote) -> Iterator[tuple[int, tuple[tuple[Word, ...], ...]]]:
    """Yield the recognised pages of a quote, each with the words of its lines."""
    recognised = frozenset(found.recognised)
    for page, start, end in _touched(found, quote):
        if page.page in recognised and (seen := _seen(desk, found, page.page)) is not None:
            yield page.page, seen.words_at(start, end)


def _seen(desk: Desk, found: Layer, page: int) -> Seen | None:
    """Return what was seen on a page when this layer was made."""
    wanted = select(SEEN.c.sha256).where(
        SEEN.c.item == found.item, SEEN.c.tool == found.tool, SEEN.c.page == page, SEEN.c.seq < found.seq
    )
    with desk.reading() as connection:
        sha256 = connection.execute(wanted.order_by(SEEN.c.seq.desc())).scalar()
    return Seen.from_bytes(desk.blobs.read(sha256)) if sha256 is not None and desk.blobs.has(sha256) else None


def _around(page: int, lines: Iterable[tuple[Word, ...]]) -> Iterator[Box]:
    for words in lines:
        yield Box(
            page=page,
            left=min(word.left for word in words) / PER_POINT,
            bottom=min(word.bottom for word in words) / PER_POINT,
            right=max(word.right for word in words) / PER_POINT,
            top=max(word.top for word in words) / PER_POINT,
        )


def _drawn(desk: Desk, found: Layer, quote: Quote, pages: Iterable[Page]) -> list[Box] | None:
    """Return the boxes of words that stand in a PDF itself; None where one of them cannot be told."""
    item = vault.item(desk, found.item)
    accesses = vault.read_by_program(item, tool=found.tool, purpose=_PURPOSE)
    if accesses:
        desk.append(accesses)
    content = desk.blobs.read(item.sha256)
    wanted = {one.page for one in pages}
    boxes: list[Box] = []
    with Parsers() as parsers:
        for page, start, end in _touched(found, quote):
            if page.page not in wanted:
                continue
            words = quote.text[page.start + start - quote.start : page.start + end - quote.start]
            where = {"page": page.page, "start": start, "end": end}
            try:
                boxes += parsers.boxes("pdf_boxes", content, words=words, **where)
            except Unread:
                return None
    return boxes
