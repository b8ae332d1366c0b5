"""Custody after sealing: order, pairs and digests of METHOD 1.3."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST

from onrecord import vault
from onrecord.kernel import Visibility
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
        vault.seal(desk_of(), [tmp_path / name], visibility=visibility)
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
