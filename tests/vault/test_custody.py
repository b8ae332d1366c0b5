"""Custody after sealing: order, pairs and digests of METHOD 1.3."""

from pathlib import Path

import pytest

from onrecord import vault
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
