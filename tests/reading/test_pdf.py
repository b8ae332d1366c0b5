"""The text of PDF: pages, boxes, what is broken in part, and what was made to hurt (RELIABILITY D4)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.personas import ANALYST, READER
from tests.reading import papers

from onrecord import reading, vault
from onrecord.kernel import NotAllowed, Visibility
from onrecord.reading.model import ReadStatus
from onrecord.reading.parsing import LIMITS, Parsers, Unread
from onrecord.store import Desk


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    """Return the real parsers, under the promised limits."""
    with Parsers() as started:
        yield started


def _paper(tmp_path: Path, name: str, source: str) -> None:
    import typst

    (tmp_path / "source.typ").write_text(source, encoding="utf-8")
    (tmp_path / name).write_bytes(bytes(typst.compile(str(tmp_path / "source.typ"))))  # type: ignore[arg-type]


_TWO = """
#set page(width: 400pt, height: 300pt, margin: 40pt)
Алдымен бір жол. Погибли десять человек 😀.
#pagebreak()
Second page: #linebreak() eleven houses #linebreak() were burnt.
"""


def test_a_quote_has_a_box_for_each_of_its_lines(desk: Desk, tmp_path: Path) -> None:
    """A person is shown the words where they stand, in points from the lower left corner of the page."""
    _paper(tmp_path, "two.pdf", _TWO)
    vault.seal(desk, [tmp_path / "two.pdf"])
    reading.read(desk)
    one = reading.find_quote(desk, "two.pdf", "Погибли десять")
    two = reading.find_quote(desk, "two.pdf", "eleven houses\nwere burnt")
    assert one is not None
    assert two is not None
    (box,) = reading.boxes_of(desk, one)
    assert box.page == 1
    assert 40 <= box.left < box.right <= 360
    assert 230 < box.bottom < box.top < 265
    lines = reading.boxes_of(desk, two)
    assert [line.page for line in lines] == [2, 2]
    assert lines[0].bottom > lines[1].top - 2


def test_a_quote_over_two_pages_has_boxes_on_both(desk: Desk, tmp_path: Path) -> None:
    """Sentences do not end where the paper does."""
    _paper(tmp_path, "two.pdf", _TWO)
    vault.seal(desk, [tmp_path / "two.pdf"])
    (outcome,) = reading.read(desk)
    text = reading.layer_text(desk, outcome.layers[0])
    start = text.index("человек")
    end = text.index("page:")
    quote = reading.Quote(layer=outcome.layers[0], start=start, end=end, text=text[start:end], page=1)
    assert {box.page for box in reading.boxes_of(desk, quote)} == {1, 2}


def test_words_that_do_not_stand_there_have_no_box(desk: Desk, tmp_path: Path) -> None:
    """Where it cannot be told with certainty nothing is drawn; a text without pages has no boxes."""
    _paper(tmp_path, "two.pdf", _TWO)
    (tmp_path / "a.txt").write_text("eleven houses")
    vault.seal(desk, [tmp_path / "two.pdf", tmp_path / "a.txt"])
    reading.read(desk)
    quote = reading.find_quote(desk, "two.pdf", "eleven houses")
    plain = reading.find_quote(desk, "a.txt", "eleven houses")
    assert quote is not None
    assert plain is not None
    assert reading.boxes_of(desk, replace(quote, start=quote.start + 1, end=quote.end + 1)) == ()
    assert reading.boxes_of(desk, plain) == ()


def test_a_box_is_not_told_to_who_may_not_see_the_item(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G8: the place of restricted words is restricted, and opening them for it is on record."""
    _paper(tmp_path, "two.pdf", _TWO)
    vault.seal(desk_of(), [tmp_path / "two.pdf"], visibility=Visibility.RESTRICTED, in_clear=True)
    reading.read(desk_of())
    quote = reading.find_quote(desk_of(), "two.pdf", "eleven houses")
    assert quote is not None
    before = desk_of().log.size()
    assert reading.boxes_of(desk_of(), quote)
    assert desk_of().log.size() == before + 1
    with pytest.raises(reading.NoSuchLayer):
        reading.boxes_of(desk_of(ANALYST), quote)
    with pytest.raises(NotAllowed):
        reading.boxes_of(desk_of(READER), quote)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a predecessor that is itself", papers.prev_loop()),
        ("a tree that is its own child", papers.parent_loop()),
        ("an outline without end", papers.outline_loop()),
        ("a form that draws itself", papers.form_loop()),
        ("a page of two hundred thousand inches", papers.giant_page()),
        ("two thousand million pages", papers.counts_that_lie()),
        ("a hundred thousand pages", papers.pages(100_000)),
        ("four gigabytes of blanks", papers.flate_bomb(4096)),
        ("runs within runs", papers.run_length_bomb()),
        ("forty million letters", papers.many_letters(200_000)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_paper_made_to_hurt_ends_with_a_text_or_a_reason(parsers: Parsers, name: str, content: bytes) -> None:
    """D4: inside the limits, and the next paper is read at once."""
    started = time.monotonic()
    try:
        outcome = (ReadStatus.READ, str(len(parsers.text("pdf", content).pages)))
    except Unread as err:
        outcome = (err.status, err.problem)
    assert outcome[0] in (ReadStatus.READ, ReadStatus.NOT_READABLE, ReadStatus.STOPPED)
    assert outcome[1]
    assert time.monotonic() - started < LIMITS.wall_seconds + 10
    assert parsers.text("pdf", papers.pages(1)).text.startswith("Ten people were killed.")


def test_a_paper_with_more_pages_than_are_read_says_how_many(parsers: Parsers) -> None:
    """A number, not a silence."""
    with pytest.raises(Unread, match="20001 pages; more than 20000 are not read at once"):
        parsers.text("pdf", papers.pages(20_001))
    assert len(parsers.text("pdf", papers.pages(2_000)).pages) == 2_000


def test_what_only_begins_like_a_paper_says_so(parsers: Parsers) -> None:
    """The reason is for a person."""
    with pytest.raises(Unread) as told:
        parsers.text("pdf", b"%PDF-1.7 and nothing more")
    assert "not readable as PDF" in told.value.problem
