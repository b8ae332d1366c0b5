"""How many rows of a published table of recommendations are read out of a report of the United Nations.

    python benchmarks/recommendations.py REPORT.pdf TABLE.csv STATE
    python benchmarks/recommendations.py FOLDER

    rows      rows of the table that are addressed to the State
    found     rows of which the report, as it was read, has a recommendation that begins alike and is the same State's
    extra     recommendations that no row is
    answers   found rows whose answer in the table (accepted, noted) is the report's; "pending" is told later

The report on Kazakhstan of 2010 is A/HRC/14/10; the table is UPR Info's. Neither is a part of this project.

Of a folder of reports (PDF) without tables, what a report tells of its own completeness:

    numbers   numbers under which something is recommended; a list runs from 1 to its last number
    left out  numbers within such a list that were not found; the report itself may have none of that number
    nobody    recommendations behind which no State was found
    answers   recommendations of which the report says how the State answered
    none      reports in which nothing was found: they may be no reports of a review
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from onrecord import duties, reading

_SAME = {"accepted": duties.Response.SUPPORTED, "supported": duties.Response.SUPPORTED, "noted": duties.Response.NOTED}


def main(report: Path, table: Path, state: str) -> None:
    """Print the counts."""
    read = duties.recommendations_in(reading.pages_in(report.read_bytes()))
    rows = [
        one
        for one in duties.published_from(table.read_text(encoding="utf-8-sig"), path=str(table))
        if isinstance(one, duties.PublishedRow) and duties.state_of(one.addressee) == duties.state_of(state)
    ]
    match = duties.matched(read, rows)
    answered = [(one, row) for one, row in match.pairs if one.response is not duties.Response.PENDING]
    same = sum(_SAME.get(row.response.casefold()) is one.response for one, row in answered)
    print(f"rows      {len(rows)}")
    print(f"found     {len(match.pairs)} ({(match.share or 0):.1%})")
    print(f"extra     {len(match.extra)}")
    print(f"answers   {same} of {len(answered)}; pending in the report: {len(match.pairs) - len(answered)}")


def many(folder: Path) -> None:
    """Print what the reports of a folder tell of their own completeness."""
    numbers = left_out = nobody = answered = every = 0
    none = []
    for path in sorted(folder.glob("*.pdf")):
        read = duties.recommendations_in(reading.pages_in(path.read_bytes()))
        lists: dict[str, set[int]] = defaultdict(set)
        for one in read:
            paragraph, _, point = one.number.partition(".")
            if point.isdecimal():
                lists[paragraph].add(int(point))
        whole = [found for found in lists.values() if 1 in found]  # a number printed wrong is a list of its own
        stray = sum(len(found) for found in lists.values() if 1 not in found)
        numbers += len({one.number for one in read})
        left_out += max(0, sum(max(found) - len(found) for found in whole) - stray)
        nobody += sum(not one.states for one in read)
        answered += sum(one.response is not duties.Response.NOT_TOLD for one in read)
        every += len(read)
        none += [path.name] if not read else []
    print(f"numbers   {numbers}; left out {left_out} ({left_out / max(1, numbers + left_out):.2%})")
    print(f"nobody    {nobody} of {every}")
    print(f"answers   {answered} of {every} ({answered / max(1, every):.1%})")
    print(f"none      {len(none)}: {', '.join(none) or '—'}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            many(Path(folder))
        case [report, table, state]:
            main(Path(report), Path(table), state)
        case _:
            print(__doc__)  # the reports are no part of this project
