"""Who held an item when: without a gap from the first event on, and never a guess about before."""

from typing import Any

from onrecord.kernel import ItemId
from onrecord.vault.court.holding import holds
from onrecord.vault.model import CustodyEvent, CustodyEventName


def _events(*told: tuple[str, dict[str, Any]]) -> list[CustodyEvent]:
    return [
        CustodyEvent(
            seq=seq, item=ItemId("i"), event=CustodyEventName(event), at=f"2031-04-{seq + 1:02d}", actor="keeper",
            facts=facts,
        )
        for seq, (event, facts) in enumerate(told)
    ]  # fmt: skip


def test_an_item_that_stayed_is_with_the_archive_to_this_day() -> None:
    """One stretch, open at its end."""
    (hold,) = holds(_events(("received", {}), ("sealed", {}), ("accessed", {})))
    assert (hold.holder, hold.is_archive, hold.since, hold.until) == ("keeper", True, "2031-04-01", None)


def test_a_hand_over_is_a_way_and_an_arrival() -> None:
    """Each stretch ends where the next begins."""
    told = holds(
        _events(
            ("received", {}),
            ("transferred_out", {"to_custodian": "a lawyer"}),
            ("transferred_in", {}),
            ("transferred_out", {"to_custodian": "an expert"}),
        )
    )
    assert [(one.holder, one.is_under_way) for one in told] == [
        ("keeper", False),
        ("a lawyer", True),
        ("a lawyer", False),
        ("an expert", True),
    ]
    assert [one.until for one in told] == [*(one.since for one in told[1:]), None]
    assert [one.seqs for one in told] == [(0, 1), (1, 2), (2, 3), (3,)]


def test_nothing_is_known_of_an_item_without_events() -> None:
    """And nothing is made up."""
    assert holds([]) == ()
