"""Owns the order of the check: from the log outwards. It collects every defect and says what it cannot exclude."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from onrecord.kernel import Checkpoint, VerifierKey
from onrecord.verify.bags import Bag, open_bag
from onrecord.verify.codes import (
    HIDDEN_QUOTES,
    HIDDEN_WITHDRAWAL,
    NEVER_ADMITTED,
    NO_KEY_KNOWN,
    OWN_TIMES,
    REWRITE,
    REWRITE_SINCE,
    TAIL_CUT,
    filled,
)
from onrecord.verify.evidence import CLAIMS, check_claims, check_items, check_layers
from onrecord.verify.logs import FILES, ExportedLog, compare_with_older, read_log
from onrecord.verify.statements import check_statements
from onrecord.verify.verdict import Report, Verdict

_README: Final = "data/README.txt"
_AGAINST_CLAIMS: Final = frozenset({"claim-withdrawn@1", "claim-disputed@1"})


def verify_export(path: Path, *, key: str | None = None, older_checkpoint: Path | None = None) -> Verdict:
    """Check the export in `path` without trusting anything in it, and return every defect found.

    Args:
        path: the bag's folder.
        key: the verifier key of the archive, as its keeper published it elsewhere.
        older_checkpoint: a signed head from before, or the folder of an earlier export.

    Raises:
        NotAnExport: there is no bag at `path`.
        NoteRefused: `key` is no verifier key.
    """
    known = VerifierKey.parse(key) if key is not None else None
    report = Report()
    bag = open_bag(path, report)
    log = read_log(bag, report, known_key=known)
    accounted = check_items(bag, log, report)
    texts, layer_files = check_layers(bag, log, report)
    claims, unseen_quotes = check_claims(bag, log, texts, report)
    accounted |= layer_files | check_statements(bag, log, claims, report)
    _tell_strangers(bag, accounted, report)
    older = compare_with_older(log, older_checkpoint, report) if older_checkpoint is not None else None
    _say_limits(log, report, is_key_known=known is not None, older=older, unseen_quotes=unseen_quotes)
    return Verdict(
        checked=report.checked,
        problems=tuple(report.problems),
        cannot_exclude=tuple(report.cannot_exclude),
        key=log.key.text() if log.key else None,
        checkpoint=log.note,
    )


def _tell_strangers(bag: Bag, accounted: set[str], report: Report) -> None:
    """Tell every payload file that no entry of the log speaks of."""
    for path in bag.digests:
        if path.startswith("data/") and path not in accounted and path not in (*FILES, CLAIMS, _README):
            report.tell("verify.not-in-log", path=path)


def _say_limits(
    log: ExportedLog, report: Report, *, is_key_known: bool, older: Checkpoint | None, unseen_quotes: int
) -> None:
    """Say in words what no check of these bytes could have found."""
    last = len(log.leaves) - 1
    limits = report.cannot_exclude
    if not is_key_known:
        limits.append(filled(NO_KEY_KNOWN, key=log.key.text() if log.key else "?"))
    limits.append(REWRITE if older is None else filled(REWRITE_SINCE, last=older.size - 1))
    limits.append(filled(TAIL_CUT, last=last))
    limits.extend((OWN_TIMES, NEVER_ADMITTED))
    if hidden := log.hidden(_AGAINST_CLAIMS):
        limits.append(filled(HIDDEN_WITHDRAWAL, count=hidden))
    if unseen_quotes:
        limits.append(filled(HIDDEN_QUOTES, count=unseen_quotes))
