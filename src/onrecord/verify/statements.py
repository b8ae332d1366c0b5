"""Owns the check of published statements: their bytes, the files published with them, what their figures rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from onrecord.verify.bags import Bag
from onrecord.verify.evidence import told_digest
from onrecord.verify.logs import Disclosed, ExportedLog
from onrecord.verify.verdict import Report

_SUFFIX: Final = {"public": ""}
_GONE_BY: Final = ("claim-withdrawn@1", "claim-superseded@1", "claim-refuted@1")  # nothing rests on such a claim


def statement_path(entry: Mapping[str, Any]) -> str:
    """Return where a bag holds the statement of a `statement-published@1` payload."""
    return f"data/statements{_suffix(entry)}/{str(entry.get('name')).removesuffix('.md')}.md"


def published_path(entry: Mapping[str, Any], path: str) -> str:
    """Return where a bag holds a file published with a statement."""
    return f"data/dossier{_suffix(entry)}/{path}"


def standing(entries: Iterable[Disclosed]) -> dict[str, Disclosed]:
    """Return the publications that stand, by path: of those under one name and edition the last.

    One that is marked as outdated stands no longer: something that it rested on was expunged.
    """
    entries = tuple(entries)
    outdated = {entry.text("statement") for entry in entries if entry.kind == "statement-outdated@1"}
    published = (entry for entry in entries if entry.kind == "statement-published@1")
    return {statement_path(one.payload): one for one in published if one.text("statement") not in outdated}


def check_statements(bag: Bag, log: ExportedLog, claims: Mapping[str, Disclosed], report: Report) -> set[str]:
    """Check every disclosed publication; return the files accounted for.

    The statement and the files of each that stands must be there.
    """
    outdated = {entry.text("statement") for entry in log.of_kind("statement-outdated@1")}
    published = log.of_kind("statement-published@1")
    entries = [entry for entry in published if entry.text("statement") not in outdated]
    last = standing(log.disclosed)
    withdrawn: dict[str, int] = {}
    gone_by = (entry for kind in _GONE_BY for entry in log.of_kind(kind))
    for entry in sorted(gone_by, key=lambda one: one.seq):
        withdrawn.setdefault(entry.text("claim"), entry.seq)
    for entry in entries:
        until = log.size if last[statement_path(entry.payload)] is entry else entry.seq
        gone = {claim: seq for claim, seq in withdrawn.items() if seq < until}
        _check_claims_of(entry, claims, gone, report)
    for path, entry in last.items():
        _check_statement(bag, log, path, entry, report)
    return set(last) | _check_published(bag, log, list(last.values()), report)


def _check_statement(bag: Bag, log: ExportedLog, path: str, entry: Disclosed, report: Report) -> None:
    expected, content = told_digest(bag, log, entry.payload, report), bag.read(path)
    names = {"path": path, "seq": entry.seq, "statement": _name(entry)}
    if content is None:
        report.tell("verify.statement-missing", expected=expected, **names)
        return
    report.checked["statements"] += 1
    if expected is not None and bag.digest(path) != expected:
        report.tell("verify.statement-changed", expected=expected, found=bag.digest(path), **names)
    words = " ".join(content.decode("utf-8", "replace").split())
    bound = Counter(_link(binding) for binding in _bindings(entry, report))
    for link, times in bound.items():
        if words.count(link) < times:
            report.tell("verify.binding-not-in-statement", expected=link, found=words.count(link), **names)


def _check_published(bag: Bag, log: ExportedLog, last: list[Disclosed], report: Report) -> set[str]:
    """Compare published files with the last standing entry that names each."""
    named: dict[str, tuple[Disclosed, Mapping[str, Any]]] = {}
    for entry in sorted(last, key=lambda one: one.seq):
        for file in _list(entry, "files", report, "path"):
            named[published_path(entry.payload, str(file.get("path")))] = (entry, file)
    for path, (entry, file) in named.items():
        expected = told_digest(bag, log, file, report)
        names = {"path": path, "seq": entry.seq, "statement": _name(entry), "expected": expected}
        if path not in bag:
            report.tell("verify.published-file-missing", **names)
        elif expected is not None and bag.digest(path) != expected:
            report.tell("verify.published-file-changed", found=bag.digest(path), **names)
        else:
            report.checked["published_files"] += 1
    return set(named)


def _check_claims_of(
    entry: Disclosed, claims: Mapping[str, Disclosed], gone: Mapping[str, int], report: Report
) -> None:
    """Tell every figure that rests on a claim that is not there, was recorded later, or stands no more."""
    for binding in _bindings(entry, report):
        report.checked["bindings"] += 1
        names = {"seq": entry.seq, "statement": _name(entry), "found": str(binding.get("text"))}
        ids = binding.get("claims")
        for claim in ids if isinstance(ids, list) else []:
            recorded = claims.get(str(claim))
            if recorded is None or recorded.seq > entry.seq:
                report.tell("verify.binding-without-claim", claim=str(claim), **names)
            elif claim in gone:
                report.tell("verify.binding-withdrawn", claim=str(claim), expected=gone[claim], **names)


def _bindings(entry: Disclosed, report: Report) -> list[Mapping[str, Any]]:
    return _list(entry, "bindings", report, "text", "target")


def _list(entry: Disclosed, name: str, report: Report, *texts: str) -> list[Mapping[str, Any]]:
    """Return a list that a payload holds, of objects with these texts in each."""
    found = entry.payload.get(name)
    if not isinstance(found, list) or not all(
        isinstance(one, dict) and all(isinstance(one.get(text), str) for text in texts) for one in found
    ):
        report.tell("verify.payload-malformed", seq=entry.seq, statement=_name(entry), found=name)
        return []
    return found


def _link(binding: Mapping[str, Any]) -> str:
    return " ".join(f"[{binding.get('text')}]({binding.get('target')})".split())


def _name(entry: Disclosed) -> str:
    return entry.text("name") or entry.text("statement")


def _suffix(entry: Mapping[str, Any]) -> str:
    edition = str(entry.get("edition"))
    return _SUFFIX.get(edition, f"-{edition}")
