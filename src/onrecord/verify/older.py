"""Owns what somebody kept from before: a signed head, or a whole earlier export, that today's log must begin with.

Nothing is taken over from it before it was checked (RELIABILITY C8).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from onrecord.kernel import Checkpoint
from onrecord.verify.bags import Bag, NotAnExport, open_files
from onrecord.verify.files import UNREADABLE, Files, lines_of
from onrecord.verify.logs import LEAVES, ExportedLog, read_head
from onrecord.verify.verdict import Report

_LONGEST: Final = 1 << 26


def compare_with_older(bag: Bag, log: ExportedLog, older: Sequence[Path], report: Report) -> Checkpoint | None:
    """Compare the log with each older head, and return the largest one that it agrees with.

    From an earlier export every entry is compared, so that the first rewritten one is named; from heads alone, between
    which of them it stands.
    """
    agreeing: list[Checkpoint] = []
    disagreeing: list[Checkpoint] = []
    for path in older:
        head, files = _older(path, log, report)
        if head is not None and head.size > log.size:
            facts = {"seq": log.size, "expected": head.size, "found": log.size}
            report.tell("verify.log-shorter-than-before", path=LEAVES, **facts)
        elif head is not None:
            (agreeing if log.chain.root(head.size) == head.root else disagreeing).append(head)
        if files is not None:
            _name_first_rewritten(bag, files, report)
    if disagreeing:
        size = min(head.size for head in disagreeing)
        since = max((head.size for head in agreeing if head.size < size), default=0)
        report.tell("verify.log-rewritten", path=LEAVES, since=since, size=size, algorithm=log.chain.algorithm)
    return max(agreeing, key=lambda head: head.size, default=None)


def _older(path: Path, log: ExportedLog, report: Report) -> tuple[Checkpoint | None, Files | None]:
    """Return the head that lies at `path`, and the export it lies in."""
    files, where = None, str(path)
    try:
        if path.is_dir() or zipfile.is_zipfile(path):
            files = open_files(path, Report())  # what is wrong with the older bag's other files is not asked here
            where = f"{path}/{log.chain.head_path}"
            with files.open(log.chain.head_path) as file:
                content = file.read(_LONGEST)
        else:
            content = path.read_bytes()
    except (*UNREADABLE, KeyError, NotAnExport) as err:
        report.tell("verify.checkpoint-unreadable", path=where, found=str(err))
        return None, files
    before = len(report.problems)
    head = read_head(content, log.key, report, where, log.chain.algorithm)
    return (head if len(report.problems) == before else None), files


def _name_first_rewritten(bag: Bag, older: Files, report: Report) -> None:
    """Tell the first entry that is another than in the older export."""
    for (number, new), old in zip(bag.lines(LEAVES), _lines(older), strict=False):
        if old != new:
            shown = old.decode("utf-8", "replace")
            report.tell("verify.entry-rewritten", path=LEAVES, seq=number - 1, expected=shown)
            return


def _lines(files: Files) -> Iterator[bytes]:
    if LEAVES in files.sizes:
        with files.open(LEAVES) as file:
            for line in lines_of(file, _LONGEST):
                yield line.removesuffix(b"\n")
