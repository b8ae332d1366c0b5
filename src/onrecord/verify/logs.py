"""Owns the check of an exported log: leaves, root, signed head, disclosed payloads and their proofs.

Everything else is checked from here outwards: what no entry says, nobody needs to believe.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import (
    HASH_BYTES,
    Checkpoint,
    NotCanonical,
    NoteRefused,
    ProofRefused,
    SignedNote,
    Tree,
    VerifierKey,
    canonical_bytes,
    commitment,
    leaf_hash,
    parse_instant,
    parse_json,
    verify_inclusion,
)
from onrecord.verify.bags import Bag
from onrecord.verify.ed25519 import SignatureFalse, check_signature
from onrecord.verify.verdict import Report

LEAVES: Final = "data/log/leaves.jsonl"
HASHES: Final = "data/log/leaf-hashes.txt"
PAYLOADS: Final = "data/log/payloads.jsonl"
PROOFS: Final = "data/log/proofs.jsonl"
CHECKPOINT: Final = "data/log/checkpoint"
KEY: Final = "data/log/verifier-key.txt"
FILES: Final = (LEAVES, HASHES, PAYLOADS, PROOFS, CHECKPOINT, KEY)

# The payload stands in its line as its canonical bytes: what is hashed is what is read.
_PAYLOAD: Final = re.compile(rb'\{"payload":(.*),"salt":"([0-9a-f]{64})","seq":(0|[1-9][0-9]{0,15})\}', re.DOTALL)
_PROOF: Final = re.compile(rb'\{"hashes":\[((?:"[0-9a-f]{64}",?)*)\],"seq":(0|[1-9][0-9]{0,15})\}')
# For records whose names are plain ASCII this is RFC 8785, at the speed of the interpreter's own encoder.
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")  # text that no byte string can hold
compact: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
# The canonical form of a leaf (RFC 8785): its names in order, and each control letter escaped in its one way.
_TEXT: Final = rb'"((?:[^"\\\x00-\x1f]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*)"'
_LEAF: Final = re.compile(
    rb'\{"actor":' + _TEXT + rb',"at":"([0-9TZ:-]{20})","commitment":"([0-9a-f]{64})","kind":' + _TEXT
    + rb',"seq":(0|[1-9][0-9]{0,15})\}'
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """An entry whose payload the export shows."""

    seq: int
    kind: str
    payload: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return a field as text; empty where it is none."""
        value = self.payload.get(name)
        return value if isinstance(value, str) else ""

    def names(self) -> dict[str, str]:
        """Return what the entry speaks of, to name it in a defect."""
        return {name: self.text(name) for name in ("item", "claim", "layer", "statement") if self.text(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLog:
    """A log as an export shows it: all leaves, the signed head, and the entries it discloses, in order."""

    leaves: tuple[Mapping[str, Any], ...]
    tree: Tree
    key: VerifierKey | None
    head: Checkpoint | None
    note: str | None
    disclosed: tuple[Disclosed, ...]

    def of_kind(self, *kinds: str) -> Iterator[Disclosed]:
        """Yield the disclosed entries of these kinds."""
        return (entry for entry in self.disclosed if entry.kind in kinds)

    def hidden(self, kinds: frozenset[str]) -> int:
        """Count the entries of these kinds that the export does not disclose."""
        shown = {entry.seq for entry in self.disclosed}
        return sum(1 for leaf in self.leaves if leaf["kind"] in kinds and leaf["seq"] not in shown)


def read_log(bag: Bag, report: Report, *, known_key: VerifierKey | None) -> ExportedLog:
    """Return the log of an export after everything it says of itself was checked."""
    for path in FILES:
        if path not in bag.digests:
            report.tell("verify.file-missing", path=path)
    leaves, hashes = _leaves(bag, report)
    tree = Tree(hashes)
    key = _key(bag, report, known_key)
    note, head = _head(bag, report, key)
    if head is not None:
        _compare_with_head(bag, tree, hashes, head, report)
    by_seq = {leaf["seq"]: (leaf, hashed) for leaf, hashed in zip(leaves, hashes, strict=True)}
    disclosed = tuple(_disclosed(bag, report, by_seq))
    _check_proofs(bag, report, {entry.seq: (entry, by_seq[entry.seq][1]) for entry in disclosed}, head)
    return ExportedLog(leaves=tuple(leaves), tree=tree, key=key, head=head, note=note, disclosed=disclosed)


def _leaves(bag: Bag, report: Report) -> tuple[list[Mapping[str, Any]], list[bytes]]:
    """Return leaves and their hashes; tell what is no leaf, missing, out of order or dated before its forerunner."""
    leaves: list[Mapping[str, Any]] = []
    hashes: list[bytes] = []
    last_at = ""
    for number, line in bag.lines(LEAVES):
        leaf = _leaf(line, last_at)
        if leaf is None:
            report.tell("verify.leaf-malformed", path=LEAVES, seq=number - 1, found=number)
            continue
        if leaf["at"] < last_at:
            report.tell("verify.time-falls", path=LEAVES, seq=leaf["seq"], expected=last_at, found=leaf["at"])
        last_at = max(last_at, leaf["at"])
        leaves.append(leaf)
        hashes.append(leaf_hash(line))
    report.checked["entries"] = len(leaves)
    _check_order([leaf["seq"] for leaf in leaves], report)
    return leaves, hashes


def _leaf(line: bytes, last_at: str) -> Mapping[str, Any] | None:
    """Return the leaf a line holds, or None when it is not the canonical form of one."""
    match = _LEAF.fullmatch(line)
    try:
        if match is None:
            return None
        actor, at, committed, kind, seq = (_unescaped(part) for part in match.groups())
        if at != last_at:
            parse_instant(at)
    except ValueError:  # no UTF-8, or a moment that does not exist
        return None
    return {"actor": actor, "at": at, "commitment": committed, "kind": kind, "seq": int(seq)}


def _unescaped(part: bytes) -> str:
    return str(json.loads(b'"%b"' % part)) if b"\\" in part else part.decode("utf-8")


def _check_order(found: list[int], report: Report) -> None:
    """Tell which entries are missing and where the first one stands that should stand elsewhere."""
    present = set(found)
    for seq in range(min(max(present, default=-1) + 1, 2 * len(found) + 1_000)):  # an absurd number is not counted to
        if seq not in present:
            report.tell("verify.entry-missing", path=LEAVES, seq=seq, expected=seq)
    for expected, seq in zip(sorted(found), found, strict=True):
        if seq != expected:
            report.tell("verify.order", path=LEAVES, seq=seq, expected=expected, found=seq)
            return


def _key(bag: Bag, report: Report, known: VerifierKey | None) -> VerifierKey | None:
    """Return the key the head must be signed with: the one known from elsewhere, else the one in the bag."""
    try:
        shown = VerifierKey.parse((bag.read(KEY) or b"").decode("utf-8"))
    except (NoteRefused, UnicodeDecodeError) as err:
        report.tell("verify.key-unreadable", path=KEY, found=_why(err))
        return known
    if known is not None and known != shown:
        report.tell("verify.key-differs", path=KEY, expected=known.text(), found=shown.text())
    return known or shown


def _head(bag: Bag, report: Report, key: VerifierKey | None) -> tuple[str | None, Checkpoint | None]:
    """Return the signed head, as a note and as what it says."""
    try:
        text = (bag.read(CHECKPOINT) or b"").decode("utf-8")
        note = SignedNote.parse(text)
        head = Checkpoint.parse(note.text)
    except (NoteRefused, UnicodeDecodeError) as err:
        report.tell("verify.checkpoint-unreadable", path=CHECKPOINT, found=_why(err))
        return None, None
    if key is not None:
        _check_note(note, head, key, report, CHECKPOINT)
    return text, head


def _check_note(note: SignedNote, head: Checkpoint, key: VerifierKey, report: Report, path: str) -> None:
    """Tell when the note is not of this log or not signed by this key."""
    if head.origin != key.name:
        report.tell("verify.origin-differs", path=path, expected=key.name, found=head.origin)
    signatures = [one.signature for one in note.signatures if (one.name, one.key_id) == (key.name, key.key_id)]
    if not signatures:
        report.tell("verify.signature-false", path=path, expected=key.text(), found="no signature of this key")
    for signature in signatures:
        try:
            check_signature(key.public, note.text.encode("utf-8"), signature)
            report.checked["signatures"] += 1
        except SignatureFalse as fault:
            report.tell("verify.signature-false", path=path, expected=key.text(), found=_why(fault))


def _compare_with_head(bag: Bag, tree: Tree, hashes: list[bytes], head: Checkpoint, report: Report) -> None:
    if tree.size != head.size:
        code = "verify.log-cut" if tree.size < head.size else "verify.log-longer"
        report.tell(code, path=LEAVES, seq=min(tree.size, head.size), expected=head.size, found=tree.size)
    elif tree.root() != head.root:
        report.tell("verify.root-differs", path=LEAVES, expected=head.root.hex(), found=tree.root().hex())
        _name_changed(bag, hashes, head, report)
    elif [line.decode("ascii", "replace") for _, line in bag.lines(HASHES)] != [one.hex() for one in hashes]:
        report.tell("verify.leaf-hashes-differ", path=HASHES)


def _name_changed(bag: Bag, hashes: list[bytes], head: Checkpoint, report: Report) -> None:
    """Name each entry whose leaf is not the one that was signed: the listed hashes still give the signed root."""
    try:
        signed = [bytes.fromhex(line.decode("ascii")) for _, line in bag.lines(HASHES)]
    except ValueError:
        return
    if len(signed) != len(hashes) or Tree(signed).root() != head.root:
        return
    for seq, (expected, found) in enumerate(zip(signed, hashes, strict=True)):
        if expected != found:
            report.tell("verify.leaf-changed", path=LEAVES, seq=seq, expected=expected.hex(), found=found.hex())


def _disclosed(bag: Bag, report: Report, by_seq: Mapping[int, tuple[Mapping[str, Any], bytes]]) -> Iterator[Disclosed]:
    """Yield the entries whose payload is shown; each is told when the log committed to something else."""
    last = -1
    for number, line in bag.lines(PAYLOADS):
        match = _PAYLOAD.fullmatch(line)
        try:
            payload = parse_json(match[1]) if match else None
            if match and _SURROGATE.search(match[1]):
                canonical_bytes(payload)
        except NotCanonical:
            payload = None
        if match is None or not isinstance(payload, dict) or int(match[3]) <= last:
            report.tell("verify.line-malformed", path=PAYLOADS, seq=_seq_hint(line), found=number)
            continue
        last = seq = int(match[3])
        if seq not in by_seq:
            report.tell("verify.payload-of-no-entry", path=PAYLOADS, seq=seq)
            continue
        leaf, _ = by_seq[seq]
        entry = Disclosed(seq=seq, kind=leaf["kind"], payload=payload)
        found = commitment(bytes.fromhex(match[2].decode()), match[1])
        if found != leaf["commitment"]:
            report.tell(
                "verify.payload-changed",
                path=PAYLOADS, seq=seq, expected=leaf["commitment"], found=found, **entry.names(),
            )  # fmt: skip
        report.checked["payloads"] += 1
        yield entry


def _check_proofs(
    bag: Bag, report: Report, wanted: Mapping[int, tuple[Disclosed, bytes]], head: Checkpoint | None
) -> None:
    """Tell every disclosed entry that is not shown to stand in the tree of the signed head."""
    proven: set[int] = set()
    for number, line in bag.lines(PROOFS):
        proof = _proof(line)
        if proof is None or proof[0] not in wanted or proof[0] in proven:
            report.tell("verify.line-malformed", path=PROOFS, seq=proof[0] if proof else None, found=number)
            continue
        seq, hashes = proof
        proven.add(seq)
        entry, leaf = wanted[seq]
        try:
            if head is not None:
                verify_inclusion(leaf, seq, head.size, hashes, head.root)
                report.checked["proofs"] += 1
        except ProofRefused as fault:
            report.tell("verify.proof-false", path=PROOFS, seq=seq, found=_why(fault), **entry.names())
    for seq in sorted(wanted.keys() - proven):
        report.tell("verify.proof-missing", path=PROOFS, seq=seq, **wanted[seq][0].names())


def _proof(line: bytes) -> tuple[int, list[bytes]] | None:
    match = _PROOF.fullmatch(line)
    if match is None or match[1].endswith(b",") or b'""' in match[1]:
        return None
    whole = bytes.fromhex(match[1].translate(None, b'",').decode())
    return int(match[2]), [whole[at : at + HASH_BYTES] for at in range(0, len(whole), HASH_BYTES)]


def _seq_hint(line: bytes) -> int | None:
    """Return the number an unreadable line ends with, to name the entry."""
    match = re.search(rb'"seq":([0-9]{1,15})\}$', line)
    return int(match[1]) if match else None


def _why(err: Exception) -> str:
    facts = getattr(err, "facts", {})
    return str(facts.get("problem", err))


def compare_with_older(log: ExportedLog, older: Path, report: Report) -> Checkpoint | None:
    """Compare with a signed head from before (a note) or with a whole earlier export, and return the older head.

    From an earlier export every entry is compared, so that the first rewritten one is named.
    """
    inside = older / CHECKPOINT if older.is_dir() else older
    try:
        note = SignedNote.parse(inside.read_text(encoding="utf-8"))
        head = Checkpoint.parse(note.text)
    except (NoteRefused, UnicodeDecodeError, OSError) as err:
        report.tell("verify.checkpoint-unreadable", path=str(inside), found=_why(err))
        return None
    before = len(report.problems)
    if log.key is not None:
        _check_note(note, head, log.key, report, str(inside))
    if head.size > log.tree.size:
        report.tell(
            "verify.log-shorter-than-before", path=LEAVES, seq=log.tree.size, expected=head.size, found=log.tree.size
        )
    elif log.tree.root(head.size) != head.root:
        found = log.tree.root(head.size).hex()
        report.tell("verify.log-rewritten", path=LEAVES, size=head.size, expected=head.root.hex(), found=found)
    if older.is_dir():
        _name_first_rewritten(log, older / LEAVES, report)
    return head if len(report.problems) == before else None


def _name_first_rewritten(log: ExportedLog, older_leaves: Path, report: Report) -> None:
    if not older_leaves.is_file():
        return
    lines = older_leaves.read_bytes().removesuffix(b"\n").split(b"\n")
    for old, leaf in zip(lines, log.leaves, strict=False):
        if old != canonical_bytes(leaf):
            report.tell("verify.entry-rewritten", path=LEAVES, seq=leaf["seq"], expected=old.decode("utf-8", "replace"))
            return
