"""Owns the export: which entries an edition discloses, and the bag that carries them with their proofs.

What is disclosed is an allow-list: a kind of entry that is not named here stays closed in the public edition. The
log itself goes out whole, as leaves that hold commitments only. It never decides how an export is checked.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from onrecord import vault, verify
from onrecord.dossier.readme import readme_text
from onrecord.kernel import Checkpoint, ItemId, Role, SignedNote, Tree, Visibility, canonical_bytes, leaf_hash
from onrecord.store import Desk, DigestMismatch, Entry

EDITIONS: Final = ("public", "restricted")
_TOOL: Final = "onrecord export@1"
_PYZ: Final = "onrecord-verify.pyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was exported where, and the signed head it rests on."""

    path: Path
    edition: str
    files: int
    checkpoint: str
    counts: Mapping[str, int]

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord export --json` prints."""
        return {
            "path": str(self.path),
            "edition": self.edition,
            "files": self.files,
            "checkpoint": self.checkpoint,
            "counts": dict(self.counts),
        }


def export(
    desk: Desk,
    out: Path,
    *,
    edition: str = "public",
    to: str | None = None,
    purpose: str | None = None,
    ask_outside: Callable[[int], None] = lambda _size: None,
) -> Export:
    """Write the export of `edition` to the folder `out`, which must not exist, and return what it holds.

    Nothing is at `out` until the bag is whole and the custody of each item in it says that it left, `to` whom and why.
    The restricted edition discloses every payload that is left. Before the bag is written, `ask_outside` may have the
    head of this size stamped and cosigned (EV-06).

    Raises:
        RoleTooNarrow: the public edition needs an analyst, the restricted one a keeper.
        AlreadyThere: something is at `out`.
        ObjectMissing: an object that is to be disclosed is gone from the archive.
        DigestMismatch: its bytes are not those that were sealed.
        CustodyBroken: an item that is to be disclosed is frozen, since its bytes were found changed.
        LogDamaged: the log is not the one whose heads were signed before.
    """
    if edition not in EDITIONS:
        msg = f"no such edition: {edition!r}"
        raise ValueError(msg)
    desk.require(Role.ANALYST if edition == "public" else Role.KEEPER)
    # Two exports of one state are the same to the byte, but for what others have said of its head meanwhile.
    note = desk.log.checkpoint(before={vault.ITEM_EXPORTED, *vault.GIVEN_FOR_HEADS})
    size = Checkpoint.parse(SignedNote.parse(note).text).size
    ask_outside(size)
    entries = list(desk.log.entries(stop=size))
    chosen = _chosen(desk, entries, edition)
    counts = Counter(entry.kind.partition("@")[0] for entry in chosen)
    with vault.BagWriter(out) as bag:
        _add_log(bag, desk, note, entries, chosen)
        _add_evidence(bag, desk, chosen)
        _add_statements(bag, desk, chosen)
        for place, content in vault.outside_files(desk, size):
            bag.add_bytes(place, content)
        bag.add_bytes("README.txt", readme_text(desk.info.verifier_key).encode())
        bag.add_tag(_PYZ, _checker())
        path = bag.finish(
            _info(desk, edition, size),
            before_it_shows=lambda: vault.record_export(
                desk, _items_of(chosen), edition=edition, log_size=size, tool=_TOOL, to=to, purpose=purpose
            ),
        )
    files = sum(1 for file in path.rglob("*") if file.is_file())
    return Export(path=path, edition=edition, files=files, checkpoint=note, counts=dict(counts))


@dataclass(slots=True)
class _Public:
    """What the public edition may show: filled in the order of the log, since a withdrawal follows its claim."""

    items: frozenset[ItemId]
    claims: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)

    def shows(self, kind: str, payload: Mapping[str, Any]) -> bool:
        """Say whether the public edition discloses this entry. A kind that is not named here is closed."""
        match kind:
            case "item-sealed@1" | "item-sealed@2" | "layer-made@1" | "page-captured@1":
                return _items_told_of(payload) <= self.items  # as they may be seen now, whatever was said at first
            case "claim-stated@1":
                if payload.get("visibility") == Visibility.PUBLIC.value:
                    self.claims.add(payload["claim"])
                return payload["claim"] in self.claims
            case "claim-withdrawn@1" | "claim-disputed@1":
                return payload["claim"] in self.claims
            case "statement-published@1":
                is_public = bool(payload["edition"] == "public")
                self.statements |= {payload["statement"]} if is_public else set()
                return is_public
            case "statement-outdated@1":
                return payload["statement"] in self.statements
        return kind in vault.ABOUT_HEADS  # what others said of signed heads names nobody and nothing in the archive


def _items_told_of(payload: Mapping[str, Any]) -> set[ItemId]:
    """Return the items of which an entry tells: a capture's address and title say as much as each of its parts."""
    return {ItemId(one["item"]) for one in payload.get("parts", (payload,))}


def disclosed(desk: Desk, edition: str = "public") -> tuple[Entry, ...]:
    """Return the entries that an export of this edition would disclose now.

    Raises:
        LogDamaged: the log does not hold.
    """
    return tuple(_chosen(desk, list(desk.log.entries()), edition))


def _chosen(desk: Desk, entries: Sequence[Entry], edition: str) -> list[Entry]:
    """Return what the edition discloses. What was disposed of is sealed no more: only its custody speaks of it."""
    gone = vault.disposed_items(desk)
    if edition == "restricted":
        return [one for one in _everything(entries) if not (one.kind in vault.SEALINGS and _item_of(one) in gone)]
    return _public(entries, _public_items(desk) - gone)


def _items_of(chosen: Sequence[Entry]) -> dict[ItemId, str]:
    return {_item_of(one): (one.payload or {})["sha256"] for one in chosen if one.kind in vault.SEALINGS}


def _item_of(entry: Entry) -> ItemId:
    return ItemId((entry.payload or {})["item"])


def _public(entries: Sequence[Entry], items: frozenset[ItemId]) -> list[Entry]:
    rule = _Public(items=items)
    return [entry for entry in entries if entry.payload is not None and rule.shows(entry.kind, entry.payload)]


def _everything(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.payload is not None]


def _public_items(desk: Desk) -> frozenset[ItemId]:
    return frozenset(item.id for item in vault.items(desk) if item.visibility is Visibility.PUBLIC)


def _add_log(bag: vault.BagWriter, desk: Desk, note: str, entries: Sequence[Entry], chosen: Sequence[Entry]) -> None:
    """Add all leaves, and payload, salt and proof of each entry that is disclosed."""
    leaves = [canonical_bytes(entry.leaf()) for entry in entries]
    bag.add_lines("log/leaves.jsonl", leaves)
    bag.add_lines("log/leaf-hashes.txt", (leaf_hash(leaf).hex().encode() for leaf in leaves))
    bag.add_lines("log/payloads.jsonl", (_payload_line(entry) for entry in chosen))
    bag.add_lines("log/proofs.jsonl", _proof_lines(desk.log.tree(), len(entries), chosen))
    bag.add_bytes("log/checkpoint", note.encode())
    bag.add_bytes("log/verifier-key.txt", f"{desk.info.verifier_key}\n".encode())


def _payload_line(entry: Entry) -> bytes:
    """Return the line in which the payload stands as the very bytes that were committed to."""
    salt = entry.salt.hex() if entry.salt else ""
    return canonical_bytes({"payload": entry.payload, "salt": salt, "seq": entry.seq})


def _proof_lines(tree: Tree, size: int, chosen: Sequence[Entry]) -> Iterator[bytes]:
    for entry in chosen:
        hashes = [one.hex() for one in tree.inclusion(entry.seq, size)]
        yield canonical_bytes({"hashes": hashes, "seq": entry.seq})


def _add_evidence(bag: vault.BagWriter, desk: Desk, chosen: Sequence[Entry]) -> None:
    """Add the items and text layers that are disclosed, and the claims as readable lines."""
    for entry in chosen:
        payload = entry.payload or {}
        if entry.kind in vault.SEALINGS:
            _add_object(bag, desk, f"items/{payload['item']}/{vault.safe_name(payload['name'])}", payload["sha256"])
        elif entry.kind == "layer-made@1" and payload.get("sha256"):
            _add_object(bag, desk, f"layers/{payload['layer']}.txt", payload["sha256"])
    stated = (entry for entry in chosen if entry.kind == "claim-stated@1")
    bag.add_lines("claims.jsonl", (canonical_bytes({**(one.payload or {}), "seq": one.seq}) for one in stated))


def _add_statements(bag: vault.BagWriter, desk: Desk, chosen: Sequence[Entry]) -> None:
    """Add the statements as published last, each with its files; the last publication of a path stands."""
    published = [entry.payload or {} for entry in chosen if entry.kind == "statement-published@1"]
    outdated = {(entry.payload or {})["statement"] for entry in chosen if entry.kind == "statement-outdated@1"}
    standing = {verify.statement_path(one): one for one in published if one["statement"] not in outdated}
    places = {path: payload["sha256"] for path, payload in standing.items()}
    for payload in sorted(standing.values(), key=published.index):
        places |= {verify.published_path(payload, file["path"]): file["sha256"] for file in payload["files"]}
    for path, sha256 in sorted(places.items()):
        _add_object(bag, desk, path.removeprefix("data/"), sha256)


def _add_object(bag: vault.BagWriter, desk: Desk, path: str, sha256: str) -> None:
    """Copy an object into the bag; one that rotted in the archive is never handed to a stranger."""
    with desk.blobs.open(sha256) as source:
        found = bag.add(path, source)
    if found != sha256:
        raise DigestMismatch(expected=sha256, found=found)


def _checker() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return verify.build_pyz(Path(folder, _PYZ)).read_bytes()


def _info(desk: Desk, edition: str, size: int) -> dict[str, str]:
    """Return what `bag-info.txt` says; nothing of it is needed for the check."""
    return {
        "Bagging-Date": desk.clock.now().date().isoformat(),
        "Bag-Software-Agent": _TOOL,
        "External-Identifier": f"{desk.info.origin} {size}",
        "Onrecord-Edition": edition,
    }
