"""Owns lists and their rows as they are on record: values made of claims. Pure; says nothing that no claim says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.kernel import is_currency
from onrecord.ledger import Claim

ON_LIST: Final = "on_list"
SAME_PERSON: Final = "same_person_as"
OTHER_PERSON: Final = "another_person_than"
PERSON: Final = "person"
LOSS: Final = "loss"
LIST: Final = "list"
REVISION: Final = re.compile(r"\.r\d+$")
_CONTENT: Final = ("value", "low", "high", "qualifier")
_NOT_ABOUT: Final = frozenset(
    {"id", "subject", "property", "wording", "as_of", "as_of_wording", "said_on", "said_on_wording", "speaker",
     "speaker_kind", "source", "item", "quote", "made_by", "level", "visibility", "basis", "note", "status",
     "status_why", "status_basis", "superseded_by", "unit"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCard:
    """What a list is: each of its properties with the claims that say so, those that count."""

    id: str
    claims: tuple[Claim, ...]

    def text(self, name: str) -> str | None:
        """Return what is said of it in one property, the latest word; None where nothing is."""
        found = [one for one in self.claims if one.property == name]
        return found[-1].value_text() if found else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return everything that is said of it in one property."""
        return tuple(one.value_text() for one in self.claims if one.property == name)

    def answer(self, name: str) -> bool | None:
        """Return yes, no, or that nobody said."""
        found = [one.value for one in self.claims if one.property == name and isinstance(one.value, bool)]
        return found[-1] if found else None

    @property
    def copied_from(self) -> tuple[str, ...]:
        """The ids of the lists from which it was copied."""
        return tuple(one.removeprefix("list:") for one in self.texts("copied_from"))

    @property
    def scope(self) -> Mapping[str, str]:
        """Incident, place and period of its rule, as far as they are said."""
        found = [one for one in self.claims if one.property == "inclusion_rule"]
        return dict(found[-1].about) if found else {}

    def to_row(self, *, rows: int | None, people: int | None) -> dict[str, Any]:
        """Return what `onrecord lists --json` promises; numbers that the actor may not see are none."""
        return {
            "list": self.id,
            "of": self.text("list_of"),
            "title": self.text("list_title"),
            "compiler": self.text("list_compiler"),
            "compiled_on": self.text("compiled_on"),
            "rule": self.text("inclusion_rule"),
            "scope": dict(self.scope),
            "listed_for": self.text("listed_for"),
            "copied_from": list(self.copied_from),
            "compiled_by_itself": self.answer("compiled_by_itself"),
            "partitioned_by": self.text("partitioned_by"),
            "near_complete": self.answer("near_complete"),
            "absorbing": self.answer("absorbing"),
            "rows": rows,
            "people": people,
            "claims": [one.id for one in self.claims],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """A person or a loss as one row of a list has it, or as claims outside of any list do (`list` is none then)."""

    kind: str
    id: str
    list: str | None
    key: str | None
    claims: tuple[Claim, ...]

    @property
    def subject(self) -> str:
        """The subject as `kind:id`."""
        return f"{self.kind}:{self.id}"

    @property
    def number(self) -> int | None:
        """The number that the row had when it was first taken in."""
        tail = self.id.rpartition(".")[2]
        return int(tail) if self.list is not None and tail.isdecimal() else None

    def all(self, name: str) -> tuple[Claim, ...]:
        """Return its claims of one property."""
        return tuple(one for one in self.claims if one.property == name)

    def text(self, name: str) -> str | None:
        """Return what is said in one property, the first word; None where nothing is."""
        return next((one.value_text() for one in self.claims if one.property == name), None)

    def about(self, name: str) -> str | None:
        """Return a dimension of what is said of it: the group, the place."""
        return next((found for one in self.claims if (found := one.dimension(name)) is not None), None)

    def slots(self) -> dict[str, Claim]:
        """Return the claims that its list's rows made, by what in the row made them."""
        start = f"{self.id}."
        return {REVISION.sub("", one.id.removeprefix(start)): one for one in self.claims if one.id.startswith(start)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one of us holds of two rows: one person, or two. Taken back as any claim is."""

    one: str
    other: str
    is_same: bool
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everything on record about lists: cards, rows of people and losses, and which rows are one person."""

    cards: Mapping[str, ListCard]
    people: tuple[ListedRow, ...]
    losses: tuple[ListedRow, ...]
    judged: tuple[Judged, ...] = ()
    ids: frozenset[str] = field(default_factory=frozenset)  # of all claims, whatever became of them

    @property
    def same(self) -> tuple[tuple[str, str], ...]:
        """The pairs of rows that were judged to be one person."""
        return tuple((one.one, one.other) for one in self.judged if one.is_same)

    def of_list(self, list_id: str) -> tuple[ListedRow, ...]:
        """Return what stands on the rows of one list, losses before the people that own them."""
        return tuple(one for one in (*self.losses, *self.people) if one.list == list_id)

    def judgements_of(self, rows: Iterable[ListedRow]) -> list[str]:
        """Return the findings that join these rows, or keep one of them apart from another person."""
        own = {one.id for one in rows}
        return [one.claim for one in self.judged if one.one in own or one.other in own]

    def persons(self) -> tuple[tuple[ListedRow, ...], ...]:
        """Return the rows of each person together, as judgements on record connect them, in the order of record."""
        chief = {one.id: one.id for one in self.people}

        def found(person: str) -> str:
            while chief[person] != person:
                chief[person] = chief[chief[person]]
                person = chief[person]
            return person

        for one, other in self.same:
            if one in chief and other in chief:
                first, second = sorted((found(one), found(other)))
                chief[second] = first
        together: dict[str, list[ListedRow]] = defaultdict(list)
        for row in self.people:
            together[found(row.id)].append(row)
        return tuple(tuple(rows) for rows in together.values())


def register_of(claims: Iterable[Claim]) -> Register:
    """Return the register that claims make; those that were taken back, replaced or refuted make nothing."""
    cards: dict[str, list[Claim]] = defaultdict(list)
    rows: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    judged: list[Judged] = []
    ids: set[str] = set()
    for one in claims:
        ids.add(one.id)
        if not one.status.is_counted:
            continue
        if one.property in (SAME_PERSON, OTHER_PERSON):
            other = one.value_text().removeprefix("person:")
            is_same = one.property == SAME_PERSON
            judged.append(Judged(one=one.subject_id, other=other, is_same=is_same, claim=one.id))
        elif one.subject_kind == LIST:
            cards[one.subject_id].append(one)
        elif one.subject_kind in (PERSON, LOSS):
            rows[one.subject_kind, one.subject_id].append(one)
    made = [_row(kind, name, tuple(found)) for (kind, name), found in rows.items()]
    return Register(
        cards={name: ListCard(id=name, claims=tuple(found)) for name, found in sorted(cards.items())},
        people=tuple(one for one in made if one.kind == PERSON),
        losses=tuple(one for one in made if one.kind == LOSS),
        judged=tuple(judged),
        ids=frozenset(ids),
    )


def _row(kind: str, name: str, claims: tuple[Claim, ...]) -> ListedRow:
    on = next((one for one in claims if one.property == ON_LIST), None)
    return ListedRow(
        kind=kind,
        id=name,
        list=on.value_text().removeprefix("list:") if on is not None else None,
        key=on.dimension("row") if on is not None else None,
        claims=claims,
    )


def content(fields: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what a row of the ledger says, apart from who says it, where and in which words: to compare by."""
    said = {name: fields[name] for name in _CONTENT if fields.get(name) is not None}
    said |= {name: value for name, value in fields.items() if name not in _NOT_ABOUT and name not in _CONTENT}
    if "low" in said or "high" in said:
        said.setdefault("qualifier", "exact")
        if is_currency(str(fields.get("unit", ""))):  # the unit of a count goes without saying
            said["unit"] = fields["unit"]
    return tuple(sorted((name, str(value)) for name, value in said.items()))
