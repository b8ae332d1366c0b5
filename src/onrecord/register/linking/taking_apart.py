"""Owns the taking apart of very many names, on all cores of a machine. For any number of them the answer is one.

Children are told names and answer in plain JSON over pipes. They are started as programs of their own, so that whoever
calls needs no guard around their own program, as they would for processes that load it again.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import IO, TYPE_CHECKING, Final

from onrecord.register.linking import garbage
from onrecord.register.linking.words import WORDS, Batch, Taking, Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

_AT_ONCE: Final = 4_000  # names of one batch
_OF_A_CHILD: Final = 100_000  # names after which a child is replaced: what it remembers of words grows with them
_WORTH_A_CHILD: Final = 6_000  # names from which starting one child more is worth its start
# As children that are fenced in do, these load no door of a room: the room of names is all they need.
_BOOT: Final = """
import json, sys, types
paths, packages = json.loads(sys.argv[1])
sys.path[:] = paths + [path for path in sys.path if path not in paths]
for name, places in packages:
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = places
from onrecord.register.linking.taking_apart import serve
serve(sys.stdin.buffer, sys.stdout.buffer)
"""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def numbered(people: Sequence[tuple[str, str]], words: Words, *, workers: int) -> Ints:
    """Return a row of numbers for each name and father's name, their words added to `words`.

    Each child has a stretch of them: of names in order, one that begins like another is taken apart by the same child.
    The first stretch is taken apart here meanwhile, but of very many names, which are not to be remembered here.
    """
    import numpy as np

    hands = max(min(workers, len(people) // _WORTH_A_CHILD), 1)
    share = min(-(-len(people) // hands), _OF_A_CHILD) if hands > 1 else len(people)
    shares = [people[at : at + share] for at in range(0, len(people), max(share, 1))]
    own = len(shares) <= hands
    parts: list[Ints] = []
    stopped = Event()
    with ThreadPoolExecutor(hands) as threads:
        try:
            by_children = threads.map(lambda one: _by_a_child(one, stopped), shares[own:])
            for one in shares[:own]:
                parts += words.taken(map(Taking().batch, _batches(one)))
            for told in by_children:
                parts += words.taken(told)
        finally:
            stopped.set()  # whoever stops this program does not wait for a hundred thousand names
    return np.concatenate(parts) if parts else np.zeros((0, WORDS + 2), dtype=np.int32)


def _batches(people: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    return [people[at : at + _AT_ONCE] for at in range(0, len(people), _AT_ONCE)]


def _by_a_child(people: Sequence[tuple[str, str]], stopped: Event) -> list[Batch]:
    """Return these names taken apart by a child; where it cannot do it, they are taken apart here.

    Once it is to be stopped, the rest is left.
    """
    batches = _batches(people)
    told: list[Batch] = []
    with suppress(OSError, ValueError, TypeError, KeyError), _child() as child:
        if child.stdin is not None and child.stdout is not None:
            for batch in itertools.takewhile(lambda _: not stopped.is_set(), batches):
                child.stdin.write(json.dumps(batch).encode() + b"\n")
                child.stdin.flush()
                told.append(Batch(**json.loads(child.stdout.readline())))
            child.stdin.close()
    if len(told) == len(batches):
        return told
    return list(map(Taking().batch, itertools.takewhile(lambda _: not stopped.is_set(), batches)))


def _child() -> subprocess.Popen[bytes]:
    packages = [(name, list(sys.modules[name].__path__)) for name in ("onrecord.register", "onrecord.register.linking")]
    return subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, json.dumps([sys.path, packages])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Take apart the names of each line until there is none."""
    taking = Taking()
    with garbage.not_looked_for():
        for line in asked:
            batch = taking.batch(json.loads(line))
            told = {"words": batch.words, "rows": batch.rows}
            answers.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
            answers.flush()
