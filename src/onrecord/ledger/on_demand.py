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

    def __init__(
        self,
        claims: Callable[[ClaimQuery], Iterable[Claim]],
        unseen: Callable[[ClaimQuery], Iterable[Claim]] | None = None,
    ) -> None:
        """Make sources of the claims that `claims` returns.

        `unseen` returns claims whoever may see them: what derives from what is looked up there too, to be counted by.
        """
        self._claims = claims
        self._unseen = unseen
        self._known: dict[SourceId, Source | None] = {}
        self._traces: dict[SourceId, tuple[SourceId, ...]] = {}

    def fetch(self, ids: Iterable[SourceId]) -> None:
        """Read these sources and all that they trace to, a generation in one question."""
        wanted = {one for one in ids if one not in self._known}
        while wanted:
            found = self._read(wanted)
            self._known |= {one: found.get(one) for one in wanted}
            self._traces |= self._traced(wanted, found)
            wanted = {origin for one in wanted for origin in self._traces.get(one, ()) if origin not in self._known}

    def traces(self, source: SourceId) -> tuple[SourceId, ...]:
        """Return what a source derives from, also where that is not to be seen."""
        self.fetch([source])
        return self._traces.get(source, ())

    def let_go(self) -> None:
        """Forget the sources if they have become many: they can be read again."""
        if len(self._known) > _KEPT:
            self._known.clear()
            self._traces.clear()

    def put(self, sources: Mapping[SourceId, Source]) -> None:
        """Have these sources be as they are now."""
        self._known |= sources
        self._traces |= {one: source.derived_from for one, source in sources.items()}

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
        self._traces |= self._traced(None, found)
        return iter(found)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, ids: Iterable[SourceId]) -> Mapping[SourceId, Source]:
        return sources_from(self._claims(ClaimQuery(subjects=frozenset(f"{SOURCE}:{one}" for one in ids))))

    def _traced(
        self, wanted: Iterable[SourceId] | None, found: Mapping[SourceId, Source]
    ) -> dict[SourceId, tuple[SourceId, ...]]:
        """Return what these sources derive from, or all where none is named; nothing of those that are first."""
        if self._unseen is None:
            return {one: source.derived_from for one, source in found.items() if source.derived_from}
        subjects = None if wanted is None else frozenset(f"{SOURCE}:{one}" for one in wanted)
        told = sources_from(self._unseen(ClaimQuery(subjects=subjects, properties=frozenset({"derived_from"}))))
        return {one: source.derived_from for one, source in told.items() if source.derived_from}
