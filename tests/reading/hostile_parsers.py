"""Owns what a parser might do that a hostile file took over, as tasks for a confined process (D8)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO


def _answer(**changed: Any) -> Callable[[BinaryIO], dict[str, Any]]:
    """Return a task whose answer is that of a parser but for some fields."""
    sound = {"text": "words", "encoding": None, "pages": [], "places": [], "problem": None}
    return lambda _source: {name: value for name, value in {**sound, **changed}.items() if value != "missing"}


def _page(**changed: Any) -> list[dict[str, Any]]:
    return [{"page": 1, "start": 0, "end": 5, **changed}]


def _spin(source: BinaryIO) -> None:
    while source:
        pass


def _sleep(source: BinaryIO) -> None:
    time.sleep(3600)


def _swallow(source: BinaryIO) -> int:
    return len(bytearray(8 << 30))


def _flood(source: BinaryIO) -> dict[str, Any]:
    return _answer(text="x" * (65 << 20))(source)


def _die(source: BinaryIO) -> None:
    os._exit(0)


def _box(**changed: Any) -> Callable[..., dict[str, Any]]:
    box = {"page": 1, "left": 0, "bottom": 0, "right": 1, "top": 1, **changed}
    return lambda _source, **_arguments: {"boxes": [box]}


TASKS: Mapping[str, Callable[..., Any]] = {
    "sound": _answer(pages=_page(), places=[{"kind": "sheet", "name": "a", "start": 0, "end": 5}]),
    "spin": _spin,
    "sleep": _sleep,
    "swallow": _swallow,
    "flood": _flood,
    "die": _die,
    "no fields": lambda _source: ["words"],
    "a field too many": _answer(letters="words"),
    "a field too few": _answer(pages="missing"),
    "a number for words": _answer(text=7),
    "half a letter": lambda source: {**_answer()(source), "encoding": "x" * 400},
    "minus one page": _answer(pages=_page(page=-1)),
    "a thousand million pages": _answer(pages=_page(page=10**9)),
    "true for a number": _answer(pages=_page(page=True)),
    "half a page": _answer(pages=_page(page=1.5)),
    "a page past the end": _answer(pages=_page(end=6)),
    "a page that ends before it begins": _answer(pages=_page(start=4, end=2)),
    "pages that overlap": _answer(pages=[*_page(), *_page(page=2)]),
    "pages without end": _answer(pages=_page() * 200_001),
    "a place of no kind": _answer(places=[{"kind": None, "name": "a", "start": 0, "end": 5}]),
    "a row before the first": _answer(places=[{"kind": "sheet", "name": "a", "start": 0, "end": 5, "rows": [[-1, 1]]}]),
    "rows out of order": _answer(
        places=[{"kind": "sheet", "name": "a", "start": 0, "end": 5, "rows": [[2, 1], [1, 2]]}]
    ),
    "a row of words": _answer(places=[{"kind": "sheet", "name": "a", "start": 0, "end": 5, "rows": ["12"]}]),
    "rows without end": _answer(
        places=[{"kind": "sheet", "name": "a", "start": 0, "end": 5, "rows": [[1, 1]] * 5_001}]
    ),
    "an endless name": _answer(places=[{"kind": "sheet", "name": "a" * 301, "start": 0, "end": 5}]),
    "an endless problem": _answer(problem="x" * 301),
    "a sound box": _box(),
    "a box beyond any page": _box(left=1e300),
    "a box of words": _box(left="0"),
}
