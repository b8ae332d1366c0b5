"""Owns what an answer leans on: one list fewer, or matches of people that were wrong or missed.

How records detach: of a person on several lists each record is lost to the match with the chance that makes the rate
of missed pairs as given, and then counts as a person of its own. A table is corrected by undoing that for missed
matches and by doing it for false ones (the idea of Ding and Fienberg, Survey Methodology 20 (1994) 149-158, for more
than two lists).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

from onrecord.register.estimate import bounds_v1, decomposable_v1, latent_class_v2
from onrecord.register.estimate.model import rounded
from onrecord.register.estimate.tables import CaptureTable

MOST_LISTS: Final = 8
_LIGHT: Final = latent_class_v2.Effort(chains=32, islands=2, warm_up=60, draws=80, steps=50, extensions=0)


def quick_point(table: CaptureTable, *, cap: int | None, seed: int, latent: ModuleType = latent_class_v2) -> float:
    """Return the point of the quickest averaging method that this many lists allow."""
    import numpy as np

    if table.size == 2:
        return float(bounds_v1.chapman(table, 0, 1).point or 0)
    if table.size <= decomposable_v1.MOST_LISTS:
        given = cap if cap is not None else decomposable_v1.TIMES_DOCUMENTED * table.documented
        return float(decomposable_v1.posterior(table, cap=given).quantile(0.5))
    found = latent.sample(table, seed=seed, effort=_LIGHT, name="without")
    return rounded(float(np.median(found.draws)))


def without_each(table: CaptureTable, point: Callable[[CaptureTable], float]) -> dict[str, float]:
    """Return the answer as it would be had one of the lists not been compiled, for each."""
    return {name: point(table.without(one)) for one, name in enumerate(table.lists)}


def with_errors(table: CaptureTable, *, false_match: float, missed_match: float) -> CaptureTable:
    """Return the table as it would be had no match been false or missed, if these shares of matched pairs were."""
    counts = {pattern: float(count) for pattern, count in table.cells}
    if false_match:
        counts = _detached(counts, table.size, false_match)
    if missed_match:
        counts = _attached(counts, table.size, missed_match)
    return CaptureTable.of(table.lists, counts)


def linkage_runs(
    table: CaptureTable, rates: Mapping[str, float], point: Callable[[CaptureTable], float]
) -> list[dict[str, Any]]:
    """Return the answers with the errors of linkage put right: each kind alone, and both."""
    if table.size > MOST_LISTS:
        return []
    runs = []
    false, missed = rates["false_match"], rates["missed_match"]
    for one in sorted({(false, 0.0), (0.0, missed), (false, missed)} - {(0.0, 0.0)}):
        corrected = with_errors(table, false_match=one[0], missed_match=one[1])
        runs.append({"false_match": one[0], "missed_match": one[1], "point": point(corrected)})
    return runs


def _detached(counts: Mapping[int, float], lists: int, rate: float) -> dict[int, float]:
    """Return the counts after records have detached from matches."""
    out: dict[int, float] = {}
    lost = 1 - math.sqrt(1 - rate)
    for pattern, count in counts.items():
        for left, share in _ways(pattern, lost):
            gone = pattern & ~left
            if left:
                out[left] = out.get(left, 0.0) + count * share
            for one in range(lists):
                if gone >> one & 1:
                    out[1 << one] = out.get(1 << one, 0.0) + count * share
    return out


def _ways(pattern: int, lost: float) -> list[tuple[int, float]]:
    """Return what may be left of a person's records, and how likely that is; one record cannot detach from itself."""
    if pattern.bit_count() == 1:
        return [(pattern, 1.0)]
    ways = []
    left = pattern
    while True:
        stays = left.bit_count()
        ways.append((left, (1 - lost) ** stays * lost ** (pattern.bit_count() - stays)))
        if not left:
            return ways
        left = (left - 1) & pattern


def _attached(counts: Mapping[int, float], lists: int, rate: float) -> dict[int, float]:
    """Return the counts before records detached: larger patterns first, since nothing detaches into them."""
    left = dict(counts)
    out: dict[int, float] = {}
    lost = 1 - math.sqrt(1 - rate)
    for pattern in sorted(range(1, 1 << lists), key=lambda one: -one.bit_count()):
        stayed = 1.0 if pattern.bit_count() == 1 else (1 - lost) ** pattern.bit_count()
        count = max(left.get(pattern, 0.0), 0.0) / stayed
        if not count:
            continue
        out[pattern] = count
        for pieces, people in _detached({pattern: count}, lists, rate).items():
            left[pieces] = left.get(pieces, 0.0) - people
    return out
