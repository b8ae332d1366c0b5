"""Owns a row of a list as linking sees it: a person named there, and what the list says beside the name.

Everything is kept as it came. What a row does not say is unknown, and agrees or disagrees with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.kernel import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of one list. `list` and `row` name it; no two records of a run have the same two.

    `facts` are values that may agree or not, each under the name of its column: a village, a postcode, a trade.
    `numbers` are those of papers, of which one person has one. `rest` is every other cell, for the person who compares.
    """

    list: str
    row: str
    name: str = ""
    father: str = ""
    born: PartialDate | None = None
    died: PartialDate | None = None
    seen_alive: PartialDate | None = None
    sex: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    rest: tuple[tuple[str, str], ...] = field(default=())

    @property
    def key(self) -> tuple[str, str]:
        """The list and the row, which name the record."""
        return self.list, self.row
