"""What a person has told, topic by topic; and who may ask again (METHOD 1.3, 3.2)."""

import datetime as dt
from typing import Any

import pytest
from tests.justice.claimed import book, row

from onrecord import justice

_DAY = dt.date(2032, 12, 31)
_P = "person:p"


def _told(topic: str, claim_id: str = "I1") -> dict[str, Any]:
    return row(claim_id, _P, "interview_told", "in the yard", interview_topic=topic, speaker_kind="witness")


def _account(kind: str, **more: Any) -> dict[str, Any]:
    return row("G1", _P, "account_given_on", "2032-05-01", account_kind=kind, **more)


def _codes(*rows: dict[str, Any]) -> list[str]:
    (found,) = justice.interviews(book(*rows), _DAY)
    for tag in ("en", "ru", "kk"):
        assert all("{" not in says for says in found.warnings_told(tag))
    return [code for code, _ in found.warnings]


def test_a_topic_of_which_nothing_is_told_is_open() -> None:
    """Ten topics, one told: nine are open, and none of them is a no."""
    (found,) = justice.interviews(book(_told("methods")), _DAY)
    assert [one.claims for one in found.topics["methods"]] == [("I1",)]
    assert len(found.open_topics) == len(justice.TOPICS) - 1
    assert justice.interviews(book(row("B", _P, "born_on", "2000-01-01")), _DAY) == ()


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([_told("methods")], []),
        ([_account("first_account")], ["told_before"]),
        ([_account("full_statement")], ["told_before"]),
        ([_account("full_statement"), row("B", _P, "born_on", "2014-05-02")],
         ["told_before", "without_specialist"]),  # a child on the day, grown up since
        ([_account("full_statement"), row("B", _P, "born_on", "2014-05-01")], ["told_before"]),
        ([_account("full_statement"), row("B", _P, "born_on", "2014")],
         ["told_before", "without_specialist"]),
        ([_account("full_statement", interviewer="specialist"), row("B", _P, "age_group", "child")],
         ["told_before", "specialist_only"]),
        ([_account("full_statement"), _told("sexual_assault")], ["told_before", "specialist_only", "without_specialist"]),
        ([_account("first_account"), _told("sexual_assault")], ["told_before", "specialist_only"]),
    ],
)  # fmt: skip
def test_what_has_to_be_minded_before_anybody_asks_again(rows: list[dict[str, Any]], codes: list[str]) -> None:
    """A second telling harms; a child and who tells of sexual violence are heard by who is trained. In doubt a child."""
    assert _codes(*rows) == codes


def test_somebody_born_on_the_29th_of_february_grows_up_on_the_first_of_march() -> None:
    """The day has to exist."""
    born = row("B", _P, "born_on", "2012-02-29")
    late = row("G1", _P, "account_given_on", "2030-03-01", account_kind="full_statement")
    early = row("G1", _P, "account_given_on", "2030-02-28", account_kind="full_statement")
    assert _codes(born, late) == ["told_before"]
    assert _codes(born, early) == ["told_before", "without_specialist"]
