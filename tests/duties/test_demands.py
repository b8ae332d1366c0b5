"""Demands as of a day: what was asked, and met, partly met, refused, answered, nothing found, or no information."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.drawn import LANGUAGES, WIDTHS, faults

from onrecord import duties, ledger
from onrecord.kernel import SpeakerKind, day_words
from onrecord.ledger import shipped_vocabulary

_SOURCE = {"source": "S1", "publisher": "Valley Gazette", "published_on": "2031-03-04", "visibility": "public"}
_ASKED = {"value": "publish the list of the missing", "addressee": "Ministry of Justice", "as_of": "2031-02-01"}
_SEARCH = {"searched_in": "site of the ministry", "search_words": "тізім", "as_of": "2031-06-01"}


def _row(claim: str, name: str, subject: str = "demand:list", **more: Any) -> dict[str, Any]:
    known = {"id": claim, "subject": subject, "property": name, "speaker": "union of families", "speaker_kind": "ngo"}
    known |= {"source": "S1", "quote": str(more.get("value")), "visibility": "public"}
    return known | more


def _state(claim: str, value: str, as_of: str, **more: Any) -> dict[str, Any]:
    return _row(claim, "demand_status", value=value, as_of=as_of, **more)


def _none(claim: str = "N1", **more: Any) -> dict[str, Any]:
    return _state(claim, "none_found", **(_SEARCH | {"note": "read all pages"} | more))


def _demands(*rows: dict[str, Any], as_of: str = "2031-07-01") -> duties.Demands:
    refused: list[str] = []
    fields = [_SOURCE, _row("D1", "demand", **_ASKED), *rows]
    numbered = [ledger.Row(number=at, fields=one, original="") for at, one in enumerate(fields, start=1)]
    book = ledger.book_from_rows(
        numbered, today=dt.date(2031, 12, 31), on_refused=lambda one: refused.append(one.problem.message("en"))
    )
    assert not refused, refused
    return duties.demands(book, dt.date.fromisoformat(as_of))


def _one(*rows: dict[str, Any], as_of: str = "2031-07-01") -> duties.Demand:
    return _demands(*rows, as_of=as_of).demand("list")


def test_it_is_told_what_was_asked_of_whom_by_whom_and_when() -> None:
    """With the claim and its source; before its day it was not asked."""
    one = _one()
    assert one.to_row()["asked"] == [
        {
            "value": "publish the list of the missing",
            "by": "union of families",
            "of": "Ministry of Justice",
            "on": "2031-02-01",
            "source": "S1",
            "claim": "D1",
        }
    ]
    assert [day.text() for day in one.asked_on] == ["2031-02-01"]
    assert _demands(as_of="2031-01-31").demands == ()


_ANSWER = _row("A1", "response", value="the list is being drawn up", as_of="2031-03-01")
_REPLY = [
    _row("L1", "demanded_in", value="letter:w1"),
    _row("L2", "sent_on", "letter:w1", value="2031-02-01"),
    _row("L3", "replied_on", "letter:w1", value="2031-04-02"),
]


@pytest.mark.parametrize(
    ("rows", "state", "on"),
    [
        ([], "no_information", None),
        ([_ANSWER], "answered", "2031-03-01"),
        (_REPLY, "answered", "2031-04-02"),
        ([_ANSWER, _state("G1", "refused", "2031-02-20")], "refused", "2031-02-20"),  # whatever else was said
        ([_state("G1", "refused", "2031-03-01"), _state("G2", "partly_met", "2031-04-01")], "partly_met", "2031-04-01"),
        ([_state("G1", "refused", "2031-03-01"), _row("G2", "met_on", value="2031-05-09")], "met", "2031-05-09"),
        ([_state("G1", "refused", "2031-03-01"), _state("G2", "partly_met", "2031-03-01")], "contested", "2031-03-01"),
        ([_state("G1", "met", "2031-08-01")], "no_information", None),  # nobody knew it yet
        ([_none()], "search_lapsed", "2031-06-01"),
        ([_none(), _none("N2", as_of="2031-06-20")], "none_found", "2031-06-20"),
        ([_none(as_of="2031-06-20"), _ANSWER], "answered", "2031-03-01"),  # the search had overlooked it
        ([_none(as_of="2031-06-20", search_words=None)], "no_information", None),  # nobody could search so again
    ],
)
def test_how_a_demand_stands(rows: list[dict[str, Any]], state: str, on: str | None) -> None:
    """The newest account of how far it was met; else an answer; else a search told in full; else no information."""
    told = [{name: value for name, value in row.items() if value is not None} for row in rows]
    one = _one(*told)
    assert (one.state, one.told_on.text() if one.told_on else None) == (state, on)
    by_then = {row["id"] for row in told if row["property"] in _SHOWN and row.get("as_of", "") <= "2031-07-01"}
    assert set(one.claims) == {"D1", *by_then}
    for language in ("en", "ru", "kk"):
        assert day_words(dt.date(2031, 7, 1), language) in one.says(language)
        assert "{" not in one.says(language)
        assert "?" not in one.says(language)


_SHOWN = ("response", "demand_status", "met_on", "replied_on", "reply_content", "no_reply_as_of")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2031-05-31", "no_information"),
        ("2031-06-01", "none_found"),
        ("2031-06-30", "none_found"),  # 29 days old
        ("2031-07-01", "search_lapsed"),  # 30
    ],
)
def test_that_nothing_was_found_is_told_while_the_search_is_young(as_of: str, state: str) -> None:
    """Younger than 30 days; before it nobody had looked."""
    assert _one(_none(), as_of=as_of).state == state


def test_of_a_search_known_by_its_month_the_first_day_counts() -> None:
    """It may have been on any day of June; that it was made is known when the month is over."""
    assert _one(_none(as_of="2031-06"), as_of="2031-06-30").state == "none_found"
    assert _one(_none(as_of="2031-06"), as_of="2031-07-01").state == "search_lapsed"


def test_what_is_known_by_its_month_counts_when_the_month_is_over_and_a_reply_from_its_own_day_on() -> None:
    """An answer of March is none on the 15th; of a reply told in June the day that it was given on counts."""
    march = _row("A1", "response", value="soon", as_of="2031-03")
    assert _one(march, as_of="2031-03-15").state == "no_information"
    assert _one(march, as_of="2031-03-31").state == "answered"
    told_later = _REPLY[2] | {"as_of": "2031-06-01", "said_on": "2031-06-01"}
    assert _one(*_REPLY[:2], told_later, as_of="2031-04-01").state == "no_information"
    assert _one(*_REPLY[:2], told_later, as_of="2031-04-02").state == "answered"


def test_nothing_found_without_its_search_is_no_row_at_all() -> None:
    """The ledger refuses it: what was searched, and the day, belong to it."""
    with pytest.raises(AssertionError, match="somebody looked"):
        _one(_state("N1", "none_found", "2031-06-20"))


def test_that_somebody_knew_of_no_reply_is_shown_and_decides_nothing() -> None:
    """It is their word and no search of ours; what is told of another letter is not told of this demand."""
    absent = _row("L4", "no_reply_as_of", "letter:w1", value="2031-04-01")
    other = _row("L5", "replied_on", "letter:w2", value="2031-04-02")
    one = _one(_REPLY[0], _REPLY[1], absent, other)
    assert [(since.kind, since.claim) for since in one.since] == [("no_reply_as_of", "L4")]
    assert one.state == "no_information"


def test_what_was_taken_back_is_not_read() -> None:
    """Nor does a demand without its own claim appear, so that a hidden one leaves no trace."""
    rows = [_SOURCE, _row("D1", "demand", **_ASKED), _state("G1", "met", "2031-03-01")]
    book = ledger.book_from_rows(
        [ledger.Row(number=at, fields=one, original="") for at, one in enumerate(rows, start=1)],
        today=dt.date(2031, 12, 31),
    )
    back = [replace(one, status=ledger.ClaimStatus.WITHDRAWN) if one.id == "G1" else one for one in book.claims]
    assert duties.demands_from(back, dt.date(2031, 7, 1)).demands[0].state == "no_information"
    hidden = [one for one in book.claims if one.id != "D1"]
    assert duties.demands_from(hidden, dt.date(2031, 7, 1)).demands == ()


def test_what_is_asked_without_an_id_is_told_apart() -> None:
    """Nothing can be tied to a demand that is a word about the incident."""
    loose = _row("D9", "demand", "incident:valley", value="tell the truth", as_of="2031-03-01")
    found = _demands(loose)
    assert ([one.id for one in found.demands], [one.claim for one in found.untracked]) == (["list"], ["D9"])


def test_our_own_account_says_that_it_is_ours() -> None:
    """It rests on claims, and is told with who says it."""
    ours = _state("G1", "partly_met", "2031-04-01", speaker="analyst A", speaker_kind=SpeakerKind.OURSELVES.value)
    ours = {name: value for name, value in ours.items() if name not in ("source", "quote")} | {"basis": ["A1"]}
    (first, last) = _one(_ANSWER, ours).since
    assert (first.by, last.by, last.source, last.state) == ("union of families", "analyst A", None, "partly_met")


def test_demands_stand_in_the_order_in_which_they_were_made() -> None:
    """The day that is told counts before the day of the account; one that is not there is an error with its day."""
    early = _row("E1", "demand", "demand:early", value="open the archive", as_of="2031-05-01")
    day = _row("E2", "demanded_on", "demand:early", value="2031-01-15")
    found = _demands(early, day)
    assert [one.id for one in found.demands] == ["early", "list"]
    with pytest.raises(duties.NoSuchDemand) as refused:
        found.demand("demand:other")
    for language in ("en", "ru", "kk"):
        assert day_words(dt.date(2031, 7, 1), language) in refused.value.message(language)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_demands_are_drawn_by_whose_account_something_came_of_them(language: str, width: float) -> None:
    """Met, refused, searched in vain, not known: each looks different and is said."""
    cases = [
        (
            _state("M1", "met", "2031-03-01"),
            _state("M2", "refused", "2031-04-01", speaker="ministry", speaker_kind="official"),
        ),
        (_none(),),
        (),
    ]
    for rows in cases:
        picture = duties.demand_matrix(_demands(*rows), shipped_vocabulary(), language=language, width=width)
        assert list(faults(picture)) == []
        assert day_words(dt.date(2031, 2, 1), language) in picture.description


def test_what_is_not_known_of_a_demand_is_hatched_and_never_drawn_as_nothing() -> None:
    """A search that holds is an empty box; none is a hatched one; whoever gives an account has a column."""

    def told(*rows: dict[str, Any]) -> str:
        return duties.demand_matrix(_demands(*rows), shipped_vocabulary()).description

    assert "searched, nothing found" in told(_none(as_of="2031-06-20"))
    assert "not known: no search that holds" in told()
    met = told(_state("M1", "met", "2031-03-01"))
    assert "by the account of union of families: met, 1\xa0March 2031" in met
    assert "no search that holds" not in met
