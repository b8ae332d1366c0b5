"""Slots: each opens with its own thing, in its own archive, under its own name, and with nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.encrypted import CHEAP

from onrecord.kernel import Fault
from onrecord.store.costs import Cost
from onrecord.store.founding import escrow
from onrecord.store.keyfiles import KeyFile, make_key_file
from onrecord.store.master import MasterSecret
from onrecord.store.papers import RecoveryKey, shares_of
from onrecord.store.slots import (
    ByKeyFile,
    ByRecipient,
    OnPaper,
    Opener,
    Passphrase,
    Shutter,
    Slot,
    SlotKind,
    master_in,
    openers_of,
    purpose_of,
)

_SECRET = MasterSecret(b"\3" * 32)


def _slot(shutter: Shutter, archive: str = "archive-1", name: str = "slot-1") -> Slot:
    return shutter.shut(name, purpose_of(archive, name, shutter.kind), _SECRET.secret)


@pytest.fixture
def pairs(tmp_path: Path) -> dict[SlotKind, tuple[Shutter, Opener, Opener]]:
    """Return, for each kind, what shuts a slot, what opens it, and what looks the same and does not."""
    recipient = make_key_file(tmp_path / "right")
    make_key_file(tmp_path / "wrong")
    key, (on_paper, shares) = RecoveryKey.fresh(), escrow()
    return {
        SlotKind.PASSPHRASE: (Passphrase("right words", CHEAP), Passphrase("right words"), Passphrase("wrong words")),
        SlotKind.KEY_FILE: (
            ByRecipient(recipient),
            ByKeyFile(KeyFile.load(tmp_path / "right")),
            ByKeyFile(KeyFile.load(tmp_path / "wrong")),
        ),
        SlotKind.RECOVERY: (OnPaper.recovery(key), OnPaper.recovery(key), OnPaper.recovery(RecoveryKey.fresh())),
        SlotKind.ESCROW: (on_paper, OnPaper.shares(shares[1:]), OnPaper.shares(shares_of(b"x" * 20)[:2])),
    }


@pytest.mark.parametrize("kind", list(SlotKind))
def test_a_slot_opens_with_its_own_thing_only(
    pairs: dict[SlotKind, tuple[Shutter, Opener, Opener]], kind: SlotKind
) -> None:
    """Also after it went through its record; what looks alike opens nothing."""
    shutter, right, wrong = pairs[kind]
    slot = Slot.from_record(_slot(shutter).to_record())
    assert master_in(slot, right, "archive-1") == _SECRET
    with pytest.raises(ValueError, match=r".+"):
        master_in(slot, wrong, "archive-1")


@pytest.mark.parametrize("kind", list(SlotKind))
def test_a_slot_is_bound_to_archive_name_and_parameters(
    pairs: dict[SlotKind, tuple[Shutter, Opener, Opener]], kind: SlotKind
) -> None:
    """A slot carried into another archive, or under another name, does not open; nor one whose cost was lowered."""
    shutter, right, _ = pairs[kind]
    slot = _slot(shutter)
    for archive, changed in (("archive-2", slot), ("archive-1", replace(slot, name="slot-2"))):
        with pytest.raises(ValueError, match=r".+"):
            master_in(changed, right, archive)
    if kind is SlotKind.PASSPHRASE:
        with pytest.raises(ValueError, match=r".+"):
            master_in(replace(slot, cost=Cost(memory_kib=64 << 10, passes=2, lanes=1)), right, "archive-1")


def test_no_slot_shows_the_secret(pairs: dict[SlotKind, tuple[Shutter, Opener, Opener]]) -> None:
    """Neither in its record nor in how it is shown."""
    for shutter, _, _ in pairs.values():
        shown = f"{_slot(shutter)!r} {_slot(shutter).to_record()} {shutter!r}"
        assert _SECRET.secret.hex() not in shown
        assert "right words" not in shown


def test_what_is_typed_is_known_for_what_it_is() -> None:
    """A recovery key, a share with a second, else a passphrase; the second is asked for only where one is needed."""
    key, shares = RecoveryKey.fresh(), shares_of(b"s" * 20)

    def nobody() -> str:
        raise AssertionError

    assert openers_of(key.text().lower(), nobody) == [OnPaper.recovery(key)]
    assert openers_of("five sonorous kettles", nobody) == [Passphrase("five sonorous kettles")]
    assert openers_of(shares[0].text(), shares[2].text) == [OnPaper(b"s" * 20, SlotKind.ESCROW)]
    with pytest.raises(Fault) as fault:
        openers_of(key.text()[:-1], nobody)
    assert fault.value.code == "store.paper-misread"


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"slot": "a", "kind": "finger", "wrapped": "x"},
        {"slot": 1, "kind": "recovery", "wrapped": "x"},
        {"slot": "a", "kind": "passphrase", "wrapped": "x", "salt": "00"},
        {
            "slot": "a",
            "kind": "passphrase",
            "wrapped": "x",
            "argon2id": {"memory_kib": 1 << 40, "passes": 1, "lanes": 1},
        },
        {"slot": "a", "kind": ["recovery"], "wrapped": "x"},
    ],
)
def test_a_record_that_is_no_slot_is_told(record: dict[str, object]) -> None:
    """The file may have been written by anybody."""
    with pytest.raises(ValueError, match=r".+"):
        Slot.from_record(record)
