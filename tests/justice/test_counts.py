"""Reported counts: "120 cases, 26 charged, 11 sentenced" never yields 11 of 120, and gaps to the records are told."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from onrecord import justice

_HELD = justice.case_file_from(Path(__file__).with_name("valley.json").read_bytes(), path="valley.json")
_COUNTS = {one.id: one for one in _HELD.counts}


@pytest.mark.parametrize(
    ("part", "whole", "code"),
    [
        ("sentenced", "cases", "justice.units-differ"),
        ("cases", "charged", "justice.units-differ"),
        ("sentenced-society", "charged", "justice.sources-differ"),
        ("sentenced-early", "charged", "justice.days-out-of-order"),
        ("charged", "sentenced", "justice.not-a-part"),
        ("questioned", "charged", "justice.not-a-part"),
    ],
)
def test_what_is_no_share_is_refused_with_a_code(part: str, whole: str, code: str) -> None:
    """METHOD 3.5 and FG-07: one unit, one source, in the order of time, and a part of its whole."""
    found = justice.share(_COUNTS[part], _COUNTS[whole])
    assert isinstance(found, justice.NotJoined)
    assert found.code == code
    assert "{" not in found.message().en + found.message().ru + found.message().kk


def test_a_share_is_told_where_both_are_of_one_unit_source_and_time() -> None:
    """Eleven of twenty-six, exactly."""
    assert justice.share(_COUNTS["sentenced"], _COUNTS["charged"]) == Fraction(11, 26)


@pytest.mark.parametrize(
    ("count", "recorded", "gap", "code"),
    [
        ("charged", 25, 1, None),
        ("sentenced", 13, -2, None),
        ("cases", None, None, "justice.units-differ"),
        ("questioned", None, None, "justice.no-such-stage"),
    ],
)
def test_a_reported_count_stands_beside_the_records(
    count: str, recorded: int | None, gap: int | None, code: str | None
) -> None:
    """As of the count's own day; how many of it no record names, or how many more there are."""
    one = _COUNTS[count]
    whole = justice.funnel(justice.persons_of(_HELD.courses), None, one.as_of.latest)
    found = justice.beside(one, whole)
    assert (found.recorded, found.gap) == (recorded, gap)
    assert (found.refusal.code if found.refusal else None) == code
    assert one.as_of.latest <= dt.date(2031, 9, 30)
