"""Whoever sees little, or prints in grey, reads the pages: contrast, focus, what prints (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from importlib import resources
from itertools import product

import pytest

from onrecord import drawing
from onrecord.dossier.charts.canvas import PRINT_STYLE

_CSS = resources.files("onrecord.dossier").joinpath("static", "dossier.css").read_text(encoding="utf-8")
_SCHEMES = ("paper", "dark", "print")
_TEXT = 4.5  # success criterion 1.4.3
_MARKS = 3.0  # success criterion 1.4.11
_GREY = 1.5  # how far apart the fills of bars have to be where a copier leaves no colour


def _colours(scheme: str) -> dict[str, str]:
    """Return the colours by name: those of the first block, and what dark pages or print say otherwise."""
    blocks = re.findall(r":root \{(.*?)\}", _CSS, re.S)
    light, dark, printed = (dict(re.findall(r"--(\w+): (#\w+);", one)) for one in blocks[:3])
    return light | {"paper": {}, "dark": dark, "print": printed}[scheme]


def _luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2, definitions)."""
    digits = colour.removeprefix("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize(
    ("words", "on"), [*product(("ink", "soft", "accent", "alarm"), ("paper", "panel")), ("ink", "mark")]
)
def test_words_stand_out_from_what_they_stand_on(scheme: str, words: str, on: str) -> None:
    """By day, by night and on paper."""
    colours = _colours(scheme)
    assert _contrast(colours[words], colours[on]) >= _TEXT


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_white_on_a_warning_and_on_the_way_past_the_menu_is_read(scheme: str) -> None:
    """Both are written in the colour of the paper."""
    colours = _colours(scheme)
    assert _contrast(colours["paper"], colours["alarm"]) >= _TEXT
    assert _contrast(colours["paper"], colours["accent"]) >= _TEXT


def test_pictures_are_read_on_white_and_without_colour() -> None:
    """Words, marks and axes on white; a solid bar is far from an empty one when all colour is gone."""
    colours = drawing.COLOURS
    assert all(_contrast(colours[one], colours["paper"]) >= _TEXT for one in ("ink", "soft", "accent"))
    assert _contrast(colours["accent"], colours["paper"]) >= _MARKS
    assert _contrast(colours["accent"], colours["ink"]) >= _GREY
    for colour in set(re.findall(r"(?:fill|stroke):(#\w+)", PRINT_STYLE)) - {"#ffffff", colours["line"]}:
        assert _contrast(colour, "#ffffff") >= _MARKS


def test_whoever_goes_by_keyboard_sees_where_they_are() -> None:
    """The outline is drawn, and nothing takes it away again."""
    assert ":focus-visible { outline: 3px solid var(--accent)" in _CSS
    assert "outline: none" not in _CSS
    assert "outline: 0" not in _CSS


def test_no_label_of_a_table_is_laid_over_another() -> None:
    """On a phone the labels of cells take part in the height of their rows: none is placed absolutely."""
    stacked = re.findall(r"table\.stacked td::before \{(.*?)\}", _CSS)
    assert stacked
    assert all("absolute" not in one for one in stacked)
