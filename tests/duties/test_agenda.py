"""What has to be remembered of duties, and the calendar file that says it (RFC 5545)."""

import datetime as dt
import re
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.duties.claimed import DOCUMENT, LETTER, letter, owed, row, searched

from onrecord import duties
from onrecord.kernel import INTERFACE_LANGUAGES

_MADE: Final = dt.datetime(2031, 5, 2, 10, 20, 30, tzinfo=dt.UTC)


def _days(day: str, *rows: dict[str, Any]) -> list[tuple[str, str, int]]:
    found = duties.agenda(owed(day, *rows))
    return [(one.matter.value, one.on.isoformat(), one.days_left(dt.date.fromisoformat(day))) for one in found]


@pytest.mark.parametrize(
    ("day", "more", "days"),
    [
        ("2031-05-02", [], [("reply_due", "2031-06-01", 30), ("search", "2031-06-02", 31)]),
        (
            "2031-06-20",
            [searched("N", "2031-06-10")],
            [("reply_due", "2031-06-01", -19), ("search", "2031-07-10", 20)],
        ),
        (
            "2031-06-20",
            [searched("N", "2031-06-10", note=None)],
            [("reply_due", "2031-06-01", -19), ("search", "2031-06-02", -18)],
        ),
        ("2031-06-20", [row("R", LETTER, "replied_on", "2031-06-15")], []),
        (
            "2031-06-20",
            [row("R", LETTER, "replied_on", "2031-05-15", reply_extent="partial")],
            [("reply_due", "2031-06-01", -19), ("search", "2031-06-02", -18)],
        ),
        ("2031-06-20", [row("R", LETTER, "replied_on", "2031-06")], []),
    ],
)
def test_what_is_answered_needs_no_reminder(
    day: str, more: list[dict[str, Any]], days: list[tuple[str, str, int]]
) -> None:
    """Until a whole reply is known there are the last day, and the next search; afterwards there is nothing."""
    assert _days(day, *letter(), *more) == days


def test_deadlines_of_ours_reports_and_sessions_are_remembered_too() -> None:
    """Six months to complain, the State's report, the usual time after observations, a session that is ahead."""
    rows = [
        row("P-by", "petition:p", "issued_by", "CERD"),
        row("P-no", "petition:p", "national_decision_on", "2031-03-31"),
        row("S-rep", "state:KAZ", "report_due_on", "2031-12-01", treaty="icerd"),
        row("S-past", "state:KAZ", "reviewed_on", "2030-04-21", treaty="icerd"),
        row("S-ses", "state:KAZ", "reviewed_on", "2031-04-21/2031-04-22", body="CAT"),
        row("O-by", DOCUMENT, "issued_by", "CAT"),
        row("O-on", DOCUMENT, "adopted_on", "2030-12-10"),
        row("O-1", DOCUMENT, "recommendation", "investigate", paragraph="1"),
    ]
    assert _days("2031-04-01", *rows) == [
        ("session", "2031-04-21", 20),
        ("submission_due", "2031-09-30", 182),
        ("report_due", "2031-12-01", 244),
        ("usual", "2031-12-10", 253),
    ]


def _unfolded(text: str) -> list[str]:
    """Read content lines as a calendar would (RFC 5545, 3.1)."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def _events(text: str) -> list[dict[str, str]]:
    events: list[dict[str, str]] = []
    inside: list[str] = []
    for line in _unfolded(text):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            assert name.split(";")[0] not in events[-1]
            events[-1][name.split(";")[0]] = re.sub(r"\\(.)", lambda one: {"n": "\n"}.get(one[1], one[1]), value)
    assert inside == []
    return events


def _calendar(day: str, *rows: dict[str, Any], language: str = "en", hidden: tuple[str, ...] = ()) -> str:
    reminders = duties.agenda(owed(day, *rows))
    return duties.calendar_of(
        reminders, archive="a1", title="Valley; spring", language=language, made_at=_MADE, hidden=hidden
    )


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_calendar_reads_back_as_it_was_meant(language: str) -> None:
    """Days as whole days, the end outside; alarms; words with marks, commas and semicolons in every language."""
    asked = row("L-more", LETTER, "asked", 'access; «қол жеткізу», and a reply: "all"')
    text = _calendar("2031-05-02", *letter(), asked, language=language, hidden=("L-due",))
    due, search = _events(text)
    assert (due["DTSTART"], due["DTEND"], search["DTSTART"]) == ("20310601", "20310602", "20310602")
    assert due["DTSTAMP"] == "20310502T102030Z"
    assert (due["CLASS"], due["STATUS"], due["TRANSP"]) == ("PRIVATE", "CONFIRMED", "TRANSPARENT")
    assert 'access; «қол жеткізу», and a reply: "all"\nclaim:L-due' in due["DESCRIPTION"]
    assert text.count("BEGIN:VALARM") == 6
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert _unfolded(text)[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Onrecord//Duties//EN"]


def test_ids_stay_whatever_changes() -> None:
    """An extension moves the event: the same UID, another day; another archive has others, and ids tell nothing."""
    before = _events(_calendar("2031-05-02", *letter()))
    after = _events(_calendar("2031-05-20", *letter(), row("X", LETTER, "due_extended_to", "2031-08-01")))
    assert [one["UID"] for one in before] == [one["UID"] for one in after]
    assert [one["DTSTART"] for one in after] == ["20310801", "20310802"]
    assert duties.uid_of("a1", "letter:l1:reply_due") != duties.uid_of("a2", "letter:l1:reply_due")
    assert "l1" not in before[0]["UID"]


def test_a_day_that_is_a_stretch_is_tentative_and_lies_at_its_end() -> None:
    """Where sources differ the State has until the latest: the calendar does not ring early and calls nothing sure."""
    (due, _) = _events(_calendar("2031-05-02", *letter(), row("D", LETTER, "due_on", "2031-06-30")))
    assert (due["DTSTART"], due["STATUS"]) == ("20310630", "TENTATIVE")


def test_a_calendar_of_nothing_is_a_calendar() -> None:
    """No reminder: still a file that a program opens."""
    assert _events(duties.calendar_of((), archive="a", title="", language="en", made_at=_MADE)) == []


@given(title=st.text(max_size=120))
def test_no_title_breaks_a_calendar(title: str) -> None:
    """Whatever letters a title has: lines stay short, nothing becomes a line of its own."""
    text = duties.calendar_of((), archive="a", title=title, language="en", made_at=_MADE)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert len(_unfolded(text)) == 7
