"""Who says a figure, about which place, as of when: measured on the sentences of tests/reading/circumstances.

    python benchmarks/circumstances.py [--show LANGUAGE ...]

The sentences are our own, with invented people. The first files were written before any rule, `_more`, `_third` and
`_fourth` each when the rules fitted all before; the rules were then mended with them in sight, so the shares printed
here say how well they fit, not how well they carry over. What their first runs gave stands in docs/howto/decide.md.

    claimed     whether the text says that nobody claims the figure: denied, asked, supposed
    speaker     the words for who says so, letter for letter, or none
    kind        in what capacity
    place       the declared place that the figure is about, or none
    as_of       the day, month or year as of which it is said, or none
    all         all five right
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from onrecord import ledger, reading

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.reading.circumstances import LANGUAGES, Row, rows

FIELDS = ("claimed", "speaker", "kind", "place", "as_of")


def found(row: Row) -> dict[str, object]:
    """Return what is found for the figure of a row, under the names of the fields."""
    vocabulary = ledger.shipped_vocabulary()
    figures = [(one.start, one.end) for one in reading.quantities_in(row.text, row.language, vocabulary)]
    start = row.text.index(row.figure)
    one = reading.Circumstances(row.text, row.language, vocabulary, figures=figures).of(start, start + len(row.figure))
    return {
        "claimed": one.stance is reading.Stance.SAID,
        "speaker": one.speaker.words if one.speaker else None,
        "kind": one.speaker.kind if one.speaker else None,
        "place": one.place.place if one.place else None,
        "as_of": one.as_of.date.text() if one.as_of else None,
    }


def wanted(row: Row) -> dict[str, object]:
    """Return what a person read about the figure of a row."""
    return {name: row.is_claimed if name == "claimed" else getattr(row, name) for name in FIELDS}


def main() -> None:
    """Print one line per language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", nargs="*", default=(), metavar="LANGUAGE", help="print the rows that are wrong")
    given = parser.parse_args()
    print(f"{'':<6}{'rows':>6}{''.join(f'{name:>10}' for name in (*FIELDS, 'all'))}")
    for language in LANGUAGES:
        wrong: Counter[str] = Counter()
        own = rows(language)
        for row in own:
            missed = [name for name, value in wanted(row).items() if found(row)[name] != value]
            wrong.update([*missed, *(["all"] if missed else [])])
            if missed and language in given.show:
                _show(row, missed, found(row))
        shares = (100 * (len(own) - wrong[name]) / len(own) for name in (*FIELDS, "all"))
        print(f"{language:<6}{len(own):>6}{''.join(f'{share:>8.1f} %' for share in shares)}")


def _show(row: Row, missed: list[str], got: Mapping[str, object]) -> None:
    print(f"  {row.figure} | {' '.join(row.text.split())[:160]}")
    for name in missed:
        print(f"      {name}: {wanted(row)[name]} was read, {got[name]} is found")


if __name__ == "__main__":
    main()
