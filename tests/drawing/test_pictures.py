"""Pictures: told apart without colour, legible by contrast, the same on a page as on paper, whatever words come in."""

import re
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import LANGUAGES, WIDTHS, boxes, faults, parsed

from onrecord.drawing import COLOURS, LOOKS, Canvas, MatrixRow, Picture, Sheet, matrix

_FILLS = ("solid", "striped", "barred", "dotted", "hatched", "empty")
_SIGNS = ("circle", "ring", "square", "diamond", "triangle", "down", "cross", "plus", "tick")
_CLASS = re.compile(r'class="([^"]+)"')
_STEP = re.compile(r"M(-?[\d.]+) (-?[\d.]+)(?:h([\d.]+)|v([\d.]+)|L(-?[\d.]+) (-?[\d.]+))")


def _all_marks() -> str:
    sheet = Sheet(width=720, language="en")
    sheet.heading("Heading")
    sheet.warning("Warning")
    for fill in _FILLS:
        sheet.row(fill, ["3 of 4"], lambda x, y, width, fill=fill: sheet.canvas.box(x, y, width / 2, 14, fill))  # type: ignore[misc]
    sheet.legend([*((fill, fill) for fill in _FILLS), *((sign, sign) for sign in _SIGNS)])  # type: ignore[list-item]
    sheet.canvas.arrow(10, 10, 20)
    for look in ("scale", "halo", "middle", "axis", "grid"):
        sheet.canvas.line(0, 0, 9, 9, look)
    rows = [MatrixRow(label="a", details=("b",), signs={0: ("circle",)})]
    matrix(sheet, ["who"], rows)
    return sheet.picture("Title", ["a"]).file()


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _themes() -> list[dict[str, str]]:
    style = resources.files("onrecord.dossier").joinpath("static", "dossier.css").read_text("utf-8")
    found = [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", body)) for body in re.findall(r":root \{([^}]*)\}", style)]
    themes = [COLOURS, *(one for one in found if {"paper", "ink", "soft", "accent"} <= one.keys())]
    spelled = lambda colour: colour if len(colour) == 7 else "#" + "".join(2 * one for one in colour[1:])  # noqa: E731
    return [{name: spelled(colour) for name, colour in one.items()} for one in themes]


def test_words_and_marks_stand_out_from_the_ground() -> None:
    """WCAG 2.2: 4.5 to 1 for words (1.4.3), 3 to 1 for marks (1.4.11); by day, by night and on paper."""
    themes = _themes()
    assert len(themes) == 4
    for theme in themes:
        assert _contrast(theme["ink"], theme["paper"]) >= 4.5
        assert _contrast(theme["soft"], theme["paper"]) >= 4.5
        assert _contrast(theme["accent"], theme["paper"]) >= 4.5


def test_every_mark_has_its_look_on_a_page_and_on_paper() -> None:
    """A class that a style sheet does not know is drawn black on black."""
    style = resources.files("onrecord.dossier").joinpath("static", "dossier.css").read_text("utf-8")
    used = {one for classes in _CLASS.findall(_all_marks()) for one in classes.split()} - {"title", "paper"}
    assert used == {name.removeprefix(".") for name in LOOKS if name.startswith(".")}
    for name in used:
        assert re.search(rf"\.chart [^{{]*\.{name}\b", style), name


def test_fills_are_told_apart_without_colour() -> None:
    """Black on white each is another drawing, not another colour."""
    drawn = set()
    for fill in _FILLS:
        canvas = Canvas()
        canvas.box(0, 0, 60, 14, fill)  # type: ignore[arg-type]
        drawn.add("".join(canvas.parts))
    assert len(drawn) == len(_FILLS)


@settings(max_examples=25)
@given(st.floats(0, 300), st.floats(0, 300), st.floats(0.1, 300), st.floats(4, 40))
def test_a_fill_stays_in_its_box(x: float, y: float, width: float, height: float) -> None:
    """Whatever its size: the lines of a hatch are cut at the edges."""
    for fill in _FILLS:
        canvas = Canvas()
        canvas.box(x, y, width, height, fill)  # type: ignore[arg-type]
        for x1, y1, along, down, x2, y2 in _STEP.findall("".join(canvas.parts)):
            ends = [(float(x1), float(y1))]
            ends.append((float(x2 or float(x1) + float(along or 0)), float(y2 or float(y1) + float(down or 0))))
            for at, of in ends:
                assert x - 0.2 <= at <= x + width + 0.2
                assert y - 0.2 <= of <= y + height + 0.2


@settings(max_examples=12)
@given(
    st.lists(st.tuples(st.text(max_size=60), st.lists(st.text(max_size=90), max_size=3)), min_size=1, max_size=6),
    st.sampled_from(WIDTHS),
)
def test_whatever_the_words_nothing_touches_and_nothing_breaks_out(
    rows: list[tuple[str, list[str]]], width: float
) -> None:
    """Labels come from an archive: any letters, any length, markup among them."""
    sheet = Sheet(width=width, language="en")
    for label, details in rows:
        sheet.row(label, details, lambda x, y, room: sheet.canvas.box(x, y, room, 14, "hatched"))
    assert list(faults(sheet.picture("Title", ["a"]))) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", [1, 4, 17, 60])
def test_a_matrix_has_room_for_one_column_and_for_many(width: float, count: int) -> None:
    """Heads are words where there is room, else numbers with a key; nothing touches."""
    names = [f"комитет по межнациональным отношениям {place}" for place in range(count)]
    rows = [
        MatrixRow(label="u1", details=("answered",), signs=dict.fromkeys(range(count), ("circle", "square"))),
        MatrixRow(label="u2", details=("nobody searched",), signs={}, is_unknown=True),
    ]
    sheet = Sheet(width=width, language="ru")
    matrix(sheet, names, rows)
    picture = sheet.picture("Кто ответил", ["кто"])
    assert list(faults(picture)) == []
    assert all(name in picture.description for name in names)


def test_a_picture_is_named_apart_wherever_it_stands() -> None:
    """Two on one page have ids of their own, and a page gives the look: no style comes along."""
    sheet = Sheet(width=350, language="kk")
    sheet.line("сөз & <сөз>")
    picture = sheet.picture("Тақырып <1>", ["a"])
    assert isinstance(picture, Picture)
    for one, other in pairwise(picture.inside(name) for name in ("a", "b")):
        assert parsed(one).get("aria-labelledby") != parsed(other).get("aria-labelledby")
        assert "<style" not in one
    assert all("<style" in piece for piece in picture.on_paper("c", 1_000))
    assert parsed(picture.file()).get("lang") == "kk"
    assert [box.words for box in boxes(picture.file())] == ["Тақырып <1>", "сөз & <сөз>"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_of_nothing_is_still_a_picture(language: str) -> None:
    """An empty sheet is well-formed and can be heard."""
    sheet = Sheet(width=350, language=language)
    sheet.line("—")
    assert list(faults(sheet.picture("—", []))) == []


@settings(max_examples=15)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.floats(300, 1_000))
def test_on_paper_a_picture_is_parted_between_rows_and_nothing_is_lost(details: list[int], most: float) -> None:
    """Each piece fits its page, no row is cut, no heading is left alone below, and all words are there once."""
    sheet = Sheet(width=720, language="en")
    for place, count in enumerate(details):
        if place % 5 == 0:
            sheet.heading(f"Heading {place}")
        sheet.row(f"Row {place}", [f"detail {one}" for one in range(count)], lambda x, y, w: None)
    picture = sheet.picture("Title", [])
    pieces = [parsed(one) for one in picture.on_paper("p", most)]
    words = [one.text for piece in pieces for one in piece.iter("{*}text")]
    assert words == [one.text for one in parsed(picture.inside("p")).iter("{*}text")]
    for piece in pieces:
        _, top, _, high = map(float, piece.get("viewBox").split())
        assert high <= most
        ys = [float(one.get("y")) for one in piece.iter("{*}text")]
        assert top <= min(ys) - 10
        assert max(ys) + 3 <= top + high + 0.2
        assert not list(piece.iter("{*}text"))[-1].text.startswith("Heading")
