"""RELIABILITY B4, K2, A1, P8: an index made again answers the same; what is expunged is in none; a seized one says nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.encrypted import Encrypted
from tests.erasure import world
from tests.erasure.conftest import at_valley, desk, folder
from tests.personas import ANALYST, KEEPER, READER

from onrecord import app, erasure, ledger, reading, search, vault
from onrecord.kernel import FixedClock, RandomIds, Visibility
from onrecord.store import Desk
from onrecord.store.derived_files import discard_derived

__all__ = ["at_valley", "desk", "folder"]  # the fixtures of a valley in which a person left traces

_QUERIES = (
    "Зулейха",
    "Zuleikha Korlas",
    "people killed",
    "погибли",
    "val*",
    "пять человек",
    "управление",
    "S2 kind:source",
    "10",
)


def _answers(desk: Desk) -> list[object]:
    return [search.search(desk, query, limit=50).to_record() for query in _QUERIES]


def _files(folder: Path) -> list[Path]:
    return [file for file in (folder / ".onrecord-derived").rglob("*") if file.is_file()]


def _holding(folder: Path, *words: str) -> list[Path]:
    needles = [form.encode(code) for one in words for form in (one, one.lower()) for code in ("utf-8", "utf-16-le")]
    return [file for file in folder.rglob("*") if file.is_file() and any(one in file.read_bytes() for one in needles)]


def test_an_index_made_again_gives_the_same_answers(desk: Desk, folder: Path) -> None:
    """B4: after days of additions, withdrawals and changes of visibility, from log and objects alone, for everybody."""
    _answers(desk)
    vault.change_visibility(desk, "letter.txt", Visibility.RESTRICTED, why="w")
    _answers(desk)
    ledger.withdraw(desk, "P1-upper", why="a slip")
    vault.change_visibility(desk, "letter.txt", Visibility.PUBLIC, why="w")
    vault.change_visibility(desk, "visit.txt", Visibility.PUBLIC, why="w")
    _answers(desk)
    valley.seal(desk, folder, "late.txt", "people killed, people killed\n", Visibility.TEAM)
    reading.read(desk)
    kept = {who: [] for who in (KEEPER, ANALYST, READER)}
    desks = {
        who: app.open_desk(folder / "archive", actor=who, clock=FixedClock(valley.AT), ids=RandomIds()) for who in kept
    }
    for who, one in desks.items():
        kept[who] = _answers(one)
    assert any(answer["total"] for answer in kept[KEEPER])  # type: ignore[index, call-overload]
    search.Search(desk).rebuild()
    for who, one in desks.items():
        assert _answers(one) == kept[who]
        one.close()


def test_after_an_expunging_no_byte_is_left_in_the_index(desk: Desk, folder: Path) -> None:
    """K2: neither in its file nor in its journal nor in free pages; and what stays is found again."""
    assert search.search(desk, "Зулейха").total > 3
    assert _holding(folder / "archive" / ".onrecord-derived", "зулейха", "zuleikha", "корлас")
    other = search.search(desk, "управление").total
    listed = erasure.worklist(desk, words=world.SPELLINGS)
    erasure.expunge(desk, listed, reason="consent was withdrawn", approved_by=("A", "B"), despite="hers to decide")
    assert _holding(folder / "archive", "зулейха", "zuleikha", "корлас", "korlas") == []
    for query in ("Зулейха", "Zuleikha", "зулей*", "Korlas", "zul*"):
        assert search.search(desk, query).total == 0
    assert search.search(desk, "управление").total == other
    assert _holding(folder / "archive", "зулейха", "zuleikha", "корлас", "korlas") == []


def test_an_expunging_that_was_killed_forgets_at_the_next_opening(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K2: the index goes with the objects, whatever comes between."""
    search.search(desk, "Зулейха")
    listed = erasure.worklist(desk, words=world.SPELLINGS)
    monkeypatch.setattr(Desk, "finish_erasing", lambda _desk: 0)
    erasure.expunge(desk, listed, reason="consent was withdrawn", approved_by=("A", "B"), despite="hers to decide")
    monkeypatch.undo()
    assert search.search(desk, "Зулейха").total == 0  # nothing is delivered that is not on record any more
    with app.open_desk(folder / "archive", actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()):
        assert _holding(folder / "archive", "зулейха", "zuleikha", "корлас", "korlas") == []


def test_a_search_that_is_open_meanwhile_forgets_as_well(desk: Desk, folder: Path) -> None:
    """K2: a process that keeps its way into the index sees that the file is another."""
    with search.Search(desk) as way:
        assert way.find("Зулейха").total
        listed = erasure.worklist(desk, words=world.SPELLINGS)
        erasure.expunge(desk, listed, reason="consent was withdrawn", approved_by=("A", "B"), despite="hers to decide")
        assert way.find("Зулейха").total == 0
        assert _holding(folder / "archive", "зулейха", "zuleikha") == []


def test_an_index_that_goes_in_the_middle_of_a_search_is_made_again(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K2: somebody expunges between taking in and asking; the search answers, and says nothing of damage."""
    expected = search.search(desk, "управление").to_record()
    thrown: list[Path] = []
    in_step = search.Search.bring_in_step

    def and_gone(way: search.Search, **more: object) -> int:
        size = in_step(way, **more)  # type: ignore[arg-type]
        if len(thrown) < 2:
            thrown.append(folder)
            discard_derived(folder / "archive")
        return size

    monkeypatch.setattr(search.Search, "bring_in_step", and_gone)
    assert search.search(desk, "управление").to_record() == expected
    assert len(thrown) == 2


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "other", "flipped"])
def test_a_damaged_index_is_made_again(desk: Desk, folder: Path, damage: str) -> None:
    """B4: a disk that fails costs a rebuild, never a wrong answer."""
    before = _answers(desk)
    (file,) = [one for one in _files(folder / "archive") if one.name == "search.sqlite"]
    content = bytearray(file.read_bytes())
    for other in _files(folder / "archive"):
        other.unlink()
    if damage == "flipped":
        for at in range(0, len(content), 997):
            content[at] ^= 0x10
    changed = {"cut": content[: len(content) // 2], "noise": os.urandom(20_000), "empty": b"", "other": b"x" * 9_000}
    file.write_bytes(changed.get(damage, content))
    assert _answers(desk) == before


def test_an_index_of_another_log_is_not_believed(
    desk: Desk, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An archive that was restored to an earlier day, or put in the place of another, has no use for it."""
    _answers(desk)
    (file,) = [one for one in _files(folder / "archive") if one.name == "search.sqlite"]
    other = tmp_path_factory.mktemp("other")
    archive = valley.build(other)
    with app.open_desk(archive, actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as second:
        (archive / ".onrecord-derived").mkdir()
        (archive / ".onrecord-derived" / "search.sqlite").write_bytes(file.read_bytes())
        assert search.search(second, "Зулейха").total == 0
        assert search.search(second, "погибли").total > 0


_CHILD = """
import sys
from pathlib import Path
from onrecord import app, search
from onrecord.kernel import FixedClock, RandomIds
from onrecord.search import gathering
from tests.dossier import valley
from tests.personas import KEEPER
gathering._WORDS_AT_ONCE, gathering._STEP = 1, 3
with app.open_desk(Path(sys.argv[1]), actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as desk:
    print("begun", flush=True)
    search.Search(desk).bring_in_step(on_progress=lambda done, total: print(done, flush=True))
    print("done", flush=True)
"""


def test_a_run_that_is_killed_goes_on_where_it_was(desk: Desk, folder: Path) -> None:
    """A1: killed again and again, at any moment, the index comes to its end and answers as one that was never killed."""
    expected = _answers(desk)
    search.Search(desk)._index.discard()
    root = Path(__file__).parents[2]
    for round_number in (1, 3):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(folder / "archive")], cwd=root, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        for _ in range(1 + round_number % 4):
            if child.stdout.readline().strip() in ("", "done"):
                break
        time.sleep(0.002 * (round_number % 3))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    assert _answers(desk) == expected


def test_two_at_once_make_one_index(desk: Desk, folder: Path) -> None:
    """The second waits, and takes up what the first left."""
    root = Path(__file__).parents[2]
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(folder / "archive")], cwd=root, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert [child.communicate(timeout=60)[0].split()[-1] for child in children] == ["done"] * 3
    made = _answers(desk)
    search.Search(desk).rebuild()
    assert _answers(desk) == made


def test_the_index_of_an_encrypted_archive_says_nothing(encrypted: Encrypted, tmp_path: Path) -> None:
    """P8: no word of it lies anywhere in clear, in whatever encoding, while it is open and afterwards."""
    (tmp_path / "letter.txt").write_text(f"{world.PERSON} saw the heron at Zhanatas.", encoding="utf-8")
    with encrypted.desk(KEEPER) as desk:
        vault.seal(desk, [tmp_path / "letter.txt"])
        reading.read(desk)
        with search.Search(desk) as way:
            assert way.find("heron").total == 1
            assert _holding(encrypted.folder, "heron", "зулейха", "zhanatas", "letter") == []
            assert way.find("Зулейха").hits[0].snippet.text.startswith(world.PERSON)
    assert _files(encrypted.folder)
    assert _holding(encrypted.folder, "heron", "зулейха", "zhanatas", "letter", "sqlite format", "postings") == []
    with encrypted.desk(KEEPER) as desk:
        assert search.search(desk, "жанатас").total == 1
