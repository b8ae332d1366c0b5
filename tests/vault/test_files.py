"""Files as they are found: read to their end as they were when they were opened, or refused with a reason."""

import errno
import os
import threading
from pathlib import Path

import pytest

from onrecord.store import SMALL
from onrecord.vault.errors import ChangedWhileRead, LinkRefused, NotAFile, Unreadable
from onrecord.vault.files import Found, SourceFile, files, taken, unreadable

_STOP = threading.Event()


def _found(path: Path) -> Found:
    return Found(str(path), path.name, path.name, path.stat().st_size)


def _large(folder: Path, name: str = "film.mp4") -> Path:
    path = folder / name
    path.write_bytes(b"\0" * (SMALL * 3))
    return path


def _read(source: bytes | SourceFile) -> bytes:
    if isinstance(source, bytes):
        return source
    pieces = []
    with source:
        while piece := source.read(1 << 16):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("size", [0, 1, SMALL - 1, SMALL, SMALL + 1, SMALL * 3 + 7])
def test_a_file_is_read_to_its_end(tmp_path: Path, size: int) -> None:
    """Empty, one byte, at the border between small and large, beyond it: byte for byte."""
    content = os.urandom(size)
    (tmp_path / "a").write_bytes(content)
    assert _read(taken(_found(tmp_path / "a"), _STOP)) == content


@pytest.mark.parametrize("act", ["grows", "shrinks", "is rewritten"])
def test_a_large_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, act: str) -> None:
    """Bytes of two moments are a state that the file never had: nobody could say what was sealed."""
    path = _large(tmp_path)
    source = taken(_found(path), _STOP)
    assert isinstance(source, SourceFile)
    source.read(1000)
    with path.open("r+b") as file:
        if act == "grows":
            file.seek(0, os.SEEK_END)
            file.write(b"more")
        elif act == "shrinks":
            file.truncate(SMALL)
        else:
            file.write(b"other")
    os.utime(path, ns=(1, 2))  # a change of the same size shows by its time, whatever the clock's step
    with pytest.raises(ChangedWhileRead) as fault:
        _read(source)
    assert fault.value.facts == {"path": "film.mp4"}
    assert all(fault.value.message(language) for language in ("en", "ru", "kk"))


def test_a_small_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for one that is read at once."""
    (tmp_path / "a").write_text("abc")
    whole = os.read

    def read(handle: int, size: int) -> bytes:
        content = whole(handle, size)
        (tmp_path / "a").write_text("abcd")
        return content

    found = _found(tmp_path / "a")
    monkeypatch.setattr(os, "read", read)
    with pytest.raises(ChangedWhileRead):
        taken(found, _STOP)


def test_a_disk_that_gives_less_than_asked_for_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk far away may answer in pieces: that is no change of the file."""
    for name, size in (("small", 5000), ("large", SMALL + 5000)):
        content = os.urandom(size)
        (tmp_path / name).write_bytes(content)
        whole = os.read
        with monkeypatch.context() as patch:
            patch.setattr(os, "read", lambda handle, wanted, whole=whole: whole(handle, min(wanted, 700)))
            assert _read(taken(_found(tmp_path / name), _STOP)) == content


def test_a_file_that_vanishes_while_it_is_read_was_read(tmp_path: Path) -> None:
    """Its name is gone, its bytes are not: what was opened is sealed whole."""
    path = _large(tmp_path)
    source = taken(_found(path), _STOP)
    path.unlink()
    assert len(_read(source)) == SMALL * 3


def test_no_handle_is_left_open_by_a_refusal(tmp_path: Path) -> None:
    """A folder of 100,000 pipes must not use up the handles there are."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    handles = Path("/proc/self/fd")
    before = len(list(handles.iterdir())) if handles.exists() else 0
    for _ in range(5):
        with pytest.raises(NotAFile):
            taken(Found(str(tmp_path / "pipe"), "pipe", "pipe", 0), _STOP)
        with pytest.raises(LinkRefused):
            taken(Found(str(tmp_path / "link"), "link", "link", 0), _STOP)
    assert before == (len(list(handles.iterdir())) if before else 0)


def test_reading_ends_when_the_work_was_stopped(tmp_path: Path) -> None:
    """Whoever interrupts does not wait for the end of a large file."""
    stop = threading.Event()
    source = taken(_found(_large(tmp_path)), stop)
    assert isinstance(source, SourceFile)
    with source:
        source.read(10)
        stop.set()
        with pytest.raises(InterruptedError):
            source.read(10)


def test_the_end_of_a_zip_is_kept_for_its_type(tmp_path: Path) -> None:
    """A ZIP's directory lies at its end; of other files nothing of the end is needed."""
    path = _large(tmp_path)
    source = taken(_found(path), _STOP)
    _read(source)
    assert isinstance(source, SourceFile)
    assert (len(source.head), source.tail) == (8192, b"")
    path.write_bytes(b"PK\3\4" + b"\0" * SMALL * 2 + b"the end")
    source = taken(_found(path), _STOP)
    _read(source)
    assert isinstance(source, SourceFile)
    assert source.tail.endswith(b"the end")


def test_what_is_found_is_named_from_the_folder_that_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record names a file by its way from the given folder, however that was given."""
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "b" / "c.txt").touch()
    monkeypatch.chdir(tmp_path)
    for given, shown in ((tmp_path / "in", "in/b/c.txt"), (Path("in/b"), "b/c.txt"), (Path("in/b/c.txt"), "c.txt")):
        assert [one.shown for one in files([given]) if isinstance(one, Found)] == [shown]
    monkeypatch.chdir(tmp_path / "in")
    assert [one.shown for one in files([Path()]) if isinstance(one, Found)] == ["b/c.txt"]


def test_what_the_system_says_is_told(tmp_path: Path) -> None:
    """A disk error, a stale handle of a network disk: its own words, in the person's sentence."""
    fault = unreadable("a", OSError(errno.ESTALE, "Stale file handle"))
    assert isinstance(fault, Unreadable)
    assert fault.facts == {"path": "a", "problem": "Stale file handle"}
