"""Owns the names of firms and bodies: what is their legal form and what is their own. Never takes a person for one."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from onrecord.names.nearness import is_one_slip

_WORD: Final = re.compile(r"[^\W_]+")
_ARTICLE: Final = re.compile(
    r"(?<!\w)(?:[аэ][длнрстзш]|[ae][dlnrstz]|[ae]sh)-(?=\w)"
)  # of an Arabic name: ад-Дин is no АД
_LONG_FORM: Final = 7
_BETWEEN: Final = frozenset({"the", "of", "and", "и", "und", "for", "de", "la", "по", "в", "на", "мен", "және"})
_WORD_OR_NOTION: Final = re.compile(r"[a-z]+@\w+|[^\W_]+")
_SIGN_OF_A_NUMBER: Final = re.compile(r"(?<!\w)(?:no|nr|n|number|номер|нөмірі?)(?= ?\d)")  # "№" is "no" by now
_ROMAN: Final = re.compile("(?=..)x{0,3}(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class Body:
    """A firm or body: the words of its own, its legal forms, its numbers, the first letters of all its words.

    A word that says what bodies are or do stands among the words behind its notion: court@суд, district@аудандық.
    """

    words: tuple[str, ...]
    forms: frozenset[str]
    kinds: frozenset[str]
    numbers: frozenset[int]
    initials: str = ""


@functools.cache
def _forms() -> tuple[re.Pattern[str], Mapping[str, str], Mapping[str, int]]:
    text = (resources.files(__package__) / "data" / "legal-forms.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    classes: dict[str, str] = {}
    for name, written in declared["forms"].items():
        for one in written.split(","):
            form = _squeezed(one)
            if form:
                classes.setdefault(form, name)
    joined = "|".join(re.escape(one) for one in sorted(classes, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)"), classes, declared["numbers"]


@functools.cache
def form_words() -> frozenset[str]:
    """Return every word of every legal form; a name with none of them shows no form."""
    _, classes, _ = _forms()
    return frozenset(word for form in classes for word in form.split())


def is_organisation(plain: str) -> bool:
    """Say whether a name in small letters has a legal form, quotation marks around a part, or a number."""
    pattern, _, _ = _forms()
    squeezed = _squeezed(_ARTICLE.sub("", plain))
    found = pattern.search(squeezed)
    has_rest = found is not None and len(found.group()) < len(squeezed)
    return has_rest or bool(re.search(r"[«»\"“”„].{2,}[«»\"“”„]", plain)) or bool(re.search(r"\d", plain))


def says_what_it_does(plain: str) -> bool:
    """Say whether a name in small letters has a word for a body of some kind: a court, a bank, a hospital."""
    pattern, classes, _ = _forms()
    return any(classes[one] == "public" for one in pattern.findall(_squeezed(_ARTICLE.sub("", plain))))


@functools.lru_cache(maxsize=50_000)
def body_of(plain: str) -> Body:
    """Return a firm or body taken apart."""
    pattern, classes, spelled = _forms()
    squeezed = _SIGN_OF_A_NUMBER.sub(" ", _squeezed(plain))
    forms = {classes[one] for one in pattern.findall(squeezed)}
    kinds = {one for one in pattern.findall(squeezed) if classes[one] == "public"}
    legal = [one for one in pattern.findall(squeezed) if classes[one] != "public"]
    rest = squeezed
    for one in legal:
        rest = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", rest, count=1)
    rest = _notions().sub(lambda met: f" {_notion_of(met.group())}@{met.group().replace(' ', '_')} ", rest)
    slips = {one: form for one in _WORD_OR_NOTION.findall(rest) if (form := _form_by_slip(one))}
    forms |= set(slips.values())
    words = [one for one in _WORD_OR_NOTION.findall(rest) if one not in slips and one not in _BETWEEN]
    numbers = {int(one) for one in words if one.isdecimal()} | {spelled[one] for one in words if one in spelled}
    numbers |= {_roman(one) for one in words if _ROMAN.fullmatch(one)}
    own = tuple(one for one in words if not one.isdecimal() and one not in spelled and not _ROMAN.fullmatch(one))
    return Body(
        words=own or tuple(words),
        forms=frozenset(forms - {"public", "company"}),  # a company may be of any form
        kinds=frozenset(kinds),
        numbers=frozenset(numbers),
        initials="".join(one[0] for one in _WORD.findall(squeezed) if one not in _BETWEEN),
    )


@functools.cache
def _declared_notions() -> Mapping[str, str]:
    """Return each writing of a notion, squeezed, with the notion; an ending that may be any is `*`."""
    text = (resources.files(__package__) / "data" / "bodies.toml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for notion, written in tomllib.loads(text)["notions"].items():
        for one in written.split(","):
            form = one.strip()
            found.setdefault(_squeezed(form.removesuffix("*")) + ("*" if form.endswith("*") else ""), notion)
    return found


@functools.cache
def _notions() -> re.Pattern[str]:
    every = sorted(_declared_notions(), key=lambda one: (-len(one), one))
    joined = "|".join(re.escape(one.removesuffix("*")) + (r"\w*" if one.endswith("*") else "") for one in every)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def _notion_of(met: str) -> str:
    declared = _declared_notions()
    if met in declared:
        return declared[met]
    return next(declared[f"{met[:end]}*"] for end in range(len(met), 0, -1) if f"{met[:end]}*" in declared)


@functools.lru_cache(maxsize=50_000)
def _form_by_slip(word: str) -> str | None:
    """Return the legal form that a long word is with a slip of the pen: Aktiengeselschaft, Corporaton."""
    _, classes, _ = _forms()
    if len(word) < _LONG_FORM:
        return None
    whole = (form for form, name in classes.items() if " " not in form and name != "public")
    return next((classes[one] for one in whole if len(one) >= _LONG_FORM and is_one_slip(word, one)), None)


def _roman(word: str) -> int:
    """Return the number that Roman figures below forty stand for."""
    worth = [{"i": 1, "v": 5, "x": 10}[one] for one in word]
    return sum(-a if a < b else a for a, b in zip(worth, [*worth[1:], 0], strict=True))


def _squeezed(text: str) -> str:
    """Return text with dots inside abbreviations gone and all other marks as spaces: S.A.R.L. is sarl."""
    text = re.sub(r"(?<=\b\w)\.(?=\w\b|\s|$|,)", "", text.strip().lower())
    text = re.sub(r"[^\w]+", " ", text)
    return f"{text.strip()}"
