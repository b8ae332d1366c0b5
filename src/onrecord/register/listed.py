"""Owns the way from rows of lists on record to records that are linked, and from judgements on record to what it obeys.

Pure: it reads a register that was read before, and states nothing.
"""

from __future__ import annotations

from typing import Final

from onrecord.kernel import PartialDate
from onrecord.register.linking.judged import Said, Word
from onrecord.register.linking.running import Judgement
from onrecord.register.lists.model import PERSON, ListedRow, Register
from onrecord.register.records import Record

_ALIVE: Final = ("hospitalised_on", "detained_on", "released_on", "displaced_on", "returned_on", "last_seen_on")
_SEXES: Final = {"man": "male", "woman": "female"}  # terms of the vocabulary, and of the room of names
_NO_LIST: Final = "-"  # claims about a person that no list made


def records_on_record(register: Register) -> tuple[Record, ...]:
    """Return a record of each row of people that has a name, under the list's id and the person's."""
    return tuple(_record(row) for row in register.people if row.text("name"))


def judgements_on_record(register: Register) -> tuple[Judgement, ...]:
    """Return what people judged of two rows that both are records, in the order in which it was stated."""
    keys = {one.row: one.key for one in records_on_record(register)}
    pairs = ((one.one.removeprefix(f"{PERSON}:"), one.other.removeprefix(f"{PERSON}:"), one) for one in register.judged)
    return tuple(
        Judgement(one=keys[a], other=keys[b], is_same=judged.is_same)
        for a, b, judged in pairs
        if a in keys and b in keys
    )


def words_on_record(register: Register) -> tuple[Said, ...]:
    """Return them as words of a review, by nobody in it: a sitting takes back only what was said in it."""
    return tuple(
        Said(one=one.one, other=one.other, word=Word.SAME if one.is_same else Word.DIFFERENT)
        for one in judgements_on_record(register)
    )


def _record(row: ListedRow) -> Record:
    facts = (("residence", row.text("residence")), ("place", row.about("place")), ("group", row.about("group")))
    number = row.text("document_number")
    return Record(
        list=row.list or _NO_LIST,
        row=row.id,
        name=row.text("name") or "",
        father=row.text("father_name") or "",
        born=_date(row, "born_on"),
        died=_date(row, "died_on"),
        seen_alive=max(
            (found for one in _ALIVE if (found := _date(row, one)) is not None),
            key=lambda one: one.earliest,
            default=None,
        ),
        sex=_SEXES.get(row.text("sex") or ""),
        facts=tuple((name, value) for name, value in facts if value),
        numbers=(("document", number),) if number else (),
    )


def _date(row: ListedRow, name: str) -> PartialDate | None:
    """Return a date as it is on record; what no claim holds is unknown."""
    return next((one.value for one in row.all(name) if isinstance(one.value, PartialDate)), None)
