"""Owns which ids are one person: "the same" holds both ways and further on, from id to id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from onrecord.ledger.model import Claim
from onrecord.ledger.shelf import SAME_PERSON

PERSON: Final = "person"


def chiefs(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return for each id the one that stands for all ids of its person."""
    chief = {one: one for one in ids}

    def led_by(name: str) -> str:
        chief.setdefault(name, name)
        while chief[name] != name:
            chief[name] = chief[chief[name]]
            name = chief[name]
        return name

    for one, other in pairs:
        chief[led_by(one)] = led_by(other)
    return {one: led_by(one) for one in tuple(chief)}


def same_person(claims: Iterable[Claim]) -> Mapping[str, str]:
    """Return for each person of several ids, as `person:ID`, the one that stands for all, from claims that count."""
    counted = (one for one in claims if one.property == SAME_PERSON and one.status.is_counted)
    return chiefs((), ((one.subject, f"{PERSON}:{one.value_text().removeprefix(f'{PERSON}:')}") for one in counted))
