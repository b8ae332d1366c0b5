"""Backups: only what is new is sent, a death in the middle costs nothing, a loss here is no loss there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.personas import ANALYST
from tests.vault.backups.world import CANARY, KEY, MemoryPlace, World, damage, large_file, object_file, small_files

from onrecord import app, store, vault
from onrecord.kernel import Actor, Fault, Role
from onrecord.store import PlaceUnreachable


def _entries(world: World, kind: str) -> int:
    return sum(1 for _ in world.desk.log.entries(kinds=[kind]))


def test_a_backup_is_read_back_to_the_last_byte(either: World) -> None:
    """Small, large, empty files and the log: everything holds, and the log says that it was made."""
    either.seal({**small_files(12), "film.mp4": large_file(), "empty": b""})
    made = either.back_up()
    assert made.made.troubles == ()
    backups = either.backups()
    survey = backups.survey()
    assert backups.verify(survey) == []
    assert [head.log_size for head in survey.heads] == [made.made.head.log_size]
    assert _entries(either, "backup-made@1") == 1
    assert made.made.head.objects == 14


def test_the_second_backup_sends_only_what_is_new(either: World) -> None:
    """One new small file costs three small parcels, whatever lies there already, and nothing is read again."""
    either.seal({"film.mp4": large_file(), **small_files(20)})
    first = either.back_up()
    assert first.made.sent_bytes > 18 << 20
    either.seal(small_files(1, seed=2))
    second = either.back_up()
    assert second.made.sent <= 4
    assert second.made.sent_bytes < 1 << 20
    assert second.made.head.objects == first.made.head.objects + 1
    assert either.backups().verify(either.backups().survey()) == []


def test_nothing_new_costs_two_small_parcels(world: World) -> None:
    """The log has one entry more; all else is there."""
    world.seal(small_files(9))
    world.back_up()
    again = world.back_up()
    assert again.made.sent_bytes < 300_000


def test_many_small_objects_are_few_files(world: World) -> None:
    """Two thousand objects of their own and in packs: a store that counts requests is asked for few."""
    world.seal(small_files(1000, seed=3))
    world.seal_packed(small_files(1000, seed=4))
    made = world.back_up()
    assert made.made.head.objects == 2000
    assert len(world.place.of("data/")) <= 6


def test_names_and_sizes_tell_little(either: World) -> None:
    """L4: no title, name, text, count or digest of ours is in a name or a byte; each size is one of a few."""
    either.seal({**small_files(30, about=CANARY), "film.mp4": large_file(20 << 20)})
    either.back_up()
    either.back_up()
    everything = b"\n".join([*either.place.files.values(), *(name.encode() for name in either.place.files)])
    for canary in (CANARY.encode(), b"Valley 2031", either.desk.info.id.encode(), b"film.mp4", b"note-1-"):
        assert canary not in everything
    for name in either.desk.blobs.names():
        assert name.encode() not in everything
    for name, content in either.place.files.items():
        assert content.startswith(b"age-encryption.org/v1\n"), name
        inside = len(either.key.open(content))
        assert inside % (4 << 10) == 0


def test_without_the_key_nothing_opens(world: World) -> None:
    """L4: another key opens no file, and is told so."""
    world.seal(small_files(3))
    world.back_up()
    stranger = vault.Backups(world.place, vault.BackupKey.generate())
    survey = stranger.survey()
    assert (survey.heads, len(survey.foreign)) == ((), 1)
    with pytest.raises(vault.RecoveryKeyWrong):
        stranger.chosen(survey, None)


def test_a_place_that_dies_at_any_moment_keeps_what_it_had(world: World) -> None:
    """Every call fails once: the snapshot before is whole, the next backup makes a new one, no entry comes twice."""
    world.seal(small_files(10))
    world.back_up()
    before = world.place.copied()
    world.seal({**small_files(10, seed=2), "film.mp4": large_file(1 << 20)})
    size = world.desk.log.size()
    for fails_at in range(1, 200):
        place = before.copied()
        place.fails_at = fails_at
        try:
            world.back_up(place)
        except PlaceUnreachable:
            kept = place.copied()
            survey = world.backups(kept).survey()
            assert survey.heads
            assert not survey.damaged
            heads = [head for head in survey.heads if head.log_size < size]
            assert all(world.backups(kept).index(head).files for head in heads)
            again = world.back_up(kept)
            assert world.backups(kept).verify(world.backups(kept).survey()) == []
            assert again.made.head.objects == 21
            continue
        break
    assert fails_at > 10
    made = [entry.payload["snapshot"] for entry in world.desk.log.entries(kinds=["backup-made@1"]) if entry.payload]
    assert len(made) == len(set(made))


def test_what_a_dead_backup_sent_is_not_sent_again(world: World) -> None:
    """The large file is there already when the line comes back."""
    world.seal({"film.mp4": large_file()})
    world.place.fails_at = 9
    with pytest.raises(PlaceUnreachable):
        world.back_up()
    sent = sum(len(content) for content in world.place.files.values())
    assert sent > 15 << 20
    world.place.fails_at = 0
    assert world.back_up().made.sent_bytes < 5 << 20


def test_a_parcel_that_a_dead_backup_left_damaged_is_sent_again(world: World) -> None:
    """Nothing that no head names is trusted before it was read."""
    world.seal({"film.mp4": large_file()})
    world.place.fails_at = 9
    with pytest.raises(PlaceUnreachable):
        world.back_up()
    name = world.place.of("data/")[0]
    world.place.files[name] = world.place.files[name][:-1]
    world.place.fails_at = 0
    world.back_up()
    assert world.backups().verify(world.backups().survey()) == []


def test_a_store_that_lists_late_loses_nothing(world: World) -> None:
    """A11: the newest snapshot is not listed yet: its parcels are needed all the same, and stay."""
    world.seal(small_files(10))
    world.back_up()
    world.seal(small_files(10, seed=2))
    known = set(world.place.files)
    world.back_up()
    world.place.late = set(world.place.files) - known
    world.seal(small_files(10, seed=3))
    world.back_up()
    world.place.late = set()
    survey = world.backups().survey()
    assert [head.objects for head in survey.heads] == [10, 20, 30]
    assert [fault for fault in world.backups().verify(survey) if fault.problem != "untracked"] == []


def test_a_copy_that_is_behind_is_brought_up_to_date(world: World) -> None:
    """L9: behind is the usual state."""
    world.seal(small_files(2))
    world.back_up()
    world.seal(small_files(2, seed=2))
    assert world.back_up().made.head.log_size > world.backups().survey().heads[0].log_size


def test_a_copy_that_is_ahead_is_left_alone(world: World) -> None:
    """L9: an archive that is older than its copy does not write there: somebody restored an old state."""
    world.seal(small_files(2))
    world.back_up()
    old = world.place.copied()
    world.seal(small_files(2, seed=2))
    world.back_up()
    world.restore("older", old)
    before = dict(world.place.files)
    with world.open("older") as desk, pytest.raises(vault.CopyAhead) as fault:
        vault.back_up(desk, world.backups())
    assert fault.value.exit_status == 5
    assert world.place.files == before


def test_a_forked_copy_is_told_as_tampering(world: World) -> None:
    """L9: the same place cannot hold two histories, and neither side is changed."""
    world.seal(small_files(2))
    world.back_up()
    old = world.place.copied()
    world.seal(small_files(2, seed=2))
    world.back_up()
    world.restore("older", old)
    with world.open("older") as desk:
        other = World(desk=desk, clock=world.clock, folder=world.folder, place=world.place, ids=world.ids)
        other.seal(small_files(8, seed=5))
        before = dict(world.place.files)
        with pytest.raises(vault.CopyForked) as fault:
            other.back_up()
    assert fault.value.exit_status == 10
    assert world.place.files == before


def test_what_is_lost_here_is_not_removed_there(either: World) -> None:
    """L9: an object that is gone from the archive stays in the copy, and is told."""
    items = either.seal(small_files(3))
    either.back_up()
    sha256 = vault.item(either.desk, items[1]).sha256
    object_file(either.desk, sha256).unlink()
    told = either.back_up().made.troubles
    assert [(one.item, one.found, one.is_kept) for one in told] == [(items[1], "missing", True)]
    restored = either.restore()
    assert restored.problems == ()
    with either.open() as desk:
        assert desk.blobs.read(sha256)


def test_what_is_rotten_here_is_not_taken_for_good(either: World) -> None:
    """A damaged object never enters a copy under its name; the others do."""
    items = either.seal(small_files(3))
    sha256 = vault.item(either.desk, items[0]).sha256
    damage(object_file(either.desk, sha256))
    made = either.back_up().made
    assert [(one.item, one.is_kept) for one in made.troubles] == [(items[0], False)]
    assert made.head.missing == (either.desk.blobs.stored_name(sha256),)
    with pytest.raises(vault.RestoredDamaged):
        either.restore()
    restored = either.restore(even_if_damaged=True)
    assert [problem["code"] for problem in restored.problems] == ["store.object-missing"]


def test_of_a_damaged_pack_the_whole_objects_are_kept(either: World) -> None:
    """One bit in a pack of twenty costs one object, not twenty."""
    items = either.seal_packed(small_files(20))
    (pack,) = [file for file in either.desk.blobs.stored_files() if file.startswith("packs/")]
    damage(either.desk.blobs.folder / pack, at=200)  # in the first object; headers have 94 bytes
    made = either.back_up().made
    assert [one.is_kept for one in made.troubles] == [False]
    assert made.troubles[0].item in items
    restored = either.restore(even_if_damaged=True)
    assert len(restored.problems) == 1
    assert restored.objects == 19


def test_a_place_of_another_archive_is_refused(world: World, tmp_path: Path) -> None:
    """Two archives never share a place: each would clear away what the other needs."""
    world.seal(small_files(2))
    world.back_up()
    before = dict(world.place.files)
    app.create_archive(tmp_path / "other", title="another")
    for key in (KEY, vault.BackupKey.generate()):
        with (
            app.open_desk(tmp_path / "other", actor=Actor(name="x", role=Role.KEEPER)) as desk,
            pytest.raises(vault.ForeignBackup) as fault,
        ):
            vault.back_up(desk, vault.Backups(world.place, key))
        assert fault.value.exit_status == 5
    assert world.place.files == before


def test_an_empty_place_that_held_backups_is_no_new_place(world: World) -> None:
    """A drive that is not plugged in: nothing is written to the folder where it should be."""
    world.seal(small_files(2))
    world.back_up()
    world.place.files.clear()
    with pytest.raises(vault.CopyGone) as fault:
        world.back_up()
    assert world.place.files == {}
    assert "--anew" in fault.value.message()
    world.back_up(anew=True)
    assert world.place.of("snapshots/")


def test_two_backups_at_once_are_refused(world: World) -> None:
    """In one archive by the system's own lock, at one place by a file."""
    with store.held_aside(world.desk.info.folder), pytest.raises(store.AsideHeld):
        world.back_up()
    world.place.files["locks/writing.age"] = KEY.seal(b'{"owner":"elsewhere","since":"2031-04-01T12:00:00Z"}')
    with pytest.raises(vault.BackupUnderWay) as fault:
        world.back_up()
    assert fault.value.facts["since"] == "2031-04-01T12:00:00Z"
    assert world.place.of("snapshots/") == []
    world.back_up(break_lock=True)
    assert world.place.of("locks/") == []


def test_the_lock_of_a_dead_process_of_ours_is_taken_over(world: World) -> None:
    """A killed backup never keeps the next one from its work."""
    world.seal(small_files(2))

    def dies(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    killed = world.place.delete
    world.place.delete = lambda name: None  # type: ignore[method-assign,assignment]
    with pytest.raises(KeyboardInterrupt):
        world.back_up(on_progress=dies)
    world.place.delete = killed  # type: ignore[method-assign]
    assert world.place.of("locks/")
    world.back_up()
    assert world.place.of("locks/") == []


def test_old_snapshots_go_and_the_newest_stays(world: World) -> None:
    """After 35 days; and what only they needed goes with them."""
    world.seal(small_files(2))
    world.back_up()
    world.clock._next += dt.timedelta(days=20)
    world.back_up()
    assert len(world.place.of("snapshots/")) == 2
    world.clock._next += dt.timedelta(days=20)
    assert world.back_up().pruned.snapshots == 1
    assert len(world.place.of("snapshots/")) == 2
    world.clock._next += dt.timedelta(days=400)
    assert world.back_up().pruned.snapshots == 2
    survey = world.backups().survey()
    assert len(survey.heads) == 1
    assert world.backups().verify(survey) == []


def test_what_was_expunged_leaves_the_place_with_the_next_backup(either: World) -> None:
    """Section 4: payloads and objects go with every older snapshot; what else lay in the same parcel stays."""
    items = either.seal({**small_files(12), "letter.txt": b"the witness's own words " + CANARY.encode() * 50})
    either.back_up()
    either.back_up()
    gone = vault.item(either.desk, items[-1])
    before = dict(either.place.files)
    _expunge(either, [gone.seq, gone.seq - 1], [gone.sha256])
    made = either.back_up()
    assert made.pruned.snapshots == 2
    survey = either.backups().survey()
    assert len(survey.heads) == 1
    assert either.backups().verify(survey) == []
    assert len(either.place.of("tombstones/")) == 1
    files = either.backups().index(survey.heads[0]).files
    assert either.desk.blobs.stored_name(gone.sha256) not in {name for one in files.values() for name in one.objects}
    assert sum(len(one.objects) for one in files.values()) == 12
    for name, content in either.place.files.items():
        if name.startswith("data/"):
            assert b"own words" not in either.key.open(content)
            assert gone.sha256.encode() not in either.key.open(content)
    assert any(name not in either.place.files for name in before if name.startswith("data/"))


def test_an_expunging_in_a_pack_rescues_what_only_the_place_has(either: World) -> None:
    """One object of a pack was expunged while another was lost here: the one goes there, the other stays."""
    items = either.seal_packed(small_files(10))
    either.back_up()
    gone, lost = (vault.item(either.desk, one) for one in items[:2])
    _expunge(either, [gone.seq, gone.seq - 1], [gone.sha256])
    (pack,) = [file for file in either.desk.blobs.stored_files() if file.startswith("packs/")]
    either.desk.blobs.remove(lost.sha256)
    assert not (either.desk.blobs.folder / pack).exists()
    told = either.back_up().made
    assert [(one.item, one.is_kept) for one in told.troubles] == [(lost.id, True)]
    either.restore()
    with either.open() as desk:
        assert desk.blobs.read(lost.sha256)
        assert not desk.blobs.has(gone.sha256)


def test_only_a_keeper_backs_up(world: World, archive: Path) -> None:
    """An analyst may not carry the whole archive away."""
    with app.open_desk(archive, actor=ANALYST) as desk, pytest.raises(store.RoleTooNarrow):
        vault.back_up(desk, world.backups())
    assert world.place.files == {}


def test_a_drill_that_is_due_is_said(world: World) -> None:
    """Never tried, just tried, tried a month ago."""
    world.seal(small_files(2))
    assert world.back_up().is_drill_due
    world.drill()
    made = world.back_up()
    assert not made.is_drill_due
    assert made.last_drill_at is not None
    world.clock._next += dt.timedelta(days=32)
    assert world.back_up().is_drill_due


def test_nothing_is_left_in_the_archives_folder(either: World) -> None:
    """The copy of the log that was sent goes with the backup, also with one that failed."""
    either.seal(small_files(2))
    either.back_up()
    either.place.fails_at = either.place.calls + 8
    with pytest.raises(Fault):
        either.back_up()
    aside = either.desk.info.folder / ".onrecord-aside"
    assert [path.name for path in aside.iterdir()] == ["lock"]


def test_a_snapshot_at_a_place_that_was_emptied_by_half_is_made_whole(world: World) -> None:
    """Parcels that somebody removed there are sent again."""
    world.seal({"film.mp4": large_file(20 << 20), **small_files(4)})
    world.back_up()
    largest = max(world.place.of("data/"), key=lambda name: len(world.place.files[name]))
    del world.place.files[largest]
    world.back_up()
    survey = world.backups().survey()
    newest = survey.heads[-1]
    assert all(parcel.name in world.place.files for parcel in newest.parcels)
    assert world.restore().problems == ()


def _expunge(world: World, seqs: list[int], objects: list[str]) -> None:
    from onrecord.store import Draft

    with world.desk.writing() as transaction:
        (by,) = transaction.append([Draft(kind="expunging-approved@1", payload=_DECISION)])
        transaction.expunge(seqs, by=by, objects=objects)
    world.desk.finish_erasing()


_DECISION = {"expunging": "expunging-1", "reason": "consent withdrawn", "approved_by": ["A", "B"], "entries": 2,
             "kept": 0, "despite": None}  # fmt: skip


def test_a_memory_place_fails_where_it_is_told_to() -> None:
    """Guards the tests above against a double that never fails."""
    place = MemoryPlace(fails_at=2)
    place.put("data/a", b"x")
    with pytest.raises(PlaceUnreachable):
        place.exists("data/a")
