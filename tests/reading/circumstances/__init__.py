"""Sentences of our own with who says what, where and as of when; all but the last files were read before the rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PARTS = ("", "_more", "_third", "_fourth", "_later")
LANGUAGES = ("en", "ru", "kk", "ky", "uk", "pl", "de", "fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of a text and what a person read about it; None where the text does not tell."""

    language: str
    figure: str
    text: str
    speaker: str | None
    kind: str | None
    place: str | None
    as_of: str | None
    is_claimed: bool


def rows(language: str) -> list[Row]:
    """Return the rows of one language."""
    found: list[Row] = []
    text = ""
    for line in _lines(language):
        if line.startswith("#") or not line.strip():
            continue
        figure, speaker, kind, place, as_of, own = (part.strip() for part in line.split(" | ", 5))
        text = text if own == '"' else own.replace("\\n", "\n")
        values = [None if value in {"-", "!"} else value for value in (speaker, kind, place, as_of)]
        found.append(
            Row(
                language="kk-Latn" if language == "kk" and text.isascii() is False and _is_latin(text) else language,
                figure=figure,
                text=text,
                speaker=values[0],
                kind=values[1],
                place=values[2],
                as_of=values[3],
                is_claimed=speaker != "!",
            )
        )
    return found


def _lines(language: str) -> list[str]:
    """Return the lines of the first corpus, and of the others, each written when those before it were right."""
    files = [Path(__file__).parent / f"{language}{part}.txt" for part in PARTS]
    return [line for file in files if file.exists() for line in file.read_text(encoding="utf-8").splitlines()]


def _is_latin(text: str) -> bool:
    return not any("\u0400" <= letter <= "\u04ff" for letter in text)
