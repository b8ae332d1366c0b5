"""Owns the list of languages in whose prose numbers, days, speakers and facts are found. Never tells a language."""

from __future__ import annotations

from typing import Final

# Each has a file of this name in the folder `data` of quantities, dates, speakers and assertions.
PROSE_LANGUAGES: Final = ("en", "ru", "kk", "ky", "uk", "pl", "de", "fr")
KAZAKH_IN_LATIN: Final = "kk-Latn"


def prose_language(tag: str | None) -> str | None:
    """Return which of the languages a tag names, whatever its script or region; None where it names another."""
    primary = tag.split("-", maxsplit=1)[0] if tag else None
    return primary if primary in PROSE_LANGUAGES else None
