"""Owns reading lists from the ledger: the claims that the actor may see, as a register. Never writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord import ledger
from onrecord.kernel import Vocabulary
from onrecord.ledger import Claim
from onrecord.register.lists.mapping import LOSS_FIELDS, PERSON_FIELDS
from onrecord.register.lists.model import ON_LIST, OTHER_PERSON, SAME_PERSON, Register, register_of
from onrecord.store import Desk

_OF_LISTS: Final = (
    "list_of", "list_title", "list_compiler", "compiled_on", "inclusion_rule", "listed_for", "copied_from",
    "partitioned_by", "near_complete", "absorbing", "compiled_by_itself",
)  # fmt: skip


def on_record(desk: Desk, *, known_by: str | None = None) -> Register:
    """Return all lists, people and losses that the actor may see, as they are or as they were on a day."""
    return register_of(sorted(_claims(desk, known_by), key=lambda one: one.seq))


def _claims(desk: Desk, known_by: str | None) -> Iterator[Claim]:
    names = {*_OF_LISTS, ON_LIST, OTHER_PERSON, SAME_PERSON, "owned_by", "ethnic_group"}
    names |= {name for fields in (PERSON_FIELDS, LOSS_FIELDS) for name in fields.values() if name is not None}
    for name in sorted(names):
        yield from ledger.claims(desk, property=name, known_by=known_by)


def place_or_broader(place: str | None, wanted: str, vocabulary: Vocabulary) -> bool:
    """Say whether a place is the wanted one or lies in it."""
    while place is not None and place != wanted:
        term = vocabulary.term("place", place)
        place = term.broader if term is not None else None
    return place == wanted
