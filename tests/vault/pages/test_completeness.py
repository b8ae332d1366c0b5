"""Completeness: whatever of the list is missing, the capture is not complete (RELIABILITY E6; METHOD 1.1, a to h)."""

from dataclasses import replace
from typing import Any

import pytest

from onrecord.vault.pages.completeness import Held, Missing, is_court_minimum, missing
from onrecord.vault.pages.shells import ShellSign

WHOLE = Held(
    url_requested="https://news.example.org/a",
    url_final="https://news.example.org/b",
    chain=("https://news.example.org/a", "https://news.example.org/b"),
    warc_targets=frozenset({"https://news.example.org/a", "https://news.example.org/b", "https://news.example.org/c"}),
    html_source="aa",
    picture="bb",
    picture_height=2000,
    document_height=2000,
    pdf="cc",
    metadata="dd",
    is_described=True,
    collector="an analyst",
    tool="onrecord capture@1",
    tool_version="Chromium 1",
    our_time="2031-04-01T12:00:00Z",
    server_time="2031-04-01T12:00:05Z",
    headers=9,
    is_encrypted=True,
    certificates=2,
    warc="ee",
)
WITHOUT: dict[str, tuple[dict[str, Any], set[Missing], bool]] = {
    # what is taken away: what is then missing, and whether the court's minimum still holds
    "requested address": ({"url_requested": ""}, {Missing.ADDRESS}, False),
    "final address": ({"url_final": None}, {Missing.ADDRESS}, False),
    "way": ({"chain": ()}, {Missing.ADDRESS}, False),
    "way to the page": ({"chain": ("https://news.example.org/a",)}, {Missing.ADDRESS}, False),
    "page in the WARC": ({"warc_targets": frozenset({"https://news.example.org/a"})}, {Missing.ADDRESS}, False),
    "source": ({"html_source": None}, {Missing.HTML_SOURCE}, False),
    "image and print": ({"picture": None, "pdf": None}, {Missing.FULL_PAGE, Missing.SCREENSHOT}, False),
    "image": ({"picture": None}, {Missing.SCREENSHOT}, True),
    "foot of the image": ({"picture_height": 1999}, {Missing.SCREENSHOT}, True),
    "foot of the image, and print": (
        {"picture_height": 1999, "pdf": None}, {Missing.FULL_PAGE, Missing.SCREENSHOT}, False,
    ),
    "height of the document": ({"document_height": 0, "pdf": None}, {Missing.FULL_PAGE, Missing.SCREENSHOT}, False),
    "print": ({"pdf": None}, set(), True),
    "a film": ({"media_lost": 1}, {Missing.EMBEDDED_MEDIA}, True),
    "metadata": ({"metadata": None}, {Missing.EMBEDDED_METADATA}, True),
    "context": ({"is_described": False}, {Missing.CONTEXT}, True),
    "collector": ({"collector": None}, {Missing.COLLECTOR}, True),
    "tool": ({"tool": None}, {Missing.TOOL_VERSION}, True),
    "version": ({"tool_version": None}, {Missing.TOOL_VERSION}, True),
    "our clock": ({"our_time": None}, {Missing.OUR_CLOCK, Missing.FULL_PAGE}, False),
    "server's clock": ({"server_time": None}, {Missing.SERVER_CLOCK}, True),
    "headers": ({"headers": 0}, {Missing.HEADERS}, True),
    "certificates": ({"certificates": 0}, {Missing.TLS_CHAIN}, True),
    "certificates, in the clear": ({"certificates": 0, "is_encrypted": False}, set(), True),
    "WARC": ({"warc": None}, {Missing.WARC}, True),
    "a digest": ({"has_all_hashes": False}, {Missing.HASHES}, True),
    "its end": ({"is_partial": True}, {Missing.WHOLE}, True),
    "its content": ({"signs": (ShellSign.WALL,)}, {Missing.CONTENT}, True),
}  # fmt: skip


def test_a_capture_that_holds_everything_is_complete() -> None:
    """Nothing missing, and the court's minimum."""
    assert missing(WHOLE) == ()
    assert is_court_minimum(missing(WHOLE))


@pytest.mark.parametrize("what", WITHOUT)
def test_a_capture_without_this_is_told_so(what: str) -> None:
    """Each on its own; a, b and c decide the court's minimum, and nothing else does."""
    taken_away, expected, has_minimum = WITHOUT[what]
    absent = missing(replace(WHOLE, **taken_away))
    assert set(absent) == expected
    assert is_court_minimum(absent) is has_minimum


def test_everything_that_can_be_missing_was_taken_away_above() -> None:
    """A new line on the list needs its case."""
    assert {one for _, expected, _ in WITHOUT.values() for one in expected} == set(Missing)
