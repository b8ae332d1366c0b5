"""Owns putting on record what a document of another database can be claimed to say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from onrecord.kernel import Role
from onrecord.ledger.commands import StateReport, state_rows
from onrecord.ledger.exchange.forms import read_from
from onrecord.ledger.exchange.shape import Incoming, Read
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk


def import_from(
    desk: Desk, path: Path, form: str, *, incoming: Incoming, dry_run: bool = False
) -> tuple[Read, StateReport]:
    """State what a document of another database can be claimed to say; the document itself is the item it rests on.

    Raises:
        NotAllowed: the actor may only read.
        UnknownForm, FileNotRows: the document cannot be read.
    """
    desk.require(Role.ANALYST)
    found = read_from(path, form, replace(incoming, vocabulary=vocabulary_of(desk.info.folder)))
    return found, state_rows(desk, found.rows, dry_run=dry_run)
