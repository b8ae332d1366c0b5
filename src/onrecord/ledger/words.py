"""Owns the reading of vocabulary files: the ones shipped with the ledger, and an organisation's own."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path
from typing import Final

from onrecord.kernel import Vocabulary

OWN_FILE: Final = "vocabulary.toml"


@functools.cache
def shipped_vocabulary() -> Vocabulary:
    """Return the vocabulary every archive has."""
    vocabulary = Vocabulary()
    folder = resources.files(__package__) / "vocabulary"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            declared = Vocabulary.from_toml(file.read_text(encoding="utf-8"), where=file.name)
            vocabulary = vocabulary.merge(declared, where=file.name)
    vocabulary.check_references(where="that the ledger ships")
    return vocabulary


def vocabulary_of(folder: Path | None) -> Vocabulary:
    """Return the shipped vocabulary with what the archive's own `vocabulary.toml` adds.

    Raises:
        VocabularyRefused: the archive's file cannot be used as it is written.
    """
    vocabulary = shipped_vocabulary()
    own = folder / OWN_FILE if folder is not None else None
    if own is None or not own.is_file():
        return vocabulary
    added = Vocabulary.from_toml(own.read_text(encoding="utf-8"), where=str(own))
    together = vocabulary.merge(added, where=str(own), as_own=True)
    together.check_references(where=str(own))
    return together
