"""What a list says beside a name: read, or told as unread; never guessed."""

import datetime as dt

import pytest

from onrecord import names
from onrecord.names.vetoes import same_place


def test_an_age_on_a_day_is_a_year_of_births() -> None:
    """Nine on 7 February 2020: born from 8 February 2010 to 7 February 2011."""
    born = names.Context.parse("age=9@2020-02-07").born
    assert born is not None
    assert (born.earliest, born.latest) == (dt.date(2010, 2, 8), dt.date(2011, 2, 7))


def test_each_part_is_read() -> None:
    """Any key with a place and a day is where somebody was."""
    about = names.Context.parse("born=02.03.1970; village=Сортобе; custody=Тараз@2020-05-01; document=N 12-3; sex=ж")
    assert about.born is not None
    assert about.born.text() == "1970-03-02"
    assert about.places == ("Сортобе",)
    assert [(one.key, one.place) for one in about.sightings] == [("custody", "Тараз")]
    assert about.numbers == (("document", "n123"),)
    assert about.sex == "female"
    assert about.unread == ()


@pytest.mark.parametrize("part", ["born=spring", "hair=black", "age=old@2020", "born", "hospital=Тараз@yesterday"])
def test_what_is_not_understood_is_unknown_and_told(part: str) -> None:
    """One bad cell does not stop a list, and does not vanish."""
    about = names.Context.parse(part)
    assert about.unread == (part,)
    assert about.born is None


def test_a_person_taken_to_hospital_was_alive_and_one_in_a_morgue_not() -> None:
    """Where somebody was tells that they lived, except where the dead are."""
    dead = names.Context.parse("died=2020-02-08")
    for seen, decision in (("hospital=Тараз@2020-02-10", "NO"), ("morgue=Тараз@2020-02-10", "LINK")):
        assert (
            names.compare("Чотаев Ильяс", "Chotaev Ilyas", dead, names.Context.parse(seen)).decision.value == decision
        )


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [("Тараз", "Taraz", True), ("с. Сортобе", "Сортөбе", True), ("Тараз", "Алматы", False), ("", "Тараз", False)],
)
def test_places_are_one_in_any_script(one: str, other: str, is_same: bool) -> None:
    """Two places at one time is no veto where one place is written twice."""
    assert same_place(one, other) is is_same
