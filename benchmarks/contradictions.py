"""How many disagreements that people found by hand the ledger finds too, and how many it invents; and how fast it is.

    python benchmarks/contradictions.py --korday DIR [--list] [--any-quote]
    python benchmarks/contradictions.py --claims 100000

DIR holds `korday_claims.jsonl`, `korday_sources.jsonl` and `contradictions.jsonl`, a hand-made list of disagreements,
each with its values and their claims. A row counts where claims of at least two of its values could be stated; it is
found when one reported disagreement holds claims of at least two of its values, and of the right kind when one of those
that find it has a kind that the row names. Rows are told apart by the hash of their id, half and half. A claim whose
quote does not carry its number in a language that is read cannot be stated; with `--any-quote` quotes pass unread.
What is reported and stands in no row is in `contradictions_review.jsonl` with a verdict and a reason, or it is
unreviewed and counts as spurious.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from onrecord import ledger, reading
from onrecord.kernel import Level, Quantity

_TODAY: Final = dt.date(2026, 1, 1)
_REVIEW: Final = Path(__file__).with_name("contradictions_review.jsonl")
_SUBJECT: Final = "incident:korday-2020"
# measure of the data -> property of the vocabulary, and what the name of the measure says besides
_MEASURES: Final[Mapping[str, tuple[str, dict[str, str]]]] = {
    "killed_dungan": ("killed", {"group": "dungan"}),
    "killed_kazakh": ("killed", {"group": "kazakh"}),
    "defendants_dungan": ("defendants", {"group": "dungan"}),
    "defendants_kazakh": ("defendants", {"group": "kazakh"}),
    "defendants_first_incident": ("defendants", {"trial": "road_quarrel"}),
    "imprisoned_dungan": ("imprisoned", {"group": "dungan"}),
    "suspended_dungan": ("suspended", {"group": "dungan"}),
    "sentence_requested_dungan": ("sentence_requested", {"group": "dungan"}),
    "sentence_requested_attackers": ("sentence_requested", {"group": "kazakh", "scope": "suspended"}),
    "sentences_unaltered_dungan": ("sentences_upheld", {"group": "dungan"}),
    "prison_term_longest": ("prison_term", {"scope": "longest"}),
    "prison_term_dungan_murder": ("prison_term", {"group": "dungan", "article": "99"}),
    "prison_term_dungan_police": ("prison_term", {"group": "dungan", "scope": "police"}),
    "prison_term_first_incident": ("prison_term", {"trial": "road_quarrel"}),
    "suspects_first_incident": ("suspects", {"trial": "road_quarrel"}),
    "victims_recognised_first_incident": ("victims_recognised", {"scope": "road_quarrel"}),
    "detained_for_killings": ("detained", {"scope": "killings"}),
    "houses_burned_fully": ("houses_destroyed", {"extent": "burned_fully"}),
    "houses_damaged_or_destroyed": ("houses_destroyed", {"extent": "destroyed_or_damaged"}),
    "houses_windows_broken": ("houses_damaged", {"scope": "windows"}),
    "buildings_burned_total": ("houses_and_shops", {"scope": "all_buildings"}),
    "objects_damaged_total": ("houses_and_shops", {"scope": "all_kinds"}),
    "treated_in_kyrgyzstan": ("treated_abroad", {}),
    "speech_criminal_cases": ("criminal_cases", {"scope": "speech"}),
    "speech_prosecution_of_critics": ("speech_prosecution", {}),
    "interrogation_duration": ("interrogation_hours", {}),
    "officials_dismissed": ("dismissed_officials", {}),
    "torture_complaint": ("complaint", {}),
}
_UNITS: Final = {"sought medical help": "sought_medical_help"}  # a unit that says what was counted
_SCOPES: Final = (
    (re.compile(r"gunshot|огнестрел", re.I), ("cause", "gunshot")),
    (re.compile(r"looted|разграб", re.I), ("scope", "burned_or_looted")),
    (re.compile(r"stolen|угнан", re.I), ("scope", "burned_or_stolen")),
    (re.compile(r"initial|first fight", re.I), ("phase", "first_fight")),
    (re.compile(r"one border post", re.I), ("scope", "seen_at_one_post")),
    (re.compile(r"one armed group", re.I), ("scope", "one_group_seen")),
    (re.compile(r"за один день|in a day", re.I), ("scope", "one_day")),
    (re.compile(r"the four\b", re.I), ("scope", "the_four")),
)
_QUALIFIERS: Final = {
    "approx": "about",
    "at_least": "at_least",
    "at_most": "up_to",
    "vague": "vague",
    "range": "range",
    "exact": "exact",
    "derived": "exact",
    "derived_sum": "exact",
}
_SPEAKERS: Final = (
    ("court", "court"),
    ("ngo", "ngo"),
    ("media", "media"),
    ("minist|prosecutor|president|akim|official|government|authorit|police|border", "official"),
    ("witness", "witness"),
)
_IN_BRACKETS: Final = re.compile(r"\([^()]*?([\d.,]+)\s*(?:million|mln)[^()]*\)")
# The words of the hand-made list -> the kinds that say the same
_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "time drift": frozenset({"time_drift", "stock_and_flow"}),
    "stale": frozenset({"stale_repetition"}),
    "scope difference": frozenset({"scope_difference"}),
    "time drift or scope difference": frozenset({"time_drift", "scope_difference"}),
    "unknown resolved differently": frozenset({"split_differs"}),
    "outlier": frozenset({"outlier"}),
    "translation slip": frozenset({"translation_slip"}),
    "sum mismatch": frozenset({"sum_mismatch"}),
    "entity error": frozenset({"retold_as_another", "scope_difference"}),  # of kin that are counted in other units
    "meaning swapped": frozenset({"retold_as_another"}),
    "misattribution": frozenset({"retold_as_another"}),
    "role slip": frozenset({"retold_as_another"}),
    "number reuse": frozenset({"number_reuse"}),
    "publisher drift": frozenset({"publisher_drift"}),
    "stock and flow": frozenset({"stock_and_flow"}),
    "modality lost": frozenset({"modality_lost"}),
    "source conflict": frozenset({"conflict"}),
    "reporting difference": frozenset({"reporting_difference"}),
    "narrative": frozenset({"narrative"}),
    "same source, two stages": frozenset({"time_drift"}),
}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _date(text: str | None) -> str | None:
    """Return a date of the data in our form; what is in brackets is somebody's guess and widens nothing."""
    found = re.search(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", text or "")
    return found.group(0) if found else None


def _source_rows(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    known = {row["source_id"] for row in rows}
    for row in rows:
        above = re.sub(r"\s*\(.*?\)", "", row["derived_from"] or "")
        derived = [one.strip() for one in above.split(";") if one.strip()]
        yield {
            "source": row["source_id"],
            "publisher": re.sub(r"\s*\((?:via|citing) .*?\)", "", row["publisher"]),
            "language": row["language"],
            "address": row["source_url"] or "https://example.org/",
            "published_on": _date(row["published"]),
            "derived_from": [one if one in known else re.sub(r"[^\w]+", "-", one) for one in derived],
        }


def _claim_row(row: Mapping[str, Any], words: Any) -> dict[str, Any] | None:
    """Return one claim of the data as a row, or None where the vocabulary has no such property."""
    name, about = _MEASURES.get(row["measure"], (row["measure"], {}))
    name = _UNITS.get(row["unit"] or "", name)
    declared = words.property(name)
    if declared is None:
        return None
    about = dict(about)
    for pattern, (dimension, value) in _SCOPES:
        if pattern.search(row["value_text"] or "") and dimension in declared.dimensions:
            about.setdefault(dimension, value)
    fields = {
        "id": row["claim_id"],
        "subject": _SUBJECT,
        "property": name,
        **about,
        "as_of": _date(row["as_of"]),
        "said_on": _date(row["published"]),
        "speaker": row["speaker"],
        "speaker_kind": next((k for p, k in _SPEAKERS if re.search(p, row["speaker"].lower())), "unknown"),
        "source": row["source_id"],
        "quote": row["quote"],
        "level": "inference" if row["modality"].startswith("derived") else "in_the_text",
        **_value(row, declared),
    }
    return {key: value for key, value in fields.items() if value is not None} if fields.get("value", 1) else None


def _value(row: Mapping[str, Any], declared: Any) -> dict[str, Any]:
    match declared.value_type.value:
        case "text":
            return {"value": row["value_text"]}
        case "yes_no":
            return {"value": "no" if row["value_high"] == 0 else "yes"}
        case "quantity" | "money":
            return _number(row, declared)
    return {"value": _date(row["value_text"])}


def _number(row: Mapping[str, Any], declared: Any) -> dict[str, Any]:
    low, high = row.get("value_low"), row.get("value_high")
    if low is None and high is None:
        return {"value": ""}
    qualifier = _QUALIFIERS.get(row["modality"], "exact")
    if qualifier in ("exact", "about") and low != high:
        qualifier = "at_least" if high is None else "range"
    if qualifier in ("at_least", "vague"):
        high = None
    unit = row["unit"] if not declared.units and re.fullmatch(r"[A-Z]{3}", row["unit"] or "") else None
    if not declared.units:
        unit = unit or "XXX"  # ISO 4217: no currency
    numbers = {name: str(value) if value is not None else None for name, value in (("low", low), ("high", high))}
    return {**numbers, "qualifier": qualifier, "wording": row["value_text"], "unit": unit}


def _book(folder: Path, *, any_quote: bool) -> tuple[ledger.Book, dict[str, str]]:
    """Return the book of all claims that can be stated, and why each other one is not."""
    words = ledger.shipped_vocabulary()
    left_out: dict[str, str] = {}
    rows = list(_source_rows(_lines(folder / "korday_sources.jsonl")))
    languages = {row["source"]: row["language"] for row in rows}
    stated = [ledger.Row(number=0, fields={k: v for k, v in row.items() if v}, original=row["source"]) for row in rows]
    for row in _lines(folder / "korday_claims.jsonl"):
        fields = _claim_row(row, words)
        if fields is None:
            left_out[row["claim_id"]] = f"no property for {row['measure']}"
        else:
            stated.append(ledger.Row(number=0, fields=fields, original=row["claim_id"]))
            stated += _second_sum(fields)
    found = ledger.book_from_rows(
        stated, today=_TODAY, on_refused=lambda one: left_out.setdefault(one.original, one.code)
    )
    kept = []
    for claim in found.claims:
        if any_quote or _carries(claim, languages):
            kept.append(claim)
        else:
            left_out[claim.id] = "ledger.quote-without-the-number"
    return ledger.Book.of(kept, words), left_out


def _carries(claim: ledger.Claim, languages: Mapping[str, str]) -> bool:
    """Say whether the quoted words carry the number; a number that was worked out stands in no quote."""
    if not isinstance(claim.value, Quantity) or claim.quote is None or claim.level is Level.INFERENCE:
        return True
    return reading.carries(claim.quote.text, claim.value, languages.get(claim.source or ""))


def _second_sum(fields: Mapping[str, Any]) -> Iterator[ledger.Row]:
    """Yield the claim of the same sum in dollars that stands in brackets behind it, as a person would state it too."""
    found = _IN_BRACKETS.search(fields.get("wording", ""))
    if found and fields.get("unit") not in (None, "USD"):
        dollars = str(round(float(found[1].replace(",", ".")) * 1_000_000))
        more = {"id": f"{fields['id']}.2", "low": dollars, "high": dollars, "unit": "USD", "wording": found[0]}
        yield ledger.Row(number=0, fields={**fields, **more}, original=more["id"])


def _half(row: str) -> int:
    return hashlib.sha256(row.encode()).digest()[0] % 2


def _named(one: ledger.Contradiction) -> set[str]:
    """Return its claims by the names of the data."""
    return {claim.removesuffix(".2") for claim in one.claims}


def _key(one: ledger.Contradiction) -> str:
    """Return a name for what is reported that holds no number of the data."""
    return " ".join([one.kind, "+".join(sorted(one.properties)), *(f"{name}={value}" for name, value in one.about)])


def _korday(folder: Path, *, is_listing: bool, any_quote: bool) -> None:
    book, left_out = _book(folder, any_quote=any_quote)
    refused = sorted(claim for claim, why in left_out.items() if why.startswith("ledger."))
    reported = book.contradictions()
    standing = {claim.id for claim in book.claims}
    rows = _lines(folder / "contradictions.jsonl")
    used: set[str] = set()
    results: dict[int, Counter[str]] = {0: Counter(), 1: Counter()}
    for row in rows:
        values = [{one for one in value["claims"] if one in standing} for value in row["values"]]
        finding = [one for one in reported if sum(bool(value & _named(one)) for value in values) > 1]
        used |= {one.id for one in finding}
        wanted = frozenset().union(*(_KINDS.get(kind, frozenset()) for kind in row["kinds"]))
        is_right = any(one.kind in wanted for one in finding)
        tally = results[_half(row["id"])]
        rests = sum(bool(value) for value in values) > 1
        if rests:
            tally["rests"] += 1
            tally["found"] += bool(finding)
            tally["right"] += is_right
        mark = "-" if not rests else "found" if finding else "MISSED"
        kinds = ", ".join(sorted({one.kind for one in finding}))
        print(
            f"{row['id']} half {_half(row['id'])} {mark:6} {'right' if is_right else '':5} "
            f"{'/'.join(row['kinds'])} -> {kinds}"
        )
    for half, tally in results.items():
        print(f"half {half}: {dict(tally)}")
    total = results[0] + results[1]
    print(
        f"both: of {total['rests']} rows that rest on claims, found {total['found'] / total['rests']:.0%}, "
        f"right kind {total['right'] / total['rests']:.0%}"
    )
    _spurious(reported, used, is_listing=is_listing)
    print(f"refused: {', '.join(refused)}")
    print(f"{len(left_out)} claims not stated: {dict(Counter(left_out.values()).most_common(8))}")


def _spurious(reported: Sequence[ledger.Contradiction], used: set[str], *, is_listing: bool) -> None:
    reviewed = {row["key"]: row for row in (_lines(_REVIEW) if _REVIEW.is_file() else [])}
    outside = [one for one in reported if one.id not in used]
    verdicts = Counter(reviewed.get(_key(one), {"verdict": "unreviewed"})["verdict"] for one in outside)
    spurious = sum(count for verdict, count in verdicts.items() if verdict != "holds")
    print(
        f"reported {len(reported)}, in no row {len(outside)}: {dict(verdicts)}; spurious {spurious / len(reported):.0%}"
    )
    print(f"kinds reported: {dict(Counter(one.kind for one in reported))}")
    for one in outside:
        verdict = reviewed.get(_key(one), {"verdict": "unreviewed"})["verdict"]
        if is_listing or verdict == "unreviewed":
            print(json.dumps({"key": _key(one), "verdict": verdict}, ensure_ascii=False))
            if is_listing:
                print(f"    {one.reading.en}")


def _speed(count: int) -> None:
    """Print how long the disagreements among invented claims take, spread and all of one figure."""
    dice = random.Random(11)
    for name, properties in (
        ("spread over 40 properties", sorted(ledger.shipped_vocabulary().properties)[:40]),
        ("one figure", ["killed"]),
    ):
        rows = [{"source": f"S{one}", "publisher": f"P{one % 97}", "address": "a"} for one in range(500)]
        rows += [_invented(number, properties, dice) for number in range(count)]
        numbered = [ledger.Row(number=at, fields=row, original="") for at, row in enumerate(rows)]
        book = ledger.book_from_rows(numbered, today=_TODAY)
        start = time.process_time()
        found = book.contradictions()
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{name}: {len(book.claims)} claims, {len(found)} found, {seconds:.1f} s of processor, peak {peak} MB")


def _invented(number: int, properties: Sequence[str], dice: random.Random) -> dict[str, Any]:
    name = properties[number % len(properties)]
    declared = ledger.shipped_vocabulary().property(name)
    is_number = declared is not None and declared.value_type.value == "quantity"
    value = dice.randrange(100_000)
    said = (
        {"low": value, "high": value, "qualifier": "exact", "wording": f"{value}"}
        if is_number
        else {"value": f"v{value}"}
    )
    day = f"20{dice.randrange(10, 25)}-{dice.randrange(1, 13):02d}" + ("" if value % 3 else f"-{value % 28 + 1:02d}")
    kind = declared.subject if declared else "incident"
    return {
        "id": f"K{number}",
        "subject": f"{kind}:n{number % 7}",
        "property": name,
        **said,
        "as_of": day,
        "speaker": f"office {number % 50}",
        "speaker_kind": "official",
        "source": f"S{number % 500}",
        "quote": f"{value}",
    }


def main() -> None:
    """Print what was found, and what was not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--korday", type=Path)
    parser.add_argument("--list", action="store_true", help="Show every reported disagreement that is in no row.")
    parser.add_argument("--any-quote", action="store_true", help="State claims whose quote does not carry the number.")
    parser.add_argument("--claims", type=int)
    options = parser.parse_args()
    if options.korday:
        _korday(options.korday, is_listing=options.list, any_quote=options.any_quote)
    if options.claims:
        _speed(options.claims)


if __name__ == "__main__":
    main()
