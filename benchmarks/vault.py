"""The vault beside what a person would use instead, in one run: sealing and verifying, as ratios within a round.

    python benchmarks/vault.py [--small 20000] [--large 4] [--rounds 7]

Small: files of 4 KiB, sealed durably and logged, beside `bagit.make_bag` with two processes and one digest, its
fastest. It is timed twice: over a copy that it makes first, which leaves the originals where they are as sealing does,
and in place, where it moves them; neither syncs anything. Beside these a copy of which each file is synced, and `borg`
and `restic` where they are installed. Large: files of 1 GiB beside a durable copy of them and one pass of SHA-256.

Verifying: the checker over an export of either beside SHA-256 of the same bytes on all cores (`limit`), `sha256sum` in
as many processes, and `bagit` with two. Memory: of a process that seals 64 MiB, and of one that seals 64 times as much.
The order is drawn anew in each round. Before each writing the same amount is written untimed, before each verifying the
same bytes are read once: cold pages cost more.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bagit

from onrecord import app, dossier, vault, verify
from onrecord.kernel import Actor, Role, Visibility

_KEEPER = Actor(name="keeper", role=Role.KEEPER)
_CHUNK = 1 << 20


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _files(folder: Path, count: int, size: int) -> Path:
    """Write that many files of random bytes, a hundred to a folder, and make them durable."""
    for number in range(count):
        place = folder / f"{number // 100:04d}"
        place.mkdir(parents=True, exist_ok=True)
        with (place / f"{number:06d}.bin").open("wb") as file:
            for _ in range(max(1, size // _CHUNK)):
                file.write(os.urandom(min(size, _CHUNK)))
    os.sync()
    return folder


def _warmed(folder: Path, size: int) -> None:
    """Write as much as the test will, untimed, and remove it."""
    with (folder / "warm").open("wb") as file:
        for _ in range(max(1, size // _CHUNK)):
            file.write(bytes(_CHUNK))
        os.fsync(file.fileno())
    (folder / "warm").unlink()


def _seal(source: Path, folder: Path) -> None:
    archive = app.create_archive(folder / "archive", title="benchmark").folder
    with app.open_desk(archive, actor=_KEEPER) as desk:
        report = vault.seal(desk, [source], visibility=Visibility.PUBLIC, unpack=False)
        if report.refused:
            raise SystemExit(str(report.refused[0]))


def _bag(source: Path, folder: Path) -> None:
    """Bag what lies in the folder already."""
    bagit.make_bag(str(folder / source.name), processes=2, checksums=["sha256"])


def _copy_and_bag(source: Path, folder: Path) -> None:
    shutil.copytree(source, folder / source.name)
    _bag(source, folder)


def _durable_copy(source: Path, folder: Path) -> None:
    """Copy each file, sync it and its folder, and take its SHA-256 in a pass of its own."""
    for file in sorted(one for one in source.rglob("*") if one.is_file()):
        target = folder / "copy" / file.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as old, target.open("wb") as new:
            shutil.copyfileobj(old, new, _CHUNK)
            new.flush()
            os.fsync(new.fileno())
        with target.open("rb") as copied:
            hashlib.file_digest(copied, "sha256")


def _other(program: str) -> Callable[[Path, Path], None]:
    environment = {"PATH": os.defpath, "HOME": tempfile.gettempdir(), "BORG_PASSPHRASE": "x", "RESTIC_PASSWORD": "x"}
    commands = {
        "borg": (["init", "-e", "none", "R"], ["create", "R::a", "S"]),
        "restic": (["init", "-r", "R"], ["-r", "R", "backup", "S"]),
    }

    def run(source: Path, folder: Path) -> None:
        for words in commands[program]:
            filled = [one.replace("R", str(folder / "repository"), 1) if one[0] == "R" else one for one in words]
            filled = [str(source) if one == "S" else one for one in filled]
            subprocess.run([program, *filled], env=environment, check=True, capture_output=True)

    return run


def _sealing(source: Path, size: int, peers: dict[str, Callable[[Path, Path], None]]) -> dict[str, float]:
    """Return the seconds of each, in an order drawn anew."""
    found: dict[str, float] = {}
    for name in random.sample(list(peers), len(peers)):
        with tempfile.TemporaryDirectory(dir=source.parent) as folder:
            if name == "bagit in place":
                shutil.copytree(source, Path(folder, source.name))
                os.sync()
            _warmed(Path(folder), size)
            work = peers[name]
            found[name] = _timed(lambda work=work, folder=folder: work(source, Path(folder)))  # type: ignore[misc]
    return found


def _hashed(folder: Path) -> None:
    """Take the SHA-256 of every file on all cores: what no check of these bytes can do without."""
    files = [one for one in folder.rglob("*") if one.is_file()]

    def digest(file: Path) -> None:
        with file.open("rb") as opened:
            hashlib.file_digest(opened, "sha256")

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(digest, files))


def _verifying(source: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        _seal(source, Path(folder))
        with app.open_desk(Path(folder, "archive"), actor=_KEEPER) as desk:
            bag = dossier.export(desk, Path(folder, "export")).path
        _hashed(bag)
        works: dict[str, Callable[[Path], object]] = {
            "limit": _hashed,
            "sha256sum": _summed,
            "onrecord": _holds,
            "bagit": lambda bag: bagit.Bag(str(bag)).validate(processes=2),
        }
        found = {name: _timed(lambda name=name: works[name](bag)) for name in random.sample(list(works), len(works))}  # type: ignore[misc]
        return {name: found[name] for name in works}


def _summed(folder: Path) -> None:
    """Take the same by `sha256sum`, as many processes as there are cores."""
    files = [str(one) for one in folder.rglob("*") if one.is_file()]
    parts = [files[first :: os.cpu_count() or 1] for first in range(os.cpu_count() or 1)]
    command = ["xargs", "-0", "sha256sum"]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in parts]
    for one, part in zip(running, parts, strict=True):
        if one.stdin is not None:
            one.stdin.write("\0".join(part).encode())
            one.stdin.close()
    for one in running:
        one.wait()


def _holds(bag: Path) -> None:
    if not verify.verify_export(bag).ok:
        msg = "the export does not hold"
        raise SystemExit(msg)


def _told(title: str, rounds: list[dict[str, float]], beside: str) -> None:
    print(title)
    for name in rounds[0]:
        seconds = statistics.median(one[name] for one in rounds)
        ratio = statistics.median(one[name] / one[beside] for one in rounds)
        print(f"  {name:14} {seconds:8.2f} s   {ratio:5.2f} of {beside}")


def main() -> None:
    """Print medians over the rounds and ratios to the peer of the same round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=20_000, help="small files")
    parser.add_argument("--large", type=int, default=4, help="files of 1 GiB")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--large-rounds", type=int, default=3)
    parser.add_argument("--seal-alone", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="where to work (default: the folder for temporary files)")
    options = parser.parse_args()
    if options.seal_alone:
        _seal(options.seal_alone, options.seal_alone.parent)
        print(max(_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
        return
    others = {name: _other(name) for name in ("borg", "restic") if shutil.which(name)}
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        if options.small:
            small = _files(Path(folder, "small"), options.small, 4096)
            peers = {"onrecord": _seal, "copy + bagit": _copy_and_bag, "bagit in place": _bag, **others}
            peers["copy + SHA-256"] = _durable_copy
            _told(
                f"Sealing {options.small} files of 4 KiB, {options.rounds} rounds",
                [_sealing(small, options.small * 4096, peers) for _ in range(options.rounds)],
                "copy + bagit",
            )
            _told("Verifying the export of them", [_verifying(small) for _ in range(options.rounds)], "limit")
        if options.large:
            large = _files(Path(folder, "large"), options.large, 1 << 30)
            _told(
                f"Sealing {options.large} GiB",
                [
                    _sealing(large, _CHUNK << 10, {"onrecord": _seal, "copy + SHA-256": _durable_copy})
                    for _ in range(options.large_rounds)
                ],
                "copy + SHA-256",
            )
            _told("Verifying the export of them", [_verifying(large) for _ in range(options.large_rounds)], "limit")
        _memory(Path(folder))


def _own_peak() -> int:
    """Return the most KiB that this program held; getrusage also counts the program that started it (proc(5))."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")))


def _memory(folder: Path) -> None:
    """Print what a process held at most that sealed a file, and one 64 times as large."""
    for size in (64, 4096):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            file = Path(place, "in", "file.bin")
            file.parent.mkdir()
            with file.open("wb") as opened:
                opened.truncate(size * _CHUNK)
            command = [sys.executable, __file__, "--seal-alone", str(file.parent)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"Peak memory, sealing {size} MiB: {int(done.stdout) // 1024} MiB")


if __name__ == "__main__":
    main()
