"""What is kept of what an engine sees, and when it looks once more; with engines that need no language data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from PIL import Image

from onrecord.reading.recognition.engine import Box, Read, seen
from onrecord.reading.recognition.pictures import Sheet


@dataclass
class _Engine:
    """An engine that sees what it is told, the first time and the second."""

    looks: list[Sequence[Read]]
    turn: int = 0
    asked: list[tuple[int, int]] = field(default_factory=list)

    def lines(self, picture: Image.Image) -> Sequence[Read]:
        """Return what it was told to see."""
        self.asked.append(picture.size)
        return self.looks[len(self.asked) - 1]

    def turned(self, picture: Image.Image) -> int:
        """Return what it was told."""
        return self.turn


def _sheet(width: int = 3_000, height: int = 2_400) -> Sheet:
    picture = Image.new("L", (width, height), 255)
    return Sheet(picture=picture, width=width, height=height, place=lambda x, y: (x, height - y))


def _read(*words: tuple[str, int], top: int = 100, left: int = 100, height: int = 40) -> Read:
    found: list[tuple[str, Box, int]] = []
    for text, confidence in words:
        found.append((text, (left, top, left + 30 * len(text), top + height), confidence))
        left += 30 * (len(text) + 1)
    return Read(words=tuple(found))


def test_words_have_their_rectangles_on_the_page() -> None:
    """In hundredths of a point from the lower left corner; letters count from the beginning of the line."""
    (line,) = seen(_sheet(), _Engine([[_read(("Погибли", 96), ("десять", 91))]])).lines
    assert line.text == "Погибли десять"
    assert [word.to_record() for word in line.words] == [
        [0, 7, 10_000, 226_000, 31_000, 230_000, 96],
        [8, 14, 34_000, 226_000, 52_000, 230_000, 91],
    ]
    assert line.confidence == 93


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([("Погибли", 96), ("десять", 95)], "Погибли десять"),
        ([("=", 12), ("Погибли", 96), ("десять", 95), ("|", 8)], "Погибли десять"),
        ([("Погибли", 96), ("11", 20), ("человек", 95)], "Погибли 11 человек"),  # nothing is taken from the midst
        ([("Погибли", 62), ("дес", 25)], "Погибли дес"),  # where little is certain, nothing is cut
        ([("~~", 90), ("—", 95)], None),
        ([("fl", 22), ("ii", 31)], None),
        ([("a", 60)], None),
        ([("7", 93)], "7"),
    ],
)
def test_what_is_no_letter_is_left_out_and_counted(words: list[tuple[str, int]], kept: str | None) -> None:
    """Stains at the edges of a line, and lines that pictures of other things give."""
    found = seen(_sheet(), _Engine([[_read(*words)]] * 2))
    assert [line.text for line in found.lines] == ([] if kept is None else [kept])
    whole = " ".join(text for text, _ in words)
    assert found.left_out == (kept != whole)


def test_a_page_that_lies_turned_is_looked_at_once_more() -> None:
    """Only where the first look was bad and the turn is known; what was seen more surely counts."""
    bad, good = [_read(("оииwлц", 45))], [_read(("Погибли", 96))]
    turned = _Engine([bad, good], turn=90)
    found = seen(_sheet(), turned)
    assert (found.turned, found.text()) == (90, "Погибли\n")
    assert turned.asked == [(3_000, 2_400), (2_400, 3_000)]
    (word,) = found.lines[0].words
    assert word.right - word.left < word.top - word.bottom  # it stands upright on the page as that is shown
    for engine in (_Engine([good], turn=90), _Engine([bad], turn=0)):
        assert seen(_sheet(), engine).turned == 0
        assert len(engine.asked) == 1
    assert seen(_sheet(), _Engine([bad, bad], turn=180)).turned == 0


def test_lines_of_a_paragraph_go_on_and_others_stand_apart() -> None:
    """A number that spans two lines is not cut; columns and headings begin with an empty line."""
    first, below = _read(("Погибли", 96), ("сто", 96)), _read(("двадцать", 96), ("человек", 96), top=160)
    far, beside = _read(("Конец", 96), top=400), _read(("Столбец", 96), top=100, left=2_000)
    text = seen(_sheet(), _Engine([[first, below, far, beside]])).text()
    assert text == "Погибли сто\nдвадцать человек\n\nКонец\n\nСтолбец\n"
