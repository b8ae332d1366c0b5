"""Stating: a row becomes a claim, or every reason why it does not; nothing is lost."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import claim, source
from tests.personas import ANALYST, KEEPER, OUTSIDER

from onrecord import ledger, reading, vault
from onrecord.kernel import Fault, Visibility
from onrecord.store import Desk

_TEXT = (
    "The regional office said that eleven people were killed and that more than 120 criminal cases were opened. "
    "A reply was due on 30 March 2031. Сгорели сто двадцать домов."
)
_QUOTE = "eleven people were killed"


@pytest.fixture
def read_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with one item, read, and its source stated."""
    (tmp_path / "herald.md").write_text(_TEXT, encoding="utf-8")
    vault.seal(desk, [tmp_path / "herald.md"], visibility=Visibility.PUBLIC)
    reading.read(desk)
    assert ledger.state(desk, source("S1", item="herald.md", language="en")).refused == ()
    return desk


def _row(**more: Any) -> dict[str, Any]:
    return claim("K1", 11, quote=_QUOTE, wording="eleven people") | more


def _codes(report: ledger.StateReport) -> list[str]:
    return [one.problem.code for one in report.refused]


def test_a_claim_keeps_the_place_of_its_words(read_desk: Desk) -> None:
    """The quote is a stretch of the layer, checked letter for letter."""
    assert ledger.state(read_desk, _row()).claims == ("K1",)
    found = ledger.claim(read_desk, "K1")
    assert found.quote is not None
    assert reading.layer_text(read_desk, found.quote.layer)[found.quote.start : found.quote.end] == _QUOTE
    assert found.item == vault.item(read_desk, "herald.md").id


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"property": "slain"}, "ledger.unknown-property"),
        ({"subject": "letter:x"}, "ledger.wrong-subject"),
        ({"subject": "valley"}, "ledger.wrong-subject"),
        ({"unit": "cases"}, "ledger.wrong-unit"),
        ({"property": "damage_sum", "unit": "tenge"}, "ledger.wrong-unit"),
        ({"group": "martians"}, "ledger.unknown-value"),
        ({"colour": "red"}, "ledger.unknown-field"),
        ({"low": "eleven", "high": None}, "ledger.bad-number"),
        ({"low": 12, "high": 11}, "ledger.bad-number"),
        ({"low": "1e309", "high": "1e309"}, "ledger.bad-number"),
        ({"low": "20_25", "high": "20_25"}, "ledger.bad-number"),
        ({"low": 2**53, "high": 2**53}, "ledger.bad-number"),
        ({"low": "0." + "1" * 30, "high": "0." + "1" * 30}, "ledger.bad-number"),
        ({"speaker": ["office", "agency"]}, "ledger.field-not-plain"),
        ({"group": {"name": "dungan"}}, "ledger.field-not-plain"),
        ({"note": True}, "ledger.field-not-plain"),
        ({"basis": [["K2"]]}, "ledger.field-not-plain"),
        ({"low": -1, "high": -1}, "ledger.bad-number"),
        ({"low": "2.5", "high": "2.5"}, "ledger.bad-number"),
        ({"low": 2, "high": "3.5", "qualifier": "range"}, "ledger.bad-number"),
        ({"qualifier": "at_least"}, "ledger.bad-number"),
        ({"qualifier": "maybe"}, "ledger.bad-word"),
        ({"as_of": "9 March"}, "ledger.bad-date"),
        ({"as_of": "2031-02-30"}, "ledger.bad-date"),
        ({"as_of": "2031-05-01"}, "ledger.in-the-future"),
        ({"speaker_kind": "gossip"}, "ledger.bad-word"),
        ({"visibility": "secret"}, "ledger.bad-word"),
        ({"id": "a b"}, "ledger.bad-id"),
        ({"source": "S99"}, "ledger.unknown-source"),
        ({"source": None}, "ledger.field-missing"),
        ({"speaker": None}, "ledger.field-missing"),
        ({"quote": None}, "ledger.quote-missing"),
        ({"quote": "Eleven people were killed"}, "ledger.quote-not-in-text"),
        ({"quote": "people were killed"}, "ledger.quote-without-the-number"),
        ({"low": 12, "high": 12}, "ledger.quote-without-the-number"),
        ({"item": "elsewhere.md"}, "ledger.no-such-item"),
        ({"speaker_kind": "ourselves"}, "ledger.basis-missing"),
        ({"speaker_kind": "ourselves", "basis": ["K99"]}, "ledger.unknown-basis"),
    ],
)
def test_a_wrong_row_is_refused_with_its_reason(read_desk: Desk, change: dict[str, Any], code: str) -> None:
    """Each kind of mistake has its code, its sentence in three languages, and leaves no trace on the log."""
    size = read_desk.log.size()
    row = {name: value for name, value in _row(**change).items() if value is not None}
    report = ledger.state(read_desk, row)
    assert code in _codes(report)
    assert report.stated == 0
    assert read_desk.log.size() == size
    for refused in report.refused:
        assert all("{" not in refused.problem.message(language) for language in ("en", "ru", "kk"))


def test_all_problems_of_a_row_are_told_at_once_and_good_rows_stand(read_desk: Desk, tmp_path: Path) -> None:
    """A person corrects a file once; the rows beside the wrong ones are on record."""
    rows = [_row(id="A"), _row(id="B", unit="cases", as_of="x", speaker_kind="y"), _row(id="C")]
    file = tmp_path / "rows.jsonl"
    import json

    file.write_text("".join(json.dumps(row) + "\n" for row in rows) + "[1]\n{broken\n", encoding="utf-8")
    report = ledger.state_rows(read_desk, ledger.rows_from(file))
    assert report.claims == ("A", "C")
    assert [(one.row, one.problem.code) for one in report.refused] == [
        (2, "ledger.wrong-unit"),
        (2, "ledger.bad-word"),
        (2, "ledger.bad-date"),
        (4, "ledger.not-a-row"),
        (5, "ledger.not-a-row"),
    ]
    assert report.refused[-1].original == "{broken"


def test_saying_it_again_says_nothing_new(read_desk: Desk) -> None:
    """The same row under the same id is known; other content under that id is refused."""
    ledger.state(read_desk, _row())
    size = read_desk.log.size()
    again = ledger.state(read_desk, _row())
    assert (again.stated, again.known, read_desk.log.size()) == (0, 1, size)
    assert _codes(ledger.state(read_desk, _row(speaker="somebody else"))) == ["ledger.duplicate-id"]


def test_withdrawing_and_stating_anew_equals_stating_once(read_desk: Desk) -> None:
    """The figure is the same but for the claim's name; both entries stay on the log."""
    ledger.state(read_desk, _row())
    before = ledger.figures(read_desk, "killed")
    ledger.withdraw(read_desk, "K1", why="a typing error elsewhere")
    assert ledger.figures(read_desk, "killed") == ()
    ledger.state(read_desk, _row(id="K2"))
    (after,) = ledger.figures(read_desk, "killed")
    assert (after.low, after.high, after.origins) == (before[0].low, before[0].high, before[0].origins)
    assert ledger.claim(read_desk, "K1").status is ledger.ClaimStatus.WITHDRAWN
    with pytest.raises(ledger.NotStanding):
        ledger.withdraw(read_desk, "K1", why="again")


def test_the_second_of_two_editors_is_told_what_the_first_did(read_desk: Desk) -> None:
    """RELIABILITY I3: both began with the same claim; the later one gets a conflict with the first one's words."""
    ledger.state(read_desk, _row())
    size = read_desk.log.size()
    done: list[str] = []
    refused: list[ledger.NotStanding] = []

    def edit(act: Callable[..., None], why: str) -> None:
        try:
            act(read_desk, "K1", why=why)
            done.append(why)
        except ledger.NotStanding as fault:
            refused.append(fault)

    editors = [threading.Thread(target=edit, args=(ledger.withdraw, f"reason {number}")) for number in range(8)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert len(done) == 1
    assert len(refused) == 7
    assert all(done[0] in fault.message("en") and fault.exit_status == 5 for fault in refused)
    assert read_desk.log.size() == size + 1
    assert ledger.claim(read_desk, "K1").status_why == done[0]


def test_the_ledger_answers_as_it_would_have_on_a_past_day(read_desk: Desk) -> None:
    """Two clocks: a claim recorded today was not known yesterday, and a withdrawal of today not either."""
    ledger.state(read_desk, _row())
    moment = ledger.claim(read_desk, "K1").stated_at
    ledger.withdraw(read_desk, "K1", why="corrected")
    assert [one.id for one in ledger.claims(read_desk, property="killed", known_by=moment)] == ["K1"]
    assert ledger.claims(read_desk, property="killed", known_by=moment)[0].status is ledger.ClaimStatus.STANDS
    assert ledger.claims(read_desk, property="killed", known_by="2030-01-01") == ()


def test_a_source_nobody_can_reach_cannot_be_cited(desk: Desk) -> None:
    """No address and no item: nobody could check the quote."""
    ledger.state(desk, {"source": "S5", "publisher": "somebody"})
    assert _codes(ledger.state(desk, _row(source="S5"))) == ["ledger.source-cannot-be-cited"]


def test_sources_do_not_go_in_circles(desk: Desk) -> None:
    """A source that would trace to itself is refused, at once or over others."""
    assert _codes(ledger.state(desk, source("A", "A"))) == ["ledger.source-in-a-circle"]
    ledger.state(desk, source("A", "B"))
    ledger.state(desk, source("B", "C"))
    assert _codes(ledger.state(desk, source("C", "A"))) == ["ledger.source-in-a-circle"]


def test_a_reply_cannot_come_before_its_letter(desk: Desk, tmp_path: Path) -> None:
    """The order rules of the vocabulary."""
    (tmp_path / "un.md").write_text("Sent on 1 March 2031. Answered on 1 February 2031.", encoding="utf-8")
    vault.seal(desk, [tmp_path / "un.md"])
    reading.read(desk)
    ledger.state(desk, source("S1", item="un.md"))
    letter = {"subject": "letter:one", "speaker": "the body", "speaker_kind": "un_body", "source": "S1"}
    sent = letter | {"property": "sent_on", "value": "2031-03-01", "quote": "Sent on 1 March 2031"}
    replied = letter | {"property": "replied_on", "value": "2031-02-01", "quote": "Answered on 1 February 2031"}
    assert ledger.state(desk, sent).stated == 1
    assert _codes(ledger.state(desk, replied)) == ["ledger.impossible-order"]


@pytest.mark.parametrize(
    ("quote", "low", "carried"),
    [
        ("eleven people were killed", 11, True),
        ("more than 120 criminal cases", 121, True),
        ("Сгорели сто двадцать домов", 120, True),
        ("Сгорели сто двадцать домов", 20, False),
        ("A reply was due on 30 March 2031", 30, True),
        ("The regional office said", 11, False),
    ],
)
def test_a_quote_must_carry_its_number(read_desk: Desk, quote: str, low: int, carried: bool) -> None:
    """RU17's lesson: a figure that stands only in an address is not in the words."""
    qualifier = "more_than" if low == 121 else "exact"
    row = _row(quote=quote, low=low, high=None if low == 121 else low, qualifier=qualifier)
    codes = _codes(ledger.state(read_desk, {name: value for name, value in row.items() if value is not None}))
    assert codes == ([] if carried else ["ledger.quote-without-the-number"])


def test_what_one_may_not_see_is_in_no_figure(read_desk: Desk, desk_of: Callable[..., Desk]) -> None:
    """G6: a restricted claim is in no list, no count and no range of who may not see it."""
    ledger.state(read_desk, _row())
    ledger.state(read_desk, _row(id="K-hidden", visibility="restricted"))
    assert {one.id for one in ledger.claims(desk_of(KEEPER), property="killed")} == {"K1", "K-hidden"}
    for persona in (ANALYST, OUTSIDER):
        assert [one.id for one in ledger.claims(desk_of(persona), property="killed")] == ["K1"]
        assert len(ledger.figures(desk_of(persona), "killed")[0].readings) == 1
        with pytest.raises(Fault) as fault:
            ledger.claim(desk_of(persona), "K-hidden")
        assert fault.value.facts == {"claim": "K-hidden"}
        with pytest.raises(Fault):
            ledger.withdraw(desk_of(persona), "K-hidden", why="I want to")


def test_a_refusal_tells_nothing_of_what_is_hidden(read_desk: Desk, desk_of: Callable[..., Desk]) -> None:
    """An analyst cannot feel for a restricted day, source or claim by stating rows that a hidden one would refuse."""
    hidden = {"visibility": "restricted"}
    person = {"subject": "person:p1", "low": None, "high": None, "qualifier": None}
    born = _row(id="B1", property="born_on", value="2001-05-06", **person, **hidden)
    rows = [source("SECRET", item="herald.md", **hidden), {name: one for name, one in born.items() if one is not None}]
    assert [ledger.state(read_desk, row).refused for row in rows] == [(), ()]
    analyst = desk_of(ANALYST)
    died = _row(id="B2", property="died_on", value="1990-01-01", **person)
    assert ledger.state(analyst, {name: one for name, one in died.items() if one is not None}).refused == ()
    finding = {"speaker_kind": "ourselves", "source": None, "quote": None}
    told: dict[str, list[str]] = {}
    for one in ("SECRET", "NOWHERE"):
        told[one] = _codes(ledger.state(analyst, _row(id=f"C-{one}", source=one)))
    for one in ("B1", "B9"):
        row = {name: value for name, value in _row(id=f"C-{one}", basis=[one], **finding).items() if value is not None}
        told[one] = _codes(ledger.state(analyst, row))
    assert told["SECRET"] == told["NOWHERE"] == ["ledger.unknown-source"]
    assert told["B1"] == told["B9"] == ["ledger.unknown-basis"]


def test_who_states_what_they_may_not_see_can_speak_of_it_in_the_same_run(
    read_desk: Desk, desk_of: Callable[..., Desk]
) -> None:
    """An analyst's file of a restricted source, a claim of it and a finding upon that is stated as one."""
    finding = {"id": "F1", "speaker_kind": "ourselves", "source": None, "quote": None, "basis": ["K1"]}
    rows = [
        source("SECRET", item="herald.md", visibility="restricted"),
        _row(source="SECRET", visibility="restricted"),
        {name: value for name, value in _row(**finding).items() if value is not None},
    ]
    numbered = [ledger.Row(number=at, fields=row, original="") for at, row in enumerate(rows, start=1)]
    assert ledger.state_rows(desk_of(ANALYST), numbered).refused == ()


def test_a_claim_survives_its_row(read_desk: Desk) -> None:
    """JSONL round trip: the row of a claim states the same claim."""
    row = _row(as_of="2031-03-08/2031-03-09", as_of_wording="on the night of 8 to 9 March", group="dungan", note="n")
    ledger.state(read_desk, row)
    found = ledger.claim(read_desk, "K1")
    assert (
        ledger.state(read_desk, {name: value for name, value in found.to_row().items() if value is not None}).known == 1
    )


def test_an_organisation_adds_words_and_changes_none(read_desk: Desk, archive: Path) -> None:
    """`vocabulary.toml` in the archive: new groups are taken, a shipped word is not redefined."""
    label = 'label = { en = "Settlers", ru = "переселенцы", kk = "қоныс аударушылар" }'
    (archive / "vocabulary.toml").write_text(f"[term.group.settlers]\n{label}\n", encoding="utf-8")
    assert ledger.state(read_desk, _row(group="settlers")).stated == 1
    (archive / "vocabulary.toml").write_text(f"[term.group.dungan]\n{label}\n", encoding="utf-8")
    with pytest.raises(Fault) as fault:
        ledger.state(read_desk, _row(id="K2"))
    assert fault.value.code == "kernel.vocabulary-refused"


def test_rows_may_come_in_any_order(read_desk: Desk) -> None:
    """A claim before its source, one before the claim that took its place: the outcome is that of the right order."""
    rows = [
        _row(id="K3", source="S7", status="superseded", status_why="typed wrong", superseded_by="K4"),
        _row(id="K4", source="S7"),
        source("S7", item="herald.md"),
        _row(id="K5", source="S8"),
    ]
    report = ledger.state_rows(
        read_desk, [ledger.Row(number=at, fields=row, original="") for at, row in enumerate(rows, 1)]
    )
    assert [(one.row, one.code) for one in report.refused] == [(4, "ledger.unknown-source")]
    assert ledger.claim(read_desk, "K3").superseded_by == "K4"
    assert [one.claims for one in ledger.figures(read_desk, "killed")] == [("K4",)]
