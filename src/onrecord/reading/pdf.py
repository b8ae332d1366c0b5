"""Owns the text of PDF: the text layer of each page. A page that is a picture has none; its emptiness says so."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from typing import Any, Final

from onrecord.reading.model import Box, Page, Text

_MOST_PAGES: Final = 20_000
_MOST_NAMED: Final = 20
_MOST_BOXES: Final = 1_000
# What PDFium adds or puts in place of a hyphen where a line ends, and what is no ink: none of it has a box to look for.
_UNSEEN: Final = frozenset({0x00, 0x02, 0x2D, 0xAD, 0xFFFE, 0x200B, 0xFEFF})


def text_of(content: bytes) -> Text:
    """Return the text of all pages, one after the other, and where each page begins.

    What lies outside of a page's visible part is not in it. A page that cannot be read is told and has no text.

    Raises:
        ValueError: no PDF, one that needs a password, or one of more than 20,000 pages.
    """
    document = _opened(content)
    count = len(document)
    if count > _MOST_PAGES:
        msg = f"{count} pages; more than {_MOST_PAGES} are not read at once"
        raise ValueError(msg)
    gc.disable()  # a fork that lives for this one file; a thousand pages leave nothing that a search would find
    return _joined([_page_text(document, number) for number in range(count)])


def boxes_of(content: bytes, page: int, start: int, end: int, words: str) -> tuple[Box, ...]:
    """Return a box for each line of the words that stand at these code points of the page's text.

    None where the page's text no longer has them there, or the letters cannot be told apart with certainty.

    Raises:
        ValueError: it cannot be read as PDF any more, or has no such page.
    """
    document = _opened(content)
    if not 1 <= page <= len(document):
        msg = f"there is no page {page}"
        raise ValueError(msg)
    text = _page_text(document, page - 1)
    if text is None or text[start:end] != words:
        return ()
    textpage = document[page - 1].get_textpage()
    span = _characters(textpage, text, start, end)
    if span is None:
        return ()
    rectangles = min(textpage.count_rects(*span), _MOST_BOXES)
    found = [textpage.get_rect(number) for number in range(rectangles)]
    return tuple(Box(page=page, left=one[0], bottom=one[1], right=one[2], top=one[3]) for one in found)


def _opened(content: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as err:
        msg = f"not readable as PDF: {err}"
        raise ValueError(msg) from err


def _page_text(document: Any, number: int) -> str | None:
    """Return the text of a page, or None where PDFium cannot read it."""
    import pypdfium2

    try:
        page = document[number]
        textpage = page.get_textpage()
        text = _visible(page, textpage)
    except pypdfium2.PdfiumError:
        return None
    textpage.close()
    page.close()
    return text.replace("\r\n", "\n").replace("\x00", "")


def _visible(page: Any, textpage: Any) -> str:
    """Return the text inside of the page's box. The library asks PDFium twice, for its length first; once will do."""
    from pypdfium2 import raw

    units = 2 * textpage.count_chars() + 64
    buffer = (ctypes.c_ushort * units)()
    left, bottom, right, top = page.get_bbox()
    taken = raw.FPDFText_GetBoundedText(textpage, left, top, right, bottom, buffer, units)
    if taken >= units:
        return str(textpage.get_text_bounded())
    return memoryview(buffer)[:taken].tobytes().decode("utf-16-le", errors="ignore")


def _joined(texts: list[str | None]) -> Text:
    pages, at = [], 0
    for number, text in enumerate(texts, start=1):
        end = at + len(text or "") + 1
        pages.append(Page(page=number, start=at, end=end))
        at = end
    return Text(text="".join(f"{text or ''}\n" for text in texts), pages=tuple(pages), problem=_silent(texts))


def _silent(texts: list[str | None]) -> str | None:
    """Return which pages gave no text: scans among typed ones, whose words nobody finds by searching."""
    broken = [number for number, text in enumerate(texts, start=1) if text is None]
    silent = [number for number, text in enumerate(texts, start=1) if text is not None and not text.strip()]
    told = [
        f"{len(numbers)} of {len(texts)} pages {what}: {_named(numbers)}"
        for numbers, what in ((silent, "have no text layer"), (broken, "are not readable"))
        if numbers
    ]
    return "; ".join(told) or None


def _named(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_MOST_NAMED])) + (" ..." if len(numbers) > _MOST_NAMED else "")


def _characters(textpage: Any, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the first character and the count of those that PDFium drew these code points of a page's text from.

    PDFium numbers what it drew; the text has spaces and line ends of its own, and lacks what lies outside of the page.
    So both are walked side by side over what is ink, and the words must be there whole.
    """
    before, wanted = list(_ink(text[:start])), list(_ink(text[start:end]))
    if not wanted:
        return None
    drawn = list(_drawn(textpage))
    at = 0
    for unit in before:
        at = _next(drawn, unit, at) + 1
        if not at:
            return None
    at = _next(drawn, wanted[0], at)
    found = drawn[at : at + len(wanted)] if at >= 0 else []
    if [unit for unit, _ in found] != wanted:
        return None
    return found[0][1], found[-1][1] - found[0][1] + 1


def _next(drawn: list[tuple[int, int]], unit: int, at: int) -> int:
    return next((place for place in range(at, len(drawn)) if drawn[place][0] == unit), -1)


def _drawn(textpage: Any) -> Iterator[tuple[int, int]]:
    """Yield what is ink among the page's characters, in units of UTF-16, each with its number."""
    from pypdfium2 import raw

    for number in range(textpage.count_chars()):
        for unit in _ink(chr(min(raw.FPDFText_GetUnicode(textpage, number), 0x10FFFF))):
            yield unit, number


def _ink(text: str) -> Iterator[int]:
    for letter in text:
        code = ord(letter)
        if code in _UNSEEN or letter.isspace():
            continue
        if code <= 0xFFFF:
            yield code
        else:
            yield 0xD800 + (code - 0x10000 >> 10)
            yield 0xDC00 + (code - 0x10000 & 0x3FF)
