"""Owns articles of a criminal code in prose: "Article 272(2)", «ч. 2 ст. 272 УК», «272-бабының 2-бөлігі»."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

_NUMBER: Final = r"\d{1,3}(?:-\d{1,2}(?!\d|-))?"
_NUMBERS: Final = re.compile(rf"(?<![\d(]){_NUMBER}(?:\s?\([^\d()]{{0,12}}\d{{1,2}}\)){{0,3}}")
_NO_DIGITS: Final = re.compile(r"[^\d()-]+")
_NEAR: Final = 40  # code points in which another law may be named as the one that the article is of


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesInText:
    """Articles that are named together, each as "272" or "272(2)", and where their words stand."""

    start: int
    end: int
    articles: tuple[str, ...]

    @property
    def written(self) -> str:
        """The articles as the dimension `article` holds them: "99, 188, 272(2)"."""
        return ", ".join(self.articles)


def articles_in(text: str, language: str | None, *, of_any_law: bool = False) -> tuple[ArticlesInText, ...]:
    """Return the articles of a text in order; those of a constitution, a treaty or a procedure only if asked for."""
    known = (language or "").split("-")[0]
    if known not in _all():
        return ()
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    behind, before = _other_laws(known)
    return tuple(
        _articles(match)
        for match in _expression(known).finditer(low)
        if of_any_law
        or not (
            behind.match(low, match.end(), match.end() + _NEAR * 2)
            or (before and before.search(low, max(0, match.start() - _NEAR), match.start()))
        )
    )


def _articles(match: re.Match[str]) -> ArticlesInText:
    groups = match.groupdict()
    numbers = [_NO_DIGITS.sub("", one.group()) for one in _NUMBERS.finditer(groups["list"])]
    part = groups.get("part") or groups.get("part_behind")
    if part and len(numbers) == 1 and "(" not in numbers[0]:
        numbers = [f"{numbers[0]}({part})"]
    return ArticlesInText(start=match.start(), end=match.end(), articles=tuple(dict.fromkeys(numbers)))


@functools.cache
def _expression(language: str) -> re.Pattern[str]:
    return re.compile("|".join(_forms(_all()[language])))


def _forms(words: Mapping[str, Any]) -> Iterator[str]:
    """Yield the form of the language: the label before the numbers, or hung on them."""
    glue = rf"(?:\s?,\s?|\s{{1,2}}(?:{'|'.join(words['joined'])})\s{{1,2}})"
    part = rf"(?:{words['part']})"
    number = rf"{_NUMBER}(?:\s?\((?:{part}\s{{0,2}})?\d{{1,2}}\)){{0,3}}"
    end = rf"(?!\d)(?!\s{{1,3}}(?!(?:{words['following']}))[^\W\d_])" if "following" in words else ""
    numbers = rf"(?P<list>{number}(?:{glue}{number}{end}){{0,8}})"
    if words.get("hung"):
        yield rf"(?<![\w.]){numbers}\s?-?\s?(?:{words['label']})(?:\s{{1,2}}(?P<part>\d{{1,2}})\s?-?\s?{part})?"
        return
    lead = rf"(?:{part}\s{{0,2}}(?P<part>\d{{1,2}}),?\s{{1,2}}(?:{words['of']})?)?"
    tail = rf"(?:[\s,(]{{1,3}}{part}\s{{0,2}}(?P<part_behind>\d{{1,2}}))?"
    yield rf"(?<!\w){lead}(?:{words['label']})\s{{0,2}}{numbers}(?![\d.]\d){tail}"


@functools.cache
def _other_laws(language: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    words = _all()[language]
    others = f"(?:{'|'.join(words['other_laws'])})"
    behind = re.compile(rf"[^.,;)]{{0,{_NEAR}}}?(?<!\w){others}")
    return behind, re.compile(rf"(?<!\w){others}\w{{0,12}}\s{{1,2}}$") if words.get("hung") else None


@functools.cache
def _all() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "articles.toml").read_text(encoding="utf-8"))
