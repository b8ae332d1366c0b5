"""Owns the values of languages: a passage, and the tag that names its language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

# The script a language is written in where its tag names none (BCP 47, "suppress script"; for Uzbek and Uyghur the
# official one). Han is written as zh whichever characters it uses; the passage says which.
_USUAL: Final = {
    "ar": "Arab",
    "az": "Latn",
    "fa": "Arab",
    "kk": "Cyrl",
    "ky": "Cyrl",
    "tg": "Cyrl",
    "ug": "Arab",
    "uz": "Latn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a text in one language and script, by its code points.

    `language` is the language's BCP 47 code without a script, or None where it was not clear enough to be named;
    `script` is an ISO 15924 code, `Zyyy` where the stretch has no letters.
    """

    start: int
    end: int
    language: str | None
    script: str

    @property
    def tag(self) -> str | None:
        """The language's tag, with the script where it is not the usual one: `kk`, `kk-Latn`, `uz`, `uz-Cyrl`."""
        return tag_of(self.language, self.script) if self.language else None

    def to_record(self) -> dict[str, Any]:
        """Return `{"start", "end", "language", "script"}`."""
        return {"start": self.start, "end": self.end, "language": self.language, "script": self.script}


def tag_of(language: str, script: str) -> str:
    """Return a language's tag, with its script where that is not the one the language is usually written in."""
    return language if _USUAL.get(language, script) == script else f"{language}-{script}"
