"""Charts: nothing touches, nothing is cut off, nothing is sharper than it was said, everything is escaped."""

import re
from itertools import combinations
from typing import Any

import pytest
from lxml import etree
from tests.ledger.world import book, claim

from onrecord.dossier import charts
from onrecord.dossier.model import Moment, Trail
from onrecord.dossier.phrases import Phrases
from onrecord.dossier.timeline import moments_of
from onrecord.dossier.trails import key_of, trails_of
from onrecord.drawing import width_of
from onrecord.ledger import shipped_vocabulary

_ROWS = (
    *(claim(f"A{n}", 8 + n % 4, as_of=f"2031-03-{8 + n % 9:02d}") for n in range(14)),
    *(claim(f"B{n}", 11, as_of=f"2031-{4 + n:02d}-11", speaker_kind="media", source="S2") for n in range(6)),
    claim("C1", 10, high=None, qualifier="at_least", as_of="2031-03", speaker_kind="ngo", source="S4"),
    claim("C2", 12, as_of="2032", speaker_kind="un_body", source="S3"),
    claim("C3", 9, high=13, qualifier="range", as_of="2032-11-20", speaker_kind="witness"),
    claim("C4", 0, high=20, qualifier="up_to", as_of="2031-03-09", speaker_kind="community"),
)
_BOTH = pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
_LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "kk"])


def _trail(*rows: dict[str, Any]) -> Trail:
    made = book(*(rows or _ROWS))
    (figure,) = made.figures("killed")
    return trails_of(made, {}, subjects=[figure.subject], facts=[])[key_of(figure)]


def _moments(*rows: dict[str, Any]) -> tuple[Moment, ...]:
    made = book(*(rows or _ROWS))
    trails = trails_of(made, {}, subjects=["incident:valley-2031"], facts=[])
    return moments_of(made, {}, trails, ["incident:valley-2031"])


def _say(language: str = "en") -> Phrases:
    return Phrases(language=language, vocabulary=shipped_vocabulary())


def _drawn(svg: str) -> Any:
    return etree.fromstring(svg.encode())


def _texts(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Return every text with the box it takes up: left, top, right, bottom."""
    found = []
    for one in _drawn(svg).iter("{*}text"):
        wide = width_of(one.text, 13) * 0.92
        left = float(one.get("x")) - {"start": 0.0, "middle": wide / 2, "end": wide}[one.get("text-anchor")]
        base = float(one.get("y"))
        found.append((one.text, left, base - 10, left + wide, base + 2))
    return found


def _all(language: str, width: int) -> list[str]:
    say = _say(language)
    return [
        charts.numbers_over_time(_trail(), say, width=width),
        charts.numbers_side_by_side(_trail(), say, width=width),
        charts.timeline_strip(_moments(), say, width=width),
    ]


@_BOTH
@_LANGUAGES
def test_no_two_labels_touch(language: str, width: int) -> None:
    """On paper and on a phone, in each language."""
    for svg in _all(language, width):
        for one, other in combinations(_texts(svg), 2):
            apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
            assert apart, f"{one[0]!r} and {other[0]!r} in a chart of {width}"


@_BOTH
@_LANGUAGES
def test_nothing_is_cut_off(language: str, width: int) -> None:
    """Every label and mark lies on the drawing."""
    for svg in _all(language, width):
        *_, wide, high = (float(one) for one in _drawn(svg).get("viewBox").split())
        for text, left, top, right, bottom in _texts(svg):
            assert left >= -2, text
            assert right <= wide + 2, text
            assert top >= -1, text
            assert bottom <= high + 1, text


def test_an_open_number_has_an_arrow_and_a_closed_one_has_none() -> None:
    """Ten at least goes on upward; up to ten, downward; eleven goes nowhere."""
    closed = _trail(claim("K1", 11, as_of="2031-03-09"), claim("K2", 12, as_of="2031-03-11"))
    opened = _trail(claim("K1", 11, as_of="2031-03-09"), claim("K2", 12, high=None, qualifier="at_least"))
    for draw in (charts.numbers_over_time, charts.numbers_side_by_side):
        assert 'class="arrow' not in draw(closed, _say())
        assert 'class="arrow' in draw(opened, _say())


def test_a_month_is_as_wide_as_a_month() -> None:
    """A date that is known no closer is a stretch on the axis; an exact day is none."""
    month = charts.numbers_over_time(_trail(claim("K1", 11, as_of="2031-03")), _say())
    day = charts.numbers_over_time(_trail(claim("K1", 11, as_of="2031-03-09")), _say())
    spans = [one for one in _drawn(month).iter("{*}line") if one.get("class") in ("span", "span own")]
    assert max(float(one.get("x2")) - float(one.get("x1")) for one in spans) > 500
    assert "span" not in " ".join(one.get("class", "") for one in _drawn(day).iter())


def test_the_same_said_by_many_is_one_mark_with_its_count() -> None:
    """Five papers of one day are one mark; the number of claims stands beside it."""
    rows = [claim(f"K{n}", 11, as_of="2031-03-09", speaker_kind="media") for n in range(5)]
    svg = charts.numbers_over_time(_trail(*rows), _say())
    assert [text for text, *_ in _texts(svg) if text == "×5"] == ["×5"]


def test_the_latest_official_number_is_followed_through_time() -> None:
    """Two official numbers: one step; what newspapers say moves nothing."""
    rows = [claim("K1", 8, as_of="2031-03-08"), claim("K2", 11, as_of="2031-03-14"),
            claim("K3", 12, as_of="2031-03-20", speaker_kind="media")]  # fmt: skip
    steps = [one for one in _drawn(charts.numbers_over_time(_trail(*rows), _say())).iter("{*}line")
             if one.get("class") == "latest"]  # fmt: skip
    assert len(steps) == 2 + 1  # and one in the legend


def test_hostile_words_do_not_break_a_chart() -> None:
    """Units, kinds and headings come from data; the drawing stays well-formed and says them."""
    trail = _trail(
        claim("K1", 11, place='<script>alert(1)</script>"'), claim("K2", 12, place='<script>alert(1)</script>"')
    )
    svg = charts.numbers_side_by_side(trail, _say())
    assert not list(_drawn(svg).iter("{*}script"))
    assert "<script>alert(1)</script>" in _drawn(svg).findtext("{*}title")


def test_a_chart_has_a_title_and_a_description() -> None:
    """For those who do not see it; ids differ between drawings of one page."""
    for place, svg in enumerate(_all("en", charts.WIDE)):
        tree = _drawn(svg)
        assert tree.get("role") == "img"
        ids = tree.get("aria-labelledby").split()
        assert [one.get("id") for one in tree if one.get("id")] == ids
        assert all(tree.findtext(f"{{*}}{one}") for one in ("title", "desc")), place


def test_on_paper_a_chart_brings_its_look_with_it() -> None:
    """Every class that is drawn has a rule, on paper as on screen."""
    from importlib import resources

    style = resources.files("onrecord.dossier").joinpath("static", "dossier.css").read_text("utf-8")
    for svg in _all("en", charts.WIDE):
        paper = charts.on_paper(svg).decode()
        used = {name for one in _drawn(svg).iter() for name in one.get("class", "").split()} - {"chart"}
        for name in used:
            assert re.search(rf"\.{name}\b", paper.split("</style>")[0]), name
            assert re.search(rf"\.chart \.{name}\b", style), name


def test_nothing_dated_draws_nothing() -> None:
    """Without a date there is no course in time to draw."""
    assert charts.numbers_over_time(_trail(claim("K1", 11, as_of=None)), _say()) == ""
    assert charts.timeline_strip((), _say()) == ""
