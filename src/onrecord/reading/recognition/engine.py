"""Owns the asking of Tesseract, in the confined child: lines and words in its reading order, as sure as it says.

A page that comes out as next to nothing is looked at once more: turned, where the language data that tell the
orientation are there and say so. Of two looks the one counts that Tesseract was surer of.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from onrecord.reading.recognition.cleaning import Cleaned, cleaned
from onrecord.reading.recognition.model import FAINT, PER_POINT, Line, Seen, Word
from onrecord.reading.recognition.pictures import Sheet

if TYPE_CHECKING:
    from PIL import Image

ORIENTATION: Final = "osd"
_CLEAR: Final = 75
_SURE: Final = 90  # for a letter or two alone on a line, which any corner of a picture may look like
_LEAST: Final = 40  # below it lines are mostly what a picture of no letters looks like
_LEAST_SURE_OF_TURN: Final = 1.0
_STAIN: Final = 30  # what it is less sure of than this, at the end of a line of which it is sure, is no word
_WIDEST_GAP: Final = 1.0  # between lines of one paragraph, in heights of a line
_MOST_LINES: Final = 20_000
_DOTS: Final = 300

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A line as an engine gives it: words with their rectangles in the picture (left, top, right, bottom)."""

    words: tuple[tuple[str, Box, int], ...]

    @property
    def box(self) -> Box:
        """The rectangle around all words."""
        lefts, tops, rights, bottoms = zip(*(box for _, box, _ in self.words), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def goes_on_from(self, before: Read) -> bool:
        """Say whether it stands below another line as the next of the same paragraph.

        The engine's own paragraphs end in the midst of sentences, and a number that spans two lines must not be cut.
        """
        left, top, right, bottom = self.box
        other_left, other_top, other_right, other_bottom = before.box
        height = max(bottom - top, other_bottom - other_top)
        shared = min(right, other_right) - max(left, other_left)
        is_below = top > other_top and top - other_bottom < _WIDEST_GAP * height
        return is_below and 2 * shared > min(right - left, other_right - other_left)


class Engine(Protocol):
    """What recognises letters."""

    def lines(self, picture: Image.Image) -> Sequence[Read]:
        """Return the lines of a picture in reading order."""

    def turned(self, picture: Image.Image) -> int:
        """Return by how many degrees clockwise the picture lies turned; 0 where that cannot be told."""


class Tesseract:
    """Tesseract with several languages at once. Use it with `with`."""

    def __init__(self, folder: str, languages: Sequence[str], *, tells_orientation: bool) -> None:
        self._folder, self._tells_orientation = folder, tells_orientation
        self._api = _started(folder, "+".join(languages), "AUTO")

    def lines(self, picture: Image.Image) -> list[Read]:
        """Return the lines of a picture in reading order."""
        import tesserocr

        self._api.SetImage(picture)
        self._api.SetSourceResolution(_DOTS)
        self._api.Recognize()
        found: list[Read] = []
        words: list[tuple[str, Box, int]] = []
        level = tesserocr.RIL.WORD
        iterator = self._api.GetIterator()
        for one in tesserocr.iterate_level(iterator, level) if iterator is not None else ():
            if one.Empty(level):  # of a page without words it has nothing, and to ask for more ends the process
                continue
            if one.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
                words = []
            words += _word(one, level)
            if one.IsAtFinalElement(tesserocr.RIL.TEXTLINE, level) and words:
                found.append(Read(words=tuple(words)))
            if len(found) >= _MOST_LINES:
                break
        self._api.Clear()
        return found

    def turned(self, picture: Image.Image) -> int:
        """Return by how many degrees clockwise the picture lies turned; 0 where that cannot be told."""
        if not self._tells_orientation:
            return 0
        with _started(self._folder, ORIENTATION, "OSD_ONLY") as api:
            api.SetImage(picture)
            found = api.DetectOrientationScript()
        if not found or found["orient_conf"] < _LEAST_SURE_OF_TURN:
            return 0
        return int(found["orient_deg"]) % 360


def _started(folder: str, languages: str, mode: str) -> Any:
    """Return Tesseract with these data.

    It says what it has to grumble about on standard error, which leads nowhere. Otherwise it would open a file for it,
    and where it may not, that ends the process.
    """
    import tesserocr

    api = tesserocr.PyTessBaseAPI(init=False)
    api.SetVariable("debug_file", "")
    api.Init(path=folder, lang=languages)
    api.SetPageSegMode(getattr(tesserocr.PSM, mode))
    return api


def _word(one: Any, level: Any) -> list[tuple[str, Box, int]]:
    """Return the word at hand, or none where Tesseract has nothing there."""
    try:
        text = one.GetUTF8Text(level)
    except RuntimeError:
        return []
    box = one.BoundingBox(level)
    word = "".join(letter for letter in text if letter.isprintable() and not letter.isspace())
    return [(word, box, max(0, min(100, round(one.Confidence(level)))))] if word and box else []


def seen(sheet: Sheet, engine: Engine) -> Seen:
    """Return what an engine sees on a sheet, with every word's place on the page."""
    ready = cleaned(sheet.picture)
    first = _look(sheet, ready, 0, engine)
    if _is_clear(first.lines) or not (first.lines or first.left_out):
        return first
    turn = engine.turned(ready.picture)
    if turn not in (90, 180, 270):
        return first
    second = _look(sheet, cleaned(sheet.picture.rotate(turn, expand=True)), turn, engine)
    return second if _weight(second.lines) > _weight(first.lines) else first


def _look(sheet: Sheet, ready: Cleaned, turn: int, engine: Engine) -> Seen:
    found = engine.lines(ready.picture)
    kept = [(one, clean) for one in found if (clean := _without_dirt(one)) is not None]
    return Seen(
        width=round(sheet.width * PER_POINT),
        height=round(sheet.height * PER_POINT),
        lines=tuple(_lines([clean for _, clean in kept], ready, sheet, turn)),
        turned=turn,
        left_out=len(found) - len(kept) + sum(len(clean.words) < len(one.words) for one, clean in kept),
    )


def _is_clear(lines: Sequence[Line]) -> bool:
    letters = sum(len(line.text) for line in lines)
    return letters > 0 and sum(line.confidence * len(line.text) for line in lines) / letters >= _CLEAR


def _weight(lines: Sequence[Line]) -> int:
    """Return how much was read with some certainty."""
    sure = [one for line in lines for one in line.words if one.confidence >= FAINT]
    return sum((word.end - word.start) * word.confidence for word in sure)


def _without_dirt(line: Read) -> Read | None:
    """Return a line without what Tesseract takes for letters and is none; None where nothing of it is certain enough.

    Pictures of things other than letters give lines of signs, or of single letters, of which it is unsure itself; edges
    and stains give such signs before and behind a line of letters.
    """
    words = list(line.words)
    while words and words[0][2] < _STAIN and _certainty(words[1:]) >= _CLEAR:
        words.pop(0)
    while words and words[-1][2] < _STAIN and _certainty(words[:-1]) >= _CLEAR:
        words.pop()
    sure = _certainty(words)
    is_word = any(sum(letter.isalnum() for letter in word) >= 2 for word, _, _ in words)
    has_letters = any(letter.isalnum() for word, _, _ in words for letter in word)
    if sure < _LEAST or not has_letters or (not is_word and sure < _SURE):
        return None
    return Read(words=tuple(words))


def _certainty(words: Sequence[tuple[str, Box, int]]) -> float:
    """Return how sure the engine was of these words, by letters."""
    letters = sum(len(word) for word, _, _ in words)
    return sum(len(word) * confidence for word, _, confidence in words) / letters if letters else 0.0


def _lines(found: Sequence[Read], ready: Cleaned, sheet: Sheet, turn: int) -> Iterator[Line]:
    for number, line in enumerate(found):
        is_apart = number > 0 and not line.goes_on_from(found[number - 1])
        yield _line(line, ready, sheet, turn, is_apart=is_apart)


def _line(line: Read, ready: Cleaned, sheet: Sheet, turn: int, *, is_apart: bool) -> Line:
    words, at = [], 0
    for text, box, confidence in line.words:
        left, bottom, right, top = _on_page(box, ready, sheet, turn)
        words.append(
            Word(start=at, end=at + len(text), left=left, bottom=bottom, right=right, top=top, confidence=confidence)
        )
        at += len(text) + 1
    return Line(text=" ".join(text for text, _, _ in line.words), words=tuple(words), is_apart=is_apart)


def _on_page(box: Box, ready: Cleaned, sheet: Sheet, turn: int) -> Box:
    """Return the rectangle of the page (left, bottom, right, top) that holds a rectangle of the cleaned picture."""
    left, top, right, bottom = box
    corners = [ready.back(x, y) for x in (left, right) for y in (top, bottom)]
    places = [sheet.place(*_turned_back(x, y, sheet.picture, turn)) for x, y in corners]
    across, up = [x for x, _ in places], [y for _, y in places]
    limits = (sheet.width, sheet.height)
    low = [math.floor(max(0.0, min(values)) * PER_POINT) for values in (across, up)]
    high = [
        math.ceil(max(0.0, min(limit, max(values))) * PER_POINT)
        for values, limit in zip((across, up), limits, strict=True)
    ]
    return low[0], low[1], high[0], high[1]


def _turned_back(x: float, y: float, picture: Image.Image, turn: int) -> tuple[float, float]:
    """Return where a point of a picture that was turned anticlockwise by `turn` lies in the one before."""
    if turn == 90:
        return picture.width - y, x
    if turn == 180:
        return picture.width - x, picture.height - y
    if turn == 270:
        return y, picture.height - x
    return x, y
