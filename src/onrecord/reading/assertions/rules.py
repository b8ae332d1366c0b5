"""Owns the rules of a language as they stand in its TOML file. Never holds a word itself: to add one, edit the data."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from onrecord.reading.assertions.patterns import Pattern, phrases
from onrecord.reading.prose import KAZAKH_IN_LATIN, prose_language

_SCREENS: Final = ("negation", "hypothetical", "general")
_RULE_FIELDS: Final = frozenset(
    {
        "name",
        "property",
        "patterns",
        "weak",
        "needs",
        "unless",
        "about",
        "dated",
        "date",
        "value",
        "counted",
        "screens",
        "within",
        "reaches_back",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one kind of assertion is said.

    `weak` patterns count only in a sentence with one of the contexts of `needs`. With `dated`, an assertion whose day
    is told is one of that property, with the day as its value. `counted` are properties of quantities: where a figure
    of one stands in the clause, the figure says it already. `value` is what of the sentence is taken: the words of
    the match, its clause, or the words that the pattern marks.
    """

    name: str
    property: str
    patterns: tuple[Pattern, ...]
    weak: tuple[Pattern, ...]
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    dated: str | None
    date: str  # clause, as_of, match, none
    value: str  # clause, marked, date
    counted: frozenset[str]
    screens: frozenset[str]
    within: tuple[str, ...]  # dimensions whose words are looked for in the sentence, by the list of the same name
    reaches_back: bool  # what it needs may stand in the sentence before
    keys: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that a language knows of what may be asserted, and where nothing is."""

    language: str
    rules: tuple[Rule, ...]
    contexts: Mapping[str, tuple[Pattern, ...]]  # words that a sentence needs, or that forbid
    clause: re.Pattern[str]  # what parts clauses; a word in `kept` belongs to the clause that it opens
    negation: tuple[Pattern, ...]
    negation_after: tuple[Pattern, ...]
    hypothetical: tuple[Pattern, ...]
    hypothetical_after: tuple[Pattern, ...]
    general: tuple[Pattern, ...]
    as_of: tuple[Pattern, ...]
    negated_verb: re.Pattern[str] | None  # the form of a verb that says no by itself
    said: tuple[Pattern, ...]  # dates of saying so, not of what is said
    part_of_day: frozenset[str]  # "the morning of 8 May" is that day
    of_a_thing: tuple[str, ...]  # a word before a date that makes it the date of a thing: "letter of 7 August"
    of_a_thing_endings: tuple[str, ...]
    year_of_a_thing: tuple[str, ...]  # how a year ends that says whose: «по амнистии 2022 года»
    keys: tuple[str, ...]  # all by which anything of the language is found


@functools.cache
def rules_of(language: str | None) -> Rules | None:
    """Return the rules of a language, or None where we have none."""
    known = prose_language(language)
    if known is None or language == KAZAKH_IN_LATIN:
        return None
    file = resources.files(__package__) / "data" / f"{known}.toml"
    return _rules(known, tomllib.loads(file.read_text(encoding="utf-8")))


def _rules(language: str, data: Mapping[str, Any]) -> Rules:
    lists = data.get("lists", {})
    rules = tuple(_rule(one, lists) for one in data["rule"])
    contexts = {name: phrases(rows, lists) for name, rows in data.get("contexts", {}).items()}
    screens = data.get("screens", {})
    dates = data.get("dates", {})
    general = phrases(screens.get("general", ()), lists)
    return Rules(
        language=language,
        rules=rules,
        contexts=contexts,
        clause=_clause(data["clauses"]),
        negation=phrases(screens.get("negation", ()), lists),
        negation_after=phrases(screens.get("negation_after", ()), lists),
        hypothetical=phrases(screens.get("hypothetical", ()), lists),
        hypothetical_after=phrases(screens.get("hypothetical_after", ()), lists),
        general=general,
        as_of=phrases(dates.get("as_of", ()), lists),
        negated_verb=re.compile(screens["negated_verb"]) if "negated_verb" in screens else None,
        said=phrases(dates.get("said", ()), lists),
        part_of_day=frozenset(dates.get("part_of_day", ())),
        of_a_thing=tuple(dates.get("of_a_thing", ())),
        year_of_a_thing=tuple(dates.get("year_of_a_thing", ())),
        of_a_thing_endings=tuple(dates.get("of_a_thing_endings", ())),
        keys=_keys(rules, contexts, general),
    )


def _rule(body: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Rule:
    unknown = set(body) - _RULE_FIELDS
    if unknown:
        msg = f"rule {body.get('name')}: unknown field {sorted(unknown)}"
        raise ValueError(msg)
    patterns, weak = phrases(body.get("patterns", ()), lists), phrases(body.get("weak", ()), lists)
    return Rule(
        name=body["name"],
        property=body["property"],
        patterns=patterns,
        weak=weak,
        needs=tuple(body.get("needs", ())),
        unless=tuple(body.get("unless", ())),
        about=tuple(sorted(body.get("about", {}).items())),
        dated=body.get("dated"),
        date=body.get("date", "clause"),
        value=body.get("value", "clause"),
        counted=frozenset(body.get("counted", ())),
        screens=frozenset(body.get("screens", _SCREENS)),
        within=tuple(body.get("within", ())),
        reaches_back=bool(body.get("reaches_back")),
        keys=frozenset().union(*(one.keys for one in (*patterns, *weak))),
    )


def _keys(
    rules: Sequence[Rule], contexts: Mapping[str, Sequence[Pattern]], general: Sequence[Pattern]
) -> tuple[str, ...]:
    of_patterns = [one.keys for one in (*itertools.chain.from_iterable(contexts.values()), *general)]
    return tuple(sorted(frozenset().union(*(one.keys for one in rules), *of_patterns)))


def _clause(declared: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return what parts clauses: marks, words behind a comma, words anywhere."""
    behind = "|".join(map(re.escape, declared.get("behind_comma", ())))
    anywhere = "|".join(map(re.escape, declared.get("anywhere", ())))
    parts = [r"[;:]", r"\s[–—-]\s"]
    left_out = "|".join(map(re.escape, declared.get("left_out", ()))) or "(?!)"
    kept = rf"(?!(?:{left_out})(?!\w))"
    parts += [rf",\s{{1,3}}(?:{left_out})(?!\w)", rf"(?<!\w)(?:{left_out})(?!\w)"]
    parts += [rf",(?=\s{{1,3}}(?:{behind})(?!\w)){kept}"] if behind else []
    parts += [rf"(?<!\w)(?=(?:{anywhere})(?!\w)){kept}"] if anywhere else []
    return re.compile("|".join(parts))
