"""Owns the entries the store writes of itself. A record once written is never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.store.log import Draft

KEYS_CHANGED: Final = "keys-changed@1"


def keys_changed(change: str, slots: Sequence[str], present: Sequence[str]) -> Draft:
    """Return the entry for a change of the ways into an encrypted archive: which slots, and which there are now."""
    return Draft(kind=KEYS_CHANGED, payload={"change": change, "slots": list(slots), "present": list(present)})
