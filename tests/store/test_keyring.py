"""The keyring: two files, whole or not at all, which nobody without the keys changes unseen."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from tests import encrypted as made
from tests.crashing import FailingDisk, RecordingDisk, crash_states
from tests.encrypted import Encrypted

from onrecord.kernel import Fault
from onrecord.store import Disk, NotWritable
from onrecord.store.keyring import FILES, Keyring, SlotNote, problems_of
from onrecord.store.master import MasterSecret
from onrecord.store.papers import RecoveryKey
from onrecord.store.slots import OnPaper, Passphrase

_MASTER = MasterSecret(b"\3" * 32)
_KEYS = _MASTER.keys("archive-1")
_NOTE = SlotNote(made_at="2031-04-01T12:00:00Z", label="a desk in Uluq")


def _keyring(slots: int = 1) -> Keyring:
    keyring = Keyring(archive="archive-1")
    for _ in range(slots):
        keyring = keyring.with_slot(OnPaper.recovery(RecoveryKey.fresh()), _MASTER, _NOTE)
    return keyring


def test_a_keyring_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Slots, notes, count; both files are the same and their owner's alone."""
    keyring = _keyring(3)
    keyring.save(tmp_path, Disk())
    assert Keyring.load(tmp_path) == keyring == Keyring.genuine(tmp_path, _KEYS)
    assert keyring.note("recovery-2", _KEYS) == _NOTE
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in FILES] == [0o600, 0o600]
    assert problems_of(tmp_path, _KEYS) == []


def test_labels_and_times_are_in_boxes(tmp_path: Path) -> None:
    """Whoever finds the file learns how many ways there are, not whose they are."""
    _keyring().save(tmp_path, Disk())
    for name in FILES:
        content = (tmp_path / name).read_text()
        assert "Uluq" not in content
        assert "2031" not in content


def test_a_name_is_never_given_twice() -> None:
    """What was removed does not come back as another."""
    keyring = _keyring(2).without("recovery-2", _KEYS)
    assert [one.name for one in keyring.with_slot(OnPaper.recovery(RecoveryKey.fresh()), _MASTER, _NOTE).slots] == [
        "recovery-1",
        "recovery-3",
    ]


def test_the_last_way_in_stays() -> None:
    """Nobody locks themselves out for ever."""
    with pytest.raises(Fault) as fault:
        _keyring().without("recovery-1", _KEYS)
    assert fault.value.code == "store.last-slot"
    with pytest.raises(Fault) as fault:
        _keyring().without("recovery-9", _KEYS)
    assert fault.value.code == "store.no-such-slot"


def test_there_are_not_more_ways_than_fit() -> None:
    """A file that grows without end would be refused at the next opening."""
    with pytest.raises(Fault) as fault:
        _keyring(33)
    assert fault.value.code == "store.keyring-full"
    Keyring.parse(_keyring(32).to_bytes())


def test_every_flipped_bit_of_either_file_is_found(tmp_path: Path) -> None:
    """B1 for the keyring: 100 % of them, and whichever file it is, the other still opens the archive."""
    keyring = _keyring()
    keyring.save(tmp_path, Disk())
    content = (tmp_path / FILES[0]).read_bytes()
    for name in FILES:
        for at in range(len(content) * 8):
            if (
                at % 41
            ):  # every bit of a file is too many for a run; 41 is prime, so that each position in a byte has its turn
                continue
            changed = bytearray(content)
            changed[at // 8] ^= 1 << at % 8
            (tmp_path / name).write_bytes(changed)
            assert [one for one, _ in problems_of(tmp_path, _KEYS)], (name, at)
            assert Keyring.genuine(tmp_path, _KEYS).to_bytes() == content
        (tmp_path / name).write_bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b'{"format": "onrecord-keys@2", "slots": [], "made": 0}',
        b'{"format": "onrecord-keys@1", "slots": {}, "made": 0}',
        b'{"format": "onrecord-keys@1", "slots": [1], "made": 0}',
        b'{"format": "onrecord-keys@1", "slots": [], "made": true}',
        b'{"format": "onrecord-keys@1", "made": 0, "slots": [' + b"{}," * 40 + b"{}]}",
        b" " * 300_000,
    ],
)
def test_a_hostile_file_is_no_keyring(tmp_path: Path, content: bytes) -> None:
    """Too deep, too long, of another format, with other things in it: told, never followed."""
    for name in FILES:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Fault) as fault:
        Keyring.load(tmp_path)
    assert (fault.value.code, fault.value.exit_status) == ("store.keys-damaged", 10)


def test_a_slot_that_somebody_added_shows(tmp_path: Path) -> None:
    """Whoever has the folder but no key cannot put a way in of their own; what they wrote is no keyring of ours."""
    keyring = _keyring()
    foreign = replace(keyring, slots=(*keyring.slots, replace(keyring.slots[0], name="recovery-2")))
    foreign.save(tmp_path, Disk())
    assert [name for name, _ in problems_of(tmp_path, _KEYS)] == list(FILES)
    with pytest.raises(Fault):
        Keyring.genuine(tmp_path, _KEYS)


def test_nothing_opens_with_the_wrong_thing(encrypted: Encrypted) -> None:
    """L3: refused in words, and the same for a hundred tries."""
    keyring = Keyring.load(encrypted.info.keyring_folder)
    with pytest.raises(Fault) as fault:
        keyring.open_with([Passphrase("not these words at all")])
    assert (fault.value.code, fault.value.exit_status) == ("store.key-refused", 2)
    master, slot = keyring.open_with([Passphrase(made.PASSPHRASE)])
    assert (master.keys(encrypted.info.id), slot.name) == (encrypted.founded.keys, "passphrase-1")


def test_a_machine_with_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch, encrypted: Encrypted) -> None:
    """The passphrase is not called wrong where it could not be tried."""

    def too_much(*_given: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("onrecord.store.costs.Cost.stretched", too_much)
    with pytest.raises(Fault) as fault:
        Keyring.load(encrypted.info.keyring_folder).open_with([Passphrase(made.PASSPHRASE)])
    assert (fault.value.code, fault.value.facts) == ("store.not-enough-memory", {"needed": 64})


def test_a_power_cut_leaves_one_keyring_or_the_other(tmp_path: Path) -> None:
    """A2: in every state the former or the new one opens; after the acknowledgement the new one."""
    before, after = _keyring(), _keyring(2)
    before.save(tmp_path, Disk())
    standing = {name: (tmp_path / name).read_bytes() for name in FILES}
    disk = RecordingDisk(tmp_path)
    after.save(tmp_path, disk)
    states = list(crash_states(disk.operations))
    for state in states:
        files = {**standing, **state.files}
        found = [files[name] for name in FILES]
        assert set(found) & {before.to_bytes(), after.to_bytes()}, "neither file is whole"
    assert len(states) > 10


def test_each_call_may_fail_and_one_keyring_is_left(tmp_path: Path) -> None:
    """A4: whichever call fails, a plain fault, and the former or the new keyring opens."""
    before, after = _keyring(), _keyring(2)
    for call in range(1, 30):
        before.save(tmp_path, Disk())
        disk = FailingDisk(fails_at=call)
        with suppress(NotWritable):
            after.save(tmp_path, disk)
        assert Keyring.genuine(tmp_path, _KEYS) in (before, after)
        if disk.calls < call:
            break
    assert call > 8


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    """Somebody who finds it in fifty years is told which page describes it."""
    _keyring().save(tmp_path, Disk())
    record = json.loads((tmp_path / FILES[0]).read_text())
    assert record["format"] == "onrecord-keys@1"
    assert "docs/formats/archive.md" in record["about"]
