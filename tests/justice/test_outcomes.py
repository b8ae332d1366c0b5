"""Who was convicted and is not any more is told beside the convicted, on any day, from invented histories done by hand."""

import datetime as dt
from typing import Any

import pytest
from tests.justice.claimed import book, number, row, same

from onrecord import justice
from onrecord.justice import Stage

_LAST = "2032-06-30"


def _verdict(name: str, person: str, verdict: str, on: str, case: str, instance: str) -> list[dict[str, Any]]:
    where = {"case": case, "instance": instance}
    return [
        row(f"{name}v", f"person:{person}", "verdict", verdict, **where),
        row(f"{name}d", f"person:{person}", "verdict_on", on, **where),
    ]


# Aizada Temirova: convicted, annulled on appeal, tried again, acquitted.
_RETRIAL = [
    row("A1", "person:a", "charged_on", "2031-02-01", case="C1"),
    *_verdict("A2", "a", "convicted", "2031-06-01", "C1", "first"),
    row("A3", "person:a", "altered_on", "2031-09-01", case="C1", alteration="retrial"),
    *_verdict("A4", "a", "acquitted", "2032-02-01", "C1", "second trial"),
]
# Bolat Serikuly: convicted in one case, acquitted in another: he stands convicted.
_TWO_CASES = [
    row("B1", "person:b", "charged_on", "2031-02-01", case="C1"),
    *_verdict("B2", "b", "convicted", "2031-06-01", "C1", "first"),
    row("B3", "person:b", "charged_on", "2031-03-01", case="C2"),
    *_verdict("B4", "b", "acquitted", "2031-08-01", "C2", "first"),
]
# Damir, written "Damyr" in the second list: convicted under one id, discontinued under the other, later, in one case.
_ALIAS = [
    *_verdict("D1", "d", "convicted", "2031-06-01", "C1", "first"),
    row("D2", "person:d2", "discontinued_on", "2031-10-01", case="C1"),
    same("D3", "d", "d2"),
]
# Erkin died before a verdict; Fatima was let off by an amnesty before she was charged: neither was ever convicted.
_NEVER = [
    row("E1", "person:e", "trial_opened_on", "2031-05-01", case="C1"),
    row("E2", "person:e", "died_in_custody_on", "2031-05-20"),
    row("F1", "person:f", "suspected_on", "2031-02-01", case="C1"),
    row("F2", "person:f", "legal_stage", "closed under the amnesty", stage="terminated", case="C1", as_of="2031-04-01"),
]


def _funnel(day: str, *rows: dict[str, Any]) -> justice.Funnel:
    held = justice.proceedings(book(row("A", "person:x", "ethnic_group", "kazakh"), *rows))
    assert held.refused == ()
    return justice.funnel(held.persons, None, dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("rows", "day", "convicted", "expected"),
    [
        (_RETRIAL, "2031-08-31", 1, {}),
        (_RETRIAL, "2031-09-01", 1, {"annulled": 1}),
        (_RETRIAL, _LAST, 1, {"acquitted": 1}),
        (_TWO_CASES, _LAST, 1, {}),
        (_ALIAS, "2031-09-30", 1, {}),
        (_ALIAS, _LAST, 1, {"discontinued": 1}),
        (_NEVER, _LAST, 0, {}),
        ([*_RETRIAL, *_TWO_CASES, *_ALIAS, *_NEVER], _LAST, 3, {"acquitted": 1, "discontinued": 1}),
    ],
)
def test_who_is_not_convicted_any_more_is_told_beside_the_convicted(
    rows: list[dict[str, Any]], day: str, convicted: int, expected: dict[str, int]
) -> None:
    """The stage stays reached; on a past day a conviction stands that was undone later."""
    found = _funnel(day, *rows)
    assert found.count(Stage.CONVICTED).n == convicted
    assert {one.outcome.value: one.n for one in found.overturned} == expected
    assert all(one.of == convicted and one.claims for one in found.overturned)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*_verdict("G1", "g", "acquitted", "2031-06-01", "C1", "first")], (0, 1, 0, {})),
        (
            [*_verdict("G1", "g", "convicted", "2031-06-01", "C1", "first"),
             *_verdict("G2", "g", "acquitted", "2031-08-01", "C1", "appeal")],
            (1, 1, 0, {"acquitted": 1}),
        ),
        ([*_verdict("G1", "g", "convicted", "2031-06-01", "C1", "first")], (1, 0, 1, {})),
        (
            [*_verdict("G1", "g", "acquitted", "2031-06-01", "C2", "first"),
             *_verdict("G2", "g", "convicted", "2031-05-01", "C1", "first")],
            (1, 1, 1, {}),
        ),
        ([], (1, 0, 1, {})),
    ],
)  # fmt: skip
def test_whose_acquittal_is_upheld_is_no_convict(
    rows: list[dict[str, Any]], expected: tuple[int, int, int, dict[str, int]]
) -> None:
    """A higher court upholds what was decided last in the case; where nothing else is on record, a conviction."""
    found = _funnel(_LAST, *rows, row("G9", "person:g", "upheld_on", "2031-10-01", case="C1"))
    counted = (found.count(stage).n for stage in (Stage.CONVICTED, Stage.ACQUITTED, Stage.UPHELD))
    assert (*counted, {one.outcome.value: one.n for one in found.overturned}) == expected


def test_the_funnel_of_the_histories_equals_the_one_reckoned_by_hand() -> None:
    """Five persons of six records: stage, n, of; who died before a verdict and who was let off early are in no verdict."""
    found = _funnel(_LAST, *_RETRIAL, *_TWO_CASES, *_ALIAS, *_NEVER)
    assert found.persons == 5
    told = {one.stage.value: (one.n, one.of) for one in found.stages}
    assert (told["charged"], told["trial_opened"]) == ((5, 5), (4, 4))
    assert (told["convicted"], told["acquitted"], told["discontinued"]) == ((3, 4), (2, 4), (2, 5))
    assert (told["died_in_custody"], told["suspect_named"]) == ((1, 1), (1, 5))


def test_a_sentence_altered_or_served_after_an_annulment_is_one_that_stands() -> None:
    """A verdict of a second trial of which only the alteration is on record has not been undone."""
    later = row("A9", "person:a", "altered_on", "2032-03-01", case="C1", alteration="reduced")
    assert _funnel(_LAST, *_RETRIAL[:4], later).overturned == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"as_of": "2031-09-15"}, {"as_of": "2032-02-15"}),
        ({"court": "regional", "as_of": None}, {"court": "supreme", "as_of": None}),
    ],
)
def test_two_reductions_in_one_case_have_each_their_own_term(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Told apart by the day on which a term was so, or by the court; both shared one range of three to five years."""
    about = {"case": "C1", "alteration": "reduced"}
    rows = [
        *_verdict("A2", "a", "convicted", "2031-06-01", "C1", "first"),
        row("R1", "person:a", "altered_on", "2031-09-01", court="regional", **about),
        row("R2", "person:a", "altered_on", "2032-02-01", court="supreme", **about),
        number("T1", "person:a", "reduced_term", 5, unit="years", **about, **first),
        number("T2", "person:a", "reduced_term", 3, unit="years", **about, **second),
    ]
    held = justice.proceedings(book(*rows))
    altered = [one for one in held.persons[0].events if one.stage is Stage.ALTERED]
    assert [(one.to.months and int(one.to.months), one.to.most, one.to.claims) for one in altered if one.to] == [
        (60, None, ("T1",)),
        (36, None, ("T2",)),
    ]
    assert held.unread == ()
