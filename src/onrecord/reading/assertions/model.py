"""Owns the value of what a text asserts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onrecord.kernel import PartialDate

UNDATED: Final = ".undated"  # how the rule ends of an absence whose text names no day


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """Something that a text says of a property that is no quantity. `start` and `end` are its words, in code points.

    `told` is where in them the words begin by which a rule knew it: "were beaten", behind "according to the families".

    A value that is text stands in those words, letter for letter; a date keeps its words. `about` are dimensions of
    the property. An absence whose text names no day has no `as_of`, and its rule ends in `UNDATED`.
    """

    start: int
    end: int
    told: int
    property: str
    value: str | PartialDate
    rule: str
    about: tuple[tuple[str, str], ...] = ()
    as_of: PartialDate | None = None
