"""Owns the check of items, text layers and claims against the entries that record them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from onrecord.kernel import NotCanonical, PartialDate, Quantity, canonical_bytes, is_sha256_hex, parse_json
from onrecord.verify.bags import Bag
from onrecord.verify.logs import Disclosed, ExportedLog, compact
from onrecord.verify.verdict import Report

CLAIMS: Final = "data/claims.jsonl"
_DATES: Final = ("as_of", "said_on")


def check_items(bag: Bag, log: ExportedLog, report: Report) -> set[str]:
    """Compare every disclosed item's bytes with the digest it was sealed under; return the files accounted for."""
    files: dict[str, list[str]] = {}
    for path in bag.digests:
        if path.startswith("data/items/") and path.count("/") == 3:
            files.setdefault(path.split("/")[2], []).append(path)
    accounted: set[str] = set()
    for item, entry in by_id(log.of_kind("item-sealed@1", "item-sealed@2"), "item", report).items():
        sha256 = entry.text("sha256")
        if not is_sha256_hex(sha256):
            report.tell("verify.payload-malformed", seq=entry.seq, item=item, found="sha256")
        paths = files.get(item, [])
        if not paths:
            report.tell("verify.item-missing", seq=entry.seq, item=item, expected=sha256)
        for path in paths[:1]:
            accounted.add(path)
            report.checked["items"] += 1
            if bag.digests[path] != sha256:
                found = bag.digests[path]
                report.tell("verify.item-changed", path=path, seq=entry.seq, item=item, expected=sha256, found=found)
    return accounted


def check_layers(bag: Bag, log: ExportedLog, report: Report) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """Compare every disclosed text layer with its digest; return layer -> (item, text) and the files accounted for."""
    texts: dict[str, tuple[str, str]] = {}
    accounted: set[str] = set()
    for layer, entry in by_id(log.of_kind("layer-made@1"), "layer", report).items():
        path, item, sha256 = f"data/layers/{layer}.txt", entry.text("item"), entry.text("sha256")
        content = bag.read(path)
        names: dict[str, Any] = {"path": path, "seq": entry.seq, "item": item, "layer": layer, "expected": sha256}
        if content is None:
            if sha256:  # an item that could not be read has a layer entry with a status and no text
                report.tell("verify.layer-missing", **names)
            continue
        accounted.add(path)
        report.checked["layers"] += 1
        if bag.digests[path] != sha256:
            report.tell("verify.layer-changed", found=bag.digests[path], **names)
        texts[layer] = (item, content.decode("utf-8", "replace"))
    return texts, accounted


def check_claims(
    bag: Bag, log: ExportedLog, texts: Mapping[str, tuple[str, str]], report: Report
) -> tuple[dict[str, Disclosed], int]:
    """Compare readable claims with their entries, and quotes with the text; return the claims and unseen quotes."""
    recorded = by_id(log.of_kind("claim-stated@1"), "claim", report)
    _compare_readable(bag, recorded, report)
    unseen = 0
    for claim, entry in recorded.items():
        report.checked["claims"] += 1
        found = _without_sense(entry)
        if found is not None:
            report.tell("verify.claim-without-sense", seq=entry.seq, claim=claim, found=found)
        unseen += _check_quote(claim, entry, texts, report)
    return recorded, unseen


def by_id(entries: Iterable[Disclosed], name: str, report: Report) -> dict[str, Disclosed]:
    """Return entries by the id they give; an id that is missing or given twice is told."""
    found: dict[str, Disclosed] = {}
    for entry in entries:
        given = entry.text(name)
        if not given or "/" in given:
            report.tell("verify.payload-malformed", seq=entry.seq, found=name)
        elif given in found:
            report.tell("verify.id-twice", seq=entry.seq, expected=found[given].seq, found=given, **entry.names())
        else:
            found[given] = entry
    return found


def _compare_readable(bag: Bag, recorded: Mapping[str, Disclosed], report: Report) -> None:
    """Compare `claims.jsonl` with the entries, both ways."""
    shown: set[str] = set()
    expected = {compact({**one.payload, "seq": one.seq}).encode(errors="replace"): one for one in recorded.values()}
    if CLAIMS not in bag.digests:
        report.tell("verify.file-missing", path=CLAIMS)
    for number, line in bag.lines(CLAIMS):
        claim = expected[line].text("claim") if line in expected else ""
        if claim and claim not in shown:
            shown.add(claim)
            continue
        try:
            readable = parse_json(line)
            is_one_form = canonical_bytes(readable) == line
            claim = str(readable.pop("claim"))
            seq = readable.pop("seq")
        except (NotCanonical, KeyError, AttributeError, TypeError):
            report.tell("verify.line-malformed", path=CLAIMS, found=number)
            continue
        if not is_one_form:
            report.tell("verify.line-malformed", path=CLAIMS, claim=claim, found=number)
        entry = recorded.get(claim)
        if entry is None or claim in shown:
            report.tell("verify.claim-not-in-log", path=CLAIMS, claim=claim)
            continue
        shown.add(claim)
        names = {"path": CLAIMS, "seq": entry.seq, "claim": claim}
        payload = {name: value for name, value in entry.payload.items() if name != "claim"}
        wrong = sorted(n for n in payload.keys() | readable.keys() if _field(payload, n) != _field(readable, n))
        if seq != entry.seq:
            wrong.append("seq")
        if wrong:
            report.tell("verify.claim-changed", found=", ".join(wrong), **names)
    for claim in sorted(recorded.keys() - shown):
        report.tell("verify.claim-missing", path=CLAIMS, seq=recorded[claim].seq, claim=claim)


def _field(record: Mapping[str, Any], name: str) -> tuple[bool, type, Any]:
    """Return a field so that absent, null, false and 0 differ."""
    value = record.get(name)
    return name in record, type(value), value


def _without_sense(entry: Disclosed) -> str | None:
    """Return the name of the field whose value cannot be, or None."""
    value = entry.payload.get("value")
    dates = {name: entry.payload.get(name) for name in _DATES}
    if isinstance(value, dict) and "earliest" in value:
        dates["value"] = value
    elif isinstance(value, dict):
        try:
            Quantity.from_record(value)
        except (ValueError, KeyError, TypeError):
            return "value"
    for name, date in dates.items():
        try:
            if date is not None:
                PartialDate.from_record(date)
        except (ValueError, KeyError, TypeError):
            return name
    return None


def _check_quote(claim: str, entry: Disclosed, texts: Mapping[str, tuple[str, str]], report: Report) -> int:
    """Look the quote up at its place; return 1 when the text is not part of this export."""
    quote = entry.payload.get("quote")
    if quote is None:
        return 0
    try:
        layer, start, end, text = quote["layer"], quote["start"], quote["end"], quote["text"]
        where = texts.get(layer)
    except (KeyError, TypeError):
        report.tell("verify.payload-malformed", seq=entry.seq, claim=claim, found="quote")
        return 0
    if where is None:
        return 1
    item, words = where
    is_span = type(start) is int and type(end) is int and 0 <= start < end <= len(words)
    found = words[start:end] if is_span else None
    if found != text or item != entry.text("item"):
        facts = {"path": f"data/layers/{layer}.txt", "seq": entry.seq, "claim": claim, "item": item}
        report.tell("verify.quote-differs", expected=text, found=found, **facts)
    else:
        report.checked["quotes"] += 1
    return 0
