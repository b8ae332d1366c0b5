"""Owns grades of what a State did: a body's word for word, and ours with its reason; two fields, never one (R0.10).

A rank orders grades of one body for a list; it is never added, averaged, or shown without the words.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from onrecord.duties.told import day_text
from onrecord.kernel import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyGrade:
    """What a body says of how far something was done, in its words; of which body, of which day, in which claim."""

    words: str
    body: str | None
    on: PartialDate | None
    claim: str

    @property
    def rank(self) -> int | None:
        """Where it stands among the grades of its body, 4 the best; None where its words tell no rank."""
        return rank_of(self.words, self.body)

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "words": self.words,
            "body": self.body,
            "on": day_text(self.on),
            "rank": self.rank,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGrade:
    """What we hold of it, why, on which claims, and who else has signed it off."""

    words: str
    reason: str
    basis: tuple[str, ...]
    by: str
    on: PartialDate | None
    claim: str
    reviewers: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "words": self.words,
            "reason": self.reason,
            "basis": list(self.basis),
            "by": self.by,
            "on": day_text(self.on),
            "claim": self.claim,
            "reviewers": list(self.reviewers),
        }


def rank_of(words: str, body: str | None) -> int | None:
    """Return the rank of a body's grade (METHOD 4.3); None where it is not one of those known."""
    key = " ".join(words.casefold().split()).strip(" .[]()")
    known = _ranks()
    return known.get((body or "", key), known.get(("", key)))


@cache
def _ranks() -> Mapping[tuple[str, str], int | None]:
    text = resources.files(__package__).joinpath("data", "grades.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return {(row["body"], row["grade"].casefold()): int(row["rank"]) if row["rank"] else None for row in rows}
