"""Owns the families of faults, by who has to act. Never holds a leaf: each room names its own in `errors.py`.

A fault carries facts (`item`, `expected`, `found`), not prose, and never names of victims: facts reach logs.
Shells map the family to an exit status and an HTTP status; texts live in the leaf's `says`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from onrecord.kernel.labels import Label


class Fault(Exception):
    """Something that could not be done, told to the one who can act. Leaves set `code` and `says`."""

    code: ClassVar[str] = ""
    says: ClassVar[Label]
    exit_status: ClassVar[int] = 70
    http_status: ClassVar[int] = 500

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts: dict[str, object] = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code

    def message(self, language: str = "en") -> str:
        """Return the sentence for a person: what is wrong and what to do."""
        return self.says.fill(language, **self.facts)

    def to_record(self, language: str = "en") -> dict[str, object]:
        """Return code, sentence and facts, as `--json` prints them."""
        return {"code": self.code, "message": self.message(language), "facts": _plain(self.facts, language)}


class Refused(Fault):
    """The person at the desk has to act: the input cannot be taken as it is."""

    exit_status = 2
    http_status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one row or place of an input. `row` counts from 1, as a person counts lines."""

    code: str
    says: Label
    row: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: str = "en") -> str:
        """Return the sentence for a person."""
        return self.says.fill(language, row=self.row, **self.facts)

    def to_record(self, language: str = "en") -> dict[str, object]:
        """Return row, code and sentence, as reports print them."""
        return {"row": self.row, "code": self.code, "problem": self.message(language)}


class Invalid(Refused):
    """Several things are wrong at once; all of them are told at once."""

    def __init__(self, problems: Iterable[Problem], **facts: object) -> None:
        super().__init__(**facts)
        self.problems: tuple[Problem, ...] = tuple(problems)

    def message(self, language: str = "en") -> str:
        """Return the head sentence and one line per problem."""
        lines = [super().message(language)]
        lines += [f"  {p.code}: {p.message(language)}" for p in self.problems]
        return "\n".join(lines)


class NotAllowed(Fault):
    """The person asks a keeper: the role does not reach this far."""

    exit_status = 3
    http_status = 403


class NotFound(Fault):
    """There is no such thing, or none that this person may see: the answer is the same on purpose."""

    exit_status = 4
    http_status = 404


class Conflict(Fault):
    """Somebody else was there first: look again."""

    exit_status = 5
    http_status = 409


class Broken(Fault):
    """Evidence, log or proof does not hold. The keeper acts now; nothing goes on."""

    exit_status = 10
    http_status = 500


class Unavailable(Fault):
    """A thing outside is missing for now: wait, or install what the message names."""

    exit_status = 20
    http_status = 503


class Misconfigured(Fault):
    """The operator's settings cannot be used."""

    exit_status = 30
    http_status = 500


def _plain(value: Any, language: str) -> Any:
    """Return facts as JSON can hold them; a label in the reader's language, anything else by its text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one, language) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one, language) for one in value]
    if isinstance(value, Label):
        return value.text(language)
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)
