"""Owns sources and their origins: which source repeats which, and what counts as one (METHOD R0.8, 1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol, runtime_checkable

from onrecord.kernel import ItemId, PartialDate, SourceId, Visibility
from onrecord.ledger.model import UNGRADED, Claim, Grade, Source

SOURCE: Final = "source"
_TEXTS: Final = ("publisher", "title", "address", "language", "source_kind", "connection", "remark")


@runtime_checkable
class Tracing(Protocol):
    """Sources that know more of what derives from what than they may show: what joins is counted, and not told."""

    def traces(self, source: SourceId) -> tuple[SourceId, ...]:
        """Return what a source derives from, also where the actor may not see that it does."""


def above(source: SourceId, sources: Mapping[SourceId, Source]) -> tuple[SourceId, ...]:
    """Return what a source derives from.

    That ten outlets repeat one agency holds for everybody: who may not see it written would count ten origins.
    """
    if isinstance(sources, Tracing):
        return sources.traces(source)
    return sources[source].derived_from if source in sources else ()


def sources_from(claims: Iterable[Claim]) -> dict[SourceId, Source]:
    """Return the sources that claims describe; of several claims about one field the latest stands."""
    gathered: dict[SourceId, dict[str, Any]] = {}
    for claim in claims:
        if claim.subject_kind != SOURCE or not claim.status.is_counted:
            continue
        fields = gathered.setdefault(SourceId(claim.subject_id), {"derived_from": (), "ways": (), "grades": ()})
        if claim.property not in UNGRADED:  # what somebody holds of it is no description, and may be seen less far
            fields["visibility"] = claim.visibility
        _gather(fields, claim)
    return {source: _source(source, fields) for source, fields in gathered.items()}


def roots_of(source: SourceId, sources: Mapping[SourceId, Source]) -> tuple[str, ...]:
    """Return the first sources this one traces to, in order; itself where it derives from none.

    A source that is named as an origin but was never described is a root by its name.
    """
    roots: set[str] = set()
    seen: set[SourceId] = set()
    waiting = [source]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        further = above(one, sources)
        if further:
            waiting.extend(further)
        else:
            roots.add(one)
    return tuple(sorted(roots)) or (source,)


def would_circle(source: SourceId, derived_from: Iterable[SourceId], sources: Mapping[SourceId, Source]) -> bool:
    """Say whether the source would trace to itself."""
    waiting, seen = list(derived_from), set()
    while waiting:
        one = waiting.pop()
        if one == source:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(above(one, sources))
    return False


def _gather(fields: dict[str, Any], claim: Claim) -> None:
    if claim.property == "derived_from":
        origin = SourceId(str(claim.value))
        if origin not in fields["derived_from"]:
            fields["derived_from"] = (*fields["derived_from"], origin)
        how = claim.dimension("how")
        fields["ways"] = (*fields["ways"], (origin, how)) if how else fields["ways"]
    elif claim.property in UNGRADED:
        grade = Grade(
            axis=claim.property, value=claim.value_text(), why=claim.note or "", by=claim.speaker, claim=claim.id
        )
        fields["grades"] = (*fields["grades"], grade)
    elif claim.property == "published_on" and isinstance(claim.value, PartialDate):
        fields["published_on"] = claim.value
    elif claim.property == "item":
        fields["item"] = ItemId(str(claim.value))
    elif claim.property in _TEXTS:
        fields[claim.property] = str(claim.value)


def _source(source: SourceId, fields: Mapping[str, Any]) -> Source:
    return Source(
        id=source,
        publisher=fields.get("publisher"),
        title=fields.get("title"),
        published_on=fields.get("published_on"),
        address=fields.get("address"),
        language=fields.get("language"),
        source_kind=fields.get("source_kind"),
        derived_from=fields["derived_from"],
        ways=fields["ways"],
        connection=fields.get("connection"),
        grades=fields["grades"],
        item=fields.get("item"),
        remark=fields.get("remark"),
        visibility=fields.get("visibility", Visibility.TEAM),
    )
