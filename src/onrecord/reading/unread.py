"""Owns what is said of a file that gave no text, and of an answer that is none, for all that ask a confined child."""

from __future__ import annotations

from typing import Final

from onrecord import vault
from onrecord.reading.model import ReadStatus

LONGEST_WORD: Final = 300
_STOPS: Final = {
    "cpu": "stopped: more than {cpu} seconds of processor time",
    "time": "stopped: no answer within {wall} seconds",
    "memory": "stopped: more than {memory} MiB of memory",
    "answer too large": "stopped: more than {answer} MiB of text",
}


class Unread(Exception):
    """A file gave no text; the status and the reason go on record."""

    def __init__(self, status: ReadStatus, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


class Garbage(Exception):
    """An answer is not what a parser says."""


def stopped(why: str, limits: vault.Limits) -> str:
    """Return why a piece of work was stopped, in words."""
    known = _STOPS.get(why, "stopped: the parser ended without an answer ({why})")
    return one_line(
        known.format(
            why=why,
            cpu=limits.cpu_seconds,
            wall=round(limits.wall_seconds),
            memory=limits.memory_bytes >> 20,
            answer=limits.answer_bytes >> 20,
        )
    )


def one_line(words: str) -> str:
    """Return a child's words as one line that a record can hold."""
    return " ".join(words.encode("utf-8", errors="replace").decode("utf-8").split())[:LONGEST_WORD]


def is_whole(text: str) -> bool:
    """Say whether a text has no halves of letters, which no record can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
