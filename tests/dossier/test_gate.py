"""The do-no-harm gate: every item has an owner, the check speaks against some, and nothing clears itself (METHOD 7.6)."""

import datetime as dt
from typing import Any

from tests.ledger.world import SOURCES, claim

from onrecord import dossier, ledger

_TODAY = dt.date(2031, 7, 1)
_HEAD = "language: en\nincident: ridge-2031\nedition: public\n"


def _answer(item: str, value: str = "cleared", **more: Any) -> dict[str, Any]:
    row = {"id": f"G-{item}-{value}", "subject": "incident:ridge-2031", "property": "gate_answer", "value": value,
           "gate_item": item, "as_of": "2031-06-20", "speaker": "editor", "speaker_kind": "ourselves", "basis": ["K1"],
           "note": "read all of it", "visibility": "team"}  # fmt: skip
    return row | more


def _gate(
    *rows: dict[str, Any], text: str = "The fire was on Friday.", as_of: str = "as_of: 2031-06-30\n", **more: Any
) -> dict[str, dossier.GateItem]:
    first = claim("K1", 11, subject="incident:ridge-2031", as_of="2031-05-02", **more.pop("first", {}))
    numbered = [ledger.Row(number=n, fields=one, original="") for n, one in enumerate([*SOURCES, first, *rows], 1)]
    refused: list[Any] = []
    book = ledger.book_from_rows(numbered, today=_TODAY, on_refused=refused.append)
    assert [one.problem.message("en") for one in refused] == []
    report = dossier.check(book, f"---\n{_HEAD}{as_of}---\n\n{text}\n", today=_TODAY)
    found = dossier.gate(book, report, _TODAY, **more)
    for one in found:
        assert all(says and "{" not in says for tag in ("en", "ru", "kk") for says in one.says(tag))
    return {one.item: one for one in found}


def test_nothing_is_cleared_until_its_owner_says_so() -> None:
    """A statement against which no rule speaks has every item open."""
    found = _gate()
    assert set(found) == set(dossier.GATE_ITEMS)
    assert all(one.why == (("unanswered", ""),) for one in found.values())
    answered = _gate(*(_answer(item) for item in dossier.GATE_ITEMS))
    assert not any(one.is_open for one in answered.values())
    assert (answered["minors"].owner, answered["minors"].note) == ("editor", "read all of it")


def test_the_newest_answer_counts_and_one_for_another_release_does_not() -> None:
    """Left open after it was cleared is open."""
    later = _answer("minors", "open", as_of="2031-06-25")
    assert _gate(_answer("minors"), later)["minors"].why == (("left_open", ""),)
    other = _answer("minors", release="2030")
    assert _gate(other, release="2031")["minors"].why == (("unanswered", ""),)
    assert not _gate(other, release="2030")["minors"].is_open
    assert not _gate(_answer("minors", "not_applicable"), release="2031")["minors"].is_open


def test_an_answer_falls_with_what_it_rests_on_and_before_the_check() -> None:
    """Whoever cleared quotations on a claim that was taken back has not seen what stands there now."""
    gone = {"first": {"status": "withdrawn", "status_why": "another night"}}
    assert _gate(_answer("minors"), **gone)["minors"].why == (("fallen", "K1"),)
    quoted = _gate(_answer("translated_quotes"), text="“We were told to stay inside all night,” a teacher said.")
    assert quoted["translated_quotes"].why == (("check", "OR130"),)


def test_who_may_not_see_every_name_and_age_clears_nothing_about_them() -> None:
    """A child whose birth only keepers see is no child to an analyst: the item waits for a keeper."""
    answered = _gate(*(_answer(item) for item in dossier.GATE_ITEMS), sees_all=False)
    assert {name: one.why for name, one in answered.items() if one.is_open} == dict.fromkeys(
        ("source_reidentification", "minors", "reply", "consent"), (("unseen", ""),)
    )


def test_a_statement_of_no_day_is_open_whoever_cleared_it() -> None:
    """The day it speaks for stands in its head."""
    assert _gate(_answer("as_of_date"), as_of="")["as_of_date"].why == (("no_day", ""),)
