"""Pictures of clocks: sent, due, answered, and "overdue" only where a fresh search allows it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from tests.drawn import LANGUAGES, WIDTHS, boxes, faults, numbers, parsed, written

from onrecord import duties
from onrecord.kernel import PartialDate

_VECTORS = Path(__file__).with_name("clock_vectors.csv")


def _rows(*names: str) -> list[duties.Vector]:
    found = duties.vectors_from(_VECTORS.read_text("utf-8"), path="vectors")
    return [one for one in found if isinstance(one, duties.Vector) and (not names or one.id in names)]


def _bars(*names: str) -> list[duties.Bar]:
    return [duties.bar_of(one.id, one.clock, one.as_of) for one in _rows(*names)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [(), ("second-letter",), ("first-letter", "second-letter", "follow-up"), ("none",)])
def test_nothing_touches_and_all_is_heard(language: str, width: float, names: tuple[str, ...]) -> None:
    """Of every clock that is committed, of one, of three, of none."""
    assert list(faults(duties.clock_bars(_bars(*names), language=language, width=width))) == []


def test_a_letter_is_told_with_its_days_and_no_others() -> None:
    """Sent, due, replied, how late, and the day as of which it is told."""
    picture = duties.clock_bars(_bars("second-letter"))
    shown = {"30 2021", "14 2021", "19 2021", "31 2021"}
    rows = [box.words for box in boxes(picture.file()) if not re.fullmatch(r"(\S+\xa0)?\d{4}", box.words)]
    assert numbers(" ".join(rows)) == numbers(" ".join(shown)) | {"5"}
    assert "5 days late" in picture.description


@pytest.mark.parametrize("row", _rows(), ids=lambda one: one.id)
def test_overdue_is_drawn_only_where_the_reading_says_so(row: duties.Vector) -> None:
    """Solid time after the last day needs a late answer, or a search that is fresh on that day."""
    picture = duties.clock_bars([duties.bar_of(row.id, row.clock, row.as_of)])
    state = duties.stand(row.clock, row.as_of).state
    drawn = sum(one.get("class") == "full" for one in parsed(picture.file()).iter("{*}rect"))
    says_late = state in (duties.State.OVERDUE, duties.State.ANSWERED_LATE)
    assert (drawn > 0) == says_late
    assert ("overdue" in picture.description.replace("overdue or late", "")) == (state is duties.State.OVERDUE)


def test_without_a_fresh_search_the_time_after_is_not_known() -> None:
    """Hatched, in words "not known", and that there was no search is said."""
    (letter,) = _bars("day-after-not-searched")
    told = duties.clock_bars([letter]).description
    assert "not known: no fresh search, or no sure day" in told
    assert "no search that can be repeated is on record" in told


def test_what_came_after_the_day_is_neither_drawn_nor_said() -> None:
    """A picture as of a day must not know the reply of a later one."""
    (row,) = _rows("second-letter")
    picture = duties.clock_bars([duties.bar_of("a", row.clock, dt.date(2021, 7, 18))])
    assert "19\xa0July" not in picture.file()
    assert "reply" not in [box.words for box in boxes(picture.file())]


def test_a_day_known_as_a_month_is_drawn_as_a_month() -> None:
    """The first letter was sent in August 2020: a dotted stretch, and no mark of a day."""
    picture = duties.clock_bars(_bars("first-letter"))
    assert "sent August 2020;" in picture.description
    assert "points" in picture.marks
    assert "<circle" not in picture.marks


def test_marks_of_a_reply_stand_off_those_of_its_last_day() -> None:
    """Due on 14 July and answered on 19 July are five pixels apart on a scale of years."""
    picture = duties.clock_bars(_bars())
    assert "due 14\xa0July 2021" in written(picture)
    tops = [
        float(one.get("d").split()[1])
        for one in parsed(duties.clock_bars(_bars("second-letter")).file()).iter("{*}path")
        if one.get("class") in ("hollow", "mark")
    ]
    assert abs(tops[0] - tops[1]) >= 10


def test_a_letter_that_was_not_sent_yet_is_told_as_that() -> None:
    """Asked for an earlier day, nothing is known of it but that."""
    (row,) = _rows("second-letter")
    picture = duties.clock_bars([duties.bar_of("a", row.clock, dt.date(2021, 4, 29))])
    assert "not sent yet on that day" in picture.description
    assert "30\xa0April 2021" not in picture.file()


def test_a_reply_known_by_its_month_is_a_stretch_and_one_of_unknown_extent_a_reply() -> None:
    """Neither is made a day, nor a part, that nobody told."""
    came = duties.Came(on=PartialDate.parse("2021-08"), is_full=None)
    bar = duties.Bar(
        name="a",
        as_of=dt.date(2021, 12, 31),
        state=duties.State.UNKNOWN,
        due=PartialDate.parse("2021-07-14"),
        replies=(came,),
    )
    picture = duties.clock_bars([bar])
    assert "reply August 2021" in picture.description
    assert "reply in part" not in picture.description
    assert "points" in picture.marks
