"""Owns the values this part of reading gives: a date, where its words stand, and what it is the date of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.kernel import PartialDate


class Role(StrEnum):
    """What the words around a date say it is: so it was by then, of something else, or nothing of the kind."""

    AS_OF = "as_of"
    NAMED = "named"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInText:
    """A date in prose and where its words stand, in code points.

    `rule` is `written` where the text gives the date in full, `year_of_text` where its year stands elsewhere in the
    same text, `year_of_sentence` where it stands in the same sentence, `relative` where it was counted from the day
    of the document.
    """

    start: int
    end: int
    date: PartialDate
    rule: str = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name a time, with the date they come to, None where the text does not tell it."""

    start: int
    end: int
    date: PartialDate | None
    rule: str
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """As of when a stretch of a text is said, and by which rule: `as_of`, `said`, `clause` or `sentence`."""

    date: PartialDate
    rule: str
    start: int
    end: int
