"""Owns the two oldest answers: Chapman's for two lists, Chao's lower bound for any number of lists.

Chapman: N = (n1+1)(n2+1)/(m+1) - 1, with the variance of Seber (Biometrics 26 (1970) 13-23); two lists are a check
for those who work with them and never published. Chao: n + f1^2/(2 f2), of people on one list and on two (Biometrics
43 (1987) 783-791).
"""

from __future__ import annotations

import math
from typing import Final

from onrecord.register.estimate.loglinear_v1 import log_interval
from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.tables import CaptureTable, TimesTable

CHAO: Final = "chao_v1"
CHAPMAN: Final = "chapman_v1"


def chao(table: CaptureTable | TimesTable) -> Answer:
    """Return the lower bound from how many people were recorded once and twice."""
    times = dict(table.times) if isinstance(table, TimesTable) else table.by_times()
    once, twice = times.get(1, 0.0), times.get(2, 0.0)
    if twice:
        ratio = once / twice
        missing = once * ratio / 2
        variance = twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    else:
        missing = once * (once - 1) / 2
        variance = missing + once * (2 * once - 1) ** 2 / 4 - once**4 / (4 * (table.documented + missing))
    point = table.documented + missing
    low, high = log_interval(table.documented, point, math.sqrt(max(variance, 0.0)))
    return Answer(
        method=CHAO,
        point=rounded(point),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.LOWER_BOUND,
        diagnostics={"once": rounded(once), "twice": rounded(twice), "error": round(math.sqrt(max(variance, 0.0)), 3)},
    )


def chapman(table: CaptureTable, a: int, b: int) -> Answer:
    """Return Chapman's answer for two lists: how many there are if these two know nothing of each other."""
    first, second, both = table.on_all(a), table.on_all(b), table.on_all(a, b)
    seen = first + second - both
    point = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    low, high = log_interval(round(seen), point, math.sqrt(variance))
    return Answer(
        method=f"{CHAPMAN}:{table.lists[a]}:{table.lists[b]}",
        point=rounded(point),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.CONFIDENCE,
        diagnostics={"both": rounded(both), "error": round(math.sqrt(variance), 3)},
    )


def chapman_pairs(table: CaptureTable) -> list[Answer]:
    """Return Chapman's answer for every pair of lists that has anybody in common."""
    return [chapman(table, a, b) for a, b, both in table.pairs() if both]
