"""Figures in eight languages against sentences written for it, in the manner of agencies, officials, NGOs and courts.

Each row of `figures/LANGUAGE.jsonl` has a `text` and the `figures` a reader should find in it, none where its numbers
count no harm. Facts and places are invented. `start` tells apart equal quotes; a figure without `measure` may get any.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from onrecord import ledger, reading

_FOLDER: Final = Path(__file__).parent / "figures"
_LANGUAGES: Final = sorted(file.stem for file in _FOLDER.glob("*.jsonl"))
# What the rules reach now: a change that costs more than a figure or two has to be looked at.
_BOUNDS: Final = 0.98
_MEASURES: Final = 0.97
_FALSE: Final = 0.02


@pytest.mark.parametrize("language", _LANGUAGES)
def test_figures_are_found_as_a_person_finds_them(language: str) -> None:
    """Bounds, hedge and unit; what is counted, and of whom; each quote verbatim in its text."""
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for row in _rows(language):
        found = reading.quantities_in(row["text"], language, ledger.shipped_vocabulary())
        assert all(one.quote == row["text"][one.start : one.end] for one in found)
        for wanted in row["figures"]:
            is_found, is_counted = _judged(row["text"], wanted, found)
            count["all"] += 1
            count["found"] += is_found
            count["counted"] += is_counted
            if not is_counted:
                wrong.append(f"{row['text']} -- {wanted['quote']}")
    assert count["found"] >= _BOUNDS * count["all"], "\n".join(wrong)
    assert count["counted"] >= _MEASURES * count["all"], "\n".join(wrong)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_numbers_without_harm_yield_nothing(language: str) -> None:
    """Dates, votes, prices, scores, ages, distances, numbers of things: at most two in a hundred sentences."""
    rows = [row for row in _rows(language) if not row["figures"]]
    vocabulary = ledger.shipped_vocabulary()
    false = [row["text"] for row in rows if reading.quantities_in(row["text"], language, vocabulary)]
    assert len(false) <= max(1, _FALSE * len(rows)), "\n".join(false)


def _rows(language: str) -> Iterator[dict[str, Any]]:
    for line in (_FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _judged(text: str, wanted: Mapping[str, Any], found: tuple[reading.QuantityInText, ...]) -> tuple[bool, bool]:
    """Return whether a figure was found as it was said, and whether what it counts was told too."""
    start = wanted.get("start", text.index(wanted["quote"]))
    bounds = (_decimal(wanted["low"]), _decimal(wanted["high"]), wanted["qualifier"])
    for one in found:
        said = (one.quantity.low, one.quantity.high, one.quantity.qualifier.value)
        if one.start < start + len(wanted["quote"]) and start < one.end and said == bounds:
            is_found = wanted.get("unit", one.unit) == one.unit
            is_counted = wanted.get("measure", one.property) == one.property
            return is_found, is_found and is_counted and wanted.get("group", one.group) == one.group
    return False, False


def _decimal(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
