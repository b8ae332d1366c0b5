"""Owns a person's judgement of a contradiction as a value: what they hold it to be, and why. The kind found stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import ClaimId, Visibility

NO_CONTRADICTION: Final = "no_contradiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said of the claims of one contradiction. `verdict` is None where an earlier one is taken back.

    A reason may name what is not public: `visibility` tells who may read the judgement, the team unless it was let out.
    """

    subject: str
    property: str
    kind: str  # that the machine gave then
    claims: tuple[ClaimId, ...]
    verdict: str | None
    why: str
    by: str
    at: str
    visibility: Visibility = Visibility.TEAM

    def to_row(self) -> dict[str, Any]:
        """Return it as CLI.md promises."""
        return {
            "kind": self.verdict,
            "why": self.why,
            "by": self.by,
            "at": self.at,
            "visibility": self.visibility.value,
            "was": self.kind,
            "claims": list(self.claims),
        }


def judgement_from(record: Mapping[str, Any], *, by: str, at: str) -> Judgement:
    """Return the judgement a record holds."""
    return Judgement(
        subject=f"{record['subject']['kind']}:{record['subject']['id']}",
        property=record["property"],
        kind=record["kind"],
        claims=tuple(ClaimId(one) for one in record["claims"]),
        verdict=record["verdict"],
        why=record["why"],
        by=by,
        at=at,
        visibility=Visibility(record.get("visibility", Visibility.TEAM)),
    )
