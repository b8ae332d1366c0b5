"""Owns sources that are made of claims when somebody looks for them: of a million claims few sources are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from onrecord.kernel import SourceId
from onrecord.ledger.model import Claim, Source
from onrecord.ledger.origins import SOURCE, sources_from
from onrecord.ledger.shelf import ClaimQuery

_KEPT: Final = 20_000


class SourcesOnDemand(Mapping[SourceId, Source]):
    """Sources by id, read when they are looked up; that there is none is remembered too."""

    def __init__(self, claims: Callable[[ClaimQuery], Iterable[Claim]]) -> None:
        """Make sources of the claims that `claims` returns."""
        self._claims = claims
        self._known: dict[SourceId, Source | None] = {}

    def fetch(self, ids: Iterable[SourceId]) -> None:
        """Read these sources and all that they trace to, a generation in one question."""
        wanted = {one for one in ids if one not in self._known}
        while wanted:
            found = self._read(wanted)
            self._known |= {one: found.get(one) for one in wanted}
            above = {origin for source in found.values() for origin in source.derived_from}
            wanted = {one for one in above if one not in self._known}

    def let_go(self) -> None:
        """Forget the sources if they have become many: they can be read again."""
        if len(self._known) > _KEPT:
            self._known.clear()

    def put(self, sources: Mapping[SourceId, Source]) -> None:
        """Have these sources be as they are now."""
        self._known |= sources

    def __getitem__(self, source: SourceId) -> Source:
        if source not in self._known:
            self.fetch([source])
        found = self._known[source]
        if found is None:
            raise KeyError(source)
        return found

    def __iter__(self) -> Iterator[SourceId]:
        found = sources_from(self._claims(ClaimQuery(subject_kind=SOURCE)))
        self._known |= found
        return iter(found)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, ids: Iterable[SourceId]) -> Mapping[SourceId, Source]:
        return sources_from(self._claims(ClaimQuery(subjects=frozenset(f"{SOURCE}:{one}" for one in ids))))
