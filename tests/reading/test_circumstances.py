"""Who says a figure, about which place, as of when: on sentences written before the rules were."""

from __future__ import annotations

from collections import Counter

import pytest
from onrecord import ledger, reading
from tests.reading.circumstances import LANGUAGES, Row, rows

FLOORS: dict[str, dict[str, float]] = {}


def found(row: Row) -> dict[str, object]:
    """Return what is found for the figure of a row, under the names of its fields."""
    vocabulary = ledger.shipped_vocabulary()
    figures = [(one.start, one.end) for one in reading.quantities_in(row.text, row.language, vocabulary)]
    start = row.text.index(row.figure)
    around = reading.Circumstances(row.text, row.language, vocabulary, figures=figures)
    one = around.of(start, start + len(row.figure))
    return {
        "claimed": one.stance is reading.Stance.SAID,
        "speaker": one.speaker.words if one.speaker else None,
        "kind": str(one.speaker.kind) if one.speaker else None,
        "place": one.place.place if one.place else None,
        "as_of": one.as_of.date.text() if one.as_of else None,
        "rule": one.speaker.rule if one.speaker else None,
    }


def wanted(row: Row) -> dict[str, object]:
    """Return what a person read about it."""
    return {
        "claimed": row.is_claimed,
        "speaker": row.speaker,
        "kind": row.kind,
        "place": row.place,
        "as_of": row.as_of,
    }


if __name__ == "__main__":
    import sys

    for language in LANGUAGES:
        count: Counter[str] = Counter()
        own = rows(language)
        for row in own:
            got, right = found(row), wanted(row)
            wrong = [name for name in right if right[name] != got[name]]
            count.update(wrong)
            count["any"] += bool(wrong)
            if wrong and len(sys.argv) > 1 and language in sys.argv[1:]:
                print(language, "|", row.figure, "|", row.text[:150].replace("\n", "\\n"))
                for name in wrong:
                    print(
                        "       ",
                        name,
                        "wanted",
                        right[name],
                        "got",
                        got[name],
                        "" if name != "speaker" else got["rule"],
                    )
        share = {
            n: f"{100 * (len(own) - count[n]) / len(own):.0f}%"
            for n in ("claimed", "speaker", "kind", "place", "as_of")
        }
        print(language, len(own), share, "all", f"{100 * (len(own) - count['any']) / len(own):.0f}%")
