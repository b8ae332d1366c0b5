"""The ways into an archive: who changes them has one, each change is on the log, and an older keyring shows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import encrypted as made
from tests.encrypted import Encrypted
from tests.personas import ANALYST, KEEPER

from onrecord import store
from onrecord.kernel import CountedIds, Fault, FixedClock
from onrecord.store import Desk, Keyring, MasterSecret, OnPaper, Passphrase, RecoveryKey
from onrecord.store.keyring import FILES


@pytest.fixture
def archive(tmp_path: Path, clock: FixedClock, ids: CountedIds) -> Encrypted:
    """Return an archive with shares."""
    return made.create(tmp_path / "archive", clock, ids, has_escrow=True)


@pytest.fixture
def master(archive: Encrypted) -> MasterSecret:
    """Return what lies in its slots."""
    opener = OnPaper.recovery(archive.founded.recovery_key)
    return Keyring.load(archive.info.keyring_folder).open_with([opener])[0]


@pytest.fixture
def desk(archive: Encrypted) -> Iterator[Desk]:
    """Return the keeper's desk."""
    with archive.desk(KEEPER) as desk:
        yield desk


def _opens(archive: Encrypted, text: str, second: str = "") -> str:
    keyring = Keyring.load(archive.info.keyring_folder)
    return keyring.open_with(store.openers_of(text, lambda: second))[1].name


def _codes(desk: Desk) -> list[object]:
    return [problem["code"] for problem in store.check(desk, deep=False).problems]


def test_every_way_that_was_founded_opens(archive: Encrypted) -> None:
    """Passphrase, recovery key, and any two of the shares."""
    shares = archive.founded.shares
    assert _opens(archive, made.PASSPHRASE) == "passphrase-1"
    assert _opens(archive, archive.founded.recovery_key.text()) == "recovery-2"
    for one, other in ((0, 1), (1, 2), (2, 0)):
        assert _opens(archive, shares[one].text(), shares[other].text()) == "escrow-3"
    for share in shares:  # L10: one share fails
        with pytest.raises(Fault):
            _opens(archive, share.text(), share.text())


def test_set_up_is_finished_when_papers_have_opened_the_archive(archive: Encrypted, desk: Desk) -> None:
    """L10: until a trial of each, the archive says that there was none; a slip counts for nothing."""
    info, keys, shares = archive.info, archive.founded.keys, archive.founded.shares
    assert store.untried(info, keys) == ("recovery-2", "escrow-3")
    with pytest.raises(Fault):
        store.try_papers(info, [RecoveryKey.fresh().text()], at="2031-04-02T00:00:00Z")
    with pytest.raises(Fault):
        store.try_papers(info, [shares[0].text()], at="2031-04-02T00:00:00Z")
    assert store.untried(info, keys) == ("recovery-2", "escrow-3")
    assert store.try_papers(info, [archive.founded.recovery_key.text()], at="2031-04-02T00:00:00Z") == "recovery-2"
    assert store.untried(info, keys) == ("escrow-3",)
    store.try_papers(info, [shares[2].text(), shares[0].text()], at="2031-04-02T00:00:00Z")
    assert store.untried(info, keys) == ()
    assert [one.note.tried_at for one in store.ways(info, keys) if one.note] == [None, *["2031-04-02T00:00:00Z"] * 2]
    assert store.check(desk, deep=False).untried == ()


def test_the_check_says_that_recovery_was_not_tried(desk: Desk) -> None:
    """It is no damage, and it is not passed over."""
    report = store.check(desk, deep=False)
    assert (report.problems, report.untried) == ((), ("recovery-2", "escrow-3"))


def test_a_way_is_added_replaced_and_removed_on_the_log(archive: Encrypted, desk: Desk, master: MasterSecret) -> None:
    """A new passphrase opens, a former one does not; each change names who, what and which ways there are now."""
    words = "a wholly different cucumber orchestra"
    slot = store.add_way(desk, master, Passphrase(words, made.CHEAP), label="desk", in_place_of="passphrase-1")
    assert (slot, _opens(archive, words)) == ("passphrase-4", "passphrase-4")
    with pytest.raises(Fault):
        _opens(archive, made.PASSPHRASE)
    store.remove_way(desk, master, "escrow-3")
    entries = list(desk.log.entries())
    assert [entry.kind for entry in entries] == ["keys-changed@1"] * 2
    assert entries[0].payload == {
        "change": "replaced",
        "slots": ["passphrase-1", "passphrase-4"],
        "present": ["recovery-2", "escrow-3", "passphrase-4"],
    }
    assert entries[1].payload == {
        "change": "removed",
        "slots": ["escrow-3"],
        "present": ["recovery-2", "passphrase-4"],
    }
    assert _codes(desk) == []


def test_keys_of_an_agent_do_not_change_the_ways(desk: Desk) -> None:
    """Another secret than the archive's own changes nothing: who has only what an agent holds has no secret."""
    with pytest.raises(Fault) as fault:
        store.remove_way(desk, MasterSecret.fresh(), "escrow-3")
    assert fault.value.code == "store.key-refused"
    assert desk.log.size() == 0


def test_an_analyst_changes_no_way(archive: Encrypted, master: MasterSecret) -> None:
    """Who lets others in is the keeper's to say."""
    with archive.desk(ANALYST) as desk:
        for act in (
            lambda: store.remove_way(desk, master, "escrow-3"),
            lambda: store.add_way(desk, master, OnPaper.recovery(RecoveryKey.fresh())),
            lambda: store.mend_keyring(desk, master),
        ):
            with pytest.raises(store.RoleTooNarrow):
                act()
        assert desk.log.size() == 0


def test_a_keyring_put_back_from_an_older_copy_shows(archive: Encrypted, desk: Desk, master: MasterSecret) -> None:
    """Whoever was locked out and puts the old file back is found by the check; mending records what there is."""
    folder = archive.info.keyring_folder
    shutil.copytree(folder, folder.with_name("older"))
    store.remove_way(desk, master, "escrow-3")
    for name in FILES:
        shutil.copy(folder.with_name("older") / name, folder / name)
    (problem,) = store.check(desk, deep=False).problems
    assert problem["code"] == "store.keys-damaged"
    assert (problem["expected"], problem["found"]) == ("passphrase-1, recovery-2", "passphrase-1, recovery-2, escrow-3")
    store.mend_keyring(desk, master)
    assert _codes(desk) == []


@pytest.mark.parametrize("name", FILES)
def test_one_damaged_file_is_mended_from_the_other(
    archive: Encrypted, desk: Desk, master: MasterSecret, name: str
) -> None:
    """Found, named, and put right; meanwhile the archive opens."""
    path = archive.info.keyring_folder / name
    path.write_bytes(path.read_bytes()[:-10])
    assert _codes(desk) == ["store.keys-damaged"]
    assert _opens(archive, archive.founded.recovery_key.text()) == "recovery-2"
    assert store.mend_keyring(desk, master) == ("passphrase-1", "recovery-2", "escrow-3")
    assert _codes(desk) == []


def test_an_archive_in_clear_has_no_ways(tmp_path: Path, clock: FixedClock) -> None:
    """Asked for, it says what it is."""
    info = store.create(tmp_path / "clear", title="x", clock=clock, ids=CountedIds())
    for act in (lambda: store.ways(info, None), lambda: store.try_papers(info, ["x"], at="")):
        with pytest.raises(Fault) as fault:
            act()
        assert fault.value.code == "store.not-encrypted"


@pytest.mark.parametrize("part", ["log.key", "archive.keys", "archive.keys.copy"])
def test_a_flipped_bit_in_the_keys_folder_is_found(archive: Encrypted, desk: Desk, part: str) -> None:
    """B1 for what lies there, the boxed signing key included."""
    path = archive.info.keyring_folder / part
    content = bytearray(path.read_bytes())
    for at in range(3, len(content) * 8, 1987):
        content[at // 8] ^= 1 << at % 8
        path.write_bytes(content)
        assert _codes(desk), at
        content[at // 8] ^= 1 << at % 8
    path.write_bytes(content)
    assert _codes(desk) == []
