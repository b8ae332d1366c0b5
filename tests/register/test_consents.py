"""What persons agreed to: level by level, no by default, taken back from its day on; and who may be named as a child."""

import datetime as dt
from typing import Any

import pytest
from tests.justice.claimed import book, row, same

from onrecord import register
from onrecord.kernel import ClaimId
from onrecord.ledger import Book, Review
from onrecord.register import ConsentLevel

_P = "person:p"
_NAMED = ConsentLevel.PUBLISH_NAMED


def _consent(claim_id: str, on: str, *, given: bool = True, level: str = "publish_named") -> dict[str, Any]:
    answer = "yes" if given else "no"
    return row(
        claim_id, _P, "consent", answer, as_of=on, consent_level=level, consent_form="written", speaker_kind="witness"
    )


def _back(on: str, level: str | None = None) -> dict[str, Any]:
    return row("W", _P, "consent_withdrawn_on", on, as_of=on, consent_level=level, speaker_kind="witness")


def _found(*rows: dict[str, Any], day: str = "2032-12-31", signed: str | None = None) -> register.Consents:
    made = book(*rows)
    reviews = [Review(claims=(ClaimId("D"),), note="agreed", by=signed, at="2032-08-01T00:00:00Z", seq=99)]
    again = Book.of(made.claims, made.vocabulary, reviews=reviews if signed else [])
    (one,) = register.consents(again, dt.date.fromisoformat(day), subjects=[_P])
    return one


@pytest.mark.parametrize(
    ("rows", "day", "holds"),
    [
        ([], "2032-12-31", False),
        ([_consent("A", "2032-03-01")], "2032-02-28", False),
        ([_consent("A", "2032-03-01")], "2032-03-01", True),
        ([_consent("A", "2032-03-01", level="publish_anonymised")], "2032-12-31", False),
        ([_consent("A", "2032-03-01"), _consent("B", "2032-03-01", given=False)], "2032-12-31", False),
        ([_consent("A", "2032-03-01"), _back("2032-06-01")], "2032-05-31", True),
        ([_consent("A", "2032-03-01"), _back("2032-06-01")], "2032-06-01", False),
        ([_consent("A", "2032-03-01"), _back("2032-06-01", "publish_image")], "2032-12-31", True),
        ([_consent("A", "2032-03-01"), _back("2032-06-01"), _consent("B", "2032-07-01")], "2032-12-31", True),
    ],
)
def test_a_level_holds_from_its_day_until_it_is_taken_back(
    rows: list[dict[str, Any]], day: str, *, holds: bool
) -> None:
    """No by default, of one day the no, of several the last; all levels are taken back where none is named."""
    found = _found(*rows, day=day)
    assert found.holds(_NAMED) is holds
    assert found.to_row()["levels"].keys() == {one.value for one in ConsentLevel}


@pytest.mark.parametrize(
    ("rows", "day", "child"),
    [
        ([row("B", _P, "age_group", "child")], "2032-12-31", True),
        ([row("B", _P, "age_group", "adult")], "2032-12-31", False),
        ([row("B", _P, "born_on", "2014-06-30")], "2032-06-30", False),
        ([row("B", _P, "born_on", "2014-07-01")], "2032-06-30", True),
        ([row("B", _P, "born_on", "2014")], "2032-06-30", True),
        ([row("B", _P, "born_on", "2012-02-29"), row("I", _P, "injured_on", "2030-02-28")], "2032-12-31", True),
        ([row("B", _P, "born_on", "2012-02-28"), row("I", _P, "injured_on", "2030-02-28")], "2032-12-31", False),
    ],
)
def test_who_was_or_is_or_may_be_under_eighteen_is_a_child(
    rows: list[dict[str, Any]], day: str, *, child: bool
) -> None:
    """At the event or on the day; what is known by the year is in doubt."""
    assert _found(*rows, day=day).is_child is child


@pytest.mark.parametrize(
    ("age", "died", "is_child"),
    [
        ({"low": 15, "high": 15}, None, True),
        ({"low": 18, "high": 18}, "2032-02-01", True),  # of June; in February it may have been 17
        ({"low": 19, "high": 19}, "2032-02-01", False),
        ({"low": 10, "high": 20, "qualifier": "range"}, None, True),
        ({"low": 19, "high": 19, "qualifier": "about"}, None, True),
        ({"low": 40, "high": 40}, None, False),
    ],
)
def test_an_age_says_who_was_a_child(age: dict[str, Any], died: str | None, *, is_child: bool) -> None:
    """A list that has ages and no births says of whom it speaks as well as one with births."""
    said = row("N", _P, "age", unit="years", wording=f"{age['high']}", **age)
    found = _found(said, *([row("E", _P, "died_on", died)] if died else []))
    assert found.is_child is is_child


def test_a_decision_to_name_a_child_takes_two() -> None:
    """Ours alone names nobody."""
    decision = row("D", _P, "best_interest_decision", "yes", speaker="analyst A", speaker_kind="ourselves", basis=["B"],
                   note="she asks for it, with her mother", source=None, quote=None)  # fmt: skip
    child = row("B", _P, "age_group", "child")
    assert not _found(child, decision).may_be_named_as_child
    assert not _found(child, decision, signed=" Analyst a ").may_be_named_as_child
    assert _found(child, decision, signed="analyst B").may_be_named_as_child
    assert not _found(child, decision, signed="analyst B", day="2032-07-31").may_be_named_as_child


def test_the_last_decision_on_a_child_counts() -> None:
    """What was allowed and then refused is refused, and allowed anew by another decision alone."""
    ours = {
        "speaker": "analyst A",
        "speaker_kind": "ourselves",
        "basis": ["B"],
        "note": "why",
        "source": None,
        "quote": None,
    }
    child = row("B", _P, "age_group", "child")
    yes, no = (row(name, _P, "best_interest_decision", said, as_of=on, **ours)
               for name, said, on in (("D", "yes", "2032-06-01"), ("E", "no", "2032-07-01")))  # fmt: skip
    assert _found(child, yes, no, signed="analyst B", day="2032-12-31").may_be_named_as_child is False
    assert _found(child, yes, no | {"as_of": "2032-05-01"}, signed="analyst B").may_be_named_as_child is True
    assert _found(child, yes, no | {"as_of": "2032-06-01"}, signed="analyst B").may_be_named_as_child is False


def test_everybody_who_was_asked_is_listed_and_nobody_else() -> None:
    """A birth alone is no consent."""
    made = book(_consent("A", "2032-03-01"), row("B", "person:q", "born_on", "2000-01-01"))
    assert [one.person for one in register.consents(made, dt.date(2032, 12, 31))] == [_P]


def test_what_was_taken_back_under_one_record_is_taken_back_of_the_person() -> None:
    """The list of everybody says no less than the question about one."""
    made = book(_consent("A", "2032-03-01"), _back("2032-06-01") | {"subject": "person:q"}, same("S", "p", "q"))
    (one,) = register.consents(made, dt.date(2032, 12, 31))
    assert (one.person, one.holds(_NAMED)) == (_P, False)
    assert one == register.consents(made, dt.date(2032, 12, 31), subjects=[_P, "person:q"])[0]
