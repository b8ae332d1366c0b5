"""Owns the check of an exported log: leaves, root, signed head, disclosed payloads and their proofs.

Everything else is checked from here outwards: what no entry says, nobody needs to believe. The log stands twice, by
SHA-256 and by SHA-512, so that it can be believed when one of them cannot (RELIABILITY B8).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
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
    parse_instant,
    parse_json,
    root_of,
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
HEADS: Final = re.compile(r"data/log/heads/(0|[1-9][0-9]{0,17})\.checkpoint")
FILES: Final = (LEAVES, HASHES, PAYLOADS, PROOFS, CHECKPOINT, KEY)
COMMITMENTS_512: Final = "data/log/commitments-sha512.txt"
CHECKPOINT_512: Final = "data/log/checkpoint-sha512"
WITH_FILES: Final = frozenset({"item-sealed@1", "item-sealed@2", "layer-made@1", "statement-published@1"})
SECOND: Final = (COMMITMENTS_512, CHECKPOINT_512)  # exports made before there was a second digest have neither

# The payload stands in its line as its canonical bytes: what is hashed is what is read.
_PAYLOAD: Final = re.compile(rb'\{"payload":(.*),"salt":"([0-9a-f]{64})","seq":(0|[1-9][0-9]{0,15})\}', re.DOTALL)
_PROOF: Final = re.compile(rb'\{"hashes":\[((?:"[0-9a-f]{64}",?)*)\],"seq":(0|[1-9][0-9]{0,15})\}')
_SHA512: Final = re.compile(rb"[0-9a-f]{128}")
# Where the interpreter's own encoder is not sure to be RFC 8785: large numbers, and names beyond the first plane.
_UNSURE: Final = re.compile(rb"[0-9]{16}|[\xf0-\xf4]")
_compact: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
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


@dataclass(slots=True, kw_only=True)
class Leaves:
    """All entries, in the order of the file: number and kind of each."""

    seqs: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    moments: dict[int, str] = field(default_factory=dict)  # of the entries that bring files
    last_at: str = ""

    def places(self) -> Mapping[int, int]:
        """Return where each entry stands; in a sound log that is its number."""
        return {seq: place for place, seq in enumerate(self.seqs)}


@dataclass(slots=True, kw_only=True)
class Chain:
    """The log by one digest: what each entry committed to, the hash of each leaf, and the head that was signed."""

    algorithm: str
    head_path: str
    commitments: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    head: Checkpoint | None = None
    note: str | None = None
    _tree: Tree | None = None

    def root(self, size: int) -> bytes:
        """Return the root over the first `size` entries."""
        if self.algorithm != "sha256":
            return root_of(self.hashes[:size], self.algorithm)
        return self.tree.root(size)

    @property
    def tree(self) -> Tree:
        """The tree by SHA-256."""
        self._tree = self._tree or Tree(self.hashes)
        return self._tree

    def take(self, line: bytes, leaf: re.Match[bytes], second: bytes) -> None:
        """Take the next leaf; by SHA-512 it is the same leaf with the second commitment in the place of the first."""
        if self.algorithm == "sha256":
            self.commitments.append(leaf[3])
            self.hashes.append(hashlib.sha256(b"\0" + line).digest())
        else:
            self.commitments.append(second)
            self.hashes.append(hashlib.sha512(b"\0" + line[: leaf.start(3)] + second + line[leaf.end(3) :]).digest())


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLog:
    """A log as an export shows it: all leaves, the signed head, and the entries it discloses, in order."""

    leaves: Leaves
    chain: Chain
    key: VerifierKey | None
    disclosed: tuple[Disclosed, ...]
    shown: frozenset[int]
    renewed: Mapping[str, str]  # SHA-256 -> SHA-512 of the objects that are named by both, in their sealing or later

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.leaves.seqs)

    @property
    def head(self) -> Checkpoint | None:
        """What the signed head says."""
        return self.chain.head

    def of_kind(self, *kinds: str) -> Iterator[Disclosed]:
        """Yield the disclosed entries of these kinds."""
        return (entry for entry in self.disclosed if entry.kind in kinds)

    def hidden(self, kinds: frozenset[str]) -> int:
        """Count the entries of these kinds that the export does not disclose."""
        both = zip(self.leaves.seqs, self.leaves.kinds, strict=True)
        return sum(1 for seq, kind in both if kind in kinds and seq not in self.shown)


def read_log(
    bag: Bag, report: Report, *, known_key: VerifierKey | None, unread: frozenset[str] = frozenset()
) -> ExportedLog:
    """Return the log of an export after everything it says of itself was checked, without payloads `unread`."""
    has_second = any(path in bag for path in SECOND)
    for path in (*FILES, *(SECOND if has_second else ())):
        if path not in bag:
            report.tell("verify.file-missing", path=path)
    chains = [Chain(algorithm="sha256", head_path=CHECKPOINT)] if bag.trusted == "sha256" else []
    if has_second:
        chains.append(Chain(algorithm="sha512", head_path=CHECKPOINT_512))
    elif not chains:
        report.tell("verify.digest-unavailable", path=COMMITMENTS_512, algorithm=bag.trusted)
    leaves = _leaves(bag, report, chains)
    key = _key(bag, report, known_key)
    for chain in chains:
        chain.note, chain.head = _head(bag, report, key, chain)
        if chain.head is not None:
            _compare_with_head(bag, chain, chain.head, report)
    shown = dict(_disclosed(bag, report, leaves, chains, unread))
    first = next((chain for chain in chains if chain.algorithm == "sha256"), None)
    if first is not None:
        _check_proofs(bag, report, shown, leaves, first)
    both = [entry for entry in shown.values() if entry.kind in ("item-sealed@2", "object-digested@1")]
    return ExportedLog(
        leaves=leaves,
        chain=chains[0] if chains else Chain(algorithm=bag.trusted, head_path=CHECKPOINT),
        key=key,
        disclosed=tuple(entry for entry in shown.values() if entry.kind not in unread),
        shown=frozenset(shown),
        renewed={entry.text("sha256"): entry.text("sha512") for entry in both},
    )


def _leaves(bag: Bag, report: Report, chains: list[Chain]) -> Leaves:
    """Return the leaves, hashed for each chain; tell what is no leaf, missing, out of order or backdated."""
    leaves = Leaves()
    seconds = bag.lines(COMMITMENTS_512) if any(chain.algorithm == "sha512" for chain in chains) else iter(())
    number = 0
    for number, line in bag.lines(LEAVES):
        _, second = next(seconds, (0, b""))
        match = _leaf(line, leaves.last_at)
        if match is None:
            report.tell("verify.leaf-malformed", path=LEAVES, seq=number - 1, found=number)
            continue
        at, seq = match[2].decode(), int(match[5])
        if at < leaves.last_at:
            report.tell("verify.time-falls", path=LEAVES, seq=seq, expected=leaves.last_at, found=at)
        leaves.last_at = max(leaves.last_at, at)
        leaves.seqs.append(seq)
        leaves.kinds.append(kind := intern(_unescaped(match[4])))
        if kind in WITH_FILES:
            leaves.moments[seq] = at
        for chain in chains:
            if chain.algorithm == "sha512" and not _SHA512.fullmatch(second):
                report.tell("verify.line-malformed", path=COMMITMENTS_512, seq=seq, found=number)
            chain.take(line, match, second)
    if next(seconds, None) is not None:
        report.tell("verify.line-malformed", path=COMMITMENTS_512, found=number + 1)
    report.checked["entries"] = len(leaves.seqs)
    _check_order(leaves.seqs, report)
    return leaves


def is_leaf(line: bytes) -> bool:
    """Say whether these bytes are the canonical form of a leaf."""
    return _leaf(line, "") is not None


def _leaf(line: bytes, last_at: str) -> re.Match[bytes] | None:
    """Return the parts of a leaf, or None when the line is not the canonical form of one."""
    match = _LEAF.fullmatch(line)
    try:
        if match is None:
            return None
        _unescaped(match[1])
        if match[2].decode() != last_at:
            parse_instant(match[2].decode())
    except ValueError:  # no UTF-8, or a moment that does not exist
        return None
    return match


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
        text = (bag.read(KEY) or b"").decode("utf-8")
        shown = VerifierKey.parse(text)
        if text != f"{shown.text()}\n":
            raise NoteRefused(problem="it is not in its one form")
    except (NoteRefused, UnicodeDecodeError) as err:
        report.tell("verify.key-unreadable", path=KEY, found=why(err))
        return known
    if known is not None and known != shown:
        report.tell("verify.key-differs", path=KEY, expected=known.text(), found=shown.text())
    return known or shown


def _head(bag: Bag, report: Report, key: VerifierKey | None, chain: Chain) -> tuple[str | None, Checkpoint | None]:
    """Return the signed head, as a note and as what it says."""
    text = bag.read(chain.head_path) or b""
    head = read_head(text, key, report, chain.head_path, chain.algorithm)
    return (None, None) if head is None else (text.decode("utf-8"), head)


def read_head(
    text: bytes, key: VerifierKey | None, report: Report, path: str, algorithm: str = "sha256"
) -> Checkpoint | None:
    """Return what a signed head says; tell when it cannot be read, is not of this log or not signed by this key."""
    try:
        note = SignedNote.parse(text.decode("utf-8"))
        head = Checkpoint.parse(note.text, root_bytes=hashlib.new(algorithm).digest_size)
    except (NoteRefused, UnicodeDecodeError) as err:
        report.tell("verify.checkpoint-unreadable", path=path, found=why(err))
        return None
    if key is not None:
        origin = key.name if algorithm == "sha256" else f"{key.name}/{algorithm}"
        if head.origin != origin:
            report.tell("verify.origin-differs", path=path, expected=origin, found=head.origin)
        _check_signatures(note, key, report, path)
    return head


def _check_signatures(note: SignedNote, key: VerifierKey, report: Report, path: str) -> None:
    signatures = [one.signature for one in note.signatures if (one.name, one.key_id) == (key.name, key.key_id)]
    if not signatures:
        report.tell("verify.signature-false", path=path, expected=key.text(), found="no signature of this key")
    for signature in signatures:
        try:
            check_signature(key.public, note.text.encode("utf-8"), signature)
            report.checked["signatures"] += 1
        except SignatureFalse as fault:
            report.tell("verify.signature-false", path=path, expected=key.text(), found=why(fault))


def _compare_with_head(bag: Bag, chain: Chain, head: Checkpoint, report: Report) -> None:
    size = len(chain.hashes)
    if size != head.size:
        code = "verify.log-cut" if size < head.size else "verify.log-longer"
        report.tell(code, path=LEAVES, seq=min(size, head.size), expected=head.size, found=size)
        return
    root = chain.root(size)
    if root != head.root:
        facts = {"algorithm": chain.algorithm, "expected": head.root.hex(), "found": root.hex()}
        report.tell("verify.root-differs", path=LEAVES, **facts)
    if chain.algorithm == "sha256":
        _compare_listed(bag, chain.hashes, head, report, is_root_right=root == head.root)


def _compare_listed(bag: Bag, hashes: list[bytes], head: Checkpoint, report: Report, *, is_root_right: bool) -> None:
    """Compare the listed hashes; where they still give the signed root they name each entry that was changed."""
    listed = [line.decode("ascii", "replace") for _, line in bag.lines(HASHES)]
    if is_root_right:
        if listed != [one.hex() for one in hashes]:
            report.tell("verify.leaf-hashes-differ", path=HASHES)
        return
    try:
        signed = [bytes.fromhex(line) for line in listed]
    except ValueError:
        return
    if len(signed) != len(hashes) or root_of(signed) != head.root:
        return
    for seq, (expected, found) in enumerate(zip(signed, hashes, strict=True)):
        if expected != found:
            report.tell("verify.leaf-changed", path=LEAVES, seq=seq, expected=expected.hex(), found=found.hex())


def _disclosed(
    bag: Bag, report: Report, leaves: Leaves, chains: list[Chain], unread: frozenset[str]
) -> Iterator[tuple[int, Disclosed]]:
    """Yield the entries whose payload is shown; each is told when the log committed to something else."""
    places, last = leaves.places(), -1
    for number, line in bag.lines(PAYLOADS):
        match = _PAYLOAD.fullmatch(line)
        payload = _payload(match[1]) if match else None
        if match is None or payload is None or int(match[3]) <= last:
            report.tell("verify.line-malformed", path=PAYLOADS, seq=_seq_hint(line), found=number)
            continue
        last = seq = int(match[3])
        place = places.get(seq)
        if place is None:
            report.tell("verify.payload-of-no-entry", path=PAYLOADS, seq=seq)
            continue
        entry = Disclosed(seq=seq, kind=leaves.kinds[place], payload=payload)
        salted = bytes.fromhex(match[2].decode()) + match[1]
        for chain in chains:
            expected = chain.commitments[place].decode("ascii", "replace")
            found = hashlib.new(chain.algorithm, salted).hexdigest()
            if found != expected:
                facts = {"algorithm": chain.algorithm, "expected": expected, "found": found}
                report.tell("verify.payload-changed", path=PAYLOADS, seq=seq, **facts, **entry.names())
        report.checked["payloads"] += 1
        if entry.kind in unread:
            entry = Disclosed(seq=seq, kind=entry.kind, payload=entry.names())
        yield seq, entry


def _payload(content: bytes) -> dict[str, Any] | None:
    """Return the object that the bytes are the canonical form of; None where they are no such form."""
    try:
        payload = parse_json(content)
        if not isinstance(payload, dict):
            return None
        form = canonical_bytes(payload) if _UNSURE.search(content) else _compact(payload).encode()
    except (NotCanonical, UnicodeEncodeError, RecursionError):
        return None
    return payload if form == content else None


def _check_proofs(bag: Bag, report: Report, shown: Mapping[int, Disclosed], leaves: Leaves, chain: Chain) -> None:
    """Tell every disclosed entry that is not shown to stand in the tree of the signed head."""
    proven: set[int] = set()
    places = leaves.places()
    expected = _expected_proofs(chain, leaves, shown)
    for number, line in bag.lines(PROOFS):
        seq, right = next(expected, (-1, b""))
        if line == right:
            proven.add(seq)
            report.checked["proofs"] += 1
            continue
        proof = _proof(line)
        if proof is None or proof[0] not in shown or proof[0] in proven:
            report.tell("verify.line-malformed", path=PROOFS, seq=proof[0] if proof else None, found=number)
            continue
        seq, hashes = proof
        proven.add(seq)
        try:
            if chain.head is not None:
                verify_inclusion(chain.hashes[places[seq]], seq, chain.head.size, hashes, chain.head.root)
                report.checked["proofs"] += 1
        except ProofRefused as fault:
            report.tell("verify.proof-false", path=PROOFS, seq=seq, found=why(fault), **shown[seq].names())
    for seq in sorted(shown.keys() - proven):
        report.tell("verify.proof-missing", path=PROOFS, seq=seq, **shown[seq].names())


def _expected_proofs(chain: Chain, leaves: Leaves, shown: Mapping[int, Disclosed]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that the proofs must be, once the leaves, each in its place, have given the signed root."""
    size, head = len(chain.hashes), chain.head
    is_in_order = leaves.seqs == list(range(size))
    if is_in_order and head is not None and head.size == size and head.root == chain.root(size):
        for seq in shown:
            hashes = '","'.join(one.hex() for one in chain.tree.inclusion(seq)) if size > 1 else ""
            listed = f'"{hashes}"' if hashes else ""
            yield seq, f'{{"hashes":[{listed}],"seq":{seq}}}'.encode()


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


def why(err: Exception) -> str:
    """Return what is wrong, in the words of the fault."""
    facts = getattr(err, "facts", {})
    return str(facts.get("problem", err))
