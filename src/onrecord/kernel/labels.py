"""Owns texts in the product's three languages. Never decides which language a person reads: the shell does."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from onrecord.kernel.written import day_words

INTERFACE_LANGUAGES: Final = ("en", "ru", "kk")
_TWO_STOPS: Final = re.compile(r"(?<=\d\u00a0г)\.\.(?!\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One text in English, Russian and Kazakh. It may hold `{facts}` that `fill` puts in."""

    en: str
    ru: str
    kk: str

    @classmethod
    def alike(cls, text: str) -> Label:
        """Return a text that is the same in all three languages: a name, an id, the words of a source."""
        return cls(en=text, ru=text, kk=text)

    def text(self, language: str = "en") -> str:
        """Return the text in `language`; English where the language is none of ours."""
        primary = language if language in INTERFACE_LANGUAGES else language.split("-", maxsplit=1)[0].lower()
        return self.ru if primary == "ru" else self.kk if primary == "kk" else self.en

    def fill(self, language: str = "en", **facts: object) -> str:
        """Return the text with `{name}` replaced by facts; a missing fact stays visible as `{name}`.

        A fact that is a label or a day itself is told in the same language: a label by its text, a day as people of
        that language write it. A sentence that ends with "2020 г." has one full stop and not two.
        """
        told = {name: fact if type(fact) is str else _told(fact, language) for name, fact in facts.items()}
        filled = self.text(language).format_map(_Shown(told))
        return _TWO_STOPS.sub(".", filled) if ".." in filled else filled

    def filled(self, **facts: object) -> Label:
        """Return the label with these facts put in, each in its language: the reason inside of another sentence."""
        return Label(**{language: self.fill(language, **facts) for language in INTERFACE_LANGUAGES})

    def to_record(self) -> dict[str, str]:
        """Return the three texts by language code."""
        return {"en": self.en, "ru": self.ru, "kk": self.kk}


def _told(fact: object, language: str) -> object:
    """Return a fact as people of this language write it: a label, a day, or what can be `written` for them."""
    match fact:
        case str() | int() | dt.datetime():
            return fact
        case Label():
            return fact.text(language)
        case dt.date():
            return day_words(fact, language)
    written = getattr(fact, "written", None)  # a date that a source gave; to ask for a protocol costs ten times as much
    return written(language) if callable(written) else fact


class _Shown(dict[str, object]):
    """A mapping in which an unknown name shows itself: a message must never fail to appear."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
