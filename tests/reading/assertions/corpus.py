"""The corpora of assertions: sentences, and what has to be proposed from each. `=` opens a sentence, `+` an expectation.

An expectation is a property, its value and dimensions, parted by bars: words that the value of a text holds, or a date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.kernel import PartialDate
from onrecord.reading.assertions import Assertion

FOLDER = Path(__file__).parent / "corpus"
STRICT = ("stage", "absent", "article")  # the others are words of the text, of which the expected ones have to be there


@dataclass(frozen=True, slots=True)
class Expected:
    """One assertion that a sentence makes."""

    property: str
    value: str
    as_of: str | None
    about: dict[str, str] = field(default_factory=dict)

    def is_met(self, found: Assertion) -> bool:
        """Say whether an assertion is this one: property, value, day and dimensions."""
        if found.property != self.property:
            return False
        if isinstance(found.value, PartialDate):
            is_value = found.value.text() == self.value
        else:
            is_value = self.value.lower() in found.value.lower()
        is_day = (found.as_of.text() if found.as_of else None) == self.as_of
        return is_value and is_day and self._is_about(dict(found.about))

    def _is_about(self, found: dict[str, str]) -> bool:
        for name in STRICT:
            if found.get(name, "").replace(" ", "") != self.about.get(name, ""):
                return False
        loose = {name: words for name, words in self.about.items() if name not in STRICT}
        return all(words.lower() in found.get(name, "").lower() for name, words in loose.items())


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and all that it asserts."""

    text: str
    expected: tuple[Expected, ...]


def cases(language: str, part: str = "") -> Iterator[Case]:
    """Yield the cases of one language, of one part of its corpus."""
    text: str | None = None
    expected: list[Expected] = []
    for line in (FOLDER / f"{language}{part}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            if text is not None:
                yield Case(text, tuple(expected))
            text, expected = line[2:], []
        elif line.startswith("+ "):
            expected.append(_expected(line[2:]))
    if text is not None:
        yield Case(text, tuple(expected))


def hits(case: Case, found: Sequence[Assertion]) -> tuple[list[Expected], list[Expected], list[Assertion]]:
    """Return what was found as expected, what is missing, and what nobody expected."""
    rest = list(found)
    met, missed = [], []
    for one in case.expected:
        match = next((other for other in rest if one.is_met(other)), None)
        if match is None:
            missed.append(one)
        else:
            rest.remove(match)
            met.append(one)
    return met, missed, rest


def _expected(line: str) -> Expected:
    name, value, *more = (part.strip() for part in line.split("|"))
    about = dict(pair.split("=", 1) for pair in _pairs(more[0] if more else ""))
    return Expected(name, value, about.pop("as_of", None), about)


def _pairs(words: str) -> Iterator[str]:
    """Yield `name=value` pairs parted by spaces; a value may hold spaces."""
    held: list[str] = []
    for word in words.split():
        if "=" in word and held:
            yield " ".join(held)
            held = []
        held.append(word)
    if held:
        yield " ".join(held)
