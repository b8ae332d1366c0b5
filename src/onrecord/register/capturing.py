"""Owns capture tables made of the register: who stands on which lists, by stratum, and what is said of these lists.

It hands on what an estimate asks (docs/howto/estimate.md) and answers nothing that nobody said. Lists of one origin are
one list; people are ids; rows that wait for a person's judgement are counted apart, as what linkage leaves open.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import FEWEST_LIVING, Label, PartialDate, Vocabulary, file_problem
from onrecord.register.errors import NoSuchStratum, PairsUnreadable
from onrecord.register.estimate.overlaps import Overlaps, mark, overlaps_of
from onrecord.register.estimate.tables import CaptureTable, table_from_memberships
from onrecord.register.lists.model import ListCard, ListedRow, Register
from onrecord.register.lists.reading_back import place_or_broader

STRATA: Final = ("group", "place", "period", "sex", "age_group", "outcome")
_ALIKE: Final[Mapping[str, frozenset[str]]] = {"killed": frozenset({"killed", "died_later"})}
_DATED: Final = (
    "died_on", "injured_on", "hospitalised_on", "detained_on", "last_seen_on", "displaced_on", "returned_on",
)  # fmt: skip
_JOIN: Final = "+"

MERGED: Final = Label(
    en="“{lists}” go back to one origin and count as one list.",
    ru="«{lists}» восходят к одному источнику и считаются одним списком.",
    kk="«{lists}» бір бастаудан шыққан, бір тізім болып саналады.",
)
NARROWER: Final = Label(
    en="“{list}” has a narrower scope than others: {what}. Gate G2 needs one rule, period and area.",
    ru="Охват «{list}» уже, чем у других: {what}. Условие G2 требует одного правила, времени и места.",
    kk="«{list}» ауқымы басқалардан тар: {what}. G2 шарты бір ереже, бір кезең, бір жер талап етеді.",
)
LEFT_OUT: Final = Label(
    en="“{list}” does not cover {what} and is left out of this stratum.",
    ru="«{list}» не охватывает {what} и в эту страту не входит.",
    kk="«{list}» {what} қамтымайды, бұл стратаға кірмейді.",
)
SHARED_OUT: Final = Label(
    en="“{list}” shares people out by {what}: who is on one list cannot be on another; an estimate would be too high.",
    ru="«{list}» делит людей по признаку «{what}»: кто в одном, того нет в другом; оценка вышла бы завышенной.",
    kk="«{list}» адамдарды «{what}» бойынша бөледі: бірінде барлар екіншісінде жоқ, баға асыра шығар еді.",
)
NOT_PUBLIC: Final = Label(
    en="Working papers, NOT FOR PUBLICATION: a combination of few people names them to whoever knows the village.",
    ru="Рабочие материалы, НЕ ДЛЯ ПУБЛИКАЦИИ: сочетание из нескольких человек называет их тем, кто знает село.",
    kk="Жұмыс материалы, ЖАРИЯЛАУҒА БОЛМАЙДЫ: бірнеше адамнан тұратын үйлесім ауылды білетінге оларды атап береді.",
)
IN_REVIEW: Final = Label(
    en="{pairs} pairs of rows wait for judgement; with all joined there would be {joined} people, not {people}.",
    ru="Ждут суждения пар строк: {pairs}; объединить их все — было бы лиц {joined}, а не {people}.",
    kk="Пайым күтетін жол жұбы: {pairs}; бәрін біріктірсе, {people} емес, {joined} адам болар еді.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence about the lists of a table, with its facts."""

    says: Label
    facts: Mapping[str, object]

    def text(self, language: str = "en") -> str:
        """Return it for a person."""
        return self.says.fill(language, **self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captures:
    """The people of one stratum by their lists. `unresolved` is the table with every open pair joined."""

    stratum: tuple[tuple[str, str | None], ...]
    table: CaptureTable
    people: tuple[tuple[str, tuple[str, ...]], ...]
    meta: Mapping[str, Any]
    told: tuple[Told, ...] = ()
    pairs_in_review: int = 0
    unresolved: CaptureTable | None = None
    fewest: int = FEWEST_LIVING

    @property
    def overlaps(self) -> Overlaps:
        """What may be told of the table: METHOD 7.4 applied."""
        return overlaps_of(self.table, self.fewest)

    @property
    def name(self) -> str:
        """The stratum in words: "group=dungan, place=nizhnee"; "all" where there is none."""
        return ", ".join(f"{name}={value or '?'}" for name, value in self.stratum) or "all"

    def to_csv(self, *, joined: bool = False) -> str:
        """Return the table as `onrecord estimate` reads it; `joined`, the one with every open pair as one person."""
        table = self.unresolved if joined and self.unresolved is not None else self.table
        lines = [",".join([*table.lists, "count"])]
        lines += [
            ",".join([*(str(pattern >> at & 1) for at in range(table.size)), str(round(count))])
            for pattern, count in table.cells
        ]
        return "\n".join(lines) + "\n"

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what of it may be published, as `onrecord lists overlap --json` promises: no id, no small number."""
        told = self.overlaps
        joined = mark(self.unresolved.documented, self.fewest) if self.unresolved is not None else None
        return {
            **self._row(told.documented().number, joined.number if joined else None),
            "for_publication": True,
            "threshold": self.fewest,
            "documented_shown": told.documented().shown,
            "sizes": told.lists_told(),
            "overlaps": told.pairs_told(),
            "cells": [] if told.hides else self._cells(),
            "told": [one.text(language) for one in self.told_publicly()],
        }

    def to_working_row(self, language: str = "en") -> dict[str, Any]:
        """Return all of it, for whoever holds the lists: every combination, and who is in it."""
        return {
            **self._row(self.table.documented, self.unresolved.documented if self.unresolved is not None else None),
            "for_publication": False,
            "not_for_publication": NOT_PUBLIC.text(language),
            "cells": self._cells(),
            "people": [{"person": person, "lists": list(lists)} for person, lists in self.people],
            "told": [one.text(language) for one in self.told],
        }

    def told_publicly(self) -> Iterator[Told]:
        """Yield the sentences about the lists, numbers of people in them told as elsewhere."""
        for one in self.told:
            counts = {
                name: mark(value, self.fewest).shown
                for name, value in one.facts.items()
                if isinstance(value, int) and name in ("people", "joined")
            }
            yield replace(one, facts={**one.facts, **counts})

    def _row(self, documented: int | None, joined: int | None) -> dict[str, Any]:
        return {
            "stratum": dict(self.stratum),
            "lists": list(self.table.lists),
            "documented": documented,
            "meta": dict(self.meta),
            "pairs_in_review": self.pairs_in_review,
            "documented_if_joined": joined,
        }

    def _cells(self) -> list[dict[str, Any]]:
        names = self.table.lists
        return [
            {"lists": [name for at, name in enumerate(names) if pattern >> at & 1], "count": round(count)}
            for pattern, count in self.table.cells
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """One person, with those of the rows that count for what is asked."""

    id: str
    rows: tuple[ListedRow, ...]

    def on(self, names: Mapping[str, str]) -> set[str]:
        """Return the names of the lists, those of one origin under one."""
        return {names[str(one.list)] for one in self.rows if one.list in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which tables are wanted: of which outcome, by which strata, of which lists (without any, of all)."""

    outcome: str | None = None
    by: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def captures(
    known: Register, asked: Asked, vocabulary: Vocabulary, *, in_review: Iterable[tuple[str, str]] = ()
) -> tuple[Captures, ...]:
    """Return the capture table of each stratum, in the order of their names.

    A person is on a list for an outcome where a row of that list says this outcome: who lies in the hospital as injured
    was not counted by it as dead. Who is told differently by several rows has no value of that stratum. `in_review` are
    pairs of rows, by the ids of their persons, that nobody has judged yet.

    Raises:
        NoSuchStratum: people are not parted by that.
    """
    for name in asked.by:
        if name not in STRATA:
            raise NoSuchStratum(stratum=name, known=", ".join(STRATA))
    cards = _cards(known, asked)
    open_pairs = tuple(in_review)
    parts: dict[tuple[tuple[str, str | None], ...], list[_Person]] = defaultdict(list)
    for rows in known.persons():
        counted = tuple(one for one in with_outcome(rows, asked.outcome) if one.list in cards)
        if counted:
            stratum = tuple((name, told_of(counted, name)) for name in asked.by)
            parts[stratum].append(_Person(id=rows[0].id, rows=counted))
    if not parts and not asked.by:
        parts[()] = []
    order = sorted(parts, key=lambda one: [value or "" for _, value in one])
    return tuple(_stratum(cards, known, asked, one, parts[one], open_pairs, vocabulary) for one in order)


def _cards(known: Register, asked: Asked) -> dict[str, ListCard]:
    named = asked.lists or tuple(name for name, card in known.cards.items() if card.text("list_of") == "people")
    return {name: known.cards[name] for name in named if name in known.cards}


def with_outcome(rows: Sequence[ListedRow], outcome: str | None) -> tuple[ListedRow, ...]:
    """Return the rows of a person that say that this happened; all of them where no outcome is asked for."""
    if outcome is None:
        return tuple(rows)
    wanted = _ALIKE.get(outcome, frozenset({outcome}))
    return tuple(one for one in rows if any(claim.value in wanted for claim in one.all("outcome")))


def told_of(rows: Sequence[ListedRow], name: str) -> str | None:
    """Return what all rows of a person that say anything say alike; None where nobody says it, or not alike."""
    said = {value for one in rows for value in _values(one, name)}
    return said.pop() if len(said) == 1 else None


def _values(row: ListedRow, name: str) -> set[str]:
    found: set[str | None]
    match name:
        case "group":
            found = {one.value_text() for one in row.all("ethnic_group")} or {row.about("group")}
        case "place":
            found = {row.about("place")}
        case "period":
            found = {_month(one.value) for dated in _DATED for one in row.all(dated)}
        case _:
            found = {one.value_text() for one in row.all(name)}
    return {one for one in found if one is not None and one != "unknown"}


def _month(value: object) -> str | None:
    """Return the month of a day; None where it may be of two."""
    if not isinstance(value, PartialDate):
        return None
    first, last = value.earliest, value.latest
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else None


def _stratum(
    cards: Mapping[str, ListCard], known: Register, asked: Asked, stratum: tuple[tuple[str, str | None], ...],
    people: Sequence[_Person], open_pairs: Sequence[tuple[str, str]], vocabulary: Vocabulary,
) -> Captures:  # fmt: skip
    place = dict(stratum).get("place")
    scopes = _Scopes(cards, place, asked.by, vocabulary)
    used = {name: card for name, card in cards.items() if name not in scopes.left_out}
    names = _one_name_each(used, known.cards)
    told = [*scopes.told, *_merges(names)]
    on = [(one.id, tuple(sorted(one.on(names)))) for one in people]
    seen = [(person, lists) for person, lists in on if lists]
    lists = sorted(set(names.values()))
    table = table_from_memberships(lists, [one for _, one in seen])
    joined, pairs = _joined(people, names, open_pairs)
    unresolved = table_from_memberships(lists, joined) if pairs else None
    if unresolved is not None:
        facts = {"pairs": pairs, "joined": unresolved.documented, "people": table.documented}
        told.append(Told(says=IN_REVIEW, facts=facts))
    made = Captures(
        stratum=stratum,
        table=table,
        people=tuple(seen),
        meta={},
        told=tuple(told),
        pairs_in_review=pairs,
        unresolved=unresolved,
        fewest=fewest_of(vocabulary, asked.by, [asked.outcome, *(one.text("listed_for") for one in used.values())]),
    )
    return replace(made, meta=_meta(made, used, names, scopes, asked))


def fewest_of(vocabulary: Vocabulary, names: Iterable[str], outcomes: Iterable[str | None]) -> int:
    """Return below how many people no number is told of people parted by these, to whom this happened (METHOD 7.4).

    To be on a list of the injured is to be told of as injured; and people parted by outcome are told of by each.
    """
    parted = tuple(names)
    every = (term.name for term in vocabulary.terms_of("outcome")) if "outcome" in parted else ()
    said = [("outcome", one) for one in (*outcomes, *every) if one is not None]
    return vocabulary.fewest(about=[*((name, "") for name in parted), *said])


def _one_name_each(used: Mapping[str, ListCard], cards: Mapping[str, ListCard]) -> dict[str, str]:
    """Return for each list the name it goes by: those that go back to one list, itself used or not, go by one."""
    chief = {name: name for name in cards}

    def found(name: str) -> str:
        while chief[name] != name:
            name = chief[name]
        return name

    for name, card in cards.items():
        for origin in card.copied_from:
            if origin in chief and found(origin) != found(name):
                chief[found(name)] = found(origin)
    together: dict[str, list[str]] = defaultdict(list)
    for name in sorted(used):
        together[found(name)].append(name)
    return {name: _JOIN.join(same) for same in together.values() for name in same}


def _merges(names: Mapping[str, str]) -> list[Told]:
    merged = sorted({name for name in names.values() if sum(other == name for other in names.values()) > 1})
    return [Told(says=MERGED, facts={"lists": one.replace(_JOIN, ", ")}) for one in merged]


def _joined(
    people: Sequence[_Person], names: Mapping[str, str], pairs: Sequence[tuple[str, str]]
) -> tuple[list[frozenset[str]], int]:
    """Return whom each person would be on were every open pair one person, and how many pairs lie in this stratum."""
    at = {one.id: number for number, person in enumerate(people) for one in person.rows if one.list in names}
    chief = list(range(len(people)))

    def found(number: int) -> int:
        while chief[number] != number:
            number = chief[number]
        return number

    count = 0
    for one, other in pairs:
        if one in at and other in at and at[one] != at[other]:
            count += 1
            chief[max(found(at[one]), found(at[other]))] = min(found(at[one]), found(at[other]))
    lists: dict[int, set[str]] = defaultdict(set)
    for number, person in enumerate(people):
        lists[found(number)] |= person.on(names)
    return [frozenset(one) for one in lists.values() if one], count


@dataclass
class _Scopes:
    """What the lists of a stratum cover, held against each other."""

    cards: Mapping[str, ListCard]
    place: str | None
    by: tuple[str, ...]
    vocabulary: Vocabulary
    told: list[Told] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    narrower: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for name, card in self.cards.items():
            if self.place is not None and "place" in card.scope and not self._covers(card.scope["place"]):
                self.left_out.add(name)
                self.told.append(Told(says=LEFT_OUT, facts={"list": name, "what": self.place}))
        self._scopes = {name: self._scope(card) for name, card in self.cards.items() if name not in self.left_out}
        for name, scope in self._scopes.items():
            less = self._less(scope)
            if less:
                self.narrower.add(name)
                self.told.append(Told(says=NARROWER, facts={"list": name, "what": ", ".join(less)}))
            by = self.cards[name].text("partitioned_by")
            if by is not None and by not in self.by:
                self.narrower.add(name)
                self.told.append(Told(says=SHARED_OUT, facts={"list": name, "what": by}))

    def same_scope(self, name: str) -> bool | None:
        """Return whether a list has the scope of all: no where it is narrower, unsaid where no list says the whole."""
        if name in self.narrower:
            return False
        if self.narrower:  # what others lack, this one has: it is they that differ
            return True
        is_whole = all("period" in scope and "place" in scope for scope in self._scopes.values())
        return True if is_whole else None

    def _covers(self, scope: str) -> bool:
        return place_or_broader(self.place, scope, self.vocabulary)

    def _scope(self, card: ListCard) -> Mapping[str, str]:
        """Return incident, place, period and outcome of a list; within a stratum of one place that place is all."""
        scope = {**card.scope, **({"outcome": said} if (said := card.text("listed_for")) else {})}
        return {**scope, "place": self.place} if self.place is not None and "place" in scope else scope

    def _less(self, scope: Mapping[str, str]) -> list[str]:
        """Return by what a scope is narrower than that of some other list, or another than all of them."""
        found = []
        for name in ("incident", "place", "period", "outcome"):
            own = scope.get(name)
            others = [one.get(name) for one in self._scopes.values() if one is not scope]
            differ = [one for one in others if one is not None and one != own]  # unsaid is neither wider nor narrower
            if own is not None and any(not self._lies_in(name, other, own) for other in differ):
                found.append(f"{name}={own}")
        return found

    def _lies_in(self, name: str, inner: str, outer: str) -> bool:
        return name == "place" and place_or_broader(inner, outer, self.vocabulary)


def _meta(
    made: Captures, used: Mapping[str, ListCard], names: Mapping[str, str], scopes: _Scopes, asked: Asked
) -> dict[str, Any]:
    """Return what `onrecord estimate --meta` reads, as far as the lists say it; what nobody said is not there."""
    rows = []
    for name in made.table.lists:
        own = [one for one in sorted(used) if names[one] == name]
        answers: dict[str, Any] = {
            "same_scope": _all([scopes.same_scope(one) for one in own]),
            "near_complete_enumeration": _any([used[one].answer("near_complete") for one in own]),
            "absorbing": _any([used[one].answer("absorbing") for one in own]),
        }
        if all(_is_said(used[one]) for one in own):
            answers["derived_from"] = []  # copies are one list with their origin by now
        rows.append({"name": name, **{field: value for field, value in answers.items() if value is not None}})
    about = {"unit": asked.outcome or "people", "stratum": made.name, "sensitive": made.fewest > FEWEST_LIVING}
    return {"lists": rows, **about}


def _is_said(card: ListCard) -> bool:
    """Say whether it is on record where the list comes from."""
    return card.answer("compiled_by_itself") is True or bool(card.copied_from)


def _all(answers: Sequence[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _any(answers: Sequence[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def pairs_from(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the pairs of rows that wait for a person's judgement: a CSV with the columns `a` and `b`, ids of persons.

    Raises:
        PairsUnreadable: it is no such file.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(text.splitlines(), strict=True))
        return tuple((_person_in(one["a"]), _person_in(one["b"])) for one in rows)
    except (OSError, UnicodeDecodeError) as err:
        raise PairsUnreadable(path=str(path), problem=file_problem(err)) from err
    except (ValueError, KeyError, AttributeError, csv.Error) as err:
        raise PairsUnreadable(path=str(path), problem=type(err).__name__) from err


def _person_in(cell: str) -> str:
    return cell.strip().removeprefix("person:")
