"""Owns the comparison of recommendations read out of a report with those of a published table, one with one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.duties.published import PublishedRow
from onrecord.duties.reports import Recommendation

_START: Final = 40  # letters in which the beginning of two texts has to be the same
_OPENING: Final = re.compile(r"^(?:to |that |it |the state party |the state party should )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What of a report is in a table: pairs, rows that nothing in the report is, recommendations that no row is."""

    pairs: tuple[tuple[Recommendation, PublishedRow], ...]
    missing: tuple[PublishedRow, ...]
    extra: tuple[Recommendation, ...]

    @property
    def share(self) -> float | None:
        """The share of the table's rows that were found; None of no rows."""
        rows = len(self.pairs) + len(self.missing)
        return len(self.pairs) / rows if rows else None


def matched(read: Sequence[Recommendation], rows: Sequence[PublishedRow]) -> Matched:
    """Return which recommendation each row is: the same beginning of words, made by the same State; each is used once.

    A row without a State is compared by its words alone. Of several that would do, the one whose words go on alike.
    """
    free = [(one, state.code) for one in read for state in one.states] or [(one, "") for one in read]
    pairs, missing = [], []
    for row in rows:
        found = max(_alike(row, free), key=lambda one: one[0], default=None)
        if found is None:
            missing.append(row)
            continue
        pairs.append((found[1][0], row))
        free.remove(found[1])
    taken = {id(one) for one, _ in pairs}
    return Matched(pairs=tuple(pairs), missing=tuple(missing), extra=tuple(one for one in read if id(one) not in taken))


def _alike(
    row: PublishedRow, free: Sequence[tuple[Recommendation, str]]
) -> Iterator[tuple[int, tuple[Recommendation, str]]]:
    """Yield what a row may be, with how many letters of the beginning are the same."""
    words, codes = _plain(row.text), {state.code for state in row.states}
    for candidate in free:
        if codes and candidate[1] and candidate[1] not in codes:
            continue
        same = _same_letters(words, _plain(candidate[0].text))
        if same >= min(_START, len(words)):
            yield same, candidate


def _same_letters(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _plain(text: str) -> str:
    """Return the letters and digits of a text; "To ratify" and "Ratify" begin alike."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _OPENING.sub("", re.sub(r"[\W_]+", " ", folded).strip())
