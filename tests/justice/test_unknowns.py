"""Gaps, and what is not on record: each with its denominator, its claims and a sentence in three languages."""

import datetime as dt
from fractions import Fraction

import pytest
from tests.justice.claimed import book, number, row

from onrecord import justice

_DAY = dt.date(2032, 6, 30)
_VALLEY = "incident:valley"
_ROWS = [
    number("N1", _VALLEY, "criminal_cases", 120, as_of="2031-03-11"),
    number("N2", _VALLEY, "charged", 60, as_of="2031-09", qualifier="about"),
    number("N3", _VALLEY, "convicted", 7, as_of="2031-09"),
    number("N4", _VALLEY, "defendants", 14, as_of="2032-04-27", group="dungan"),
    number("N5", _VALLEY, "arrested", 50, as_of="2032-04-27"),
    number("N6", _VALLEY, "imprisoned", 5, as_of="2032-04-27", group="dungan"),
    number("N7", _VALLEY, "detained", 41, high=None, qualifier="more_than", as_of="2031-03-12"),
    number("N8", _VALLEY, "suspects", 9, as_of="2031-03-12", scope="provocation"),
    number("N9", _VALLEY, "defendants", 14, as_of="2032-04-28", group="dungan"),
    row("A1", "person:a", "ethnic_group", "dungan"),
    row("A2", "person:a", "charged_on", "2031-05-02", article="272-2"),
    row("A3", "person:a", "verdict", "convicted"),
    row("A4", "person:a", "verdict_on", "2032-04-27"),
    number("A5", "person:a", "prison_term", 5),
    row("B1", "person:b", "detained_on", "2031-03-11/2031-03-12"),
    row("C1", "case:C1", "opened_on", "2031-03-10"),
]
_HELD = justice.proceedings(book(*_ROWS))
_BESIDE = {one.count.id: one for one in _HELD.reported()}


@pytest.mark.parametrize(
    ("count", "recorded", "gap", "code", "claims"),
    [
        ("N1", 1, 119, None, ("C1",)),
        ("N2", 1, 59, None, ("A2",)),
        ("N3", 0, 7, None, ()),
        ("N4", 1, 13, None, ("A4", "A3", "A5")),
        ("N6", 1, 4, None, ("A4", "A3", "A5")),
        ("N7", 1, 40, None, ("B1",)),
        ("N8", None, None, "justice.records-do-not-tell", ()),
    ],
)
def test_what_is_reported_stands_beside_what_is_on_record(
    count: str, recorded: int | None, gap: int | None, code: str | None, claims: tuple[str, ...]
) -> None:
    """As of the count's own day, of its own group, cases beside cases; what records do not tell apart is told."""
    found = _BESIDE[count]
    assert (found.recorded, found.gap, found.refusal.code if found.refusal else None) == (recorded, gap, code)
    assert set(found.claims) == set(claims)


def test_what_counts_no_stage_is_no_count() -> None:
    """Arrested is another thing than detained or charged; it stays a figure of the ledger."""
    assert "N5" not in _BESIDE


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("N3", "N1", "justice.units-differ"),
        ("N2", "N1", "justice.units-differ"),
        ("N3", "N2", Fraction(7, 60)),
        ("N6", "N4", Fraction(5, 14)),
        ("N3", "N4", "justice.days-out-of-order"),
        ("N2", "N7", "justice.not-one-number"),
        ("N3", "N8", "justice.about-others"),
    ],
)
def test_seven_of_a_hundred_and_twenty_is_never_said(part: str, whole: str, expected: Fraction | str) -> None:
    """120 cases, about 60 charged, 7 sentenced: persons are a share of persons, of one source and in order of time."""
    found = justice.share(_BESIDE[part].count, _BESIDE[whole].count)
    assert (found.code if isinstance(found, justice.NotJoined) else found) == expected


def test_the_list_of_what_is_not_known() -> None:
    """Of how many of how many; the newest count of a figure only, with every claim that says the same number."""
    found = justice.unknowns(_HELD.persons, _HELD.cases, _HELD.reported(), _DAY)
    assert [(one.code, one.n, one.of) for one in found] == [
        ("group", 1, 2), ("detention_end", 1, 1), ("law_version", 1, 1), ("day", 1, 2), ("in_force", 1, 1), ("case_end", 1, 1),
        ("reported_more", 119, 120), ("reported_more", 40, 41), ("reported_more", 59, 60), ("reported_more", 7, 7),
        ("reported_more", 4, 5), ("reported_more", 13, 14),
    ]  # fmt: skip
    dungans = next(one for one in found if one.count is not None and one.count.what == "defendants")
    assert {"N4", "N9"} <= set(dungans.claims)
    assert found[0].subjects == ("b",)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_each_is_a_sentence_in_each_language(language: str) -> None:
    """With its numbers filled in, and no English word in the others."""
    for one in justice.unknowns(_HELD.persons, _HELD.cases, _HELD.reported(), _DAY):
        told = one.says(language)
        assert str(one.n) in told
        assert "{" not in told
        assert language == "en" or not any("a" <= letter <= "z" for letter in told)


def test_a_past_day_knows_nothing_of_later_ones() -> None:
    """Neither counts nor stages."""
    found = justice.unknowns(_HELD.persons, _HELD.cases, _HELD.reported(), dt.date(2031, 3, 11))
    assert [(one.code, one.n) for one in found if one.count] == [("reported_more", 119)]
    assert not any(one.code in ("sentence", "detention_end", "in_force") for one in found)
