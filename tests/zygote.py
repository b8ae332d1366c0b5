"""A process that has everything loaded and forks a child per command, so that 200 kills do not cost 200 starts.

Protocol over its standard input and output, one line each: `run ARCHIVE FOLDER` makes a child that seals files with
`onrecord add` for ever; the answer `pid N` tells whom to kill, each `ack {json}` is what `add` acknowledged, `done`
says that the child is gone.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from onrecord import app, ledger, reading, vault  # noqa: F401 - loaded once, before the forks
from onrecord.cli import status_of


def _say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def _seal_for_ever(archive: str, folder: Path, run: str) -> None:
    for number in range(10_000):
        file = folder / f"{run}-{number}.bin"
        file.write_bytes(os.urandom(1_000 + (os.getpid() * 7919 + number * 104_729) % 199_000))
        shown = io.StringIO()
        with redirect_stdout(shown):
            status = status_of(["-C", archive, "add", str(file), "--json"])
        if status != 0:
            _say("failed " + shown.getvalue().replace("\n", " "))
            return
        _say("ack " + json.dumps(json.loads(shown.getvalue())["items"][0]))


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
