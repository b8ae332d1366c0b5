"""The ledger beside plain SQLite in one run: stating claims with their quotes looked up, and reading a figure.

    python benchmarks/ledger.py [--claims 20000]

The peer puts the same rows into one table, durably, without looking at them: the ratio is the price of refusing what
does not hold. Every claim's quote is searched in its item and its number in the quote.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from onrecord import app, ledger, reading, vault
from onrecord.kernel import Actor, CountedIds, FixedClock, Role

_KEEPER = Actor(name="keeper", role=Role.KEEPER)
_PROPERTIES = (
    "killed",
    "injured",
    "detained",
    "displaced",
    "criminal_cases",
    "houses_destroyed",
    "vehicles",
    "charged",
)
_PER_ITEM = 1_000  # claims that quote one item, as a long report has them
_SENTENCE = "Report {number} says that {number} people were counted in the valley."


def _rows(count: int) -> Iterator[ledger.Row]:
    for part in range((count + _PER_ITEM - 1) // _PER_ITEM):
        source = {"source": f"S{part}", "publisher": "p", "address": "a", "item": f"text-{part}.txt"}
        yield ledger.Row(number=0, original="", fields=source)
    for number in range(10, count + 10):
        fields = {
            "id": f"K-{number}",
            "subject": "incident:valley",
            "property": _PROPERTIES[number % len(_PROPERTIES)],
            "low": number,
            "high": number,
            "qualifier": "exact",
            "wording": f"{number} people",
            "as_of": f"2020-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "speaker": f"office {number % 50}",
            "speaker_kind": "official",
            "source": f"S{(number - 10) // _PER_ITEM}",
            "quote": f"{number} people were counted",
        }
        yield ledger.Row(number=number, original="", fields=fields)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main() -> None:
    """Print seconds, the ratio to the peer, and the 95th percentile of reading one figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=20_000)
    options = parser.parse_args()
    rows = list(_rows(options.claims))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = _plain(folder, rows)
        clock, ids = FixedClock(dt.datetime(2031, 4, 1, tzinfo=dt.UTC)), CountedIds()
        info = app.create_archive(folder / "archive", title="benchmark", clock=clock, ids=ids)
        with app.open_desk(info.folder, actor=_KEEPER, clock=clock, ids=ids) as desk:
            numbers = range(10, options.claims + 10)
            for part in range(0, options.claims, _PER_ITEM):
                text = "\n".join(_SENTENCE.format(number=number) for number in numbers[part : part + _PER_ITEM])
                (folder / f"text-{part // _PER_ITEM}.txt").write_text(text, encoding="utf-8")
            vault.seal(desk, sorted(folder.glob("text-*.txt")))
            reading.read(desk)
            stated, report = _timed(lambda: ledger.state_rows(desk, rows))
            if report.refused:
                raise SystemExit(f"refused: {report.refused[0].problem}")
            reads = sorted(_timed(lambda: ledger.figures(desk, "killed"))[0] for _ in range(5))
    print(f"{options.claims} claims")
    print(f"  state                {stated:6.2f} s   plain insert {plain:5.2f} s   ratio {stated / plain:5.1f}")
    print(f"  figures of one in eight, slowest of 5: {reads[-1]:5.2f} s")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def _plain(folder: Path, rows: list[ledger.Row]) -> float:
    connection = sqlite3.connect(folder / "peer.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE claims (id TEXT PRIMARY KEY, record TEXT)")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        pairs = ((str(at), json.dumps(row.fields)) for at, row in enumerate(rows))
        connection.executemany("INSERT INTO claims VALUES (?, ?)", pairs)
        connection.execute("COMMIT")

    seconds, _ = _timed(write)
    connection.close()
    return seconds


if __name__ == "__main__":
    main()
