"""Owns texts in the product's three languages. Never decides which language a person reads: the shell does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INTERFACE_LANGUAGES: Final = ("en", "ru", "kk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One text in English, Russian and Kazakh. It may hold `{facts}` that `fill` puts in."""

    en: str
    ru: str
    kk: str

    def text(self, language: str = "en") -> str:
        """Return the text in `language`; English where the language is none of ours."""
        primary = language.split("-", maxsplit=1)[0].lower()
        return {"ru": self.ru, "kk": self.kk}.get(primary, self.en)

    def fill(self, language: str = "en", **facts: object) -> str:
        """Return the text with `{name}` replaced by facts; a missing fact stays visible as `{name}`.

        A fact that is a label itself is told in the same language.
        """
        told = {name: fact.text(language) if isinstance(fact, Label) else fact for name, fact in facts.items()}
        return self.text(language).format_map(_Shown(told))

    def filled(self, **facts: object) -> Label:
        """Return the label with these facts put in, each in its language: the reason inside of another sentence."""
        return Label(**{language: self.fill(language, **facts) for language in INTERFACE_LANGUAGES})

    def to_record(self) -> dict[str, str]:
        """Return the three texts by language code."""
        return {"en": self.en, "ru": self.ru, "kk": self.kk}


class _Shown(dict[str, object]):
    """A mapping in which an unknown name shows itself: a message must never fail to appear."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
