"""Search over many short records in Russian, Kazakh and English, beside plain SQLite FTS5 over the same records.

    python benchmarks/search.py                   # 1,000,000 records
    python benchmarks/search.py --records 100000 --encrypted

Words are invented, their frequencies follow Zipf and they are inflected as the three languages inflect. Asked are one
word, two words of one record, and the first letters of a word, each taken from a record, so that frequent words are
asked often. Ours answers with the best twenty in any form of the words, FTS5 with the best twenty as they are written.
The index lies in a temporary folder; both are asked warm, in one process, one after the other.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from onrecord.search.delivering import places
from onrecord.search.query import parse
from onrecord.search.reading_index import Blocks, rank
from onrecord.search.tables import make_tables
from onrecord.search.writing import Kind, Thing, Writer
from onrecord.store import DerivedDatabase

_ENDINGS = {
    "ru": "- а у ом е ы ов ам ами ах ый ого ая ые ых ть л ла ли",
    "kk": "- лар ның ға ды да дан лары ларды ымыз сы сында ған ып",
    "en": "- s ed ing er ly",
}
_SOUNDS = {
    "ru": ("бвгдзклмнпрст", "аеиоу"),
    "kk": ("бғджзқлмнпрст", "аоұы"),
    "en": ("bcdfglmnprst", "aeiou"),
}
_STEMS = 15_000  # of each language
_GROUP = 5_000


def main() -> None:
    """Print build time, size and the times of three kinds of queries."""
    options = _options()
    words = _Language(options.seed)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        texts = lambda: islice(words.records(), options.records)  # noqa: E731 - made twice, the same
        ours = _ours(Path(folder), texts(), key=bytes(range(32)) if options.encrypted else None)
        peer = _fts5(Path(folder) / "fts5.sqlite", texts())
        for name, queries in words.queries(options.queries).items():
            for one, ask in (("onrecord", ours), ("sqlite fts5", peer)):
                for query in queries[:10]:
                    ask(query)  # warm
                spent = [_seconds(ask, query) for query in queries]
                told = [
                    f"p50 {_share(walls, 0.5):7.1f} ms   p95 {_share(walls, 0.95):7.1f} ms"
                    for walls in zip(*spent, strict=True)
                ]
                print(f"{name:9} {one:12} {told[0]}   of the processor {told[1]}")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--encrypted", action="store_true", help="ours in an encrypted database")
    parser.add_argument("--folder", type=Path, default=None, help="where the temporary folder is made")
    return parser.parse_args()


class _Language:
    """Three invented languages with a vocabulary each."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        chance = random.Random(seed)
        self._stems = {name: _stems(chance, name) for name in _SOUNDS}
        self._words = {name: one.replace("-", "").split(" ") for name, one in _ENDINGS.items()}
        self._words = {name: one.replace("-", "").split(" ") for name, one in _ENDINGS.items()}
        self._endings = {
            name: list(accumulate(1 / (at + 1) for at in range(len(one)))) for name, one in self._words.items()
        }
        self._sums = list(accumulate(1 / (place + 2.7) ** 1.1 for place in range(_STEMS)))

    def records(self) -> Iterator[str]:
        """Yield short records without end, always the same."""
        chance = random.Random(self._seed + 1)
        while True:
            for name in chance.choices(list(_SOUNDS), weights=(5, 3, 2), k=_GROUP):
                stems = chance.choices(self._stems[name], cum_weights=self._sums, k=chance.randint(6, 18))
                endings = chance.choices(self._words[name], cum_weights=self._endings[name], k=len(stems))
                yield " ".join(map("".join, zip(stems, endings, strict=True)))

    def queries(self, count: int) -> dict[str, list[str]]:
        """Return queries of three kinds, from records."""
        chance = random.Random(self._seed + 2)
        records = [one.split() for one in islice(self.records(), 20_000)]
        chosen = chance.choices(records, k=count)
        return {
            "one word": [chance.choice(one) for one in chosen],
            "two words": [" ".join(chance.sample(one, 2)) for one in chosen],
            "prefix": [
                f"{chance.choice([word for word in one if len(word) > 2])[: chance.randint(2, 5)]}*" for one in chosen
            ],
        }


def _stems(chance: random.Random, name: str) -> list[str]:
    consonants, vowels = _SOUNDS[name]
    found: dict[str, None] = {}
    while len(found) < _STEMS:
        syllables = 1 if len(found) < 40 else chance.randint(2, 4)
        found[
            "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(syllables))
            + chance.choice(consonants)
        ] = None
    return list(found)


def _ours(folder: Path, texts: Iterator[str], key: bytes | None) -> Callable[[str], object]:
    began = time.perf_counter()
    database = DerivedDatabase(folder, "search", key)
    with database.writing() as connection:
        make_tables(connection)
    number = 0
    while group := list(islice(texts, 1 << 16)):
        with database.writing() as connection:
            writer = Writer(connection)
            for text in group:
                thing = Thing(name=f"claim:{number}", kind=Kind.CLAIM, ref=str(number), of_class=2, seq=number)
                writer.put(thing, [(text, 0, len(text))])
                number += 1
            writer.finish()
    database.settle()
    took = time.perf_counter() - began
    print(f"onrecord     built in {took:6.1f} s, {database.size() / 1e6:6.0f} MB, {number} records")
    blocks = Blocks()

    def ask(query: str) -> object:
        with database.reading() as connection:
            ranking = rank(connection, parse(query), blocks=list(blocks.of(connection, "", (0, 1, 2))), limit=20)
            return places(connection, ranking.best)

    return ask


def _fts5(path: Path, texts: Iterator[str]) -> Callable[[str], object]:
    began = time.perf_counter()
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE records USING fts5 (text)")
    while group := list(islice(texts, 1 << 16)):
        with connection:
            connection.executemany("INSERT INTO records VALUES (?)", ((one,) for one in group))
    took = time.perf_counter() - began
    print(f"sqlite fts5  built in {took:6.1f} s, {path.stat().st_size / 1e6:6.0f} MB")
    wanted = "SELECT rowid, rank FROM records WHERE records MATCH ? ORDER BY rank LIMIT 20"

    def ask(query: str) -> list[Any]:
        return connection.execute(wanted, (query,)).fetchall()

    return ask


def _seconds(ask: Callable[[str], object], query: str) -> tuple[float, float]:
    """Return how long a query took by the clock, and of the processor: a busy machine makes the first longer."""
    began, spent = time.perf_counter(), time.process_time()
    ask(query)
    return time.perf_counter() - began, time.process_time() - spent


def _share(times: Sequence[float], share: float) -> float:
    """Return the time in milliseconds within which this share of the queries was answered."""
    return sorted(times)[int(len(times) * share)] * 1000


if __name__ == "__main__":
    sys.exit(main())
