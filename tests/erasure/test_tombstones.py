"""RELIABILITY K5: an older backup that comes back loses again what had been expunged, before anybody can open it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.dossier import valley
from tests.erasure import world
from tests.personas import ANALYST, KEEPER
from tests.vault.backups.world import KEY, MemoryPlace

from onrecord import app, erasure, store, vault
from onrecord.kernel import FixedClock, RandomIds
from onrecord.store import Desk


def _back_up(desk: Desk, place: MemoryPlace) -> vault.BackedUp:
    return vault.back_up(desk, vault.Backups(place, KEY), tombstones=erasure.tombstones)


def _restore(place: MemoryPlace, target: Path, *notes: str, **options: Any) -> vault.Restored:
    helper = app.Restorer(actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds())
    return vault.restore(
        vault.Backups(place, KEY),
        target,
        open_desk=helper.open_desk,
        replay=helper.replay,
        elsewhere=lambda _head: vault.Elsewhere(tombstones=notes),
        **options,
    )


def _expunge(desk: Desk) -> erasure.Expunged:
    listed = erasure.worklist(desk, words=world.SPELLINGS)
    return erasure.expunge(
        desk, listed, reason="consent withdrawn", approved_by=["A", "B"], words=world.SPELLINGS, despite="asked for"
    )


def _traces(folder: Path) -> list[str]:
    """Return the files below a folder in which the person's name stands in some encoding."""
    sought = [
        name.encode(code) for name in world.SPELLINGS for code in ("utf-8", "utf-16-le", "cp1251") if _has(name, code)
    ]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in sought)]


def _has(name: str, code: str) -> bool:
    try:
        name.encode(code)
    except UnicodeEncodeError:
        return False
    return True


@pytest.fixture
def offline(desk: Desk, folder: Path) -> MemoryPlace:
    """A copy that was made before the person withdrew, and that no later backup reaches."""
    world.publish_three(desk, folder)
    place = MemoryPlace()
    _back_up(desk, place)
    return place


def test_an_old_backup_loses_it_again_before_it_opens(desk: Desk, folder: Path, offline: MemoryPlace) -> None:
    """Payloads, objects, publications: no byte of the person is in the restored folder, and every other proof holds."""
    done = _expunge(desk)
    restored = _restore(offline, folder / "back", erasure.tombstones(desk))
    assert restored.replayed == done.entries
    assert _traces(folder / "back") == []
    with app.open_desk(folder / "back", actor=KEEPER) as back:
        assert store.check(back, deep=True).problems == ()
        assert set(desk.log.expunged()) <= set(back.log.expunged())
        told = [entry.payload for entry in back.log.entries(kinds=["expunging-replayed@1"])]
        assert [one["entries"] for one in told if one] == [done.entries]
        assert back.log.root(restored.head.log_size).hex() == restored.head.log_root
        assert world.claims_of(back) == world.claims_of(desk)
        assert {one.id for one in vault.items(back)} == {one.id for one in vault.items(desk)}


def test_without_tombstones_it_would_come_back(desk: Desk, folder: Path, offline: MemoryPlace) -> None:
    """Guards the test above against finding nothing in any case."""
    _expunge(desk)
    _restore(offline, folder / "back")
    assert _traces(folder / "back")


def test_the_next_backup_leaves_tombstones_and_nothing_else_of_it(
    desk: Desk, folder: Path, offline: MemoryPlace
) -> None:
    """Every older snapshot goes; a half-cleared place holds them until then, and is told by its own tombstones."""
    place, before = offline.copied(), dict(offline.files)
    _expunge(desk)
    made = _back_up(desk, place)
    assert made.pruned.snapshots == 1
    opened = b"\n".join(KEY.open(content) for name, content in place.files.items())
    assert all(name.encode() not in opened for name in world.SPELLINGS)
    killed = MemoryPlace({**before, **{name: place.files[name] for name in place.of("tombstones/")}})
    restored = _restore(killed, folder / "back")
    assert restored.replayed > 0
    assert _traces(folder / "back") == []


def test_a_newer_snapshot_has_nothing_to_lose(desk: Desk, folder: Path, offline: MemoryPlace) -> None:
    """What is gone already is let be: no second entry, no second loss."""
    _expunge(desk)
    _back_up(desk, offline)
    restored = _restore(offline, folder / "back", erasure.tombstones(desk))
    assert restored.replayed == 0
    with app.open_desk(folder / "back", actor=KEEPER) as back:
        assert list(back.log.entries(kinds=["expunging-replayed@1"])) == []
        again = erasure.replay(back, [erasure.tombstones(desk)])
        assert again == erasure.Replayed()


def test_publications_that_showed_it_are_outdated_again(desk: Desk, folder: Path, offline: MemoryPlace) -> None:
    """Their pages rest on what goes: the older log has no word of that yet."""
    listed = erasure.worklist(desk, ["P2-upper"])
    done = erasure.expunge(desk, listed, reason="withdrawn", approved_by=["A", "B"], despite="asked for")
    assert done.outdated
    _restore(offline, folder / "back", erasure.tombstones(desk))
    with app.open_desk(folder / "back", actor=KEEPER) as back:
        marked = [entry.payload for entry in back.log.entries(kinds=["statement-outdated@1"])]
        assert {one["statement"] for one in marked if one} == set(done.outdated)


def test_what_two_people_disposed_of_goes_again(desk: Desk, folder: Path, offline: MemoryPlace) -> None:
    """EV-09: the digest and the custody stay, the bytes go, here and in the place."""
    item = next(one for one in vault.items(desk) if one.name == "photo.bin")
    vault.dispose(desk, item.id, reason="not needed", approved_by=["A", "B"])
    old = offline.copied()
    _back_up(desk, offline)
    assert len(offline.of("snapshots/")) == 1
    restored = _restore(old, folder / "back", erasure.tombstones(desk))
    assert restored.replayed == 1
    with app.open_desk(folder / "back", actor=KEEPER) as back:
        assert not back.blobs.has(item.sha256)
        assert vault.item(back, item.id).sha256 == item.sha256
        assert [event.event.value for event in vault.custody(back, item.id)][-1] == "disposed"
        assert store.check(back, deep=True).problems == ()
        assert "EV-09" not in {one.rule for one in vault.check_custody(back).problems}


def test_tombstones_name_nobody(desk: Desk, offline: MemoryPlace) -> None:
    """Numbers, and digests that stand in every copy of the log: none of a file, so that a file confirms nothing (K4)."""
    digests = {one.sha256 for one in vault.items(desk)}
    _expunge(desk)
    note = erasure.tombstones(desk)
    assert all(name not in note for name in world.SPELLINGS)
    assert all(digest not in note for digest in digests)
    told = {line.split()[2] for line in note.split("\n\n")[0].splitlines()[3:]}
    assert told <= {leaf.hex() for leaf in desk.log.leaf_hashes()}


def _changed(note: str, old: str, new: str) -> str:
    assert old in note
    return note.replace(old, new, 1)


def _forgeries(note: str) -> dict[str, str]:
    lines = note.split("\n")
    named = next(line for line in lines if line.startswith("expunged "))
    return {
        "a line left out": note.replace(f"{named}\n", ""),
        "another entry": _changed(note, named, "expunged 0 " + named.split()[2]),
        "no signature": "\n".join(lines[:-2]) + "\n",
        "nothing": "",
        "another text": "hello\n\n— x y\n",
    }


@pytest.mark.parametrize("name", ["a line left out", "another entry", "no signature", "nothing", "another text"])
def test_what_somebody_forged_destroys_nothing(desk: Desk, folder: Path, offline: MemoryPlace, name: str) -> None:
    """A list that makes evidence disappear is followed only under the log's own key."""
    _expunge(desk)
    with pytest.raises(erasure.TombstonesRefused) as fault:
        _restore(offline, folder / "back", _forgeries(erasure.tombstones(desk))[name])
    assert fault.value.exit_status == 10
    assert not (folder / "back").exists()


def test_tombstones_of_another_archive_or_history_are_refused(
    desk: Desk, folder: Path, offline: MemoryPlace, at_valley: Callable[..., Desk]
) -> None:
    """Signed by its own key, of other entries."""
    info = app.create_archive(folder / "other", title="another")
    with app.open_desk(info.folder, actor=KEEPER) as other:
        foreign = erasure.tombstones(other)
    with pytest.raises(erasure.TombstonesRefused):
        _restore(offline, folder / "back", foreign)
    _restore(offline, folder / "fork")
    with app.open_desk(folder / "fork", actor=KEEPER) as fork:
        size = fork.log.size()
        with fork.writing() as transaction:
            (first, by) = transaction.append([store.Draft(kind="note-made@1", payload={"n": one}) for one in (1, 2)])
            transaction.expunge([first.seq], by=by)
        forked = erasure.tombstones(fork)
    for number in range(4):
        desk.append([store.Draft(kind="note-made@1", payload={"number": number})])
    assert desk.log.size() > size + 2
    with pytest.raises(erasure.TombstonesRefused):
        erasure.replay(desk, [forked])


def test_only_a_keeper_tells_or_follows_tombstones(at_valley: Callable[..., Desk]) -> None:
    """They say when something was there, and they destroy."""
    analyst = at_valley(ANALYST)
    for attempt in (lambda: erasure.tombstones(analyst), lambda: erasure.replay(analyst, [])):
        with pytest.raises(store.RoleTooNarrow):
            attempt()
