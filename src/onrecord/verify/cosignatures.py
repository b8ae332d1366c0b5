"""Owns the check of what witnesses signed, and of anchors: c2sp.org/tlog-cosignature, Ed25519 in plain Python.

A key that came with the export shows that a cosignature is whole, not whose it is: for that the reader gives the key
that the witness published elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import (
    COSIGNATURE,
    Checkpoint,
    Cosignature,
    NoteRefused,
    NoteSignature,
    SignedNote,
    VerifierKey,
    cosigned_message,
    instant_text,
    sha256_hex,
)
from onrecord.verify.bags import Bag
from onrecord.verify.ed25519 import SignatureFalse, check_signature
from onrecord.verify.heads import SignedHead
from onrecord.verify.logs import ExportedLog
from onrecord.verify.stamps import Standing
from onrecord.verify.verdict import Report

FOLDER: Final = "data/log/cosignatures/"
KEYS: Final = f"{FOLDER}keys.txt"
_NOTE: Final = re.compile(re.escape(FOLDER) + r"(0|[1-9][0-9]{0,17})\.checkpoint")
_ANCHOR: Final = re.compile(r"data/log/anchors/(0|[1-9][0-9]{0,17})\.ots")
# opentimestamps: the magic number of a proof, version 1, SHA-256 as the file's digest; 32 bytes of digest follow.
_ANCHOR_HEAD: Final = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294") + b"\x01\x08"


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignatureFound:
    """A cosignature in an export that was not found false."""

    witness: str
    key: str
    size: int
    standing: Standing
    signed_at: dt.datetime

    def to_record(self) -> dict[str, Any]:
        """Return the cosignature as JSON shows it."""
        return {
            "witness": self.witness,
            "key": self.key,
            "size": self.size,
            "checked": self.standing.value,
            "signed_at": instant_text(self.signed_at),
        }


def check_cosignatures(
    bag: Bag, log: ExportedLog, witnesses: Sequence[VerifierKey], report: Report
) -> tuple[tuple[CosignatureFound, ...], set[str]]:
    """Check every cosignature; return those that are not false, and the files accounted for.

    What is cosigned is a root by SHA-256: where the reader trusts that no more, nothing of it is counted.
    """
    if bag.trusted != "sha256":
        return (), {path for path in bag if path == KEYS or _NOTE.fullmatch(path)}
    given = {(key.name, key.key_id): key for key in witnesses}
    own = {(key.name, key.key_id): key for key in _own_keys(bag, report)}
    found: list[CosignatureFound] = []
    files = {KEYS} if KEYS in bag else set()
    for path in bag:
        match = _NOTE.fullmatch(path)
        if match is not None:
            files.add(path)
            note = _note(bag, path, int(match[1]), log, report)
            for line in note.signatures if note else ():
                one = _check(line, note, path, int(match[1]), log.key, given, own, report)
                found += [one] if one is not None else []
    for key in witnesses:
        if not any(one.key == key.text() for one in found):
            report.tell("verify.witness-missing", expected=key.text())
    return tuple(found), files


def check_anchors(bag: Bag, heads: Mapping[int, SignedHead], report: Report) -> tuple[int, set[str]]:
    """Check that every anchor is of a head of this log; return how many there are, and the files accounted for.

    What an anchor attests takes a Bitcoin node to say. It is never counted as a time.
    """
    files: set[str] = set()
    for path in bag:
        match = _ANCHOR.fullmatch(path)
        if match is not None:
            files.add(path)
            head = heads.get(int(match[1]))
            expected = _ANCHOR_HEAD + (bytes.fromhex(sha256_hex(head.note)) if head else b"\0" * 33)
            if bag.trusted == "sha256" and not (bag.read(path) or b"").startswith(expected):
                report.tell("verify.anchor-false", path=path)
            else:
                report.checked["anchors_unchecked"] += 1
    return len(files), files


def _note(bag: Bag, path: str, size: int, log: ExportedLog, report: Report) -> SignedNote | None:
    """Return the note that holds cosignatures, after it was found to be the head of this log at its size."""
    try:
        note = SignedNote.parse((bag.read(path) or b"").decode("utf-8"))
    except (NoteRefused, UnicodeDecodeError) as err:
        report.tell("verify.cosignature-false", path=path, found=str(getattr(err, "facts", {}).get("problem", err)))
        return None
    if size > log.size or note.text != _text(log, size):
        report.tell("verify.cosignature-false", path=path, found="the head is not that of this log")
        return None
    return note


def _text(log: ExportedLog, size: int) -> str:
    origin = log.chain.head.origin if log.chain.head else ""
    return Checkpoint(origin=origin, size=size, root=log.chain.root(size)).text()


def _check(
    line: NoteSignature,
    note: SignedNote | None,
    path: str,
    size: int,
    log_key: VerifierKey | None,
    given: Mapping[tuple[str, bytes], VerifierKey],
    own: Mapping[tuple[str, bytes], VerifierKey],
    report: Report,
) -> CosignatureFound | None:
    """Return what a line of the note is: the log's own, a witness's, or nobody's."""
    text = note.text if note else ""
    who = (line.name, line.key_id)
    try:
        if log_key is not None and who == (log_key.name, log_key.key_id):
            check_signature(log_key.public, text.encode(), line.signature)
            return None
        key = given.get(who) or own.get(who)
        if key is None:
            report.tell("verify.cosignature-unknown", path=path, found=line.name)
            return None
        signed = Cosignature.parse(line.signature)
        check_signature(key.public, cosigned_message(signed.timestamp, text), signed.signature)
        signed_at = dt.datetime.fromtimestamp(signed.timestamp, tz=dt.UTC)
    except (SignatureFalse, NoteRefused, OverflowError, ValueError, OSError) as err:
        report.tell("verify.cosignature-false", path=path, found=f"{line.name}: {_why(err)}")
        return None
    standing = Standing.GIVEN if who in given else Standing.OWN
    report.checked[f"cosignatures_{standing.value}"] += 1
    return CosignatureFound(witness=key.name, key=key.text(), size=size, standing=standing, signed_at=signed_at)


def _own_keys(bag: Bag, report: Report) -> list[VerifierKey]:
    keys = []
    for number, line in bag.lines(KEYS):
        try:
            keys.append(VerifierKey.parse(line.decode("utf-8"), algorithm=COSIGNATURE))
        except (NoteRefused, UnicodeDecodeError):
            report.tell("verify.line-malformed", path=KEYS, found=number)
    return keys


def _why(err: Exception) -> str:
    return str(getattr(err, "facts", {}).get("problem", err))
