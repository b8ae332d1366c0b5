"""Owns the file of what people said of pairs: its lines, read and written. No line is ever changed; the last counts.

A person's word is a finding (METHOD 8.4, step 9): it is added to, never rubbed out. Whoever takes a word back adds a
line with `same` left empty, so that the file tells afterwards who thought what, and when.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from onrecord.kernel import Problem, delimiter_of
from onrecord.register.errors import LINK_REASONS, JudgementsInvalid
from onrecord.register.linking.running import Judgement

COLUMNS: Final = ("list_a", "row_a", "list_b", "row_b", "same", "by", "at", "why")
_NEEDED: Final = COLUMNS[:5]
_UNREAD: Final = "register.judgement-unread"
Key = tuple[str, str]


class Word(StrEnum):
    """What a person says of a pair, as `same` has it."""

    SAME = "yes"
    DIFFERENT = "no"
    UNSURE = "unsure"
    TAKEN_BACK = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line: what somebody said of two rows, and when and why where that is known."""

    one: Key
    other: Key
    word: Word
    by: str = ""
    at: str = ""
    why: str = ""

    @property
    def pair(self) -> frozenset[Key]:
        """The two rows, whichever stands first."""
        return frozenset((self.one, self.other))

    def to_record(self) -> dict[str, str]:
        """Return the cells by their columns."""
        cells = (*self.one, *self.other, self.word.value, self.by, self.at, self.why)
        return dict(zip(COLUMNS, cells, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A file as it was read: what is said of known rows, in order, and the lines that say nothing of them."""

    said: tuple[Said, ...] = ()
    unread: tuple[Problem, ...] = field(default=())


def judged_from(text: str, *, path: str, known: Collection[Key]) -> Judged:
    """Return what a file of judgements says of these rows; the head is row 1.

    Raises:
        JudgementsInvalid: its head lacks a column that says of which pair a line speaks, or what it says.
    """
    table, skipped = _table(text)
    if not table:
        return Judged()
    reader = csv.DictReader(io.StringIO(table, newline=""), delimiter=delimiter_of(table))
    said: list[Said] = []
    unread: list[Problem] = []
    try:
        _checked(reader.fieldnames or (), path)
        for cells in reader:
            found = _said(cells, known)
            if found is None:
                unread.append(Problem(code=_UNREAD, says=LINK_REASONS[_UNREAD], row=skipped + reader.line_num))
            else:
                said.append(found)
    except csv.Error as err:
        raise JudgementsInvalid(path=path, missing=str(err)) from err
    return Judged(said=tuple(said), unread=tuple(unread))


def _checked(heads: Sequence[str], path: str) -> None:
    missing = [one for one in _NEEDED if one not in heads]
    if missing:
        raise JudgementsInvalid(path=path, missing=", ".join(missing))


def _said(cells: Mapping[str | None, object], known: Collection[Key]) -> Said | None:
    """Return what a line says, or None where it is cut short, too long, or speaks of no two known rows."""
    if None in cells or any(cells[one] is None for one in _NEEDED):
        return None
    texts = {column: str(cells.get(column) or "") for column in COLUMNS}
    one, other = (texts["list_a"], texts["row_a"]), (texts["list_b"], texts["row_b"])
    if one == other or one not in known or other not in known:
        return None
    try:
        word = Word(texts["same"].strip().casefold())
    except ValueError:
        return None
    return Said(one=one, other=other, word=word, by=texts["by"], at=texts["at"], why=texts["why"])


def standing(said: Iterable[Said]) -> dict[frozenset[Key], Said]:
    """Return the last word on each pair; a pair whose last word was taken back is not there."""
    found: dict[frozenset[Key], Said] = {}
    for one in said:
        found[one.pair] = one
    return {pair: one for pair, one in found.items() if one.word is not Word.TAKEN_BACK}


def judgements_of(said: Iterable[Said]) -> tuple[Judgement, ...]:
    """Return what linking takes from it: one person, or two; who is unsure says neither."""
    return tuple(
        Judgement(one=one.one, other=one.other, is_same=one.word is Word.SAME)
        for one in standing(said).values()
        if one.word is not Word.UNSURE
    )


def line_after(text: str, said: Said, *, path: str) -> str:
    """Return what has to be added to a file that holds `text`, so that it says this too.

    The columns stay in the order and with the delimiter that the file has. A last line that a crash cut short is ended,
    so that it swallows nothing of what follows.

    Raises:
        JudgementsInvalid: the head lacks a column.
    """
    table, _ = _table(text)
    heads: Sequence[str] = COLUMNS
    delimiter = delimiter_of(table) if table else ","
    if table:
        heads = next(csv.reader(io.StringIO(table, newline=""), delimiter=delimiter))
        _checked(heads, path)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if not table:
        writer.writerow(heads)
    cells = said.to_record()
    writer.writerow([cells.get(head, "") for head in heads])
    return _ended(table) + out.getvalue()


def _ended(text: str) -> str:
    """Return what ends the last line of a file: a quotation mark where one stands open, and the end of the line."""
    if text.count('"') % 2:
        return '"\n'
    return "" if not text or text.endswith("\n") else "\n"


def _table(text: str) -> tuple[str, int]:
    """Return the text from its head on, and how many empty lines stand before that."""
    table = text.lstrip("\ufeff \r\n")
    return table, text[: len(text) - len(table)].count("\n")
