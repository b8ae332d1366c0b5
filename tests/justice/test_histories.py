"""The history of one person, and as what they may be spoken of (METHOD 7.5): nothing is final before it is in force."""

import datetime as dt
from typing import Any

import pytest
from tests.justice.claimed import book, number, row, same

from onrecord import justice

_P = "person:p"
_CHARGED = row("A", _P, "charged_on", "2031-05-02", case="C1", article="272-2")
_FIRST = [row("B", _P, "verdict", "convicted", case="C1", instance="first", court="district"),
          row("C", _P, "verdict_on", "2031-09-01", case="C1", instance="first", court="district")]  # fmt: skip
_APPEAL = [row("D", _P, "verdict", "acquitted", case="C1", instance="appeal", court="regional"),
           row("E", _P, "verdict_on", "2031-12-01", case="C1", instance="appeal", court="regional")]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([row("A", _P, "suspected_on", "2031-03-02")], "suspect"),
        ([row("A", _P, "detained_on", "2031-03-02")], "suspect"),
        ([_CHARGED], "charged"),
        ([_CHARGED, *_FIRST], "convicted_not_final"),
        ([_CHARGED, *_FIRST, row("F", _P, "in_force_on", "2031-10-01", case="C1")], "convicted"),
        ([_CHARGED, *_FIRST, *_APPEAL], "acquitted"),
        ([_CHARGED, *_FIRST, row("F", _P, "altered_on", "2031-12-01", case="C1", alteration="retrial")], "charged"),
        ([_CHARGED, row("F", _P, "discontinued_on", "2031-12-01", case="C1")], "discontinued"),
        ([_CHARGED, row("F", _P, "died_in_custody_on", "2031-06-01")], "deceased"),
        ([_CHARGED, *_FIRST, row("F", _P, "discontinued_on", "2031-12-01", case="C2")], "convicted_not_final"),
    ],
)
def test_as_what_a_person_may_be_spoken_of(rows: list[dict[str, Any]], status: str) -> None:
    """By the last verdict of each case; a verdict that was annulled is none."""
    found = justice.history(justice.proceedings(book(*rows)), "p", dt.date(2032, 6, 30))
    assert found is not None
    assert found.status.value == status


def test_on_a_past_day_they_are_what_they_were_then() -> None:
    """Charged before the verdict, and nothing of later days is told."""
    held = justice.proceedings(book(_CHARGED, *_FIRST, *_APPEAL))
    found = justice.history(held, "p", dt.date(2031, 8, 31))
    assert found is not None
    assert (found.status.value, [one.stage.value for one in found.events]) == ("charged", ["charged"])


def test_a_row_has_the_law_and_its_version_the_term_and_what_became_of_it() -> None:
    """Each step with the claims that say so; a second record of the person is found under either id."""
    rows = [
        _CHARGED, *_FIRST, row("V", _P, "law_version_on", "2030-01-01", article="272-2", case="C1"),
        number("T", _P, "prison_term", 5, case="C1", instance="first"),
        row("G", _P, "altered_on", "2031-12-01", case="C1", alteration="replaced_by_restriction"),
        number("R", _P, "restriction_term", 24, unit="months", case="C1", alteration="replaced_by_restriction"),
        same("S", "q", "p"),
    ]  # fmt: skip
    found = justice.history(justice.proceedings(book(*rows)), "q", dt.date(2032, 6, 30))
    assert found is not None
    charged, convicted, altered = found.to_row()["events"]
    assert (charged["articles"], charged["law_version_on"], charged["claims"]) == (["272-2"], "2030-01-01", ["A", "V"])
    assert convicted["sentences"] == [{"kind": "prison", "months": 60, "most": None, "claims": ["T"]}]
    assert altered["to"] == {"kind": "restriction", "months": 24, "most": None, "claims": ["R"]}
    assert set(altered["claims"]) == {"G", "R"}


def test_there_is_no_history_of_whom_nothing_is_on_record() -> None:
    """The shell says that there is nobody, in the same words as of one who may not be seen."""
    assert justice.history(justice.proceedings(book(_CHARGED)), "nobody", dt.date(2032, 6, 30)) is None
