"""Owns the tasks that a confined child can be asked for over documents, and loads what they need beforehand.

Imported in the child alone: everything heavy is loaded once, before the fences go up, and shared by all forks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Final

import lxml.html  # noqa: F401 - loaded here so that no fork has to
import pypdfium2  # noqa: F401

from onrecord.reading import cells, docx, epub, html, linked, mail, msg, odf, pdf, pptx, rtf, subtitles, svg, xlsx
from onrecord.reading.model import Text

Task = Callable[..., dict[str, Any]]


def _reader(read: Callable[[bytes], Text]) -> Task:
    """Return a reader as a task: its text as plain JSON, or why there is none; a defect is left to the child."""

    def work(source: BinaryIO) -> dict[str, Any]:
        try:
            return read(source.read()).to_record()
        except ValueError as err:
            return {"refused": str(err)}

    return work


def _pdf_boxes(source: BinaryIO, *, page: int, start: int, end: int, words: str) -> dict[str, Any]:
    try:
        return {"boxes": [box.to_record() for box in pdf.boxes_of(source.read(), page, start, end, words)]}
    except ValueError as err:
        return {"refused": str(err)}


def _cells(source: BinaryIO, *, sheet: str | None) -> dict[str, Any]:
    try:
        return cells.cells_of(source.read(), sheet)
    except ValueError as err:
        return {"refused": str(err)}


def _linked(source: BinaryIO) -> dict[str, Any]:
    try:
        return linked.linked_text_of(source.read()).to_record()
    except ValueError as err:
        return {"refused": str(err)}


TASKS: Final[Mapping[str, Task]] = {
    "docx": _reader(docx.text_of),
    "docx_linked": _linked,
    "xlsx": _reader(xlsx.text_of),
    "cells": _cells,
    "pptx": _reader(pptx.text_of),
    "epub": _reader(epub.text_of),
    "svg": _reader(svg.text_of),
    "mail": _reader(mail.text_of),
    "msg": _reader(msg.text_of),
    "rtf": _reader(rtf.text_of),
    "subtitles": _reader(subtitles.text_of),
    "odf": _reader(odf.text_of),
    "html": _reader(html.text_of),
    "pdf": _reader(pdf.text_of),
    "pdf_boxes": _pdf_boxes,
}
