"""Owns a recogniser that needs no Tesseract: what follows a mark in a file's bytes is what it sees, a page each.

Some words make it do what one might that a hostile picture took over (D8).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Final

MARK: Final = b"\n--words--\n"
_LIES: Final[Mapping[str, Callable[[dict[str, Any]], Any]]] = {
    "no fields": lambda _seen: ["words"],
    "a field too many": lambda seen: {**seen, "more": 1},
    "turned a little": lambda seen: {**seen, "turned": 45},
    "true for a number": lambda seen: {**seen, "left_out": True},
    "an endless page": lambda seen: {**seen, "width": 10**12},
    "no lines": lambda seen: {**seen, "lines": "words"},
    "a line end": lambda seen: {**seen, "lines": [{**seen["lines"][0], "text": "a\nline end"}]},
    "words past the end": lambda seen: {**seen, "lines": [{**seen["lines"][0], "words": [[0, 99, 0, 0, 1, 1, 90]]}]},
    "words over words": lambda seen: {**seen, "lines": [{**seen["lines"][0], "words": [[0, 5, 0, 0, 1, 1, 90]] * 2}]},
    "a word off the page": lambda seen: {**seen, "lines": [{**seen["lines"][0], "words": [[0, 5, 0, 0, 99999, 1, 9]]}]},
    "more than certain": lambda seen: {**seen, "lines": [{**seen["lines"][0], "words": [[0, 5, 0, 0, 1, 1, 101]]}]},
    "a word of six": lambda seen: {**seen, "lines": [{**seen["lines"][0], "words": [[0, 5, 0, 0, 1, 1]]}]},
}
LIES: Final = tuple(_LIES)


def _texts(source: BinaryIO) -> list[str]:
    return source.read().partition(MARK)[2].decode("utf-8").split("\f")


def _pages(source: BinaryIO, *, is_pdf: bool) -> dict[str, Any]:
    texts = _texts(source)
    if texts[0].startswith("pages "):
        return {"pages": [int(one) for one in texts[0].removeprefix("pages ").split()]}
    return {"pages": [number for number, text in enumerate(texts, start=1) if text != "typed"]}


def _page(source: BinaryIO, *, is_pdf: bool, page: int) -> dict[str, Any]:
    text = _texts(source)[page - 1]
    if text == "die":
        os._exit(0)
    if text == "refuse":
        return {"refused": "a page that is refused"}
    lines = [_line(one, at) for at, one in enumerate(text.split("\n")) if one]
    seen: dict[str, Any] = {"width": 10_000, "height": 10_000, "turned": 0, "left_out": 0, "lines": lines}
    return {"seen": _LIES[text](seen) if text in _LIES else seen}


def _line(text: str, at: int) -> dict[str, Any]:
    """Return a line in which a word has a point of the page for each letter, and those with a `?` are uncertain."""
    words, start = [], 0
    for word in text.split(" "):
        end = start + len(word)
        words.append(
            [start, end, start * 100, 9_000 - at * 1_000, end * 100, 9_800 - at * 1_000, 50 if "?" in word else 90]
        )
        start = end + 1
    return {"text": text, "is_apart": at == 0, "words": words}


TASKS: Final[Mapping[str, Callable[..., Any]]] = {"pages": _pages, "page": _page}
