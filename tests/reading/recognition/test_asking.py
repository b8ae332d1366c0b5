"""What a recogniser answers is not believed: it had a hostile picture in its hands (RELIABILITY P7, D8)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.reading.stub_recogniser import LIES, MARK

from onrecord.reading import OcrEngine, ReadStatus
from onrecord.reading.recognition.asking import LIMITS, Recogniser
from onrecord.reading.unread import Unread

_ENGINE = OcrEngine(tool="stub", languages=("rus",), work="tests.reading.stub_recogniser")


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    """Return a recogniser that can be made to lie."""
    with Recogniser(engine=_ENGINE) as started:
        yield started


def test_a_page_may_take_what_any_file_may() -> None:
    """P7, for each page on its own."""
    assert (LIMITS.cpu_seconds, LIMITS.memory_bytes) == (60, 1 << 30)
    assert LIMITS.answer_bytes <= 64 << 20


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_no_page_gives_is_refused(recogniser: Recogniser, lie: str) -> None:
    """Wrong types, places beyond the page, words beyond their line: nothing of it reaches a record."""
    with pytest.raises(Unread) as told:
        recogniser.page(MARK + lie.encode(), 1, is_pdf=False)
    assert told.value.status is ReadStatus.STOPPED
    assert "garbage" in told.value.problem
    assert recogniser.page(MARK + b"words", 1, is_pdf=False).text() == "words\n"


@pytest.mark.parametrize("pages", ["0", "-1", "2 1", "1 1", "20001"])
def test_pages_that_no_item_has_are_refused(recogniser: Recogniser, pages: str) -> None:
    """D8: minus one page, or thousands of millions."""
    with pytest.raises(Unread):
        recogniser.pages(MARK + b"pages " + pages.encode(), is_pdf=True)


def test_a_refusal_and_an_end_are_told_apart(recogniser: Recogniser) -> None:
    """What the recogniser would not read, and what ended it."""
    with pytest.raises(Unread) as refused:
        recogniser.page(MARK + b"refuse", 1, is_pdf=False)
    assert (refused.value.status, refused.value.problem) == (ReadStatus.NOT_READABLE, "a page that is refused")
    with pytest.raises(Unread) as ended:
        recogniser.page(MARK + b"die", 1, is_pdf=False)
    assert ended.value.status is ReadStatus.STOPPED
