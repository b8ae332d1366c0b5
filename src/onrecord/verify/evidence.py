"""Owns the check of items, text layers and claims against the entries that record them."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import NotCanonical, PartialDate, Quantity, canonical_bytes, is_sha256_hex, parse_json
from onrecord.verify.bags import Bag
from onrecord.verify.files import digests_of
from onrecord.verify.logs import Disclosed, ExportedLog
from onrecord.verify.verdict import Report

CLAIMS: Final = "data/claims.jsonl"
SEALINGS: Final = ("item-sealed@1", "item-sealed@2")
_DATES: Final = ("as_of", "said_on")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_CHUNK: Final = 1 << 20
# For records whose names are plain ASCII this is RFC 8785, at the speed of the interpreter's own encoder.
_compact: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Where a claim says that its words stand."""

    claim: Disclosed
    start: int
    end: int
    text: str


def told_digest(bag: Bag, log: ExportedLog, record: Mapping[str, Any], report: Report) -> str | None:
    """Return the digest by which the log knows an object, by the trusted algorithm; None, counted, where it has none.

    What an entry names by SHA-256 alone may have been named again by SHA-512 (`object-digested@1`).
    """
    first = record.get("sha256")
    if bag.trusted == "sha256":
        return first if isinstance(first, str) else ""
    told = record.get(bag.trusted) or log.renewed.get(str(first))
    if not isinstance(told, str):
        report.checked["known_by_sha256_alone"] += 1
        return None
    return told


def check_items(bag: Bag, log: ExportedLog, report: Report) -> set[str]:
    """Compare every disclosed item's bytes with the digest it was sealed under; return the files accounted for."""
    files, accounted = files_of_items(bag), set[str]()
    for item, entry in by_id(log.of_kind(*SEALINGS), "item", report).items():
        if not is_sha256_hex(entry.text("sha256")):
            report.tell("verify.payload-malformed", seq=entry.seq, item=item, found="sha256")
        expected = told_digest(bag, log, entry.payload, report)
        paths = files.get(item, [])
        if not paths:
            report.tell("verify.item-missing", seq=entry.seq, item=item, expected=expected)
        for path in paths[:1]:
            accounted.add(path)
            report.checked["items"] += 1
            found = bag.digest(path)
            if expected is not None and found != expected:
                report.tell("verify.item-changed", path=path, seq=entry.seq, item=item, expected=expected, found=found)
            _check_second(bag, path, entry, report)
    return accounted


def files_of_items(bag: Bag) -> dict[str, list[str]]:
    """Return the files that lie in the folder of each item; in a sound export there is one."""
    files: dict[str, list[str]] = {}
    for path in bag:
        if path.startswith("data/items/") and path.count("/") == 3:
            files.setdefault(path.split("/")[2], []).append(path)
    return files


def _check_second(bag: Bag, path: str, entry: Disclosed, report: Report) -> None:
    """Compare what the manifest by SHA-512 says of an item with what the log says: both were written when it came.

    So the item is read once. One sealed before there was a second digest is read again.
    """
    listed = bag.tags.listed(path, "sha512")
    if listed is None or bag.trusted != "sha256":
        return
    told = entry.text("sha512") or digests_of(bag.files, {path: ["sha512"]}, report)[path]["sha512"]
    if listed != told:
        facts = {"algorithm": "sha512", "expected": told, "item": entry.text("item"), "seq": entry.seq}
        report.tell("verify.manifest-false", path="manifest-sha512.txt", found=path, **facts)


def check_layers(bag: Bag, log: ExportedLog, report: Report) -> tuple[dict[str, str], set[str]]:
    """Compare every disclosed text layer with its digest; return layer -> item and the files accounted for."""
    items: dict[str, str] = {}
    accounted: set[str] = set()
    for layer, entry in by_id(log.of_kind("layer-made@1"), "layer", report).items():
        path, item = f"data/layers/{layer}.txt", entry.text("item")
        names: dict[str, Any] = {"path": path, "seq": entry.seq, "item": item, "layer": layer}
        if path not in bag:
            if entry.text("sha256"):  # an item that could not be read has a layer entry with a status and no text
                report.tell("verify.layer-missing", expected=entry.text("sha256"), **names)
            continue
        accounted.add(path)
        report.checked["layers"] += 1
        expected, found = told_digest(bag, log, entry.payload, report), bag.digest(path)
        if expected is not None and found != expected:
            report.tell("verify.layer-changed", expected=expected, found=found, **names)
        items[layer] = item
    return items, accounted


def check_claims(
    bag: Bag, log: ExportedLog, layers: Mapping[str, str], report: Report
) -> tuple[dict[str, Disclosed], int]:
    """Compare readable claims with their entries, and quotes with the text; return the claims and unseen quotes."""
    recorded = by_id(log.of_kind("claim-stated@1"), "claim", report)
    _compare_readable(bag, recorded, report)
    quotes: dict[str, list[Quote]] = {}
    for claim, entry in recorded.items():
        report.checked["claims"] += 1
        found = _without_sense(entry)
        if found is not None:
            report.tell("verify.claim-without-sense", seq=entry.seq, claim=claim, found=found)
        _collect_quote(entry, quotes, report)
    for layer in quotes.keys() & layers.keys():
        _check_quotes(bag, layer, layers[layer], quotes[layer], report)
    return recorded, sum(len(unseen) for layer, unseen in quotes.items() if layer not in layers)


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
    in_order = iter(recorded.values())
    if CLAIMS not in bag:
        report.tell("verify.file-missing", path=CLAIMS)
    for number, line in bag.lines(CLAIMS):
        expected = next(in_order, None)  # as the log has them, one after the other; else it is looked up below
        if expected and _compact({**expected.payload, "seq": expected.seq}).encode(errors="replace") == line:
            shown.add(expected.text("claim"))
            continue
        try:
            readable = parse_json(line)
            is_one_form = canonical_bytes(readable) == line
            claim, seq = _text(readable.pop("claim")), readable.pop("seq")
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
        if canonical_bytes(seq) != canonical_bytes(entry.seq):
            wrong.append("seq")
        if wrong:
            report.tell("verify.claim-changed", found=", ".join(wrong), **names)
    for claim in sorted(recorded.keys() - shown):
        report.tell("verify.claim-missing", path=CLAIMS, seq=recorded[claim].seq, claim=claim)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _field(record: Mapping[str, Any], name: str) -> tuple[bool, bytes]:
    """Return a field so that absent, null, false and 0 differ, at any depth."""
    return name in record, canonical_bytes(record.get(name))


def _without_sense(entry: Disclosed) -> str | None:
    """Return the name of the field whose value cannot be, or None."""
    value = entry.payload.get("value")
    dates = {name: entry.payload.get(name) for name in _DATES}
    if isinstance(value, dict) and "earliest" in value:
        dates["value"] = value
    elif isinstance(value, dict) and not _is_quantity(value):
        return "value"
    return next((name for name, date in dates.items() if date is not None and not _is_date(date)), None)


def _is_quantity(record: Mapping[str, Any]) -> bool:
    """Say whether these are bounds as the ledger writes them, and fit what was said."""
    bounds = [record.get("low"), record.get("high")]
    if not isinstance(record.get("wording"), str):
        return False
    if not all(one is None or type(one) is int or (type(one) is str and _DECIMAL.fullmatch(one)) for one in bounds):
        return False
    try:
        Quantity.from_record(record)
    except (ValueError, KeyError):
        return False
    return True


def _is_date(record: object) -> bool:
    """Say whether this is a stretch of days as the ledger writes it."""
    if not isinstance(record, dict) or not isinstance(record.get("wording"), str):
        return False
    if not all(isinstance(one := record.get(name), str) and _DAY.fullmatch(one) for name in ("earliest", "latest")):
        return False
    try:
        PartialDate.from_record(record)
    except ValueError:
        return False
    return True


def _collect_quote(entry: Disclosed, quotes: dict[str, list[Quote]], report: Report) -> None:
    """Add the quote of a claim to those of its layer; tell one that is not formed as a quote."""
    quote = entry.payload.get("quote")
    if quote is None:
        return
    try:
        layer, start, end, text = quote["layer"], quote["start"], quote["end"], quote["text"]
    except (KeyError, TypeError):
        layer, start, end, text = None, None, None, None
    if not (isinstance(layer, str) and type(start) is int and type(end) is int and isinstance(text, str)):
        report.tell("verify.payload-malformed", seq=entry.seq, claim=entry.text("claim"), found="quote")
        return
    quotes.setdefault(layer, []).append(Quote(claim=entry, start=start, end=end, text=text))


def _check_quotes(bag: Bag, layer: str, item: str, quotes: Sequence[Quote], report: Report) -> None:
    """Look the quotes of one layer up at their places."""
    path = f"data/layers/{layer}.txt"
    spans = {(one.start, one.end) for one in quotes if 0 <= one.start < one.end}
    found = _passages(_texts(bag, path), spans) if path in bag.digests else {}
    for quote in quotes:
        words, entry = found.get((quote.start, quote.end)), quote.claim
        if words != quote.text or item != entry.text("item"):
            facts = {"path": path, "seq": entry.seq, "claim": entry.text("claim"), "item": item}
            report.tell("verify.quote-differs", expected=quote.text, found=words, **facts)
        else:
            report.checked["quotes"] += 1


def _texts(bag: Bag, path: str) -> Iterator[str]:
    """Yield the text of a file piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with bag.files.open(path) as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _passages(texts: Iterable[str], spans: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Return what stands at each span of code points; a span that goes beyond the text is left out."""
    waiting = sorted(spans, reverse=True)
    begun: dict[tuple[int, int], str] = {}
    whole: dict[tuple[int, int], str] = {}
    at = 0
    for text in texts:
        after = at + len(text)
        while waiting and waiting[-1][0] < after:
            begun[waiting.pop()] = ""
        for start, end in list(begun):
            begun[start, end] += text[max(start - at, 0) : end - at]
            if end <= after:
                whole[start, end] = begun.pop((start, end))
        at = after
    return whole
