"""Custody after sealing: order, pairs and digests of METHOD 1.3."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST

from onrecord import dossier, reading, store, vault, verify
from onrecord.kernel import ItemId, Visibility
from onrecord.store import Desk


@pytest.fixture
def item(desk: Desk, tmp_path: Path) -> str:
    """A sealed item."""
    (tmp_path / "a").write_text("a")
    return vault.seal(desk, [tmp_path / "a"]).sealed[0].item


def test_a_hand_over_has_two_halves(desk: Desk, item: str) -> None:
    """EV-03: out and in come in pairs, and the receiver is the one it was handed to."""
    vault.record_custody(desk, item, "transferred_out", to_custodian="a lawyer", purpose="expert opinion")
    with pytest.raises(vault.CustodyBroken):
        vault.record_custody(desk, item, "transferred_in", to_custodian="somebody else")
    vault.record_custody(desk, item, "transferred_in", to_custodian="a lawyer")
    assert [event.event for event in vault.custody(desk, item)][2:] == ["transferred_out", "transferred_in"]


@pytest.mark.parametrize(
    ("event", "facts"),
    [("transferred_in", {}), ("transferred_out", {}), ("verified_ok", {"hash_after": "0" * 64})],
)
def test_a_gap_is_refused(desk: Desk, item: str, event: str, facts: dict[str, str]) -> None:
    """In without out, out to nobody, a check with another digest."""
    with pytest.raises(vault.CustodyBroken):
        vault.record_custody(desk, item, event, **facts)
    assert len(vault.custody(desk, item)) == 2


@pytest.mark.parametrize("event", ["sealed", "received", "stolen"])
def test_only_known_events_are_recorded_by_hand(desk: Desk, item: str, event: str) -> None:
    """Sealing alone says received and sealed."""
    with pytest.raises(vault.UnknownEvent):
        vault.record_custody(desk, item, event)


@pytest.mark.parametrize("fact", ["item", "event", "seq", "at", "actor", "reference", "desk", "mood"])
def test_no_fact_speaks_for_the_log(desk: Desk, item: str, fact: str) -> None:
    """Which item, who and when is the log's to say; a fact of that name would forge it."""
    with pytest.raises(vault.UnknownFact):
        vault.record_custody(desk, item, "accessed", **{fact: "something"})
    assert len(vault.custody(desk, item)) == 2


def test_nobody_writes_into_the_custody_of_what_they_may_not_see(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """An analyst who knows the id of a restricted item leaves no line in its custody."""
    for name, visibility in (("open", Visibility.TEAM), ("hidden", Visibility.RESTRICTED)):
        (tmp_path / name).write_text(name)
        vault.seal(desk_of(), [tmp_path / name], visibility=visibility, in_clear=True)
    hidden = vault.item(desk_of(), "hidden").id
    with pytest.raises(vault.UnknownFact):
        vault.record_custody(desk_of(ANALYST), "open", "accessed", item=hidden)
    with pytest.raises(vault.NoSuchItem):
        vault.record_custody(desk_of(ANALYST), hidden, "accessed")
    assert len(vault.custody(desk_of(), hidden)) == 2


def test_changed_bytes_freeze_an_item_until_it_is_restored(desk: Desk, item: str) -> None:
    """EV-02: after an integrity failure nothing goes on with the item but its repair."""
    vault.record_custody(desk, item, "integrity_failure", hash_after="0" * 64)
    for event in ("exported", "verified_ok", "transferred_out"):
        with pytest.raises(vault.CustodyBroken):
            vault.record_custody(desk, item, event, to_custodian="a lawyer")
    vault.record_custody(desk, item, "restored", hash_after=vault.item(desk, item).sha256)
    assert vault.record_custody(desk, item, "exported").event == "exported"


def test_the_next_hand_over_begins_where_the_last_one_ended(desk: Desk, item: str) -> None:
    """EV-03: who has it hands it on; what is under way is received before it leaves again."""
    vault.record_custody(desk, item, "transferred_out", to_custodian="a lawyer")
    with pytest.raises(vault.CustodyBroken):
        vault.record_custody(desk, item, "transferred_out", to_custodian="an expert")
    vault.record_custody(desk, item, "transferred_in")
    with pytest.raises(vault.CustodyBroken):
        vault.record_custody(desk, item, "transferred_out", from_custodian="a driver", to_custodian="an expert")
    vault.record_custody(desk, item, "transferred_out", from_custodian="a lawyer", to_custodian="an expert")


@pytest.mark.parametrize(
    "facts",
    [{}, {"justification": "a court ordered it"}, {"justification": "a court ordered it", "authority": "keeper"}],
)
def test_one_person_disposes_of_nothing(desk: Desk, item: str, facts: dict[str, str]) -> None:
    """EV-09: a reason and a second person."""
    with pytest.raises(vault.CustodyBroken):
        vault.record_custody(desk, item, "disposed", **facts)


def test_a_digest_is_a_digest(desk: Desk, item: str) -> None:
    """EV-07: a weak hash is never taken for the item's."""
    with pytest.raises(vault.UnknownFact):
        vault.record_custody(desk, item, "hashed", hash_after="d41d8cd98f00b204e9800998ecf8427e")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("actor_role", "chief"),
        ("process", "cooking"),
        ("tz", "Almaty time"),
        ("tz", "+6"),
        ("clock_offset", "a little"),
        ("clock_offset", "1e9"),
    ],
)
def test_a_word_of_a_vocabulary_is_one_of_it(desk: Desk, item: str, fact: str, value: str) -> None:
    """METHOD 1.2: roles and processes are those of ISO/IEC 27037; a zone is a zone, an offset a number of seconds."""
    with pytest.raises(vault.UnknownFact) as fault:
        vault.record_custody(desk, item, "hashed", **{fact: value})
    assert fact in str(fault.value.facts["known"])


def test_every_column_of_the_method_can_be_told_and_read(desk: Desk, item: str) -> None:
    """METHOD 1.3: what a person gives comes back beside what the log itself says; what nobody gave is null."""
    told = {
        "actor_role": "DEFR",
        "authority": "the chair",
        "clock_offset": "-2.5",
        "place": "the office",
        "process": "identification",
        "purpose": "inventory",
        "tool": "sha256sum",
        "tool_version": "9.1",
        "tz": "Asia/Almaty",
        "unavoidable_change": "access time of the disk",
        "justification": "no write blocker at hand",
        "hash_after": vault.item(desk, item).sha256,
    }
    event = vault.record_custody(desk, item, "hashed", **told)
    columns = event.to_columns()
    assert {name: columns[name] for name in told} == told
    assert columns["from_custodian"] is None
    assert (columns["item_id"], columns["at_utc"], columns["seq"]) == (item, event.at, event.seq)
    assert event.process == vault.Process.IDENTIFICATION


@pytest.mark.parametrize(
    ("event", "process"), [("received", "collection"), ("sealed", "preservation"), ("captured", "acquisition")]
)
def test_an_event_belongs_to_a_process_of_its_own(event: str, process: str) -> None:
    """ISO/IEC 27037: coming in is collection, a copy of data is acquisition, the rest keeps it."""
    made = vault.CustodyEvent(seq=0, item=ItemId("i"), event=vault.CustodyEventName(event), at="", actor="a", facts={})
    assert made.process == process


def test_an_item_that_was_disposed_of_has_no_further_history(desk: Desk, item: str) -> None:
    """EV-09: the record of it stands; nothing is done with it any more, and nothing is handed out."""
    vault.record_custody(desk, item, "disposed", justification="a court ordered it", authority="the chair")
    for event in ("accessed", "exported", "restored", "disposed"):
        with pytest.raises(vault.CustodyBroken):
            vault.record_custody(desk, item, event, justification="again", authority="the chair")


def test_a_disposal_takes_the_bytes_and_leaves_digest_and_log(desk: Desk, item: str, tmp_path: Path) -> None:
    """EV-09: two people and a reason; afterwards the store is whole without the object, and so is an export."""
    sha256 = vault.item(desk, item).sha256
    done = vault.dispose(desk, item, reason="a court ordered it", approved_by=("keeper", "the chair"))
    assert (done.is_gone, done.needed_by) == (True, ())
    assert not desk.blobs.has(sha256)
    assert vault.item(desk, item).sha256 == sha256
    event = vault.custody(desk, item)[-1]
    assert (event.event, event.facts["authority"]) == ("disposed", "the chair")
    assert store.check(desk, deep=True).problems == ()
    assert vault.check_custody(desk).problems == ()
    for edition in ("public", "restricted"):
        dossier.export(desk, tmp_path / edition, edition=edition)
        assert verify.verify_export(tmp_path / edition).ok


@pytest.mark.parametrize("approvers", [("keeper",), ("keeper", "Keeper "), ("keeper", ""), ()])
def test_one_person_destroys_nothing(desk: Desk, item: str, approvers: tuple[str, ...]) -> None:
    """EV-09: the same name twice is one person."""
    with pytest.raises(vault.CustodyBroken):
        vault.dispose(desk, item, reason="a court ordered it", approved_by=approvers)
    assert desk.blobs.has(vault.item(desk, item).sha256)


def test_an_analyst_destroys_nothing(desk: Desk, desk_of: Callable[..., Desk], item: str) -> None:
    """Only a keeper may, whoever approved."""
    with pytest.raises(store.RoleTooNarrow):
        vault.dispose(desk_of(ANALYST), item, reason="a court ordered it", approved_by=("keeper", "the chair"))


def test_bytes_that_something_else_rests_on_stay_and_that_is_told(desk: Desk, item: str) -> None:
    """A plain text is its own text layer, byte for byte: the disposal says what still holds the bytes."""
    reading.read(desk)
    layer = reading.layers(desk, item)[0]
    done = vault.dispose(desk, item, reason="a court ordered it", approved_by=("keeper", "the chair"))
    assert (done.is_gone, done.needed_by) == (False, (layer.id,))


def test_a_disposal_that_was_recorded_and_not_finished_is_finished(desk: Desk, item: str) -> None:
    """Killed between the entry and the object: the check tells, and the same command ends it without another entry."""
    vault.record_custody(desk, item, "disposed", justification="a court ordered it", authority="the chair")
    assert [one.code for one in vault.check_custody(desk).warnings if one.rule == "EV-09"] == [
        "vault.disposed-and-here"
    ]
    assert vault.dispose(desk, item, reason="again", approved_by=("keeper", "the chair")).is_gone
    assert [one.rule for one in vault.check_custody(desk).warnings if one.rule == "EV-09"] == []
    assert len(vault.custody(desk, item)) == 3


def test_an_export_is_a_line_in_the_custody_of_each_item_in_it(desk: Desk, item: str, tmp_path: Path) -> None:
    """For whom, why, which edition, resting on how much of the log; items that stayed behind have no line."""
    (tmp_path / "b").write_text("b")
    public = vault.seal(desk, [tmp_path / "b"], visibility=Visibility.PUBLIC).sealed[0].item
    size = desk.log.size()
    dossier.export(desk, tmp_path / "bag", to="a newspaper", purpose="a story")
    assert len(vault.custody(desk, item)) == 2
    event = vault.custody(desk, public)[-1]
    assert event.event == "exported"
    assert {name: event.facts[name] for name in ("to_custodian", "purpose", "edition", "log_size")} == {
        "to_custodian": "a newspaper", "purpose": "a story", "edition": "public", "log_size": size,
    }  # fmt: skip
    assert "a newspaper" not in "".join(one.read_text(errors="replace") for one in (tmp_path / "bag").rglob("*.jsonl"))


def test_a_frozen_item_holds_an_export_back(desk: Desk, item: str, tmp_path: Path) -> None:
    """EV-02: nobody is handed bytes that were found changed; there is no bag, and no line says there was."""
    vault.record_custody(desk, item, "integrity_failure", hash_after="0" * 64)
    with pytest.raises(vault.CustodyBroken):
        dossier.export(desk, tmp_path / "bag", edition="restricted")
    assert not (tmp_path / "bag").exists()
    assert [event.event for event in vault.custody(desk, item)][-1] == "integrity_failure"
