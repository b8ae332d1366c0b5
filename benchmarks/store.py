"""The store beside plain SQLite and bare hashing in one run: appending, rebuilding, checking, proving, as ratios.

    python benchmarks/store.py [--entries 100000] [--rounds 3]

Same work means same durability and same rows: the peer writes the same payloads into one table, in one transaction,
synchronous=FULL in WAL mode, and reads them back ordered. It has no salt, no commitment, no tree and no second table:
the ratio is the price of proof. The bound for proofs is the hashing alone: one digest per leaf and one per inner node,
in a loop that does nothing else.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from onrecord import app, ledger, store
from onrecord.kernel import Actor, CountedIds, FixedClock, Role, canonical_bytes

_KEEPER = Actor(name="keeper", role=Role.KEEPER)
_LIMITS = {"append": 20.0, "rebuild": 10.0, "proofs": 5.0}


def _payload(number: int) -> dict[str, object]:
    return {
        "claim": f"K-{number:06d}",
        "subject": {"kind": "incident", "id": "valley"},
        "property": "killed",
        "value": {"low": number, "high": number, "qualifier": "exact", "wording": f"{number} people"},
        "unit": "persons",
        "about": {"group": "dungan"},
        "as_of": {"earliest": "2020-02-08", "latest": "2020-02-08", "wording": "2020-02-08"},
        "said_on": None,
        "speaker": "regional office",
        "speaker_kind": "official",
        "source": "S1",
        "item": "item-0001",
        "quote": {"layer": "layer-0001", "start": 10, "end": 60, "text": f"{number} people were killed", "page": None},
        "level": "in_the_text",
        "visibility": "public",
        "basis": [],
        "note": None,
    }


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peer(folder: Path, payloads: list[dict[str, object]]) -> tuple[float, float]:
    connection = sqlite3.connect(folder / "peer.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, payload BLOB)")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        rows = ((number, canonical_bytes(payload)) for number, payload in enumerate(payloads))
        connection.executemany("INSERT INTO entries VALUES (?, ?)", rows)
        connection.execute("COMMIT")

    written = _timed(write)
    read = _timed(lambda: connection.execute("SELECT * FROM entries ORDER BY seq").fetchall())
    connection.close()
    return written, read


def _bare_hashing(count: int) -> float:
    """Return the time of as many digests as a tree over `count` leaves cannot do without."""
    node = bytes(65)
    return _timed(lambda: [hashlib.sha256(node).digest() for _ in range(2 * count)])


def _ours(folder: Path, payloads: list[dict[str, object]]) -> dict[str, float]:
    clock, ids = FixedClock(dt.datetime(2031, 4, 1, tzinfo=dt.UTC)), CountedIds()
    info = app.create_archive(folder / "archive", title="benchmark", clock=clock, ids=ids)
    with app.open_desk(info.folder, actor=_KEEPER, clock=clock, ids=ids) as desk:
        drafts = [store.Draft(kind=ledger.CLAIM_STATED, payload=payload) for payload in payloads]
        found = {"append": _timed(lambda: desk.append(drafts))}
        found["rebuild"] = _timed(lambda: store.rebuild(desk, check_only=True))
        found["check"] = _timed(lambda: store.check(desk, deep=True))

        def prove() -> None:
            tree = desk.log.tree()
            for seq in range(tree.size):
                tree.inclusion(seq)

        found["proofs"] = _timed(prove)
    return found


def main() -> None:
    """Print medians over the rounds, the ratio to the peer of the same round, and the bars."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    payloads = [_payload(number) for number in range(options.entries)]
    rounds: list[dict[str, float]] = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            written, read = _peer(Path(folder), payloads)
            hashed = _bare_hashing(options.entries)
            found = _ours(Path(folder), payloads)
        found |= {"append ratio": found["append"] / written, "proofs ratio": found["proofs"] / hashed}
        found |= {"plain write": written, "plain read": read, "bare hashing": hashed}
        rounds.append(found)
    print(f"{options.entries} entries, {options.rounds} rounds, medians in seconds")
    for name in ("append", "rebuild", "check", "proofs", "plain write", "plain read", "bare hashing"):
        median = statistics.median(one[name] for one in rounds)
        bar = f"   bar {_LIMITS[name]:.0f} s for 100,000" if name in _LIMITS else ""
        print(f"  {name:12} {median:7.2f}{bar}")
    for name, peer in (("append", "plain write of the same payloads"), ("proofs", "bare hashing of the tree")):
        print(f"  {name} / {peer}: {statistics.median(one[f'{name} ratio'] for one in rounds):.1f}")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
