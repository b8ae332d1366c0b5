"""Owns the export: the bag that carries what an edition discloses, with proofs, for a stranger to check.

The log itself goes out whole, as leaves that hold commitments only. It never decides what is disclosed (`disclosure`)
nor how an export is checked (`verify`).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from onrecord import vault, verify
from onrecord.dossier.disclosure import chosen
from onrecord.dossier.readme import readme_text
from onrecord.kernel import ItemId, Role, canonical_bytes, leaf_hash
from onrecord.store import Desk, DigestMismatch, Entry, Snapshot, snapshot

EDITIONS: Final = ("public", "restricted")
_TOOL: Final = "onrecord export@2"
_STATED: Final = "claim-stated@1"
_LAYER: Final = "layer-made@1"
_OUTDATED: Final = "statement-outdated@1"

Progress = Callable[[int, int | None], None]


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
    only: Collection[str] = (),
    without_items: bool = False,
    as_zip: bool = False,
    to: str | None = None,
    purpose: str | None = None,
    ask_outside: Callable[[int], None] = lambda _size: None,
    on_progress: Progress = lambda _done, _total: None,
) -> Export:
    """Write the export of `edition` to `out`, a folder or a ZIP file that must not exist, and return what it holds.

    With `only`, of what the edition discloses: these claims, items and statements and what they rest on,
    `without_items` no items and texts. Nothing is at `out` until the bag is whole and the custody of each item in it
    says that it left, `to` whom and why. Before the bag is written, `ask_outside` may have the head of this size
    stamped and cosigned (EV-06).

    Raises:
        RoleTooNarrow: the public edition needs an analyst, the restricted one a keeper.
        NoSuchItem, NotOfEdition: something in `only` is not there, or not part of the edition.
        AlreadyThere: something is at `out`.
        ObjectMissing, ObjectUnreadable: an object that is to be disclosed is gone from the archive, or damaged.
        DigestMismatch: its bytes are not those that were sealed.
        CustodyBroken: an item that is to be disclosed is frozen, since its bytes were found changed.
        LogDamaged: the log is not the one whose heads were signed before.
        DiskFull, NotWritable, SyncFailed: the bag cannot be written.
    """
    if edition not in EDITIONS:
        msg = f"no such edition: {edition!r}"
        raise ValueError(msg)
    desk.require(Role.ANALYST if edition == "public" else Role.KEEPER)
    # Two exports of one state are the same to the byte, but for what others have said of its head meanwhile.
    before = {vault.ITEM_EXPORTED, *vault.GIVEN_FOR_HEADS}
    with vault.BagWriter(out, as_zip=as_zip) as bag, snapshot(desk, before=before, ask_outside=ask_outside) as log:
        plan = _Plan(chosen=chosen(desk, log.entries, edition=edition, only=only, without_items=without_items))
        _add_leaves(bag, log, plan)
        _add_payloads(bag, log, plan)
        _add_heads(bag, desk, log)
        _add_objects(bag, desk, plan, on_progress)
        _add_description(bag, desk, log, plan)
        bag.add_bytes("README.txt", readme_text(desk.info.verifier_key).encode())
        bag.add_tag(verify.CHECKER, _checker())
        bag.finish(
            _info(desk, edition, log.size, plan.chosen, is_selection=bool(only)),
            before_it_shows=lambda: vault.record_export(
                desk, plan.items, edition=edition, log_size=log.size, tool=_TOOL, to=to, purpose=purpose
            ),
        )
    return Export(
        path=out,
        edition=edition,
        files=bag.files,
        checkpoint=log.note,
        counts=dict(plan.counts),
    )


@dataclass(slots=True)
class _Plan:
    """What goes into the bag: the entries that are disclosed, and the objects that they name, by path."""

    chosen: frozenset[int]
    counts: Counter[str] = field(default_factory=Counter)
    items: dict[ItemId, str] = field(default_factory=dict)  # and the digest of each
    places: dict[str, str] = field(default_factory=dict)  # where each lies in the bag
    bringing: list[verify.Disclosed] = field(default_factory=list)  # the entries that name objects
    moments: dict[int, str] = field(default_factory=dict)
    last_at: str = ""

    def take(self, entry: Entry) -> None:
        """Note what this entry, which is disclosed, puts into the bag."""
        payload = entry.payload or {}
        self.counts[entry.kind.partition("@")[0]] += 1
        if entry.kind in vault.SEALINGS:
            self.items[ItemId(payload["item"])] = payload["sha256"]
            self.places[payload["item"]] = f"data/items/{payload['item']}/{vault.safe_name(payload['name'])}"
        if entry.kind in verify.WITH_FILES or entry.kind == _OUTDATED:
            self.bringing.append(verify.Disclosed(seq=entry.seq, kind=entry.kind, payload=payload))
            self.moments[entry.seq] = entry.at

    def all_objects(self) -> dict[str, Mapping[str, Any]]:
        """Return path -> digests of everything; of publications under one name the last one stands."""
        found: dict[str, Mapping[str, Any]] = {}
        for entry in self.bringing:
            if entry.kind in vault.SEALINGS:
                found[self.places[entry.text("item")]] = entry.payload
            elif entry.kind == _LAYER and entry.text("sha256"):
                found[f"data/layers/{entry.text('layer')}.txt"] = entry.payload
        standing = verify.standing(self.bringing)
        found |= {path: entry.payload for path, entry in standing.items()}
        for entry in sorted(standing.values(), key=lambda one: one.seq):
            found |= {verify.published_path(entry.payload, file["path"]): file for file in entry.payload["files"]}
        return {path.removeprefix("data/"): told for path, told in found.items()}


def _add_leaves(bag: vault.BagWriter, log: Snapshot, plan: _Plan) -> None:
    """Add every entry as a leaf, its hash, and its commitment by SHA-512; note what the disclosed ones speak of."""
    hashes: list[bytes] = []

    def leaves() -> Iterator[bytes]:
        for entry in log.entries():
            if entry.seq in plan.chosen:
                plan.take(entry)
            plan.last_at = entry.at
            leaf = canonical_bytes(entry.leaf())
            hashes.append(leaf_hash(leaf))
            yield leaf

    bag.add_lines("log/leaves.jsonl", leaves())
    bag.add_lines("log/leaf-hashes.txt", (one.hex().encode() for one in hashes))
    bag.add_lines("log/commitments-sha512.txt", (one.hex().encode() for one in log.second_commitments()))


def _add_payloads(bag: vault.BagWriter, log: Snapshot, plan: _Plan) -> None:
    """Add payload, salt and proof of each entry that is disclosed, and the claims as readable lines."""
    tree = log.tree()
    bag.add_lines("log/payloads.jsonl", (_payload_line(entry) for entry in log.entries() if entry.seq in plan.chosen))
    bag.add_lines("log/proofs.jsonl", (_proof_line(seq, tree.inclusion(seq)) for seq in sorted(plan.chosen)))
    stated = (entry for entry in log.entries(kinds=[_STATED]) if entry.seq in plan.chosen)
    bag.add_lines("claims.jsonl", (canonical_bytes({**(one.payload or {}), "seq": one.seq}) for one in stated))


def _add_heads(bag: vault.BagWriter, desk: Desk, log: Snapshot) -> None:
    """Add the signed heads: of now by both digests, every earlier one, the proofs that join them, what others said."""
    tree, sizes = log.tree(), []
    for size, note in log.heads():
        bag.add_bytes(f"log/heads/{size}.checkpoint", note.encode())
        sizes.append(size)
    joined = ((first, second) for first, second in pairwise(sizes) if first)
    lines = ({"first": one, "second": two, "hashes": _hexes(tree.consistency(one, two))} for one, two in joined)
    bag.add_lines("log/consistency.jsonl", map(canonical_bytes, lines))
    bag.add_bytes("log/checkpoint", log.note.encode())
    bag.add_bytes("log/checkpoint-sha512", log.second_head().encode())
    bag.add_bytes("log/verifier-key.txt", f"{desk.info.verifier_key}\n".encode())
    for place, content in vault.outside_files(desk, log.size):
        bag.add_bytes(place, content)


def _payload_line(entry: Entry) -> bytes:
    """Return the line in which the payload stands as the very bytes that were committed to."""
    salt = entry.salt.hex() if entry.salt else ""
    return canonical_bytes({"payload": entry.payload, "salt": salt, "seq": entry.seq})


def _proof_line(seq: int, hashes: Iterable[bytes]) -> bytes:
    return canonical_bytes({"hashes": _hexes(hashes), "seq": seq})


def _hexes(hashes: Iterable[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def _add_objects(bag: vault.BagWriter, desk: Desk, plan: _Plan, on_progress: Progress) -> None:
    """Copy objects into the bag; one that rotted in the archive is never handed to a stranger."""
    objects = sorted(plan.all_objects().items())
    for done, (path, told) in enumerate(objects, start=1):
        found = bag.add_chunks(path, desk.blobs.chunks(told["sha256"]))
        if found.sha256 != told["sha256"] or found.sha512 != (told.get("sha512") or found.sha512):
            raise DigestMismatch(expected=told["sha256"], found=found.sha256)
        on_progress(done, len(objects))


def _add_description(bag: vault.BagWriter, desk: Desk, log: Snapshot, plan: _Plan) -> None:
    """Add what other programs read: RO-Crate, from the disclosed entries alone."""
    files = tuple(verify.described(plan.bringing, plan.moments, plan.places))
    origin, shown = desk.info.origin, len(plan.chosen)
    pieces = verify.crate_of(origin=origin, size=log.size, shown=shown, last_at=plan.last_at, files=files)
    bag.add_chunks(verify.CRATE.removeprefix("data/"), pieces)


def _checker() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return verify.build_pyz(Path(folder, verify.CHECKER)).read_bytes()


def _info(desk: Desk, edition: str, size: int, shown: Collection[int], *, is_selection: bool) -> dict[str, str]:
    """Return what `bag-info.txt` says; nothing of it is needed for the check."""
    return {
        "Bagging-Date": desk.clock.now().date().isoformat(),
        "Bag-Software-Agent": _TOOL,
        "External-Identifier": f"{desk.info.origin} {size}",
        "Onrecord-Edition": f"{edition}, a selection" if is_selection else edition,
        "Onrecord-Disclosed": f"{len(shown)} of {size} entries",
    }
