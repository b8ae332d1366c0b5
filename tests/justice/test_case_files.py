"""Files of proceedings: what is no record is told with its reason and left out, and never counted as a person."""

import json
from typing import Any

import pytest

from onrecord import justice


def _held(
    *records: dict[str, Any], groups: tuple[str, ...] = ("a", "b"), counts: tuple[Any, ...] = ()
) -> justice.CaseFile:
    whole = {"groups": list(groups), "records": list(records), "counts": list(counts)}
    return justice.case_file_from(json.dumps(whole).encode(), path="t.json")


def _event(stage: str, date: str, **more: Any) -> dict[str, Any]:
    return {"stage": stage, "date": date, **more}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"id": "1", "group": "c"}, "justice.unknown-group"),
        ({"id": "1", "events": [_event("arrested", "2031-01-01")]}, "justice.unknown-stage"),
        ({"id": "1", "events": [_event("charged", "soon")]}, "justice.not-a-record"),
        ({"id": "1", "events": [{"stage": "charged"}]}, "justice.not-a-record"),
        ({"id": "1", "events": [_event("convicted", "2031-01-01", sentence={"kind": "prison", "years": 1, "months": 2})]},
         "justice.not-a-record"),
        ({"id": "1", "events": [_event("altered", "2031-01-01", kind="forgotten")]}, "justice.not-a-record"),
        ({"id": "1", "same_person_as": "9"}, "justice.unknown-person"),
        ({"id": "1", "events": [_event("charged", "2031-05-01"), _event("convicted", "2031-04-30")]},
         "justice.impossible-order"),
        ({"id": "1", "events": [_event("charged", "2031-05"), _event("altered", "2031-04")]}, "justice.impossible-order"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_told(record: dict[str, Any], code: str) -> None:
    """With its id and number; the next record is taken."""
    held = _held(record, {"id": "2", "group": "a", "events": []})
    assert [(one.id, one.problem.code) for one in held.refused] == [("1", code)]
    assert [one.id for one in held.courses] == ["2"]


def test_only_a_surely_impossible_order_is_refused() -> None:
    """Charged some time in May and convicted on its first day may be true."""
    events = [_event("charged", "2031-05"), _event("convicted", "2031-05-01")]
    assert _held({"id": "1", "events": events}).refused == ()


def test_a_second_charge_after_the_verdict_is_no_impossible_order() -> None:
    """The first charge came before; a later one is another matter of the same person."""
    events = [_event("charged", "2031-01-01"), _event("convicted", "2031-05-01"), _event("charged", "2031-09-01")]
    assert _held({"id": "1", "events": events}).refused == ()


def test_an_id_that_stands_twice_is_told() -> None:
    """The first stays: a second under its name would be a person more or less, and nobody could tell which."""
    held = _held({"id": "1", "group": "a"}, {"id": "1", "group": "b"})
    assert [one.problem.code for one in held.refused] == ["justice.record-twice"]
    assert [one.group for one in held.courses] == ["a"]


@pytest.mark.parametrize("value", [-1, 1.5, True, "7", None])
def test_what_is_no_count_is_told(value: Any) -> None:
    """A number of persons or cases is whole and not negative."""
    count = {"id": "n", "what": "charged", "unit": "persons", "value": value, "as_of": "2031", "source": "s"}
    assert [one.problem.code for one in _held(counts=(count,)).refused] == ["justice.not-a-count"]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"records": {}}', b"\xff\xfe", b'{"records": [], "records": []}'])
def test_what_is_no_file_of_proceedings_is_refused(content: bytes) -> None:
    """No JSON, no object, no list where one has to be, a name twice."""
    with pytest.raises(justice.CaseFileUnreadable):
        justice.case_file_from(content, path="t.json")


def test_groups_that_are_not_listed_are_those_that_occur() -> None:
    """A file without `groups` has the groups of its records, in their order."""
    assert _held({"id": "1", "group": "b"}, {"id": "2", "group": "a"}, groups=()).groups == ("b", "a")


def test_half_a_year_is_six_months() -> None:
    """Sentences have lengths in years or months, and a part of one may be written."""
    event = _event("convicted", "2031-01-01", sentence={"kind": "prison", "years": 5.5})
    (record,) = _held({"id": "1", "events": [event]}).courses
    sentence = record.events[0].sentence
    assert sentence is not None
    assert sentence.months == 66
