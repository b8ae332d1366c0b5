"""Owns the values of an estimate: what one method answers, and how it is written. Never decides what is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import Label


class Interval(StrEnum):
    """What the two limits of an answer are."""

    CONFIDENCE = "confidence_95"
    PROFILE = "profile_likelihood_95"
    CREDIBLE = "credible_95"
    BOOTSTRAP = "bootstrap_bca_95"
    MIXTURE = "model_averaged_95"
    LOWER_BOUND = "lower_bound_95"


INTERVALS: Final = {
    Interval.CONFIDENCE: Label(en="95 % confidence", ru="доверительный 95 %", kk="сенімділік 95 %"),
    Interval.PROFILE: Label(
        en="95 % profile likelihood", ru="профильное правдоподобие 95 %", kk="профильді шындыққа ұқсастық 95 %"
    ),
    Interval.CREDIBLE: Label(en="95 % credible", ru="апостериорный 95 %", kk="апостериорлық 95 %"),
    Interval.BOOTSTRAP: Label(en="95 % bootstrap", ru="бутстреп 95 %", kk="бутстреп 95 %"),
    Interval.MIXTURE: Label(en="95 % over all models", ru="95 % по всем моделям", kk="барлық модель бойынша 95 %"),
    Interval.LOWER_BOUND: Label(en="lower bound", ru="нижняя граница", kk="төменгі шек"),
}


WHY_NOT: Final = {
    "not_converged": Label(
        en="its chains did not come to one answer",
        ru="цепи не сошлись к одному ответу",
        kk="тізбектері бір жауапқа келмеді",
    ),
    "three_to_five_lists": Label(
        en="it takes three to five lists",
        ru="ему нужно от трёх до пяти списков",
        kk="оған үштен беске дейін тізім керек",
    ),
    "at_most_six_lists": Label(
        en="it takes six lists at most", ru="ему нужно не больше шести списков", kk="оған алтыдан аспайтын тізім керек"
    ),
    "no_finite_answer": Label(
        en="the best fit is at no finite number", ru="лучшее приближение — бесконечность", kk="ең жақсы жуықтау шексіз"
    ),
    "not_identifiable": Label(
        en="the table cannot tell it", ru="по таблице его не определить", kk="кестеден анықтау мүмкін емес"
    ),
    "no_model_has_an_answer": Label(
        en="no model of it has an answer", ru="ни у одной его модели нет ответа", kk="оның ешбір моделінде жауап жоқ"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one method says about how many there are, those on no list included; or why it says nothing."""

    method: str
    point: float | None = None
    low: float | None = None
    high: float | None = None
    interval: Interval | None = None
    why_not: str | None = None
    diagnostics: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def refused(cls, method: str, why: str, diagnostics: Mapping[str, Any]) -> Answer:
        """Return the answer of a method that has none."""
        return cls(method=method, why_not=why, diagnostics=diagnostics)

    def reason(self, language: str) -> str:
        """Return in words why there is no answer; nothing where there is one."""
        return WHY_NOT[self.why_not].text(language) if self.why_not else ""

    @property
    def is_bound(self) -> bool:
        """Whether the point is a lower bound and no estimate."""
        return self.interval is Interval.LOWER_BOUND

    def to_record(self) -> dict[str, Any]:
        """Return the answer as `--json` prints it."""
        return {
            "method": self.method,
            "point": self.point,
            "low": self.low,
            "high": self.high,
            "interval": self.interval.value if self.interval else None,
            "bound": "lower" if self.is_bound else None,
            "why_not": self.why_not,
            "diagnostics": dict(self.diagnostics),
        }


def rounded(value: float) -> float:
    """Return a number as it is published: to a hundredth, beyond which arithmetic differs from machine to machine."""
    return round(float(value), 2)
