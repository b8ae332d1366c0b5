"""Indicators of a bias motive: recorded in their words, counted by kind, and never a conclusion (METHOD 3.4)."""

import datetime as dt
from typing import Any

import pytest
from tests.justice.claimed import book, row

from onrecord import justice

_I = "incident:valley"
_SEARCH = {
    "searched_in": "court rulings",
    "search_words": "article 54",
    "note": "read page by page",
    "speaker_kind": "ngo",
}


def _indicator(claim_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return row(
        claim_id, _I, "bias_indicator", "they shouted at us", bias_indicator=kind, speaker_kind="witness", **more
    )


def _made(*rows: dict[str, Any], day: str = "2032-12-31") -> justice.Bias:
    (found,) = justice.bias(book(*rows), dt.date.fromisoformat(day))
    return found


_SHOUTED = _indicator("B1", "comments_gestures_writing_graffiti")


def test_indicators_stand_with_their_words_and_nothing_follows_from_how_many() -> None:
    """All nine recorded give no other answer than one: there is no field for a result."""
    one = _made(_SHOUTED)
    every = _made(*(_indicator(f"B{n}", kind) for n, kind in enumerate(justice.INDICATORS)))
    assert [told.quote for told in one.indicators["comments_gestures_writing_graffiti"]] == ["so it says"]
    assert set(one.to_row()) == set(every.to_row())
    assert one.to_row()["qualification"] == every.to_row()["qualification"]
    assert (
        one.says()
        == "1 of 9 kinds of indicators recorded; nobody has searched for an official qualification as of 31\u00a0December 2032."
    )
    assert every.to_row()["indicators"].keys() == set(justice.INDICATORS)


def test_what_we_conclude_ourselves_and_what_was_taken_back_is_no_indicator() -> None:
    """The worksheet carries nothing by itself."""
    ours = _indicator("B2", "nature_of_violence", basis=["B1"]) | {"speaker_kind": "ourselves"}
    gone = _indicator("B3", "target_was_symbolic", status="withdrawn", status_why="another night")
    assert _made(_SHOUTED, ours, gone).recorded == ("comments_gestures_writing_graffiti",)


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ([row("M", _I, "bias_motive", "none_found", as_of="2032-10-02", **_SEARCH)], "none_found"),
        ([row("M", _I, "bias_motive", "none_found", as_of="2032-10-01", **_SEARCH)], "search_lapsed"),
        ([row("M", _I, "bias_motive", "recognised", article="54", speaker_kind="court")], "decided"),
        ([row("M", _I, "bias_motive", "not_recognised", body="court"),
          row("N", _I, "bias_motive", "none_found", as_of="2032-12-01", **_SEARCH)], "decided"),
    ],
)  # fmt: skip
def test_an_official_qualification_is_told_with_its_day_or_the_search_for_it(
    claims: list[dict[str, Any]], status: str
) -> None:
    """A search holds for 90 days; a decision on record undoes it."""
    found = _made(_SHOUTED, *claims)
    assert found.status.value == status
    for language in ("en", "ru", "kk"):
        assert "{" not in found.says(language)
        assert "2032" in found.says(language)


def test_of_a_search_that_nobody_could_repeat_nothing_is_said() -> None:
    """Where and for which words it was has to be told."""
    looked = row("M", _I, "bias_motive", "none_found", note="looked", speaker_kind="ngo", as_of="2032-12-01")
    assert _made(_SHOUTED, looked).status.value == "search_incomplete"


def test_a_later_day_is_not_known_on_an_earlier_one() -> None:
    """As of a day there is what was on record of it."""
    assert justice.bias(book(_SHOUTED), dt.date(2032, 6, 1)) == ()
