"""Owns the days on which bodies examine States, planned or past, as claimed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.duties.norms import body_of, treaty_of
from onrecord.duties.told import told
from onrecord.kernel import PartialDate
from onrecord.ledger import Claim

_STATE: Final = "state:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A day on which a body examines a State, planned or past; `named` is the body or treaty as it is claimed."""

    state: str
    named: str
    body: str | None
    day: PartialDate
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "state": self.state,
            "named": self.named,
            "body": self.body,
            "day": self.day.text(),
            "claims": list(self.claims),
        }


def sessions_in(subjects: Mapping[str, Sequence[Claim]]) -> Iterator[Session]:
    """Yield the days on which States are examined, one for each body and day that is told."""
    for subject, claims in subjects.items():
        same: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for one in claims:
            if one.property == "reviewed_on" and isinstance(one.value, PartialDate):
                same[one.dimension("body") or one.dimension("treaty") or "", one.value.text()].append(one)
        for (named, _), found in same.items():
            treaty = treaty_of(named)
            known = body_of(named) or (treaty.body if treaty is not None else None)
            (told_day,) = told(found)
            if told_day.on is not None:
                yield Session(
                    state=subject.removeprefix(_STATE),
                    named=named,
                    body=known.id if known else None,
                    day=told_day.on,
                    claims=told_day.claims,
                )
