"""Owns the capture table: which people stand on which lists, counted by pattern. Never knows a name or a method.

A pattern is a bit mask over the lists, in the order of their names, so that neither the order of the columns nor of
the rows reaches a number. The people on no list have no pattern: they are what an estimate is about.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from onrecord.kernel import Label, Problem, file_problem
from onrecord.register.errors import TableInvalid, TableUnreadable

MOST_LISTS: Final = 16
COUNT: Final = "count"
TIMES: Final = "times_captured"
_MOST_PEOPLE: Final = 10**9

PROBLEMS: Final = {
    "register.too-few-columns": Label(
        en="A capture table has one column for each list and a last column `count`; here there are: {columns}.",
        ru="В таблице охвата по столбцу на каждый список и последний столбец `count`; здесь: {columns}.",
        kk="Қамту кестесінде әр тізімге бір бағаннан және соңғы `count` бағаны болады; мұнда: {columns}.",
    ),
    "register.too-many-lists": Label(
        en="{lists} lists; at most {most} can be read together. Leave out or merge lists of one compiler.",
        ru="Списков: {lists}; вместе читается не больше {most}. Уберите или объедините списки одного составителя.",
        kk="{lists} тізім; бірге ең көбі {most} оқылады. Бір құрастырушының тізімдерін алып тастаңыз не біріктіріңіз.",
    ),
    "register.list-named-twice": Label(
        en="Two lists are named “{name}”. Give each its own name.",
        ru="Два списка названы «{name}». Дайте каждому своё имя.",
        kk="Екі тізім де «{name}» деп аталған. Әрқайсысына өз атын беріңіз.",
    ),
    "register.list-without-name": Label(
        en="Column {column} has no name. Name the list.",
        ru="У столбца {column} нет имени. Назовите список.",
        kk="{column}-бағанның аты жоқ. Тізімді атаңыз.",
    ),
    "register.wrong-number-of-cells": Label(
        en="Line {row} has {found} cells and should have {expected}.",
        ru="В строке {row} ячеек {found}, а должно быть {expected}.",
        kk="{row}-жолда {found} ұяшық бар, {expected} болуы керек.",
    ),
    "register.not-zero-or-one": Label(
        en="Line {row}: “{value}” under “{name}”. A list is 1 (the person is on it) or 0.",
        ru="Строка {row}: «{value}» в столбце «{name}». Список — это 1 (человек в нём есть) или 0.",
        kk="{row}-жол: «{name}» бағанында «{value}». Тізімде 1 (адам бар) не 0 болады.",
    ),
    "register.not-a-count": Label(
        en="Line {row}: “{value}” is no count of people. Give a whole number, 0 or more.",
        ru="Строка {row}: «{value}» — не число людей. Нужно целое число, 0 или больше.",
        kk="{row}-жол: «{value}» адам саны емес. 0 не одан үлкен бүтін сан беріңіз.",
    ),
    "register.nobody-can-be-on-no-list": Label(
        en="Line {row} counts people on none of the lists. Nobody has counted these: leave the line out.",
        ru="Строка {row} считает людей, которых нет ни в одном списке. Их никто не считал: уберите строку.",
        kk="{row}-жол ешбір тізімде жоқ адамдарды санайды. Оларды ешкім санаған жоқ: жолды алып тастаңыз.",
    ),
    "register.table-empty": Label(
        en="The table counts nobody.",
        ru="В таблице никто не посчитан.",
        kk="Кестеде ешкім саналмаған.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureTable:
    """Counts of people by the lists they are on: `lists` sorted, bit j of a pattern for list j, counts above 0."""

    lists: tuple[str, ...]
    cells: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, lists: Sequence[str], counts: Mapping[int, float]) -> CaptureTable:
        """Return the table in its one form, whatever the order the lists came in."""
        order = sorted(range(len(lists)), key=lambda one: lists[one])
        cells: dict[int, float] = {}
        for pattern, count in counts.items():
            moved = sum(1 << new for new, old in enumerate(order) if pattern >> old & 1)
            cells[moved] = cells.get(moved, 0) + count
        kept = tuple(sorted((pattern, count) for pattern, count in cells.items() if count > 0))
        return cls(lists=tuple(lists[one] for one in order), cells=kept)

    @property
    def size(self) -> int:
        """How many lists there are."""
        return len(self.lists)

    @property
    def documented(self) -> int:
        """How many distinct people are on at least one list."""
        return round(sum(count for _, count in self.cells))

    def on_all(self, *lists: int) -> float:
        """Return how many people are on all of these lists, whatever else they are on."""
        wanted = sum(1 << one for one in lists)
        return sum(count for pattern, count in self.cells if pattern & wanted == wanted)

    def only_on(self, one: int) -> float:
        """Return how many people are on this list and on no other."""
        return sum(count for pattern, count in self.cells if pattern == 1 << one)

    def by_times(self) -> dict[int, float]:
        """Return how many people are on exactly one list, on two, and so on."""
        times: dict[int, float] = {}
        for pattern, count in self.cells:
            times[pattern.bit_count()] = times.get(pattern.bit_count(), 0) + count
        return dict(sorted(times.items()))

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Yield each pair of lists with the number of people on both."""
        for a, b in combinations(range(self.size), 2):
            yield a, b, self.on_all(a, b)

    @property
    def overlapping(self) -> float:
        """How many people are on two lists or more."""
        return sum(count for pattern, count in self.cells if pattern.bit_count() > 1)

    def isolated(self) -> tuple[str, ...]:
        """Return the lists none of whose people is on another list."""
        return tuple(name for one, name in enumerate(self.lists) if self.on_all(one) == self.only_on(one))

    def connected(self) -> tuple[int, ...]:
        """Return the largest group of lists that overlap each other, directly or through others."""
        left = set(range(self.size))
        best: tuple[int, ...] = ()
        links = {(a, b) for a, b, both in self.pairs() if both}
        while left:
            group, waiting = set(), [min(left)]
            while waiting:
                one = waiting.pop()
                group.add(one)
                waiting += [two for two in left - group if (min(one, two), max(one, two)) in links]
            left -= group
            best = max(best, tuple(sorted(group)), key=len)
        return best

    def coverage(self) -> float:
        """Return the estimated sample coverage: one less the mean share of people whom only this list has.

        Chao and Tsay, A Sample Coverage Approach to Multiple-System Estimation, JASA 93 (1998) 283-293.
        """
        shares = [self.only_on(one) / self.on_all(one) for one in range(self.size) if self.on_all(one)]
        return 1 - sum(shares) / len(shares)

    def without(self, one: int) -> CaptureTable:
        """Return the table as it would be had nobody compiled this list."""
        counts: dict[int, float] = {}
        low = (1 << one) - 1
        for pattern, count in self.cells:
            rest = (pattern & low) | (pattern >> one + 1 << one)
            if rest:
                counts[rest] = counts.get(rest, 0) + count
        return CaptureTable.of([name for j, name in enumerate(self.lists) if j != one], counts)

    def merged(self, copy: int, into: int) -> CaptureTable:
        """Return the table with two lists as one: who is on either is on it."""
        counts: dict[int, float] = {}
        for pattern, count in self.cells:
            joined = pattern | 1 << into if pattern >> copy & 1 else pattern
            counts[joined] = counts.get(joined, 0) + count
        return CaptureTable.of(self.lists, counts).without(copy)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesTable:
    """Counts of people by the number of times they were recorded, where nobody knows by which list."""

    times: tuple[tuple[int, float], ...]

    @property
    def documented(self) -> int:
        """How many distinct people were recorded."""
        return round(sum(count for _, count in self.times))


def table_from_memberships(lists: Sequence[str], people: Iterable[Iterable[str]]) -> CaptureTable:
    """Return the table of people, each given by the names of the lists that person is on."""
    place = {name: one for one, name in enumerate(lists)}
    counts: dict[int, float] = {}
    for on in people:
        pattern = sum(1 << one for one in {place[name] for name in on})
        counts[pattern] = counts.get(pattern, 0) + 1
    counts.pop(0, None)
    return CaptureTable.of(lists, counts)


def read_table(path: Path) -> CaptureTable | TimesTable:
    """Return the table in a CSV file: one 0/1 column for each list, and `count`; or `times_captured,count`.

    Raises:
        TableUnreadable: there is no such file, or it is no text.
        TableInvalid: with every line that is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as err:
        raise TableUnreadable(path=str(path), problem=file_problem(err)) from err
    except UnicodeDecodeError as err:
        raise TableUnreadable(path=str(path), problem=file_problem(err)) from err
    return table_from_text(text, path=str(path))


def table_from_text(text: str, *, path: str = "-") -> CaptureTable | TimesTable:
    """Return the table in a CSV text.

    Raises:
        TableInvalid: with every line that is wrong.
    """
    first = text.split("\n", maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(cell.strip() for cell in row)]
    head = [cell.strip() for cell in rows[0]] if rows else []
    problems = list(_of_the_head(head))
    if problems:
        raise TableInvalid(problems, path=path)
    if head == [TIMES, COUNT]:
        return _times(rows[1:], path)
    counts: dict[int, float] = {}
    for number, row in enumerate(rows[1:], start=2):
        found = list(_of_a_row(head, row, number))
        problems += found
        if not found:
            pattern = sum(1 << one for one, cell in enumerate(row[:-1]) if cell.strip() == "1")
            counts[pattern] = counts.get(pattern, 0) + int(row[-1])
    if not problems and not any(counts.values()):
        problems = [_problem("register.table-empty", None)]
    if problems:
        raise TableInvalid(problems, path=path)
    return CaptureTable.of(head[:-1], counts)


def _problem(code: str, row: int | None, **facts: object) -> Problem:
    return Problem(code=code, says=PROBLEMS[code], row=row, facts=facts)


def _of_the_head(head: Sequence[str]) -> Iterator[Problem]:
    if len(head) < 2 or head[-1] != COUNT:
        yield _problem("register.too-few-columns", None, columns=", ".join(head) or "-")
        return
    lists = head[:-1]
    if len(lists) > MOST_LISTS:
        yield _problem("register.too-many-lists", None, lists=len(lists), most=MOST_LISTS)
    for name in sorted({one for one in lists if one and lists.count(one) > 1}):
        yield _problem("register.list-named-twice", None, name=name)
    for column, name in enumerate(lists, start=1):
        if not name:
            yield _problem("register.list-without-name", None, column=column)


def _of_a_row(head: Sequence[str], row: Sequence[str], number: int) -> Iterator[Problem]:
    if len(row) != len(head):
        yield _problem("register.wrong-number-of-cells", number, found=len(row), expected=len(head))
        return
    for name, cell in zip(head[:-1], row[:-1], strict=True):
        if cell.strip() not in ("0", "1"):
            yield _problem("register.not-zero-or-one", number, value=cell, name=name)
    if not _is_count(row[-1]):
        yield _problem("register.not-a-count", number, value=row[-1])
    elif int(row[-1]) and all(cell.strip() == "0" for cell in row[:-1]):
        yield _problem("register.nobody-can-be-on-no-list", number)


def _is_count(cell: str) -> bool:
    digits = cell.strip()
    return digits.isascii() and digits.isdigit() and len(digits) <= 12 and int(digits) <= _MOST_PEOPLE


def _times(rows: Sequence[Sequence[str]], path: str) -> TimesTable:
    problems: list[Problem] = []
    times: dict[int, float] = {}
    for number, row in enumerate(rows, start=2):
        if len(row) != 2:
            problems.append(_problem("register.wrong-number-of-cells", number, found=len(row), expected=2))
        elif bad := next((cell for cell in row if not _is_count(cell)), None):
            problems.append(_problem("register.not-a-count", number, value=bad))
        elif int(row[0]) == 0 and int(row[1]):
            problems.append(_problem("register.nobody-can-be-on-no-list", number))
        else:
            times[int(row[0])] = times.get(int(row[0]), 0) + int(row[1])
    times.pop(0, None)
    if not problems and not any(times.values()):
        problems.append(_problem("register.table-empty", None))
    if problems:
        raise TableInvalid(problems, path=path)
    return TimesTable(times=tuple(sorted(times.items())))
