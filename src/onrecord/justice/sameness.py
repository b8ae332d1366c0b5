"""Owns which records are one person: "the same" holds both ways and further on, from record to record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def chiefs(records: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return for each record the one that stands for all records of its person."""
    chief = {one: one for one in records}

    def led_by(name: str) -> str:
        chief.setdefault(name, name)
        while chief[name] != name:
            chief[name] = chief[chief[name]]
            name = chief[name]
        return name

    for one, other in pairs:
        chief[led_by(one)] = led_by(other)
    return {one: led_by(one) for one in tuple(chief)}
