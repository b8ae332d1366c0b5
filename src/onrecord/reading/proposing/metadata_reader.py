"""Owns the reader of metadata layers: when and where something was taken, as the file itself has it.

Concluded, not read: a clock may be wrong, a place may be that of whoever sent it on. So each is proposed as an
inference, field by field, and fields that disagree stay two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.kernel import Level, PartialDate, Value, Vocabulary
from onrecord.reading.metadata import TAKEN
from onrecord.reading.proposing.model import Suggestion

TAKEN_ON: Final = "taken_on"
TAKEN_AT: Final = "taken_at"
_LINE: Final = re.compile(r"^(?P<name>[^:\n]+(?::\w+)?): (?P<value>.+)$", re.MULTILINE)
_DAY: Final = re.compile(r"(?P<year>\d{4})[:.-](?P<month>\d{2})[:.-](?P<day>\d{2})(?!\d)")
_PLACE: Final = re.compile(r"-?\d{1,3}(?:\.\d+)?, -?\d{1,3}(?:\.\d+)?")
_GPS: Final = "GPS GPSDate, GPS GPSTimeStamp"


class MetadataReader:
    """Suggests the day and the place that a file's metadata say."""

    name = "onrecord metadata@1"

    def suggestions(self, text: str, language: str | None, vocabulary: Vocabulary) -> Iterator[Suggestion]:
        """Yield a suggestion for each line that says when or where."""
        del language
        for line in _LINE.finditer(text):
            found = _value(line)
            if found is not None and vocabulary.property(found[0]) is not None:
                name, value = found
                yield Suggestion(
                    start=line.start("value"),
                    end=line.end("value"),
                    property=name,
                    value=value,
                    rule=line["name"],
                    speaker=line["name"],
                    level=Level.INFERENCE,
                )


def _value(line: re.Match[str]) -> tuple[str, Value] | None:
    if line["name"] in (*TAKEN, _GPS):
        day = _day(line["value"])
        return None if day is None else (TAKEN_ON, day)
    if _PLACE.fullmatch(line["value"]):
        return TAKEN_AT, line["value"]
    return None


def _day(said: str) -> PartialDate | None:
    """Return the day, with the whole of what the field says as its words; None for clocks that were never set."""
    found = _DAY.match(said)
    if found is None or found["year"] < "1990":
        return None
    try:
        return PartialDate.parse(f"{found['year']}-{found['month']}-{found['day']}", wording=said)
    except ValueError:
        return None
