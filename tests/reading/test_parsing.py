"""Parsers are asked in a confined child, and nothing they answer is believed (RELIABILITY P7, D8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.reading import hostile_parsers

from onrecord.reading.model import Box, Page, Place, ReadStatus
from onrecord.reading.parsing import LIMITS, Parsers, Unread

_WORK = "tests.reading.hostile_parsers"
_LIES = [name for name in hostile_parsers.TASKS if " " in name and "box" not in name]


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    """Return parsers that were taken over."""
    with Parsers(limits=replace(LIMITS, cpu_seconds=1), work=_WORK) as started:
        yield started


def test_the_limits_are_those_that_were_promised() -> None:
    """P7: sixty seconds of processor, a gigabyte of memory, 64 MiB of answer, and an end in any case."""
    assert (LIMITS.cpu_seconds, LIMITS.memory_bytes, LIMITS.answer_bytes) == (60, 1 << 30, 64 << 20)
    assert LIMITS.wall_seconds <= 120


def test_a_sound_answer_comes_back_whole(parsers: Parsers) -> None:
    """Text, pages and places, as values."""
    text = parsers.text("sound", b"abc")
    assert text.text == "words"
    assert text.pages == (Page(page=1, start=0, end=5),)
    assert text.places == (Place(kind="sheet", name="a", start=0, end=5),)
    assert parsers.boxes("a sound box", b"abc") == (Box(page=1, left=0, bottom=0, right=1, top=1),)


@pytest.mark.parametrize(
    ("task", "why"),
    [
        ("spin", "stopped: more than 1 seconds of processor time"),
        ("swallow", "stopped: more than 1024 MiB of memory"),
        ("flood", "stopped: more than 64 MiB of text"),
        ("die", "stopped: the parser ended without an answer (garbage)"),
    ],
)
def test_what_goes_to_a_limit_is_told_and_the_next_file_is_read(parsers: Parsers, task: str, why: str) -> None:
    """One file that never ends, or swallows all there is, costs itself and no other."""
    with pytest.raises(Unread) as told:
        parsers.text(task, b"abc")
    assert (told.value.status, told.value.problem) == (ReadStatus.STOPPED, why)
    assert parsers.text("sound", b"abc").text == "words"


def test_a_parser_that_only_waits_is_ended() -> None:
    """Time that passes is a limit of its own: a child at rest uses no processor."""
    with Parsers(limits=replace(LIMITS, wall_seconds=1.0), work=_WORK) as parsers, pytest.raises(Unread) as told:
        parsers.text("sleep", b"abc")
    assert told.value.problem == "stopped: no answer within 1 seconds"


@pytest.mark.parametrize("lie", _LIES)
def test_a_lie_is_garbage_and_no_text(parsers: Parsers, lie: str) -> None:
    """D8: every number and every field is looked at before it is believed."""
    with pytest.raises(Unread) as told:
        parsers.text(lie, b"abc")
    assert told.value.status is ReadStatus.STOPPED
    assert "garbage" in told.value.problem


@pytest.mark.parametrize("lie", ["a box beyond any page", "a box of words"])
def test_a_box_that_can_be_on_no_page_is_garbage(parsers: Parsers, lie: str) -> None:
    """What is drawn on a picture of the page has to be on it."""
    with pytest.raises(Unread, match="garbage"):
        parsers.boxes(lie, b"abc")
