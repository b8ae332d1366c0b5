"""A process that holds keys as the agent does and counts how often they stand in its memory, before and after.

It prints three words: hits while the keys are held, hits once it was told to forget, and why it dropped them. The
needle is kept turned round and compared byte by byte, so that the search does not put the key into memory itself.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
from pathlib import Path

from onrecord.app.agent import FORGET, KEYS, Agent, Held
from onrecord.app.watching import Times, Watch

_KEY = 32  # bytes; the data key is the first of the packed ones


def hits(turned: bytearray) -> int:
    """Return how often the key stands in the writable memory of this process."""
    found = 0
    with Path("/proc/self/maps").open() as maps, Path("/proc/self/mem").open("rb", 0) as memory:
        for line in maps.read().splitlines():
            span, mode = line.split()[:2]
            start, end = (int(one, 16) for one in span.split("-"))
            if mode.startswith("rw") and end < 1 << 47:
                found += _hits_in(memory.fileno(), start, end, turned)
    return found


def _hits_in(memory: int, start: int, end: int, turned: bytearray) -> int:
    try:
        content = os.pread(memory, end - start, start)
    except OSError:
        return 0
    found, at = 0, content.find(turned[-4], 0)
    while at >= 0:
        begin = at - 3
        if begin >= 0 and all(content[begin + n] == turned[-1 - n] for n in range(min(_KEY, len(content) - begin))):
            found += begin + _KEY <= len(content)
        at = content.find(turned[-4], at + 1)
    return found


def main() -> None:
    """Hold, scan, be asked, forget, scan."""
    turned = bytearray(_KEY)
    held = Held(5 * _KEY)
    with Path(sys.argv[1]).open("rb", 0) as file:
        held.fill(file.fileno())
    for at in range(_KEY):
        turned[_KEY - 1 - at] = held.content[at]
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/s")
        listener.listen()
        before = hits(turned)
        verdicts: list[str] = []
        agent = Agent(held, Watch(Times.now()))
        thread = threading.Thread(target=lambda: verdicts.append(agent.serve(listener).value))
        thread.start()
        for word in (KEYS, FORGET):
            with socket.socket(socket.AF_UNIX) as knock:
                knock.connect(f"{folder}/s")
                knock.sendall(word)
                knock.recv_into(bytearray(5 * _KEY)) if word == FORGET else knock.recv(0)
        thread.join()
    sys.stdout.write(f"{before} {hits(turned)} {verdicts[0]}\n")


if __name__ == "__main__":
    main()
