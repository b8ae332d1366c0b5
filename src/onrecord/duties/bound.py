"""Owns what binds a State, as claimed: since when a treaty does, what it accepts under it, its reservations. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.duties.norms import Treaty, treaties, treaty_of
from onrecord.duties.told import Told, hull, rows, told
from onrecord.ledger import Claim

STATE: Final = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Since when a treaty binds a State, what it accepts under it, and its reservations; all as claimed."""

    state: str
    treaty: Treaty
    since: tuple[Told, ...]
    left: tuple[Told, ...]
    procedures: tuple[tuple[str, Told], ...]
    reservations: tuple[Told, ...]

    def is_bound(self, as_of: dt.date) -> bool:
        """Say whether the treaty binds the State on a day, as far as that is claimed."""
        begun, ended = hull(self.since), hull(self.left)
        return begun is not None and begun.latest <= as_of and (ended is None or ended.earliest > as_of)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "state": self.state,
            "treaty": self.treaty.id,
            "label": self.treaty.label.text(language),
            "since": rows(self.since),
            "left": rows(self.left),
            "procedures": [{"procedure": name, **one.to_row()} for name, one in self.procedures],
            "reservations": rows(self.reservations),
        }


def bound_in(subjects: Mapping[str, Sequence[Claim]]) -> Iterator[Bound]:
    """Yield what binds each State, treaty by treaty, from the claims about it."""
    for subject, claims in subjects.items():
        if not subject.startswith(f"{STATE}:"):
            continue
        for treaty in treaties().values():
            same = [one for one in claims if is_of(one, treaty)]
            since = told(one for one in same if one.property == "bound_since")
            accepted = [one for one in same if one.property == "procedure_accepted_since"]
            reservations = told(one for one in same if one.property == "reservation")
            if since or accepted or reservations:
                yield Bound(
                    state=subject.removeprefix(f"{STATE}:"),
                    treaty=treaty,
                    since=since,
                    left=told(one for one in same if one.property == "no_longer_bound_since"),
                    procedures=tuple((one.dimension("procedure") or "", told([one])[0]) for one in accepted),
                    reservations=reservations,
                )


def is_of(claim: Claim, treaty: Treaty) -> bool:
    """Say whether a claim about a State names this treaty."""
    named = treaty_of(claim.dimension("treaty") or "")
    return named is not None and named.id == treaty.id
