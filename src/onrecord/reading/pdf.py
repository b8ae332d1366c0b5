"""Owns the text of PDF: the text layer of each page. A page that is a picture has none; its emptiness says so."""

from __future__ import annotations

from typing import Final

from onrecord.reading.model import Page, Text

TOOL: Final = "onrecord pdf@1"
_MOST_PAGES: Final = 5_000
_MOST_NAMED: Final = 20


def text_of(content: bytes) -> Text:
    """Return the text of all pages, one after the other, and where each page begins.

    Raises:
        ValueError: no PDF, one that needs a password, or one of more than 5,000 pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as err:
        msg = f"not readable as PDF: {err}"
        raise ValueError(msg) from err
    try:
        count = len(document)
        if count > _MOST_PAGES:
            msg = f"{count} pages; more than {_MOST_PAGES} are not read at once"
            raise ValueError(msg)
        return _joined([_page_text(document, number) for number in range(count)])
    finally:
        document.close()


def _page_text(document: object, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]  # type: ignore[index]
        text: str = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError as err:
        msg = f"page {number + 1} is not readable: {err}"
        raise ValueError(msg) from err
    return text.replace("\r\n", "\n").replace("\x00", "")


def _joined(texts: list[str]) -> Text:
    pages, at = [], 0
    for number, text in enumerate(texts, start=1):
        pages.append(Page(page=number, start=at, end=at + len(text) + 1))
        at += len(text) + 1
    return Text(text="".join(text + "\n" for text in texts), pages=tuple(pages), problem=_silent(texts))


def _silent(texts: list[str]) -> str | None:
    """Return which pages gave no text: scans among typed ones, whose words nobody finds by searching."""
    silent = [number for number, text in enumerate(texts, start=1) if not text.strip()]
    if not silent:
        return None
    named = ", ".join(map(str, silent[:_MOST_NAMED])) + (" ..." if len(silent) > _MOST_NAMED else "")
    return f"{len(silent)} of {len(texts)} pages have no text layer: {named}"
