"""Redress: each measure has a state or no information; sums of two currencies are brought together by a dated rate only."""

import datetime as dt
from typing import Any

import pytest
from tests.justice.claimed import book, number, row, same

from onrecord import justice
from onrecord.kernel import ClaimId
from onrecord.ledger import Book, Review

_DAY = dt.date(2032, 12, 31)


def _paid(claim_id: str, person: str, amount: int | str, **more: Any) -> dict[str, Any]:
    told = {"unit": "KZT", "sum_stage": "paid", "loss_class": "house", "as_of": "2031-08-10"}
    return number(claim_id, f"person:{person}", "compensation", amount, **(told | more))


def _rate(claim_id: str, amount: str, day: str) -> dict[str, Any]:
    return number(claim_id, "currency:USD", "exchange_rate", amount, unit="KZT", as_of=day)


def _money(*rows: dict[str, Any], currency: str | None = None, day: dt.date = _DAY) -> justice.Money:
    return justice.remedies(book(*rows), day, currency).money


def _sums(money: justice.Money) -> list[tuple[str, str, str, float | None, float | None, int]]:
    rows = [one.to_row() for one in money.persons]
    return [(one["step"], one["of"], one["currency"], one["low"], one["high"], one["subjects"]) for one in rows]


def test_persons_are_added_up_once_each() -> None:
    """Two records of one person, two accounts of one payment: a range, not a double."""
    rows = [_paid("A", "p", 100), _paid("B", "p", 120), _paid("C", "q", 50), _paid("D", "r", 100), same("S", "r", "p")]
    money = _money(*rows)
    assert _sums(money) == [("paid", "house", "KZT", 150, 170, 2)]
    assert money.persons[0].claims == ("A", "B", "D", "C")


def test_currencies_are_never_added() -> None:
    """Each stands by itself, and why they are not added is told with a code."""
    money = _money(_paid("A", "p", 100), _paid("B", "q", 7, unit="USD"))
    assert _sums(money) == [("paid", "house", "KZT", 100, 100, 1), ("paid", "house", "USD", 7, 7, 1)]
    assert [one.code for one in money.refusals] == ["justice.currencies-differ"]


@pytest.mark.parametrize(
    ("rates", "total", "codes"),
    [
        ([_rate("R1", "420.5", "2031-08-10")], 100 + 7 * 420.5, []),
        ([_rate("R1", "420.5", "2031-08-01"), _rate("R2", "430", "2031-08-09")], 100 + 7 * 430, []),
        ([_rate("R1", "420.5", "2031-08-11")], 100, ["justice.no-rate"]),
        ([_rate("R1", "420.5", "2031-07-09")], 100, ["justice.no-rate"]),
        ([], 100, ["justice.no-rate"]),
    ],
)
def test_a_dated_rate_brings_them_together(rates: list[dict[str, Any]], total: float, codes: list[str]) -> None:
    """Of the day of the sum or the month before it, the newest; never a later one, and the rate's claim is named."""
    money = _money(_paid("A", "p", 100), _paid("B", "q", 7, unit="USD"), *rates, currency="KZT")
    assert _sums(money)[0][3] == total
    assert [one.code for one in money.refusals] == codes
    assert ("R1" in money.persons[0].claims or "R2" in money.persons[0].claims) is (not codes)
    for language in ("en", "ru", "kk"):
        assert all("{" not in one.to_row(language)["problem"] for one in money.refusals)


def test_what_was_paid_of_what_was_assessed() -> None:
    """Of each class by itself, in one currency; the least share and the most."""
    rows = [
        _paid("A", "p", 40), _paid("B", "p", 100, high=200, qualifier="range", sum_stage="assessed"), _paid("C", "p", 9, loss_class="cattle"),
        _paid("D", "p", 5, unit="USD", sum_stage="assessed", loss_class="cattle"),
    ]  # fmt: skip
    found = _money(*rows).paid_of_assessed
    assert [(of, currency, float(low), float(high), set(claims)) for of, currency, low, high, claims in found] == [
        ("house", "KZT", 0.2, 0.4, {"A", "B"})
    ]


def test_reported_sums_stand_side_by_side() -> None:
    """Two officials' totals are two accounts of one thing and are not added."""
    rows = [
        number(name, "incident:v", "compensation_sum", value, unit="KZT", sum_stage="paid")
        for name, value in (("A", 5), ("B", 6))
    ]
    money = _money(*rows)
    assert [(one.low, one.claims) for one in money.reported] == [(5, ("A",)), (6, ("B",))]
    assert money.persons == ()


def _told(claim_id: str, value: str, day: str, **more: Any) -> dict[str, Any]:
    return row(
        claim_id,
        "incident:v",
        "remedy_status",
        value,
        remedy_form="satisfaction",
        remedy_measure="apology",
        as_of=day,
        **more,
    )


@pytest.mark.parametrize(
    ("rows", "day", "status"),
    [
        ([], _DAY, "no_information"),
        ([_told("A", "asked", "2031-05-01")], _DAY, "asked"),
        ([_told("A", "asked", "2031-05-01"), _told("B", "refused", "2031-06-01")], _DAY, "refused"),
        ([_told("A", "asked", "2031-05-01"), _told("B", "refused", "2031-06-01")], dt.date(2031, 5, 31), "asked"),
        ([_told("A", "done", "2031-05-01"), _told("B", "refused", "2031-05-01")], _DAY, "contested"),
        ([_told("A", "none_found", "2031-05-01", note="searched the office's pages")], _DAY, "none_found"),
    ],
)
def test_how_far_a_measure_came(rows: list[dict[str, Any]], day: dt.date, status: str) -> None:
    """The newest that is said by a day; two on one day are told as such; nothing said is no information."""
    found = justice.remedies(book(*rows), day)
    states = {(one.form, one.name): one.status for one in found.measures}
    assert states["satisfaction", "apology"] == status
    assert set(states.values()) == {"no_information", status}


def test_nothing_found_needs_its_search() -> None:
    """METHOD R0.3: what was searched is part of the claim."""
    assert book(_told("A", "none_found", "2031-05-01")).claim("A") is None


def test_every_form_and_measure_is_in_the_vocabulary() -> None:
    """The page and the ledger call them the same."""
    words = book().vocabulary
    for form, (_, measures) in justice.FORMS.items():
        assert words.term("remedy_form", form)
        assert all(words.term("remedy_measure", one) for one in measures)
    named = {one for _, measures in justice.FORMS.values() for one in measures}
    assert {term.name for term in words.terms_of("remedy_measure")} == named


def _grade(value: str, **more: Any) -> dict[str, Any]:
    ours = {
        "speaker": "analyst A",
        "speaker_kind": "ourselves",
        "basis": ["A"],
        "note": "why",
        "source": None,
        "quote": None,
    }
    return row("G", "incident:valley", "compensation_grade", value, **(ours | more))


def _assessed(claim_id: str, person: str, amount: int) -> dict[str, Any]:
    return _paid(claim_id, person, amount, sum_stage="assessed")


def _graded(*rows: dict[str, Any], by: str | None = "analyst B") -> justice.Graded:
    made = book(_paid("A", "p", 60), _assessed("B", "p", 100), *rows)
    signed = [Review(claims=(ClaimId("G"),), note="read", by=by, at="2032-07-01T00:00:00Z", seq=99)] if by else []
    (found,) = justice.remedies(Book.of(made.claims, made.vocabulary, reviews=signed), _DAY).grades
    return found


@pytest.mark.parametrize(
    ("grade", "by", "held"),
    [
        ("partial", "analyst B", []),
        ("partial", None, ["justice.grade-unreviewed"]),
        ("partial", "Analyst A", ["justice.grade-unreviewed"]),
        ("full", "analyst B", ["justice.grade-against-the-sums"]),
        ("none", "analyst B", ["justice.grade-against-the-sums"]),
        ("unknown", "analyst B", []),
    ],
)
def test_a_summary_grade_of_ours_stands_by_a_second_person_and_beside_the_sums(
    grade: str, by: str | None, held: list[str]
) -> None:
    """60 of 100 paid is neither full nor none; nobody signs their own."""
    found = _graded(_grade(grade), by=by)
    assert [one.code for one in found.held] == held
    for one in found.held:
        assert all("{" not in one.says(language) for language in ("en", "ru", "kk"))


def test_a_bodys_grade_is_its_own_word_and_a_class_of_loss_is_held_against_its_own_sums() -> None:
    """R0.10: theirs is told as theirs, also against the sums; ours of another class is not held against these."""
    theirs = _graded(_grade("full", speaker="Commission", speaker_kind="official", source="S1", quote="full", basis=None,
                            note=None), by=None)  # fmt: skip
    assert (theirs.stands, theirs.is_ours, theirs.by) == (True, False, "Commission")
    assert _graded(_grade("none", loss_class="livestock")).stands
    assert not _graded(_grade("full", loss_class="house")).stands
