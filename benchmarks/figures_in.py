"""The figures in prose, measured on claims whose number and quote a person wrote down.

    python benchmarks/figures_in.py [CLAIMS.jsonl ...] [--halves] [--muc4 FOLDER] [--speed TEXT.txt --language ru]

Each row has `quote`, `language`, and either `value_low`, `value_high`, `modality` or the `low`, `high`, `qualifier` of
a claims file; without an argument the rows of examples/korday are taken. Only totals are printed, never a row.

    claims      rows that say a number and whose quote is there
    number      share of them for which some figure found in the quote begins or ends with that number
    bounds      share for which both bounds are right (METHOD 6.1)
    qualifier   share for which both bounds and the qualifier are right
    measure     share of the rows whose measure the vocabulary knows for which a figure has its bounds and its measure
    of right    the same, of the rows whose bounds were found at all: many a quote does not say the number of its row
    explained   of all figures found in the quotes, the share that some row states: a floor for precision, since a
                quote may hold numbers that nobody made a row of

With --halves, rows are told apart by the SHA-256 of their quote: errors of half 1 were looked at, those of half 2
were not.

With --muc4, the 200 reports of MUC-3 and MUC-4 beside their answer keys (the texts are not part of this project). A
figure of the key is a record with a number and at least one of the effects DEATH and INJURY; a figure found counts
where its measure says one of these. Both are counted once per report, number and effect. A pair matches where number
(or both bounds, for "at least" and "about") and effect agree and a word of the key, of four letters or more, stands
in the quote or within 120 characters of it: lenient, since the keys often name the people and not the figure. Reports
are split in halves by turn: the rules were written with the first half in sight, the second gives the figure to quote.

    stated      only records that state a number of people: two and more, about, at least
    all         every record with a number: also people named one by one, of whom a text seldom says "one"
    none        share of the reports without any record in the key for which a figure of two and more is found. The keys
                leave out what is no terrorist incident (fights between armies), so such reports do state dead and hurt

With --speed, the seconds one core takes for a text, per megabyte of UTF-8: for its figures, and for all that is
suggested from it, with speakers, places and days.

The rules were first written with all the Korday quotes in sight, so these shares say how well they fit, not how well
they carry over to texts of another kind; tests/reading/figures holds sentences written before the rules were looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from onrecord import ledger, reading
from onrecord.kernel import Qualifier, Vocabulary

_EXAMPLE: Final = Path(__file__).parents[1] / "examples" / "korday"
# What a person called the hedge, and the qualifiers that say the same. Other words ("derived", "qualitative") are of
# rows whose number does not stand in the quote.
_QUALIFIERS: Final[Mapping[str, frozenset[Qualifier]]] = {
    "exact": frozenset({Qualifier.EXACT}),
    "approx": frozenset({Qualifier.ABOUT}),
    "at_least": frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN}),
    "at_most": frozenset({Qualifier.UP_TO, Qualifier.LESS_THAN}),
    **{one.value: frozenset({one}) for one in Qualifier if one is not Qualifier.AT_LEAST},
}
# The effects of a MUC-4 key, and the measures that say the same.
_EFFECTS: Final[Mapping[str, str]] = {"DEATH": "killed", "INJURY": "injured"}
_MEASURES: Final[Mapping[str, str]] = {
    "killed": "killed",
    "death_in_custody": "killed",
    "injured": "injured",
    "police_injured": "injured",
    "gunshot_wounds": "injured",
}
_AROUND: Final = 120  # code points around a figure in which the words of the key may stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One row: the number a person took from a quote."""

    quote: str
    language: str
    low: Decimal | None
    high: Decimal | None
    modality: str
    measure: str | None
    group: str | None


def main() -> None:
    """Print one line per language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="*", type=Path)
    parser.add_argument("--halves", action="store_true")
    parser.add_argument("--muc4", type=Path, metavar="FOLDER")
    parser.add_argument("--speed", type=Path, metavar="TEXT")
    parser.add_argument("--language", default="ru")
    given = parser.parse_args()
    if given.muc4 or given.speed:
        if given.muc4:
            _print_muc4(given.muc4)
        if given.speed:
            _print_speed(given.speed, given.language)
        return
    files = given.claims or sorted((_EXAMPLE / "claims").glob("*.jsonl"))
    rows = list(_stated(files, _languages(), ledger.shipped_vocabulary()))
    head = f"{'':<9}{'claims':>7}{'number':>9}{'bounds':>9}{'qualifier':>11}{'measure':>9}{'of right':>10}"
    print(f"{head}{'found':>8}{'explained':>11}")
    _print_claims(rows)
    for half in (0, 1) if given.halves else ():
        print(f"half {half + 1}")
        _print_claims([row for row in rows if _half(row.quote) == half])


def _print_claims(rows: Sequence[Stated]) -> None:
    by_language: dict[str, list[Stated]] = defaultdict(list)
    for row in rows:
        by_language[row.language].append(row)
    for language, own in sorted(by_language.items(), key=lambda pair: -len(pair[1])):
        print(_line(language, _measured(own)))
    print(_line("all", _measured(rows)))


def _half(quote: str) -> int:
    return int(hashlib.sha256(quote.encode()).hexdigest(), 16) % 2


def _measured(rows: Sequence[Stated]) -> Counter[str]:
    count: Counter[str] = Counter(claims=len(rows))
    by_quote: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for row in rows:
        by_quote[row.quote, row.language].append(row)
    vocabulary = ledger.shipped_vocabulary()
    for (quote, language), stated in by_quote.items():
        found = reading.quantities_in(quote, language, vocabulary)
        count["found"] += len(found)
        count["explained"] += sum(any(_number_is(one, row) for row in stated) for one in found)
        for row in stated:
            count["number"] += any(_number_is(one, row) for one in found)
            count["bounds"] += any(_bounds_are(one, row) for one in found)
            right = [one for one in found if _bounds_are(one, row)]
            if row.measure is not None:
                count["asked"] += 1
                count["answerable"] += bool(right)
                count["measure"] += any(one.property == row.measure for one in right)
            count["qualifier"] += any(_bounds_are(one, row) and _qualifier_is(one, row) for one in found)
    return count


def _number_is(one: reading.QuantityInText, row: Stated) -> bool:
    numbers = {row.low, row.high} - {None, Decimal(0)}
    found: set[Decimal | None] = {one.quantity.low, one.quantity.high}
    if one.quantity.qualifier is Qualifier.MORE_THAN and one.quantity.low is not None:
        found.add(one.quantity.low - 1)
    return bool(numbers & found)


def _bounds_are(one: reading.QuantityInText, row: Stated) -> bool:
    """Say whether both bounds are the row's; a person may have written n for "more than n", METHOD 6.1 has n + 1."""
    low, high, qualifier = one.quantity.low, one.quantity.high, one.quantity.qualifier
    lows: set[Decimal | None] = {low, low - 1} if qualifier is Qualifier.MORE_THAN and low is not None else {low}
    if qualifier in _QUALIFIERS["at_most"]:
        lows.add(None)
    return row.low in lows and row.high == high


def _qualifier_is(one: reading.QuantityInText, row: Stated) -> bool:
    return one.quantity.qualifier in _QUALIFIERS[row.modality]


def _measure(name: str, group: str | None, vocabulary: Vocabulary) -> dict[str, str | None]:
    """Return the property and group a row's measure names: "killed_dungan" is `killed` of a group, "x_longest" an `x`.

    None where the vocabulary has no such property: then nothing is asked of the guess.
    """
    groups = {term.name for term in vocabulary.terms_of("group")}
    parts = name.split("_")
    for end in range(len(parts), 0, -1):
        known = "_".join(parts[:end])
        if vocabulary.property(known) is not None:
            return {"measure": known, "group": group or next((one for one in parts[end:] if one in groups), None)}
    return {"measure": None, "group": group}


def _stated(files: Sequence[Path], languages: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Stated]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            low, high = row.get("value_low", row.get("low")), row.get("value_high", row.get("high"))
            modality = str(row.get("modality", row.get("qualifier")))
            if modality not in _QUALIFIERS or (low is None and high is None) or not row.get("quote"):
                continue
            yield Stated(
                quote=row["quote"],
                language=row.get("language")
                or reading.language_of(row["quote"])
                or languages.get(row.get("source", ""), "und"),
                low=None if low is None else Decimal(str(low)),
                high=None if high is None else Decimal(str(high)),
                modality=modality,
                **_measure(str(row.get("property", row.get("measure"))), row.get("group"), vocabulary),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """One record of a MUC-4 key: how many, what happened to them, and the words that name them."""

    low: int
    high: int | None
    effects: frozenset[str]
    words: str


def _print_muc4(folder: Path) -> None:
    texts = dict(_reports(folder))
    key = _key(folder / "casualty_figures.jsonl")
    print(f"{'':<20}{'reports':>9}{'precision':>11}{'recall':>9}{'F1':>8}{'none':>8}")
    for half in (0, 1):
        names = [name for at, name in enumerate(sorted(texts)) if at % 2 == half]
        for kind in ("stated", "all"):
            print(_muc4_line(f"half {half + 1}, {kind}", names, texts, key, only_stated=kind == "stated"))
    for kind in ("stated", "all"):
        print(_muc4_line(f"both, {kind}", sorted(texts), texts, key, only_stated=kind == "stated"))


def _muc4_line(
    title: str,
    names: Sequence[str],
    texts: Mapping[str, str],
    key: Mapping[str, Sequence[Victims]],
    *,
    only_stated: bool,
) -> str:
    count: Counter[str] = Counter()
    for name in names:
        wanted = [one for one in key.get(name, ()) if one.effects and (one.low > 1 or not only_stated)]
        found = _casualties(texts[name], only_stated=only_stated)
        if name not in key:
            count["empty"] += 1
            count["yielding"] += any(one.quantity.low != 1 for same in found for one in same)
        count["wanted"] += len(wanted)
        if name in key:
            count["found"] += len(found)
            count["right"] += sum(
                any(_is_victims(texts[name], one, row) for row in wanted for one in same) for same in found
            )
            count["hit"] += sum(
                any(_is_victims(texts[name], one, row) for same in found for one in same) for row in wanted
            )
    precision = count["right"] / max(1, count["found"])
    recall = count["hit"] / max(1, count["wanted"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    none = _share(count["yielding"], count["empty"])
    return f"{title:<20}{len(names):>9}{100 * precision:>9.1f} %{100 * recall:>7.1f} %{100 * f1:>6.1f} %{none:>8}"


def _reports(folder: Path) -> Iterator[tuple[str, str]]:
    for name in ("tst1-muc3", "tst2-muc4"):
        whole = (folder / name).read_text(encoding="latin-1")
        for part in re.split(r"(?m)^(?=TST\d-MUC\d-\d{4})", whole):
            if part.startswith("TST"):
                title, text = part.split(None, 1)
                yield title, text


def _key(file: Path) -> dict[str, list[Victims]]:
    """Return the records by report; a number is "6", "~100", "7 -" (at least), "- 15" (at most) or "5/6"."""
    key: dict[str, list[Victims]] = defaultdict(list)
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        digits = [int(one) for one in re.findall(r"\d+", row["number"] or "")]
        own = key[row["doc"]]
        if digits:
            effects = frozenset(_EFFECTS[one] for one in row["effects"] if one in _EFFECTS)
            high = None if row["number"].endswith("-") else max(digits)
            own.append(Victims(low=min(digits), high=high, effects=effects, words=row["quote"]))
    return key


def _casualties(text: str, *, only_stated: bool) -> list[list[reading.QuantityInText]]:
    """Return the figures of dead and hurt of a text, those of one number and effect together."""
    kept: dict[tuple[Any, ...], list[reading.QuantityInText]] = defaultdict(list)
    for one in reading.quantities_in(text, "en", ledger.shipped_vocabulary()):
        effect = _MEASURES.get(one.property or "")
        if effect is not None and not (only_stated and one.quantity.high == 1):
            kept[one.quantity.low, effect].append(one)
    return list(kept.values())


def _is_victims(text: str, one: reading.QuantityInText, row: Victims) -> bool:
    numbers = {row.low, row.high} - {None}
    said = {one.quantity.low, one.quantity.high}
    if one.quantity.qualifier is Qualifier.MORE_THAN and one.quantity.low is not None:
        said.add(one.quantity.low - 1)
    if not numbers & said or _MEASURES.get(one.property or "") not in row.effects:
        return False
    around = " ".join(text[max(0, one.start - _AROUND) : one.phrase_end + _AROUND].split())
    return any(word in around for word in row.words.split() if len(word) > 3) or row.words in around


def _print_speed(file: Path, language: str) -> None:
    text = file.read_text(encoding="utf-8")
    vocabulary = ledger.shipped_vocabulary()
    size = len(text.encode()) / 1e6
    began = time.process_time()
    found = reading.quantities_in(text, language, vocabulary)
    spent = time.process_time() - began
    print(f"{size:.2f} MB, {len(found)} figures, {spent:.2f} s of one core, {spent / size:.2f} s per MB")
    began = time.process_time()
    suggested = list(reading.FiguresReader().suggestions(text, language, vocabulary))
    spent = time.process_time() - began
    told = [sum(bool(getattr(one, name)) for one in suggested) for name in ("speaker", "as_of")]
    places = sum("place" in dict(one.about) for one in suggested)
    print(f"{len(suggested)} suggestions, {told[0]} with speaker, {places} with place, {told[1]} with day: ", end="")
    print(f"{spent:.2f} s of one core, {spent / size:.2f} s per MB, figures included")


def _languages() -> dict[str, str]:
    """Return the language of each source of the example, which its claims do not repeat."""
    lines = (_EXAMPLE / "sources.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["source"]: row["language"] for row in map(json.loads, lines) if "language" in row}


def _line(name: str, count: Counter[str]) -> str:
    claims, found = count["claims"], count["found"]
    number, bounds, qualifier = (_share(count[one], claims) for one in ("number", "bounds", "qualifier"))
    measure = _share(count["measure"], count["asked"])
    named = _share(count["measure"], count["answerable"])
    explained = _share(count["explained"], found)
    return f"{name:<9}{claims:>7}{number:>9}{bounds:>9}{qualifier:>11}{measure:>9}{named:>10}{found:>8}{explained:>11}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


if __name__ == "__main__":
    main()
