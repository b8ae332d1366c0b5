"""A head that somebody shows: compared with our log, or with the last head a follower has seen (RELIABILITY C8)."""

from pathlib import Path

import pytest
from tests.crashing import FailingDisk
from tests.logs import ToyLog
from tests.personas import READER
from tests.vault.outside.conftest import seal_more

from onrecord import app, dossier, vault
from onrecord.kernel import Fault, NotAllowed, NoteRefused
from onrecord.store import Desk, check
from onrecord.vault import Contradiction, Follower, ForeignHead, HeadRefused, HeadUnproven, leaves_of

_LOG = ToyLog()


def test_a_head_of_ours_agrees(place: Desk, tmp_path: Path) -> None:
    """Also an old one, with signatures of others beside it."""
    note = place.log.checkpoint()
    seal_more(place, tmp_path, "more.txt")
    found = vault.compare_head(place, note)
    assert found.contradiction is None
    assert found.head.size < found.log_size
    assert vault.contradiction_records(place) == ()


def _signed_otherwise(place: Desk, *, size: int | None = None) -> str:
    """A head that our key signs over something else."""
    from onrecord.kernel import Checkpoint
    from onrecord.store.keys import LogKey

    key = LogKey.load(place.info.key_path, name=place.info.origin, published=place.info.verifier_key)
    head = Checkpoint(origin=place.info.origin, size=place.log.size() if size is None else size, root=b"\5" * 32)
    return key.sign(head.text()).to_text()


@pytest.mark.parametrize(("more", "why"), [(0, Contradiction.FORK), (100, Contradiction.AHEAD)])
def test_a_head_that_our_key_signed_and_our_log_lacks_is_evidence(place: Desk, more: int, why: Contradiction) -> None:
    """It is kept, on record, and said in every output from then on."""
    note = _signed_otherwise(place, size=place.log.size() + more)
    found = vault.compare_head(place, note)
    assert found.contradiction is why
    (record,) = vault.contradiction_records(place)
    assert place.blobs.read(record.note) == note.encode()
    assert vault.outside_state(place).contradictions == 1
    vault.compare_head(place, note)
    assert len(vault.contradiction_records(place)) == 1
    assert check(place, deep=True).untracked == ()


def test_heads_of_others_say_nothing_about_us(place: Desk) -> None:
    """Another log, another key under our name, a changed text, no head at all."""
    impostor = ToyLog(origin=place.info.origin).head(3)
    changed = place.log.checkpoint().replace(f"\n{place.log.size()}\n", "\n1\n")
    for note in (_LOG.head(3), impostor, changed):
        with pytest.raises(ForeignHead):
            vault.compare_head(place, note)
    for note in ("", "x\n\n", "a\n\n— a AAAAAAAA\n"):
        with pytest.raises(NoteRefused):
            vault.compare_head(place, note)
    assert vault.contradiction_records(place) == ()


def test_a_reader_compares_nothing(place: Desk) -> None:
    """Evidence goes on record, and readers write nothing."""
    note = place.log.checkpoint()
    with app.open_desk(place.info.folder, actor=READER) as desk, pytest.raises(NotAllowed):
        vault.compare_head(desk, note)


# A follower of somebody else's log.


@pytest.fixture
def follower(tmp_path: Path) -> Follower:
    """Somebody who has seen 500 entries."""
    found = Follower.open(tmp_path / "followed", key=_LOG.key())
    found.accept(_LOG.head(500))
    return found


def _kept(follower: Follower) -> int:
    again = Follower.open(follower.folder, key=None)
    assert again.last is not None
    return again.last.size


def test_a_head_that_continues_is_believed(follower: Follower) -> None:
    """With a proof, or with the leaves of an export; the same one again needs neither."""
    follower.accept(_LOG.head(500))
    follower.accept(_LOG.head(510), proof=_LOG.tree().consistency(500, 510))
    assert _kept(follower) == 510
    follower.accept(_LOG.head(520), leaves=_LOG.leaves(520))
    assert _kept(follower) == 520
    assert follower.evidence() == ()


def test_a_rollback_is_refused_and_kept_as_evidence(follower: Follower) -> None:
    """C8: 500 was seen, 480 is offered; the state stays at 500 (CVE-2022-29173)."""
    for options in ({}, {"leaves": _LOG.leaves(480)}, {"proof": _LOG.tree().consistency(480, 500)}):
        with pytest.raises(HeadRefused) as fault:
            follower.accept(_LOG.head(480), **options)
        assert fault.value.facts["why"] == Contradiction.ROLLBACK
    assert _kept(follower) == 500
    assert [one.read_text(encoding="utf-8") for one in follower.evidence()] == [_LOG.head(480)]


@pytest.mark.parametrize("size", [490, 500, 510])
def test_a_fork_is_refused_and_kept_as_evidence(follower: Follower, size: int) -> None:
    """C8: another history from entry 490 on: shorter, as long, and longer than what was seen."""
    fork = _LOG.fork(480)
    with pytest.raises(HeadRefused) as fault:
        follower.accept(fork.head(size), leaves=fork.leaves(size))
    assert fault.value.facts["why"] == (Contradiction.ROLLBACK if size < 500 else Contradiction.FORK)
    assert _kept(follower) == 500
    assert [one.read_text(encoding="utf-8") for one in follower.evidence()] == [fork.head(size)]
    follower.accept(_LOG.head(510), leaves=_LOG.leaves(510))
    assert _kept(follower) == 510


def test_what_is_not_proven_is_not_believed_and_not_stored(follower: Follower) -> None:
    """CVE-2025-2888: the state is stored only after every check has passed. Another proof may still come."""
    fork = _LOG.fork(480)
    for options in (
        {},
        {"proof": []},
        {"proof": _LOG.tree().consistency(499, 510)},
        {"proof": fork.tree().consistency(500, 510)},
        {"leaves": _LOG.leaves(505)},
        {"leaves": fork.leaves(510)},
    ):
        with pytest.raises(HeadUnproven):
            follower.accept(_LOG.head(510), **options)
    assert _kept(follower) == 500
    assert follower.evidence() == ()


def test_heads_of_others_are_not_believed(follower: Follower) -> None:
    """Another log, another key, no head."""
    for note in (ToyLog(origin="other").head(510), ToyLog(seed=b"\1" * 32).head(510)):
        with pytest.raises(ForeignHead):
            follower.accept(note, leaves=_LOG.leaves(510))
    with pytest.raises(NoteRefused):
        follower.accept("x")
    assert _kept(follower) == 500


def test_a_folder_follows_one_key(follower: Follower, tmp_path: Path) -> None:
    """The first time it needs the key; later another one is refused."""
    with pytest.raises(HeadUnproven):
        Follower.open(tmp_path / "new", key=None)
    with pytest.raises(HeadUnproven):
        Follower.open(follower.folder, key=ToyLog(seed=b"\1" * 32).key())
    (follower.folder / "log.toml").write_text("rubbish", encoding="utf-8")
    with pytest.raises(HeadUnproven):
        Follower.open(follower.folder, key=None)


def test_a_changed_state_is_not_gone_on_from(follower: Follower) -> None:
    """Somebody writes another size into the file that remembers: the key has not signed that."""
    kept = follower.folder / "last.checkpoint"
    kept.write_text(kept.read_text(encoding="utf-8").replace("\n500\n", "\n5\n"), encoding="utf-8")
    with pytest.raises(ForeignHead):
        follower.accept(_LOG.head(510), leaves=_LOG.leaves(510))


def test_a_failing_disk_leaves_the_old_head_or_the_new(tmp_path: Path) -> None:
    """Each call fails in turn."""
    for at in range(1, 12):
        folder = tmp_path / str(at)
        Follower.open(folder, key=_LOG.key()).accept(_LOG.head(500))
        disk = FailingDisk(fails_at=at)
        failing = Follower.open(folder, key=None, disk=disk)
        try:
            failing.accept(_LOG.head(510), leaves=_LOG.leaves(510))
        except Fault:
            assert _kept(failing) in (500, 510)
            continue
        assert _kept(failing) == 510
        return
    pytest.fail("the disk is asked more often than that")


def test_an_export_can_be_followed(place: Desk, tmp_path: Path) -> None:
    """From one export to the next: the leaves of the second prove that it continues the first."""
    from onrecord.kernel import VerifierKey

    follower = Follower.open(tmp_path / "followed", key=VerifierKey.parse(place.info.verifier_key))
    for number in range(2):
        bag = dossier.export(place, tmp_path / f"export-{number}").path
        note = (bag / "data/log/checkpoint").read_text(encoding="utf-8")
        follower.accept(note, leaves=leaves_of(bag))
        seal_more(place, tmp_path, f"more-{number}.txt")
    assert follower.last is not None
    assert follower.last.size == place.log.size() - 2
