"""A bound is the one that the words of its row mean: "more than 120" begins with 121."""

from typing import Any

import pytest
from tests.ledger.world import SOURCES, TODAY

from onrecord import ledger
from onrecord.kernel import INTERFACE_LANGUAGES


def _refused(**said: Any) -> list[str]:
    row = {"id": "K1", "subject": "incident:ridge-2031", "property": "criminal_cases", "as_of": "2031-05-10",
           "speaker": "Ridge Gazette", "speaker_kind": "media", "source": "S1", "visibility": "public",
           "quote": "so it says", **said}  # fmt: skip
    rows = [ledger.Row(number=n, fields=one, original="") for n, one in enumerate([*SOURCES, row], 1)]
    refused: list[Any] = []
    ledger.book_from_rows(rows, today=TODAY, on_refused=refused.append)
    assert all(one.problem.code == "ledger.bad-number" for one in refused)
    told = [one.problem.message(language) for one in refused for language in INTERFACE_LANGUAGES]
    assert not any("{" in one for one in told)
    return told


@pytest.mark.parametrize(
    ("wording", "low"),
    [
        ("more than 120 cases", 120),
        ("более 120 уголовных дел", 120),
        ("120-дан астам іс", 120),
        ("более ста дел", 100),
        ("жүзден астам іс", 100),
        ("over 24,000 cases", 24000),
        ("понад 120 справ", 120),  # read by its digits
        ("> 120", 120),
    ],
)
def test_the_number_that_was_said_is_not_the_least_that_is_meant(wording: str, low: int) -> None:
    """It is refused in three languages, with the number to write; that number is taken."""
    told = _refused(wording=wording, low=low, qualifier="more_than")
    assert [f"{low + 1}" in one for one in told] == [True] * 3
    assert _refused(wording=wording, low=low + 1, qualifier="more_than") == []
    assert _refused(wording=wording, low=low, qualifier="at_least") == []


def test_fewer_than_ends_one_below() -> None:
    """The greatest number that is meant, as the least."""
    told = _refused(wording="fewer than 120 cases", high=120, qualifier="less_than")
    assert ["119" in one for one in told] == [True] * 3
    assert _refused(wording="fewer than 120 cases", high=119, qualifier="less_than") == []


@pytest.mark.parametrize(
    ("wording", "low"),
    [
        (None, 120),  # the words of a row that gives none are its number
        ("121", 121),
        ("121 people", 121),  # the hedge is left to the qualifier
        ("one hundred and twenty-one people", 121),
        ("a great many", 120),
        ("more than two dozen", 25),
        ("more than 120, that is 121", 121),
    ],
)
def test_what_cannot_be_read_or_is_right_is_taken(wording: str | None, low: int) -> None:
    """Nobody is refused on a guess."""
    words = {} if wording is None else {"wording": wording}
    assert _refused(low=low, qualifier="more_than", **words) == []
