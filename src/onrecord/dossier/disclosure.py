"""Owns what an export discloses: by edition, and by a choice of claims and items within it.

What is disclosed is an allow-list: a kind of entry that is not named here stays closed in the public edition. It never
writes a byte; `export` does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from onrecord import ledger, vault
from onrecord.dossier.data import CLAIMS_CSV
from onrecord.dossier.entries import STATEMENT_PUBLISHED
from onrecord.dossier.errors import NotOfEdition
from onrecord.kernel import ClaimId, ItemId, Visibility
from onrecord.ledger import NoSuchClaim
from onrecord.store import Desk, DigestMismatch, Entry, ObjectMissing, ObjectUnreadable
from onrecord.vault import NoSuchItem

Entries = Callable[[], Iterable[Entry]]
_SOURCE: Final = "source"


class Rule(Protocol):
    """Says of each entry, in the order of the log, whether it is disclosed."""

    def shows(self, kind: str, payload: Mapping[str, Any]) -> bool:
        """Say whether this entry is disclosed."""


_WORDS_ON_CLAIMS: Final = frozenset(
    {"claim-withdrawn@1", "claim-disputed@1", "claim-refuted@1", "claim-superseded@1", "claims-reviewed@1"}
)


@dataclass(frozen=True, slots=True)
class Everything:
    """The restricted edition: every payload that is left.

    What was disposed of is sealed no more: only its custody speaks of it.
    """

    disposed: frozenset[ItemId]

    def shows(self, kind: str, payload: Mapping[str, Any]) -> bool:
        """Say yes, but for the sealing of what was disposed of."""
        return not (kind in vault.SEALINGS and payload["item"] in self.disposed)


@dataclass(slots=True)
class Public:
    """What the public edition may show: filled in the order of the log, since a withdrawal follows its claim."""

    items: frozenset[ItemId]
    narrowed: frozenset[ClaimId] = frozenset()  # public when stated; their item may be seen no more, nor may they
    closed: frozenset[str] = frozenset()  # publications whose pages say the words of such claims
    claims: set[str] = field(default_factory=set)
    layers: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)

    def shows(self, kind: str, payload: Mapping[str, Any]) -> bool:
        """Say whether the public edition discloses this entry. A kind that is not named here is closed."""
        is_shown = False
        match kind:
            case "item-sealed@1" | "item-sealed@2":
                is_shown = payload["item"] in self.items  # as it may be seen now, whatever was said when it was sealed
            case "page-captured@1":  # its address and title say as much as each of its parts
                is_shown = {one["item"] for one in payload["parts"]} <= self.items
            case "layer-made@1":
                is_content = payload.get("kind", "content") == "content"  # metadata can tell where a witness stood
                is_public = is_content and payload["item"] in self.items
                is_shown = self._made(payload["layer"], self.layers, is_public=is_public)
            case "claim-stated@1":
                is_public = payload.get("visibility") == Visibility.PUBLIC.value
                is_public = is_public and payload["claim"] not in self.narrowed
                is_shown = self._made(payload["claim"], self.claims, is_public=is_public)
            case one if one in _WORDS_ON_CLAIMS:
                # a reason may speak of any of the claims that it rests on
                is_shown = self.claims.issuperset({*_named(payload), *_others(payload)})
            case "statement-published@1":
                is_public = payload["edition"] == Visibility.PUBLIC.value and payload["statement"] not in self.closed
                is_shown = self._made(payload["statement"], self.statements, is_public=is_public)
            case "statement-outdated@1":
                is_shown = payload["statement"] in self.statements
            case "object-digested@1":
                is_shown = payload["of"] in self.items | self.layers | self.statements
            case "digests-renewed@1":
                is_shown = True  # a number of entries, a root and a signature over them
            case _:
                is_shown = (
                    kind in vault.ABOUT_HEADS
                )  # what others said of heads names nobody and nothing in the archive
        return is_shown

    def _made(self, name: str, shown: set[str], *, is_public: bool) -> bool:
        if is_public:
            shown.add(name)
        return is_public


def rule_of(desk: Desk, edition: str) -> Rule:
    """Return the rule of an edition, for one pass over the log."""
    gone = vault.disposed_items(desk)
    if edition == "restricted":
        return Everything(gone)
    public = frozenset(one.id for one in vault.items(desk) if one.visibility is Visibility.PUBLIC)
    narrowed = ledger.narrowed_claims(desk)
    published = desk.log.entries(kinds=[STATEMENT_PUBLISHED]) if narrowed else ()
    closed = (one.payload["statement"] for one in published if one.payload and _says(desk, one.payload, narrowed))
    return Public(items=public - gone, narrowed=narrowed, closed=frozenset(closed))


def _says(desk: Desk, payload: Mapping[str, Any], claims: frozenset[ClaimId]) -> bool:
    """Say whether a publication is bound to one of the claims or shows one beside; what cannot be read may."""
    if not claims.isdisjoint(_bound(payload)):
        return True
    listed = next((file["sha256"] for file in payload["files"] if file["path"] == CLAIMS_CSV), None)
    try:
        text = desk.blobs.read(listed).decode("utf-8-sig") if listed is not None else ""
    except (DigestMismatch, ObjectMissing, ObjectUnreadable):
        return True
    return any(row["id"] in claims for row in csv.DictReader(io.StringIO(text, newline="")))


def chosen(
    desk: Desk, entries: Entries, *, edition: str, only: Iterable[str] = (), without_items: bool = False
) -> frozenset[int]:
    """Return the numbers of the entries that are disclosed.

    With `only`, of what the edition discloses: these claims, items and statements, and what their chain needs.

    Raises:
        NoSuchItem: nothing of this name is there for the actor.
        NotOfEdition: it is there, and not part of this edition.
    """
    rule = rule_of(desk, edition)
    if not only:
        return frozenset(entry.seq for entry in entries() if _is_shown(rule, entry))
    chain = _Chain()
    for entry in entries():
        if _is_shown(rule, entry):
            chain.take(entry)
    return chain.needed([_known(desk, chain, reference, edition) for reference in only], without_items=without_items)


def disclosed(desk: Desk, edition: str = "public") -> tuple[Entry, ...]:
    """Return the entries that an export of this edition would disclose now.

    Raises:
        LogDamaged: the log does not hold.
    """
    rule = rule_of(desk, edition)
    return tuple(entry for entry in desk.log.entries() if _is_shown(rule, entry))


def _is_shown(rule: Rule, entry: Entry) -> bool:
    return entry.payload is not None and rule.shows(entry.kind, entry.payload)


def _known(desk: Desk, chain: _Chain, reference: str, edition: str) -> str:
    """Return the id of what was asked for, within the edition."""
    if reference in chain.made:
        return reference
    try:
        found: str = ledger.claim(desk, reference).id
    except NoSuchClaim:
        found = vault.item(desk, reference).id
    if found not in chain.made:
        raise NotOfEdition(reference=reference, edition=edition)
    return found


@dataclass(slots=True)
class _Chain:
    """Which entry makes each thing, and what each rests on: claim -> quote -> layer -> item, figure -> claim."""

    made: dict[str, int] = field(default_factory=dict)
    rests_on: dict[str, list[str]] = field(default_factory=dict)
    said_of: dict[str, list[int]] = field(default_factory=dict)  # what must not be left out beside it
    evidence: set[str] = field(default_factory=set)  # items and layers

    def take(self, entry: Entry) -> None:
        """Note what this entry makes, says or rests on."""
        payload = entry.payload or {}
        match entry.kind:
            case "item-sealed@1" | "item-sealed@2":
                self._makes(payload["item"], entry.seq, [])
                self.evidence.add(payload["item"])
            case "layer-made@1":
                self._makes(payload["layer"], entry.seq, [payload["item"]])
                self.evidence.add(payload["layer"])
            case "claim-stated@1":
                self._makes(payload["claim"], entry.seq, list(_rests_on(payload)))
                if payload["subject"]["kind"] == _SOURCE:  # who published it, under which title, from where
                    self.rests_on.setdefault(f"{_SOURCE}:{payload['subject']['id']}", []).append(payload["claim"])
            case "statement-published@1":
                self._makes(payload["statement"], entry.seq, _bound(payload))
            case one if one in _WORDS_ON_CLAIMS:
                for claim in _named(payload):
                    self.said_of.setdefault(claim, []).append(entry.seq)
                    self.rests_on.setdefault(claim, []).extend(_others(payload))
            case "statement-outdated@1":
                self.said_of.setdefault(payload["statement"], []).append(entry.seq)
            case "object-digested@1":
                self.said_of.setdefault(payload["of"], []).append(entry.seq)

    def _makes(self, name: str, seq: int, rests_on: list[str]) -> None:
        self.made[name] = seq
        self.rests_on[name] = rests_on

    def needed(self, names: Iterable[str], *, without_items: bool) -> frozenset[int]:
        """Return the entries of these things and of everything that they rest on."""
        asked = set(names)
        waiting, seen = list(asked), set(asked)
        while waiting:
            for other in self.rests_on.get(waiting.pop(), ()):
                if other not in seen and not (without_items and other in self.evidence):
                    seen.add(other)
                    waiting.append(other)
        makers = {self.made[name] for name in seen if name in self.made}
        return frozenset(makers.union(*(self.said_of.get(name, ()) for name in seen)))


def _named(payload: Mapping[str, Any]) -> list[str]:
    """Return the claims that somebody's word is about: one, or all that a sign-off names."""
    return list(payload.get("claims") or [payload["claim"]])


def _bound(payload: Mapping[str, Any]) -> list[str]:
    """Return the claims that a publication's words are bound to."""
    return [claim for binding in payload["bindings"] for claim in binding["claims"]]


def _rests_on(payload: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a claim stands on: the claims of a finding, its source, the layer of its quote, its item."""
    yield from payload["basis"]
    if payload["source"]:
        yield f"{_SOURCE}:{payload['source']}"
    if payload["subject"]["kind"] == _SOURCE and payload["property"] == "derived_from":
        yield f"{_SOURCE}:{payload['value']}"
    if payload["quote"]:
        yield payload["quote"]["layer"]
    if payload["item"]:
        yield payload["item"]


__all__ = ["Entries", "NoSuchItem", "Rule", "chosen", "disclosed"]


def _others(payload: Mapping[str, Any]) -> list[str]:
    """Return the other claims that an entry about a claim names: those that refute it, or the one in its place."""
    return [*payload.get("basis", ()), *([payload["by"]] if "by" in payload else [])]
