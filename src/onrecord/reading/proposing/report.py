"""Owns the count of what people decided, by language and rule: how far a reader can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.reading.proposing.model import Decision, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Decisions about the proposals of one reader's rule in one language."""

    reader: str
    rule: str
    language: str | None
    as_proposed: int
    corrected: int
    refused: int
    waiting: int

    @property
    def decided(self) -> int:
        """How many somebody has decided about."""
        return self.as_proposed + self.corrected + self.refused

    def to_row(self) -> dict[str, Any]:
        """Return counts, and the share that was right as proposed, with three digits, None where nobody decided."""
        return {
            "reader": self.reader,
            "rule": self.rule,
            "language": self.language,
            "as_proposed": self.as_proposed,
            "corrected": self.corrected,
            "refused": self.refused,
            "waiting": self.waiting,
            "decided": self.decided,
            "precision": f"{self.as_proposed / self.decided:.3f}" if self.decided else None,
        }


def tallies(found: Iterable[Proposal]) -> tuple[Tally, ...]:
    """Return a tally for each reader, rule and language, the most decided first."""
    counts: dict[tuple[str, str, str | None], Counter[str]] = {}
    for one in found:
        counts.setdefault((one.reader, one.rule, one.language), Counter())[_became(one)] += 1
    rows = [
        Tally(
            reader=reader,
            rule=rule,
            language=language,
            as_proposed=count["as_proposed"],
            corrected=count["corrected"],
            refused=count["refused"],
            waiting=count["waiting"],
        )
        for (reader, rule, language), count in counts.items()
    ]
    return tuple(sorted(rows, key=lambda one: (-one.decided, one.reader, one.rule, one.language or "")))


def _became(proposal: Proposal) -> str:
    if proposal.decision is Decision.ACCEPTED:
        return "corrected" if proposal.corrected else "as_proposed"
    return proposal.decision.value
