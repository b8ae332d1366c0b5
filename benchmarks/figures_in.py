"""The figures in prose, measured on claims whose number and quote a person wrote down.

    python benchmarks/figures_in.py [CLAIMS.jsonl ...]

Each row has `quote`, `language`, and either `value_low`, `value_high`, `modality` or the `low`, `high`, `qualifier` of
a claims file; without an argument the rows of examples/korday are taken. Only totals are printed, never a row.

    claims      rows that say a number and whose quote is there
    number      share of them for which some figure found in the quote begins or ends with that number
    bounds      share for which both bounds are right (METHOD 6.1)
    qualifier   share for which both bounds and the qualifier are right
    explained   of all figures found in the quotes, the share that some row states: a floor for precision, since a
                quote may hold numbers that nobody made a row of

The rules were improved with the Korday quotes in sight, so these shares say how well they fit, not how well they
carry over to texts of another kind.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from onrecord import ledger, reading
from onrecord.kernel import Qualifier

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One row: the number a person took from a quote."""

    quote: str
    language: str
    low: Decimal | None
    high: Decimal | None
    modality: str


def main() -> None:
    """Print one line per language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="*", type=Path)
    files = parser.parse_args().claims or sorted((_EXAMPLE / "claims").glob("*.jsonl"))
    rows = list(_stated(files, _languages()))
    print(f"{'':<9}{'claims':>7}{'number':>9}{'bounds':>9}{'qualifier':>11}{'found':>8}{'explained':>11}")
    by_language: dict[str, list[Stated]] = defaultdict(list)
    for row in rows:
        by_language[row.language].append(row)
    for language, own in sorted(by_language.items(), key=lambda pair: -len(pair[1])):
        print(_line(language, _measured(own)))
    print(_line("all", _measured(rows)))


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


def _stated(files: Sequence[Path], languages: Mapping[str, str]) -> Iterator[Stated]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            low, high = row.get("value_low", row.get("low")), row.get("value_high", row.get("high"))
            modality = str(row.get("modality", row.get("qualifier")))
            if modality not in _QUALIFIERS or (low is None and high is None) or not row.get("quote"):
                continue
            yield Stated(
                quote=row["quote"],
                language=row.get("language") or languages.get(row.get("source", ""), "und"),
                low=None if low is None else Decimal(str(low)),
                high=None if high is None else Decimal(str(high)),
                modality=modality,
            )


def _languages() -> dict[str, str]:
    """Return the language of each source of the example, which its claims do not repeat."""
    lines = (_EXAMPLE / "sources.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["source"]: row["language"] for row in map(json.loads, lines) if "language" in row}


def _line(name: str, count: Counter[str]) -> str:
    claims, found = count["claims"], count["found"]
    number, bounds, qualifier = (_share(count[one], claims) for one in ("number", "bounds", "qualifier"))
    explained = _share(count["explained"], found)
    return f"{name:<9}{claims:>7}{number:>9}{bounds:>9}{qualifier:>11}{found:>8}{explained:>11}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


if __name__ == "__main__":
    main()
