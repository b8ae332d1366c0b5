"""Owns the words the weights are learned from: read out of the sources by the ways sources.toml names."""

from __future__ import annotations

import ast
import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from onrecord.reading.languages.letters import script_of_letter, words_in
from tools.language_weights.spellings import RULES, Words, dungan

SOURCES: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("sources.toml").read_text(encoding="utf-8"))
_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
_LONGEST_RUN: Final = 12
_LIST: Final = 60_000
_FORMS: Final = 40_000
# Words of Russian as common as these stray into word lists of its neighbours.
_STRAY: Final = 6000


class Sources:
    """The folders the repositories were checked out to, and the words in them."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = folders
        self._chance = random.Random(3)
        self._known: dict[str, Words] = {}
        self._stray = frozenset(self._ranked("common_words", "src/resources/russian.txt", "Cyrl", _STRAY))

    def form(self, script: str, name: str) -> Words:
        """Return the words of a form with their shares, which sum up to 1."""
        key = f"{script}/{name}"
        if key not in self._known:
            mixed: dict[str, float] = defaultdict(float)
            for repository, way, where, share in SOURCES["forms"][script][name]:
                words = self._words(repository, way, where, script)
                total = sum(words.values()) or 1
                for word, count in words.items():
                    mixed[word] += share * count / total
            self._known[key] = Counter(mixed)  # type: ignore[arg-type]
        return self._known[key]

    def _words(self, repository: str, way: str, where: str, script: str) -> Words:
        if repository == "respelled":
            return self._respelled(way, *where.split("/"))
        match way.removesuffix("-foreign"):
            case "text" | "foreign":
                found = Counter(one for text in self._texts(repository, where) for one in _pure(text, script))
            case "runs":
                runs = (run for text in self._texts(repository, where) for run in _RUN.findall(text))
                return Counter(run[:_LONGEST_RUN] for run in runs)
            case "ranked":
                found = self._ranked(repository, where, script, _LIST)
            case "ngrams":
                found = self._ngrams(repository, where, script)
            case _:
                found = self._forms(repository, where, script)
        if "foreign" in way:
            found = Counter({word: count for word, count in found.items() if word not in self._stray})
        return found

    def _respelled(self, rule: str, script: str, name: str) -> Words:
        words = self.form(script, name)
        if rule == "dng":
            return dungan(words, self._chance)
        counted: dict[str, float] = defaultdict(float)
        for word, share in words.items():
            for _ in range(3):
                counted[RULES[rule](word, self._chance)] += share
        return Counter(counted)  # type: ignore[arg-type]

    def _texts(self, repository: str, where: str) -> Iterator[str]:
        place = self._folders[repository] / where
        files = sorted(place.glob("*.txt")) if place.is_dir() else [place]
        for file in files:
            if "LICENSE" not in file.name.upper():
                yield file.read_text(encoding="utf-8", errors="replace")

    def _ranked(self, repository: str, where: str, script: str, most: int) -> Words:
        counted: dict[str, float] = {}
        for line in "".join(self._texts(repository, where)).split("\n"):
            for word in _pure(line, script):
                counted.setdefault(word, 1 / (len(counted) + 20))
            if len(counted) >= most:
                break
        return Counter(counted)  # type: ignore[arg-type]

    def _ngrams(self, repository: str, language: str, script: str) -> Words:
        code = (self._folders[repository] / "fun_langid" / "fun_langid.py").read_text(encoding="utf-8")
        lists = (node.elts for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Tuple) and len(node.elts) == 2)
        found = next(one for name, one in lists if isinstance(name, ast.Constant) and name.value == language)
        joined = next(one.value for one in ast.walk(found) if isinstance(one, ast.Constant) and len(str(one.value)) > 1)
        grams = str(joined).strip().split("/")
        return Counter({word: 1 for gram in grams for word in _pure(gram, script) if word == gram.lower()})

    def _forms(self, repository: str, stem: str, script: str) -> Words:
        folder = self._folders[repository]
        endings: dict[str, list[tuple[int, str, re.Pattern[str]]]] = defaultdict(list)
        for line in (folder / f"{stem}.aff").read_text(encoding="utf-8").splitlines():
            kind, *rule = line.split() or [""]
            if kind == "SFX" and len(rule) >= 4:
                flag, cut, add, condition = rule[:4]
                added = "" if add == "0" else add.split("/")[0]
                endings[flag].append((0 if cut == "0" else len(cut), added, re.compile(f"(?:{condition})$")))
        found: set[str] = set()
        for line in (folder / f"{stem}.dic").read_text(encoding="utf-8").splitlines()[1:]:
            word, _, flags = line.strip().partition("/")
            found.add(word)
            rules = (rule for flag in flags for rule in endings[flag])
            found.update(word[: len(word) - cut] + add for cut, add, condition in rules if condition.search(word))
        whole = sorted(word for word in found if word.islower() and list(_pure(word, script)) == [word])
        return Counter(dict.fromkeys(random.Random(5).sample(whole, _FORMS), 1))


def _pure(text: str, script: str) -> Iterator[str]:
    """Yield the folded words of a text that hold letters of one script only."""
    for word in words_in(text):
        if all(one == "'" or script_of_letter(one) == script for one in word.folded):
            yield word.folded
