"""Owns the norms: treaties with their articles, the bodies that watch them, and the words by which sources name them.

Titles of articles are short and our own; the official text is the treaty's. Never says that a norm was broken: that is
a finding, stated in the ledger.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from onrecord.kernel import Label

_ARTICLE: Final = re.compile(
    r"(?P<treaty>[^:]+):\s*(?:art(?:icle)?\.?|ст(?:атья)?\.?)?\s*(?P<number>\d.*)", re.IGNORECASE
)
_OUTER: Final = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that writes to States; `letters` are those by which it is known."""

    id: str
    letters: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty:
    """A treaty, and the body that watches it; a treaty may have none."""

    id: str
    label: Label
    body: Body | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article of a treaty, or a part of one, with a short title of our own."""

    treaty: Treaty
    number: str
    title: Label

    @property
    def id(self) -> str:
        """Treaty and number, as a claim names it: `icerd:5(b)`."""
        return f"{self.treaty.id}:{self.number}"


def bodies() -> Mapping[str, Body]:
    """Return every body by its id."""
    return _bodies()


def treaties() -> Mapping[str, Treaty]:
    """Return every treaty by its id."""
    return _treaties()


def articles(treaty: str | None = None) -> tuple[Article, ...]:
    """Return the articles of a treaty, or of all, in the order of the texts."""
    return tuple(one for one in _articles().values() if treaty is None or one.treaty.id == treaty)


def body_of(words: str) -> Body | None:
    """Return the body of this name, in any of the three languages or by its letters; None where it is none."""
    return _named_bodies().get(_key(words))


def treaty_of(words: str) -> Treaty | None:
    """Return the treaty of this name, in any of the three languages or by its letters; None where it is none."""
    return _named_treaties().get(_key(words))


def article_of(words: str) -> Article | None:
    """Return the article that a claim names as `treaty:number`; of a part without a title of its own, what holds it.

    `icerd:4` without a letter is none: which of its duties is meant is not guessed.
    """
    named = _ARTICLE.fullmatch(words.strip())
    treaty = treaty_of(named["treaty"]) if named else None
    if named is None or treaty is None:
        return None
    number = "".join(named["number"].split())
    while number:
        if found := _articles().get(f"{treaty.id}:{number}"):
            return found
        shorter = _OUTER.sub("", number)
        number = shorter if shorter != number else ""
    return None


@cache
def _bodies() -> Mapping[str, Body]:
    found = {
        row["id"]: Body(id=row["id"], letters=row["also"].split("|")[0], label=_label(row))
        for row in _rows("bodies.csv")
    }
    return MappingProxyType(found)


@cache
def _treaties() -> Mapping[str, Treaty]:
    found = {
        row["id"]: Treaty(id=row["id"], label=_label(row), body=_bodies().get(row["body"]))
        for row in _rows("treaties.csv")
    }
    return MappingProxyType(found)


@cache
def _articles() -> Mapping[str, Article]:
    found = (
        Article(treaty=_treaties()[row["treaty"]], number=row["number"], title=_label(row))
        for row in _rows("articles.csv")
    )
    return MappingProxyType({one.id: one for one in found})


@cache
def _named_bodies() -> Mapping[str, Body]:
    return {_key(name): _bodies()[row["id"]] for row in _rows("bodies.csv") for name in _names(row)}


@cache
def _named_treaties() -> Mapping[str, Treaty]:
    return {_key(name): _treaties()[row["id"]] for row in _rows("treaties.csv") for name in _names(row)}


def _names(row: Mapping[str, str]) -> Iterator[str]:
    yield from (row["id"], row["en"], row["ru"], row["kk"])
    yield from filter(None, row["also"].split("|"))


def _label(row: Mapping[str, str]) -> Label:
    return Label(en=row["en"], ru=row["ru"], kk=row["kk"])


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter=";")


@lru_cache(maxsize=4_096)
def _key(words: str) -> str:
    """Return a name without case, marks, an article before it and differences of blanks."""
    plain = unicodedata.normalize("NFKC", words).casefold().replace("ё", "е")
    letters = " ".join(re.sub(r"[^\w]+", " ", plain).split())
    return letters.removeprefix("the ").removeprefix("un ")
