"""Owns what of the outside goes into a bag: the heads that were stamped, the stamps, cosignatures and anchors.

Everything about heads up to the exported one, since each stamp bounds the time of other entries. It never says what is
in them: `verify` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.kernel import SignedNote, VerifierKey
from onrecord.store import Desk
from onrecord.vault.outside.heads import Head
from onrecord.vault.outside.records import CosignatureRecord, anchor_records, cosignature_records, stamp_records
from onrecord.vault.outside.stamps import Chain
from onrecord.verify import pem


def outside_files(desk: Desk, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield path below `data/` and content of every file about the heads up to this size, but for the heads themselves.

    Raises:
        ObjectMissing, ObjectUnreadable, DigestMismatch: an answer that was kept is damaged.
    """
    key = VerifierKey.parse(desk.info.verifier_key)
    heads = {one: Head.parse(note, key) for one, note in desk.log.heads() if one <= size}
    stamps = {
        (one.authority, one.size): one for one in reversed(stamp_records(desk)) if one.is_stamp and one.size <= size
    }
    anchors = {one.size: one for one in anchor_records(desk) if one.size <= size}
    for (authority, at), record in sorted(stamps.items()):
        yield f"log/stamps/{authority}-{at}.tsr", desk.blobs.read(record.reply or "")
    for authority in sorted({name for name, _ in stamps}):
        chains = dict.fromkeys(one.chain for (name, _), one in sorted(stamps.items()) if name == authority)
        yield f"log/stamps/{authority}.pem", _joined([desk.blobs.read(one) for one in chains])
    for at, anchored in sorted(anchors.items()):
        yield f"log/anchors/{at}.ots", desk.blobs.read(anchored.proof)
    yield from _cosignatures(heads, [one for one in cosignature_records(desk) if one.size <= size])


def _cosignatures(heads: dict[int, Head], records: list[CosignatureRecord]) -> Iterator[tuple[str, bytes]]:
    """Yield one note for each cosigned head, with the log's signature and the witnesses', and the witnesses' keys."""
    lines: dict[int, dict[str, str]] = {}
    for one in records:
        if one.is_cosignature and one.line is not None:
            lines.setdefault(one.size, {})[one.key] = one.line  # of several by one key the newest
    for at, signed in sorted(lines.items()):
        note = heads[at].note + "".join(signed.values())
        yield f"log/cosignatures/{at}.checkpoint", SignedNote.parse(note).to_text().encode()
    if keys := sorted({key for signed in lines.values() for key in signed}):
        yield "log/cosignatures/keys.txt", "".join(f"{key}\n" for key in keys).encode()


def _joined(chains: list[bytes]) -> bytes:
    """Return the certificates of several chains, each once."""
    certificates = [one for content in chains for one in Chain.parse(content, place="chain").certificates]
    return pem(dict.fromkeys(certificates))
