"""Owns the asking of the confined child for recognition: page by page, and nothing of what it answers is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from onrecord import vault
from onrecord.reading.confined import Asking
from onrecord.reading.model import ReadStatus
from onrecord.reading.recognition.finding import Engine
from onrecord.reading.recognition.model import PER_POINT, Line, Seen, Word
from onrecord.reading.unread import Garbage, Unread, is_whole

# RELIABILITY P7, for each page on its own.
LIMITS: Final = vault.Limits(cpu_seconds=60, wall_seconds=120.0, memory_bytes=1 << 30, answer_bytes=16 << 20)
_MOST_PAGES: Final = 20_000
_MOST_LINES: Final = 20_000
_LONGEST_LINE: Final = 20_000
_LARGEST: Final = 1_000_000 * PER_POINT
_TURNS: Final = frozenset({0, 90, 180, 270})


@dataclass(slots=True, eq=False)
class Recogniser(Asking):
    """The confined child of one run of recognition; the first page that needs it starts it. Use it with `with`."""

    limits: vault.Limits = LIMITS
    engine: Engine = field(kw_only=True)
    failed: ClassVar[str] = "the recogniser failed"

    def start(self) -> vault.Confined:
        """Return a child that recognises."""
        return vault.Confined(self.engine.work, limits=self.limits, places=self.engine.places)

    def pages(self, content: bytes, *, is_pdf: bool) -> tuple[int, ...]:
        """Return the pages that have to be recognised, in their order.

        Raises:
            Unread: it was refused, failed, or was stopped; the reason is for a person.
            NotConfined: no confined child can be started on this machine.
        """
        value = self._answer("pages", content, "pages", is_pdf=is_pdf)
        try:
            return _pages(value)
        except Garbage as err:
            raise _lied(err) from err

    def page(self, content: bytes, page: int, *, is_pdf: bool) -> Seen:
        """Return what is seen on one page, every field checked.

        Raises:
            Unread, NotConfined: as for `pages`.
        """
        value = self._answer("page", content, "seen", is_pdf=is_pdf, page=page, **dict(self.engine.arguments))
        try:
            return _seen(value)
        except Garbage as err:
            raise _lied(err) from err

    def _answer(self, task: str, content: bytes, name: str, **arguments: Any) -> Any:
        try:
            value = self.ask(task, content, **arguments)
        except Garbage as err:
            raise _lied(err) from err
        if set(value) != {name}:
            raise _lied(Garbage("other fields than were asked for"))
        return value[name]


def _lied(err: Garbage) -> Unread:
    return Unread(ReadStatus.STOPPED, f"stopped: the recogniser answered garbage ({err})")


def _pages(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > _MOST_PAGES:
        msg = "no list of pages, or too many"
        raise Garbage(msg)
    found = tuple(_number(one, 1, _MOST_PAGES) for one in value)
    if list(found) != sorted(set(found)):
        msg = "pages out of order"
        raise Garbage(msg)
    return found


def _seen(value: Any) -> Seen:
    _has_fields(value, {"width", "height", "turned", "left_out", "lines"})
    width, height = (_number(value[name], 0, _LARGEST) for name in ("width", "height"))
    lines = value["lines"]
    if value["turned"] not in _TURNS or not isinstance(lines, list) or len(lines) > _MOST_LINES:
        msg = "no lines, too many, or turned as no page is"
        raise Garbage(msg)
    return Seen(
        width=width,
        height=height,
        turned=_number(value["turned"], 0, 270),
        left_out=_number(value["left_out"], 0, _MOST_LINES),
        lines=tuple(_line(one, width, height) for one in lines),
    )


def _line(value: Any, width: int, height: int) -> Line:
    _has_fields(value, {"text", "is_apart", "words"})
    text, words = value["text"], value["words"]
    if not isinstance(text, str) or not text or len(text) > _LONGEST_LINE or not is_whole(text):
        msg = "a line that is no text"
        raise Garbage(msg)
    if not text.isprintable() or type(value["is_apart"]) is not bool or not isinstance(words, list) or not words:
        msg = "a line with more in it than letters, or without words"
        raise Garbage(msg)
    found, at = [], 0
    for numbers in words:
        word = _word(numbers, width, height)
        if not at <= word.start < word.end <= len(text):
            msg = "words that overlap, or lie outside of their line"
            raise Garbage(msg)
        at = word.end
        found.append(word)
    return Line(text=text, words=tuple(found), is_apart=value["is_apart"])


def _word(numbers: Any, width: int, height: int) -> Word:
    if not isinstance(numbers, list) or len(numbers) != 7:
        msg = "a word without its place"
        raise Garbage(msg)
    start, end = (_number(one, 0, _LONGEST_LINE) for one in numbers[:2])
    left, right = (_number(one, 0, width) for one in (numbers[2], numbers[4]))
    bottom, top = (_number(one, 0, height) for one in (numbers[3], numbers[5]))
    confidence = _number(numbers[6], 0, 100)
    return Word(start=start, end=end, left=left, bottom=bottom, right=right, top=top, confidence=confidence)


def _has_fields(value: Any, fields: set[str]) -> None:
    if not isinstance(value, Mapping) or set(value) != fields:
        msg = "other fields than there should be"
        raise Garbage(msg)


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:  # a bool is an int
        msg = f"no number between {least} and {most}"
        raise Garbage(msg)
    return value
