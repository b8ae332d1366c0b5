"""The funnel of an invented valley of 42 persons equals the one that was reckoned by hand, on every day it is asked for."""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from onrecord import justice
from onrecord.justice import AlterationKind, Stage

_FILE = Path(__file__).with_name("valley.json")
_LAST = "2032-06-30"


@cache
def _persons() -> tuple[justice.Person, ...]:
    held = justice.case_file_from(_FILE.read_bytes(), path="valley.json")
    assert held.refused == ()
    return justice.persons_of(held.courses)


def _funnel(group: str | None, day: str) -> justice.Funnel:
    found = justice.funnels(_persons(), ("highland", "lowland"), dt.date.fromisoformat(day))
    return next(one for one in found if one.group == group)


# stage: (n, of, implied, unknown), as a person with a pencil counts them
_HIGHLAND = {
    "detained": (20, 24, 0, 4),
    "charged": (21, 24, 1, 3),
    "sent_to_court": (15, 21, 1, 4),
    "trial_opened": (15, 15, 1, 0),
    "convicted": (11, 15, 0, 2),
    "acquitted": (1, 15, 0, 2),
    "discontinued": (2, 21, 0, 6),
    "altered": (5, 11, 0, 3),
    "upheld": (3, 11, 0, 3),
    "died_in_custody": (1, 20, 0, 17),
    "released": (2, 20, 0, 17),
}
_LOWLAND = {
    "detained": (4, 18, 0, 14),
    "charged": (4, 18, 0, 14),
    "sent_to_court": (3, 4, 0, 0),
    "trial_opened": (3, 3, 0, 0),
    "convicted": (2, 3, 0, 0),
    "acquitted": (1, 3, 0, 0),
    "discontinued": (1, 4, 0, 0),
    "altered": (0, 2, 0, 1),
    "upheld": (1, 2, 0, 1),
    "died_in_custody": (0, 4, 0, 4),
    "released": (0, 4, 0, 4),
}


@pytest.mark.parametrize(("group", "expected"), [("highland", _HIGHLAND), ("lowland", _LOWLAND)])
def test_every_stage_has_its_number_and_its_denominator(
    group: str, expected: dict[str, tuple[int, int, int, int]]
) -> None:
    """Implied stages are told apart, and of how many nothing is on record."""
    found = _funnel(group, _LAST)
    assert {one.stage.value: (one.n, one.of, one.implied, one.unknown) for one in found.shown} == expected
    assert (found.unit, found.persons) == ("persons", {"highland": 24, "lowland": 18}[group])


def test_all_is_the_sum_of_the_groups() -> None:
    """Nobody is counted in two groups, and nobody in none."""
    whole = _funnel(None, _LAST)
    for stage in Stage:
        parts = [_funnel(group, _LAST).count(stage) for group in ("highland", "lowland")]
        assert (whole.count(stage).n, whole.count(stage).of) == (sum(p.n for p in parts), sum(p.of for p in parts))


@pytest.mark.parametrize(
    ("day", "stage", "expected"),
    [
        ("2031-03-09", "detained", (0, 24)),
        ("2031-03-10", "detained", (20, 24)),
        ("2031-05-15", "charged", (18, 24)),
        ("2031-05-30", "charged", (18, 24)),
        ("2031-05-31", "charged", (20, 24)),
        ("2031-08-19", "convicted", (0, 14)),
        ("2031-09-14", "convicted", (1, 15)),
        ("2031-09-15", "convicted", (11, 15)),
        ("2031-11-30", "altered", (0, 11)),
    ],
)
def test_any_past_day_can_be_asked_for(day: str, stage: str, expected: tuple[int, int]) -> None:
    """What is known to the month counts when the month is over."""
    found = _funnel("highland", day).count(Stage(stage))
    assert (found.n, found.of) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2031-12-31", [("reduced", 1, {"prison": 1}), ("replaced_by_restriction", 4, {"restriction": 4})]),
        (
            _LAST,
            [("reduced", 1, {"prison": 1}), ("replaced_by_restriction", 4, {"restriction": 4}), ("parole", 1, {})],
        ),
    ],
)
def test_alterations_are_counted_by_kind(day: str, expected: list[tuple[str, int, dict[str, int]]]) -> None:
    """A person counts once in each; what the sentence became is told beside it."""
    found = _funnel("highland", day).alterations
    assert [(one.kind and one.kind.value, one.n, dict(one.to)) for one in found] == expected
    assert {one.of for one in found} == {11}
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=[*AlterationKind, None].index)


@pytest.mark.parametrize(
    ("group", "start", "end", "expected"),
    [
        ("highland", "detained", "charged", (10, 16, 2, 2)),
        ("lowland", "detained", "charged", (20, 3, 1, 0)),
        (None, "detained", "charged", (10, 19, 3, 2)),
        ("highland", "charged", "trial_opened", (103, 14, 4, 2)),
        ("highland", "trial_opened", "convicted", (76, 11, 3, 0)),
        ("highland", "detained", "convicted", (189, 11, 9, 0)),
        ("highland", "convicted", "altered", (77, 8, 3, 0)),
    ],
)
def test_who_still_waits_is_part_of_the_wait(
    group: str | None, start: str, end: str, expected: tuple[int, int, int, int]
) -> None:
    """Median days, arrived, still waiting, not known to the day; who died or was let go keeps nobody waiting."""
    found = next(one for one in _funnel(group, _LAST).waits if one.start.value == start and one.end[0].value == end)
    assert (found.days, found.arrived, found.waiting, found.undated) == expected


def test_a_person_of_two_groups_is_of_neither() -> None:
    """Two records of one person that name two groups are shown apart, not guessed."""
    records = [
        justice.Course(id="a", group="highland", events=()),
        justice.Course(id="b", group="lowland", events=(), same_person_as=("a",)),
        justice.Course(id="c", group="lowland", events=()),
    ]
    found = justice.funnels(justice.persons_of(records), ("highland", "lowland"), dt.date(2031, 1, 1))
    assert [(one.group, one.persons) for one in found] == [("highland", 0), ("lowland", 1), ("unknown", 1), (None, 2)]
