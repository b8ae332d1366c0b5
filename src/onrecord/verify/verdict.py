"""Owns what a check came to: defects, warnings, counts, and what it cannot exclude. Never looks into an export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.kernel import Label
from onrecord.verify.codes import SAYS

_NAMES = ("path", "seq", "item", "claim", "statement", "algorithm", "expected", "found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that does not hold, or not well: where it is, what was expected and what was found."""

    code: str
    facts: Mapping[str, object]

    def message(self, language: str = "en") -> str:
        """Return the sentence for a person."""
        return SAYS[self.code].fill(language, **self.facts)

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return the defect as JSON shows it; what does not apply is null."""
        shown = {name: self.facts.get(name) for name in _NAMES}
        return {"code": self.code, **shown, "message": self.message(language)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check came to. `ok` says that nothing was found wrong, never more: read `cannot_exclude` with it.

    `kind` says of what: an `export` of ours, any other `bag`, which has no log and proves less, or a proof that travels
    alone, of `inclusion` or of `consistency`.
    """

    checked: Mapping[str, int]
    problems: tuple[Defect, ...]
    cannot_exclude: tuple[Label, ...]
    key: str | None
    checkpoint: str | None
    kind: str = "export"
    warnings: tuple[Defect, ...] = ()
    stamps: tuple[Mapping[str, Any], ...] = ()
    cosignatures: tuple[Mapping[str, Any], ...] = ()
    proven: Mapping[str, Any] | None = None  # of a proof that travels alone: what it proves

    @property
    def ok(self) -> bool:
        """Whether everything that was checked holds."""
        return not self.problems

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return `{ok, checked, problems, cannot_exclude}` and the key and head they rest on."""
        proven = {} if self.proven is None else {"proven": dict(self.proven)}
        return {
            "ok": self.ok,
            "kind": self.kind,
            "checked": dict(self.checked),
            "problems": [one.to_record(language) for one in self.problems],
            "warnings": [one.to_record(language) for one in self.warnings],
            "cannot_exclude": [one.text(language) for one in self.cannot_exclude],
            "key": self.key,
            "checkpoint": self.checkpoint,
            "stamps": [dict(one) for one in self.stamps],
            "cosignatures": [dict(one) for one in self.cosignatures],
            **proven,
        }


@dataclass(slots=True)
class Report:
    """A verdict in the making: every check tells its defects here and goes on."""

    problems: list[Defect] = field(default_factory=list)
    warnings: list[Defect] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    cannot_exclude: list[Label] = field(default_factory=list)

    def tell(self, code: str, **facts: object) -> None:
        """Note a defect."""
        self.problems.append(_defect(code, facts))

    def warn(self, code: str, **facts: object) -> None:
        """Note what is allowed and yet not well."""
        self.warnings.append(_defect(code, facts))


def _defect(code: str, facts: Mapping[str, object]) -> Defect:
    return Defect(code=code, facts={name: value for name, value in facts.items() if value is not None})
