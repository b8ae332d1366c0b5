"""Owns the check of the signed heads that an export carries beside its own, and of the proofs that join them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from onrecord.kernel import HASH_BYTES, ProofRefused, verify_consistency
from onrecord.verify.bags import Bag
from onrecord.verify.logs import CHECKPOINT, HEADS, ExportedLog, read_head, why
from onrecord.verify.verdict import Report

CONSISTENCY: Final = "data/log/consistency.jsonl"
_LINE: Final = re.compile(
    rb'\{"first":([1-9][0-9]{0,15}),"hashes":\[((?:"[0-9a-f]{64}"(?:,(?="))?)*)\],"second":([1-9][0-9]{0,15})\}'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """A head of the log: where it lies, the bytes of its note, and the root."""

    path: str
    size: int
    note: bytes
    root: bytes


def heads_of(bag: Bag, log: ExportedLog, report: Report) -> dict[int, SignedHead]:
    """Return the heads that lie in the export, each found to be signed and to be of this log, by size.

    They are heads by SHA-256: none is believed where that is trusted no more.
    """
    found: dict[int, SignedHead] = {}
    for path in bag if bag.trusted == "sha256" else ():
        match = HEADS.fullmatch(path)
        if match is None:
            continue
        size, before = int(match[1]), len(report.problems)
        content = bag.read(path) or b""
        head = read_head(content, log.key, report, path)
        if head is None:
            continue
        if head.size != size or size > log.size or log.chain.root(size) != head.root:
            report.tell("verify.head-false", path=path, found=head.root.hex())
        if len(report.problems) == before:
            found[size] = SignedHead(path=path, size=size, note=content, root=head.root)
            report.checked["heads"] += 1
    return found


def check_heads(bag: Bag, log: ExportedLog, heads: Mapping[int, SignedHead], report: Report) -> set[str]:
    """Tell where the newest of the heads is not the checkpoint, and where no proof joins two neighbours."""
    files = {path for path in bag if HEADS.fullmatch(path)} | {CONSISTENCY}
    if bag.trusted != "sha256" or CONSISTENCY not in bag:  # exports made before there were such proofs have none
        return files
    own = bag.read(CHECKPOINT) or b""
    if log.head is not None and (log.head.size not in heads or heads[log.head.size].note != own):
        report.tell("verify.head-missing", path=CHECKPOINT, seq=log.head.size)
    wanted = [(one, two) for one, two in pairwise(sorted(heads)) if one]
    joined = _check_joints(bag, heads, wanted, report)
    for first, second in sorted(set(wanted) - joined):
        report.tell("verify.consistency-missing", path=CONSISTENCY, expected=first, seq=second)
    return files


def _check_joints(
    bag: Bag, heads: Mapping[int, SignedHead], wanted: list[tuple[int, int]], report: Report
) -> set[tuple[int, int]]:
    """Hold the proofs against the heads: one between each two neighbours, and no other. Return the pairs named."""
    joined: set[tuple[int, int]] = set()
    for number, line in bag.lines(CONSISTENCY):
        match = _LINE.fullmatch(line)
        pair = (int(match[1]), int(match[3])) if match else (0, 0)
        if match is None or pair not in wanted or pair in joined:
            report.tell("verify.line-malformed", path=CONSISTENCY, found=number)
            continue
        joined.add(pair)
        whole = bytes.fromhex(match[2].translate(None, b'",').decode())
        proof = [whole[at : at + HASH_BYTES] for at in range(0, len(whole), HASH_BYTES)]
        try:
            verify_consistency(*pair, proof, heads[pair[0]].root, heads[pair[1]].root)
        except ProofRefused as fault:
            report.tell("verify.consistency-false", path=CONSISTENCY, expected=pair[0], seq=pair[1], found=why(fault))
    return joined
