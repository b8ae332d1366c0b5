"""Owns a second person's sign-off as a value: which claims they looked at, when, and until what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.kernel import ClaimId


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A reviewer has looked at these claims, none of which they stated, and stands for them with their name."""

    claims: tuple[ClaimId, ...]
    note: str
    by: str
    at: str
    seq: int

    @property
    def day(self) -> str:
        """The day of the sign-off."""
        return self.at[:10]

    def to_row(self) -> dict[str, Any]:
        """Return it as `onrecord review --json` promises."""
        return {"claims": list(self.claims), "note": self.note, "by": self.by, "at": self.at}


def review_from(record: Mapping[str, Any], *, by: str, at: str, seq: int) -> Review:
    """Return the sign-off a record holds."""
    return Review(claims=tuple(ClaimId(one) for one in record["claims"]), note=record["note"], by=by, at=at, seq=seq)
