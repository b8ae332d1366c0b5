"""Charged beside killed by group, METHOD 3.1: persons once each, an unknown group as from least to most, no number without why."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from tests.justice.claimed import book, number, row, same

from onrecord import justice

_DAY = dt.date(2032, 12, 31)


def _charged(person: str, group: str | None, on: str = "2031-05-02") -> list[dict[str, Any]]:
    told = [row(f"{person}.on", f"person:{person}", "charged_on", on)]
    return [*told, *_of_group(person, group)]


def _killed(person: str, group: str | None) -> list[dict[str, Any]]:
    told = row(f"{person}.out", f"person:{person}", "outcome", "killed", incident="valley", as_of="2031-04-02")
    return [told, *_of_group(person, group)]


def _of_group(person: str, group: str | None) -> list[dict[str, Any]]:
    return [row(f"{person}.group", f"person:{person}", "ethnic_group", group)] if group else []


def _made(*told: list[dict[str, Any]], day: dt.date = _DAY) -> justice.Treatment:
    held = book(*(one for rows in told for one in rows))
    return justice.treatment(held, justice.proceedings(held), day)


def _rows(made: justice.Treatment) -> dict[str, tuple[int, int, Fraction | None, Fraction | None]]:
    return {one.group: (one.charged, one.killed, one.low, one.high) for one in made.groups}


def test_each_group_has_its_own_ratio_with_the_claims() -> None:
    """Two of one group killed and one charged, one of the other killed and three charged: 1/2 and 3."""
    made = _made(
        _killed("a", "dungan"), _killed("b", "dungan"), _killed("c", "kazakh"),
        _charged("d", "dungan"), _charged("e", "kazakh"), _charged("f", "kazakh"), _charged("g", "kazakh"),
    )  # fmt: skip
    half, three = Fraction(1, 2), Fraction(3)
    assert _rows(made) == {"dungan": (1, 2, half, half), "kazakh": (3, 1, three, three)}
    assert (made.groups[0].charged_claims, made.groups[0].killed_claims) == (("d.on",), ("a.out", "b.out"))
    assert [code for code, _ in made.warnings] == ["small", "small"]


def test_an_unknown_group_widens_each_ratio_and_is_told() -> None:
    """One charged and one killed of no known group may be of either: from 1/2 to 2 of one charged and one killed."""
    made = _made(_killed("a", "dungan"), _charged("b", "dungan"), _killed("c", None), _charged("d", None))
    assert _rows(made) == {"dungan": (1, 1, Fraction(1, 2), Fraction(2))}
    assert (made.unknown.charged, made.unknown.killed) == (1, 1)
    assert ("unknown", (("charged", "1"), ("killed", "1"))) in made.warnings


def test_nobody_killed_gives_no_ratio_and_nobody_counts_twice() -> None:
    """A person of two ids is one; a division by nobody is not made, and that is said."""
    made = _made(_charged("a", "kazakh"), _charged("b", "kazakh"), [same("S", "b", "a")], _killed("c", "dungan"))
    assert _rows(made) == {"dungan": (0, 1, Fraction(0), Fraction(0)), "kazakh": (1, 0, None, None)}
    assert made.to_row()["groups"][1]["ratio"] is None
    assert [code for code, _ in made.warnings] == ["small", "none_killed"]


def test_who_is_charged_later_is_not_charged_yet() -> None:
    """As of a day; counts that officials gave stand beside, never joined to persons."""
    counts = [number("N", "incident:valley", "charged", 60, unit="persons", as_of="2031-06-01"),
              number("C", "incident:valley", "criminal_cases", 120, unit="cases", as_of="2031-06-01")]  # fmt: skip
    told = (_killed("a", "dungan"), _charged("b", "dungan"), _charged("c", "dungan", "2031-09-01"), counts)
    assert _rows(_made(*told, day=dt.date(2031, 7, 1)))["dungan"][:2] == (1, 1)
    assert [one.id for one in _made(*told).reported] == ["N"]
    assert _rows(_made(*told))["dungan"][:2] == (2, 1)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_caution_is_always_said(language: str) -> None:
    """Nobody reads from a ratio who killed whom."""
    told = _made(_charged("a", "kazakh")).warnings_told(language)
    assert len(told) == 2
    assert all("{" not in one for one in told)
