"""Owns the entries the dossier may write: that a statement was published, and that it no longer stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from onrecord.store import Draft

STATEMENT_PUBLISHED: Final = "statement-published@1"
STATEMENT_OUTDATED: Final = "statement-outdated@1"


def statement_published(payload: Mapping[str, Any]) -> Draft:
    """Return the entry for a publication: the statement, its files, and what each of its figures rests on."""
    return Draft(kind=STATEMENT_PUBLISHED, payload=payload)


def statement_outdated(statement: str, *, because: str) -> Draft:
    """Return the entry that marks a publication: it was what we said, and what it rested on is no longer there.

    It may go out with a public edition, so it names no claim, no item and no person: `because` is an id.
    """
    return Draft(kind=STATEMENT_OUTDATED, payload={"statement": statement, "because": because})
