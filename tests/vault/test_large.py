"""Large files, many files, an end by signal: memory stays flat, nothing half done is seen, and the next run goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import SystemClock

# The most that this program held itself (proc(5), VmHWM): getrusage counts what the process held before it became this
# program as well, which under a large test runner is the runner.
_ADD = (
    "import re, resource, sys\n"
    "from onrecord.cli import status_of\n"
    "status = status_of(sys.argv[1:])\n"
    "own = int(re.search('VmHWM:\\\\s+(\\\\d+)', open('/proc/self/status').read())[1])\n"
    "most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    "print(most // 1024, file=sys.stderr)\n"
    "sys.exit(status)\n"
)
_MEBIBYTE = 1 << 20


def _add(archive: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", _ADD, "-C", str(archive), "add", "--json", *words]


def _sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypisom")
        file.truncate(size)
    return path


def _sealed_in_a_process(archive: Path, path: Path) -> tuple[list[dict[str, object]], int]:
    """Return what `add` printed, and the most memory that it held, in MiB."""
    done = subprocess.run(_add(archive, str(path)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["items"], int(done.stderr.split()[-1])


@pytest.mark.parametrize(
    "size", [256 * _MEBIBYTE, pytest.param(6 << 30, marks=pytest.mark.soak)], ids=["256 MiB", "6 GiB"]
)
def test_memory_does_not_grow_with_a_file(archive: Path, tmp_path: Path, size: int) -> None:
    """Sparse, sealed byte for byte: at most 200 MiB are held, whatever the size."""
    (one,), memory = _sealed_in_a_process(archive, _sparse(tmp_path / "film.mp4", size))
    assert (one["size"], one["media_type"]) == (size, "video/mp4")
    assert memory <= 200
    with app.open_desk(archive, actor=KEEPER) as desk:
        assert desk.blobs.check(str(one["sha256"])) == size


@pytest.mark.parametrize("count", [3_000, pytest.param(100_000, marks=pytest.mark.soak)], ids=["3,000", "100,000"])
def test_a_folder_of_very_many_files_is_sealed(archive: Path, tmp_path: Path, count: int) -> None:
    """Each is in the report and in the archive, in packs; memory holds a group, and the list of what was sealed."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06d}.txt").write_text(f"page {number}")
    found, memory = _sealed_in_a_process(archive, folder)
    assert [one["name"] for one in found] == [f"{number:06d}.txt" for number in range(count)]
    assert memory <= 400 if count > 10_000 else memory <= 200
    with app.open_desk(archive, actor=KEEPER) as desk:
        assert len(vault.items(desk)) == count
        assert store.check(desk, deep=count < 10_000).problems == ()


@pytest.mark.parametrize(
    "size", [256 * _MEBIBYTE, pytest.param(2 << 30, marks=pytest.mark.soak)], ids=["256 MiB", "2 GiB"]
)
def test_an_end_by_signal_leaves_nothing_half_done(archive: Path, tmp_path: Path, size: int) -> None:
    """A8: SIGTERM in the middle of a file; no part of it is seen, the next start clears it, and adding again works."""
    film = _sparse(tmp_path / "film.mp4", size)
    process = subprocess.Popen(_add(archive, str(film)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    incoming = archive / "blobs" / "incoming"
    while process.poll() is None and not any(one.stat().st_size > _MEBIBYTE for one in _files(incoming)):
        time.sleep(0.001)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == -signal.SIGTERM
    process.communicate()
    assert len(_files(incoming)) == 1
    with app.open_desk(archive, actor=KEEPER, clock=SystemClock()) as desk:
        assert _files(incoming) == []
        assert vault.items(desk) == ()
        assert list(desk.blobs.names()) == []
        assert len(vault.seal(desk, [film]).sealed) == 1
        assert store.check(desk, deep=True).problems == ()


def _files(folder: Path) -> list[Path]:
    try:
        return [one for one in folder.iterdir() if one.exists()]
    except FileNotFoundError:
        return []


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of 24 MiB; needs root."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    return place


def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room(small_disk: Path, tmp_path: Path) -> None:
    """A6: told in words; what was reported is whole; reading and export go on while full; with room so does sealing."""
    from onrecord import dossier

    try:
        archive = app.create_archive(small_disk / "archive", title="Valley 2031").folder
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(4 * _MEBIBYTE))
        folder = tmp_path / "in"
        folder.mkdir()
        for number in range(60):
            (folder / f"{number:02d}.bin").write_bytes(os.urandom(_MEBIBYTE // 2))
        told: list[vault.Sealed] = []
        with app.open_desk(archive, actor=KEEPER) as desk:
            with pytest.raises(store.DiskFull):
                vault.seal(desk, [folder], on_sealed=told.extend)
            assert {one.item for one in told} == {one.id for one in vault.items(desk)}
            assert 0 < len(told) < 60
            assert all(desk.blobs.check(one.sha256) == one.size for one in told)
        with app.open_desk(archive, actor=KEEPER, reading_only=True) as desk:
            assert len(vault.items(desk)) == len(told)
            assert store.check(desk, deep=True).problems == ()
        ballast.unlink()
        with app.open_desk(archive, actor=KEEPER) as desk:
            assert dossier.export(desk, tmp_path / "out", edition="restricted").files > len(told)
            (again,) = vault.seal(desk, [folder / "59.bin"]).sealed
            assert again.duplicate_of is None
            assert store.check(desk, deep=True).problems == ()
    finally:
        subprocess.run(["umount", str(small_disk)], check=False, capture_output=True)


def test_a_read_only_disk_is_told(small_disk: Path, tmp_path: Path) -> None:
    """What is there can be read; sealing says that nothing can be written, and changes nothing."""
    try:
        archive = app.create_archive(small_disk / "archive", title="Valley 2031").folder
        (tmp_path / "a.txt").write_text("a")
        with app.open_desk(archive, actor=KEEPER) as desk:
            vault.seal(desk, [tmp_path / "a.txt"])
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True, capture_output=True)
        (tmp_path / "b.txt").write_text("b")
        with pytest.raises(store.NotWritable), app.open_desk(archive, actor=KEEPER) as desk:
            vault.seal(desk, [tmp_path / "b.txt"])
    finally:
        subprocess.run(["umount", str(small_disk)], check=False, capture_output=True)


def test_one_bad_file_of_five_hundred_is_told(archive: Path, tmp_path: Path) -> None:
    """D14: four hundred and ninety-nine are sealed."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(500):
        (folder / f"{number:03d}.txt").write_text(f"page {number}")
    (folder / "250.txt").unlink()
    (folder / "250.txt").symlink_to("/etc/passwd")
    with app.open_desk(archive, actor=KEEPER) as desk:
        report = vault.seal(desk, [folder])
    assert len(report.sealed) == 499
    assert [(fault.code, fault.facts["path"]) for fault in report.refused] == [("vault.link", "in/250.txt")]


_PDF_AND_ZIP = b"%PDF-1.7\n%%EOF\n" + b"PK\x05\x06" + bytes(18)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("both.pdf", _PDF_AND_ZIP, "application/pdf"),
        ("page.jpg", b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "image/jpeg"),
        ("gifar.gif", b"GIF89a" + bytes(30) + b"PK\x03\x04", "image/gif"),
        ("wrong.txt", b"\x89PNG\r\n\x1a\n" + bytes(30), "image/png"),
        ("empty", b"", "application/octet-stream"),
        ("one", b"x", "text/plain"),
        ("ones", b"\xff" * _MEBIBYTE, "application/octet-stream"),
    ],
)
def test_whatever_a_file_is_it_is_kept_byte_for_byte(
    archive: Path, tmp_path: Path, name: str, content: bytes, media_type: str
) -> None:
    """D9: two things at once, another ending, nothing, one byte: the bytes as they came, the type by the bytes."""
    (tmp_path / name).write_bytes(content)
    with app.open_desk(archive, actor=KEEPER) as desk:
        one = vault.seal(desk, [tmp_path / name]).sealed[0]
        with vault.open_item(desk, one.item) as opened:
            assert opened.read() == content
    assert one.media_type == media_type
