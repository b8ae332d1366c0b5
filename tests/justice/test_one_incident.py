"""What is of one incident: itself, what is tied to it, and what is tied to none; never what is of another alone."""

import datetime as dt

import pytest
from tests.justice.claimed import book, row, same

from onrecord import justice, ledger

_DAY = dt.date(2032, 12, 31)
_HELD = book(
    row("V", "incident:valley", "happened_on", "2031-04-02"),
    row("H", "incident:harbour", "happened_on", "2031-05-02"),
    row("C1", "case:1", "case_concerns", "incident:valley"),
    row("C2", "case:2", "case_concerns", "incident:harbour"),
    row("A1", "person:a", "charged_on", "2031-06-01", case="1"),
    row("B1", "person:b", "charged_on", "2031-06-01", case="2"),
    row("D1", "person:d", "charged_on", "2031-06-01"),
    row(
        "T1", "person:a", "ill_treatment_alleged", "a bag over the head", speaker_kind="witness", institution="station"
    ),
    row("T2", "person:b", "ill_treatment_alleged", "a beating", speaker_kind="witness", institution="station"),
    row("T3", "person:a2", "complained_on", "2031-07-01"),
    same("S", "a2", "a"),
)


def test_persons_of_another_incident_are_left_out_and_untied_ones_stay() -> None:
    """Nobody said that the third is of another incident."""
    assert [one.ids for one in justice.proceedings(_HELD, "valley").persons] == [("a", "a2"), ("d",)]
    assert [one.ids for one in justice.proceedings(_HELD).persons] == [("a", "a2"), ("b",), ("d",)]


def test_an_incident_that_nothing_is_said_of_is_no_empty_answer() -> None:
    """A slip of the finger never looks like "nobody was charged"."""
    with pytest.raises(ledger.NoSuchIncident):
        justice.proceedings(_HELD, "vally")


def test_allegations_of_a_person_under_two_ids_are_one() -> None:
    """The complaint under the second id is the complaint of the allegation under the first."""
    (found,) = justice.allegations(_HELD, _DAY, "valley")
    assert (found.subject, found.ids) == ("person:a", ("person:a", "person:a2"))
    assert [one.subject for one in justice.allegations(_HELD, _DAY)] == ["person:a", "person:b"]


def test_a_person_is_asked_for_under_any_id() -> None:
    """Both ids lead to both."""
    assert justice.ids_of(_HELD, "a2") == justice.ids_of(_HELD, "person:a") == ("person:a", "person:a2")
