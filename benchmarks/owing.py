"""What States owe, read out of an invented book of claims, beside SQLite.

    python benchmarks/owing.py [--documents 60] [--points 100] [--seed 1]

    duties    one for each recommendation of each document, and a letter to each ten
    claims    words, who made it and the answer of each recommendation; of one in three somebody says what was done
    ours      CPU seconds from claims to duties with their clocks, and from these to rows of JSON; best of three
    sqlite    the same claims as rows of one table in memory with an index, read in the order of subjects and places: it
              has no clock, no article, no grade, and puts nothing together
    ratio     ours by sqlite's, in one run

Numbers of duties that differ from the peer's end the run.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from onrecord import duties, ledger
from onrecord.kernel import ClaimId, PartialDate, SourceId, SpeakerKind, Value

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.readings import AS_OF, best

_STATES: Final = ("Norway", "Spain", "Chile", "Ghana", "Nepal")


class World:
    """An invented book in the making."""

    def __init__(self, documents: int, points: int, seed: int) -> None:
        """Write it all down."""
        self.claims: list[ledger.Claim] = []
        self._random = random.Random(seed)
        for n in range(documents):
            self._document(f"document:d{n}", points)
        for n in range(documents * points // 10):
            self._letter(f"letter:l{n}")

    def say(self, subject: str, name: str, value: Value, **about: str) -> None:
        """Add a claim of the body."""
        kind, _, identity = subject.partition(":")
        seq = len(self.claims) + 1
        self.claims.append(
            ledger.Claim(
                id=ClaimId(f"C{seq}"),
                subject_kind=kind,
                subject_id=identity,
                property=name,
                value=value,
                about=tuple(sorted(about.items())),
                as_of=PartialDate.parse("2031-01-01"),
                speaker="Human Rights Committee",
                speaker_kind=SpeakerKind.UN_BODY,
                source=SourceId("S1"),
                seq=seq,
            )
        )

    def _document(self, subject: str, points: int) -> None:
        self.say(subject, "issued_by", "Human Rights Committee")
        self.say(subject, "adopted_on", PartialDate.parse("2031-01-01"))
        self.say(subject, "addressed_to", "Kazakhstan")
        self.say(subject, "symbol", f"CCPR/C/KAZ/CO/{subject[-1]}")
        for point in range(1, points + 1):
            self.say(subject, "recommendation", f"to do the thing number {point}", paragraph=f"95.{point}")
            self.say(subject, "recommended_by", self._random.choice(_STATES), paragraph=f"95.{point}")
            self.say(subject, "state_response", "supported", paragraph=f"95.{point}")
            if self._random.random() < 1 / 3:
                self.say(subject, "done_about", "a law was passed", paragraph=f"95.{point}")

    def _letter(self, subject: str) -> None:
        self.say(subject, "sender", "Committee against Torture")
        self.say(subject, "sent_on", PartialDate.parse("2031-03-01"))
        self.say(subject, "due_on", PartialDate.parse("2031-06-01"))
        self.say(subject, "addressed_to", "Kazakhstan")


def peer(claims: Sequence[ledger.Claim]) -> Callable[[], int]:
    """Return the reading of the same rows out of a table, counting what is owed."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE claim (subject TEXT, paragraph TEXT, property TEXT, value TEXT)")
    rows = ((one.subject, one.dimension("paragraph") or "", one.property, one.value_text()) for one in claims)
    db.executemany("INSERT INTO claim VALUES (?, ?, ?, ?)", rows)
    db.execute("CREATE INDEX by_place ON claim (subject, paragraph)")

    def read() -> int:
        found: dict[tuple[str, str], list[Any]] = {}
        for subject, paragraph, name, value in db.execute("SELECT * FROM claim ORDER BY subject, paragraph"):
            if paragraph or subject.startswith("letter:"):
                found.setdefault((subject, paragraph), []).append((name, value))
        return len(found)

    return read


def main() -> None:
    """Print one line for each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--documents", type=int, default=60)
    asked.add_argument("--points", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    world = World(given.documents, given.points, given.seed)
    book = ledger.Book.of(world.claims, ledger.shipped_vocabulary())
    book.claims_of("recommendation")  # the indexes of a book in memory are made when it is first asked
    spent, found = best(lambda: duties.owed(book, AS_OF))
    printed, _ = best(lambda: [one.to_row() for one in found.duties])
    theirs, count = best(peer(world.claims))
    if count != len(found.duties):
        sys.exit(f"the numbers differ: {len(found.duties)} and {count}")
    print(f"{len(found.duties)} duties, {len(world.claims)} claims, as of {AS_OF}")
    print(f"duties   {spent:.3f} CPU s\nrows     {printed:.3f} CPU s")
    print(f"sqlite   {theirs:.3f} CPU s   ratio {spent / theirs:.1f}")


if __name__ == "__main__":
    main()
