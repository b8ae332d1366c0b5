"""Owns proofs that travel alone: that an entry stands in a log, and that one log is the beginning of another.

An inclusion proof is a C2SP tlog-proof (c2sp.org/tlog-proof), so that others' tools read it; what it is a proof of
stands in its extra line, which nobody believes before it was hashed. It reads no archive: `dossier` makes proofs.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import (
    Checkpoint,
    NotCanonical,
    NoteRefused,
    ProofRefused,
    VerifierKey,
    canonical_bytes,
    commitment,
    leaf_hash,
    parse_json,
    verify_consistency,
    verify_inclusion,
)
from onrecord.verify.codes import NO_KEY_KNOWN, OWN_TIMES, REWRITE, filled
from onrecord.verify.logs import is_leaf, read_head, why
from onrecord.verify.verdict import Report, Verdict

INCLUSION: Final = "c2sp.org/tlog-proof@v1"
CONSISTENCY: Final = "onrecord-consistency@1"
_LONGEST: Final = 1 << 26


class _Unreadable(Exception):
    """The file is not written as a proof is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """That an entry stands in a log: its leaf, perhaps what it says, the path to the root, and the signed head."""

    index: int
    hashes: Sequence[bytes]
    note: str
    extra: Mapping[str, Any]

    def to_text(self) -> str:
        """Return the proof as one text (c2sp.org/tlog-proof)."""
        extra = base64.standard_b64encode(canonical_bytes(self.extra)).decode("ascii")
        lines = [INCLUSION, f"extra {extra}", f"index {self.index}", *map(_base64, self.hashes)]
        return "\n".join(lines) + "\n\n" + self.note

    @classmethod
    def parse(cls, text: str) -> Inclusion:
        """Return the proof that a text holds.

        Raises:
            _Unreadable: it holds none, or one without our extra line.
        """
        head, empty, note = text.partition("\n\n")
        lines = head.split("\n")
        if not empty or len(lines) < 3 or lines[0] != INCLUSION:
            msg = "it is no tlog-proof"
            raise _Unreadable(msg)
        if not lines[1].startswith("extra "):
            msg = "it does not say what it is a proof of"
            raise _Unreadable(msg)
        index = lines[2].removeprefix("index ")
        if lines[2] == index or not (index.isascii() and index.isdigit()) or str(int(index)) != index:
            msg = "its index is no plain number"
            raise _Unreadable(msg)
        extra = parse_json(_from_base64(lines[1].removeprefix("extra ")))
        if not isinstance(extra, dict):
            msg = "its extra line holds no object"
            raise _Unreadable(msg)
        return cls(index=int(index), hashes=[_from_base64(line) for line in lines[3:]], note=note, extra=extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """That one signed head's log is the beginning of another's."""

    first: str
    second: str
    hashes: Sequence[bytes]
    key: str

    def to_text(self) -> str:
        """Return the proof as one canonical JSON object on a line."""
        hashes = [one.hex() for one in self.hashes]
        record = {"format": CONSISTENCY, "first": self.first, "second": self.second, "hashes": hashes, "key": self.key}
        return canonical_bytes(record).decode() + "\n"

    @classmethod
    def parse(cls, content: bytes) -> Consistency:
        """Return the proof that the bytes hold.

        Raises:
            _Unreadable: they hold none, or are not its one form.
        """
        record = parse_json(content)
        names = {"format", "first", "second", "hashes", "key"}
        if not isinstance(record, dict) or record.keys() != names or record["format"] != CONSISTENCY:
            msg = "it is no proof of consistency"
            raise _Unreadable(msg)
        texts = [record["first"], record["second"], record["key"], *record["hashes"]]
        if not all(isinstance(one, str) for one in texts) or canonical_bytes(record) + b"\n" != content:
            msg = "it is not in its one form"
            raise _Unreadable(msg)
        hashes = [_octets(one) for one in record["hashes"]]
        return cls(first=record["first"], second=record["second"], hashes=hashes, key=record["key"])


def _octets(text: str) -> bytes:
    """Return what hexadecimal digits say; they have one form, in which no letter is a capital."""
    octets = bytes.fromhex(text)
    if octets.hex() != text:
        msg = "its hexadecimal digits are not in their one form"
        raise _Unreadable(msg)
    return octets


def is_proof(path: Path) -> bool:
    """Say whether the file begins as a proof does."""
    with path.open("rb") as file:
        head = file.read(len(INCLUSION) + 1)
    return head == INCLUSION.encode() + b"\n" or head.startswith(b'{"first":')


def verify_proof(path: Path, *, key: str | None = None) -> Verdict:
    """Check a proof that travels alone, and say what it proves.

    Raises:
        NoteRefused: `key` is no verifier key.
        OSError: the file cannot be read.
    """
    known = VerifierKey.parse(key) if key is not None else None
    report = Report()
    with path.open("rb") as file:
        content = file.read(_LONGEST)
    is_inclusion = content.startswith(INCLUSION.encode())
    check = _check_inclusion if is_inclusion else _check_consistency
    shown: VerifierKey | None = None
    proven: dict[str, Any] = {}
    try:
        shown, proven = check(content, known, report)
    except (_Unreadable, NotCanonical, UnicodeDecodeError, ValueError, KeyError, TypeError) as err:
        report.tell("verify.proof-unreadable", path=str(path), found=str(err))
    if known is None:
        report.cannot_exclude.append(filled(NO_KEY_KNOWN, key=shown.text() if shown else "?"))
    report.cannot_exclude.extend((REWRITE, OWN_TIMES))
    return Verdict(
        kind="inclusion" if is_inclusion else "consistency",
        checked=report.checked,
        problems=tuple(report.problems),
        cannot_exclude=tuple(report.cannot_exclude),
        key=shown.text() if shown else None,
        checkpoint=proven.pop("note", None),
        proven=proven,
    )


def _check_inclusion(
    content: bytes, known: VerifierKey | None, report: Report
) -> tuple[VerifierKey | None, dict[str, Any]]:
    proof = Inclusion.parse(content.decode("utf-8"))
    key = _key(proof.extra.get("key"), known, report)
    leaf = canonical_bytes(proof.extra["leaf"])
    if not is_leaf(leaf) or proof.extra["leaf"]["seq"] != proof.index:
        msg = "its leaf is no entry of a log"
        raise _Unreadable(msg)
    head = read_head(proof.note.encode(), key, report, "checkpoint")
    _check_path(proof, leaf, head, report)
    proven = {"seq": proof.index, "leaf": proof.extra["leaf"], "note": proof.note}
    if "payload" in proof.extra:
        proven["payload"] = proof.extra["payload"]
        salt, payload = _octets(proof.extra["salt"]), canonical_bytes(proof.extra["payload"])
        expected, found = proof.extra["leaf"]["commitment"], commitment(salt, payload)
        report.checked["payloads"] += 1
        if found != expected:
            report.tell("verify.payload-changed", seq=proof.index, algorithm="sha256", expected=expected, found=found)
    return key, proven


def _check_path(proof: Inclusion, leaf: bytes, head: Checkpoint | None, report: Report) -> None:
    if head is None:
        return
    try:
        verify_inclusion(leaf_hash(leaf), proof.index, head.size, proof.hashes, head.root)
        report.checked["proofs"] += 1
    except ProofRefused as fault:
        report.tell("verify.proof-false", seq=proof.index, found=why(fault))


def _check_consistency(
    content: bytes, known: VerifierKey | None, report: Report
) -> tuple[VerifierKey | None, dict[str, Any]]:
    proof = Consistency.parse(content)
    key = _key(proof.key, known, report)
    first = read_head(proof.first.encode(), key, report, "first")
    second = read_head(proof.second.encode(), key, report, "second")
    if first is None or second is None:
        return key, {}
    try:
        verify_consistency(first.size, second.size, proof.hashes, first.root, second.root)
        report.checked["proofs"] += 1
    except ProofRefused as fault:
        report.tell("verify.consistency-false", expected=first.size, seq=second.size, found=why(fault))
    return key, {"first": first.size, "second": second.size, "note": proof.second}


def _key(text: object, known: VerifierKey | None, report: Report) -> VerifierKey | None:
    """Return the key to check with: the one known from elsewhere, else the one that the proof names."""
    try:
        shown = VerifierKey.parse(text) if isinstance(text, str) else None
    except NoteRefused as err:
        report.tell("verify.key-unreadable", path="key", found=why(err))
        return known
    if known is not None and shown is not None and known != shown:
        report.tell("verify.key-differs", path="key", expected=known.text(), found=shown.text())
    if known is None and shown is None:
        report.tell("verify.key-unreadable", path="key", found="none is named")
    return known or shown


def _base64(content: bytes) -> str:
    return base64.standard_b64encode(content).decode("ascii")


def _from_base64(text: str) -> bytes:
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as err:
        msg = "base64 was expected"
        raise _Unreadable(msg) from err
    if _base64(content) != text:
        msg = "base64 with loose bits"
        raise _Unreadable(msg)
    return content
