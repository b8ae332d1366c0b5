"""Owns searches that found nothing: of which day, where, for which words, by whom and how, as a claim logs them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from onrecord.kernel import ClaimId, PartialDate
from onrecord.ledger.model import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSearch:
    """A search that found nothing. What it proves, and until when, whoever reads it says (METHOD R0.3)."""

    on: PartialDate
    searched_in: str | None
    search_words: str | None
    by: str
    log: str
    claim: ClaimId

    @classmethod
    def of(cls, claim: Claim, on: PartialDate) -> LoggedSearch:
        """Return the search of a day that a claim logs: in its dimensions, and in its note how it was done."""
        return cls(
            on=on,
            searched_in=claim.dimension("searched_in"),
            search_words=claim.dimension("search_words"),
            by=claim.speaker,
            log=claim.note or "",
            claim=claim.id,
        )

    @property
    def is_repeatable(self) -> bool:
        """Whether another person could do the search again: where, for what, by whom and how are told."""
        return bool(self.searched_in and self.search_words and self.by.strip() and self.log.strip())

    def age(self, as_of: dt.date) -> int:
        """Return its age in days, below zero for one still to come; of one known by its month, from the first day."""
        return (as_of - self.on.earliest).days

    def facts(self) -> dict[str, str | None]:
        """Return what is told of it, without the claim."""
        return {
            "on": self.on.text(),
            "searched_in": self.searched_in,
            "search_words": self.search_words,
            "by": self.by,
            "log": self.log,
        }
