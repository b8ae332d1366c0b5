"""Owns the worklist: everything that holds, quotes or speaks of what has to go, found by looking at all of it.

It reads payloads, not tables: no room can forget to tell of its own. What a payload says by id is followed from item to
container, claim and publication; what the words stand in is found in payloads, text layers, published files and bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord import dossier, ledger, reading, vault
from onrecord.erasure.errors import NothingToExpunge
from onrecord.erasure.model import Flag, Part, Recipient, Why, Worklist
from onrecord.erasure.queries import holds_in
from onrecord.erasure.words import Words, strings_in
from onrecord.kernel import Role, Visibility, canonical_bytes, is_sha256_hex
from onrecord.store import Desk, Entry

_CLAIM_STATED: Final = ledger.CLAIM_STATED
_PUBLISHED: Final = dossier.STATEMENT_PUBLISHED
_LAYER_MADE: Final = "layer-made@1"
_TEXTS: Final = frozenset({_LAYER_MADE, reading.PAGE_RECOGNISED})  # what holds the words of an item, whole or by page
_UNPACKED: Final = "item-unpacked@1"
# The kinds by which a thing comes to be, and the field that holds its id: where the words stand in one, it goes whole.
_MAKERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(vault.SEALINGS, "item"),
    _LAYER_MADE: "layer",
    _CLAIM_STATED: "claim",
    _PUBLISHED: "statement",
    vault.PAGE_CAPTURED: "capture",
}
# Parts of a capture that other pages have as well: a site's certificates, a newspaper's emblem.
_ANYBODYS: Final = (vault.PartRole.CERTIFICATES, vault.PartRole.MEDIA)
# Fields in which a thing names what it rests on: it stays, and is flagged.
_RESTS_ON: Final = {
    _CLAIM_STATED: "basis",
    _PUBLISHED: "bindings",
    "proposal-decided@1": "claim",
    ledger.CLAIM_REFUTED: "basis",
}
# What decided earlier erasures stays, or nobody could tell why something is gone.
_DECISIONS: Final = frozenset({"expunging-approved@1", "expunging-replayed@1", "hold-placed@1", "hold-lifted@1"})
_AS_BYTES: Final = ("text/", "application/json", "application/jsonl", "application/xml", "application/x-subrip")


def worklist(
    desk: Desk, references: Iterable[str] = (), *, words: Iterable[str] = (), keep: Iterable[str] = ()
) -> Worklist:
    """Return everything that would have to go with these items and claims, or wherever these words stand.

    Ids in `keep` are left out, and so is what only they pull in.

    Raises:
        RoleTooNarrow: only a keeper may.
        NoSuchItem, NoSuchClaim, AmbiguousItem: a reference leads nowhere, or to several.
        NothingToExpunge: there is nothing of it on record.
        ValueError: a word is too short to be looked for.
    """
    desk.require(Role.KEEPER)
    sought = Words(words)
    size = desk.log.size()
    search = _Search(desk=desk, words=sought, kept=frozenset(keep), entries=_entries(desk, size))
    for reference in references:
        search.name(reference)
    search.look_into_payloads()
    search.look_into_objects()
    search.follow()
    if not search.parts:
        raise NothingToExpunge()
    return search.result(size)


def _entries(desk: Desk, size: int) -> list[Entry]:
    return [
        entry for entry in desk.log.entries(stop=size) if entry.payload is not None and entry.kind not in _DECISIONS
    ]


@dataclass
class _Search:
    """One search: what is on record, and what of it has been found so far."""

    desk: Desk
    words: Words
    kept: frozenset[str]
    entries: list[Entry]
    parts: dict[int, Part] = field(default_factory=dict)
    gone: dict[str, Why] = field(default_factory=dict)  # ids of things, and digests of items
    unsearched: list[str] = field(default_factory=list)

    def name(self, reference: str) -> None:
        """Take an item or a claim that was asked for."""
        claims = ledger.claims(self.desk, ids=[reference])
        subject = claims[0].id if claims else vault.item(self.desk, reference).id
        self._goes(subject, Why.NAMED)

    def look_into_payloads(self) -> None:
        """Find the words in what entries say: the thing an entry makes goes whole, any other entry goes alone."""
        if not self.words:
            return
        for entry in self.entries:
            payload = entry.payload or {}
            if self.words.stand_in_text("\n".join(strings_in(payload))):
                maker = _MAKERS.get(entry.kind)
                if maker:
                    self._goes(str(payload[maker]), Why.HOLDS_WORDS)
                elif not self.kept.intersection(strings_in(payload)):
                    self._add(entry, Why.HOLDS_WORDS)

    def look_into_objects(self) -> None:
        """Find the words in text layers, in the bytes of items, and in what was published."""
        if not self.words:
            return
        read: set[str] = set()
        for entry in self.entries:
            payload = entry.payload or {}
            if entry.kind in _TEXTS and payload["sha256"]:
                text = self.desk.blobs.read(payload["sha256"]).decode("utf-8", "replace")
                if entry.kind == _LAYER_MADE and not payload.get("recognised"):  # a machine may have misread a name
                    read.add(payload["item"])
                if self.words.stand_in_text(text):
                    self._goes(payload["item"], Why.HOLDS_WORDS)
            elif entry.kind == _PUBLISHED and any(map(self._holds_words, _published(payload))):
                self._goes(payload["statement"], Why.HOLDS_WORDS)
        for entry in self.entries:
            if entry.kind in vault.SEALINGS:
                self._look_into_item(entry.payload or {}, is_read=(entry.payload or {})["item"] in read)

    def follow(self) -> None:
        """Add what belongs to the things that go, until nothing more does."""
        found = True
        while found:
            found = False
            for entry in self.entries:
                if entry.seq not in self.parts and self._belongs(entry):
                    self._add(entry, self._why(entry))
                    found = True
            found |= self._parts_of_nobody_else()

    def result(self, size: int) -> Worklist:
        """Return what was found."""
        parts = tuple(self.parts[seq] for seq in sorted(self.parts))
        goes = [entry for entry in self.entries if entry.seq in self.parts]
        flags = tuple(self._flags())
        outdated = {flag.subject for flag in flags}
        shown = [one for one in self.entries if (one.payload or {}).get("statement") in outdated]
        with self.desk.reading() as connection:
            held = tuple(one for one in holds_in(connection) if one.subject in self.gone)
        return Worklist(
            size=size,
            parts=parts,
            items=_ids(goes, vault.SEALINGS, "item"),
            claims=_ids(goes, {_CLAIM_STATED}, "claim"),
            statements=_ids(goes, {_PUBLISHED}, "statement"),
            objects=tuple(sorted({one for entry in (*goes, *shown) for one in objects_of(entry)})),
            flags=flags,
            recipients=tuple(_recipients(goes)),
            kept=tuple(sorted(self.kept)),
            unsearched=tuple(one for one in self.unsearched if one not in self.gone),
            held=held,
            only_proof_of=tuple(_only_proof(self.entries, self.parts)),
        )

    def _goes(self, subject: str, why: Why) -> None:
        if subject not in self.kept:
            self.gone.setdefault(subject, why)

    def _add(self, entry: Entry, why: Why) -> None:
        """Put an entry on the list, and what it made among the things that go."""
        payload = entry.payload or {}
        maker = _MAKERS.get(entry.kind)
        subject = str(payload.get(maker or "item", payload.get("claim", "")))
        self.parts[entry.seq] = Part(seq=entry.seq, kind=entry.kind, subject=subject, why=why)
        if maker:
            self._goes(subject, why)
        if entry.kind in vault.SEALINGS and payload["size"]:  # the empty file is the same file everywhere
            for digest in (payload["sha256"], payload.get("sha512")):
                if digest:
                    self.gone.setdefault(digest, Why.SAME_BYTES)
        if entry.kind == _UNPACKED and payload.get("item") in self.gone:
            self._goes(str(payload["container"]), Why.CONTAINS)
        if entry.kind == vault.PAGE_CAPTURED:  # source, image, print, WARC: each shows what the others show
            for part in payload["parts"]:
                if part["role"] not in _ANYBODYS:
                    self._goes(part["item"], Why.CONTAINS)

    def _parts_of_nobody_else(self) -> bool:
        """Let parts go that only captures have which go; say whether there were any. Another page keeps its own."""
        shown: dict[str, list[int]] = {}
        for entry in self.entries:
            if entry.kind == vault.PAGE_CAPTURED:
                for part in (entry.payload or {})["parts"]:
                    shown.setdefault(part["item"], []).append(entry.seq)
        lost = [one for one, seqs in shown.items() if one not in self.gone and all(seq in self.parts for seq in seqs)]
        for one in lost:
            self._goes(one, Why.CONTAINS)
        return any(one in self.gone for one in lost)

    def _belongs(self, entry: Entry) -> bool:
        """Say whether the entry says anything of a thing that goes, other than that it rests on it."""
        payload = entry.payload or {}
        maker = _MAKERS.get(entry.kind)
        if maker and payload[maker] in self.kept:
            return False
        rests_on = _RESTS_ON.get(entry.kind)
        said = {name: value for name, value in payload.items() if name != rests_on}
        if entry.kind == _PUBLISHED:
            said = {"statement": payload["statement"]}  # its files may be anybody's: a style sheet is in each
        if entry.kind in _TEXTS:
            said = {"layer": payload.get("layer"), "item": payload["item"]}  # the same words may stand in another item
        return any(one in self.gone for one in strings_in(said))

    def _why(self, entry: Entry) -> Why:
        payload = entry.payload or {}
        maker = _MAKERS.get(entry.kind)
        if maker:
            subject, digest = payload[maker], payload.get("sha256")
            if entry.kind in vault.SEALINGS and subject not in self.gone and digest in self.gone:
                return Why.SAME_BYTES
            return self.gone.get(subject, Why.BELONGS)
        return Why.BELONGS

    def _look_into_item(self, payload: Mapping[str, Any], *, is_read: bool) -> None:
        """Look into an item's bytes; where they are neither text nor were read as one, say that nobody has looked."""
        if self._holds_words(payload["sha256"]):
            self._goes(payload["item"], Why.HOLDS_WORDS)
        elif not is_read and not str(payload["media_type"]).startswith(_AS_BYTES):
            self.unsearched.append(payload["item"])

    def _holds_words(self, sha256: str) -> bool:
        with self.desk.blobs.open(sha256) as source:
            return self.words.stand_in_bytes(source)

    def _flags(self) -> Iterable[Flag]:
        """Yield what stays and rests on what goes: findings, and publications that show it."""
        for entry in self.entries:
            payload = entry.payload or {}
            if entry.seq in self.parts:
                continue
            if entry.kind == _CLAIM_STATED and any(one in self.gone for one in payload["basis"]):
                yield Flag(kind="claim", subject=payload["claim"], name=str(payload["property"]))
            elif entry.kind == _PUBLISHED and self._shows(entry):
                yield Flag(kind="publication", subject=payload["statement"], name=str(payload["name"]))

    def _shows(self, published: Entry) -> bool:
        """Say whether a dossier shows a claim that goes: it lists every claim its edition may, not only those bound."""
        is_restricted = (published.payload or {})["edition"] == "restricted"
        for entry in self.entries:
            if entry.seq > published.seq:
                return False
            is_claim = entry.kind == _CLAIM_STATED and entry.seq in self.parts
            if is_claim and (is_restricted or (entry.payload or {})["visibility"] == Visibility.PUBLIC.value):
                return True
        return False


def _published(payload: Mapping[str, Any]) -> list[str]:
    return [payload["sha256"], *(file["sha256"] for file in payload["files"])]


def objects_of(entry: Entry) -> list[str]:
    """Return the objects that an entry speaks of."""
    payload = entry.payload or {}
    if entry.kind == _PUBLISHED:
        return _published(payload)  # also of one that only becomes outdated: its pages show what goes
    return [one for name, one in payload.items() if name in ("sha256", "token") and is_sha256_hex(str(one))]


def _ids(entries: Sequence[Entry], kinds: Iterable[str], name: str) -> tuple[str, ...]:
    wanted = frozenset(kinds)
    return tuple(dict.fromkeys(str((one.payload or {})[name]) for one in entries if one.kind in wanted))


def _recipients(entries: Sequence[Entry]) -> Iterable[Recipient]:
    """Yield who was given one of the items, so that they can be told (RELIABILITY section 4)."""
    for entry in entries:
        payload = entry.payload or {}
        if payload.get("event") in ("exported", "transferred_out"):
            to = payload.get("to_custodian")
            yield Recipient(item=str(payload["item"]), at=entry.at, to=None if to is None else str(to))


def _only_proof(entries: Sequence[Entry], parts: Mapping[int, Part]) -> Iterable[str]:
    """Yield each quantity or fact of which no standing claim is left once these entries are gone."""
    withdrawn = {(one.payload or {})["claim"] for one in entries if one.kind == ledger.CLAIM_WITHDRAWN}
    left: dict[str, bool] = {}
    for entry in entries:
        payload = entry.payload or {}
        if entry.kind == _CLAIM_STATED and payload["claim"] not in withdrawn and payload["subject"]["kind"] != "source":
            about = canonical_bytes([payload["subject"], payload["property"], payload["about"]]).decode()
            left[about] = left.get(about, False) or entry.seq not in parts
    for about, is_left in left.items():
        if not is_left:
            subject, name, dimensions = json.loads(about)
            yield " ".join([f"{subject['kind']}:{subject['id']}", name, *(f"{k}={v}" for k, v in dimensions.items())])
