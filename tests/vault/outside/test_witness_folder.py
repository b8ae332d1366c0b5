"""A witness on a disk: one history across restarts, power cuts, restored memories, threads and processes (C6)."""

import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.crashing import FailingDisk, RecordingDisk, crash_states
from tests.logs import ToyLog

from onrecord.kernel import Fault, NoteRefused, SystemClock
from onrecord.store import AlreadyThere
from onrecord.vault import NoSuchWitness, WitnessFolder, WitnessMemoryLost, check_cosignature

_LOG = ToyLog()
_FORK = _LOG.fork(4)


def _made(folder: Path, **options: object) -> WitnessFolder:
    return WitnessFolder.create(folder, name="witness.example/w1", **options).follow(_LOG.key())  # type: ignore[arg-type]


def _asked(folder: WitnessFolder, log: ToyLog, old: int, new: int) -> int:
    """Ask, check what was signed if anything was, and return the status."""
    answer = folder.witness(SystemClock()).add_checkpoint(log.request(old, new))
    if answer.status == 200:
        check_cosignature(log.head(new), answer.body.decode(), folder.key)
    return answer.status


def test_what_was_seen_is_known_after_a_restart(tmp_path: Path) -> None:
    """The witness opened anew refuses what the first one would have refused."""
    folder = tmp_path / "witness"
    assert _asked(_made(folder), _LOG, 0, 6) == 200
    again = WitnessFolder.open(folder)
    assert _asked(again, _FORK, 6, 6) == 422
    assert _asked(again, _LOG, 0, 8) == 409
    assert _asked(again, _LOG, 6, 8) == 200
    seen = WitnessFolder.open(folder).seen()[_LOG.origin]
    assert seen is not None
    assert seen.head.size == 8
    assert [one.read_text(encoding="utf-8") for one in again.evidence()] == [_FORK.head(6)]


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    """Its own folder, 0700, and a file that nobody else may read."""
    folder = _made(tmp_path / "witness").folder
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "keys/witness.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_holds_something_is_no_place_for_a_witness(tmp_path: Path) -> None:
    """And a name that cannot stand in a signature line is no name."""
    _made(tmp_path / "witness")
    with pytest.raises(AlreadyThere):
        WitnessFolder.create(tmp_path / "witness", name="x")
    for name in ("", "a b", "a+b", "a\nb"):
        with pytest.raises(NoteRefused):
            WitnessFolder.create(tmp_path / "other", name=name)
    with pytest.raises(NoSuchWitness):
        WitnessFolder.open(tmp_path / "other")


@pytest.mark.parametrize(
    "change", ["lost", "emptied", "older", "older by one", "another's", "count ahead", "count lost"]
)
def test_a_memory_that_is_not_the_newest_lets_nothing_be_signed(tmp_path: Path, change: str) -> None:
    """Lost, damaged or brought back from a backup: refuse to start rather than start from zero."""
    folder = tmp_path / "witness"
    witness = _made(folder)
    beginning = (folder / "memory.json").read_bytes()
    assert _asked(witness, _LOG, 0, 5) == 200
    before_last = (folder / "memory.json").read_bytes()
    assert _asked(witness, _LOG, 5, 6) == 200
    content = {
        "lost": None,
        "emptied": b"",
        "older": beginning,
        "older by one": before_last,
        "another's": (folder / "memory.json").read_bytes().replace(b"\\n6\\n", b"\\n5\\n"),
    }
    if change == "count ahead":
        (folder / "keys/count").write_bytes(b"99\n")
    elif change == "count lost":
        (folder / "keys/count").unlink()
    elif (given := content[change]) is None:
        (folder / "memory.json").unlink()
    else:
        (folder / "memory.json").write_bytes(given)
    with pytest.raises(WitnessMemoryLost) as fault:
        WitnessFolder.open(folder)
    assert "signs nothing" in fault.value.message("en")
    with pytest.raises(WitnessMemoryLost):  # one that was running does not go on either
        witness.witness(SystemClock()).add_checkpoint(_FORK.request(5, 6))


def test_following_anew_does_not_begin_anew(tmp_path: Path) -> None:
    """A log that was taken out of the list and put in again is where it was."""
    folder = tmp_path / "witness"
    assert _asked(_made(folder), _LOG, 0, 6) == 200
    mark = folder / "witness.toml"
    listed = mark.read_text(encoding="utf-8")
    mark.write_text(listed.split("[[log]]")[0], encoding="utf-8")
    other = WitnessFolder.open(folder).follow(ToyLog(origin="onrecord/other").key())
    assert _asked(other, _LOG, 6, 7) == 404
    assert _asked(other, ToyLog(origin="onrecord/other"), 0, 3) == 200
    again = WitnessFolder.open(folder).follow(_LOG.key())
    assert _asked(again, _FORK, 0, 6) == 409
    assert _asked(again, _LOG, 6, 7) == 200


def test_a_second_key_of_a_log_is_trusted_beside_the_first(tmp_path: Path) -> None:
    """A log that changes its key goes on from the head that the old one signed."""
    folder = _made(tmp_path / "witness")
    assert _asked(folder, _LOG, 0, 6) == 200
    renewed = ToyLog(seed=b"\5" * 32)
    assert _asked(folder, renewed, 6, 8) == 403
    both = folder.follow(renewed.key())
    assert _asked(both, renewed, 6, 8) == 200
    assert _asked(WitnessFolder.open(tmp_path / "witness"), _LOG, 8, 9) == 200


def test_every_power_cut_leaves_one_history(tmp_path: Path) -> None:
    """C6: power cut between check and persist and everywhere else; what was cosigned is never contradicted.

    For every state the disk may be left in: the witness starts, or refuses; it never cosigns a fork of what left it.
    """
    root = tmp_path / "disk"
    root.mkdir()
    disk = RecordingDisk(root=root)
    folder = _made(root / "witness", disk=disk)
    founded = len(disk.operations)
    left_at: list[int] = []
    for old, new in ((0, 5), (5, 6)):
        assert _asked(folder, _LOG, old, new) == 200
        left_at.append(len(disk.operations))
    states, refused = 0, 0
    for number in range(founded, len(disk.operations) + 1):
        cosigned = [size for size, at in zip((5, 6), left_at, strict=True) if at <= number]
        for state in crash_states(disk.operations[:number], after=number):
            states += 1
            place = tmp_path / "after"
            shutil.rmtree(place, ignore_errors=True)
            for path, content in state.files.items():
                target = place / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            try:
                again = WitnessFolder.open(place / "witness")
            except (WitnessMemoryLost, NoSuchWitness):
                refused += 1
                continue
            if cosigned:
                assert _asked(again, _FORK, cosigned[-1], 8) != 200
                assert _asked(again, _FORK, 0, 8) != 200
            seen = again.seen()[_LOG.origin]
            size = seen.head.size if seen else 0
            assert size >= max(cosigned, default=0)
            assert _asked(again, _LOG, size, 9) == 200
    assert states > 60
    assert refused == 0  # a power cut alone never costs a witness its office


def test_a_failing_disk_lets_no_cosignature_out(tmp_path: Path) -> None:
    """Each call to the disk fails in turn: no answer with a signature, and the next one is as consistent as before."""
    for at in range(1, 40):
        folder = tmp_path / str(at)
        _made(folder)
        disk = FailingDisk(fails_at=at)
        failing = WitnessFolder.open(folder, disk=disk)
        try:
            answer = failing.witness(SystemClock()).add_checkpoint(_LOG.request(0, 5))
        except Fault:
            again = WitnessFolder.open(folder)
            seen = again.seen()[_LOG.origin]
            assert _asked(again, _LOG, seen.head.size if seen else 0, 6) == 200
            continue
        assert answer.status == 200
        assert disk.calls < at
        return
    pytest.fail("the disk is asked more often than that")


def test_threads_get_one_history(tmp_path: Path) -> None:
    """Twenty askers at once with two histories: one of them gets through, the other never."""
    folder = _made(tmp_path / "witness")
    statuses: dict[str, list[int]] = {"true": [], "fork": []}

    def ask(name: str, log: ToyLog) -> None:
        statuses[name].append(_asked(folder, log, 0, 6))

    threads = [threading.Thread(target=ask, args=pair) for pair in [("true", _LOG), ("fork", _FORK)] for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one == 200 for group in statuses.values() for one in group) == 1
    assert set(statuses["true"] + statuses["fork"]) <= {200, 409}


_VICTIM = """
import sys
from pathlib import Path
from onrecord.kernel import SystemClock
from onrecord.vault import WitnessFolder
from tests.logs import ToyLog

log, folder = ToyLog(), WitnessFolder.open(Path(sys.argv[1]))
seen = folder.seen()[log.origin]
size = seen.head.size if seen else 0
while size < 600:
    answer = folder.witness(SystemClock()).add_checkpoint(log.request(size, size + 1))
    size += 1
    print(size, answer.status, flush=True)
"""


def test_a_killed_witness_goes_on_with_one_history(tmp_path: Path) -> None:
    """C6 with real kills: whatever left the process is known to the next one, and a fork of it is refused."""
    folder = _made(tmp_path / "witness").folder
    for round_ in range(6):
        program = subprocess.Popen(
            [sys.executable, "-c", _VICTIM, str(folder)],
            stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)},
        )  # fmt: skip
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(3 + round_)]
        program.kill()
        rest, _ = program.communicate(timeout=60)
        told = [line for line in [*lines, *rest.splitlines()] if line.strip().endswith(" 200")]
        left = int(told[-1].split()[0])
        again = WitnessFolder.open(folder)
        seen = again.seen()[_LOG.origin]
        assert seen is not None
        assert seen.head.size >= left
        assert _asked(again, _LOG.fork(left - 1), seen.head.size, seen.head.size) == 422


_PROCESS = """
import sys
from pathlib import Path
from onrecord.kernel import SystemClock
from onrecord.vault import WitnessFolder
from tests.logs import ToyLog

log = ToyLog() if sys.argv[2] == "true" else ToyLog().fork(4)
folder = WitnessFolder.open(Path(sys.argv[1]))
sys.stdin.readline()
for old in range(0, 40):
    answer = folder.witness(SystemClock()).add_checkpoint(log.request(old, old + 1))
    print(old + 1, answer.status, flush=True)
"""


def test_two_processes_on_one_memory_get_one_history(tmp_path: Path) -> None:
    """Two programs serve the same folder, each is shown another history: no size is cosigned with two roots."""
    folder = _made(tmp_path / "witness").folder
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, str(folder), which],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)},
        )
        for which in ("true", "fork")
    ]  # fmt: skip
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate(timeout=120)[0] for program in programs]
    cosigned = [{int(line.split()[0]) for line in text.splitlines() if line.endswith(" 200")} for text in said]
    assert [program.returncode for program in programs] == [0, 0]
    assert cosigned[0] | cosigned[1]
    assert not {size for size in cosigned[0] & cosigned[1] if size > 4}
    assert not (max(cosigned[0], default=0) > 4 and max(cosigned[1], default=0) > 4)
