"""Who had which items in hand: a digest by day, and the alarm."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST, KEEPER

from onrecord import app, vault
from onrecord.kernel import CountedIds, FixedClock, Visibility
from onrecord.store import Desk


@pytest.fixture
def hidden(desk: Desk, tmp_path: Path) -> list[str]:
    """Sixty restricted items."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02d}.txt").write_text(f"hidden {number}")
    return [one.item for one in vault.seal(desk, [folder], visibility=Visibility.RESTRICTED, in_clear=True).sealed]


def _opened(archive: Path, ids: CountedIds, items: list[str], *, day: int, every_seconds: int) -> vault.Accesses:
    """Open the items one after the other and return who had what since that day."""
    clock = FixedClock(dt.datetime(2031, 4, day, 8, tzinfo=dt.UTC), step_seconds=every_seconds)
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids) as desk:
        for item in items:
            vault.open_item(desk, item).close()
        return vault.accesses(desk, since=f"2031-04-{day:02d}")


def test_more_than_fifty_restricted_items_within_an_hour_are_told(
    archive: Path, ids: CountedIds, hidden: list[str]
) -> None:
    """RELIABILITY section 3: fifty are usual, sixty are told with the actor; the same sixty over two hours are not."""
    assert _opened(archive, ids, hidden[:50], day=2, every_seconds=30).alarms == ()
    (alarm,) = _opened(archive, ids, hidden, day=3, every_seconds=30).alarms
    assert (alarm.code, alarm.found, alarm.actor) == ("vault.many-accesses", 60, "keeper")
    assert _opened(archive, ids, hidden, day=4, every_seconds=120).alarms == ()


def test_one_item_opened_sixty_times_is_one_item(archive: Path, ids: CountedIds, hidden: list[str]) -> None:
    """The alarm counts items, not looks."""
    assert _opened(archive, ids, hidden[:1] * 60, day=2, every_seconds=10).alarms == ()


def test_a_day_is_summed_up_for_a_second_person(archive: Path, ids: CountedIds, hidden: list[str]) -> None:
    """By day and actor: how many looks, at how many items, how many of them restricted."""
    found = _opened(archive, ids, [*hidden[:3], hidden[0]], day=2, every_seconds=60)
    assert found.days() == [{"day": "2031-04-02", "actor": "keeper", "events": 4, "items": 3, "restricted_items": 3}]
    assert [row["event"] for row in (one.to_row() for one in found.accesses)] == ["accessed"] * 4


def test_nobody_reads_of_accesses_to_what_they_may_not_see(
    archive: Path, ids: CountedIds, hidden: list[str], desk_of: Callable[..., Desk]
) -> None:
    """For an analyst there are no restricted items, and so nobody who opened them."""
    _opened(archive, ids, hidden[:3], day=2, every_seconds=60)
    assert vault.accesses(desk_of(ANALYST)).accesses == ()


def test_an_export_of_everything_is_an_access_to_everything(desk: Desk, hidden: list[str], tmp_path: Path) -> None:
    """Sixty restricted items in one bag: custody names the receiver, and the alarm the one who did it."""
    from onrecord import dossier

    dossier.export(desk, tmp_path / "bag", edition="restricted", to="a court", purpose="hearing of 9 April")
    found = vault.accesses(desk)
    assert len(found.accesses) == 60
    assert found.accesses[0].event.facts["to_custodian"] == "a court"
    assert [one.found for one in found.alarms] == [60]
    assert hidden[0] == found.accesses[0].event.item
