"""Owns the words by which a language says who speaks, read from TOML. Never holds a word itself."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final

from onrecord.reading.prose import KAZAKH_IN_LATIN, prose_language
from onrecord.reading.quantities.latin import in_latin

_SETS: Final = (
    "articles", "that", "as", "negations", "passives", "inner", "names_only", "stops", "fillers", "recipients",
    "prepositions", "of", "relatives", "counts", "tells",
    "nouns_too",
    "noun_markers",
    "postpositions",
    "confirms",
    "auxiliaries",
    "drops_pronouns",
    "negations_behind",
    "nobody",
    "shows", "in", "of_dates", "paper_links",
)  # fmt: skip
_TRIGGERS: Final = ("before", "behind", "cited", "cited_behind", "papers_say", "verbs", "denials", "their_words")
NOTHING: Final = re.compile(r"(?!)")
_WEAK: Final = "weak"
_PAPERS: Final = "papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words for speaking and for who speaks. A pattern matches its phrases as whole words."""

    language: str
    head_is_last: bool
    is_verb_last: bool
    triggers: Mapping[str, re.Pattern[str]]
    any_trigger: re.Pattern[str]
    heads: re.Pattern[str]
    head_kinds: tuple[tuple[re.Pattern[str], str], ...]  # the longest stem first
    harms: re.Pattern[str]
    contrasts: re.Pattern[str]
    suppositions: re.Pattern[str]
    about_this: re.Pattern[str]
    pronouns: frozenset[str]
    sets: Mapping[str, frozenset[str]]
    verb_endings: tuple[str, ...]
    oblique: tuple[str, ...]
    nominal_endings: tuple[str, ...]
    possessive: tuple[str, ...]
    genitive: tuple[str, ...]
    local: tuple[str, ...]
    dative: tuple[str, ...]
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)  # word -> kind, as they come up

    def has(self, name: str, word: str) -> bool:
        """Say whether a word, in small letters, is in one of the lists."""
        return word in self.sets[name]

    def kinds_in(self, phrase: str) -> tuple[tuple[int, str], ...]:
        """Return where the nouns that say in what capacity somebody speaks stand in a phrase, and the capacities."""
        low = phrase.lower()
        return tuple((match.start(), self._kind(match.group())) for match in self.heads.finditer(low))

    def _kind(self, word: str) -> str:
        if word not in self.known:
            self.known[word] = next(kind for pattern, kind in self.head_kinds if pattern.fullmatch(word))
        return self.known[word]


@functools.cache
def words_of(language: str | None) -> Words | None:
    """Return the words of a language, or None where we have none: then nobody is found to speak."""
    known = prose_language(language or "en")
    if known is None:
        return None
    file = resources.files(__package__) / "data" / f"{known}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    if language == KAZAKH_IN_LATIN:
        data = {**in_latin(data), "head_at": data["head_at"]}
    return _from(known, data)


def _from(language: str, data: Mapping[str, Any]) -> Words:
    triggers = {name: pattern_of(data["triggers"].get(name, ())) for name in _TRIGGERS}
    grammar = data["grammar"]
    heads: Mapping[str, list[str]] = data["heads"]
    every = [phrase for name in _TRIGGERS for phrase in data["triggers"].get(name, ())]
    return Words(
        language=language,
        head_is_last=data["head_at"] == "last",
        is_verb_last=bool(data["triggers"].get("behind")) and bool(grammar.get("oblique")),
        triggers=triggers,
        any_trigger=pattern_of(every),
        heads=pattern_of([stem for stems in heads.values() for stem in stems]),
        head_kinds=tuple((pattern_of([stem]), kind) for stem, kind in _longest_first(heads)),
        harms=pattern_of(grammar.get("harms", ())),
        contrasts=pattern_of(grammar.get("contrasts", ())),
        suppositions=pattern_of(grammar.get("suppositions", ())),
        about_this=pattern_of(grammar.get("about_this", ())),
        pronouns=frozenset(data["triggers"].get("pronouns", ())),
        sets={name: frozenset(grammar.get(name, ())) for name in _SETS},
        verb_endings=tuple(grammar.get("verb_endings", ())),
        oblique=tuple(grammar.get("oblique", ())),
        nominal_endings=tuple(grammar.get("nominal_endings", ())),
        possessive=tuple(grammar.get("possessive", ())),
        genitive=tuple(grammar.get("genitive", ())),
        local=tuple(grammar.get("local", ())),
        dative=tuple(grammar.get("dative", ())),
    )


def _longest_first(heads: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return (stem, kind), the longest stem first: a military court is a court before it is military."""
    pairs = [(stem, kind) for kind, stems in heads.items() for stem in stems]
    return sorted(pairs, key=lambda pair: (-len(pair[0].split()), -len(pair[0].rstrip("-")), pair[0][-1:] == "-"))


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for phrases, the longest first; a word that ends in a hyphen stands for all it begins."""
    ordered = sorted(phrases, key=lambda one: (-len(one.split()), -len(one)))
    if not ordered:
        return NOTHING
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(_phrase, ordered))})(?!\w)", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    return r"\s+".join(
        re.escape(word[:-1]) + r"[\w-]*" if word.endswith("-") else re.escape(word) for word in phrase.split()
    )
