"""Owns the order of the check: from the log outwards. It collects every defect and says what it cannot exclude."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from onrecord.kernel import COSIGNATURE, VerifierKey
from onrecord.verify.bags import Bag, open_bag
from onrecord.verify.codes import NO_LOG
from onrecord.verify.cosignatures import check_anchors, check_cosignatures
from onrecord.verify.crate import check_crate
from onrecord.verify.evidence import CLAIMS, check_claims, check_items, check_layers
from onrecord.verify.files import Progress
from onrecord.verify.heads import check_heads, heads_of
from onrecord.verify.limits import AtHand, limits
from onrecord.verify.logs import FILES, SECOND, ExportedLog, read_log
from onrecord.verify.older import compare_with_older
from onrecord.verify.proofs import is_proof, verify_proof
from onrecord.verify.stamps import GivenAuthority, check_stamps
from onrecord.verify.statements import check_statements
from onrecord.verify.verdict import Report, Verdict

_README: Final = "data/README.txt"
# Entries that nothing below looks at again once they were held against the log: their payloads need not be kept.
_UNREAD: Final = frozenset(
    {
        "item-received@1",
        "item-received@2",
        "custody-recorded@1",
        "claim-disputed@1",
        "claims-reviewed@1",
    }
)


# A line as somebody sees it who opens the page: programs that show text break lines at each of these.
_KEY_LINE: Final = re.compile("(?<![^\n\r\u2028\u2029])KEY {2}([^\n\r\u2028\u2029]*)")


def check_readme(bag: Bag, log: ExportedLog, report: Report) -> set[str]:
    """Tell a page of instructions that names another key than the log's: a reader would compare with that one."""
    text = (bag.read(_README) or b"").decode("utf-8", "replace")
    for key in _KEY_LINE.findall(text):
        if log.key is not None and key != log.key.text():
            report.tell("verify.readme-differs", path=_README, expected=log.key.text(), found=key)
    return {_README}


# What else lies in an export: each checks its files against the log and returns those that it answers for.
Part = Callable[[Bag, ExportedLog, Report], set[str]]
PARTS: Final[tuple[Part, ...]] = (check_readme, check_crate)


def verify_export(
    path: Path,
    *,
    key: str | None = None,
    older_checkpoint: Path | Sequence[Path] | None = None,
    distrust: str | None = None,
    every_digest: bool = False,
    witnesses: Sequence[str] = (),
    authorities: Sequence[Path] = (),
    on_progress: Progress | None = None,
) -> Verdict:
    """Check the export at `path` without trusting anything in it, and return every defect found.

    A bag that is no export of ours is checked as a bag, a proof that travels alone as a proof; the verdict says which
    it was.

    Args:
        path: the bag's folder, or a ZIP file with the bag in it.
        key: the verifier key of the archive, as its keeper published it elsewhere.
        older_checkpoint: signed heads from before, or earlier exports.
        distrust: `sha256` when that digest proves nothing any more; the check then rests on SHA-512.
        every_digest: read the items by each digest that a manifest lists, and not by the trusted one alone.
        witnesses: keys of witnesses, as they published them elsewhere.
        authorities: files with the root certificates of time-stamping authorities, as they published them elsewhere.
        on_progress: called with the bytes that were read, and all.

    Raises:
        NotAnExport: there is no bag at `path`.
        NoteRefused: `key` is no verifier key, or one of `witnesses` no key of a witness.
        AuthorityUnreadable: one of `authorities` holds no root certificate.
    """
    if path.is_file() and is_proof(path):
        return verify_proof(path, key=key)
    known = VerifierKey.parse(key) if key is not None else None
    given_witnesses = [VerifierKey.parse(one, algorithm=COSIGNATURE) for one in witnesses]
    given_authorities = [GivenAuthority.read(one) for one in authorities]
    older = [older_checkpoint] if isinstance(older_checkpoint, Path) else list(older_checkpoint or ())
    report = Report()
    trusted = "sha512" if distrust == "sha256" else "sha256"
    bag = open_bag(path, report, trusted=trusted, every_digest=every_digest, on_progress=on_progress)
    if not (bag.is_export or known or older):
        report.cannot_exclude.append(NO_LOG)
        return _verdict(report, kind="bag")
    log = read_log(bag, report, known_key=known, unread=_UNREAD)
    accounted = check_items(bag, log, report)
    layers, layer_files = check_layers(bag, log, report)
    claims, unseen_quotes = check_claims(bag, log, layers, report)
    accounted |= layer_files | check_statements(bag, log, claims, report)
    for part in PARTS:
        accounted |= part(bag, log, report)
    heads = heads_of(bag, log, report)
    accounted |= check_heads(bag, log, heads, report)
    stamps, stamp_files = check_stamps(bag, log, heads, given_authorities, report)
    cosignatures, cosignature_files = check_cosignatures(bag, log, given_witnesses, report)
    anchors, anchor_files = check_anchors(bag, heads, report)
    _tell_strangers(bag, accounted | stamp_files | cosignature_files | anchor_files, report)
    at_hand = AtHand(
        is_key_known=known is not None,
        older=compare_with_older(bag, log, older, report) if older else None,
        stamps=stamps,
        cosignatures=cosignatures,
        anchors=anchors,
        unseen_quotes=unseen_quotes,
    )
    report.cannot_exclude += limits(bag, log, at_hand, report)
    return _verdict(report, kind="export", log=log, at_hand=at_hand)


def _verdict(report: Report, *, kind: str, log: ExportedLog | None = None, at_hand: AtHand | None = None) -> Verdict:
    return Verdict(
        kind=kind,
        checked=report.checked,
        problems=tuple(report.problems),
        warnings=tuple(report.warnings),
        cannot_exclude=tuple(report.cannot_exclude),
        key=log.key.text() if log and log.key else None,
        checkpoint=log.chain.note if log else None,
        stamps=tuple(one.to_record() for one in at_hand.stamps) if at_hand else (),
        cosignatures=tuple(one.to_record() for one in at_hand.cosignatures) if at_hand else (),
    )


def _tell_strangers(bag: Bag, accounted: set[str], report: Report) -> None:
    """Tell every payload file that no entry of the log speaks of."""
    for path in bag:
        if path.startswith("data/") and path not in accounted and path not in (*FILES, *SECOND, CLAIMS):
            report.tell("verify.not-in-log", path=path)
