"""Owns the parsing of other people's files: it is done in a confined child, and what comes back is not believed.

The child (`parsers`) stays warm for a whole run and forks for each file (RELIABILITY P7, D4, D5, D8). This side asks,
checks every field of the answer, and tells apart what a parser refused and what was stopped at a limit.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from onrecord import vault
from onrecord.reading.model import Box, Page, Place, ReadStatus, Text

LIMITS: Final = vault.Limits(cpu_seconds=60, wall_seconds=120.0, memory_bytes=1 << 30, answer_bytes=64 << 20)
MOST_PARTS: Final = 200_000  # pages or places of one text
_WORK: Final = "onrecord.reading.parsers"
_LONGEST_WORD: Final = 300
_LARGEST_BOX: Final = 1e6
_FIELDS: Final = frozenset({"text", "encoding", "pages", "places", "problem"})
_STOPS: Final = {
    "cpu": "stopped: more than {cpu} seconds of processor time",
    "time": "stopped: no answer within {wall} seconds",
    "memory": "stopped: more than {memory} MiB of memory",
    "answer too large": "stopped: more than {answer} MiB of text",
}

_Part = TypeVar("_Part", Page, Place)


class Unread(Exception):
    """A file gave no text; the status and the reason go on record."""

    def __init__(self, status: ReadStatus, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


class _Garbage(Exception):
    """An answer is not what a parser says."""


@dataclass(slots=True, eq=False)
class Parsers:
    """The confined child of one run of reading; it is started by the first file that needs it. Use it with `with`."""

    limits: vault.Limits = LIMITS
    work: str = _WORK
    _child: vault.Confined | None = field(default=None, init=False)

    def text(self, task: str, content: bytes) -> Text:
        """Return what the parser `task` reads in these bytes, every field checked.

        Raises:
            Unread: it refused, failed, or was stopped; the reason is for a person.
            NotConfined: no confined child can be started on this machine.
        """
        try:
            return _text(self._answer(task, content))
        except _Garbage as err:
            raise Unread(ReadStatus.STOPPED, f"stopped: the parser answered garbage ({err})") from err

    def boxes(self, task: str, content: bytes, **arguments: Any) -> tuple[Box, ...]:
        """Return where some words stand on their page; none where the parser could not tell.

        Raises:
            Unread, NotConfined: as for `text`.
        """
        try:
            return _boxes(self._answer(task, content, **arguments))
        except _Garbage as err:
            raise Unread(ReadStatus.STOPPED, f"stopped: the parser answered garbage ({err})") from err

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, task: str, content: bytes, **arguments: Any) -> Mapping[str, Any]:
        if self._child is None:
            self._child = vault.Confined(self.work, limits=self.limits)
        answer = self._child.ask(task, io.BytesIO(content), len(content), **arguments)
        if answer.ending is vault.Ending.STOPPED:
            raise Unread(ReadStatus.STOPPED, _stopped(answer.problem or "", self.limits))
        if answer.ending is not vault.Ending.ANSWERED:
            raise Unread(ReadStatus.NOT_READABLE, _line(answer.problem or "the parser failed"))
        if not isinstance(answer.value, dict):
            msg = "no fields"
            raise _Garbage(msg)
        if "refused" in answer.value:
            raise Unread(ReadStatus.NOT_READABLE, _line(str(answer.value["refused"])))
        return answer.value


def _stopped(why: str, limits: vault.Limits) -> str:
    known = _STOPS.get(why, "stopped: the parser ended without an answer ({why})")
    return _line(
        known.format(
            why=why,
            cpu=limits.cpu_seconds,
            wall=round(limits.wall_seconds),
            memory=limits.memory_bytes >> 20,
            answer=limits.answer_bytes >> 20,
        )
    )


def _line(words: str) -> str:
    """Return a child's words as one line that a record can hold."""
    return " ".join(words.encode("utf-8", errors="replace").decode("utf-8").split())[:_LONGEST_WORD]


def _text(value: Mapping[str, Any]) -> Text:
    """Return an answer as a text: right types, whole letters, parts in order and inside of it."""
    if set(value) != _FIELDS or not isinstance(value["text"], str):
        msg = "other fields than a text has"
        raise _Garbage(msg)
    text = value["text"]
    _whole(text)
    pages = [
        Page(page=_number(one, "page", 1, MOST_PARTS), start=_at(one, "start", text), end=_at(one, "end", text))
        for one in _parts(value["pages"], {"page", "start", "end"})
    ]
    places = [
        Place(
            kind=_word(one["kind"]), name=_word(one["name"]), start=_at(one, "start", text), end=_at(one, "end", text)
        )
        for one in _parts(value["places"], {"kind", "name", "start", "end"})
    ]
    if any(page.page != number for number, page in enumerate(pages, start=1)):
        msg = "pages out of order"
        raise _Garbage(msg)
    return Text(
        text=text,
        encoding=None if value["encoding"] is None else _word(value["encoding"]),
        pages=_in_order(pages),
        places=_in_order(places),
        problem=None if value["problem"] is None else _word(value["problem"]),
    )


def _boxes(value: Mapping[str, Any]) -> tuple[Box, ...]:
    if set(value) != {"boxes"}:
        msg = "other fields than boxes have"
        raise _Garbage(msg)
    return tuple(
        Box(
            page=_number(one, "page", 1, MOST_PARTS),
            left=_length(one["left"]),
            bottom=_length(one["bottom"]),
            right=_length(one["right"]),
            top=_length(one["top"]),
        )
        for one in _parts(value["boxes"], {"page", "left", "bottom", "right", "top"})
    )


def _parts(value: Any, fields: set[str]) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > MOST_PARTS:
        msg = "no list of parts, or too many"
        raise _Garbage(msg)
    if any(not isinstance(one, dict) or set(one) != fields for one in value):
        msg = "a part with other fields"
        raise _Garbage(msg)
    return value


def _in_order(parts: Sequence[_Part]) -> tuple[_Part, ...]:
    at = 0
    for one in parts:
        if not at <= one.start <= one.end:
            msg = "parts that overlap"
            raise _Garbage(msg)
        at = one.end
    return tuple(parts)


def _at(part: Mapping[str, Any], name: str, text: str) -> int:
    return _number(part, name, 0, len(text))


def _number(part: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = part[name]
    if type(value) is not int or not least <= value <= most:  # a bool is an int
        msg = f"{name} is no number between {least} and {most}"
        raise _Garbage(msg)
    return value


def _length(value: Any) -> float:
    if type(value) not in (int, float) or not -_LARGEST_BOX <= value <= _LARGEST_BOX:
        msg = "a box beyond any page"
        raise _Garbage(msg)
    return float(value)


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_WORD:
        msg = "no short text where one has to be"
        raise _Garbage(msg)
    _whole(value)
    return _line(value)


def _whole(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as err:
        msg = "halves of letters"
        raise _Garbage(msg) from err
