"""Order in time: a verdict before the charge is refused, and nothing is that may have been."""

from typing import Any

import pytest
from tests.ledger.world import SUBJECT, TODAY, claim

from onrecord import ledger


def _day(claim_id: str, name: str, value: str, subject: str = "person:P1", **more: Any) -> dict[str, Any]:
    return claim(claim_id, None, qualifier=None, wording=None, subject=subject, property=name, value=value, **more)


def _told(*rows: dict[str, Any]) -> list[str]:
    """Return what is refused of these rows, of which only the last may be wrong beside those before it."""
    numbered = [ledger.Row(number=number, fields=row, original="") for number, row in enumerate(rows, start=1)]
    refused: list[ledger.RefusedRow] = []
    ledger.book_from_rows(numbered, today=TODAY, on_refused=refused.append)
    assert {(one.row, one.code) for one in refused} <= {(len(rows), "ledger.impossible-order")}
    assert all("{" not in one.problem.message(language) for one in refused for language in ("en", "ru", "kk"))
    return [f"{one.problem.facts['property']} {one.problem.facts['earlier']}" for one in refused]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (("charged_on", "2031-05-02"), ("verdict_on", "2031-04-01"), ["verdict_on charged_on"]),
        (("verdict_on", "2031-04-01"), ("charged_on", "2031-05-02"), ["verdict_on charged_on"]),
        (("charged_on", "2031-05"), ("verdict_on", "2031-05-01"), []),
        (("charged_on", "2031-05"), ("verdict_on", "2031-04-30"), ["verdict_on charged_on"]),
        (("charged_on", "2031-05-02"), ("verdict_on", "2031-05-02"), []),
        (("verdict_on", "2031-05-02"), ("in_force_on", "2031-04"), ["in_force_on verdict_on"]),
        (("verdict_on", "2031-05-02"), ("altered_on", "2031-05-01"), ["altered_on verdict_on"]),
        (("detained_on", "2031-05-02"), ("charged_on", "2031-04-01"), []),
        (("detained_on", "2031-05-02"), ("released_on", "2031-05-01"), ["released_on detained_on"]),
        (("died_on", "2031-05-02"), ("buried_on", "2031-05-01"), ["buried_on died_on"]),
        (("born_on", "2031-05-02"), ("sent_to_court_on", "2031-05-01"), ["sent_to_court_on born_on"]),
    ],
)
def test_days_of_one_person_stand_in_an_order_that_can_be(
    first: tuple[str, str], second: tuple[str, str], told: list[str]
) -> None:
    """Whichever is stated first; a month may be any of its days, and one day may hold both."""
    assert _told(_day("K1", *first), _day("K2", *second)) == told


def test_only_what_no_claim_on_record_allows_is_refused() -> None:
    """Sources err: a verdict that is right by one of two days given for the charge may be right."""
    rows = [_day("K1", "charged_on", "2031-05-02"), _day("K2", "charged_on", "2031-03-02", source="S4")]
    assert _told(*rows, _day("K3", "verdict_on", "2031-04-01")) == []
    assert _told(rows[0], rows[1] | {"status": "withdrawn"}, _day("K3", "verdict_on", "2031-04-01")) == [
        "verdict_on charged_on"
    ]


def test_two_cases_of_one_person_have_each_their_order() -> None:
    """An old conviction comes before a new charge; without a case nobody could tell, and the row says how to."""
    old, new = {"case": "2029-17"}, {"case": "2031-4"}
    assert _told(_day("K1", "charged_on", "2031-03-02", **new), _day("K2", "verdict_on", "2029-01-05", **old)) == []
    assert _told(_day("K1", "charged_on", "2031-03-02", **new), _day("K2", "verdict_on", "2031-01-05", **new)) != []
    assert _told(_day("K1", "charged_on", "2031-03-02"), _day("K2", "verdict_on", "2031-01-05", **new)) != []


def test_two_persons_and_two_trials_of_an_incident_have_nothing_to_do_with_each_other() -> None:
    """Days of one subject only; of an incident, of one trial that both name."""
    assert _told(_day("K1", "charged_on", "2031-05-02"), _day("K2", "verdict_on", "2031-04-01", "person:P2")) == []
    opened = _day("K1", "trial_opened_on", "2031-05-02", SUBJECT, trial="main")
    assert _told(opened, _day("K2", "verdict_on", "2031-04-01", SUBJECT, trial="military")) == []
    assert _told(opened, _day("K2", "verdict_on", "2031-04-01", SUBJECT)) == []
    assert _told(opened, _day("K2", "verdict_on", "2031-04-01", SUBJECT, trial="main")) == [
        "verdict_on trial_opened_on"
    ]


def test_nothing_of_an_incident_is_counted_before_it_happened() -> None:
    """A number as of a day on which the incident lay ahead; that there was nothing by then may well be said."""
    happened = _day("K1", "happened_on", "2031-03-07/2031-03-08", SUBJECT)
    assert _told(happened, claim("K2", 7, property="convicted", as_of="2031-03-06")) == [
        "convicted (as_of) happened_on"
    ]
    assert _told(happened, claim("K2", 7, property="convicted", as_of="2031-03")) == []
    assert _told(happened, claim("K2", 0, property="convicted", as_of="2031-03-06")) == []
    assert _told(happened, claim("K2", 7, subject="incident:other", as_of="2031-03-06")) == []


def test_an_impossible_order_is_refused_when_a_row_is_stated(desk: Any, tmp_path: Any) -> None:
    """With a code that names both days, and nothing goes on record."""
    from onrecord import reading, vault

    (tmp_path / "court.md").write_text("Charged on 2 May 2031. Sentenced on 1 April 2031.", encoding="utf-8")
    vault.seal(desk, [tmp_path / "court.md"])
    reading.read(desk)
    base = {"speaker": "the court", "speaker_kind": "court", "source": "S1", "subject": "person:P1"}
    ledger.state(desk, {"source": "S1", "item": "court.md"})
    charged = base | {"property": "charged_on", "value": "2031-03-02", "quote": "Charged on 2 May 2031"}
    verdict = base | {"property": "verdict_on", "value": "2031-02-01", "quote": "Sentenced on 1 April 2031"}
    assert ledger.state(desk, charged).refused == ()
    (refused,) = ledger.state(desk, verdict).refused
    assert refused.code == "ledger.impossible-order"
    assert all(day in refused.problem.message("ru") for day in ("2031-02-01", "2031-03-02"))
