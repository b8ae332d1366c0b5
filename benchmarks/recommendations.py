"""How many rows of a published table of recommendations are read out of a report of the United Nations.

    python benchmarks/recommendations.py REPORT.pdf TABLE.csv STATE

    rows      rows of the table that are addressed to the State
    found     rows of which the report, as it was read, has a recommendation that begins alike and is the same State's
    extra     recommendations that no row is
    answers   found rows whose answer in the table (accepted, noted) is the report's; "pending" is told later

The report on Kazakhstan of 2010 is A/HRC/14/10; the table is UPR Info's. Neither is a part of this project.
"""

from __future__ import annotations

import sys
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
