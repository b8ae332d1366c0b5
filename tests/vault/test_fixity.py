"""The day's share of an archive: read from the disk, recorded, resumed; what has changed is frozen and told apart."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST, KEEPER
from tests.rot import damage, lose

from onrecord import app, store, vault
from onrecord.kernel import CountedIds, FixedClock, Visibility
from onrecord.store import Desk
from onrecord.vault.fixity import readings

_BEGAN = dt.datetime(2031, 4, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def on_day(archive: Path, ids: CountedIds) -> Callable[..., Desk]:
    """Return a function that opens the archive on a day of its life."""

    def opened(day: int, hour: int = 12) -> Desk:
        clock = FixedClock(_BEGAN.replace(hour=hour) + dt.timedelta(days=day), step_seconds=1)
        return app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids)

    return opened


@pytest.fixture
def sealed(on_day: Callable[..., Desk], tmp_path: Path) -> dict[str, str]:
    """Twenty-four items by the SHA-256 of their bytes."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(24):
        (folder / f"{number:03d}.txt").write_text(f"photograph {number}")
    with on_day(0) as desk:
        return {one.sha256: one.item for one in vault.seal(desk, [folder]).sealed}


def test_a_round_reads_every_object(on_day: Callable[..., Desk], sealed: dict[str, str]) -> None:
    """B7 on real objects: day after day, each call resuming from the log alone; nothing is left out."""
    read = 0
    for day in range(26):
        with on_day(day) as desk:
            report = vault.check_due(desk)
            assert report.to_record()["ok"]
            read += report.read
    assert read >= len(sealed)
    with on_day(26) as desk:
        report = vault.check_due(desk)
        assert report.overdue == 0
        assert report.oldest_at is not None
        assert report.oldest_at > "2031-04-01T13"
        assert store.check(desk, deep=True).problems == ()
        assert store.rebuild(desk, check_only=True).same


def test_the_same_day_is_not_read_twice(on_day: Callable[..., Desk], sealed: dict[str, str]) -> None:
    """The second call of a day has nothing to do, and leaves nothing on the log."""
    del sealed
    with on_day(0) as desk:
        assert vault.check_due(desk).read > 0
        size = desk.log.size()
    with on_day(0, hour=18) as desk:
        report = vault.check_due(desk)
        assert (report.due, report.read, report.is_recorded) == (0, 0, False)
        assert desk.log.size() == size


def test_a_changed_object_freezes_its_item_and_is_told_once(
    on_day: Callable[..., Desk], sealed: dict[str, str], archive: Path
) -> None:
    """EV-02: what was found stands in the custody; the next round tells it again and records no second failure."""
    sha256 = min(sealed)
    damage(archive, sha256)
    with on_day(0) as desk:
        document = vault.check_due(desk).to_record()
        (changed,) = document["changed"]
        assert (changed["item"], changed["expected"], document["ok"]) == (sealed[sha256], sha256, False)
        event = vault.custody(desk, sealed[sha256])[-1]
        assert (event.event, event.facts["hash_after"]) == ("integrity_failure", changed["found"])
        assert [one.code for one in vault.check_custody(desk).problems] == ["vault.frozen"]
        count = len(vault.custody(desk, sealed[sha256]))
    with on_day(100) as desk:
        told = vault.check_due(desk).to_record()["changed"]
        assert [one["expected"] for one in told if one["item"]] == [sha256]
        assert len(vault.custody(desk, sealed[sha256])) == count


def test_a_missing_object_is_told_on_the_same_day_wherever_the_round_is(
    on_day: Callable[..., Desk], sealed: dict[str, str], archive: Path
) -> None:
    """That a file is gone costs nothing to see; the item is frozen until it is put back."""
    sha256 = max(sealed)
    lose(archive, sha256)
    with on_day(0) as desk:
        document = vault.check_due(desk).to_record()
        assert [one["expected"] for one in document["missing"]] == [sha256]
        assert document["changed"] == []
        assert vault.custody(desk, sealed[sha256])[-1].event == "integrity_failure"


def test_an_untracked_object_is_told_and_is_no_problem(on_day: Callable[..., Desk], sealed: dict[str, str]) -> None:
    """A killed `add` may leave one."""
    del sealed
    with on_day(0) as desk:
        stray = desk.blobs.put_bytes(b"nobody names this").sha256
        document = vault.check_due(desk).to_record()
        assert (document["ok"], document["untracked"]) == (True, [stray])


def test_nothing_is_recorded_on_a_log_that_does_not_hold(
    on_day: Callable[..., Desk], sealed: dict[str, str], archive: Path
) -> None:
    """A damaged log is looked at, not written on."""
    import sqlite3

    del sealed
    connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
    connection.execute("UPDATE items SET name = 'other' WHERE seq = 1")
    connection.close()
    with on_day(0) as desk:
        size = desk.log.size()
        report = vault.check_due(desk)
        assert (report.read, report.is_recorded, desk.log.size()) == (0, False, size)
        assert not report.to_record()["ok"]


def test_packs_have_their_turn_too(on_day: Callable[..., Desk], archive: Path) -> None:
    """The bytes between their objects are read with them; a bit that turns there names the pack."""
    import io

    with on_day(0) as desk:
        blobs = desk.blobs.put_many([lambda n=number: io.BytesIO(b"small %d" % n) for number in range(20)])  # type: ignore[misc]
        assert len(blobs) == 20
        (pack,) = (archive / "blobs" / "packs").iterdir()
        content = bytearray(pack.read_bytes())
        content[-1] ^= 1
        pack.write_bytes(content)
        found = vault.check_due(desk).to_record()
        assert [(one["code"], one["expected"]) for one in found["changed"]] == [("store.pack-damaged", pack.stem)]


def test_a_full_check_can_be_put_on_the_log(on_day: Callable[..., Desk], sealed: dict[str, str], archive: Path) -> None:
    """It makes every object young and freezes what has changed; the next day's share goes on where it was."""
    sha256 = min(sealed)
    damage(archive, sha256)
    with on_day(0) as desk:
        vault.check_due(desk)
    with on_day(5) as desk:
        assert vault.record_full_check(desk, store.check(desk, deep=True))
        with desk.reading() as connection:
            last = readings(connection)[-1]
        assert (last.is_round, last.read) == (False, 24)
        assert vault.custody(desk, sealed[sha256])[-1].event == "integrity_failure"
        assert not vault.record_full_check(desk, store.check(desk, deep=False))


def test_only_a_keeper_reads_what_is_due(desk_of: Callable[..., Desk]) -> None:
    """It freezes items of every visibility."""
    with pytest.raises(store.RoleTooNarrow):
        vault.check_due(desk_of(ANALYST))


def test_one_item_is_read_and_what_came_of_it_recorded(
    desk: Desk, desk_of: Callable[..., Desk], archive: Path, tmp_path: Path
) -> None:
    """`verified_ok` with the digest that was read, or `integrity_failure` with the one that was found."""
    (tmp_path / "a").write_bytes(b"evidence" * 50_000)
    item = vault.seal(desk, [tmp_path / "a"], visibility=Visibility.RESTRICTED, in_clear=True).sealed[0].item
    sha256 = vault.item(desk, item).sha256
    whole = vault.verify_item(desk, item)
    assert (whole.event, whole.facts["hash_after"]) == ("verified_ok", sha256)
    with pytest.raises(vault.NoSuchItem):
        vault.verify_item(desk_of(ANALYST), item)
    damage(archive, sha256)
    broken = vault.verify_item(desk, item)
    assert broken.event == "integrity_failure"
    assert broken.facts["hash_after"] != sha256
    assert vault.verify_item(desk, item).event == "integrity_failure"


def test_nothing_fails_on_an_empty_archive(desk: Desk) -> None:
    """Nothing to read, nothing recorded."""
    report = vault.check_due(desk)
    assert (report.objects, report.due, report.to_record()["ok"]) == (0, 0, True)


def test_an_encrypted_archive_has_its_share_too(encrypted_desk: Desk, tmp_path: Path) -> None:
    """Names are keyed there; what is read is held against the digest all the same."""
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(f"hidden {number}")
        vault.seal(encrypted_desk, [tmp_path / f"{number}.txt"])
    report = vault.check_due(encrypted_desk)
    assert (report.read, report.to_record()["ok"]) == (1, True)
    assert store.check(encrypted_desk, deep=True).problems == ()
