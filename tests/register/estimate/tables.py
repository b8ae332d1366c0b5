"""Tables for the tests: made up, or printed in the literature with their answers."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Final

from onrecord.register import CaptureTable

# Spina bifida in upstate New York, 1969-74: birth certificates, death certificates, medical rehabilitation records. Counts
# and answers as printed in Madigan and York, Biometrika 84 (1997) 19-31, after Hook, Albright and Cross (1980).
SPINA_BIFIDA: Final = CaptureTable.of(
    ("birth", "death", "rehabilitation"),
    {0b001: 247, 0b010: 49, 0b100: 60, 0b011: 142, 0b101: 112, 0b110: 4, 0b111: 12},
)
# Chan, Silverman and Vincent, JASA 116 (2021) 1297-1306, Table 2: a made-up table without an answer for some models.
NO_ANSWER: Final = CaptureTable.of("ABC", {0b011: 6, 0b001: 40, 0b010: 30, 0b100: 20})


def independent(people: int, chances: dict[str, float]) -> CaptureTable:
    """Return the table that lists which know nothing of each other give of so many people, rounded."""
    names = list(chances)
    counts: dict[int, float] = {}
    for on in product((0, 1), repeat=len(names)):
        share = prod(chances[name] if bit else 1 - chances[name] for name, bit in zip(names, on, strict=True))
        counts[sum(bit << one for one, bit in enumerate(on))] = round(people * share)
    counts.pop(0)
    return CaptureTable.of(names, counts)


GOOD: Final = independent(1000, {"hospital": 0.55, "mosque": 0.5, "press": 0.6, "relatives": 0.45})


def good_meta(lists: tuple[str, ...] = GOOD.lists, **changes: object) -> dict[str, object]:
    """Return answers with which every gate holds."""
    answers: dict[str, object] = {
        "lists": [
            {
                "name": name,
                "derived_from": None,
                "same_scope": True,
                "near_complete_enumeration": False,
                "absorbing": False,
            }
            for name in lists
        ],
        "linkage": {"false_match": 0.01, "missed_match": 0.02, "double_review": True},
        "unit": "killed",
        "stratum": "the whole district",
        "identifying_assumption": "No three of the lists were fed by one source.",
        "harm_review": {"reviewer": "an epidemiologist from outside", "signed": True},
    }
    return {**answers, **changes}
