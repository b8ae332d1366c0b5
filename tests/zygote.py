"""A process that has everything loaded and forks a child per command, so that 200 kills do not cost 200 starts.

Protocol over its standard input and output, one line each: `run ARCHIVE FOLDER RUN` makes a child that seals with
`onrecord add` for ever, by turns a file, a folder of small files that come to lie in one pack, and a container; the answer
`pid N` tells whom to kill, each `ack [json]` is what `add` acknowledged, `done` says that the child is gone.
"""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final

from onrecord import app, ledger, reading, vault  # noqa: F401 - loaded once, before the forks
from onrecord.cli import status_of


def _say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def _seal_for_ever(archive: str, folder: Path, run: str) -> None:
    for number in range(10_000):
        path = folder / f"{run}-{number}"
        _KINDS[number % len(_KINDS)](path, os.getpid() * 7919 + number * 104_729)
        shown = io.StringIO()
        with redirect_stdout(shown):
            status = status_of(["-C", archive, "add", str(path), "--json"])
        if status != 0:
            _say("failed " + shown.getvalue().replace("\n", " "))
            return
        _say("ack " + json.dumps(json.loads(shown.getvalue())["items"]))


def _file(path: Path, seed: int) -> None:
    path.write_bytes(os.urandom(1_000 + seed % 199_000))


def _folder(path: Path, seed: int) -> None:
    path.mkdir()
    for number in range(12):
        (path / str(number)).write_bytes(os.urandom(1_000 + (seed + number) % 9_000))


def _container(path: Path, seed: int) -> None:
    with zipfile.ZipFile(path, "w") as container:
        for number in range(MEMBERS):
            container.writestr(str(number), os.urandom(1_000 + (seed + number) % 9_000))


MEMBERS: Final = 12
_KINDS: Final = (_file, _folder, _container)


def main() -> None:
    """Serve commands until standard input ends."""
    for line in sys.stdin:
        _, archive, folder, run = line.split()
        pid = os.fork()
        if pid == 0:
            try:
                _seal_for_ever(archive, Path(folder), run)
            finally:
                os._exit(0)
        _say(f"pid {pid}")
        os.waitpid(pid, 0)
        _say("done")


if __name__ == "__main__":
    main()
