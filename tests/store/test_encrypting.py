"""Encrypting an archive that is there: the same record, whole or not at all, whenever the process is killed (A7)."""

import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert
from tests import encrypted as made
from tests.crashing import FailingDisk
from tests.encrypted import Encrypted
from tests.personas import ANALYST, KEEPER

from onrecord import app, store, vault
from onrecord.kernel import Actor, CountedIds, Fault, FixedClock, RandomIds, SystemClock
from onrecord.store import Desk, Disk, Draft, Founded, Keys, Shadow, Ways, make_key_file
from onrecord.store.exchanging import former_of, work_of

_CANARY = "Uluq-77aa-canary"


@dataclass
class KillingDisk(Disk):
    """A disk at whose n-th step the process is killed, before the step is done."""

    kills_at: int
    steps: int = 0

    def create(self, path: Path, mode: int = 0o666) -> BinaryIO:
        self._step()
        return super().create(path, mode)

    def write(self, file: BinaryIO, content: bytes) -> None:
        self._step()
        super().write(file, content)

    def fsync(self, file: BinaryIO) -> None:
        self._step()  # a kill loses nothing of what the system has in memory: no need to wait for the disk
        file.flush()

    def rename(self, path: Path, target: Path) -> None:
        self._step()
        super().rename(path, target)

    def fsync_dir(self, folder: Path) -> None:
        self._step()

    def mkdir(self, folder: Path, mode: int = 0o777) -> None:
        self._step()
        super().mkdir(folder, mode)

    def unlink(self, path: Path) -> None:
        self._step()
        super().unlink(path)

    def _step(self) -> None:
        self.steps += 1
        if self.steps == self.kills_at:
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def clear(tmp_path: Path, clock: FixedClock, ids: CountedIds) -> Path:
    """Return an archive in clear with items, a signed head, an expunged payload, and files of its keeper beside it."""
    folder = app.create_archive(tmp_path / "valley", title=_CANARY, clock=clock, ids=ids).folder
    files = tmp_path / "files"
    files.mkdir()
    for number in range(9):
        (files / f"{number}.txt").write_text(f"{_CANARY} {number}")
    (files / "large.bin").write_bytes(b"large" * 40_000)
    with _open(folder) as desk:
        vault.seal(desk, [files])
        desk.log.checkpoint()
        with desk.writing() as transaction:
            (decision,) = transaction.append([Draft(kind="entry-expunged@1", payload={"why": "consent withdrawn"})])
            transaction.expunge([0], by=decision)
        desk.log.checkpoint()
    (folder / "outside.toml").write_text('[[copy]]\nname = "abroad"\nplace = "x"\n')
    (folder / "authorities").mkdir()
    (folder / "authorities" / "chain.pem").write_text("chain")
    (folder / "notes.md").write_text("a keeper's own")
    return folder


def _open(folder: Path, keys: Keys | None = None, actor: Actor = KEEPER) -> Desk:
    return app.open_desk(
        folder, actor=actor, clock=SystemClock(), ids=RandomIds(), keys=None if keys is None else (lambda _info: keys)
    )


def _encrypt(folder: Path, ways: Ways, disk: Disk | None = None, **more: Any) -> store.Encrypted:
    def opened(place: Path, founded: Founded | None) -> Desk:
        return _open(place, founded.keys if founded else more.get("keys"), more.get("actor", KEEPER))

    return store.encrypt(folder, ways, opened, disk=disk, again="keys" in more)


@dataclass(frozen=True)
class Record:
    """What must be the same before and after."""

    size: int
    root: bytes
    heads: list[tuple[int, str]]
    items: list[dict[str, Any]]
    title: str


def _record(desk: Desk) -> Record:
    assert store.check(desk, deep=True).problems == ()
    items = [item.to_row() for item in vault.items(desk)]
    return Record(desk.log.size(), desk.log.root(), desk.log.heads(), items, desk.info.title)


def test_the_record_is_the_same_and_nothing_of_it_can_be_read(clear: Path) -> None:
    """Entries, heads, root, items, title; objects by their digests; the bytes of the folder tell none of it."""
    with _open(clear) as desk:
        before = _record(desk)
    done = _encrypt(clear, made.ways(has_escrow=True))
    with _open(clear, done.founded.keys) as desk:
        assert _record(desk) == before
        assert desk.is_encrypted
        assert desk.log.entry(0).payload is None
        assert desk.log.checkpoint() == before.heads[-1][1]
    for path in clear.rglob("*"):
        assert _CANARY not in str(path.relative_to(clear))
        assert not path.is_file() or _CANARY.encode() not in path.read_bytes()
    assert (clear / "authorities" / "chain.pem").read_text() == "chain"
    assert (clear / "outside.toml").exists()


def test_the_former_folder_is_kept_and_is_no_archive_by_accident(clear: Path) -> None:
    """Who still stands in it does not go on writing in clear; with its mark's name back it is what it was."""
    with _open(clear) as desk:
        before = _record(desk)
    done = _encrypt(clear, made.ways())
    assert (done.former, done.left_behind) == (clear.with_name("valley.former"), ("notes.md",))
    with pytest.raises(store.NotAnArchive):
        store.find_archive(done.former / "blobs")
    with _open(clear, done.founded.keys) as desk:  # its keys are evidence for nobody, mark or not
        report = vault.seal(desk, [done.former])
        assert {type(one) for one in report.refused} == {vault.OwnFile}
        assert [one.name for one in report.sealed] == ["notes.md"]
    (done.former / "onrecord.toml.former").rename(done.former / "onrecord.toml")
    with _open(done.former) as desk:
        assert _record(desk) == before


def test_nothing_in_clear_is_written_on_the_way(clear: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """P8: neither beside the archive nor in the folder for temporary files, at any step."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    seen: list[Path] = []

    class LookingDisk(Disk):
        def fsync(self, file: BinaryIO) -> None:
            super().fsync(file)
            for folder in (work_of(clear), scratch):
                seen.extend(one for one in folder.rglob("*") if one.is_file() and _CANARY.encode() in one.read_bytes())

    _encrypt(clear, made.ways(), LookingDisk())
    assert seen == []


@pytest.fixture
def ways(tmp_path: Path) -> Ways:
    """Return a way in that costs no stretching: a key file."""
    return Ways(recipients=(make_key_file(tmp_path / "stick.age"),))


def _keys_by_file(folder: Path, key_file: Path) -> Keys:
    info = store.read_info(folder)
    opener = store.ByKeyFile(store.KeyFile.load(key_file))
    return store.Keyring.load(info.keyring_folder).open_with([opener])[0].keys(info.id)


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.soak)])
def test_a_kill_between_any_two_steps_leaves_one_whole_archive(
    clear: Path, ways: Ways, tmp_path: Path, stride: int
) -> None:
    """A7: at every step of the disk the process is killed; what is found is the archive as it was, or encrypted.

    Whatever is found can be encrypted to the end, and a copy from before is there as soon as it is. Every third step
    at each run, every one in the long one.
    """
    with _open(clear) as desk:
        record = _record(desk)
    context = multiprocessing.get_context("fork")
    outcomes: list[bool] = []
    for step in range(1, 500, stride):
        folder = tmp_path / f"at-{step}" / "valley"
        shutil.copytree(clear, folder)
        child = context.Process(target=_encrypt, args=(folder, ways, KillingDisk(kills_at=step)))
        child.start()
        child.join()
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
        if not folder.exists():
            store.read_info(folder)  # the next command puts it right
        is_encrypted = store.read_info(folder).is_encrypted
        keys = _keys_by_file(folder, tmp_path / "stick.age") if is_encrypted else None
        with _open(folder, keys) as desk:
            assert _record(desk) == record, step
        assert former_of(folder).exists() == is_encrypted
        assert not is_encrypted or not (former_of(folder) / "onrecord.toml").exists()
        outcomes.append(is_encrypted)
        shutil.rmtree(folder.parent)
    assert len(outcomes) > 30 // stride
    assert outcomes == sorted(outcomes), "once encrypted it stays encrypted"
    assert outcomes[-1]
    assert not outcomes[0]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_a_kill_at_any_moment_leaves_one_whole_archive(clear: Path, ways: Ways, tmp_path: Path, seed: int) -> None:
    """A7: also in the middle of a step, twenty times each for twenty seeds."""
    with _open(clear) as desk:
        record = _record(desk)
    chance, context = random.Random(seed), multiprocessing.get_context("fork")
    for attempt in range(20):
        folder = tmp_path / f"attempt-{attempt}" / "valley"
        shutil.copytree(clear, folder)
        child = context.Process(target=_encrypt, args=(folder, ways))
        child.start()
        child.join(chance.uniform(0.02, 1.2))
        child.kill()
        child.join()
        is_encrypted = store.read_info(folder).is_encrypted
        keys = _keys_by_file(folder, tmp_path / "stick.age") if is_encrypted else None
        with _open(folder, keys) as desk:
            assert _record(desk) == record
        shutil.rmtree(folder.parent)


def test_what_a_kill_left_is_encrypted_to_the_end(clear: Path, ways: Ways, tmp_path: Path) -> None:
    """A second attempt begins anew, whatever the first had written."""
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_encrypt, args=(clear, ways, KillingDisk(kills_at=25)))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert work_of(clear).exists()
    done = _encrypt(clear, ways)
    assert not work_of(clear).exists()
    with _open(clear, done.founded.keys) as desk:
        assert store.check(desk, deep=True).problems == ()


def test_any_step_may_fail_and_nothing_is_changed(clear: Path, ways: Ways) -> None:
    """A4: a full or failing disk is told, no half of a folder is left, and the next attempt works."""
    with _open(clear) as desk:
        record = _record(desk)
    for step in (1, 2, 5, 9, 14, 20, 27, 33):
        with pytest.raises(Fault) as fault:
            _encrypt(clear, ways, FailingDisk(fails_at=step))
        assert fault.value.exit_status == 20
        assert not work_of(clear).exists()
        with _open(clear) as desk:
            assert _record(desk) == record
    _encrypt(clear, ways)


def test_nobody_is_locked_out_while_at_work(clear: Path, ways: Ways) -> None:
    """Whoever has the archive open, here or in another process, keeps it; nothing was changed."""
    for reading_only in (True, False):
        with (
            app.open_desk(clear, actor=ANALYST, clock=SystemClock(), reading_only=reading_only),
            pytest.raises(Fault) as fault,
        ):
            _encrypt(clear, ways)
        assert (fault.value.code, fault.value.exit_status) == ("store.in-use", 5)
    _encrypt(clear, ways)


def test_an_analyst_encrypts_nothing(clear: Path, ways: Ways) -> None:
    """Who holds the keys is the keeper's to say."""
    with pytest.raises(store.RoleTooNarrow):
        _encrypt(clear, ways, actor=ANALYST)


def test_a_damaged_archive_is_told_and_left(clear: Path, ways: Ways) -> None:
    """What cannot be compared with itself is not written anew: the damage would be laundered."""
    victim = next(path for path in (clear / "blobs").rglob("*") if path.is_file())
    victim.write_bytes(victim.read_bytes()[:-1])
    with pytest.raises(Fault) as fault:
        _encrypt(clear, ways)
    assert (fault.value.code, fault.value.exit_status) == ("store.check-first", 10)
    assert not work_of(clear).exists()


def test_a_former_folder_in_the_way_is_told(clear: Path, ways: Ways) -> None:
    """Nothing that lies there is overwritten."""
    former_of(clear).mkdir()
    with pytest.raises(Fault) as fault:
        _encrypt(clear, ways)
    assert fault.value.code == "store.former-in-the-way"


def test_an_encrypted_archive_is_encrypted_again_only_under_new_keys(
    encrypted: Encrypted, ways: Ways, tmp_path: Path
) -> None:
    """With `again` the former keys open nothing of it, and the log says that they are new."""
    (tmp_path / "a.txt").write_text("photograph")
    with encrypted.desk(KEEPER) as desk:
        (sealed,) = vault.seal(desk, [tmp_path / "a.txt"]).sealed
    with pytest.raises(Fault) as fault:
        app.encrypt_archive(encrypted.folder, ways, actor=KEEPER, keys=encrypted.keys)
    assert fault.value.code == "store.already-encrypted"
    done = _encrypt(encrypted.folder, ways, keys=encrypted.founded.keys)
    with pytest.raises(store.KeyRefused):
        encrypted.desk(KEEPER)
    with _open(encrypted.folder, done.founded.keys) as desk:
        assert desk.blobs.read(sealed.sha256) == b"photograph"
        assert store.check(desk, deep=True).problems == ()
        assert desk.log.entry(desk.log.size() - 1).payload == {
            "change": "renewed",
            "slots": ["key-file-1", "recovery-2"],
            "present": ["key-file-1", "recovery-2"],
        }


# A7 for the tables: a new version of a room folds the log anew, and is killed in the middle of it.

_WORDS = Table("words", MetaData(), Column("seq", Integer, primary_key=True), Column("words", Text))


def _shadow(version: int, kills_after: int = -1) -> Shadow:
    def fold(connection: Connection, entries: Any) -> None:
        for done, entry in enumerate(entries):
            if done == kills_after:
                os.kill(os.getpid(), signal.SIGKILL)
            words = f"{version} {entry.payload['words']}"
            connection.execute(insert(_WORDS), [{"seq": entry.seq, "words": words}])

    return Shadow(name="words", version=version, kinds=frozenset({"word-said@1"}), tables=(_WORDS,), fold=fold)


def _opened_with(folder: Path, keys: Callable[..., Keys] | None, shadow: Shadow) -> Iterator[tuple[int, str]]:
    with store.open_desk(
        folder, actor=KEEPER, clock=SystemClock(), ids=CountedIds(), shadows=(shadow,), keys=keys
    ) as desk:
        assert store.rebuild(desk, check_only=True).same
        with desk.reading() as connection:
            rows = connection.execute(_WORDS.select().order_by(_WORDS.c.seq)).all()
    yield from ((row.seq, row.words) for row in rows)


@pytest.mark.parametrize("kind", ["clear", "encrypted"])
def test_a_kill_while_tables_are_folded_anew_leaves_no_half_of_them(
    archive: Path, encrypted: Encrypted, kind: str
) -> None:
    """A7: after each killed attempt the tables are those of the former version; the next opening makes the new ones."""
    folder, keys = (archive, None) if kind == "clear" else (encrypted.folder, encrypted.keys)
    old = _shadow(1)
    with store.open_desk(
        folder, actor=KEEPER, clock=SystemClock(), ids=CountedIds(), shadows=(old,), keys=keys
    ) as desk:
        desk.append([Draft(kind="word-said@1", payload={"words": str(number)}) for number in range(6)])
    context = multiprocessing.get_context("fork")
    for kills_after in range(6):
        child = context.Process(target=lambda n=kills_after: list(_opened_with(folder, keys, _shadow(2, n))))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        assert list(_opened_with(folder, keys, old)) == [(n, f"1 {n}") for n in range(6)]
    assert list(_opened_with(folder, keys, _shadow(2))) == [(n, f"2 {n}") for n in range(6)]
