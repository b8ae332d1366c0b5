"""Owns the text of a recognised item: its pages in their order, and what has to be told of how they were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from onrecord.reading.model import Page
from onrecord.reading.recognition.finding import Engine
from onrecord.reading.recognition.model import Seen
from onrecord.reading.unread import Unread

_MOST_NAMED: Final = 20


def joined(typed: Sequence[str], seen: Mapping[int, Seen | None]) -> tuple[str, list[Page]]:
    """Return the text of all pages in their order, and where each begins; what was seen stands for what was typed."""
    count = max([len(typed), *seen])
    pages, pieces, at = [], [], 0
    for number in range(1, count + 1):
        one = seen.get(number)
        piece = (one.text() if one is not None else typed[number - 1] if number <= len(typed) else "") + "\n"
        pages.append(Page(page=number, start=at, end=at + len(piece)))
        pieces.append(piece)
        at += len(piece)
    return "".join(pieces), pages


def told(seen: Mapping[int, Seen], failed: Mapping[int, Unread], count: int, engine: Engine) -> Iterator[str]:
    """Yield what has to be told of a recognised text: what was not seen, what may be wrong, how it was looked at."""
    if failed:
        first = next(iter(failed.values()))
        yield f"{len(failed)} of {count} pages could not be recognised: {_named(failed)} ({first.problem})"
    faint = {page: one.faint_lines() for page, one in seen.items() if one.faint_lines()}
    if faint:
        yield f"{sum(faint.values())} lines are hardly legible and may say something else: pages {_named(faint)}"
    for turn in sorted({one.turned for one in seen.values()} - {0}):
        pages = [page for page, one in seen.items() if one.turned == turn]
        yield f"read turned, since they lie {turn} degrees clockwise: pages {_named(pages)}"
    if engine.missing:
        yield f"read without the language data of {', '.join(engine.missing)}"
    left_out = sum(one.left_out for one in seen.values())
    if left_out:
        yield f"marks that are no letters with any certainty were left out: {left_out}"


def _named(pages: Iterable[int]) -> str:
    numbers = sorted(pages)
    return ", ".join(map(str, numbers[:_MOST_NAMED])) + (" ..." if len(numbers) > _MOST_NAMED else "")
