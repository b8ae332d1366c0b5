"""Owns `--incident` of the commands that read: the id of one, and of how many things no incident is on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from onrecord.cli.shell import Shell
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord import ledger

_UNTIED: Final = Label(
    en="Among what is told, of {n} no incident is on record; they may be of another one: {ids}",
    ru="Среди показанного у {n} событие не записано; они могут относиться к другому: {ids}",
    kk="Көрсетілгеннің ішінде {n} үшін оқиға жазылмаған; олар басқаға қатысты болуы мүмкін: {ids}",
)
_MOST: Final = 10


def incident_id(given: str | None) -> str | None:
    """Return the id of an incident, with or without its kind before it."""
    return None if given is None else given.removeprefix("incident:")


def untied(ties: ledger.Ties | None, subjects: Iterable[str]) -> list[str]:
    """Return the subjects (`kind:id`) that stay in an answer about one incident because they are tied to none."""
    return [] if ties is None else [one for one in dict.fromkeys(subjects) if not ties.of(one)]


def tell_untied(shell: Shell, found: list[str]) -> None:
    """Say of how many no incident is on record, the first few by their ids."""
    if found:
        told = ", ".join(found[:_MOST]) + (" …" if len(found) > _MOST else "")
        shell.note(_UNTIED, n=len(found), ids=told)
